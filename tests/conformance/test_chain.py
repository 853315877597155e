"""What the hub relies on of the chain port: over the real wire, and on a chain in the process."""

import threading
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from pytoniq_core.boc.builder import Builder

from contracts.ton.external import external, normalized_hash, read_external
from contracts.ton.query_ids import query_id
from contracts.ton.reading import boc_of, cell_of, core_address
from contracts.ton.wallets import V5_CODE_HASH
from hub.adapters.wallets import SettlerWallet, SponsorWallet
from hub.core.ports.chain import (
    NO_CODE,
    AccountStatus,
    Address,
    CellItem,
    Chain,
    ChainUnavailable,
    GetMethodFailed,
    MessageRefused,
    TransactionView,
)
from hub.core.ports.wallets import Order, Signed
from tests.chains import BEGINNING, Rig, in_process, over_the_wire

TON = 10**9
NOBODY = Address("0:" + "77" * 32)
WAIT_S = 20.0
EMPTY = boc_of(Builder().end_cell())
LATER = BEGINNING + 3600


@pytest.fixture(scope="module", params=["wire", "in process"])
def made(request: pytest.FixtureRequest) -> Iterator[Rig]:
    """Return each kind of chain, with a local chain behind it that can be acted upon."""
    rig = over_the_wire() if request.param == "wire" else in_process()
    yield rig
    rig.close()


@pytest.fixture
def chain(made: Rig) -> Chain:
    """Return the port."""
    return made.port


_seeds = iter(range(1, 250))


@pytest.fixture
def settler(made: Rig) -> SettlerWallet:
    """Return a wallet of its own for each test, with money and without code."""
    wallet = SettlerWallet(bytes([next(_seeds)]) * 32, "local")
    made.faucet(wallet.address, 10 * TON)
    return wallet


@pytest.fixture
def sponsor(made: Rig) -> SponsorWallet:
    """Return a highload wallet of its own for each test, with money and without code."""
    wallet = SponsorWallet(bytes([next(_seeds)]) * 32)
    made.faucet(wallet.address, 10 * TON)
    return wallet


def pays(value: int, target: Address = NOBODY) -> Order:
    """Return an order of plain money."""
    return Order(target, value, EMPTY, bounce=False)


def happened(chain: Chain, address: Address, signed: Signed) -> TransactionView:
    """Return the transaction of a message once the account shows it."""
    seen = chain.head().seqno
    for _ in range(100):
        for found in chain.transactions(address):
            if found.incoming is not None and found.incoming.hash == signed.hash:
                return found
        seen = chain.wait_block(seen + 1, WAIT_S).seqno
    raise AssertionError("the message never happened")


def test_an_account_that_never_was_is_absent(chain: Chain) -> None:
    """It has nothing, no history, and no method."""
    nobody = Address("0:" + "01" * 32)
    account = chain.account(nobody)
    assert (account.status, account.balance, account.code_hash) == (AccountStatus.ABSENT, 0, None)
    assert (account.last_lt, account.data) == (0, None)
    assert chain.transactions(nobody) == []
    with pytest.raises(GetMethodFailed) as failed:
        chain.get(nobody, "seqno")
    assert failed.value.exit_code == NO_CODE


def test_money_without_code_is_uninit(chain: Chain, settler: SettlerWallet) -> None:
    """And its one transaction is the money's coming."""
    account = chain.account(settler.address)
    assert (account.status, account.balance) == (AccountStatus.UNINIT, 10 * TON)
    (came,) = chain.transactions(settler.address)
    assert (came.lt, came.hash) == (account.last_lt, account.last_hash)
    assert came.incoming is not None
    assert (came.incoming.value, came.incoming.target) == (10 * TON, settler.address)


def test_a_message_happens_once_and_is_found_by_its_hash(
    chain: Chain, settler: SettlerWallet
) -> None:
    """The wallet comes to life with it; sent again it is refused, by the wallet's own code."""
    signed = settler.sign([pays(TON)], seqno=0, valid_until=LATER)
    before = chain.account(NOBODY).balance
    assert chain.send(signed.boc) == signed.hash
    done = happened(chain, settler.address, signed)
    assert (done.ok, done.exit_code, done.action_code, done.skipped) == (True, 0, 0, 0)
    assert [(it.target, it.value) for it in done.outgoing] == [(NOBODY, TON)]
    assert chain.account(settler.address).status is AccountStatus.ACTIVE
    assert chain.account(NOBODY).balance == before + TON
    assert chain.get(settler.address, "seqno") == (1,)
    with pytest.raises(MessageRefused):
        chain.send(signed.boc)
    assert chain.get(settler.address, "seqno") == (1,)
    assert chain.account(NOBODY).balance == before + TON


def test_a_trace_hangs_together(chain: Chain, settler: SettlerWallet) -> None:
    """The message that one transaction sends is the one that another takes, by its hash."""
    signed = settler.sign([pays(TON), pays(2 * TON)], seqno=0, valid_until=LATER)
    chain.send(signed.boc)
    sent = happened(chain, settler.address, signed).outgoing
    taken = {it.incoming.hash: it for it in chain.transactions(NOBODY) if it.incoming is not None}
    assert [taken[it.hash].incoming for it in sent] == list(sent)
    assert all(it.source == settler.address for it in sent)


def test_a_wallet_takes_its_messages_in_order_and_in_time(
    chain: Chain, settler: SettlerWallet
) -> None:
    """A number before its turn or a time that has passed: refused, with the code's reason."""
    first = settler.sign([], seqno=0, valid_until=LATER)
    chain.send(first.boc)
    assert happened(chain, settler.address, first).outgoing == ()
    early = settler.sign([pays(TON)], seqno=2, valid_until=LATER)
    late = settler.sign([pays(TON)], seqno=1, valid_until=BEGINNING)
    codes = []
    for wrong in (early, late):
        with pytest.raises(MessageRefused) as refused:
            chain.send(wrong.boc)
        codes.append(refused.value.exit_code)
    assert codes == [133, 136], "wallet 5: not this number, and not any more"
    assert chain.get(settler.address, "seqno") == (1,)


def test_what_is_signed_for_another_network_is_void(chain: Chain, made: Rig) -> None:
    """The same key, brought to this chain's wallet: its id says another network."""
    seed = bytes([251]) * 32
    here, there = SettlerWallet(seed, "local"), SettlerWallet(seed, "mainnet")
    assert here.address != there.address
    made.faucet(here.address, TON)
    first = here.sign([], seqno=0, valid_until=LATER)
    chain.send(first.boc)
    happened(chain, here.address, first)
    foreign = read_external(there.sign([pays(1)], seqno=1, valid_until=LATER).boc)
    with pytest.raises(MessageRefused) as refused:
        chain.send(boc_of(external(core_address(here.address), foreign.body)))
    assert refused.value.exit_code == 134, "wallet 5: not this wallet's id"


def test_what_is_no_message_is_refused(chain: Chain) -> None:
    """Neither noise, nor a cell of something else, nor what is too long, nor what no code takes."""
    nowhere = boc_of(external(core_address(Address("0:" + "02" * 32)), cell_of(EMPTY)))
    for wrong in (b"", b"noise", EMPTY, bytes(70_000), nowhere):
        with pytest.raises(MessageRefused):
            chain.send(wrong)


def test_the_hash_is_the_same_however_a_message_is_written(
    chain: Chain, settler: SettlerWallet
) -> None:
    """Servers may rewrite what is not signed: the state-init that the first one brings is one."""
    signed = settler.sign([pays(TON)], seqno=0, valid_until=LATER)
    body = read_external(signed.boc).body
    bare = boc_of(external(core_address(settler.address), body))
    assert bare != signed.boc
    assert normalized_hash(bare) == signed.hash
    assert chain.send(signed.boc) == signed.hash


def test_an_id_of_the_highload_wallet_happens_once(chain: Chain, sponsor: SponsorWallet) -> None:
    """Many payments under one id; again, or another message under it, is refused."""
    orders = [pays(TON // 100, Address(f"0:{number:064x}")) for number in range(0xA00, 0xA14)]
    made = chain.head().utime - 30
    signed = sponsor.sign(orders, query_id=query_id(1022), created_at=made, deploy=True)
    assert chain.send(signed.boc) == signed.hash
    took = happened(chain, sponsor.address, signed)
    assert (took.ok, took.skipped, len(took.outgoing)) == (True, 0, 1)
    (packed,) = took.outgoing
    paid = next(
        it
        for it in chain.transactions(sponsor.address, took.lt)
        if it.incoming is not None and it.incoming.hash == packed.hash
    )
    assert (paid.ok, paid.skipped) == (True, 0)
    assert [(it.target, it.value) for it in paid.outgoing] == [
        (order.target, order.value) for order in orders
    ]
    other = sponsor.sign([pays(1)], query_id=query_id(1022), created_at=made)
    for again in (signed, other):
        with pytest.raises(MessageRefused) as refused:
            chain.send(again.boc)
        assert refused.value.exit_code == 36, "highload 3: this id has been"
    assert chain.get(sponsor.address, "processed?", (query_id(1022), 0)) == (-1,)
    assert chain.get(sponsor.address, "processed?", (query_id(1023), 0)) == (0,)
    earlier = sponsor.sign([pays(1)], query_id=query_id(7), created_at=made)
    chain.send(earlier.boc)
    assert happened(chain, sponsor.address, earlier).ok


def test_a_highload_message_has_a_window(chain: Chain, sponsor: SponsorWallet) -> None:
    """Not before it was made, and not when its window has passed."""
    now = chain.head().utime
    for made, code in ((now + 60, 35), (now - sponsor.window, 35)):
        signed = sponsor.sign([pays(1)], query_id=0, created_at=made, deploy=True)
        with pytest.raises(MessageRefused) as refused:
            chain.send(signed.boc)
        assert refused.value.exit_code == code
    assert chain.account(sponsor.address).status is AccountStatus.UNINIT


def test_too_little_money_leaves_orders_out_and_says_so(
    chain: Chain, sponsor: SponsorWallet
) -> None:
    """The id is spent, the child shows what was skipped; `needs` would have told before."""
    orders = [pays(6 * TON), pays(6 * TON)]
    assert sponsor.needs(orders) > chain.account(sponsor.address).balance
    made = chain.head().utime
    signed = sponsor.sign(orders, query_id=0, created_at=made, deploy=True)
    chain.send(signed.boc)
    took = happened(chain, sponsor.address, signed)
    (packed,) = chain.transactions(sponsor.address, took.lt)
    assert (len(packed.outgoing), packed.skipped) == (1, 1)


def test_stacks_go_there_and_back(chain: Chain, settler: SettlerWallet) -> None:
    """Numbers of any size come whole; a method that is not there has its exit code."""
    signed = settler.sign([], seqno=0, valid_until=LATER)
    chain.send(signed.boc)
    happened(chain, settler.address, signed)
    (key,) = chain.get(settler.address, "get_public_key")
    assert key == int.from_bytes(settler.public_key, "big")
    assert chain.get(settler.address, "get_extensions") == (None,)
    with pytest.raises(GetMethodFailed) as failed:
        chain.get(settler.address, "nothing_of_the_kind", (1, None, CellItem(EMPTY)))
    assert failed.value.exit_code == 11
    assert failed.value.method == "nothing_of_the_kind"


def test_the_data_of_an_account_is_whole(chain: Chain, settler: SettlerWallet) -> None:
    """What get-methods say can be read, proven, from the data cell."""
    signed = settler.sign([], seqno=0, valid_until=LATER)
    chain.send(signed.boc)
    happened(chain, settler.address, signed)
    account = chain.account(settler.address)
    assert account.code_hash == V5_CODE_HASH
    assert account.data is not None
    data = cell_of(account.data).begin_parse()
    assert (data.load_bit(), data.load_uint(32)) == (1, 1)


def test_a_history_comes_in_order_and_in_parts(chain: Chain, settler: SettlerWallet) -> None:
    """More than a page of it, each naming the one before, from any place on."""
    for seqno in range(20):
        chain.send(settler.sign([], seqno=seqno, valid_until=LATER).boc)
        if seqno == 0:
            chain.wait_block(chain.head().seqno + 1, WAIT_S)
    chain.wait_block(chain.head().seqno + 1, WAIT_S)
    whole = chain.transactions(settler.address)
    assert len(whole) == 21
    assert all(
        (after.previous_lt, after.previous_hash) == (before.lt, before.hash)
        for before, after in pairwise(whole)
    )
    account = chain.account(settler.address)
    assert (account.last_lt, account.last_hash) == (whole[-1].lt, whole[-1].hash)
    assert chain.transactions(settler.address, whole[3].lt) == whole[4:]
    assert chain.transactions(settler.address, whole[-1].lt) == []


def test_blocks_are_waited_for(chain: Chain, made: Rig) -> None:
    """Whoever waits wakes when the block comes; for one that does not come, not for ever."""
    head = chain.head()
    assert chain.wait_block(head.seqno, 0).seqno >= head.seqno
    heard: list[int] = []
    thread = threading.Thread(
        target=lambda: heard.append(chain.wait_block(head.seqno + 3, WAIT_S).seqno)
    )
    thread.start()
    for _ in range(3):
        made.act(lambda chain: chain.tick())
    thread.join(WAIT_S)
    assert heard
    assert heard[0] >= head.seqno + 3
    with pytest.raises(ChainUnavailable):
        chain.wait_block(head.seqno + 1_000_000, 0.01)


def test_many_threads_may_ask(chain: Chain, settler: SettlerWallet) -> None:
    """Each gets its own answer."""
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda: answers.append(chain.account(settler.address).balance))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_S)
    assert answers == [10 * TON] * 8


@pytest.mark.parametrize("make", [over_the_wire, in_process])
def test_after_closing_nothing_is_answered(make: Callable[[], Rig]) -> None:
    """Closing twice is closing once, also where nobody ever asked anything."""
    rig = make()
    rig.port.close()
    rig.port.close()
    with pytest.raises(ChainUnavailable):
        rig.port.head()
    rig.close()
