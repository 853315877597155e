"""The store of points given or taken by hand."""

from collections.abc import Collection, Iterable
from typing import Protocol

from contracts.wire.units import UnixTime
from hub.core.access.people import Page
from hub.core.access.roles import Scope
from hub.core.adjustments import Adjustment, AdjustmentState
from hub.core.ids import MemberId, PartnerId, StaffId


class Adjustments(Protocol):
    """Adjustments, asked for and done."""

    def add(self, adjustment: Adjustment) -> Adjustment | None:
        """Add one; or return the one that has this id already."""
        ...

    def lock(self, id: bytes) -> Adjustment | None:  # noqa: A002
        """Return one that nobody else decides until this transaction ends."""
        ...

    def decide(
        self,
        id: bytes,  # noqa: A002
        state: AdjustmentState,
        approved_by: StaffId | None,
        at: UnixTime,
    ) -> None:
        """Store what became of one."""
        ...

    def alone(self, people: Collection[StaffId], partner: PartnerId, since: UnixTime) -> int:
        """Return the points that each of *people* adjusted alone since then, signs left away."""
        ...

    def listed(
        self,
        scopes: Iterable[Scope],
        state: AdjustmentState | None,
        member: MemberId | None,
        page: Page,
    ) -> list[tuple[int, Adjustment]]:
        """Return a page within *scopes*, oldest first, each with its place in the list."""
        ...
