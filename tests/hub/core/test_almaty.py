"""Wall-clock time in Kazakhstan."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.units import UnixTime
from hub.core.almaty import DAY, day_starts, local, local_day, month_starts, time_of

times = st.integers(1_700_000_000, 4_000_000_000).map(UnixTime)


def test_the_country_is_five_hours_ahead() -> None:
    """A receipt of 00:30 on the 1st of March is of that day, though UTC still has February."""
    printed = time_of("2026-03-01T00:30:00")
    assert local_day(printed) == date(2026, 3, 1)
    assert printed == 1_772_307_000


@given(times)
def test_a_day_begins_at_midnight_and_has_24_hours(time: UnixTime) -> None:
    """No summer time has been kept since 2005."""
    start = day_starts(time)
    assert start <= time < start + DAY
    assert local(start).strftime("%H:%M:%S") == "00:00:00"
    assert local_day(start) == local_day(time)


@given(times)
def test_a_month_begins_on_its_first_day(time: UnixTime) -> None:
    """And all of its days are in it."""
    start = month_starts(time)
    assert start <= time
    assert (local(start).day, local(start).month) == (1, local(time).month)
    assert month_starts(start) == start


@given(times)
def test_a_shop_s_clock_is_read_as_it_is_written(time: UnixTime) -> None:
    """What an event writes is the same second again."""
    assert time_of(local(time).strftime("%Y-%m-%dT%H:%M:%S")) == time
