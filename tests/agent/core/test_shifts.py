"""PINs, waits and the ends of shifts: the decisions alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.shifts import (
    FORGIVEN_AFTER_S,
    FREE_ATTEMPTS,
    LONGEST_SHIFT_S,
    LONGEST_WAIT_S,
    Attempts,
    Cashier,
    PinFault,
    Shift,
    ShiftRules,
    ends_at,
    next_number,
    pin_fault,
)
from contracts.wire.units import UnixTime

NINE = UnixTime(1_794_974_400)
"""09:00 in Almaty."""


@pytest.mark.parametrize(
    ("pin", "fault"),
    [
        ("4071", None), ("40712906", None), ("1235", None), ("1357", None),
        ("407", PinFault.DIGITS), ("407129061", PinFault.DIGITS), ("", PinFault.DIGITS),
        ("40a1", PinFault.DIGITS), ("４０７１", PinFault.DIGITS), ("4071\n", PinFault.DIGITS),
        ("0000", PinFault.EASY), ("123456", PinFault.EASY), ("9876", PinFault.EASY),
    ],
)  # fmt: skip
def test_a_pin_is_four_to_eight_digits_and_not_the_first_guess(
    pin: str, fault: PinFault | None
) -> None:
    """Plain digits only."""
    assert pin_fault(pin) is fault


def failed(times: int, now: UnixTime = NINE) -> Attempts:
    """Return what so many wrong PINs at one moment make."""
    attempts = Attempts()
    for _ in range(times):
        attempts = attempts.failed(now)
    return attempts


def test_waits_grow() -> None:
    """The first few cost nothing, then each doubles the wait, up to an hour."""
    waits = [failed(times).wait_s(NINE) for times in range(FREE_ATTEMPTS + 11)]
    assert waits[: FREE_ATTEMPTS + 1] == [0] * (FREE_ATTEMPTS + 1)
    assert waits[FREE_ATTEMPTS + 1 :] == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert failed(10**3).wait_s(NINE) == LONGEST_WAIT_S


def test_time_forgives_one_by_one() -> None:
    """An hour each; parts of hours are not lost by looking."""
    attempts = failed(FREE_ATTEMPTS + 1)
    for minute in range(0, 61, 7):
        attempts = attempts.seen(UnixTime(NINE + minute * 60))
    assert attempts.level == FREE_ATTEMPTS + 1
    assert attempts.seen(UnixTime(NINE + FORGIVEN_AFTER_S)).level == FREE_ATTEMPTS
    assert attempts.seen(UnixTime(NINE + 10**6)).level == 0


@given(st.lists(st.integers(0, 7200), min_size=1, max_size=400))
def test_guessing_is_slow_in_the_long_run(patience: list[int]) -> None:
    """However a thief spreads his guesses: the free ones, then about one an hour."""
    attempts, now, guesses = Attempts(), NINE, 0
    for pause in patience:
        now = UnixTime(now + pause)
        attempts = attempts.seen(now)
        if not attempts.wait_s(now):
            attempts = attempts.failed(now)
            guesses += 1
    assert guesses <= FREE_ATTEMPTS + 9 + (now - NINE) // FORGIVEN_AFTER_S


def test_a_clock_set_back_costs_no_day() -> None:
    """The wait begins anew, and passes."""
    back = UnixTime(NINE - 86_400)
    attempts = failed(FREE_ATTEMPTS + 2).seen(back)
    assert attempts.wait_s(back) == 60
    assert attempts.seen(UnixTime(back + 60)).wait_s(UnixTime(back + 60)) == 0


def shift(opened_at: int) -> Shift:
    """Return a shift that opened then."""
    return Shift(1, 1, "Айгүль", UnixTime(opened_at))


def test_a_shift_ends_when_the_shop_closes() -> None:
    """At 22:00 of its day, also for one that opened after the last closing; else after N hours."""
    rules = ShiftRules(closes_at=22 * 60)
    assert ends_at(shift(NINE), rules) == NINE + 13 * 3600
    at_ten = NINE + 13 * 3600
    assert ends_at(shift(at_ten - 1), rules) == at_ten
    assert ends_at(shift(at_ten), rules) == at_ten + LONGEST_SHIFT_S
    past_midnight = ShiftRules(closes_at=2 * 60)
    assert ends_at(shift(NINE + 10 * 3600), past_midnight) == NINE + 17 * 3600
    assert ends_at(shift(NINE), ShiftRules()) == NINE + LONGEST_SHIFT_S
    assert ends_at(shift(NINE), ShiftRules(longest_s=60, closes_at=22 * 60)) == NINE + 60


@given(st.integers(0, 2**33), st.one_of(st.none(), st.integers(0, 5000)), st.integers(1, 10**5))
def test_every_shift_ends_and_not_before_it_began(
    opened_at: int, closes_at: int | None, longest_s: int
) -> None:
    """Within its longest time."""
    rules = ShiftRules(longest_s, closes_at)
    assert opened_at < ends_at(shift(opened_at), rules) <= opened_at + longest_s


def test_numbers_of_shifts_climb() -> None:
    """Also when two open within a second, and when the clock goes back."""
    assert next_number(0, NINE) == NINE
    assert next_number(NINE, NINE) == NINE + 1
    assert next_number(NINE, UnixTime(5)) == NINE + 1


def test_a_hash_is_not_shown() -> None:
    """Not in a log that shows a cashier."""
    assert "argon" not in repr(Cashier(1, "Айгүль", "$argon2id$x"))
