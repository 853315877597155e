"""Numbers as an owner reads them, in his language."""

from typing import Final

from contracts.wire.units import UnixTime
from hub.core.almaty import day_from_number, local
from hub.core.insights.periods import Period, starts
from hub.core.insights.tiles import Tile, Unit
from hub.web.claim_sentences import money
from hub.web.page_words import day, plain

NONE: Final = "—"
_MINUS: Final = "\N{MINUS SIGN}"
_SPACE: Final = "\N{NO-BREAK SPACE}"
_CENT: Final = 100
_WHOLE_CHANGE: Final = 10_000
"""Basis points from which on a change needs no decimal."""
_WHOLE: Final = 1000 * _CENT
"""Tiyn from which on nobody reads the tiyn."""
GOOD_WHEN_LESS: Final = frozenset(
    {Tile.RETURNED, Tile.VOIDED, Tile.TAKEN_BACK, Tile.REWARDS_UNDONE, Tile.LOST, Tile.EXPIRED}
)
"""Numbers whose growth is no good news."""


def shown(value: int | None, unit: Unit, language: str) -> str:
    """Return a value as it is written: `12 345 ₸`, `12,3 %`, `1,25`."""
    if value is None:
        return NONE
    sign = _MINUS if value < 0 else ""
    size = abs(value)
    match unit:
        case Unit.TIYN:
            text = money((size + _CENT // 2) // _CENT * _CENT if size >= _WHOLE else size)
            return f"{sign}{_point(text, language)}{_SPACE}₸"
        case Unit.SHARE:
            return f"{sign}{_hundredths(size, language)}{_SPACE}%"
        case Unit.MEAN:
            return f"{sign}{_hundredths(size, language)}"
        case _:
            return f"{sign}{plain(size)}"


def changed(change: int, language: str) -> str:
    """Return by how much a value grew: `+12,3 %`."""
    sign = "+" if change > 0 else _MINUS if change < 0 else ""
    size = abs(change)
    whole = size >= _WHOLE_CHANGE
    text = plain((size + 50) // 100) if whole else _tenths(size, language)
    return f"{sign}{text}{_SPACE}%"


def tone(tile: Tile, change: int | None) -> str:
    """Return whether a change is good news, bad news, or none."""
    if not change:
        return "soft"
    return "good" if (change > 0) != (tile in GOOD_WHEN_LESS) else "stop"


def days(period: Period, language: str, *, year: bool = False) -> str:
    """Return a period as people write it: `1–7 ноября`, or with the year of its last day."""
    first, last = day_from_number(period.first), day_from_number(period.last)
    if year and first.year != last.year:
        ends = (day(starts(it), language, year=True) for it in (period.first, period.last))
        return " – ".join(ends)
    if year:
        said = days(period, language)
        return f"{last.year}{_SPACE}жылғы {said}" if language == "kk" else f"{said} {last.year}"
    end = day(starts(period.last), language)
    if period.first == period.last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        number, month = end.split(_SPACE)
        return f"{first.day}–{number}{_SPACE}{month}"
    return f"{day(starts(period.first), language)} – {end}"


def clock(time: UnixTime) -> str:
    """Return a time on Almaty's clock: `12:26`."""
    return f"{local(time):%H:%M}"


def _hundredths(size: int, language: str) -> str:
    whole, rest = divmod(size, 100)
    text = f"{plain(whole)},{rest:02}".rstrip("0").rstrip(",") if rest else plain(whole)
    return _point(text, language)


def _tenths(size: int, language: str) -> str:
    whole, rest = divmod((size + 5) // 10, 10)
    return _point(f"{whole},{rest}" if rest else f"{whole}", language)


def _point(text: str, language: str) -> str:
    return text.replace(",", ".") if language == "en" else text
