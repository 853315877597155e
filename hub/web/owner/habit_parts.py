"""Who comes back: what the page's tiles, charts and tables show, ready for the template."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from hub.core.access.roles import Permission, Scope
from hub.core.almaty import day_from_number
from hub.core.insights.bands import MOST_VISITS
from hub.core.insights.figures import Arrivals, FrequencyRow, Where
from hub.core.insights.periods import Against, Period, month_of, month_starts_on, starts
from hub.core.insights.tiles import Tile, Unit, share
from hub.core.tiers import Tier
from hub.usecases import insights as use
from hub.web.claim_sentences import tier_name
from hub.web.insight_groups import segments_of
from hub.web.owner.charts import ticks
from hub.web.owner.figures import days, shown
from hub.web.owner.glance import beside
from hub.web.owner.viewer import Seen, part
from hub.web.page_words import day, plain

TILES: Final = (
    Tile.ACTIVE, Tile.NEW, Tile.RETURNING, Tile.REPEAT, Tile.FREQUENCY, Tile.LATELY,
)  # fmt: skip
MONTHS: Final = 12
"""Of cohorts and of moves between tiers."""
_TOP: Final = 20
_BY_WEEK: Final = 100
"""Days from which on a chart shows weeks."""
_OFTEN: Final = ((1, 1), (2, 2), (3, 3), (4, 6), (7, 12), (13, MOST_VISITS - 1), (MOST_VISITS, 366))
_HEAT: Final = (1, 1_000, 2_500, 4_000, 6_000)
"""Basis points from which on a cell is of the next warmth."""
_RANK: Final = {Tier.BRONZE: 0, Tier.SILVER: 1, Tier.GOLD: 2}
_RUSSIAN: Final = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь",
    "ноябрь", "декабрь",
)  # fmt: skip
"""As the name of a month that stands alone."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What somebody asks about members."""

    where: Where
    span: str
    days: Period

    @property
    def place(self) -> dict[str, int]:
        """Return the place as an address says it."""
        named = {"partner": self.where.partner, "shop": self.where.shop}
        return {name: it for name, it in named.items() if it is not None}

    @property
    def dates(self) -> dict[str, str]:
        """Return the days as an address says them."""
        first, last = (day_from_number(it) for it in (self.days.first, self.days.last))
        return {"since": first.isoformat(), "until": last.isoformat()}

    def address(self, span: str) -> str:
        """Return the address of this page for another time."""
        return f"?{urlencode({**self.place, 'span': span})}"

    def csv(self, what: str, **said: Any) -> str:
        """Return where a table is."""
        return f"/owner/csv/{what}?{urlencode({**self.place, **said})}"


def parts(seen: Seen, asked: Habits) -> dict[str, Any]:
    """Return everything that the page shows; a part that fails is none, and says so there."""
    where = asked.where
    alone = where.shop is not None or not seen.actor.may(
        Permission.REPORTS_READ, Scope(where.partner)
    )
    groups = None if alone else part(lambda: _groups(seen, asked))
    return {
        "title": seen.words["nav_habits"],
        "days": days(asked.days, seen.language, year=asked.days.length > _BY_WEEK),
        "tiles": part(lambda: _tiles(seen, asked)),
        "chart": part(lambda: _arrivals(seen, asked)),
        "worth": part(lambda: _worth(seen, asked)),
        "alone": alone,
        "groups": groups,
    }


def _groups(seen: Seen, asked: Habits) -> dict[str, Any]:
    """Return what is counted once a day: of whole businesses, as of the end of a day."""
    until = use.grouped_until(seen.hub)
    if until is None:
        return {"as_of": None}
    return {
        "as_of": seen.words["as_of"].format(day=day(starts(until), seen.language)),
        "often": part(lambda: _often(seen, asked)),
        "cohorts": part(lambda: _cohorts(seen, asked)),
        "segments": part(lambda: _segments(seen, asked)),
        "tiers": part(lambda: _tiers(seen, asked)),
    }


def _tiles(seen: Seen, asked: Habits) -> list[dict[str, Any]]:
    found = use.show_summary(seen.hub, seen.actor, asked.where, asked.days, Against.BEFORE)
    return [beside(seen, it, use.compared(it, found)) for it in TILES]


def _arrivals(seen: Seen, asked: Habits) -> dict[str, Any]:
    """Return visits by day or week: first ones, and all others."""
    found = use.show_arrivals(seen.hub, seen.actor, asked.where, asked.days)
    weekly = asked.days.length > _BY_WEEK
    spans = _weeks(found) if weekly else [(it.day, it.day, it.active, it.new) for it in found]
    most = max((active for _, _, active, _ in spans), default=0)
    language = seen.language
    bars = [
        {
            "name": days(Period(first, last), language),
            "value": plain(active - new), "raw": active - new, "part": _part(active - new, most),
            "other": plain(new), "other_raw": new, "other_part": _part(new, most),
            "leads": _overview(asked, first, last),
        }
        for first, last, active, new in spans
    ]  # fmt: skip
    words, unit = seen.words, "week" if weekly else "day"
    return {
        "kind": "stacked", "title": words["arrivals_title"], "by": words[f"by_{unit}"],
        "key": words[unit], "bars": bars, "most": plain(most), "empty": not most,
        "now": words["arrivals_again"], "then": words["arrivals_new"], "line": [],
        "ticks": ticks([str(it["name"]) for it in bars]), "parts": 1, "sign": "",
        "csv": asked.csv("arrivals", span=asked.span),
    }  # fmt: skip


def _weeks(found: Sequence[Arrivals]) -> list[tuple[int, int, int, int]]:
    """Return so many days together; the last week ends with the last day."""
    rest = len(found) % 7
    cuts = [*([found[:rest]] if rest else []),
            *(found[at:at + 7] for at in range(rest, len(found), 7))]  # fmt: skip
    return [
        (it[0].day, it[-1].day, sum(one.active for one in it), sum(one.new for one in it))
        for it in cuts
    ]


def _overview(asked: Habits, first: int, last: int) -> str:
    since, until = (day_from_number(it).isoformat() for it in (first, last))
    said = {**asked.place, "span": "own", "since": since, "until": until}
    return f"/owner/?{urlencode(said)}"


def _part(value: int, most: int) -> float:
    return round(100 * value / most, 2) if most else 0


def _often(seen: Seen, asked: Habits) -> dict[str, Any]:
    """Return how many members came how often."""
    length = asked.days.length
    found = use.show_frequency(seen.hub, seen.actor, asked.where.partner, length)
    everybody = sum(it.members for it in found)
    counts = [(span, _within(found, *span)) for span in _OFTEN if span[0] <= length]
    most = max((it for _, it in counts), default=0)
    return {
        "rows": [
            {
                "name": _span(first, last), "value": plain(it), "part": _part(it, most),
                "share": shown(share(it, everybody), Unit.SHARE, seen.language),
            }
            for (first, last), it in counts
        ],
        "empty": not everybody,
        "formula": seen.words["often_formula"].format(days=length),
        "csv": asked.csv("frequency", span=asked.span),
    }  # fmt: skip


def _within(found: Sequence[FrequencyRow], first: int, last: int) -> int:
    return sum(it.members for it in found if first <= it.visits <= last)


def _span(first: int, last: int) -> str:
    if first == last:
        return str(first)
    return f"{first}+" if first == MOST_VISITS else f"{first}–{last}"


def _cohorts(seen: Seen, asked: Habits) -> dict[str, Any]:
    """Return the share of each month's newcomers that came in each month after it."""
    now = month_of(asked.days.last)
    first = now - MONTHS + 1
    found = use.show_cohorts(seen.hub, seen.actor, asked.where.partner, first)
    sizes = {it.first: it.members for it in found if it.first == it.month}
    there = {(it.first, it.month): it.members for it in found}
    rows = [
        {
            "name": month(it, seen.language),
            "members": plain(sizes[it]),
            "cells": [_cell(seen, there.get((it, later), 0), sizes[it], running=later == now)
                      for later in range(it + 1, now + 1)],
            "missing": it - first,
        }
        for it in sorted(sizes)
    ]  # fmt: skip
    return {
        "rows": rows, "after": range(1, MONTHS),
        "csv": asked.csv("cohorts", months=MONTHS) if "partner" in asked.place or not asked.place
        else "",
    }  # fmt: skip


def _cell(seen: Seen, members: int, size: int, *, running: bool) -> dict[str, Any]:
    part_of = share(members, size) or 0
    return {
        "text": shown((part_of + 50) // 100 * 100, Unit.SHARE, seen.language),
        "members": plain(members),
        "heat": sum(part_of >= it for it in _HEAT),
        "running": running,
    }


def month(number: int, language: str) -> str:
    """Return a month's name as it stands alone: `ноябрь 2026`."""
    name = _RUSSIAN[number % 12]
    if language != "ru":
        name = day(starts(month_starts_on(number)), language).split("\N{NO-BREAK SPACE}")[1]
    return f"{name}\N{NO-BREAK SPACE}{number // 12}"


def _segments(seen: Seen, asked: Habits) -> dict[str, Any]:
    """Return who is alike, what they hold, and what to do about them."""
    found = use.show_rfm(seen.hub, seen.actor, asked.where.partner)
    return {
        "cards": [
            {
                "code": it.code, "name": it.name, "meaning": it.meaning,
                "members": plain(it.members), "share": shown(it.share, Unit.SHARE, seen.language),
                "part": (it.share or 0) / 100, "visits": plain(it.visits),
                "spend": shown(it.spend, Unit.TIYN, seen.language), "points": plain(it.points),
                "advice": seen.words[f"seg_{it.code}"],
            }
            for it in segments_of(found, seen.language)
        ],
        "empty": not found,
        "csv": asked.csv("rfm"),
    }  # fmt: skip


def _tiers(seen: Seen, asked: Habits) -> dict[str, Any]:
    """Return who rose and who fell in each month, and from where to where."""
    now = month_of(asked.days.last)
    months = range(now - MONTHS + 1, now + 1)
    period = Period(month_starts_on(months[0]), asked.days.last)
    up, down = dict.fromkeys(months, 0), dict.fromkeys(months, 0)
    flows: dict[tuple[Tier, Tier], int] = {}
    for it in use.list_tier_days(seen.hub, seen.actor, asked.where.partner, period):
        (up if _RANK[it.after] > _RANK[it.before] else down)[month_of(it.day)] += it.members
        flows[it.before, it.after] = flows.get((it.before, it.after), 0) + it.members
    most = max(*up.values(), *down.values())
    first = day_from_number(period.first).isoformat()
    return {
        "rows": [
            {
                "name": month(it, seen.language), "up": plain(up[it]), "down": plain(down[it]),
                "up_part": _part(up[it], most), "down_part": _part(down[it], most),
            }
            for it in months if up[it] or down[it]
        ],
        "flows": [
            {
                "from": tier_name(before, seen.language), "to": tier_name(after, seen.language),
                "members": plain(members), "up": _RANK[after] > _RANK[before],
            }
            for (before, after), members in sorted(flows.items(), key=lambda it: -it[1])
        ],
        "csv": asked.csv("tiers", since=first, until=asked.dates["until"]),
    }  # fmt: skip


def _worth(seen: Seen, asked: Habits) -> dict[str, Any]:
    """Return what each reward was worth."""
    found = use.list_top_rewards(seen.hub, seen.actor, asked.where, asked.days, _TOP)
    most = max((it.taken for it in found), default=0)
    shop = asked.where.shop is not None
    return {
        "rows": [
            {
                "title": getattr(it.texts.title, seen.language),
                "issued": "—" if shop else plain(it.issued), "taken": plain(it.taken),
                "points": plain(it.points), "cost": shown(it.value, Unit.TIYN, seen.language),
                "unused": shown(None if shop else share(it.unused, it.taken + it.unused),
                                Unit.SHARE, seen.language),
                "part": _part(it.taken, most),
            }
            for it in found
        ],
        "csv": asked.csv("worth", limit=_TOP, **asked.dates),
    }  # fmt: skip
