"""The statements that count groups of members anew, for both databases; the names are ours."""

from hub.adapters.database.insights_sql import LIVE, STANDS, day_of, one_if
from hub.core.insights.bands import FREQUENCY, MONEY, MOST_VISITS, RECENCY, WINDOWS


def _month(dialect: str, time: str) -> str:
    """Return the month of a time in Almaty, counted from January of the year 0."""
    if dialect == "postgresql":
        local = f"to_timestamp({time} + 18000) AT TIME ZONE 'UTC'"
        return f"CAST(extract(year FROM {local}) * 12 + extract(month FROM {local}) - 1 AS bigint)"
    local = f"{time} + 18000, 'unixepoch'"
    return f"strftime('%Y', {local}) * 12 + strftime('%m', {local}) - 1"


def cohorts(dialect: str, *, programme: bool) -> str:
    """Return the statement that counts who came back in which month after the first."""

    def visits(table: str, row: str, time: str) -> str:
        owner = "0" if programme else f"{row}.partner"
        return (
            f"SELECT {owner} AS owner, {row}.member, {_month(dialect, time)} AS month"  # noqa: S608 - our own names
            f" FROM {table} {row} WHERE {row}.member IS NOT NULL AND {time} < :until"
        )

    return (
        "INSERT INTO insight_cohorts (owner, first, month, members)"  # noqa: S608 - our own names
        f" WITH visits AS ({visits('claims', 'c', 'c.claimed_at')}"
        f" UNION {visits('redemptions', 'r', 'r.at')}),"
        " placed AS (SELECT owner, month,"
        " min(month) OVER (PARTITION BY owner, member) AS first FROM visits)"
        " SELECT owner, first, month, count(*) FROM placed GROUP BY owner, first, month"
    )


def _band(what: str, least: tuple[int, ...]) -> str:
    return "1 + " + " + ".join(one_if(f"{what} >= {it}") for it in least)


def rfm(*, programme: bool) -> str:
    """Return the statement that puts the members of a year into bands."""

    def owner(row: str) -> str:
        return _owner(row, programme=programme)

    recency = "1 + " + " + ".join(one_if(f":day - last <= {it}") for it in RECENCY)
    bands = (recency, _band("visits", FREQUENCY), _band("spend", MONEY))
    return (
        "INSERT INTO insight_rfm"  # noqa: S608 - our own names
        " (owner, recency, frequency, money, members, visits, spend, points)"
        f" WITH days AS ({_days_of_a_year(programme=programme)}),"
        " visited AS (SELECT owner, member, max(day) AS last, count(*) AS visits FROM days"
        " GROUP BY owner, member),"
        f" spent AS (SELECT {owner('c')} AS owner, c.member, sum(a.total - a.returned) AS spend"
        " FROM claims c JOIN accruals a ON a.till = c.till AND a.sequence = c.sequence"
        f" AND {STANDS} WHERE c.state IN {LIVE} AND c.claimed_at >= :since"
        f" AND c.claimed_at < :until GROUP BY {_grouped('c', programme=programme)}),"
        f" owned AS (SELECT {owner('l')} AS owner, l.member, sum(l.remaining) AS points"
        f" FROM lots l WHERE l.remaining > 0 GROUP BY {_grouped('l', programme=programme)}),"
        " everybody AS (SELECT visited.owner, last, visits, coalesce(spend, 0) AS spend,"
        " coalesce(points, 0) AS points"
        " FROM visited LEFT JOIN spent ON spent.owner = visited.owner"
        " AND spent.member = visited.member LEFT JOIN owned ON owned.owner = visited.owner"
        " AND owned.member = visited.member),"
        f" banded AS (SELECT owner, {bands[0]} AS recency, {bands[1]} AS frequency,"
        f" {bands[2]} AS money, visits, spend, points FROM everybody)"
        " SELECT owner, recency, frequency, money, count(*), sum(visits), sum(spend), sum(points)"
        " FROM banded GROUP BY owner, recency, frequency, money"
    )


def frequency(*, programme: bool) -> str:
    """Return the statement that counts members by the days of each window on which they came."""
    names = [f"within{days}" for days in WINDOWS]
    sums = ", ".join(
        f"sum({one_if(f'day > :day - {days}')}) AS {name}"
        for days, name in zip(WINDOWS, names, strict=True)
    )
    rows = " UNION ALL ".join(
        f"SELECT owner, {days}, CASE WHEN {name} > {MOST_VISITS} THEN {MOST_VISITS}"  # noqa: S608 - our own names
        f" ELSE {name} END AS visits, count(*) FROM everybody WHERE {name} > 0 GROUP BY 1, 3"
        for days, name in zip(WINDOWS, names, strict=True)
    )
    return (
        "INSERT INTO insight_frequency (owner, days, visits, members)"  # noqa: S608 - our own names
        f" WITH days AS ({_days_of_a_year(programme=programme)}),"
        f" everybody AS (SELECT owner, member, {sums} FROM days GROUP BY owner, member) {rows}"
    )


def tiers(*, programme: bool) -> str:
    """Return the statement that counts who went from one tier to another, by day."""
    known = (
        "" if programme
        else " JOIN (SELECT DISTINCT partner, member FROM claims) k ON k.member = t.owner"
    )  # fmt: skip
    return (
        "INSERT INTO insight_tiers (owner, day, before, after, members)"  # noqa: S608 - our own names
        f" SELECT {'0' if programme else 'k.partner'}, {day_of('t.at')}, t.before, t.after,"
        f" count(*) FROM tier_history t{known} WHERE t.kind = 'member' AND t.before <> t.after"
        " AND t.at < :until GROUP BY 1, 2, 3, 4"
    )


def _days_of_a_year(*, programme: bool) -> str:
    """Return the query for the days on which each member visited, each once."""

    def visits(table: str, row: str, time: str) -> str:
        return (
            f"SELECT {_owner(row, programme=programme)} AS owner, {row}.member,"  # noqa: S608 - our own names
            f" {day_of(time)} AS day FROM {table} {row} WHERE {row}.member IS NOT NULL"
            f" AND {time} >= :since AND {time} < :until"
        )

    return f"{visits('claims', 'c', 'c.claimed_at')} UNION {visits('redemptions', 'r', 'r.at')}"


def _owner(row: str, *, programme: bool) -> str:
    return "0" if programme else f"{row}.partner"


def _grouped(row: str, *, programme: bool) -> str:
    return f"{row}.member" if programme else f"{row}.partner, {row}.member"
