"""Days in Almaty that a number is about, and the days it is compared with."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from contracts.wire.units import UnixTime
from hub.core.almaty import DAY, day_from_number, local_day

SHIFT: Final = 5 * 3600
"""Almaty's clock before UTC's."""
LONGEST: Final = 1098
"""Days of a period: three years, so that a year can stand beside the one before."""
FIRST: Final = 18_262
"""2020-01-01: no programme is older."""
LAST: Final = 40_000
"""2079-07-08: what comes after is a mistake of typing."""
_EPOCH: Final = date(1970, 1, 1)


class Against(StrEnum):
    """What a period is compared with."""

    BEFORE = "before"
    """As many days, just before it."""
    YEAR = "year"
    """The same weekdays 52 weeks earlier."""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days in Almaty, both ends included, as numbers from 1970-01-01."""

    first: int
    last: int

    def __post_init__(self) -> None:
        """Check that it has days; what somebody may ask for, `problems` says."""
        assert self.first <= self.last, "the caller has looked"

    @property
    def length(self) -> int:
        """Return how many days it has."""
        return self.last - self.first + 1

    def against(self, what: Against) -> "Period":
        """Return the period that this one is compared with."""
        back = self.length if what is Against.BEFORE else 52 * 7
        return Period(self.first - back, self.last - back)

    def ending(self, days: int) -> "Period":
        """Return so many days with this period's end."""
        return Period(self.last - days + 1, self.last)


def problems(first: int, last: int) -> str:
    """Return what is wrong with a period that somebody asks for, or nothing."""
    if first > last:
        return "it ends before it begins"
    if last - first + 1 > LONGEST:
        return f"more than {LONGEST} days"
    if first < FIRST or last > LAST:
        return "out of this programme's time"
    return ""


def number_of(day: date) -> int:
    """Return the days from 1970-01-01 to *day*."""
    return (day - _EPOCH).days


def day_of(time: UnixTime) -> int:
    """Return the number of the day in Almaty that *time* lies in."""
    return (time + SHIFT) // DAY


def hour_of(time: UnixTime) -> int:
    """Return the hour on Almaty's clock that *time* lies in."""
    return (time + SHIFT) % DAY // 3600


def starts(day: int) -> UnixTime:
    """Return when the day with that number begins in Almaty."""
    return UnixTime(day * DAY - SHIFT)


def month_of(day: int) -> int:
    """Return the month of a day, counted from January of the year 0."""
    found = day_from_number(day)
    return found.year * 12 + found.month - 1


def month_name(month: int) -> str:
    """Return a month as `2026-11`."""
    return f"{month // 12:04}-{month % 12 + 1:02}"


def month_starts_on(month: int) -> int:
    """Return the number of a month's first day."""
    return number_of(date(month // 12, month % 12 + 1, 1))


def today(now: UnixTime) -> date:
    """Return the calendar day in Almaty."""
    return local_day(now)
