"""A hub restored from a backup goes on from the roots and files that lie outside its database."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import CONSOLE
from hub.usecases.chain_proofs import proof_of_member
from hub.usecases.generations import open_generation
from hub.usecases.settlement import resume_settlement
from hub.usecases.verify import verify_ledger
from tests.hub.settlement_world import SettlementWorld, wallet


def begun(tmp_path: Path) -> SettlementWorld:
    """Return a programme on a file of its own."""
    engine = open_engine(f"sqlite:///{tmp_path / 'hub.sqlite3'}")
    migrate(engine)
    return SettlementWorld(DatabaseStore(engine), tmp_path / "epochs")


def backup(tmp_path: Path) -> Path:
    """Return a copy of the database as it is now."""
    copy = tmp_path / "backup.sqlite3"
    with (
        closing(sqlite3.connect(tmp_path / "hub.sqlite3")) as from_,
        closing(sqlite3.connect(copy)) as to,
    ):
        from_.backup(to)
    return copy


def restored(world: SettlementWorld, file: Path) -> None:
    """Let the hub go on from *file*, as a new generation; chain and archive are as they were."""
    world.store.engine.dispose()
    world.go_on_with(DatabaseStore(open_engine(f"sqlite:///{file}")))
    open_generation(world.hub, CONSOLE)


def test_lost_epochs_are_taken_up_and_lost_moves_booked(tmp_path: Path) -> None:
    """What went to a wallet in the lost hours is not spendable a second time."""
    world = begun(tmp_path)
    member, other = world.member(), world.member()
    world.earn(member, 500)
    world.earn(other, 300)
    world.epoch()
    file = backup(tmp_path)
    world.move(member, 200)
    world.epoch()
    assert world.claim(member) == 200
    world.move(other, 100)
    world.epoch()
    restored(world, file)
    assert world.balances(member).confirmed == 500
    world.turn(8)
    assert (world.balances(member).confirmed, world.balances(member).chain) == (300, 200)
    assert (world.balances(other).confirmed, world.balances(other).chain) == (200, 100)
    proof = proof_of_member(world.hub, member)
    assert proof.epoch == world.chain.stated.epoch
    assert (proof.custody and proof.custody.balance, proof.claim and proof.claim.amount) == (
        300, 200,
    )  # fmt: skip
    for _ in range(3):
        world.earn(other, 50)
        world.epoch()
    assert world.chain.stated.epoch > 3
    assert (world.chain.stated.custody, world.chain.stated.issued) == (650, 300)
    world.chain.send_back(wallet(member), 200)
    world.come_back()
    assert world.balances(member).chain == 0
    report = verify_ledger(world.hub)
    assert report.good, report.to_text()


def test_jettons_of_a_move_that_was_never_booked_come_back_as_nothing_more(
    tmp_path: Path,
) -> None:
    """The points are there already: they never left this ledger."""
    world = begun(tmp_path)
    member = world.member()
    world.epoch()
    file = backup(tmp_path)
    world.earn(member, 500)
    world.move(member, 200)
    world.epoch()
    world.epoch()
    assert world.claim(member) == 200
    restored(world, file)
    world.turn(4)
    assert world.balances(member).chain == 0
    world.chain.send_back(wallet(member), 200)
    assert world.come_back() == 1
    world.earn(member, 500)
    world.turn(4)
    assert (world.balances(member).confirmed, world.balances(member).chain) == (500, 0)


def test_an_epoch_that_was_stored_and_never_sent_is_sent_after_all(tmp_path: Path) -> None:
    """Its message might still arrive: no other epoch of its number may be made."""
    world = begun(tmp_path)
    world.earn(world.member(), 500)
    world.epoch()
    file = backup(tmp_path)
    world.earn(world.member(), 70)
    world.epoch()
    said = world.chain.stated
    world.chain.stated, world.chain.supply = world.chain.history[0], 500
    restored(world, file)
    world.turn(4)
    assert world.chain.stated == said


@pytest.mark.parametrize("times", [1, 2])
def test_a_veto_stops_and_the_epoch_goes_again_when_a_person_says_so(
    tmp_path: Path, times: int
) -> None:
    """The admin took the root away and the settler with it; named again, the same is stated."""
    world = begun(tmp_path)
    for _ in range(times):
        world.earn(world.member(), 500)
        world.epoch()
    said = world.chain.stated
    before = ([None, *world.chain.history])[-2]
    world.chain.stated = before or type(said)(0, bytes(32), 0, 0, bytes(32), 0)
    world.chain.supply = world.chain.stated.total
    world.chain.ours = False
    assert world.turn() == [{"halted": "not_ours"}]
    world.chain.ours = True
    assert world.turn() == [{}]
    resume_settlement(world.hub, CONSOLE, world.desk)
    world.pass_time(3_600)
    world.turn(3)
    assert world.chain.stated == said
