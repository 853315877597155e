"""Clearing becomes nanoTON a partner: netted, growing only, never more than came in."""

from pathlib import Path

import pytest

from hub.adapters.database.store import DatabaseStore
from hub.core.almaty import day_number, local_day
from hub.core.ids import PartnerId
from hub.core.ports.statements import Netted
from hub.core.settlement.shares import Standing, gained, nets
from hub.usecases.alerts import warn
from hub.usecases.partner_shares import state_shares
from tests.hub.settlement_world import SettlementWorld
from tests.hub.usecases.access_world import AccessWorld

ONE, TWO = PartnerId(901), PartnerId(902)


@pytest.fixture
def world(store: DatabaseStore, tmp_path: Path) -> SettlementWorld:
    """Return a programme that settles and pays partners a hundred nanoTON a point."""
    world = SettlementWorld(store, tmp_path / "epochs")
    world.policy(share_rate=100)
    return world


def owe(world: SettlementWorld, issuer: PartnerId, taker: PartnerId, points: int) -> None:
    """Book points of *issuer* that *taker* took three days ago."""
    day = day_number(local_day(world.clock.now()).isoformat()) - 3
    with world.hub.store.begin() as work:
        work.statements.add_clearing([Netted(day, issuer, taker, points)])


def alerts(world: SettlementWorld) -> list[str]:
    """Return what the operator is told of now."""
    told: list[str] = []

    class Door:
        """Keeps the kinds."""

        def post(self, kind: str, text: str) -> None:
            """Keep it."""
            assert text
            told.append(kind)

    world.pass_time(7 * 3_600)
    warn(world.hub, Door(), "kk")
    return told


def test_partners_gain_what_their_balance_grew_beyond_its_peak() -> None:
    """A balance that fell and rises again is not paid twice."""
    assert nets([(ONE, TWO, 30), (TWO, ONE, 10), (ONE, ONE, 99)]) == {TWO: 20, ONE: -20}
    assert gained({}, {ONE: -20, TWO: 20}, 5) == [(Standing(TWO, 20), 100)]
    assert gained({TWO: Standing(TWO, 20)}, {TWO: 15}, 5) == []
    assert gained({TWO: Standing(TWO, 20)}, {TWO: 23}, 5) == [(Standing(TWO, 23), 15)]


def test_shares_are_stated_once_and_grow(world: SettlementWorld) -> None:
    """Planned, sent, read back; the next ones say all that was ever owed."""
    people = AccessWorld(world.hub.store)
    taker, _ = people.partner("Тәтті нан")
    owe(world, ONE, taker, 30)
    assert state_shares(world.hub, world.desk) == {}, "nothing has come in"
    assert alerts(world) == ["chain.shares_short"]
    world.chain.received = 10_000
    assert state_shares(world.hub, world.desk) == {"sent": 1, "attempt": 1}
    assert state_shares(world.hub, world.desk) == {"shares": 1}
    assert world.chain.shares.total == 3_000
    assert alerts(world) == []
    assert state_shares(world.hub, world.desk) == {}
    owe(world, ONE, taker, 5)
    for _ in range(2):
        state_shares(world.hub, world.desk)
    assert (world.chain.shares.epoch, world.chain.shares.total) == (2, 3_500)


def test_a_wallet_that_cannot_be_paid_holds_nobody_up(world: SettlementWorld) -> None:
    """A masterchain wallet may sign in, and stands in no tree: that share waits for another."""
    people = AccessWorld(world.hub.store)
    (taker, _), (other, _) = people.partner("Тәтті нан"), people.partner("Бал")
    with world.hub.store.begin() as work:
        work.partners.set_wallet(other, "-1:" + "22" * 32)
    owe(world, ONE, taker, 30)
    owe(world, ONE, other, 10)
    world.chain.received = 10_000
    for _ in range(2):
        state_shares(world.hub, world.desk)
    assert (world.chain.shares.epoch, world.chain.shares.total) == (1, 3_000)
    with world.hub.store.begin() as work:
        work.partners.set_wallet(other, "0:" + "22" * 32)
    for _ in range(2):
        state_shares(world.hub, world.desk)
    assert (world.chain.shares.epoch, world.chain.shares.total) == (2, 4_000)
