"""Programs of others talk to the local chain over a real socket, and notice nothing."""

import asyncio
import base64
import itertools
from pathlib import Path
from typing import Any

import pytest
from pytoniq.contract.wallets.highload_v3 import HighloadWalletV3
from pytoniq.contract.wallets.wallet import WalletV4R2
from pytoniq.contract.wallets.wallet_v5 import WalletV5R1
from pytoniq.liteclient.client import LiteServerError, RunGetMethodError
from pytoniq_core.boc.address import Address
from pytoniq_core.boc.builder import Builder
from pytoniq_core.tl.block import BlockIdExt

from hub.localchain.disk import Disk
from hub.localchain.liteserver import TIMEOUT
from hub.localchain.serving import Running
from hub.localchain.shards import BASE, GLOBAL_ID, MASTER, WHOLE_SHARD
from tests.hub.localchain.wire import SECRET, TON, balancer, client, new_chain, playing, served

EMPTY = Builder().end_cell()
SHOP = Address((0, b"\x77" * 32))


def give(run: Running, to: Address, value: int = 10 * TON) -> None:
    """Let the faucet pay."""
    run.with_chain(lambda chain: chain.faucet(to, value))


async def wallet_of(kind: Any, run: Running, provider: Any, **how: Any) -> Any:
    """Return a wallet with money and code."""
    made = await kind.from_private_key(provider, SECRET, **how)
    give(run, made.address)
    made = await kind.from_private_key(provider, SECRET, **how)
    await made.send_init_external()
    return await kind.from_private_key(provider, SECRET, **how)


@pytest.mark.parametrize(
    ("kind", "how"),
    [(WalletV4R2, {"version": "v4r2"}), (WalletV5R1, {"network_global_id": GLOBAL_ID})],
)
def test_wallets_are_deployed_and_pay(kind: Any, how: dict[str, Any]) -> None:
    """The shop gets its money, the wallet counts, and an old message is refused."""

    async def scene(run: Running) -> None:
        async with balancer(run) as provider:
            wallet = await wallet_of(kind, run, provider, **how)
            assert await provider.run_get_method(wallet.address, "seqno", []) == [1]
            await wallet.transfer(SHOP, TON)
            shop = await provider.get_account_state(SHOP)
            assert shop.is_uninitialized()
            assert 0.99 * TON < shop.balance <= TON
            assert await provider.run_get_method(wallet.address, "seqno", []) == [2]
            again = wallet.create_wallet_internal_message(SHOP, value=TON)
            with pytest.raises(LiteServerError, match=r"exitcode=1?33,"):
                await wallet.raw_transfer([again], seqno_from_get_meth=False)
            assert (await provider.get_account_state(SHOP)).balance == shop.balance

    with served(new_chain()) as run:
        playing(scene(run))


def test_a_highload_wallet_pays_many_at_once_and_no_batch_twice() -> None:
    """Fifty get their money by one message; the same number again changes nothing."""
    people = [Address((0, bytes([number]) * 32)) for number in range(1, 51)]
    batch = (5 << 10) | 7

    async def scene(run: Running) -> None:
        async with balancer(run) as provider:
            wallet = await wallet_of(HighloadWalletV3, run, provider)
            amounts, bodies = [TON // 100] * len(people), [EMPTY] * len(people)
            await wallet.transfer(people, amounts, bodies, query_id=batch)
            assert await wallet.processed(batch, need_clean=False) == -1
            assert await wallet.processed(batch + 1, need_clean=False) == 0
            paid = [(await provider.get_account_state(one)).balance for one in people]
            assert all(0.009 * TON < it <= 0.01 * TON for it in paid)
            with pytest.raises(LiteServerError, match="exitcode=36,"):
                await wallet.transfer(people, amounts, bodies, query_id=batch)
            assert [(await provider.get_account_state(one)).balance for one in people] == paid

    with served(new_chain()) as run:
        playing(scene(run))


def test_get_methods_answer_or_say_why_not() -> None:
    """A method or a contract that is not there, and wrong arguments, each have a code."""

    async def scene(run: Running) -> None:
        async with balancer(run) as provider:
            wallet = await wallet_of(HighloadWalletV3, run, provider)
            key = await provider.run_get_method(wallet.address, "get_public_key", [])
            assert key == [int.from_bytes(SECRET[32:], "big")]
            with pytest.raises(RunGetMethodError) as missing:
                await provider.run_get_method(wallet.address, "no_such_method", [])
            assert missing.value.exit_code == 11
            with pytest.raises(RunGetMethodError) as nobody:
                await provider.run_get_method(SHOP, "seqno", [])
            assert nobody.value.exit_code == -256
            with pytest.raises(RunGetMethodError) as wrong:
                await provider.run_get_method(wallet.address, "processed?", [EMPTY, 0])
            assert wrong.value.exit_code == 7

    with served(new_chain()) as run:
        playing(scene(run))


def test_history_is_paged_back_to_the_first_transaction() -> None:
    """Forty transactions in pages of sixteen, each linked to the one before; then the end."""

    async def scene(run: Running) -> None:
        async with balancer(run) as provider:
            found = await provider.get_transactions(SHOP, 100)
            assert len(found) == 40
            assert found[-1].prev_trans_lt == 0
            for newer, older in itertools.pairwise(found):
                assert newer.prev_trans_lt == older.lt
            lts = [it.lt for it in found]
            later = await provider.get_transactions(SHOP, 100, to_lt=lts[25])
            assert [it.lt for it in later] == lts[:25]
            one = found[7]
            page, blocks = await provider.raw_get_transactions(SHOP, 3, one.lt, one.cell.hash)
            assert [it.lt for it in page] == lts[7:10]
            assert blocks[0].seqno > blocks[1].seqno > blocks[2].seqno
            with pytest.raises(LiteServerError, match="cannot locate transaction"):
                await provider.raw_get_transactions(SHOP, 3, one.lt, bytes(32))

    with served(new_chain()) as run:
        for _ in range(40):
            give(run, SHOP, TON)
        playing(scene(run))


def test_accounts_where_nothing_happened_are_empty() -> None:
    """Neither state nor history."""

    async def scene(run: Running) -> None:
        async with balancer(run) as provider:
            assert await provider.raw_get_account_state(SHOP) == (None, None)
            account = await provider.get_account_state(SHOP)
            assert (account.balance, account.state.type_) == (0, "uninitialized")

    with served(new_chain()) as run:
        playing(scene(run))


def test_whoever_waits_for_a_block_gets_it_when_it_is_made() -> None:
    """With the answer as of then; and an error when none comes in time."""

    async def scene(run: Running) -> None:
        async with client(run) as provider:
            head = (await provider.get_masterchain_info())["last"]["seqno"]
            waiting = asyncio.create_task(
                provider.wait_masterchain_seqno(head + 1, 10_000, "getMasterchainInfo")
            )
            await provider.get_time()
            assert not waiting.done()
            run.with_chain(lambda chain: chain.tick())
            assert (await waiting)["last"]["seqno"] == head + 1
            with pytest.raises(LiteServerError) as late:
                await provider.wait_masterchain_seqno(head + 9, 50, "getTime")
            assert (late.value.code, late.value.message) == (TIMEOUT, "timeout")

    with served(new_chain()) as run:
        playing(scene(run))


def test_blocks_are_made_also_when_nothing_happens() -> None:
    """So that nobody's wait for the next one runs out."""

    async def scene(run: Running) -> None:
        async with client(run) as provider:
            head = (await provider.get_masterchain_info())["last"]["seqno"]
            found = await provider.wait_masterchain_seqno(head + 3, 10_000, "getMasterchainInfo")
            assert found["last"]["seqno"] >= head + 3

    with served(new_chain(), block_s=0.02) as run:
        playing(scene(run))


def test_blocks_are_found_and_list_their_transactions() -> None:
    """By number, logical time and time; all their transactions, a page at a time."""

    async def scene(run: Running) -> None:
        async with balancer(run) as provider:
            wallet = await wallet_of(HighloadWalletV3, run, provider)
            people = [Address((0, bytes([number]) * 32)) for number in range(1, 8)]
            await wallet.transfer(people, [TON // 10] * 7, [EMPTY] * 7, query_id=1)
            seqno = run.with_chain(lambda chain: chain.head()).seqno
            block, header = await provider.lookup_block(BASE, WHOLE_SHARD, seqno=seqno)
            listed = await provider.raw_get_block_transactions(block, count=4)
            whole = await provider.raw_get_block_transactions_ext(block, count=4)
            assert {it["account"] for it in listed} == {*people, wallet.address}
            assert len(listed) == len(whole) == 9
            assert [it["hash"] for it in listed] == [it.cell.hash for it in whole]
            lt = listed[3]["lt"]
            assert header.info.start_lt <= lt <= header.info.end_lt
            assert (await provider.lookup_block(BASE, WHOLE_SHARD, lt=lt))[0] == block
            by_time, _ = await provider.lookup_block(
                MASTER, WHOLE_SHARD, utime=header.info.gen_utime
            )
            assert by_time.seqno == seqno
            again = await provider.raw_get_block_header(block)
            assert again.info.end_lt == header.info.end_lt
            one = await provider.get_one_transaction(listed[3]["account"], lt, block)
            assert one.lt == lt
            empty = BlockIdExt(MASTER, WHOLE_SHARD, seqno, bytes(32), bytes(32))
            assert await provider.raw_get_block_transactions(empty) == []

    with served(new_chain()) as run:
        playing(scene(run))


def test_the_chain_says_what_it_is() -> None:
    """Time, version, shards, configuration; and the first state that the network's file names."""

    async def scene(run: Running) -> None:
        async with balancer(run) as provider:
            now = run.with_chain(lambda chain: chain.now())
            assert abs((await provider.get_time())["now"] - now) < 60
            assert (await provider.get_version())["version"] > 0
            head = await provider.get_masterchain_info_ext()
            assert head["last"]["seqno"] == run.with_chain(lambda chain: chain.head()).seqno
            assert head["last_utime"] <= head["now"]
            first = run.config["validator"]["zero_state"]
            assert bytes.fromhex(head["init"]["root_hash"]) == b64(first["root_hash"])
            (shard,) = await provider.get_all_shards_info()
            assert (shard.workchain, shard.seqno) == (BASE, head["last"]["seqno"])
            assert (await provider.raw_get_shard_info()).seq_no == shard.seqno
            whole = await provider.get_config_all()
            assert {18, 21, 25} <= set(whole)
            assert 21 in await provider.get_config_params([21])
            assert await provider.get_libraries([bytes(32)]) == {bytes(32).hex(): None}

    with served(new_chain()) as run:
        playing(scene(run))


def b64(text: str) -> bytes:
    """Return what base64 hides."""
    return base64.b64decode(text)


def test_pings_are_answered() -> None:
    """Each with its own number, between other answers."""

    async def scene(run: Running) -> None:
        async with client(run) as provider:
            for _ in range(3):
                ping, name = provider.get_ping_query()
                await (await provider.send(ping, name))
                assert "now" in await provider.get_time()

    with served(new_chain()) as run:
        playing(scene(run))


def test_many_questions_at_once_are_all_answered() -> None:
    """Each with its own answer."""

    async def scene(run: Running) -> None:
        async with client(run) as provider:
            people = [Address((0, bytes([number]) * 32)) for number in range(1, 21)]
            for number, one in enumerate(people):
                give(run, one, (number + 1) * TON)
            states = await asyncio.gather(*map(provider.get_account_state, people))
            assert [round(it.balance / TON) for it in states] == list(range(1, 21))

    with served(new_chain()) as run:
        playing(scene(run))


def test_after_a_restart_everything_is_there_and_clients_come_back(tmp_path: Path) -> None:
    """The same money and the same names of blocks; a client whose line broke connects again."""
    file = tmp_path / "chain.sqlite3"

    async def scene() -> None:
        disk = Disk(file)
        with served(new_chain(disk)) as run:
            port, before = run.port, run.config
            give(run, SHOP)
            made = client(run)
            provider = await made.__aenter__()
            balance = (await provider.get_account_state(SHOP)).balance
            head = (await provider.get_masterchain_info())["last"]
        disk.close()
        while provider.inited:
            await asyncio.sleep(0)
        disk = Disk(file)
        with served(new_chain(disk), port=port) as run:
            assert run.config == before
            await provider.connect()
            assert (await provider.get_account_state(SHOP)).balance == balance
            assert (await provider.get_masterchain_info())["last"] == head
            await made.__aexit__(None, None, None)
        disk.close()

    playing(scene())
