"""The Limits port over the database: exposures with their constraint, and what caps have used."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, and_, bindparam, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.expression import ColumnElement

from contracts.wire.units import Points
from hub.adapters.database.prepared import Prepared
from hub.adapters.database.tables.receipts import exposures, usages
from hub.adapters.database.upsert import inserting
from hub.core.earning import NOTHING
from hub.core.ids import RuleId
from hub.core.receipts.caps import Exposure, Period


class DatabaseLimits:
    """What is used up of caps and limits, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def expose(self, added: Sequence[Exposure]) -> bool:
        """Add points to all *added*, or to none where one would be above its most."""
        if any(it.points > it.most for it in added):
            return False
        ordered = sorted(added, key=_order)
        values = {
            f"{name}_{number}": getattr(it, name)
            for number, it in enumerate(ordered)
            for name in ("scope", "owner", "points", "most")
        }
        statement = _exposing(self._connection.dialect.name, len(ordered))
        done = {(row.scope, row.owner) for row in statement.on(self._connection, values)}
        if len(done) == len(ordered):
            return True
        self.cover([it for it in added if (it.scope, it.owner) in done])
        return False

    def cover(self, taken: Sequence[Exposure]) -> None:
        """Take points off."""
        for it in sorted(taken, key=_order):
            self._connection.execute(
                update(exposures)
                .where(exposures.c.scope == it.scope, exposures.c.owner == it.owner)
                .values(points=exposures.c.points - it.points)
            )

    def lock_budgets(self, periods: Sequence[Period]) -> None:
        """Let nobody else use these up until this transaction ends."""
        if not periods:
            return
        rows = [_row(period, 0) for period in sorted(periods, key=_sorting)]
        self._connection.execute(
            inserting(self._connection, usages).values(rows).on_conflict_do_nothing()
        )
        found = select(usages.c.rule).where(_among(periods))
        self._connection.execute(found.order_by(usages.c.rule).with_for_update()).all()

    def used(self, periods: Sequence[Period]) -> dict[Period, Points]:
        """Return what is used up."""
        if not periods:
            return {}
        found = {
            Period(RuleId(row.rule), row.scope, row.owner, row.period): Points(row.points)
            for row in self._connection.execute(select(usages).where(_among(periods)))
        }
        return {period: found.get(period, NOTHING) for period in periods}

    def use(self, points: Mapping[Period, int]) -> None:
        """Use up so many points, or give back where below zero."""
        for period in sorted(points, key=_sorting):
            if points[period] > 0:
                adding = inserting(self._connection, usages).values(_row(period, points[period]))
                self._connection.execute(
                    adding.on_conflict_do_update(
                        index_elements=["rule", "scope", "owner", "period"],
                        set_={"points": usages.c.points + adding.excluded.points},
                    )
                )
            elif points[period] < 0:
                self._connection.execute(
                    update(usages)
                    .where(_is(period))
                    .values(points=usages.c.points + points[period])
                )


@cache
def _exposing(dialect: str, count: int) -> Prepared:
    """Return what adds to *count* exposures, in their order, none above its most."""
    make: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[dialect]
    columns = ("scope", "owner", "points", "most")
    rows: list[dict[str, Any]] = [
        {it: bindparam(f"{it}_{number}") for it in columns} for number in range(count)
    ]
    adding = make(exposures).values(rows)
    after = exposures.c.points + adding.excluded.points
    return Prepared(
        adding.on_conflict_do_update(
            index_elements=["scope", "owner"],
            set_={"points": after, "most": adding.excluded.most},
            where=after <= adding.excluded.most,
        ).returning(exposures.c.scope, exposures.c.owner)
    )


def _order(exposure: Exposure) -> tuple[str, int]:
    return exposure.scope, exposure.owner


def _sorting(period: Period) -> tuple[int, str, int, str]:
    return period.rule, period.scope, period.owner, period.period


def _row(period: Period, points: int) -> dict[str, object]:
    return {
        "rule": period.rule, "scope": period.scope, "owner": period.owner,
        "period": period.period, "points": points,
    }  # fmt: skip


def _is(period: Period) -> ColumnElement[bool]:
    return and_(
        usages.c.rule == period.rule, usages.c.scope == period.scope,
        usages.c.owner == period.owner, usages.c.period == period.period,
    )  # fmt: skip


def _among(periods: Sequence[Period]) -> ColumnElement[bool]:
    return or_(*(_is(period) for period in periods))
