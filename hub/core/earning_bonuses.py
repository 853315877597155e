"""Bonuses: when a birthday is near, and when a bonus has been earned by coming back."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from contracts.wire.units import UnixTime
from hub.core.almaty import local_day

BIRTHDAY_BEFORE: Final = timedelta(days=3)
BIRTHDAY_AFTER: Final = timedelta(days=7)
"""A cake is often bought ahead, and the present may be fetched within the week."""
_LEAP_YEAR: Final = 2024


@dataclass(frozen=True, slots=True)
class Birthday:
    """A day of the year, without the year: nobody's age is our business."""

    month: int
    day: int

    def __post_init__(self) -> None:
        date(_LEAP_YEAR, self.month, self.day)  # Raises ValueError for a day that never is.

    def in_year(self, year: int) -> date:
        """Return the day it is kept in *year*: the 29th of February on the 28th, if need be."""
        if self.month == 2 and self.day == 29 and not calendar.isleap(year):
            return date(year, 2, 28)
        return date(year, self.month, self.day)


def birthday_kept(birthday: Birthday, printed_at: UnixTime) -> date | None:
    """Return the birthday that a receipt of *printed_at* may be a present for, if one is near.

    The day names the present: one is given for each, also when it is around the new year.
    """
    day = local_day(printed_at)
    for year in (day.year - 1, day.year, day.year + 1):
        kept = birthday.in_year(year)
        if kept - BIRTHDAY_BEFORE <= day <= kept + BIRTHDAY_AFTER:
            return kept
    return None


def days_towards_vesting(granted_at: UnixTime, confirmed: Iterable[UnixTime]) -> int:
    """Return on how many different days there are confirmed receipts since the bonus was given.

    The receipt that brought the bonus counts once it is confirmed.
    """
    first = local_day(granted_at)
    return len({day for time in confirmed if (day := local_day(time)) >= first})


def has_vested(granted_at: UnixTime, confirmed: Iterable[UnixTime], receipts: int) -> bool:
    """Tell whether a bonus is the member's own: after *receipts* confirmed days."""
    return days_towards_vesting(granted_at, confirmed) >= receipts
