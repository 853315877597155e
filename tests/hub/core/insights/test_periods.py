"""Days in Almaty, and what they are compared with."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.units import UnixTime
from hub.core.almaty import DAY, local_day
from hub.core.insights.breakage import years
from hub.core.insights.periods import (
    FIRST,
    LAST,
    LONGEST,
    Against,
    Period,
    day_of,
    month_name,
    month_of,
    month_starts_on,
    number_of,
    problems,
    starts,
)

_days = st.integers(FIRST + LONGEST - 1, LAST)


@given(st.integers(FIRST * DAY, LAST * DAY))
def test_a_day_is_the_calendars(time: int) -> None:
    """From midnight to midnight in Almaty, five hours before those of UTC."""
    day = day_of(UnixTime(time))
    assert day == number_of(local_day(UnixTime(time)))
    assert starts(day) <= time < starts(day + 1)
    month = month_of(day)
    assert month_starts_on(month) <= day < month_starts_on(month + 1)


def test_months_have_names() -> None:
    """As a calendar writes them."""
    assert month_name(month_of(number_of(date(2026, 11, 23)))) == "2026-11"


@given(_days, st.integers(1, LONGEST))
def test_what_stands_before(last: int, length: int) -> None:
    """As many days, without a gap and without an overlap; a year ago the same weekdays."""
    period = Period(last - length + 1, last)
    before = period.against(Against.BEFORE)
    assert (before.last + 1, before.length) == (period.first, period.length)
    year = period.against(Against.YEAR)
    assert (period.first - year.first) % 7 == 0
    assert year.length == period.length
    assert (period.ending(90).last, period.ending(90).length) == (last, 90)


def test_wrong_periods_are_told() -> None:
    """Backwards, too long, or out of all time."""
    assert problems(FIRST, FIRST) == ""
    for first, last in ((FIRST + 1, FIRST), (FIRST, FIRST + LONGEST), (FIRST - 1, FIRST),
                        (LAST, LAST + 1)):  # fmt: skip
        assert problems(first, last)


def test_the_years_that_the_expected_share_is_of() -> None:
    """What was issued in the first has expired, if ever, within the second."""
    now, life = UnixTime(starts(20_000) + 5), 365 * DAY
    matured, ripe = years(now, life)
    assert (ripe.last, ripe.length, matured.length) == (19_999, 365, 365)
    assert starts(matured.first) + life >= starts(ripe.first)
    assert starts(matured.last + 1) + life <= starts(ripe.last + 1)
