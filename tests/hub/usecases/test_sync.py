"""A till hands in its chain: once, in order, and nothing blocks what comes behind."""

import hashlib

import pytest

from contracts.wire.bodies import EventKind
from contracts.wire.event import Event
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Sequence
from hub.adapters.database.store import DatabaseStore
from hub.core.ports.hub import Hub, Work
from hub.core.tills import SyncedTill, TillState
from hub.usecases.sync_parts import PARTS, TillParts
from tests.contracts.wire.samples import fiscal_accrual, paper_return
from tests.hub.till_world import TillWorld


class Recorder:
    """Appliers that remember what they were called with."""

    def __init__(self) -> None:
        self.calls: list[tuple[EventKind, list[int]]] = []
        self.reviews: list[tuple[int, str]] = []
        self.parts = TillParts(
            appliers=dict.fromkeys(EventKind, self._apply), review_from=self._review
        )

    def _apply(self, _work: Work, _hub: Hub, _till: SyncedTill, events: object) -> None:
        assert isinstance(events, list)
        found: list[Event] = events
        self.calls.append((found[0].kind, [event.sequence for event in found]))

    def _review(self, _work: Work, _hub: Hub, _till: SyncedTill, first: int, why: str) -> None:
        self.reviews.append((first, why))


@pytest.fixture
def world(store: DatabaseStore) -> TillWorld:
    """Return a hub with one shop, on either database."""
    return TillWorld(store)


def test_the_chain_is_stored_and_applied_once(world: TillWorld) -> None:
    """The same request twice is one: acknowledged both times, applied the first time."""
    till, seen = world.till(), Recorder()
    till.append(fiscal_accrual(1), fiscal_accrual(2), paper_return(3), fiscal_accrual(4))
    first = world.sync(till, parts=seen.parts)
    again = world.sync(till, parts=seen.parts)
    assert (first.acknowledged, again.acknowledged) == (4, 4)
    assert seen.calls == [
        (EventKind.ACCRUAL, [1, 2]),
        (EventKind.RETURN, [3]),
        (EventKind.ACCRUAL, [4]),
    ]
    with world.hub.store.read() as work:
        stored = work.events.known(till.id, 1, 9)
    assert {place: it.hash for place, it in stored.items()} == {
        event.sequence: event.hash for event in till.events
    }


def test_a_gap_is_asked_for(world: TillWorld) -> None:
    """What came too early is not taken: the hub says from where it wants the events."""
    till = world.till()
    till.append(*(fiscal_accrual(number) for number in range(5)))
    world.sync(till, [till.events[0].raw])
    reply = world.sync(till, [event.raw for event in till.events[3:]])
    assert (reply.acknowledged, reply.resend_from) == (1, 2)


def test_an_event_saying_something_else_is_a_fork(world: TillWorld) -> None:
    """A till restored from an old disk goes to quarantine, and both branches are kept."""
    till, seen = world.till(), Recorder()
    till.append(fiscal_accrual(1), fiscal_accrual(2), fiscal_accrual(3))
    world.sync(till)
    del till.events[1:]
    till.append(fiscal_accrual(12), fiscal_accrual(13))
    with pytest.raises(Refused, match="from 2 on") as caught:
        world.sync(till, parts=seen.parts)
    assert caught.value.refusal is Refusal.BROKEN_CHAIN
    assert seen.reviews == [(2, "mismatch")]
    with world.hub.store.read() as work:
        found = work.tills.get(till.id)
    assert found is not None
    assert (found.state, found.fork_from, found.head_sequence) == (TillState.QUARANTINED, 2, 3)


def test_a_nul_in_a_text_holds_no_chain_up(world: TillWorld) -> None:
    """No database can hold it: such an event is set aside, and what comes after it is applied."""
    till = world.till()
    till.append(fiscal_accrual(1))
    strange = till.events[0].raw.replace(b'"cashier":"', b'"cashier":"\\u0000', 1)
    assert strange != till.events[0].raw
    body = fiscal_accrual(2)
    after = Event(till.id, Sequence(2), till.events[0].time, body, hashlib.sha256(strange).digest())
    till.events.append(after)
    reply = world.sync(till, [strange, after.raw], PARTS)
    assert reply.acknowledged == 2
    assert [(it.sequence, it.refusal) for it in reply.set_aside] == [(1, "malformed")]
    with world.hub.store.read() as work:
        assert work.sales.get(till.id, Sequence(2)) is not None


def test_what_cannot_be_read_blocks_none_behind_it(world: TillWorld) -> None:
    """An event of a kind from the future is set aside and shown, each time that it comes."""
    till, seen = world.till(), Recorder()
    till.append(fiscal_accrual(1), fiscal_accrual(2))
    strange = till.events[1].raw.replace(b'"kind":"accrual"', b'"kind":"parade"')
    body = fiscal_accrual(3)
    after = Event(till.id, Sequence(3), till.events[1].time, body, hashlib.sha256(strange).digest())
    till.events.append(after)
    lines = [till.events[0].raw, strange, after.raw]
    for _ in range(2):
        reply = world.sync(till, lines, seen.parts)
        assert reply.acknowledged == 3
        assert [(it.sequence, it.refusal) for it in reply.set_aside] == [(2, "wrong_kind")]
    assert seen.calls == [(EventKind.ACCRUAL, [1, 3])]
