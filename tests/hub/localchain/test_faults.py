"""A lite-server that misbehaves does so exactly as it was told, and stops when told."""

import asyncio
from typing import Any

import pytest
from pytoniq.contract.wallets.wallet import WalletV4R2
from pytoniq.liteclient.client import LiteServerError
from pytoniq_core.boc.address import Address

from hub.localchain.faults import Fate, Faults
from hub.localchain.serving import Running
from tests.hub.localchain.wire import SECRET, TON, client, new_chain, playing, served

SHOP = Address((0, b"\x77" * 32))


async def payer(run: Running, provider: Any) -> Any:
    """Return a wallet with money and code."""
    made: Any = WalletV4R2
    wallet = await made.from_private_key(provider, SECRET, version="v4r2")
    run.with_chain(lambda chain: chain.faucet(wallet.address, 10 * TON))
    wallet = await made.from_private_key(provider, SECRET, version="v4r2")
    await wallet.send_init_external()
    return await made.from_private_key(provider, SECRET, version="v4r2")


async def paid(provider: Any) -> int:
    """Return how many whole payments have reached the shop."""
    balance: int = (await provider.get_account_state(SHOP)).balance
    return round(balance / TON)


def test_a_message_may_be_dropped_repeated_or_not_acknowledged() -> None:
    """Dropped: nothing happens. Twice: once. Not acknowledged: it happened all the same."""

    async def scene(run: Running) -> None:
        async with client(run, timeout=1) as provider:
            wallet = await payer(run, provider)
            run.faults.befall(Fate.DROPPED, Fate.REPEATED, Fate.UNANSWERED)
            assert await wallet.transfer(SHOP, TON) == 1
            assert await paid(provider) == 0
            assert await wallet.transfer(SHOP, TON) == 1
            assert await paid(provider) == 1
            with pytest.raises(TimeoutError):
                await wallet.transfer(SHOP, TON)
            assert await paid(provider) == 2
            assert await wallet.transfer(SHOP, TON) == 1
            assert await paid(provider) == 3

    with served(new_chain()) as run:
        playing(scene(run))


def test_a_silent_server_hears_and_says_nothing() -> None:
    """What was sent to it has happened; when it speaks again, it speaks to new callers too."""

    async def scene(run: Running) -> None:
        async with client(run, timeout=1) as provider:
            wallet = await payer(run, provider)
            order = wallet.create_wallet_internal_message(SHOP, value=TON)
            run.faults.silent = True
            with pytest.raises(TimeoutError):
                await wallet.raw_transfer([order], seqno_from_get_meth=False)
            run.faults.stop()
            assert await paid(provider) == 1

    with served(new_chain()) as run:
        playing(scene(run))


def test_a_late_server_answers_after_the_client_gave_up() -> None:
    """And the answer that nobody waits for any more disturbs nobody."""

    async def scene(run: Running) -> None:
        async with client(run, timeout=1) as provider:
            run.faults.late_s = 1.3
            with pytest.raises(TimeoutError):
                await provider.get_time()
            run.faults.stop()
            await asyncio.sleep(0.5)
            assert "now" in await provider.get_time()

    with served(new_chain()) as run:
        playing(scene(run))


def test_a_server_may_lie_about_the_head() -> None:
    """Ahead of the truth it answers for blocks that are not; behind, it knows the newest not."""

    async def scene(run: Running) -> None:
        for _ in range(9):
            run.with_chain(lambda chain: chain.tick())
        truth = run.with_chain(lambda chain: chain.head()).seqno
        async with client(run) as provider:
            known = provider.last_mc_block
            run.faults.head_shift = 5
            ahead = await provider.get_masterchain_info_ext()
            assert ahead["last"]["seqno"] == truth + 5
            await provider.update_last_blocks()
            assert (await provider.get_account_state(SHOP)).balance == 0
            run.faults.head_shift = -5
            behind = await provider.get_masterchain_info()
            assert behind["last"]["seqno"] == truth - 5
            with pytest.raises(LiteServerError, match="not known"):
                await provider.raw_get_account_state(SHOP, known)
            run.faults.stop()
            assert (await provider.get_masterchain_info())["last"]["seqno"] == truth

    with served(new_chain()) as run:
        playing(scene(run))


def test_an_answer_said_twice_makes_pytoniq_hang_up() -> None:
    """It never waits in vain: the call after it fails at once, and it may connect again."""

    async def scene(run: Running) -> None:
        async with client(run) as provider:
            run.faults.repeated_answers = True
            await provider.get_time()
            run.faults.stop()
            while provider.inited:
                await asyncio.sleep(0)
            await provider.connect()
            assert "now" in await provider.get_time()

    with served(new_chain()) as run:
        playing(scene(run))


def test_faults_come_in_order_and_end() -> None:
    """Each message has its own fate, and afterwards all is well."""
    faults = Faults([Fate.DROPPED])
    faults.befall(Fate.REPEATED, Fate.DROPPED)
    assert [faults.next_fate() for _ in range(4)] == [
        Fate.DROPPED,
        Fate.REPEATED,
        Fate.DROPPED,
        Fate.DELIVERED,
    ]
    faults.befall(Fate.UNANSWERED)
    faults.late_s, faults.head_shift, faults.silent = 1.0, 2, True
    faults.stop()
    assert faults.next_fate() is Fate.DELIVERED
    assert (faults.late_s, faults.head_shift, faults.silent) == (0.0, 0, False)
