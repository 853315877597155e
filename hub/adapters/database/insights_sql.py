"""The statements that add days up, for both databases; all names in them are our own."""

from typing import Final

from hub.adapters.database.tables.access import partners
from hub.core.insights.figures import COUNTED, MOVED, REWARDED

PARTNERS: Final = partners
SCOPES: Final = ("programme", "partner", "shop")
LIVE: Final = "('unconfirmed', 'confirmed', 'review')"
STANDS: Final = "a.state IN ('good', 'review')"
_MINE: Final = "(:partner = 0 OR p.id = :partner)"


def day_of(time: str) -> str:
    """Return the number of the day in Almaty of a time."""
    return f"({time} + 18000) / 86400"


def one_if(*conditions: str) -> str:
    """Return 1 where all conditions hold, else 0."""
    return f"CASE WHEN {' AND '.join(conditions)} THEN 1 ELSE 0 END"


def _of(what: str, *conditions: str) -> str:
    return f"CASE WHEN {' AND '.join(conditions)} THEN {what} ELSE 0 END"


_RECEIPTS: Final = {
    "receipts": one_if(STANDS),
    "total": _of("a.total", STANDS),
    "returned": _of("a.returned", STANDS),
    "voided": one_if("a.state = 'void'"),
    "claimed": one_if(STANDS, "c.till IS NOT NULL"),
    "claimed_total": _of("a.total - a.returned", STANDS, "c.till IS NOT NULL"),
    "earned": _of("c.points - c.taken_back", STANDS, "c.till IS NOT NULL"),
}
_CLAIMS: Final = {"claims": one_if(f"c.state IN {LIVE}"), "ended": one_if(f"c.state NOT IN {LIVE}")}
_GOOD: Final = "r.state = 'good'"
_UNDONE: Final = one_if("r.state = 'undone'")
_REDEMPTIONS: Final = {
    "redeemed": one_if(_GOOD),
    "redeemed_points": _of("r.points", _GOOD),
    "redeemed_value": _of("coalesce(r.value, 0)", _GOOD),
    "undone": _UNDONE,
    "lost": one_if("r.state = 'loss'"),
    "lost_value": _of("coalesce(r.value, 0)", "r.state = 'loss'"),
}


def _source(row: str, time: str, joined: str, counted: dict[str, str]) -> str:
    """Return the rows of one table with every sum, those of other tables zero."""
    sums = ", ".join(f"{counted.get(name, '0')} AS {name}" for name in COUNTED)
    return (
        f"SELECT {row}.partner, {day_of(time)} AS day, ({time} + 18000) % 86400 / 3600 AS hour,"  # noqa: S608 - our own names
        f" {row}.shop, {row}.till, coalesce({row}.cashier, '') AS cashier, {sums}"
        f" FROM partners p JOIN {joined} WHERE {_MINE}"
    )


def _within(table: str, row: str, time: str) -> str:
    return f"{table} {row} ON {row}.partner = p.id AND {time} >= :since AND {time} < :until"


_ADDED: Final = ", ".join(f"sum({name})" for name in COUNTED)
HOURS: Final = (
    f"SELECT partner, day, hour, shop, till, cashier, {_ADDED} FROM ("  # noqa: S608 - our own names
    + " UNION ALL ".join(
        (
            _source(
                "a", "a.at",
                _within("accruals", "a", "a.at") + " LEFT JOIN claims c ON c.till = a.till"
                f" AND c.sequence = a.sequence AND c.state IN {LIVE}",
                _RECEIPTS,
            ),
            _source("c", "c.claimed_at", _within("claims", "c", "c.claimed_at"), _CLAIMS),
            _source("r", "r.at", _within("redemptions", "r", "r.at"), _REDEMPTIONS),
        )
    )
    # In the order in which they are read: rows of a partner and an hour then lie together.
    + ") AS parts GROUP BY partner, day, hour, shop, till, cashier ORDER BY partner, hour, day"
)  # fmt: skip
DAYS: Final = (
    f"SELECT partner, day, shop, till, cashier, {_ADDED} FROM partners p"  # noqa: S608 - our own names
    " JOIN insight_hours h ON h.partner = p.id AND h.day BETWEEN :first AND :last"
    f" WHERE {_MINE} GROUP BY partner, day, shop, till, cashier ORDER BY partner, day"
)
SHOPS: Final = (
    f"SELECT partner, day, shop, {_ADDED} FROM partners p"  # noqa: S608 - our own names
    " JOIN insight_days d ON d.partner = p.id AND d.day BETWEEN :first AND :last"
    f" WHERE {_MINE} GROUP BY partner, day, shop ORDER BY partner, day"
)
CLOCK: Final = (
    f"SELECT partner, day, hour, {_ADDED} FROM partners p"  # noqa: S608 - our own names
    " JOIN insight_hours h ON h.partner = p.id AND h.day BETWEEN :first AND :last"
    f" WHERE {_MINE} GROUP BY partner, day, hour ORDER BY partner, day"
)
_ENDED: Final = "('cancelled', 'expired')"


def _rewarded(row: str, time: str, place: str, joined: str, counted: dict[str, str]) -> str:
    """Return rows of one table with every sum of rewards, those of other tables zero."""
    sums = ", ".join(f"{counted.get(name, '0')} AS {name}" for name in REWARDED)
    return (
        f"SELECT {row}.partner, {day_of(time)} AS day, {place}, {sums}"  # noqa: S608 - our own names
        f" FROM partners p JOIN {joined}"
    )


REWARDS: Final = (
    "SELECT partner, day, shop, reward, "  # noqa: S608 - our own names
    + ", ".join(f"sum({name})" for name in REWARDED)
    + " FROM ("
    + _rewarded(
        "r", "r.at", "r.shop, n.reward", _within("redemptions", "r", "r.at"),
        {"taken": one_if(_GOOD), "points": _of("r.points", _GOOD),
         "value": _of("coalesce(r.value, 0)", _GOOD), "undone": _UNDONE},
    )
    + f" JOIN reward_versions n ON n.version = r.version WHERE {_MINE} AND r.state <> 'loss'"
    + " UNION ALL "
    + _rewarded(
        "v", "v.issued_at", "0 AS shop, v.reward", _within("vouchers", "v", "v.issued_at"),
        {"issued": "1"},
    )
    + f" WHERE {_MINE} UNION ALL "
    + _rewarded(
        "v", "v.ended_at", "0 AS shop, v.reward", _within("vouchers", "v", "v.ended_at"),
        {"unused": "1"},
    )
    + f" AND v.state IN {_ENDED} WHERE {_MINE}) AS parts GROUP BY partner, day, shop, reward"
)  # fmt: skip


def into(table: str, statement: str) -> str:
    """Return the statement that stores what *statement* finds."""
    return f"INSERT INTO {table} {statement}"


def clear(table: str) -> str:
    """Return the statement that takes the days of a period out of *table*."""
    return (
        f"DELETE FROM {table} WHERE day BETWEEN :first AND :last"  # noqa: S608 - our own names
        f" AND partner IN (SELECT p.id FROM partners p WHERE {_MINE})"
    )


_OWNERS: Final = {
    "programme": "SELECT 0",
    "partner": f"SELECT p.id FROM partners p WHERE {_MINE}",  # noqa: S608 - our own names
    "shop": f"SELECT s.id FROM shops s JOIN partners p ON p.id = s.partner WHERE {_MINE}",  # noqa: S608 - our own names
}


def clear_gaps(scope: str) -> str:
    """Return the statement that takes the visits of a period out."""
    return (
        f"DELETE FROM insight_gaps WHERE scope = '{scope}' AND owner IN ({_OWNERS[scope]})"  # noqa: S608 - our own names
        " AND day BETWEEN :first AND :last"
    )


def gaps(scope: str) -> str:
    """Return the statement that counts visits by the days of the two visits before each.

    Of everybody who visited in the period, all visits are looked at, each day once.
    """

    def owner(row: str) -> str:
        return "0" if scope == "programme" else f"{row}.{scope}"

    def seen(table: str, row: str, time: str) -> str:
        joined = _within(table, row, time)
        return f"SELECT {row}.member FROM partners p JOIN {joined} WHERE {_MINE}"  # noqa: S608 - our own names

    def visits(table: str, row: str, time: str) -> str:
        return (
            f"SELECT {owner(row)} AS owner, {row}.member, {day_of(time)} AS day"  # noqa: S608 - our own names
            f" FROM seen JOIN {table} {row} ON {row}.member = seen.member"
            f" WHERE {time} < :until AND (:partner = 0 OR {row}.partner = :partner)"
        )

    def counted(back: int) -> str:
        return (
            f"SELECT '{scope}', owner, day, {back}, back{back}, count(*) FROM placed"  # noqa: S608 - our own names
            f" WHERE day BETWEEN :first AND :last GROUP BY owner, day, back{back}"
        )

    everybody = (
        f"SELECT '{scope}', owner, day, 0, 0, count(*) FROM placed"  # noqa: S608 - our own names
        " WHERE day BETWEEN :first AND :last GROUP BY owner, day"
    )
    return (
        "INSERT INTO insight_gaps (scope, owner, day, back, since, members)"  # noqa: S608 - our own names
        f" WITH seen AS ({seen('claims', 'c', 'c.claimed_at')}"
        f" UNION {seen('redemptions', 'r', 'r.at')}),"
        f" visits AS ({visits('claims', 'c', 'c.claimed_at')}"
        f" UNION {visits('redemptions', 'r', 'r.at')}),"
        " placed AS (SELECT owner, day, coalesce(lag(day, 1) OVER w, -1) AS back1,"
        " coalesce(lag(day, 2) OVER w, -1) AS back2 FROM visits"
        " WINDOW w AS (PARTITION BY owner, member ORDER BY day))"
        f" {everybody} UNION ALL {counted(1)} UNION ALL {counted(2)} ORDER BY 2, 4, 3, 5"
    )


def _claim_named(dialect: str, row: str) -> tuple[str, str]:
    """Return till and sequence of the claim that a row is about, as `7/1234` says them."""
    named = f"{row}.reference"
    if dialect == "postgresql":
        fits = f"{row}.reason = 'claim' AND {named} ~ '^[0-9]{{1,9}}/[0-9]{{1,12}}$'"
        parts = (f"split_part({named}, '/', 1)", f"split_part({named}, '/', 2)")
    else:
        fits = f"{row}.reason = 'claim' AND {named} GLOB '[0-9]*/[0-9]*'"
        cut = f"instr({named}, '/')"
        parts = (f"substr({named}, 1, {cut} - 1)", f"substr({named}, {cut} + 1)")
    till, sequence = (f"CASE WHEN {fits} THEN CAST({it} AS bigint) END" for it in parts)
    return till, sequence


def _lot_named(dialect: str) -> str:
    """Return the lot whose points a transfer takes back."""
    fits = "t.reference ~ '^[0-9]{1,18}$'" if dialect == "postgresql" else "t.reference <> ''"
    return f"CASE WHEN {fits} THEN CAST(t.reference AS bigint) END"


def _effects(dialect: str) -> tuple[str, ...]:
    """Return the queries for what transfers did to the points that partners issued."""
    span = "t.seq > :after AND t.seq <= :until"
    issued = "t.reason NOT IN ('commission', 'merge')"
    till, sequence = _claim_named(dialect, "t")
    lot_till, lot_sequence = _claim_named(dialect, "l")
    place = "coalesce(c.shop, 0) AS shop, coalesce(c.till, 0) AS till"
    day = f"{day_of('t.at')} AS day"
    used = (
        "CASE WHEN t.id = l.source OR t.debit & 15 IN (1, 2) THEN -u.amount"
        " WHEN t.credit & 15 IN (1, 2) THEN u.amount ELSE 0 END"
    )
    issued_rows = (
        f"SELECT t.debit / 16 AS partner, {day}, {place}, t.amount AS issued, 0 AS taken_back,"  # noqa: S608 - our own names
        f" 0 AS expired, 0 AS live FROM transfers t LEFT JOIN claims c ON c.till = {till}"
        f" AND c.sequence = {sequence} WHERE {span} AND t.debit & 15 = 5 AND {issued}"
    )
    taken_rows = (
        f"SELECT t.credit / 16, {day}, {place}, 0, t.amount, 0, 0 FROM transfers t"  # noqa: S608 - our own names
        f" LEFT JOIN lots l ON l.id = {_lot_named(dialect)} LEFT JOIN claims c"
        f" ON c.till = {lot_till} AND c.sequence = {lot_sequence}"
        f" WHERE {span} AND t.credit & 15 = 5 AND {issued}"
    )
    expired_rows = (
        f"SELECT t.credit / 16, {day}, 0, 0, 0, 0, t.amount, 0 FROM transfers t"  # noqa: S608 - our own names
        f" WHERE {span} AND t.credit & 15 = 8 AND t.reason = 'expiry'"
    )
    made_rows = (
        f"SELECT l.partner, {day}, 0, 0, 0, 0, 0, l.amount FROM transfers t"  # noqa: S608 - our own names
        f" JOIN lots l ON l.source = t.id WHERE {span}"
    )
    used_rows = (
        f"SELECT l.partner, {day}, 0, 0, 0, 0, 0, {used} FROM transfers t"  # noqa: S608 - our own names
        f" JOIN lot_uses u ON u.transfer = t.id JOIN lots l ON l.id = u.lot WHERE {span}"
    )
    return (issued_rows, taken_rows, expired_rows, made_rows, used_rows)


def points(dialect: str) -> str:
    """Return the statement that adds what transfers did to the points that partners issued."""
    sums = ", ".join(f"sum({name})" for name in MOVED)
    more = ", ".join(f"{name} = insight_points.{name} + excluded.{name}" for name in MOVED)
    return (
        f"INSERT INTO insight_points (partner, day, shop, till, {', '.join(MOVED)})"  # noqa: S608 - our own names
        f" SELECT partner, day, shop, till, {sums}"
        f" FROM ({' UNION ALL '.join(_effects(dialect))}) AS parts"
        " WHERE true GROUP BY partner, day, shop, till"
        f" ON CONFLICT (partner, day, shop, till) DO UPDATE SET {more}"
    )


def apart(dialect: str) -> str:
    """Return the statement that holds what was added against what is left in lots."""
    return (
        "WITH added AS (SELECT partner, sum(live) AS points FROM"  # noqa: S608 - our own names
        " (SELECT partner, live FROM insight_points UNION ALL SELECT partner, live FROM"
        f" ({' UNION ALL '.join(_effects(dialect))}) AS late) AS parts GROUP BY partner),"
        " there AS (SELECT partner, sum(remaining) AS points FROM lots GROUP BY partner)"
        " SELECT partners.id AS partner, coalesce(added.points, 0) AS added,"
        " coalesce(there.points, 0) AS there FROM partners"
        " LEFT JOIN added ON added.partner = partners.id"
        " LEFT JOIN there ON there.partner = partners.id"
        " WHERE coalesce(added.points, 0) <> coalesce(there.points, 0) ORDER BY partners.id"
    )
