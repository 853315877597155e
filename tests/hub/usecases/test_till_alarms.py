"""An owner hears of a till that is quiet, cannot print, prints no slips, or was set aside."""

from dataclasses import replace

import pytest

from contracts.wire.bodies import SlipBody, SlipOutcome
from contracts.wire.refusals import Refused
from contracts.wire.units import Sequence
from hub.adapters.database.store import DatabaseStore
from hub.usecases.sync_parts import PARTS
from hub.usecases.till_alarms import AlarmKind, TillAlarm, till_alarms
from hub.usecases.tills import set_shop_settings
from tests.hub.till_world import HEALTH, TillRig
from tests.hub.usecases.claim_world import ClaimWorld

DAY = 24 * 3600


@pytest.fixture
def world(store: DatabaseStore) -> ClaimWorld:
    """Return a hub with one shop, open from nine to nine, on a Monday evening."""
    return ClaimWorld(store)


def kinds(world: ClaimWorld) -> dict[int, list[AlarmKind]]:
    """Return the alarms there are, by till."""
    found: dict[int, list[AlarmKind]] = {}
    for alarm in till_alarms(world.hub):
        found.setdefault(alarm.till, []).append(alarm.kind)
    return found


def test_a_quiet_till_is_told_of_in_opening_hours(world: ClaimWorld) -> None:
    """Not while the shop is closed, not one that never synced, not the one that speaks."""
    quiet, speaking, _ = world.till(), world.till(), world.till()
    world.sync(quiet, [])
    world.clock.time += 3600
    world.sync(speaking, [])
    assert till_alarms(world.hub) == [
        TillAlarm(AlarmKind.QUIET, quiet.id, world.shop, world.partner, "Касса", number=3600)
    ]
    hours = {"opens": 0, "closes": 60, "days": [0]}
    set_shop_settings(world.hub, world.owner, world.shop, {"hours": hours})
    assert kinds(world) == {}


def test_a_printer_that_cannot_print_is_told_of(world: ClaimWorld) -> None:
    """As the till says it, until the till says otherwise."""
    till = world.till()
    till.header["health"] = replace(HEALTH, printer="no paper")
    world.sync(till, [])
    assert kinds(world) == {till.id: [AlarmKind.PRINTER]}
    del till.header["health"]
    world.sync(till, [])
    assert kinds(world) == {}


def _sell(world: ClaimWorld, till: TillRig, slips: int) -> None:
    """Sell 25 receipts of which *slips* come out with one, and hand in what is new."""
    before = len(till.events)
    at = world.clock.time
    for number in range(25):
        (sale,) = till.append(world.sale(1_000), at=at)
        outcome = SlipOutcome.INSERTED if number < slips else SlipOutcome.LATE
        till.append(SlipBody(claim=Sequence(sale.sequence), outcome=outcome, cashier=None), at=at)
    world.sync(till, [event.raw for event in till.events[before:]], PARTS)


def test_receipts_without_slips_are_told_of(world: ClaimWorld) -> None:
    """When clearly fewer come out than in the two weeks before."""
    till = world.till()
    _sell(world, till, 25)
    assert kinds(world) == {}
    world.clock.time += 2 * DAY
    _sell(world, till, 10)
    (alarm,) = till_alarms(world.hub)
    assert (alarm.kind, alarm.number, alarm.before) == (AlarmKind.FEW_SLIPS, 40, 100)


def test_a_till_in_quarantine_is_told_of(world: ClaimWorld) -> None:
    """Until a person lifts it."""
    till = world.till()
    till.append(world.sale(1_000))
    world.hand_in(till)
    till.events.clear()
    till.append(world.sale(2_000))
    with pytest.raises(Refused):
        world.hand_in(till)
    assert kinds(world) == {till.id: [AlarmKind.QUARANTINED]}
