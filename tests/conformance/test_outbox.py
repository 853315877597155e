"""One suite for the outbox on disk and its fake in memory."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from agent.adapters.outbox.store import open_outbox
from agent.core.delivery import DAY, KEPT, Level, OutboxUnavailable, ReceiptMismatch
from agent.core.ports import Outbox
from agent.errors import AgentError
from contracts.wire.bodies import Body, CardBody, SlipBody, SlipOutcome
from contracts.wire.event import Event, genesis
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Sequence, Tiyn, UnixTime
from tests.contracts.wire.samples import (
    BODIES,
    ENROLMENT,
    OPENED,
    TILL,
    fiscal_accrual,
    paper_return,
    text_accrual,
)
from tests.fakes.outbox import MemoryOutbox


@pytest.fixture(params=["sqlite", "memory"])
def outbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Outbox]:
    """Return an empty outbox of each make."""
    made: Outbox
    if request.param == "sqlite":
        made = open_outbox(tmp_path / "outbox.sqlite3", TILL, ENROLMENT, OPENED)
    else:
        made = MemoryOutbox(TILL, ENROLMENT)
    yield made
    made.close()


def slip(claim: int, outcome: SlipOutcome = SlipOutcome.INSERTED) -> SlipBody:
    """Return what became of a slip."""
    return SlipBody(claim=Sequence(claim), outcome=outcome, cashier=None)


def at(minutes: int) -> UnixTime:
    """Return a time after the shop opened."""
    return UnixTime(OPENED + 60 * minutes)


def test_an_empty_chain_begins_at_its_genesis(outbox: Outbox) -> None:
    """Nobody else's first event follows it."""
    assert outbox.head() == (0, genesis(TILL, ENROLMENT))


def test_events_are_numbered_chained_and_come_back(outbox: Outbox) -> None:
    """Every kind is stored as it was given, from one on, each bound to the one before."""
    stored = [outbox.append(body, at(place)) for place, body in enumerate(BODIES)]
    assert [event.sequence for event in stored] == list(range(1, len(BODIES) + 1))
    assert [event.body for event in stored] == list(BODIES)
    assert stored[0].follows(0, genesis(TILL, ENROLMENT))
    assert outbox.head() == (stored[-1].sequence, stored[-1].hash)
    assert all(after.follows(before.sequence, before.hash) for before, after in pairwise(stored))
    assert list(outbox.export()) == stored
    assert outbox.events(Sequence(2), 3) == stored[2:5]
    assert outbox.find(Sequence(4)) == stored[3]
    assert outbox.find(Sequence(99)) is None


def test_an_empty_outbox_is_sound(outbox: Outbox) -> None:
    """Nothing is found, nothing is pending, nothing is wrong."""
    assert outbox.find_receipt(fiscal_accrual().receipt) is None
    assert outbox.last_slip() is None
    assert (outbox.pending(9), list(outbox.export()), outbox.slips_of(Sequence(1))) == ([], [], [])
    assert outbox.verify()
    assert outbox.prune(at(0)) == 0
    health = outbox.health(at(0))
    assert (health.count, health.pending, health.oldest_pending_age) == (0, 0, 0)
    assert (health.level, health.reasons) == (Level.OK, ())


@pytest.mark.parametrize("body", [fiscal_accrual(), text_accrual(), paper_return()])
def test_a_receipt_is_one_event_however_often_it_comes(outbox: Outbox, body: Body) -> None:
    """The same receipt again gives the event that it has, also at another time."""
    first = outbox.append(body, at(0))
    outbox.append(slip(1), at(1))
    assert outbox.append(body, at(9)) == first
    assert outbox.find_receipt(body.receipt_identity() or b"") == first
    assert len(list(outbox.export())) == 2


def test_a_receipt_that_says_something_else_is_an_error(outbox: Outbox) -> None:
    """The same identity with another total is not stored, and not taken for the same."""
    outbox.append(fiscal_accrual(1, total=93_500), at(0))
    with pytest.raises(ReceiptMismatch) as mismatch:
        outbox.append(replace(fiscal_accrual(1), total=Tiyn(99_999)), at(1))
    assert mismatch.value.sequence == 1
    assert len(list(outbox.export())) == 1
    assert outbox.append(fiscal_accrual(2), at(2)).sequence == 2


def test_slips_are_found_by_their_claim(outbox: Outbox) -> None:
    """What became of a slip, and the newest of all slips, is known."""
    for number in (1, 2, 3):
        outbox.append(fiscal_accrual(number), at(number))
    outbox.append(paper_return(), at(4))
    assert outbox.without_slip() == [3, 2, 1]
    late = outbox.append(slip(1, SlipOutcome.LATE), at(5))
    again = outbox.append(slip(1, SlipOutcome.REPRINTED), at(6))
    assert outbox.slips_of(Sequence(1)) == [late, again]
    assert outbox.slips_of(Sequence(2)) == []
    newest = outbox.append(slip(2), at(7))
    outbox.append(fiscal_accrual(4), at(8))
    assert outbox.last_slip() == newest
    assert outbox.without_slip() == [8, 3]


def card(accrual: Event) -> CardBody:
    """Return that the sale before is for a card."""
    return CardBody(accrual.sequence, 123_456_789, bytes(16), None)


def test_a_sale_and_its_card_are_stored_together_or_not_at_all(outbox: Outbox) -> None:
    """Two links of the chain at once; a receipt that is there already gets none."""
    accrual, carded = outbox.append_both(fiscal_accrual(1), card, at(0))
    assert carded is not None
    assert carded.body == card(accrual)
    assert carded.follows(accrual.sequence, accrual.hash)
    assert outbox.append_both(fiscal_accrual(1), card, at(1)) == (accrual, None)
    assert (outbox.last_slip(), outbox.without_slip()) == (carded, [])

    def broken(_accrual: Event) -> CardBody:
        raise Refused(Refusal.MALFORMED, "no card")

    with pytest.raises(Refused):
        outbox.append_both(fiscal_accrual(2), broken, at(2))
    assert list(outbox.export()) == [accrual, carded]
    assert outbox.find_receipt(fiscal_accrual(2).receipt) is None
    assert outbox.append(fiscal_accrual(2), at(3)).follows(carded.sequence, carded.hash)
    assert outbox.verify()


def test_pending_is_what_no_one_acknowledged(outbox: Outbox) -> None:
    """Acknowledging moves forward only, and never beyond what was made."""
    stored = [outbox.append(fiscal_accrual(number), at(number)) for number in range(5)]
    assert outbox.pending(2) == stored[:2]
    outbox.acknowledge(Sequence(3), at(9))
    assert outbox.pending(9) == stored[3:]
    outbox.acknowledge(Sequence(1), at(10))
    assert outbox.pending(9) == stored[3:]
    with pytest.raises(OutboxUnavailable, match="acknowledged"):
        outbox.acknowledge(Sequence(6), at(11))
    assert outbox.pending(9) == stored[3:]
    assert list(outbox.export()) == stored


def test_acknowledged_events_stay_for_35_days(outbox: Outbox) -> None:
    """They go 35 days after their acknowledgement, not after their making; others stay."""
    for number in range(6):
        outbox.append(fiscal_accrual(number), at(0))
    late = UnixTime(OPENED + 60 * DAY)
    outbox.acknowledge(Sequence(2), late)
    outbox.acknowledge(Sequence(4), UnixTime(late + DAY))
    assert outbox.prune(UnixTime(late + KEPT - 1)) == 0
    assert outbox.prune(UnixTime(late + KEPT)) == 2
    assert outbox.prune(UnixTime(late + KEPT)) == 0
    assert outbox.find(Sequence(2)) is None
    assert outbox.verify()
    assert outbox.prune(UnixTime(late + 9 * KEPT)) == 2
    assert [event.sequence for event in outbox.export()] == [5, 6]
    assert outbox.verify()


def test_the_chain_goes_on_over_what_was_pruned(outbox: Outbox) -> None:
    """After everything is pruned the next event follows the last one made."""
    last = [outbox.append(fiscal_accrual(number), at(0)) for number in range(3)][-1]
    outbox.acknowledge(Sequence(3), at(0))
    assert outbox.prune(UnixTime(at(0) + KEPT)) == 3
    assert outbox.verify()
    assert outbox.append(fiscal_accrual(9), at(1)).follows(3, last.hash)
    assert outbox.verify()
    outbox.acknowledge(Sequence(3), at(2))
    assert [event.sequence for event in outbox.pending(9)] == [4]


def test_health_tells_how_far_behind_it_is(outbox: Outbox) -> None:
    """Count, pending and the age of the oldest event that waits; a clock set back is no age."""
    for number in range(3):
        outbox.append(fiscal_accrual(number), at(number))
    outbox.acknowledge(Sequence(1), at(3))
    health = outbox.health(at(11))
    assert (health.count, health.pending, health.oldest_pending_age) == (3, 2, 600)
    assert health.size > 0
    assert outbox.health(at(-60)).oldest_pending_age == 0


Ask = Callable[[Outbox], object]


def _answer(ask: Ask, outbox: Outbox) -> object:
    try:
        return ask(outbox)
    except AgentError as error:
        return type(error)


class Twins(RuleBasedStateMachine):
    """Whatever is done to both, the outbox on disk and its fake answer the same."""

    folder: Path
    made = 0

    def __init__(self) -> None:
        super().__init__()
        Twins.made += 1
        self.path = self.folder / str(Twins.made) / "outbox.sqlite3"
        self.path.parent.mkdir()
        self.disk = open_outbox(self.path, TILL, ENROLMENT, OPENED)
        self.memory = MemoryOutbox(TILL, ENROLMENT)
        self.now = OPENED

    @rule(number=st.integers(0, 5), total=st.integers(0, 1))
    def sale(self, number: int, total: int) -> None:
        """A receipt, perhaps one that was there before, perhaps with another total."""
        self._both(lambda it: it.append(text_accrual(number, 500), self.now))
        body = replace(fiscal_accrual(number), total=Tiyn(total))
        self._both(lambda it: it.append(body, self.now))

    @rule(number=st.integers(0, 5))
    def sale_for_a_card(self, number: int) -> None:
        """A receipt for a card, perhaps one that was there before."""
        self._both(lambda it: it.append_both(fiscal_accrual(number, total=1), card, self.now))

    @rule(claim=st.integers(1, 9), outcome=st.sampled_from(SlipOutcome))
    def slip(self, claim: int, outcome: SlipOutcome) -> None:
        """Something became of a slip."""
        self._both(lambda it: it.append(slip(claim, outcome), self.now))
        self._both(lambda it: it.slips_of(Sequence(claim)))

    @rule(up_to=st.integers(0, 40))
    def acknowledge(self, up_to: int) -> None:
        """The hub acknowledges something, perhaps too much."""
        self._both(lambda it: it.acknowledge(Sequence(up_to), self.now))

    @rule(days=st.integers(0, 40))
    def prune(self, days: int) -> None:
        """Days pass, old events go."""
        self.now = UnixTime(self.now + days * DAY)
        self._both(lambda it: it.prune(self.now))

    @rule()
    def restart(self) -> None:
        """The agent starts again; the fake cannot, which must make no difference."""
        self.disk.close()
        self.disk = open_outbox(self.path, TILL, ENROLMENT, self.now)

    @invariant()
    def both_tell_the_same(self) -> None:
        """Everything that can be asked has the same answer."""
        self._both(lambda it: list(it.export()))
        self._both(lambda it: it.pending(3))
        self._both(lambda it: it.last_slip())
        self._both(lambda it: it.without_slip())
        self._both(lambda it: it.verify())
        assert self.disk.verify()

    def teardown(self) -> None:
        self.disk.close()

    def _both(self, ask: Ask) -> None:
        assert _answer(ask, self.disk) == _answer(ask, self.memory)


def test_disk_and_memory_are_twins(tmp_path: Path) -> None:
    """Any run of calls gives the same answers and the same refusals from both."""
    machine = type("TwinsHere", (Twins,), {"folder": tmp_path})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=12, stateful_step_count=25, deadline=None)
    )
