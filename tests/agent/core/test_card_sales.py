"""Sales for a member card: stored with their card, without a slip, each card once."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from agent.config import AgentSettings
from agent.core.bookkeeper import Bookkeeper
from agent.core.card_at_hand import CardAtHand
from agent.core.card_events import CardDropped
from agent.core.counter import Counter
from agent.core.counter_cards import CARD_S
from agent.core.counter_events import Passed, ReceiptPrinted, Seen
from agent.core.receipt import Evidence, Kind, Receipt, Source
from agent.core.till import Sold, Till
from agent.errors import AgentError
from agent.till_parts import till_of
from contracts.wire.bodies import AccrualBody, CardBody
from contracts.wire.card import Card, proof_of, seal
from contracts.wire.units import KeyId, TillId, Tiyn
from tests.agent.core.rig import StoppedClock, capture, enrolment, make_rig
from tests.fakes.outbox import MemoryOutbox

CODE, OTHER = (seal(Card(KeyId(0), it), bytes(32)) for it in (123_456_789, 987_654_321))
DEMO = capture("demo-bakery")
AT = datetime(2026, 11, 22, 10, 0)  # noqa: DTZ001 - as papers say it, without a zone


def till_with(outbox: MemoryOutbox, hand: list[CardAtHand | None]) -> Till:
    """Return a till whose counter has what is in *hand*."""
    made = till_of(AgentSettings(home=Path("nowhere")), enrolment(), (outbox, StoppedClock()))
    return replace(made, card=lambda: hand[0], cashier=lambda: "Асель")


def sale(number: int) -> Receipt:
    """Return a receipt that earns, each number another one."""
    at, total = AT + timedelta(minutes=number), Tiyn(100_000 + number)
    said = Evidence("total", Source.LABEL, str(total), "ИТОГ")
    return Receipt(Kind.SALE, total, "KZT", str(number), at, None, (), (said,))


def test_a_sale_for_a_card_has_no_slip_and_its_next_has_one() -> None:
    """The paper comes out as the POS meant it; what is stored names the card and the cashier."""
    rig = make_rig()
    hand: list[CardAtHand | None] = [CardAtHand(1, CODE, 300.0)]
    rig.brain.adopt(till_with(rig.outbox, hand))
    assert rig.played(DEMO) == DEMO
    accrual, carded = rig.outbox.export()
    assert isinstance(accrual.body, AccrualBody)
    assert carded.body == CardBody(accrual.sequence, 123_456_789, proof_of(CODE), "Асель")
    assert rig.sold[-1].card == 1
    assert rig.inserts == []
    rig.do(rig.brain.started())
    assert len(list(rig.outbox.export())) == 2, "nobody waits for its slip after a restart"
    with pytest.raises(AgentError, match="member card"):
        rig.brain.reprint(None)
    assert rig.played(DEMO) == DEMO, "the same receipt again has no slip either"
    another = DEMO.replace(b"3184207715", b"3184207716")
    assert rig.played(another) != another
    assert len(rig.inserts) == 1


def test_a_full_disk_takes_no_card() -> None:
    """Neither event is there, the card lies on, and the next receipt gets it."""
    outbox = MemoryOutbox(TillId(7), "local-7", room=1)
    hand: list[CardAtHand | None] = [CardAtHand(1, CODE, 300.0)]
    books = Bookkeeper(till_with(outbox, hand))
    accrual, _ = books.sale(sale(1))
    assert (accrual, list(outbox.export())) == (None, [])
    outbox.room = 10
    _, told = books.sale(sale(2))
    assert [it.card for it in told if isinstance(it, Sold)] == [1]


class Schedule:
    """Counter and books of one till, and the sales that the counter has not heard of yet."""

    def __init__(self) -> None:
        self.outbox = MemoryOutbox(TillId(7), "local-7")
        self.hand: list[CardAtHand | None] = [None]
        self.now, self.count, self.shown = 0.0, 0, 0
        self.slips: list[int] = []
        self.restart()

    def restart(self) -> None:
        """Begin anew with what is on disk."""
        self.counter = Counter(self.now)
        self.books = Bookkeeper(till_with(self.outbox, self.hand))
        self.unheard: list[Sold] = []

    def card(self) -> None:
        """Show a card."""
        self.shown += 1
        self.counter.step(Seen(CODE), self.now)

    def other(self) -> None:
        """Show another card."""
        self.shown += 1
        self.counter.step(Seen(OTHER), self.now)

    def drop(self) -> None:
        """Put the card away."""
        self.counter.step(CardDropped(self.counter.view.number), self.now)

    def long(self) -> None:
        """Let the card's time go by."""
        self.now += CARD_S
        self.counter.step(Passed(), self.now)

    def hear(self) -> None:
        """Tell the counter of a sale, however long ago it was."""
        if self.unheard:
            it = self.unheard.pop(0)
            self.counter.step(ReceiptPrinted(it.total, it.number, it.card), self.now)

    def sale(self) -> None:
        """Print a new receipt."""
        self.count += 1
        self.again()

    def again(self) -> None:
        """Print the last receipt once more."""
        card = self.counter.view.card
        self.hand[0] = card if card is not None and self.now < card.until else None
        accrual, told = self.books.sale(sale(self.count))
        self.slips += [accrual.sequence] if accrual else []
        self.unheard += [it for it in told if isinstance(it, Sold)]


ACTS = st.sampled_from(["card", "other", "drop", "sale", "again", "hear", "long", "restart"])


@settings(max_examples=150, deadline=None)
@given(st.lists(ACTS, max_size=40))
def test_no_schedule_gives_a_receipt_two_owners_or_a_card_two_receipts(acts: list[str]) -> None:
    """Whenever the counter hears of a sale: a sale has a slip or a card, a shown card one sale."""
    day = Schedule()
    for act in acts:
        getattr(day, act)()
    events = list(day.outbox.export())
    carded = [it.body for it in events if isinstance(it.body, CardBody)]
    sales = [it.sequence for it in events if isinstance(it.body, AccrualBody)]
    assert sorted([*day.slips, *(it.claim for it in carded)]) == sales
    assert len(carded) <= day.shown
    assert {it.card for it in carded} <= {123_456_789, 987_654_321}
