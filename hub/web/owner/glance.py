"""The overview: what its tiles, charts and lists show, ready for the template."""

from typing import Any, Final

from contracts.wire.units import UnixTime
from hub.core.access.people import LARGEST_PAGE, Page
from hub.core.access.roles import Permission, Scope
from hub.core.insights.figures import By, Counted, Where
from hub.core.insights.tiles import UNITS, Tile, of_now
from hub.core.insights.words import WORDS
from hub.usecases import insights as use
from hub.usecases.partners import list_partners
from hub.usecases.shops import list_shops
from hub.usecases.tills import list_tills
from hub.web.owner.charts import chart, csv_of, named
from hub.web.owner.figures import changed, clock, days, shown, tone
from hub.web.owner.query import Asked
from hub.web.owner.viewer import Seen, home_of, part
from hub.web.page_words import moment, plain

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


def glance(seen: Seen, asked: Asked) -> dict[str, Any]:
    """Return everything that the overview shows; a part that fails is none, and says so there."""
    summary = part(lambda: _summary(seen, asked))
    unit = By.HOUR if asked.days.length == 1 else By.DAY
    return {
        "asked": asked,
        "title": seen.words["glance_today" if asked.query.span == "today" else "glance"],
        "days": days(asked.days, seen.language),
        "against": _against(seen, asked, None if summary is None else summary.hour),
        "groups": [
            (seen.words[name], [] if summary is None else
             [compared(seen, asked, it, summary) for it in tiles])
            for name, tiles in GROUPS
        ],
        "now": part(lambda: _now(seen, asked)),
        "counted": _counted(seen, asked, None if summary is None else summary.counted),
        "chart": part(lambda: chart(seen, asked, unit)),
        "places": part(lambda: chart(seen, asked, asked.query.by)),
        "places_title": WORDS[asked.query.show].name[seen.language],
        "bys": [
            (it, seen.words[f"by_{it.value}"], asked.address(by=it.value)) for it in _bys(asked)
        ],
        "waiting": part(lambda: _waiting(seen, asked)),
        "csv": csv_of(asked, "summary"),
        "waiting_csv": csv_of(asked, "unconfirmed"),
    }  # fmt: skip


def _summary(seen: Seen, asked: Asked) -> use.Summary:
    return use.show_summary(seen.hub, seen.actor, asked.where, asked.days, asked.query.against)


def _against(seen: Seen, asked: Asked, hour: int | None) -> str:
    """Return what is compared with what; of a day that is not over, up to which hour."""
    before = asked.days.against(asked.query.against)
    said = seen.words["against"].format(days=named(before, asked, seen.language))
    if hour is None:
        return f"{said}."
    word = seen.words["up_to_both" if asked.days.length == 1 else "up_to_last"]
    return f"{said}. {word.format(time=f'{hour:02}:00')}"


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
    cashiers = use.show_split(seen.hub, seen.actor, where, asked.days, By.CASHIER).slices
    return {
        "partners": [(it.id, it.name) for it in partners],
        "shops": [(it.id, it.name) for it in shops],
        "tills": [(it.id, it.name) for it in tills],
        "cashiers": [str(it.key) for it in cashiers if it.key],
        "hours": [(hour, f"{hour:02}:00–{hour + 1:02}:00") for hour in range(24)],
    }


def compared(seen: Seen, asked: Asked, tile: Tile, summary: use.Summary) -> dict[str, Any]:
    """Return a tile with its number beside that of the other period."""
    return beside(seen, tile, use.compared(tile, summary)) | {
        "chart": asked.address(show=tile.value) if tile in use.SPLIT_TILES else None,
        "on_chart": tile is asked.query.show,
        "fresh": LIVE_TILES.get(tile) if asked.is_today else None,
    }


def beside(seen: Seen, tile: Tile, it: use.Compared) -> dict[str, Any]:
    """Return a number beside that of another period."""
    said = shown(it.before, UNITS[tile], seen.language)
    word = seen.words["before_whole" if it.whole_day else "before"]
    return tile_of(seen, tile, it.value) | {
        "before": None if it.before is None else word.format(value=said),
        "change": None if it.change is None else changed(it.change, seen.language),
        "rise": 0 if it.change is None else (it.change > 0) - (it.change < 0),
        "tone": tone(tile, it.change),
    }


def tile_of(seen: Seen, tile: Tile, value: int | None) -> dict[str, Any]:
    """Return a number with its name and its formula."""
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
    alone = where != Where(where.partner)
    if alone or not seen.actor.may(Permission.REPORTS_READ, scope):
        return []
    found, _ = use.show_now(seen.hub, seen.actor, where.partner)
    return [tile_of(seen, it, of_now(it, found)) for it in NOW_TILES]


def _counted(seen: Seen, asked: Asked, counted: Counted | None) -> dict[str, Any]:
    if counted is None:
        return {"at": 0, "text": seen.words["part_failed"], "stale": True}
    at = counted.at
    if at is None:
        return {"at": 0, "text": seen.words["never_counted"], "stale": True}
    stale = asked.is_today and seen.hub.clock.now() - at > STALE_S
    time = moment(at, seen.language) if stale else clock(at)
    word = seen.words["stale" if stale else "counted_at"]
    return {"at": at, "text": word.format(time=time), "stale": stale}


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
