"""Charts of the overview: one number, split, beside the same of the other period."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any, Final
from urllib.parse import urlencode

from hub.core.almaty import day_from_number
from hub.core.insights.figures import By
from hub.core.insights.periods import Period, starts
from hub.core.insights.tiles import UNITS, Unit, of_period
from hub.core.insights.words import WORDS
from hub.usecases import insights as use
from hub.web.owner.figures import days, shown
from hub.web.owner.query import PLACES, Asked
from hub.web.owner.viewer import Seen
from hub.web.page_words import day

_MOST_BARS: Final = 12
"""Of places; all of them are in the table and the CSV."""
_API: Final = "/owner/csv"
_PARTS: Final = {Unit.TIYN: 100, Unit.SHARE: 100, Unit.MEAN: 100}
"""Parts of what an axis shows."""
_SIGNS: Final = {Unit.TIYN: "₸", Unit.SHARE: "%"}


def chart(seen: Seen, asked: Asked, by: By) -> dict[str, Any]:
    """Return one number, split; a bar for each part, and where a click on it leads."""
    tile, words, unit = asked.query.show, seen.words, UNITS[asked.query.show]
    split = use.show_split(seen.hub, seen.actor, asked.where, asked.days, by)
    values = [of_period(tile, it.figures) for it in split.slices]
    other = _other(seen, asked, by)
    most = max((abs(it) for it in (*values, *other) if it is not None), default=0)
    bars = [
        {
            "name": _bar_name(seen, by, it),
            "value": shown(value, unit, seen.language),
            "raw": value,
            "part": _part(value, most),
            "leads": _leads(asked, by, it.key),
            "other": shown(before, unit, seen.language),
            "other_raw": before,
            "other_part": _part(before, most),
        }
        for it, value, before in zip_longest(split.slices, values, other[: len(values)])
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
        "most": shown(most, unit, seen.language),
        "empty": not any(values),
        "none": none and bool(values),
        "shown": bars[:_MOST_BARS],
        "ticks": ticks([str(it["name"]) for it in bars]),
        "csv": csv_of(asked, "split", by=by.value),
        "parts": _PARTS.get(unit, 1),
        "sign": _SIGNS.get(unit, ""),
        "now": days(asked.days, seen.language),
        "then": _named(seen, asked) if other else "",
        "line": [(it["other_part"]) for it in bars] if other else [],
    }  # fmt: skip


def _part(value: int | None, most: int) -> float:
    return round(100 * abs(value or 0) / most, 2) if most else 0


def _other(seen: Seen, asked: Asked, by: By) -> list[int | None]:
    """Return the same of the other period, day by day and hour by hour; nothing of places."""
    if by in PLACES:
        return []
    before = asked.days.against(asked.query.against)
    split = use.show_split(seen.hub, seen.actor, asked.where, before, by)
    values = [of_period(asked.query.show, it.figures) for it in split.slices]
    return values if any(values) else []


def _named(seen: Seen, asked: Asked) -> str:
    return named(asked.days.against(asked.query.against), asked, seen.language)


def named(period: Period, asked: Asked, language: str) -> str:
    """Return a period as people write it, with its year where that is not this one."""
    other_year = day_from_number(period.last).year != asked.today.year
    return days(period, language, year=other_year)


def ticks(names: Sequence[str]) -> list[str]:
    """Return the names that stand under a chart: the first, the middle and the last."""
    if len(names) < 3:
        return list(names)
    return [names[at] for at in (0, len(names) // 2, len(names) - 1)]


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
    if by is By.HOUR:
        return asked.address(hour=key)
    if by not in PLACES or not key:
        return None
    return asked.address(**{PLACES[by]: key})


def csv_of(asked: Asked, what: str, **more: str) -> str:
    """Return where the same numbers are as a table for a spreadsheet."""
    where = asked.where
    said = {
        "since": day_from_number(asked.days.first).isoformat(),
        "until": day_from_number(asked.days.last).isoformat(),
        **{name: it for name in ("partner", "shop", "till", "cashier", "hour")
           if (it := getattr(where, name)) is not None},
        **({"against": asked.query.against.value} if what == "summary" else {}),
        **more,
    }  # fmt: skip
    if what == "unconfirmed":
        taken = ("since", "until", "cashier", "hour")
        said = {name: it for name, it in said.items() if name not in taken}
    return f"{_API}/{what}?{urlencode(said)}"
