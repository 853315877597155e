"""The Counting port over the database: adds days up, in statements that both databases know."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, delete, func, select, text

from contracts.wire.units import UnixTime
from hub.adapters.database import insights_groups_sql as groups
from hub.adapters.database import insights_sql as sql
from hub.adapters.database.tables import insights as tables
from hub.adapters.database.tables.ledger import blocks, transfers
from hub.adapters.database.tables.receipts import accruals, claims
from hub.adapters.database.tables.rewards import redemptions
from hub.adapters.database.upsert import inserting
from hub.core.ids import PartnerId
from hub.core.insights.periods import Period, day_of, starts

_NO_END: Final = 2**62
_BOTH: Final = (True, False)
"""Groups of the whole programme, and of each partner."""
_FIRSTS: Final = (accruals.c.at, claims.c.claimed_at, redemptions.c.at)
_OF_DAYS: Final = {
    "insight_hours": (sql.HOURS, tables.insight_hours),
    "insight_days": (sql.DAYS, tables.insight_days),
    "insight_shops": (sql.SHOPS, tables.insight_shops),
    "insight_clock": (sql.CLOCK, tables.insight_clock),
    "insight_rewards": (sql.REWARDS, tables.insight_rewards),
}
"""What one recount makes, the hours first: others are added up of them."""
_COUNTED: Final = (
    *(table for _, table in _OF_DAYS.values()), tables.insight_points,
    tables.insight_gaps, tables.insight_cohorts, tables.insight_rfm, tables.insight_frequency,
    tables.insight_tiers, tables.insight_marks,
)  # fmt: skip


class DatabaseCounting:
    """Adds up within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self) -> None:
        """Let nobody else count until this transaction ends."""
        progress = tables.insight_progress
        row = inserting(self._connection, progress).values(name="lock", upto=0, at=0)
        self._connection.execute(row.on_conflict_do_nothing())
        locked = select(progress.c.name).where(progress.c.name == "lock")
        self._connection.execute(locked.with_for_update())
        if self._connection.dialect.name == "postgresql":
            # Of millions of receipts a first counting takes longer than a request may.
            self._connection.execute(text("SET LOCAL statement_timeout = 0"))

    def progress(self, name: str) -> tuple[int, UnixTime] | None:
        """Return how far something has been counted, and when."""
        progress = tables.insight_progress
        asked = select(progress.c.upto, progress.c.at).where(progress.c.name == name)
        row = self._connection.execute(asked).first()
        return None if row is None else (row.upto, UnixTime(row.at))

    def set_progress(self, name: str, upto: int, at: UnixTime) -> None:
        """Note how far something is counted."""
        row = inserting(self._connection, tables.insight_progress)
        row = row.values(name=name, upto=upto, at=at)
        self._connection.execute(
            row.on_conflict_do_update(
                index_elements=["name"], set_={"upto": row.excluded.upto, "at": row.excluded.at}
            )
        )

    def first_day(self) -> int | None:
        """Return the first day that anything happened on."""
        found = [self._first(column) for column in _FIRSTS]
        there = [UnixTime(it) for it in found if it is not None]
        return day_of(min(there)) if there else None

    def _first(self, column: Any) -> int | None:
        # By partner: that is how the indexes are made.
        of_one = (
            select(func.min(column))
            .where(column.table.c.partner == sql.PARTNERS.c.id)
            .scalar_subquery()
        )
        return self._connection.execute(select(func.min(of_one)).select_from(sql.PARTNERS)).scalar()

    def take_marks(self, most: int) -> dict[tuple[PartnerId, int], bool]:
        """Take away at most so many marks, and return the days that they name, each once."""
        marks = tables.insight_marks
        rows = self._connection.execute(select(marks).order_by(marks.c.id).limit(most)).all()
        if rows:
            taken = delete(marks).where(marks.c.id.in_([row.id for row in rows]))
            self._connection.execute(taken)
        found: dict[tuple[PartnerId, int], bool] = {}
        for row in rows:
            key = (PartnerId(row.partner), row.day)
            found[key] = row.visits or found.get(key, False)
        return found

    def recount(self, period: Period, partner: PartnerId | None = None) -> int:
        """Count receipts, claims and redemptions of these days anew; return the rows made."""
        asked = _asked(period, partner)
        made = 0
        for name, (statement, _) in _OF_DAYS.items():
            self._clear(name, asked)
            made += self._connection.execute(text(sql.into(name, statement)), asked).rowcount
        return made

    def recount_visits(self, period: Period, partner: PartnerId | None = None) -> int:
        """Count the visits of these days anew; return the rows made."""
        made = 0
        for scope in sql.SCOPES if partner is None else ("partner", "shop"):
            asked = {**_asked(period, partner), "scope": scope}
            self._connection.execute(text(sql.clear_gaps(scope)), asked)
            made += self._connection.execute(text(sql.gaps(scope)), asked).rowcount
        if partner is not None:
            # A visit to one partner is a visit to the programme.
            asked = {**_asked(period, None), "scope": "programme"}
            self._connection.execute(text(sql.clear_gaps("programme")), asked)
            made += self._connection.execute(text(sql.gaps("programme")), asked).rowcount
        return made

    def add_points(self, after: int, most: int) -> int:
        """Add what sealed transfers above a place did, and return the place of the last of them."""
        sealed = self._connection.execute(select(func.max(blocks.c.last_seq))).scalar() or 0
        page = (
            select(transfers.c.seq)
            .where(transfers.c.seq > after, transfers.c.seq <= sealed)
            .order_by(transfers.c.seq)
            .limit(most)
            .subquery()
        )
        until = self._connection.execute(select(func.max(page.c.seq))).scalar()
        if until is None:
            return after
        adding = sql.points(self._connection.dialect.name)
        self._connection.execute(text(adding), {"after": after, "until": int(until)})
        return int(until)

    def recount_groups(self, day: int) -> int:
        """Count what is told of groups of members anew, as of the end of a day."""
        asked = {"day": day, "until": starts(day + 1), "since": starts(day - 364)}
        made, name = 0, self._connection.dialect.name
        for table, statements in (
            (tables.insight_cohorts, [groups.cohorts(name, programme=it) for it in _BOTH]),
            (tables.insight_rfm, [groups.rfm(programme=it) for it in _BOTH]),
            (tables.insight_frequency, [groups.frequency(programme=it) for it in _BOTH]),
            (tables.insight_tiers, [groups.tiers(programme=it) for it in _BOTH]),
        ):  # fmt: skip
            self._connection.execute(delete(table))
            for statement in statements:
                made += self._connection.execute(text(statement), asked).rowcount
        return made

    def forget(self) -> None:
        """Forget all that was counted."""
        for table in _COUNTED:
            self._connection.execute(delete(table))
        progress = tables.insight_progress
        self._connection.execute(delete(progress).where(progress.c.name != "lock"))

    def differences(self, period: Period) -> list[str]:
        """Return where what is counted differs from what a new count of these days gives."""
        found = []
        for name in _OF_DAYS:
            before = self._rows(name, period)
            found.append((name, before))
        self.recount(period)
        return [
            f"{name}: {row}"
            for name, before in found
            for row in sorted(before ^ self._rows(name, period), key=repr)
        ]

    def points_apart(self, after: int) -> list[str]:
        """Return whose points in lots differ from what was added, with transfers above a place."""
        asked = text(sql.apart(self._connection.dialect.name))
        rows = self._connection.execute(asked, {"after": after, "until": _NO_END})
        return [f"points of partner {row.partner}: {row.added}, in lots {row.there}"
                for row in rows]  # fmt: skip

    def _rows(self, name: str, period: Period) -> set[tuple[Any, ...]]:
        table = _OF_DAYS[name][1]
        asked = select(table).where(table.c.day.between(period.first, period.last))
        return {tuple(row) for row in self._connection.execute(asked)}

    def _clear(self, name: str, asked: Mapping[str, int]) -> None:
        self._connection.execute(text(sql.clear(name)), asked)


def _asked(period: Period, partner: PartnerId | None) -> dict[str, int]:
    return {
        "first": period.first, "last": period.last, "partner": partner or 0,
        "since": starts(period.first), "until": starts(period.last + 1),
    }  # fmt: skip
