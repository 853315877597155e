"""Wall-clock time in Kazakhstan: the days, months and hours that rules speak of."""

from datetime import date, datetime, timedelta, timezone
from typing import Final

from contracts.wire.units import UnixTime

ALMATY: Final = timezone(timedelta(hours=5), "Asia/Almaty")
"""The whole country has kept UTC+5 since 2024-03-01, before this programme's first receipt; a
fixed offset needs no table of time zones, which an old server has wrong."""
DAY: Final = 24 * 3600


def local(time: UnixTime) -> datetime:
    """Return the wall-clock time in Almaty."""
    return datetime.fromtimestamp(time, ALMATY)


def local_day(time: UnixTime) -> date:
    """Return the calendar day in Almaty."""
    return local(time).date()


def day_starts(time: UnixTime) -> UnixTime:
    """Return when the calendar day of *time* began."""
    start = local(time).replace(hour=0, minute=0, second=0, microsecond=0)
    return UnixTime(int(start.timestamp()))


def month_starts(time: UnixTime) -> UnixTime:
    """Return when the calendar month of *time* began."""
    start = local(time).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return UnixTime(int(start.timestamp()))


def time_of(printed_at: str) -> UnixTime:
    """Return the time of a shop's wall clock, as an event writes it: `2026-11-22T10:52:11`."""
    return UnixTime(int(datetime.fromisoformat(printed_at).replace(tzinfo=ALMATY).timestamp()))


def day_number(day: str) -> int:
    """Return the days from 1970-01-01 to *day*, such as `2026-11-22`."""
    return (date.fromisoformat(day) - _FIRST_DAY).days


def day_from_number(number: int) -> date:
    """Return the day that is *number* days after 1970-01-01."""
    return _FIRST_DAY + timedelta(days=number)


_FIRST_DAY: Final = date(1970, 1, 1)
