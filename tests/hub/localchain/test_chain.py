"""The local chain runs messages as mainnet would, and refuses what mainnet refuses."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytoniq_core.boc.address import Address
from pytoniq_core.boc.builder import Builder
from pytoniq_core.boc.cell import Cell
from pytoniq_core.tlb.account import StateInit

from contracts.ton import jetton
from contracts.ton.loyalty_token import Founding, mint
from contracts.ton.seen import LARGEST_MESSAGE
from hub.core.settlement.leaves import Leaves
from hub.localchain.bags import NotABag, read_bag
from hub.localchain.chain import (
    LATEST,
    LONGEST_LEAP,
    LT_A_BLOCK,
    GetMethodFailed,
    LocalChain,
    NotAccepted,
)
from hub.localchain.executor import executor_here
from hub.localchain.messages import read_envelope
from hub.localchain.outside import MOST_GIVEN, Letter, external_message, internal_message
from hub.localchain.prices import config
from tests.ton_chain import BEGINNING, RICH, TON, Sender, at, books, local_chain, wallet


def _contract(code: str) -> StateInit:
    """Return a contract of this code, in hexadecimal, without data."""
    begin: Any = Builder
    return StateInit(code=begin().store_bytes(bytes.fromhex(code)).end_cell(), data=_nothing())


def _nothing() -> Any:
    empty: Any = Cell.empty
    return empty()


def _cell(raw: bytes) -> Any:
    return Cell.one_from_boc(raw)


def _nowhere(letter: str = "n") -> Address:
    return Address((0, letter.encode() * 32))


def _jettons(chain: LocalChain) -> tuple[Sender, Sender, Address]:
    """Return an admin and a person of a new jetton, and its minter."""
    admin, person = wallet(chain, "admin"), wallet(chain, "person")
    return admin, person, admin.deploy(Founding(admin.address, _nothing()).init())


def _minted(chain: LocalChain, amount: int = 100) -> tuple[Sender, Sender, Address]:
    admin, person, minter = _jettons(chain)
    paid = jetton.InternalTransfer(amount, None, admin.address).body()
    admin.send(minter, mint(person.address, TON // 10, paid))
    return admin, person, minter


def test_a_message_moves_money(chain: LocalChain) -> None:
    """One sender's money arrives at another, less what the work costs."""
    one, other = wallet(chain, "one"), wallet(chain, "other")
    before = other.balance
    traces = one.send(other.address, value=TON)
    assert [trace.exit_code for trace in traces] == [0]
    assert other.balance == before + TON - traces[0].fees
    assert before == RICH - chain.transactions(other.address)[0].fees


def test_all_that_follows_is_one_block(chain: LocalChain) -> None:
    """A transfer of jettons runs through both wallets at once, in logical time."""
    _, person, minter = _minted(chain)
    before = chain.head()
    other = wallet(chain, "other")
    body = jetton.Transfer(40, other.address, person.address, forward_ton=1).body()
    traces = person.send(jetton.wallet_address(person.address, minter), body)
    assert chain.head().seqno == before.seqno + 2  # the other's deployment and the transfer
    accounts = [trace.account for trace in traces]
    assert accounts[:2] == [
        jetton.wallet_address(owner, minter) for owner in (person.address, other.address)
    ]
    assert set(accounts[2:]) == {person.address, other.address}
    begun = [trace.envelope.created_lt for trace in traces]
    assert begun == sorted(begun)
    lts = {trace.hash: trace.lt for trace in traces}
    assert all(trace.lt > lts[trace.parent] for trace in traces if trace.parent)
    block = chain.disk.block(chain.head().seqno)
    assert block is not None
    assert block.start_lt % LT_A_BLOCK == 0
    assert all(block.start_lt <= trace.lt <= block.end_lt for trace in traces)
    assert chain.disk.block_at_lt(traces[-1].lt) == block
    assert chain.disk.traces_of(block.seqno) == sorted(
        traces, key=lambda trace: (trace.lt, trace.account.hash_part)
    )
    assert chain.get(jetton.wallet_address(other.address, minter), "get_wallet_data")[0] == 40


def test_no_money_is_lost_or_made(chain: LocalChain) -> None:
    """What came in is held, on its way or paid, also while messages wait."""
    _, person, minter = _minted(chain)
    mine = jetton.wallet_address(person.address, minter)
    person.send(mine, jetton.Transfer(40, _nowhere(), person.address).body())
    person.send(mine, jetton.Transfer(400, _nowhere(), person.address).body())
    assert books(chain).balanced
    posted = person.post(mine, jetton.Transfer(10, _nowhere(), person.address).body())
    assert books(chain).balanced
    chain.deliver(posted.number)
    found = books(chain)
    assert found.balanced
    assert found.under_way > 0
    assert found.paid > 0


def test_what_fails_comes_back(chain: LocalChain) -> None:
    """A message that bounces returns its money; one that does not bounce leaves it there."""
    one = wallet(chain, "one")
    throwing = one.deploy(_contract("f2c3f2"))  # THROW 1010
    held, had = chain.account(throwing).balance, one.balance
    failed, back = one.send(throwing)
    assert (failed.exit_code, failed.succeeded) == (1010, False)
    assert (back.account, back.envelope.bounced) == (one.address, True)
    assert TON * 99 // 100 < one.balance - had < TON
    assert chain.account(throwing).balance == held
    (kept,) = one.send(throwing, bounce=False)
    assert kept.exit_code == 1010
    assert chain.account(throwing).balance == held + TON - kept.fees


def test_a_refused_message_changes_nothing(chain: LocalChain) -> None:
    """A message from outside that no contract accepts says why, and no block is made."""
    one = wallet(chain, "one")
    throwing = one.deploy(_contract("f2c3f2"))
    before = chain.head(), chain.account(throwing)
    for to, code in ((throwing, 1010), (one.address, 0), (_nowhere(), None)):
        with pytest.raises(NotAccepted) as refused:
            chain.send(external_message(to, _nothing()))
        assert refused.value.exit_code == code
    assert (chain.head(), chain.account(throwing)) == before


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (b"", "not a bag"),
        (b"\xb5\xee\x9c\x72" + bytes(LARGEST_MESSAGE), "at most 65535"),
        (internal_message(Letter(_nowhere(), _nowhere(), 1), BEGINNING), "no stranger can send"),
    ],
    ids=["empty", "too long", "internal"],
)
def test_what_is_no_message_from_outside_is_refused(
    chain: LocalChain, message: bytes, why: str
) -> None:
    """Nobody outside may send what is no external message, and nothing happens."""
    before = chain.head()
    with pytest.raises(NotABag, match=why):
        chain.send(message)
    assert chain.head() == before


def test_a_torn_proof_is_no_part_of_a_message(chain: LocalChain) -> None:
    """A pruned branch outside of its proof cannot be sent on mainnet, and so not here."""
    one = wallet(chain, "one")
    proof = _cell(_two_leaves().proof(b"a" * 32))
    begin: Any = Builder
    whole, torn = (begin().store_ref(cell).end_cell() for cell in (proof, proof.refs[0]))
    assert [trace.exit_code for trace in one.send(one.address, whole)] == [0]
    with pytest.raises(NotABag, match="pruned branch outside"):
        one.send(one.address, torn)
    with pytest.raises(NotABag, match="pruned branch outside"):
        chain.send(external_message(one.address, torn))


def _two_leaves() -> Leaves:
    return Leaves.from_items([(b"a" * 32, 1), (b"b" * 32, 2)])


@pytest.fixture(scope="module")
def shared() -> LocalChain:
    """Return a chain that all examples of a property share."""
    return local_chain()


@given(data=st.data())
def test_no_bytes_from_outside_break_the_chain(shared: LocalChain, data: st.DataObject) -> None:
    """Whatever is sent is refused as what it is: no message, or one that nobody accepts."""
    honest = external_message(wallet(shared, "one").address, _nothing())
    raw = bytearray(honest)
    for _ in range(data.draw(st.integers(0, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with pytest.raises((NotABag, NotAccepted)):
        shared.send(bytes(raw[: data.draw(st.integers(0, len(raw)))]))


def test_messages_run_in_any_order_or_never(chain: LocalChain) -> None:
    """A test may deliver what is on its way one by one, backwards, or lose it."""
    one, other = wallet(chain, "one"), wallet(chain, "other")
    first, second, third = (one.post(other.address, value=value) for value in (1, 2, 3))
    assert chain.waiting() == (first, second, third)
    assert chain.deliver(third.number).envelope.value == 3
    chain.lose(second.number)
    assert chain.waiting() == (first,)
    assert [trace.envelope.value for trace in chain.tick()] == [1]
    assert chain.waiting() == ()
    with pytest.raises(KeyError):
        chain.deliver(first.number)


def test_a_tick_without_messages_makes_an_empty_block(chain: LocalChain) -> None:
    """Blocks go on though nothing happens."""
    before = chain.head()
    assert chain.tick() == []
    assert chain.head() == (before.seqno + 1, before.utime)


def test_the_clock_is_moved_and_never_goes_back() -> None:
    """Time comes from outside, is moved on, and no block is before another."""
    times = [BEGINNING]
    chain = LocalChain(executor_here(config("new")), now=lambda: times[0])
    chain.advance(3600)
    assert chain.now() == BEGINNING + 3600
    chain.tick()
    times[0] -= 10_000
    chain.tick()
    assert chain.head().utime == chain.now() == BEGINNING + 3600
    for seconds in (-1, LONGEST_LEAP + 1):
        with pytest.raises(ValueError, match="the clock moves on"):
            chain.advance(seconds)
    times[0] = LATEST
    with pytest.raises(ValueError, match="2106"):
        chain.advance(1)


def test_contracts_see_the_time(chain: LocalChain) -> None:
    """NOW is the chain's time, in get-methods and in transactions."""
    one = wallet(chain, "one")
    clock = one.deploy(_contract("f823"))  # NOW
    chain.advance(77)
    assert chain.get(clock, "anything")[-1] == BEGINNING + 77
    (trace,) = one.send(clock)
    assert trace.read.now == BEGINNING + 77


def test_get_methods_answer_or_say_their_exit_code(chain: LocalChain) -> None:
    """An unknown method, a throwing contract and an empty account each say their own code."""
    admin, _, minter = _jettons(chain)
    assert chain.get(minter, "get_jetton_data")[0] == 0
    throwing = admin.deploy(_contract("f2c3f2"))
    for to, code in ((minter, 11), (throwing, 1010), (_nowhere(), -256)):
        with pytest.raises(GetMethodFailed) as failed:
            chain.get(to, "no_such_method")
        assert failed.value.exit_code == code


def test_a_stack_from_outside_is_checked(chain: LocalChain) -> None:
    """A get-method's arguments that are no bag of cells are refused before anything runs."""
    _, _, minter = _jettons(chain)
    with pytest.raises(NotABag):
        chain.call(minter, 1, b"no stack")


def test_the_faucet_gives_within_bounds(chain: LocalChain) -> None:
    """Money comes to any address, not too much at once, and never a negative sum."""
    (trace,) = chain.faucet(_nowhere(), 5 * TON)
    assert chain.account(_nowhere()).balance == 5 * TON - trace.fees
    assert chain.account(_nowhere()).status == "uninit"
    for nanotons in (0, -1, MOST_GIVEN + 1):
        with pytest.raises(ValueError, match="the faucet gives"):
            chain.faucet(_nowhere(), nanotons)


def test_what_would_go_on_for_ever_goes_on_in_the_next_block() -> None:
    """A block ends at its limit; what is left is on its way and runs with the next tick."""
    chain = LocalChain(executor_here(config("new")), now=lambda: BEGINNING, most_a_block=5)
    one = wallet(chain, "one")
    _, person, minter = _minted(chain)
    mine = jetton.wallet_address(person.address, minter)
    for _ in range(3):
        one.post(mine, jetton.top_up())
        person.post(mine, jetton.Transfer(1, _nowhere(), person.address, forward_ton=1).body())
    assert len(chain.tick()) == 5
    left = len(chain.waiting())
    assert left > 0
    while chain.waiting():
        chain.tick()
    assert books(chain).balanced
    assert chain.get(mine, "get_wallet_data")[0] == 97


def test_transactions_are_read_on_from_any_point(chain: LocalChain) -> None:
    """An account's transactions come in order, after a point, and not more than asked."""
    one, other = wallet(chain, "one"), wallet(chain, "other")
    for value in range(1, 6):
        one.send(other.address, value=value)
    found = chain.transactions(other.address)
    assert [trace.envelope.value for trace in found] == [RICH, 1, 2, 3, 4, 5]
    assert chain.transactions(other.address, found[2].lt) == found[3:]
    assert chain.transactions(other.address, found[2].lt, 2) == found[3:5]
    assert chain.disk.traces_back(other.address, found[4].lt, 2) == [found[4], found[3]]
    state = chain.account(other.address)
    assert (state.last_lt, state.last_hash) == (found[-1].lt, found[-1].hash)


def test_a_trace_says_what_pytoniq_reads(chain: LocalChain) -> None:
    """Our lean reader and the library's agree on every transaction of a jetton's life."""
    _, person, minter = _minted(chain)
    mine = jetton.wallet_address(person.address, minter)
    person.send(mine, jetton.Transfer(1000, _nowhere(), person.address).body())
    chain.advance(10**7)
    person.send(mine, jetton.burn(60))
    traces = [
        trace for address, _ in chain.disk.accounts() for trace in chain.transactions(address)
    ]
    assert len(traces) >= 10
    for trace in traces:
        told = trace.transaction
        assert (trace.lt, trace.hash) == (told.lt, told.cell.hash)
        assert trace.fees == told.total_fees.grams
        assert trace.read.now == told.now
        computed = told.description.compute_ph
        if computed.type_ == "vm":
            assert (trace.exit_code, trace.gas) == (computed.exit_code, computed.gas_used)
        else:
            assert (trace.exit_code, trace.gas) == (None, 0)
        acted = told.description.action
        assert trace.action_code == (None if acted is None else acted.result_code)
        assert trace.succeeded == (not told.description.aborted)
        values = [message.info.value.grams for message in told.out_msgs]
        assert [read_envelope(read_bag(message)).value for message in trace.out] == values
    assert at(minter, traces).account == minter
