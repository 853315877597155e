"""What the outbox says of itself, and what can go wrong with it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import Final

from agent.errors import AgentError
from contracts.wire.units import Sequence

DAY: Final = 24 * 3600
KEPT: Final = 35 * DAY
"""Seconds that acknowledged events stay: a hub restored from a month-old backup asks again."""


class Level(StrEnum):
    """How urgent the state of the outbox is."""

    OK = "ok"
    WARNING = "warning"
    """Someone should look this week."""
    URGENT = "urgent"
    """Someone must look today."""
    FULL = "full"
    """Nothing can be stored: no slips are printed."""


@dataclass(frozen=True, slots=True)
class OutboxLimits:
    """When to warn and when to stop."""

    size: int = 256 * 2**20
    """Bytes: a year of 300 receipts a day, ten times what a month offline makes."""
    warn_size: int = 64 * 2**20
    urgent_size: int = 192 * 2**20
    warn_age: int = 2 * DAY
    """Seconds of the oldest unsent event: a claim's window is three days."""
    urgent_age: int = 14 * DAY
    """Seconds: after 30 days the hub reviews the claims that no accrual has confirmed."""
    warn_free: int = 1024 * 2**20
    """Bytes free on the disk."""
    urgent_free: int = 128 * 2**20
    full_free: int = 64 * 2**10


@dataclass(frozen=True, slots=True)
class OutboxHealth:
    """How the outbox is."""

    size: int
    """Bytes in use."""
    free: int
    """Bytes that the disk has left."""
    count: int
    """Events on disk."""
    pending: int
    """Of these, not acknowledged."""
    oldest_pending_age: int
    """Seconds; 0 when all are acknowledged."""
    level: Level
    reasons: tuple[str, ...]
    """Why the level is not OK: one sentence each, with what to do."""


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What a look at the whole chain found."""

    checked: int
    """Events that are as they were written."""
    wrong: Sequence | None
    """The first event that is not, or None."""
    reason: str | None

    def __bool__(self) -> bool:
        return self.wrong is None and self.reason is None


class OutboxUnavailable(AgentError):
    """The outbox could not be read or written just now; nothing stored before is lost."""


class OutboxFull(OutboxUnavailable):
    """There is no room for another event; nothing stored before is lost."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            f"The outbox has no room for another receipt ({detail}).",
            "Free some disk space and connect the till to the hub; until then it prints no slips.",
        )


class OutboxDamaged(OutboxUnavailable):
    """The file itself is wrong; opening it anew sets it aside."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The outbox is damaged ({reason}).",
            "Restart the agent: it sets the file aside, loses nothing, and says what follows.",
        )
        self.reason = reason


class OutboxGone(OutboxUnavailable):
    """The file that held the till's chain is not where it was; nothing can be stored."""

    def __init__(self, path: PurePath) -> None:
        super().__init__(
            f"The outbox {path} was removed or replaced.",
            "Put the file back, or enrol this till again under a new id; no slips until then.",
        )


class OutboxOfAnotherTill(AgentError):
    """The file holds the chain of another till or enrolment."""

    def __init__(self, path: PurePath, held: str, asked: str) -> None:
        super().__init__(
            f"The outbox {path} belongs to {held}, not to {asked}.",
            "Start the agent with that till's enrolment, or give this one a folder of its own.",
        )


class CorruptOutbox(AgentError):
    """The file was damaged and has been set aside: this enrolment is over.

    The till must enrol again under a new id, and takes no voucher offline until the hub has
    given it new leases.
    """

    def __init__(self, set_aside: PurePath, reason: str) -> None:
        super().__init__(
            f"The outbox was damaged ({reason}) and is set aside as {set_aside.name}.",
            "Enrol this till again under a new id; keep that file, its events can be read from it.",
        )
        self.set_aside = set_aside
        self.reason = reason


class DamagedEvent(AgentError):
    """An event on disk is not as it was written."""

    def __init__(self, sequence: int, reason: str) -> None:
        super().__init__(
            f"Event {sequence} in the outbox is damaged: {reason}.",
            "Run: baursak agent outbox verify",
        )
        self.sequence = Sequence(sequence)
        self.reason = reason


class ReceiptMismatch(AgentError):
    """A receipt that is stored already came again with another total."""

    def __init__(self, sequence: int) -> None:
        super().__init__(
            f"This receipt is stored already as event {sequence}, with another total.",
            "Nothing was stored and no slip is printed; compare the two papers.",
        )
        self.sequence = Sequence(sequence)


class AlreadyRunning(AgentError):
    """Another agent holds this outbox."""

    exit_code = 3

    def __init__(self, lock: PurePath) -> None:
        super().__init__(
            f"Another agent is already running on this till (it holds {lock}).",
            "Use the one that runs, or stop it first; two would print two slips.",
        )
