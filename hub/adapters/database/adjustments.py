"""Points given or taken by hand, in the database."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import Column, Connection, Integer, Row, func, literal, select, update

from contracts.wire.units import UnixTime
from hub.adapters.database.scopes import within
from hub.adapters.database.tables.running import adjustments
from hub.adapters.database.upsert import inserting
from hub.core.access.people import Page
from hub.core.access.roles import Scope
from hub.core.adjustments import Adjustment, AdjustmentState
from hub.core.ids import MemberId, PartnerId, StaffId

_NO_SHOP: Final[Column[int]] = Column("shop", Integer)
"""Adjustments are a partner's: whoever may see one shop only sees none."""


class DatabaseAdjustments:
    """The Adjustments port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, adjustment: Adjustment) -> Adjustment | None:
        """Add one; or return the one that has this id already."""
        row = {
            "id": adjustment.id,
            "member": adjustment.member,
            "partner": adjustment.partner,
            "points": adjustment.points,
            "reason": adjustment.reason,
            "asked_by": adjustment.asked_by,
            "asked_at": adjustment.asked_at,
            "approved_by": adjustment.approved_by,
            "approved_at": adjustment.approved_at,
            "state": adjustment.state.value,
        }
        asked = inserting(self._connection, adjustments).values(row).on_conflict_do_nothing()
        if self._connection.execute(asked.returning(adjustments.c.seq)).first() is not None:
            return None
        return self.lock(adjustment.id)

    def lock(self, id: bytes) -> Adjustment | None:  # noqa: A002
        """Return one that nobody else decides until this transaction ends."""
        asked = select(adjustments).where(adjustments.c.id == id).with_for_update()
        row = self._connection.execute(asked).first()
        return None if row is None else _read(row)

    def decide(
        self,
        id: bytes,  # noqa: A002
        state: AdjustmentState,
        approved_by: StaffId | None,
        at: UnixTime,
    ) -> None:
        """Store what became of one."""
        values = {"state": state.value, "approved_by": approved_by, "approved_at": at}
        self._connection.execute(update(adjustments).where(adjustments.c.id == id).values(values))

    def alone(self, people: Collection[StaffId], partner: PartnerId, since: UnixTime) -> int:
        """Return the points that each of *people* adjusted alone since then, signs left away."""
        asked = select(func.coalesce(func.sum(func.abs(adjustments.c.points)), literal(0))).where(
            adjustments.c.asked_by.in_(sorted(people)), adjustments.c.asked_at >= since,
            adjustments.c.partner == partner, adjustments.c.approved_by.is_(None),
            adjustments.c.state == AdjustmentState.DONE.value,
        )  # fmt: skip
        return int(self._connection.execute(asked).scalar_one())

    def listed(
        self,
        scopes: Iterable[Scope],
        state: AdjustmentState | None,
        member: MemberId | None,
        page: Page,
    ) -> list[tuple[int, Adjustment]]:
        """Return a page within *scopes*, oldest first, each with its place in the list."""
        whole = [scope for scope in scopes if scope.shop is None]
        asked = select(adjustments).where(
            within(whole, adjustments.c.partner, _NO_SHOP), adjustments.c.seq > page.after
        )
        if state is not None:
            asked = asked.where(adjustments.c.state == state.value)
        if member is not None:
            asked = asked.where(adjustments.c.member == member)
        rows = self._connection.execute(asked.order_by(adjustments.c.seq).limit(page.limit))
        return [(row.seq, _read(row)) for row in rows]


def _read(row: Row[Any]) -> Adjustment:
    return Adjustment(
        id=bytes(row.id),
        member=MemberId(row.member),
        partner=PartnerId(row.partner),
        points=row.points,
        reason=row.reason,
        asked_by=StaffId(row.asked_by),
        asked_at=UnixTime(row.asked_at),
        state=AdjustmentState(row.state),
        approved_by=None if row.approved_by is None else StaffId(row.approved_by),
        approved_at=None if row.approved_at is None else UnixTime(row.approved_at),
    )
