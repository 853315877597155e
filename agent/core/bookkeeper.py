"""What a till writes down: sales once, returns, closing reports, and what became of slips."""

from datetime import datetime
from typing import Final

from agent.core.accrue import (
    accrual_of,
    identity_of,
    names_itself,
    original_identity,
    report_of,
    return_of,
)
from agent.core.card_at_hand import CardAtHand
from agent.core.paper_trail import PaperTrail
from agent.core.receipt import Kind, Receipt
from agent.core.till import ALMATY, Note, Sold, Till
from agent.core.voiding import REASON, undoes, undone_sale, void_of
from agent.errors import AgentError
from contracts.wire.bodies import (
    AccrualBody,
    EventKind,
    SlipBody,
    SlipOutcome,
    VoidBody,
    ZReportBody,
)
from contracts.wire.event import Event
from contracts.wire.refusals import Refused
from contracts.wire.units import Sequence, UnixTime
from hardware.escpos.printout import Segment

SAME_TEXT_S: Final = 30
"""The same text without number or time within this is the same receipt (decision 0004)."""
LOOK_AFTER_S: Final = 6 * 3600
"""How often the outbox's size and age are looked at while the till works."""
TEXTS_KEPT: Final = 64
"""Receipts that name neither number nor time, remembered for SAME_TEXT_S."""

Stored = tuple[Event | None, list[Note | Sold]]
"""The accrual that wants a slip, if there is a new one, and what to say: in the log, and of a sale
to whoever waits for one."""


class Bookkeeper:
    """Puts into the outbox what belongs there; each thing once."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._texts: dict[tuple[str, ...], tuple[UnixTime, str]] = {}
        self._looked_after_at: UnixTime | None = None
        self._last_closing: ZReportBody | None = None
        """The closing report that was stored last, in case it is printed twice."""
        self._taken_card = 0
        """The newest of the cards that a sale took."""
        self.trail = PaperTrail()
        """What was made of the last papers."""

    def adopt(self, till: Till) -> None:
        """Go on as *till*: the same one with other settings."""
        self._till = till

    def paper(self, receipt: Receipt, segment: Segment) -> Stored:
        """Store what a piece of paper was; nothing that fails here costs the paper."""
        said = self._note(receipt)
        try:
            event, notes = self._stored(receipt, segment)
        except (AgentError, Refused) as error:
            return None, [*said, Note(f"nothing was stored, so no slip: {error}")]
        return event, [*said, *notes]

    def sale(self, receipt: Receipt, words: tuple[str, ...] = ()) -> Stored:
        """Store a sale that was read aside; nothing that fails here costs anything else."""
        said = self._note(receipt)
        try:
            event, notes = self._accrue(receipt, words)
        except (AgentError, Refused) as error:
            return None, [*said, Note(f"nothing was stored, so no slip: {error}")]
        return event, [*said, *notes]

    def warnings(self) -> list[Note]:
        """Return what is wrong with the outbox, long before it is full; asked every six hours."""
        now = self._till.clock.now()
        last = self._looked_after_at
        if last is not None and abs(now - last) < LOOK_AFTER_S:
            return []
        self._looked_after_at = now
        try:
            health = self._till.outbox.health(now)
        except AgentError as error:
            return [Note(f"outbox: {error}")]
        return [Note(f"outbox {health.level.value}: {reason}") for reason in health.reasons]

    def outcome(self, claim: Sequence, outcome: SlipOutcome) -> Note:
        """Store what became of a claim's slip."""
        if outcome is SlipOutcome.INSERTED:
            self.trail.last_printed = self._till.clock.now()
        try:
            self.book(claim, outcome)
        except AgentError as error:
            return Note(
                f"slip of claim {claim}: {outcome.value}, which could not be stored: {error}"
            )
        return Note(f"slip of claim {claim}: {outcome.value}")

    def book(self, claim: Sequence, outcome: SlipOutcome, cashier: str | None = None) -> Event:
        """Store what became of a claim's slip, or raise AgentError."""
        body = SlipBody(claim=claim, outcome=outcome, cashier=cashier)
        return self._till.outbox.append(body, self._till.clock.now())

    def to_reprint(self) -> Event:
        """Return the accrual whose slip came out last, or raise AgentError."""
        last = self._till.outbox.last_slip()
        if last is not None and last.kind is EventKind.CARD:
            raise AgentError(
                "The last sale is for a member card.", "It has no slip and needs none."
            )
        accrual = self._till.outbox.find(Sequence(last.body.slip_of() or 0)) if last else None
        if accrual is None:
            raise AgentError(
                "There is no slip to print again.",
                "The next sale gets one; this till has printed none yet.",
            )
        return accrual

    def _note(self, receipt: Receipt) -> list[Note]:
        """Keep what a paper was taken for, and return what the display speaks against it."""
        why = self._till.why_no_slip(receipt)
        sentence = self.trail.note(receipt, why, self._till.clock.now())
        return [Note(sentence)] if sentence else []

    def _stored(self, receipt: Receipt, segment: Segment) -> Stored:
        """Put into the outbox what belongs there; return the accrual that wants a slip."""
        if receipt.kind is Kind.SALE:
            return self._accrue(receipt, words_of(segment))
        if receipt.kind is Kind.RETURN and receipt.total:
            return None, [*self._give_back(receipt)]
        if receipt.kind is Kind.REPORT:
            return None, [*self._report(receipt, segment)]
        if undoes(receipt):
            return None, [*self._undo(receipt)]
        return None, [Note(f"no slip: {self._till.why_no_slip(receipt)}")]

    def _accrue(self, receipt: Receipt, words: tuple[str, ...]) -> Stored:
        """Store a sale once; return its accrual when it is new, and a note either way."""
        why = self._till.why_no_slip(receipt)
        if why is not None:
            return None, [Note(f"no slip: {why}")]
        identity = identity_of(receipt, self._till.id, self._seen_at(receipt, words))
        known = self._till.outbox.find_receipt(identity)
        if known is not None:
            self.trail.repeated()
            return None, [Note(f"no slip: this receipt is accrual {known.sequence} already")]
        cashier = self._till.cashier()
        body = accrual_of(receipt, identity, self._till.claim_key, cashier)
        card = self._till.card()
        if card is not None and card.laid > self._taken_card:
            return None, self._for_card(body, card, cashier)
        event = self._till.outbox.append(body, self._till.clock.now())
        return event, [Note(f"accrual {event.sequence} stored"), Sold.by(event)]

    def _for_card(
        self, body: AccrualBody, card: CardAtHand, cashier: str | None
    ) -> list[Note | Sold]:
        """Store a sale and that it is for a member's card: nobody gets its claim code."""
        event, _ = self._till.outbox.append_both(
            body, lambda accrual: card.takes(accrual, cashier), self._till.clock.now()
        )
        self._taken_card = card.laid
        said = f"accrual {event.sequence} stored, for a member card: no slip"
        return [Note(said), Sold.by(event, card.laid)]

    def _give_back(self, receipt: Receipt) -> list[Note]:
        identity = identity_of(receipt, self._till.id, self._seen_at(receipt, ()))
        if self._till.outbox.find_receipt(identity) is not None:
            return [Note("this return is stored already")]
        original = original_identity(receipt)
        sale = self._till.outbox.find_receipt(original) if original else None
        event = self._till.outbox.append(
            return_of(receipt, identity, sale.sequence if sale else None, self._till.cashier()),
            self._till.clock.now(),
        )
        return [Note(f"return {event.sequence} stored")]

    def _undo(self, receipt: Receipt) -> list[Note]:
        """Store that a sale was undone, once; a paper that undoes none of ours is only noted."""
        outbox, now = self._till.outbox, self._till.clock.now()
        sale = undone_sale(receipt, outbox, now)
        if sale is None:
            return [Note("no slip: a receipt is undone here, and no sale of this till is known so")]
        if void_of(sale.sequence, outbox) is not None:
            return [Note(f"sale {sale.sequence} is undone already")]
        event = outbox.append(VoidBody(sale.sequence, REASON, self._till.cashier()), now)
        return [Note(f"void {event.sequence} stored: sale {sale.sequence} is undone")]

    def _report(self, receipt: Receipt, segment: Segment) -> list[Note]:
        """Store a report that closes a shift, unless it is the last one printed once more."""
        report = self._till.read_report(segment)
        if report is None:
            return [Note("this report closes no shift: not stored")]
        body = report_of(receipt, report)
        if body == self._last_closing and (body.number or body.printed_at):
            return [Note("this closing report is stored already")]
        event = self._till.outbox.append(body, self._till.clock.now())
        self._last_closing = body
        return [Note(f"closing report {event.sequence} stored")]

    def _seen_at(self, receipt: Receipt, words: tuple[str, ...]) -> str:
        """Return the local time at which a receipt that does not name itself was first seen."""
        now = self._till.clock.now()
        local = datetime.fromtimestamp(now, ALMATY).replace(tzinfo=None).isoformat()
        if names_itself(receipt):
            return local
        self._texts = {it: at for it, at in self._texts.items() if abs(now - at[0]) < SAME_TEXT_S}
        while len(self._texts) >= TEXTS_KEPT:
            self._texts.pop(next(iter(self._texts)))
        return self._texts.setdefault(words, (now, local))[1]


def insert_id_of(event: Event) -> int:
    """Return the slip's id for the relay: made once with the stored event, the same for ever."""
    return int.from_bytes(event.hash[:8], "big")


def words_of(segment: Segment) -> tuple[str, ...]:
    """Return the lines of a piece of paper."""
    return tuple(line.text for line in segment.lines)
