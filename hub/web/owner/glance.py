"""The overview: what its tiles, charts and lists show, ready for the template."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from contracts.wire.units import UnixTime
from hub.core.access.actor import Actor
from hub.core.access.people import LARGEST_PAGE, Page
from hub.core.access.roles import Permission, Scope
from hub.core.almaty import day_from_number
from hub.core.insights.figures import By, Counted, Where
from hub.core.insights.periods import starts
from hub.core.insights.tiles import UNITS, Tile, change, of_now, of_period
from hub.core.insights.words import WORDS
from hub.core.ports.hub import Hub
from hub.usecases import insights as use
from hub.usecases.partners import list_partners
from hub.usecases.shops import list_shops
from hub.usecases.tills import list_tills
from hub.web.owner.figures import changed, clock, days, shown, tone
from hub.web.owner.query import PLACES, Asked
from hub.web.page_words import day, moment, plain

GROUPS: Final = (
    ("g_receipts", (
        Tile.TURNOVER, Tile.RECEIPTS, Tile.CLAIMS, Tile.CLAIM_SHARE, Tile.AVERAGE_MEMBERS,
        Tile.AVERAGE_OTHERS,
    )),
    ("g_points", (
        Tile.ISSUED, Tile.REDEEMED, Tile.EXPIRED, Tile.TAKEN_BACK, Tile.REWARDS, Tile.REWARDS_VALUE,
    )),
    ("g_people", (
        Tile.ACTIVE, Tile.NEW, Tile.RETURNING, Tile.REPEAT, Tile.FREQUENCY, Tile.LATELY,
    )),
)  # fmt: skip
NOW_TILES: Final = (
    Tile.LIABILITY, Tile.LIABILITY_EXPECTED, Tile.OFFLINE_BOUND, Tile.LIVE, Tile.HELD,
    Tile.UNCONFIRMED,
)  # fmt: skip
LIVE_TILES: Final = {Tile.RECEIPTS: "receipts", Tile.TURNOVER: "total"}
"""Tiles to which the live line adds what is not counted yet, and the part of its news."""
STALE_S: Final = 180
"""Seconds without a count after which numbers of today are called old; it comes each 20."""
_MOST_BARS: Final = 12
"""Of places; all of them are in the table and the CSV."""
_API: Final = "/owner/csv"


@dataclass(frozen=True, slots=True)
class Seen:
    """Who looks, in which language, at which words."""

    hub: Hub
    actor: Actor
    language: str
    words: dict[str, str]


def home_of(actor: Actor) -> dict[str, int]:
    """Return the place whose numbers somebody means who names none."""
    scopes = actor.scopes(Permission.REPORTS_READ)
    if not scopes or any(it.partner is None for it in scopes):
        return {}
    first = scopes[0]
    assert first.partner is not None, "a scope without a partner is the whole programme"
    whole = next((it for it in scopes if it.shop is None), None)
    if whole is not None and whole.partner is not None:
        return {"partner": whole.partner}
    assert first.shop is not None, "it would be a whole partner"
    return {"partner": first.partner, "shop": first.shop}


def glance(seen: Seen, asked: Asked) -> dict[str, Any]:
    """Return everything that the overview shows."""
    summary = use.show_summary(seen.hub, seen.actor, asked.where, asked.days, asked.query.against)
    groups = [
        (seen.words[name], [_compared(seen, asked, it, summary) for it in tiles])
        for name, tiles in GROUPS
    ]
    unit = By.HOUR if asked.days.length == 1 else By.DAY
    return {
        "asked": asked,
        "title": seen.words["glance_today" if asked.query.span == "today" else "glance"],
        "days": days(asked.days, seen.language),
        "against": seen.words["against"].format(days=days(summary.before, seen.language)),
        "groups": groups,
        "now": _now(seen, asked),
        "counted": _counted(seen, asked, summary.counted),
        "chart": _chart(seen, asked, unit),
        "places": _chart(seen, asked, asked.query.by),
        "bys": [
            (it, seen.words[f"by_{it.value}"], asked.address(by=it.value)) for it in _bys(asked)
        ],
        "waiting": _waiting(seen, asked),
        "csv": _csv(asked, "summary"),
        "waiting_csv": _csv(asked, "unconfirmed"),
    }  # fmt: skip


def choices(seen: Seen, asked: Asked) -> dict[str, Any]:
    """Return what the filters offer: only what this person may see."""
    partner = asked.where.partner
    everything = not home_of(seen.actor)
    partners = list_partners(seen.hub, seen.actor, Page(limit=LARGEST_PAGE)) if everything else []
    shops = [
        it for it in list_shops(seen.hub, seen.actor, Page(limit=LARGEST_PAGE), partner)
        if seen.actor.may(Permission.REPORTS_READ, Scope(it.partner, it.id))
    ]  # fmt: skip
    here = {it.id for it in shops if asked.where.shop in (None, it.id)}
    tills = [
        it.till for it in list_tills(seen.hub, seen.actor, Page(limit=LARGEST_PAGE))
        if it.till.shop in here
    ]  # fmt: skip
    where = Where(asked.where.partner, asked.where.shop, asked.where.till)
    named = use.show_split(seen.hub, seen.actor, where, asked.days, By.CASHIER).slices
    return {
        "partners": [(it.id, it.name) for it in partners],
        "shops": [(it.id, it.name) for it in shops],
        "tills": [(it.id, it.name) for it in tills],
        "cashiers": [str(it.key) for it in named if it.key],
    }


def _compared(seen: Seen, asked: Asked, tile: Tile, summary: use.Summary) -> dict[str, Any]:
    value = of_period(tile, summary.figures)
    before = of_period(tile, summary.figures_before)
    grown = change(value, before)
    said = shown(before, UNITS[tile], seen.language)
    return _tile(seen, tile, value) | {
        "before": None if before is None else seen.words["before"].format(value=said),
        "change": None if grown is None else changed(grown, seen.language),
        "rise": 0 if grown is None else (grown > 0) - (grown < 0),
        "tone": tone(tile, grown),
        "chart": asked.address(show=tile.value) if tile in use.SPLIT_TILES else None,
        "on_chart": tile is asked.query.show,
        "fresh": LIVE_TILES.get(tile) if asked.is_today else None,
    }


def _tile(seen: Seen, tile: Tile, value: int | None) -> dict[str, Any]:
    said = WORDS[tile]
    return {
        "code": tile.value,
        "name": said.name[seen.language],
        "formula": said.formula[seen.language],
        "value": shown(value, UNITS[tile], seen.language),
        "raw": value,
    }


def _now(seen: Seen, asked: Asked) -> list[dict[str, Any]]:
    """Return what is owed and at risk, of a whole business; nothing to who may not see it."""
    where = asked.where
    scope = Scope(where.partner)
    alone = where.shop or where.till or where.cashier is not None
    if alone or not seen.actor.may(Permission.REPORTS_READ, scope):
        return []
    found, _ = use.show_now(seen.hub, seen.actor, where.partner)
    return [_tile(seen, it, of_now(it, found)) for it in NOW_TILES]


def _counted(seen: Seen, asked: Asked, counted: Counted) -> dict[str, Any]:
    at = counted.at
    if at is None:
        return {"at": 0, "text": seen.words["never_counted"], "stale": True}
    stale = asked.is_today and seen.hub.clock.now() - at > STALE_S
    time = moment(at, seen.language) if stale else clock(at)
    word = seen.words["stale" if stale else "counted_at"]
    return {"at": at, "text": word.format(time=time), "stale": stale}


def _chart(seen: Seen, asked: Asked, by: By) -> dict[str, Any]:
    """Return one number, split; a bar for each part, and where a click on it leads."""
    tile, words = asked.query.show, seen.words
    split = use.show_split(seen.hub, seen.actor, asked.where, asked.days, by)
    values = [of_period(tile, it.figures) for it in split.slices]
    most = max((abs(it) for it in values if it is not None), default=0)
    bars = [
        {
            "name": _bar_name(seen, by, it),
            "value": shown(value, UNITS[tile], seen.language),
            "part": round(100 * abs(value or 0) / most, 2) if most else 0,
            "leads": _leads(asked, by, it.key),
        }
        for it, value in zip(split.slices, values, strict=True)
    ]
    if by in PLACES:
        order = sorted(range(len(bars)), key=lambda at: -(values[at] or 0))
        bars = [bars[at] for at in order]
    none = all(it is None for it in values)
    return {
        "title": WORDS[tile].name[seen.language],
        "by": words[f"by_{by.value}"],
        "key": words[by.value],
        "bars": bars,
        "most": shown(most, UNITS[tile], seen.language),
        "empty": not most,
        "none": none and bool(values),
        "shown": bars[:_MOST_BARS],
        "ticks": _ticks(bars),
        "csv": _csv(asked, "split", by=by.value),
    }  # fmt: skip


def _ticks(bars: Sequence[dict[str, Any]]) -> list[str]:
    """Return the names that stand under a chart: the first, the middle and the last."""
    if len(bars) < 3:
        return [str(it["name"]) for it in bars]
    return [str(bars[at]["name"]) for at in (0, len(bars) // 2, len(bars) - 1)]


def _bar_name(seen: Seen, by: By, it: use.Slice) -> str:
    if by is By.DAY:
        return day(starts(int(it.key)), seen.language)
    if by is By.HOUR:
        return f"{int(it.key):02}:00"
    if by is By.CASHIER:
        return str(it.key) or seen.words["nobody"]
    return it.name or seen.words["no_place"]


def _leads(asked: Asked, by: By, key: int | str) -> str | None:
    """Return the address of the same page with that part alone; None where there is no such."""
    if by is By.DAY:
        one = day_from_number(int(key)).isoformat()
        return asked.address(span="own", since=one, until=one)
    if by not in PLACES or not key:
        return None
    return asked.address(**{PLACES[by]: key})


def _bys(asked: Asked) -> list[By]:
    """Return by what the places can be told apart that are left."""
    where = asked.where
    taken = {
        By.PARTNER: where.partner, By.SHOP: where.shop or where.till, By.TILL: where.till,
        By.CASHIER: where.cashier,
    }  # fmt: skip
    left = [by for by, it in taken.items() if it is None]
    return left if asked.query.by in left else [*left, asked.query.by]


def _waiting(seen: Seen, asked: Asked) -> list[dict[str, Any]]:
    found, names = use.list_waiting(seen.hub, seen.actor, asked.where)
    return [
        {
            "till": names[it.till], "claims": plain(it.claims), "points": plain(it.points),
            "oldest": moment(it.oldest, seen.language),
            "synced": _time(it.synced_at, seen),
        }
        for it in found
    ]  # fmt: skip


def _time(at: UnixTime | None, seen: Seen) -> str:
    return seen.words["never"] if at is None else moment(at, seen.language)


def _csv(asked: Asked, what: str, **more: str) -> str:
    """Return where the same numbers are as a table for a spreadsheet."""
    where = asked.where
    said = {
        "since": day_from_number(asked.days.first).isoformat(),
        "until": day_from_number(asked.days.last).isoformat(),
        **{name: it for name in ("partner", "shop", "till", "cashier")
           if (it := getattr(where, name)) is not None},
        **({"against": asked.query.against.value} if what == "summary" else {}),
        **more,
    }  # fmt: skip
    if what in ("unconfirmed", "now"):
        said = {name: it for name, it in said.items() if name not in ("since", "until", "cashier")}
    return f"{_API}/{what}?{urlencode(said)}"
