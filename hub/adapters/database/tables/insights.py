"""What the dashboard shows, added up by the worker: all of it can be made anew from the rest."""

from typing import Final

from sqlalchemy import Boolean, Column, Index, PrimaryKeyConstraint, SmallInteger, Table, Text

from hub.adapters.database.tables.base import ROOMY, big, identity, metadata
from hub.core.insights.figures import COUNTED, MOVED, REWARDED


def _sums(names: tuple[str, ...]) -> list[Column[int]]:
    return [big(name, server_default="0") for name in names]


insight_hours: Final = Table(
    "insight_hours",  # receipts, claims and redemptions of one hour at one till
    metadata,
    big("partner"),
    big("day"),
    Column("hour", SmallInteger, nullable=False),
    big("shop"),
    big("till"),
    Column("cashier", Text, nullable=False),
    *_sums(COUNTED),
    PrimaryKeyConstraint("partner", "day", "hour", "shop", "till", "cashier"),
    Index("ix_insight_hours_hour", "hour", "day"),  # one hour of each day
    postgresql_with=ROOMY,
)

insight_days: Final = Table(
    "insight_days",  # the same, without the hour: a year of a partner is a few thousand rows
    metadata,
    big("partner"),
    big("day"),
    big("shop"),
    big("till"),
    Column("cashier", Text, nullable=False),
    *_sums(COUNTED),
    PrimaryKeyConstraint("partner", "day", "shop", "till", "cashier"),
    postgresql_with=ROOMY,
)

insight_shops: Final = Table(
    "insight_shops",  # the same of whole shops: what most people look at
    metadata,
    big("partner"),
    big("day"),
    big("shop"),
    *_sums(COUNTED),
    PrimaryKeyConstraint("partner", "day", "shop"),
    postgresql_with=ROOMY,
)

insight_clock: Final = Table(
    "insight_clock",  # the same by hour, of whole partners
    metadata,
    big("partner"),
    big("day"),
    Column("hour", SmallInteger, nullable=False),
    *_sums(COUNTED),
    PrimaryKeyConstraint("partner", "day", "hour"),
    postgresql_with=ROOMY,
)

insight_rewards: Final = Table(
    "insight_rewards",  # shop 0: what is issued, or ends unused, happens in no shop
    metadata,
    big("partner"),
    big("day"),
    big("shop"),
    big("reward"),
    *_sums(REWARDED),
    PrimaryKeyConstraint("partner", "day", "shop", "reward"),
)

insight_points: Final = Table(
    "insight_points",  # what sealed transfers did to the points that a partner issued
    metadata,
    big("partner"),
    big("day"),
    big("shop"),  # 0: points of no receipt
    big("till"),
    *_sums(MOVED),
    PrimaryKeyConstraint("partner", "day", "shop", "till"),
    postgresql_with=ROOMY,
)

insight_gaps: Final = Table(
    "insight_gaps",  # members who visited on a day, by the day of their visit before, or before it
    metadata,
    Column("scope", Text, nullable=False),  # programme, partner, shop
    big("owner"),
    big("day"),
    # 0: all who visited; 1: by the day of the visit before; 2: by that of the one before that
    Column("back", SmallInteger, nullable=False),
    big("since"),  # its day; -1 where there was none
    big("members"),
    PrimaryKeyConstraint("scope", "owner", "back", "day", "since"),
)

insight_cohorts: Final = Table(
    "insight_cohorts",
    metadata,
    big("owner"),  # partner; 0: the programme
    big("first"),  # month
    big("month"),
    big("members"),
    PrimaryKeyConstraint("owner", "first", "month"),
)

insight_rfm: Final = Table(
    "insight_rfm",
    metadata,
    big("owner"),  # partner; 0: the programme
    Column("recency", SmallInteger, nullable=False),
    Column("frequency", SmallInteger, nullable=False),
    Column("money", SmallInteger, nullable=False),
    *_sums(("members", "visits", "spend", "points")),
    PrimaryKeyConstraint("owner", "recency", "frequency", "money"),
)

insight_frequency: Final = Table(
    "insight_frequency",  # members by the days on which they visited
    metadata,
    big("owner"),  # partner; 0: the programme
    big("days"),  # how many of them are looked at
    big("visits"),
    big("members"),
    PrimaryKeyConstraint("owner", "days", "visits"),
)

insight_tiers: Final = Table(
    "insight_tiers",  # members who went from one tier to another
    metadata,
    big("owner"),  # partner; 0: the programme
    big("day"),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    big("members"),
    PrimaryKeyConstraint("owner", "day", "before", "after"),
)

insight_marks: Final = Table(
    "insight_marks",  # days that are counted already and have changed since
    metadata,
    identity(),
    big("partner"),
    big("day"),
    Column("visits", Boolean, nullable=False),  # whether who was there has changed, too
)

insight_progress: Final = Table(
    "insight_progress",
    metadata,
    Column("name", Text, primary_key=True),  # days, points, people
    big("upto"),  # the last day, or the last transfer, that is counted
    big("at"),
)
