"""Birthdays, and bonuses that are earned by coming back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.units import UnixTime
from hub.core.almaty import DAY, time_of
from hub.core.earning_bonuses import (
    Birthday,
    birthday_kept,
    days_towards_vesting,
    has_vested,
)


@pytest.mark.parametrize(
    ("printed_at", "kept"),
    [
        ("2026-12-28T23:59:59", None),
        ("2026-12-29T00:00:00", date(2027, 1, 1)),
        ("2027-01-08T23:59:59", date(2027, 1, 1)),
        ("2027-01-09T00:00:00", None),
    ],
)
def test_a_birthday_on_new_year_is_one_birthday(printed_at: str, kept: date | None) -> None:
    """Days before and after it, in both years, name the same present."""
    assert birthday_kept(Birthday(1, 1), time_of(printed_at)) == kept


def test_a_leap_day_is_kept_every_year() -> None:
    """On the 28th of February where there is no 29th."""
    birthday = Birthday(2, 29)
    assert birthday_kept(birthday, time_of("2027-02-28T10:00:00")) == date(2027, 2, 28)
    assert birthday_kept(birthday, time_of("2028-02-28T10:00:00")) == date(2028, 2, 29)


def test_no_birthday_is_on_a_day_that_never_is() -> None:
    """The 31st of April is refused."""
    with pytest.raises(ValueError, match="day"):
        Birthday(4, 31)


@given(st.dates(date(2025, 1, 1), date(2030, 12, 31)), st.integers(1, 12), st.integers(1, 28))
def test_a_year_has_one_present(day: date, month: int, of_month: int) -> None:
    """Eleven days each; of a leap year's, 365 days may miss one."""
    noon = time_of(f"{day.isoformat()}T12:00:00")
    kept = [
        birthday_kept(Birthday(month, of_month), UnixTime(noon + it * DAY)) for it in range(365)
    ]
    assert len({it for it in kept if it}) in (1, 2)
    assert sum(it is not None for it in kept) in (10, 11)


def test_a_bonus_vests_after_three_days_with_a_receipt() -> None:
    """Five receipts on two days are two; those before the bonus do not count."""
    granted = time_of("2026-11-20T23:00:00")
    before = time_of("2026-11-19T23:00:00")
    two_days = [granted, UnixTime(granted + 60), UnixTime(granted + 3600), UnixTime(granted + 7200)]
    assert days_towards_vesting(granted, [before, *two_days]) == 2
    assert not has_vested(granted, two_days, 3)
    assert has_vested(granted, [*two_days, UnixTime(granted + 5 * DAY)], 3)
