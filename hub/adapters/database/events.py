"""What the tills handed in, word for word, in the database."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, func, select

from contracts.wire.units import TillId, UnixTime
from hub.adapters.database.bulk import insert_new
from hub.adapters.database.tables.receipts import events, forked_events
from hub.adapters.database.upsert import inserting
from hub.core.access.people import Page
from hub.core.chain import Known, Line
from hub.core.ports.tills import SetAsideEvent

MOST_FORKED: Final = 5000
"""Lines kept of one till's other branch: ten full requests, enough for a person to judge."""
_COLUMNS: Final = (
    "till", "sequence", "kind", "hash", "raw", "at", "received_at", "refusal", "detail",
)  # fmt: skip
_UNREADABLE: Final = "unreadable"


class DatabaseEvents:
    """The Events port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self, till: TillId, first: int, last: int) -> dict[int, Known]:
        """Return the events of a till's chain from *first* to *last*, by sequence."""
        rows = self._connection.execute(
            select(events.c.sequence, events.c.hash, events.c.refusal, events.c.detail).where(
                events.c.till == till, events.c.sequence.between(first, last)
            )
        )
        return {row.sequence: Known(bytes(row.hash), row.refusal, row.detail) for row in rows}

    def add(self, till: TillId, lines: Sequence[Line], at: UnixTime) -> None:
        """Add what is new of a chain."""
        added = insert_new(
            self._connection, events, _COLUMNS, [_row(till, line, at) for line in lines]
        )
        assert added == len(lines), "whoever adds to a chain has locked its till"

    def keep_branch(self, till: TillId, lines: Sequence[Line], at: UnixTime) -> None:
        """Keep lines of a forked chain beside the chain, within a limit."""
        room = MOST_FORKED - self.forked(till)
        rows = [
            {"till": till, "sequence": line.place, "hash": line.hash, "raw": line.raw,
             "received_at": at}
            for line in lines[: max(room, 0)]
        ]  # fmt: skip
        if rows:
            asked = inserting(self._connection, forked_events).on_conflict_do_nothing()
            self._connection.execute(asked, rows)

    def forked(self, till: TillId) -> int:
        """Return how many lines of another branch are kept of a till."""
        counted = select(func.count()).where(forked_events.c.till == till)
        return self._connection.execute(counted).scalar_one()

    def set_aside(self, till: TillId, page: Page) -> list[SetAsideEvent]:
        """Return a page of what a till handed in that can never be accepted, by sequence."""
        asked = (
            select(
                events.c.sequence, events.c.refusal, events.c.detail, events.c.received_at,
                func.length(events.c.raw).label("size"),
            )
            .where(
                events.c.till == till, events.c.sequence > page.after,
                events.c.refusal.is_not(None),
            )
            .order_by(events.c.sequence)
            .limit(page.limit)
        )  # fmt: skip
        return [
            SetAsideEvent(row.sequence, row.refusal, row.detail or "", row.received_at, row.size)
            for row in self._connection.execute(asked)
        ]


def _row(till: TillId, line: Line, at: UnixTime) -> tuple[Any, ...]:
    event = line.event
    if event is None:
        refusal = line.refusal.value if line.refusal else None
        return (till, line.place, _UNREADABLE, line.hash, line.raw, at, at, refusal, line.detail)
    return (till, line.place, event.kind.value, line.hash, line.raw, event.time, at, None, None)
