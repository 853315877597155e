"""The check after an epoch finds what was lost or doubled: its counts do not know each other."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from contracts.wire.units import Points
from hub.adapters.database.posting import post_transfers
from hub.adapters.database.store import DatabaseStore
from hub.adapters.database.tables.chain import chain_returns, custody
from hub.core.accounts import Account, AccountKind
from hub.core.ids import MemberId
from hub.core.settlement.epochs import Books, Reconciled
from hub.core.transfers import Reason, Transfer
from tests.hub.settlement_world import SettlementWorld, named, wallet

GOOD = Reconciled(3, 9, 500, 500, 650, 200, 50, Books(0, 200, 150, 150, 50, 0, 0))


@pytest.fixture
def world(store: DatabaseStore, tmp_path: Path) -> SettlementWorld:
    """Return a programme that settles."""
    return SettlementWorld(store, tmp_path / "epochs")


def back(world: SettlementWorld) -> MemberId:
    """Return a member of whose five hundred points on chain two hundred came back."""
    member = world.member()
    world.earn(member, 500)
    world.move(member, 500)
    world.epoch()
    world.claim(member)
    world.chain.send_back(wallet(member), 200)
    assert world.come_back() == 1
    return member


def halted(world: SettlementWorld) -> str:
    """Return why settlement has stopped after one more epoch."""
    world.earn(world.member(), 30)
    world.epoch()
    with world.store.read() as work:
        return work.settlements.mark().halted


def test_what_agrees_is_good() -> None:
    """As it should be; more may be burned than came back, for owners burn what is theirs."""
    assert GOOD.good
    assert replace(GOOD, burned=80, supply=620).good


@pytest.mark.parametrize(
    "wrong",
    [
        replace(GOOD, custody_ledger=499),
        replace(GOOD, supply=649),
        replace(GOOD, books=replace(GOOD.books, members_off=1)),
        replace(GOOD, books=replace(GOOD.books, issued_by_moves=201)),
        replace(GOOD, books=replace(GOOD.books, out=149)),
        replace(GOOD, books=replace(GOOD.books, returned=51)),
        replace(GOOD, books=replace(GOOD.books, lost=1)),
    ],
)
def test_each_number_counts(wrong: Reconciled) -> None:
    """Whatever is off by one stops settlement."""
    assert not wrong.good


def test_all_is_well_where_nothing_was_lost(world: SettlementWorld) -> None:
    """Moved, claimed, sent back and credited: every count agrees."""
    back(world)
    assert halted(world) == ""


def test_a_return_that_was_passed_over_is_found_and_taken_in(world: SettlementWorld) -> None:
    """The hub read on beyond a log that it does not have: it stops, and has the log again."""
    member = back(world)
    with world.store.begin() as work:
        work.connection.execute(delete(chain_returns))
    assert halted(world) == "unbalanced"
    with world.store.read() as work:
        assert work.logs.get(1_000) is not None
        last = work.settlements.last()
    assert last is not None
    assert last.found is not None
    assert (last.found["lost"], last.found["good"]) == (200, False)
    assert world.balances(member).chain == 300


def test_a_return_that_was_credited_twice_is_found(world: SettlementWorld) -> None:
    """The ledger gave back what no log says."""
    member = back(world)
    source = Account(AccountKind.CHAIN, member).id
    target = Account(AccountKind.CONFIRMED, member).id
    again = Transfer(
        named("again"), source, target, Points(200), world.clock.now(), Reason.CHAIN, "chain/1000"
    )
    with world.store.begin() as work:
        post_transfers(work.connection, [again])
    assert halted(world) == "unbalanced"


def test_a_log_that_says_more_than_was_burned_is_found(world: SettlementWorld) -> None:
    """What was taken for a return, and no jetton ever came for it."""
    member = back(world)
    world.chain.burned -= 200
    world.chain.supply += 200
    assert world.balances(member).confirmed == 200
    assert halted(world) == "unbalanced"


def test_a_part_that_is_not_what_the_account_says_is_found(world: SettlementWorld) -> None:
    """Two members' parts are off, and their sum is right: it is found all the same."""
    one, other = world.member(), world.member()
    for it in (one, other):
        world.earn(it, 300)
    world.epoch()
    with world.store.begin() as work:
        for it, points in ((one, 299), (other, 301)):
            change = update(custody).where(custody.c.member == it)
            work.connection.execute(change.values(confirmed=points))
    assert halted(world) == "unbalanced"
