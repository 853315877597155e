"""The Insights port over the database: reads what the worker added up."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, Table, case, func, select

from contracts.wire.units import Points, ShopId, TillId, Tiyn, UnixTime
from hub.adapters.database.insights_now import DatabaseInsightsNow
from hub.adapters.database.tables.access import partners, shops, tills
from hub.adapters.database.tables.insights import (
    insight_clock,
    insight_cohorts,
    insight_days,
    insight_frequency,
    insight_gaps,
    insight_hours,
    insight_points,
    insight_progress,
    insight_rewards,
    insight_rfm,
    insight_shops,
)
from hub.adapters.database.tables.rewards import reward_versions, rewards
from hub.core.ids import PartnerId, RewardId
from hub.core.insights.figures import (
    COUNTED,
    MOVED,
    REWARDED,
    Arrivals,
    By,
    CohortRow,
    Counted,
    Counts,
    FrequencyRow,
    Moved,
    People,
    RewardRow,
    RfmRow,
    Where,
)
from hub.core.insights.periods import Period
from hub.core.ports.insights import Key
from hub.core.rewards.texts import texts_from

_OF_SHOPS: Final = frozenset({By.TILL, By.CASHIER})
_INSIDE: Final = frozenset({By.SHOP, By.TILL, By.CASHIER})
_BEST: Final = tuple(func.sum(insight_rewards.c[it]).desc() for it in ("taken", "issued"))
LATELY: Final = 90
"""Days after which a member who does not come counts as active no longer."""
_NAMED: Final[Mapping[By, Table]] = {By.PARTNER: partners, By.SHOP: shops, By.TILL: tills}


class DatabaseInsights(DatabaseInsightsNow):
    """What is counted, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._connection = connection

    def counted(self) -> Counted:
        """Return how far the worker has counted."""
        asked = select(insight_progress.c.upto, insight_progress.c.at)
        row = self._connection.execute(asked.where(insight_progress.c.name == "days")).first()
        return Counted(None, None) if row is None else Counted(row.upto, UnixTime(row.at))

    def grouped(self) -> int | None:
        """Return the day of whose end members were last put into groups."""
        asked = select(insight_progress.c.upto).where(insight_progress.c.name == "groups")
        return self._connection.execute(asked).scalar()

    def counts(self, where: Where, period: Period) -> Counts:
        """Return the sums of a period."""
        table = _table(where)
        asked = select(*_sums(table, COUNTED)).where(*_days(table, where, period))
        return Counts(*map(int, self._connection.execute(asked).one()))

    def counts_before(self, where: Where, day: int, hour: int) -> Counts:
        """Return the sums of a day up to the beginning of an hour."""
        table = _table(where, By.HOUR)
        asked = select(*_sums(table, COUNTED)).where(
            *_days(table, where, Period(day, day)), table.c.hour < hour
        )
        return Counts(*map(int, self._connection.execute(asked).one()))

    def counts_by(self, where: Where, period: Period, by: By) -> list[tuple[Key, Counts]]:
        """Return the sums of a period for each day, hour or place that has any, in order."""
        rows = self._connection.execute(_split(_table(where, by), COUNTED, where, period, by))
        return [(row[0], Counts(*map(int, row[1:]))) for row in rows]

    def moved(self, where: Where, period: Period) -> Moved:
        """Return what the ledger did to points within a period."""
        asked = select(*_sums(insight_points, MOVED))
        asked = asked.where(*_days(insight_points, where, period))
        return Moved(*map(int, self._connection.execute(asked).one()))

    def moved_by(self, where: Where, period: Period, by: By) -> list[tuple[Key, Moved]]:
        """Return the same for each day, partner, shop or till that has any, in order."""
        rows = self._connection.execute(_split(insight_points, MOVED, where, period, by))
        return [(row[0], Moved(*map(int, row[1:]))) for row in rows]

    def people(self, where: Where, period: Period) -> People:
        """Return how many members visited in a period, and how."""
        lately = period.ending(LATELY)
        scope, owner = _scope(where)

        gaps = insight_gaps.c
        never = func.coalesce(func.sum(case((gaps.since < 0, gaps.members), else_=0)), 0)

        def members(back: int, days: Period, *sums: ColumnElement[int]) -> list[int]:
            # Whose visit before was not within the days came for the first time in them; and whose
            # visit before that one was not, for the first or the second time.
            asked = select(func.coalesce(func.sum(gaps.members), 0), *sums).where(
                gaps.scope == scope, gaps.owner == owner, gaps.back == back,
                gaps.day.between(days.first, days.last), gaps.since < days.first,
            )  # fmt: skip
            return [int(it) for it in self._connection.execute(asked).one()]

        active, new = members(1, period, never)
        (second,), (visits,), (recent,) = members(2, period), members(0, period), members(1, lately)
        return People(active, new, second - active, visits, recent)

    def arrivals(self, where: Where, period: Period) -> list[Arrivals]:
        """Return who visited on each day that had visitors, in order."""
        scope, owner = _scope(where)
        gaps = insight_gaps.c

        def members(*which: ColumnElement[bool]) -> dict[int, int]:
            asked = select(gaps.day, func.sum(gaps.members)).where(
                gaps.scope == scope, gaps.owner == owner,
                gaps.day.between(period.first, period.last), *which,
            )  # fmt: skip
            rows = self._connection.execute(asked.group_by(gaps.day))
            return {int(day): int(count) for day, count in rows}

        never = members(gaps.back == 1, gaps.since == -1)
        everybody = members(gaps.back == 0)
        return [Arrivals(day, it, never.get(day, 0)) for day, it in sorted(everybody.items())]

    def rewards(self, where: Where, period: Period, most: int) -> list[RewardRow]:
        """Return how rewards did, the most taken first."""
        table = insight_rewards
        found = (
            select(table.c.reward, *_sums(table, REWARDED))
            .where(*_days(table, where, period))
            .group_by(table.c.reward)
            .order_by(*_BEST, table.c.reward)
            .limit(most)
            .subquery()
        )
        asked = (
            select(found, reward_versions.c.texts.label("words"))
            .join(rewards, rewards.c.id == found.c.reward)
            .join(reward_versions, reward_versions.c.version == rewards.c.version)
            .order_by(found.c.taken.desc(), found.c.issued.desc(), found.c.reward)
        )
        return [
            RewardRow(
                RewardId(row.reward), texts_from(row.words),
                **{name: int(getattr(row, name)) for name in REWARDED},
            )
            for row in self._connection.execute(asked)
        ]  # fmt: skip

    def cohorts(self, partner: PartnerId | None, since: int) -> list[CohortRow]:
        """Return who came back in which month, of members first seen in month *since* or later."""
        table = insight_cohorts
        asked = (
            select(table.c.first, table.c.month, table.c.members)
            .where(table.c.owner == (partner or 0), table.c.first >= since)
            .order_by(table.c.first, table.c.month)
        )
        return [CohortRow(*row) for row in self._connection.execute(asked)]

    def rfm(self, partner: PartnerId | None) -> list[RfmRow]:
        """Return the members of the last year by recency, frequency and money."""
        asked = select(*insight_rfm.c[1:]).where(insight_rfm.c.owner == (partner or 0))
        rows = self._connection.execute(asked.order_by(*insight_rfm.primary_key.columns))
        return [
            RfmRow(
                row.recency, row.frequency, row.money, row.members, row.visits, Tiyn(row.spend),
                Points(row.points),
            )
            for row in rows
        ]  # fmt: skip

    def frequency(self, partner: PartnerId | None, days: int) -> list[FrequencyRow]:
        """Return how many members visited on how many of the last days, ending yesterday."""
        rows = insight_frequency.c
        asked = select(rows.visits, rows.members).where(
            rows.owner == (partner or 0), rows.days == days
        )
        found = self._connection.execute(asked.order_by(rows.visits))
        return [FrequencyRow(int(visits), int(members)) for visits, members in found]

    def names(self, by: By, keys: Sequence[int]) -> dict[int, str]:
        """Return what partners, shops or tills are called."""
        table = _NAMED[by]
        asked = select(table.c.id, table.c.name).where(table.c.id.in_(keys))
        return {int(row.id): row.name for row in self._connection.execute(asked)}

    def place_of(self, till: TillId) -> Where | None:
        """Return where a till stands."""
        asked = select(tills.c.shop, shops.c.partner).join(shops, shops.c.id == tills.c.shop)
        row = self._connection.execute(asked.where(tills.c.id == till)).first()
        return None if row is None else Where(PartnerId(row.partner), ShopId(row.shop), till)


def _table(where: Where, by: By | None = None) -> Table:
    """Return the smallest table that tells a place, and its parts, apart."""
    if by is not By.HOUR and where.hour is None:
        inside = where.till is not None or where.cashier is not None or by in _OF_SHOPS
        return insight_days if inside else insight_shops
    whole = where == Where(where.partner, hour=where.hour)
    return insight_clock if whole and by not in _INSIDE else insight_hours


def _sums(table: Table, names: Sequence[str]) -> list[ColumnElement[int]]:
    return [func.coalesce(func.sum(table.c[name]), 0).label(name) for name in names]


def _days(table: Table, where: Where, period: Period) -> list[ColumnElement[bool]]:
    """Return the condition that a row lies in a period and a place."""
    found: list[ColumnElement[bool]] = [table.c.day.between(period.first, period.last)]
    asked = {
        "partner": where.partner, "shop": where.shop, "till": where.till, "cashier": where.cashier,
        "hour": where.hour,
    }  # fmt: skip
    return found + [table.c[name] == it for name, it in asked.items() if it is not None]


def _split(table: Table, names: Sequence[str], where: Where, period: Period, by: By) -> Select[Any]:
    # 1970-01-01 was a Thursday.
    key = (table.c.day + 3) % 7 + 1 if by is By.WEEKDAY else table.c[by.value]
    return (
        select(key, *_sums(table, names))
        .where(*_days(table, where, period))
        .group_by(key)
        .order_by(key)
    )


def _scope(where: Where) -> tuple[str, int]:
    if where.shop is not None:
        return "shop", where.shop
    return ("programme", 0) if where.partner is None else ("partner", where.partner)
