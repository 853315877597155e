"""When the next epoch is due is what the worker goes by."""

from pathlib import Path

import pytest

from hub.adapters.database.store import DatabaseStore
from hub.core.settlement.epochs import is_due
from hub.usecases.next_epoch import Wait, next_epoch
from hub.usecases.seal import seal_ledger
from hub.usecases.settlement_desk import Halt, halt
from tests.hub.settlement_world import SettlementWorld

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def world(store: DatabaseStore, tmp_path: Path) -> SettlementWorld:
    """Return a programme that settles."""
    return SettlementWorld(store, tmp_path / "epochs")


def sealed(world: SettlementWorld) -> None:
    """Seal something new."""
    world.earn(world.member(), 100)
    seal_ledger(world.hub)


def test_the_first_is_due_as_soon_as_anything_is_sealed(world: SettlementWorld) -> None:
    """And nothing but that is waited for."""
    assert next_epoch(world.hub, world.desk).waits == (Wait.NOTHING_NEW,)
    sealed(world)
    found = next_epoch(world.hub, world.desk)
    assert (found.due_at, found.waits) == (None, ())
    assert found.foreseen is not None


@pytest.mark.parametrize(
    ("delay", "interval", "every", "waits"),
    [
        (500, 0, 60, (Wait.MATURING,)),
        (500, 300, 60, (Wait.MATURING, Wait.INTERVAL)),
        (500, 300, 3_600, (Wait.MATURING, Wait.POLICY)),
        (0, 300, 60, (Wait.INTERVAL,)),
        (0, 0, 3_600, (Wait.POLICY,)),
    ],
)
def test_why_not_earlier_is_said_and_when(
    world: SettlementWorld, delay: int, interval: int, every: int, waits: tuple[Wait, ...]
) -> None:
    """Until the very second from which on the worker would make it."""
    world.policy(settle_every=0)
    world.chain.delay, world.chain.least_interval = delay, interval
    sealed(world)
    world.turn(3)
    world.policy(settle_every=every)
    sealed(world)
    found = next_epoch(world.hub, world.desk)
    assert found.waits == waits
    assert found.due_at is not None
    world.pass_time(found.due_at - found.now - 1)
    assert not is_due(world.settler.state(), every)
    world.pass_time(1)
    assert is_due(world.settler.state(), every)
    assert next_epoch(world.hub, world.desk).waits == ()


def test_a_halt_and_an_open_epoch_are_named(world: SettlementWorld) -> None:
    """They are waited for before any time."""
    sealed(world)
    world.turn(1)
    halt(world.hub, Halt.FOREIGN)
    assert {Wait.HALTED, Wait.UNDER_WAY} <= set(next_epoch(world.hub, world.desk).waits)
