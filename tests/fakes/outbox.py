"""An outbox in memory: the same promises, no disk."""

from collections.abc import Callable, Iterator

from agent.core.delivery import (
    KEPT,
    Level,
    OutboxFull,
    OutboxHealth,
    OutboxUnavailable,
    ReceiptMismatch,
    VerifyReport,
)
from contracts.wire.bodies import AccrualBody, Body, EventKind, ReturnBody
from contracts.wire.event import Event, genesis
from contracts.wire.units import Sequence, TillId, UnixTime


class MemoryOutbox:
    """The Outbox port over a list; *room* events fit, and then it is full."""

    def __init__(self, till: TillId, enrolment: str, room: int = 10**6) -> None:
        self.till = till
        self.room = room
        self._events: list[Event] = []
        self._foot: tuple[int, bytes] = (0, genesis(till, enrolment))
        self._acknowledged: list[tuple[Sequence, UnixTime]] = []

    def append(self, body: Body, at: UnixTime) -> Event:
        """Keep *body* as the next event."""
        stored = self.find_receipt(body.receipt_identity() or b"")
        if stored is not None:
            return _same(stored, body)
        if len(self._events) >= self.room:
            raise OutboxFull("the fake's room is used up")
        last, head = self._newest()
        event = Event(self.till, Sequence(last + 1), at, body, head)
        self._events.append(event)
        return event

    def append_both(
        self, body: Body, then: Callable[[Event], Body], at: UnixTime
    ) -> tuple[Event, Event | None]:
        """Keep *body* and what follows it, or neither."""
        stored = self.find_receipt(body.receipt_identity() or b"")
        if stored is not None:
            return _same(stored, body), None
        if len(self._events) + 2 > self.room:
            raise OutboxFull("the fake's room is used up")
        first = self.append(body, at)
        try:
            return first, self.append(then(first), at)
        except BaseException:
            self._events.remove(first)
            raise

    def find(self, sequence: Sequence) -> Event | None:
        """Return the event with *sequence*."""
        return next((it for it in self._events if it.sequence == sequence), None)

    def find_receipt(self, identity: bytes) -> Event | None:
        """Return the event of the receipt with *identity*."""
        found = (it for it in self._events if it.body.receipt_identity() == identity)
        return next(found, None)

    def slips_of(self, claim: Sequence) -> list[Event]:
        """Return what became of the slips of *claim*."""
        return [it for it in self._events if it.body.slip_of() == claim]

    def last_slip(self) -> Event | None:
        """Return the newest event about a slip."""
        slips = (it for it in reversed(self._events) if it.body.slip_of() is not None)
        return next(slips, None)

    def without_slip(self) -> list[Sequence]:
        """Return accruals that no slip event speaks of, newest first."""
        spoken = {it.body.slip_of() for it in self._events}
        accruals = (it for it in reversed(self._events) if it.kind is EventKind.ACCRUAL)
        return [it.sequence for it in accruals if it.sequence not in spoken]

    def head(self) -> tuple[Sequence, bytes]:
        """Return sequence and hash of the newest event."""
        last, head = self._newest()
        return Sequence(last), head

    def events(self, after: Sequence, limit: int) -> list[Event]:
        """Return at most *limit* events that follow *after*."""
        return [it for it in self._events if it.sequence > after][:limit]

    def pending(self, limit: int) -> list[Event]:
        """Return at most *limit* events that are not acknowledged."""
        return self.events(self._last_acknowledged(), limit)

    def acknowledge(self, up_to: Sequence, at: UnixTime) -> None:
        """Note that the hub holds every event up to *up_to*."""
        if up_to <= self._last_acknowledged():
            return
        if up_to > self._newest()[0]:
            raise OutboxUnavailable("The hub acknowledged what was never made.", "Ask the hub.")
        self._acknowledged.append((up_to, at))

    def prune(self, now: UnixTime) -> int:
        """Remove events acknowledged longer ago than they are kept."""
        old = [up_to for up_to, at in self._acknowledged if at <= now - KEPT]
        gone = [it for it in self._events if it.sequence <= max(old, default=0)]
        if gone:
            self._foot = (gone[-1].sequence, gone[-1].hash)
            self._events = self._events[len(gone) :]
        return len(gone)

    def verify(self) -> VerifyReport:
        """Check every link."""
        last, head = self._foot
        for checked, event in enumerate(self._events):
            if not event.follows(last, head):
                return VerifyReport(checked, event.sequence, "it does not follow")
            last, head = event.sequence, event.hash
        return VerifyReport(len(self._events), None, None)

    def export(self) -> Iterator[Event]:
        """Yield every event."""
        yield from list(self._events)

    def health(self, now: UnixTime) -> OutboxHealth:
        """Return how full and how far behind the list is."""
        pending = self.pending(len(self._events))
        age = max(0, now - pending[0].time) if pending else 0
        full = len(self._events) >= self.room
        level, reasons = (Level.FULL, ("The outbox is full.",)) if full else (Level.OK, ())
        size = sum(len(it.raw) for it in self._events)
        return OutboxHealth(size, 10**9, len(self._events), len(pending), age, level, reasons)

    def close(self) -> None:
        """Do nothing: memory needs no letting go."""

    def _newest(self) -> tuple[int, bytes]:
        if not self._events:
            return self._foot
        return self._events[-1].sequence, self._events[-1].hash

    def _last_acknowledged(self) -> Sequence:
        return max((up_to for up_to, _ in self._acknowledged), default=Sequence(0))


def _same(stored: Event, body: Body) -> Event:
    known = stored.body
    assert isinstance(body, AccrualBody | ReturnBody), "only papers have an identity"
    if type(known) is not type(body) or known.total != body.total:
        raise ReceiptMismatch(stored.sequence)
    return stored
