"""What the core asks of the world: one protocol for each outside thing."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from agent.core.delivery import OutboxHealth, VerifyReport
from contracts.wire.bodies import Body
from contracts.wire.event import Event
from contracts.wire.units import Sequence, UnixTime
from hardware.taps.link import Frame


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> UnixTime:
        """Return the time, whole seconds."""
        ...


class RelayGone(Exception):
    """The relay is not there or hung up; connect again later."""


class Relay(Protocol):
    """The brain's end of the line to the relay."""

    def open(self) -> None:
        """Connect and greet, or raise RelayGone."""
        ...

    def receive(self, timeout_s: float | None) -> list[Frame]:
        """Return the frames that arrived within *timeout_s*, none when woken; or RelayGone."""
        ...

    def send(self, frames: Iterable[Frame]) -> None:
        """Say *frames*, in order; or raise RelayGone."""
        ...

    def wake(self) -> None:
        """End a wait in `receive` or `rest`; may be called from any thread."""
        ...

    def rest(self, seconds: float) -> None:
        """Wait, unless woken."""
        ...

    def close(self) -> None:
        """Hang up for good; closing twice is closing once."""
        ...


class StoredEvents(Protocol):
    """The till's events on disk, to look at; another process may be writing them."""

    def find(self, sequence: Sequence) -> Event | None:
        """Return the event with *sequence*, if it is on disk."""
        ...

    def find_receipt(self, identity: bytes) -> Event | None:
        """Return the accrual or return that the receipt with *identity* already has."""
        ...

    def slips_of(self, claim: Sequence) -> list[Event]:
        """Return what became of the slips of *claim*, oldest first."""
        ...

    def last_slip(self) -> Event | None:
        """Return the newest event about a slip."""
        ...

    def without_slip(self) -> list[Sequence]:
        """Return accruals of which no event says what became of their slip, newest first."""
        ...

    def head(self) -> tuple[Sequence, bytes]:
        """Return sequence and hash of the newest event; 0 and the genesis before the first."""
        ...

    def events(self, after: Sequence, limit: int) -> list[Event]:
        """Return at most *limit* events that follow *after*, in order."""
        ...

    def pending(self, limit: int) -> list[Event]:
        """Return at most *limit* events that are not acknowledged, in order."""
        ...

    def verify(self) -> VerifyReport:
        """Check every event and its link to the one before, and name the first wrong one."""
        ...

    def export(self) -> Iterator[Event]:
        """Yield every event on disk, in order."""
        ...

    def health(self, now: UnixTime) -> OutboxHealth:
        """Return how full and how far behind the outbox is."""
        ...

    def close(self) -> None:
        """Let go of the outbox; what is stored stays."""
        ...


class Outbox(StoredEvents, Protocol):
    """The till's durable queue: events in one numbered, hash-chained sequence."""

    def append(self, body: Body, at: UnixTime) -> Event:
        """Store *body* as the chain's next event and return it once a power cut cannot undo it.

        A receipt that is stored already is one event: that event is returned and nothing changes;
        ReceiptMismatch if its total differs. OutboxFull or OutboxUnavailable: nothing was stored.
        """
        ...

    def append_both(
        self, body: Body, then: Callable[[Event], Body], at: UnixTime
    ) -> tuple[Event, Event | None]:
        """Store *body* and right after it what *then* says of its event: both or neither.

        Of a receipt that is stored already the event is returned, and nothing follows it.
        """
        ...

    def acknowledge(self, up_to: Sequence, at: UnixTime) -> None:
        """Note that the hub holds every event up to *up_to*; an earlier note changes nothing."""
        ...

    def prune(self, now: UnixTime) -> int:
        """Remove events acknowledged longer ago than they are kept, and return how many."""
        ...
