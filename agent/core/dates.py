"""The time printed on a receipt, in the many ways tills write it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Final

from agent.core.rows import Row
from agent.core.words import words_of

LINES_KEPT: Final = 1024
"""Lines looked at before: a paper is read ahead of its cut, and again at it."""

_MONTHS: Final = {
    month: number
    for number, listed in enumerate(
        (
            "jan янв қаң кан",
            "feb фев ақп акп",
            "mar мар нау",
            "apr апр сәу сау",
            "may мая май мам",
            "jun июн мау",
            "jul июл шіл шил",
            "aug авг там",
            "sep сен қыр кыр",
            "oct окт қаз каз",
            "nov ноя қар кар",
            "dec дек жел",
        ),
        start=1,
    )
    for month in listed.split()
}  # fmt: skip

_TIME: Final = (
    r"(?P<hour>\d{1,2})(?P<mark>[:.])(?P<minute>\d\d)(?:(?P=mark)(?P<second>\d\d))?(?![\d:])"
    r"(?:[.,]\d{1,6})?(?: ?(?P<half>[AaPp])\.?[Mm]\b\.?)?"
)
_FOUND_TIME: Final = re.compile(rf"(?<!\d)(?<!\d[.,:/-]){_TIME}")
_APART: Final = r"(?<!\d)(?<!\d[.,:/-])"
_YEAR_FIRST: Final = re.compile(
    _APART + r"(?P<year>20\d\d|19\d\d)(?P<sep>[-./]|年 ?)"
    r"(?P<month>\d{1,2})(?:(?P=sep)|月 ?)(?P<day>\d{1,2})(?!\d)"
)
_DAY_FIRST: Final = re.compile(
    _APART + r"(?P<day>\d{1,2})(?P<sep>[-./ ])"
    r"(?P<month>\d{1,2})(?P=sep)(?P<year>\d{4}|\d\d)(?!\d)"
)
_DAY_NAMED: Final = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)?[ .,-]{0,2}"
    r"(?P<name>[^\W\d_]{3,9})\.?[ .,-]{1,2}(?P<year>\d{4}|\d\d)(?!\d)",
    re.IGNORECASE,
)
_NAME_FIRST: Final = re.compile(
    r"(?P<name>[A-Za-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})(?!\d)"
)
_MAY_BE_DATE: Final = re.compile(r"\d[-./年 ]\d|(?:19|20)\d\d|[^\W\d_] ?\d\d(?!\d)")
"""What every form of a date has; most lines do not."""
_LABELS: Final = frozenset(words_of("ВРЕМЯ УАКЫТЫ УАКЫТ ДАТА КУНИ DАТЕ ТИМЕ WАКТU ТАNGGАL DАТUМ"))
_OTHER_LABELS: Final = frozenset(words_of("ОСНОВАНИЕ НЕГИЗ ОТКРЫТ ОТКРЫТА АШЫЛДЫ ПЕЧАТИ ГОДЕН"))
_NEAR: Final = 3
"""Lines within which a date and its time belong together."""


@dataclass(frozen=True, slots=True)
class PrintedTime:
    """A time on the paper and the line that says it."""

    at: datetime
    quote: str


def printed_time(rows: tuple[Row, ...]) -> PrintedTime | None:
    """Return the receipt's time: a labelled one first, else the first whole one."""
    found = [(row, at) for row in rows if (at := _whole(row.text)) is not None]
    for row, at in found:
        if _is_labelled(rows, row):
            return PrintedTime(at, row.printed)
    if found:
        row, at = next((it for it in found if _OTHER_LABELS.isdisjoint(it[0].words)), found[0])
        return PrintedTime(at, row.printed)
    return _joined(rows)


def _is_labelled(rows: tuple[Row, ...], row: Row) -> bool:
    """Tell whether the line, or the label line before it, says that this is the time."""
    words = set(row.words)
    if not words and row.index > 0:
        words = set(rows[row.index - 1].words)
    return bool(words & _LABELS) and not words & _OTHER_LABELS


@lru_cache(maxsize=LINES_KEPT)
def _whole(text: str) -> datetime | None:
    """Return a date and a time that stand in one line."""
    day = _date(text)
    if day is None:
        return None
    found, rest = day
    clock = _time_in(rest)
    return datetime.combine(found, clock) if clock else None


def _joined(rows: tuple[Row, ...]) -> PrintedTime | None:
    """Return a date and a time that stand in lines near each other."""
    for row in sorted(rows, key=lambda it: not _OTHER_LABELS.isdisjoint(it.words)):
        day = _date(row.text)
        if day is None:
            continue
        for other in (
            rows[row.index + 1 : row.index + 1 + _NEAR] + rows[max(0, row.index - 1) : row.index]
        ):
            clock = _time_in(other.text)
            if clock is not None:
                return PrintedTime(datetime.combine(day[0], clock), row.printed)
    return None


@lru_cache(maxsize=LINES_KEPT)
def _date(text: str) -> tuple[date, str] | None:
    """Return the first date in a line and the line without it."""
    if _MAY_BE_DATE.search(text) is None:
        return None
    for form in (_YEAR_FIRST, _DAY_FIRST, _DAY_NAMED, _NAME_FIRST):
        for found in form.finditer(text):
            if (day := _date_of(found.groupdict())) is not None:
                rest = text[: found.start()] + "  " + text[found.end() :].removeprefix("T")
                return day, rest
    return None


def _date_of(parts: dict[str, str]) -> date | None:
    """Return the date that a form's parts make; day before month unless that cannot be."""
    year, day = int(parts["year"]), int(parts["day"])
    year += 2000 if year < 100 else 0
    month = _MONTHS.get(parts["name"].lower()[:3], 0) if "name" in parts else int(parts["month"])
    if month > 12 >= day:
        day, month = month, day
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _time_in(text: str) -> time | None:
    """Return the first time of day in a text."""
    for found in _FOUND_TIME.finditer(text):
        if found["mark"] == "." and found["second"] is None:
            continue  # 10.30 is more often money.
        hour, minute = int(found["hour"]), int(found["minute"])
        if found["half"] and hour <= 12:
            hour = hour % 12 + (12 if found["half"] in "Pp" else 0)
        second = int(found["second"] or 0)
        if hour < 24 and minute < 60 and second < 60:
            return time(hour, minute, second)
    return None
