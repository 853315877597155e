"""The log of what staff did, as people look through it."""

from dataclasses import dataclass
from typing import Protocol

from contracts.wire.units import UnixTime
from hub.core.access.actor import Entry
from hub.core.access.people import Page
from hub.core.ids import PartnerId, StaffId


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which rows are asked for; None and "" ask for all."""

    staff: StaffId | None = None
    console: bool = False
    """Only what was done at the hub's own console."""
    kind: str = ""
    """The first word of the action, such as `voucher`."""
    subject: str = ""
    """What it was done to, as the log names it: `member 7`."""
    since: UnixTime | None = None
    until: UnixTime | None = None


class AuditLog(Protocol):
    """Looks through the log."""

    def found(
        self, page: Page, only: frozenset[PartnerId] | None, asked: AuditFilter
    ) -> list[tuple[int, Entry]]:
        """Return a page of rows, newest first, below `page.after`; 0 begins with the newest."""
        ...

    def people(self, only: frozenset[PartnerId] | None, most: int) -> dict[StaffId, str]:
        """Return who did something lately, by name."""
        ...

    def named(self, people: frozenset[StaffId]) -> dict[StaffId, str]:
        """Return what people of the staff are called."""
        ...
