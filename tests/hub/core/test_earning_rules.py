"""Rules that an owner may and may not keep."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.units import Points, ShopId, Tiyn, UnixTime
from hub.core.earning_rules import (
    LARGEST_CAP,
    LARGEST_STEP,
    LONGEST_NAME,
    MOST_PATTERNS,
    MOST_SHOPS,
    Caps,
    HappyHours,
    ProblemCode,
    Rates,
    RuleKind,
    problems_of,
    problems_of_change,
)
from tests.hub.core.earning_samples import MONDAY_NOON, RULE, rule

WHOLE_DAY = HappyHours(frozenset({1}), 0, 1440, 200)


def test_the_usual_rule_has_no_problems() -> None:
    """Nor has one with everything in it."""
    full = rule(
        until=UnixTime(2), since=UnixTime(1), shops=frozenset({ShopId(1)}),
        caps=Caps(Points(1), Points(2), Points(3), Points(4)),
        excluded=("сигареты",), happy_hours=(WHOLE_DAY,), minimum=Tiyn(1),
    )  # fmt: skip
    gift = rule(kind=RuleKind.WELCOME, bonus=Points(500))
    assert [problems_of(it) for it in (RULE, full, gift)] == [(), (), ()]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"name": " "}, "name", ProblemCode.TOO_SHORT),
        ({"name": "x" * (LONGEST_NAME + 1)}, "name", ProblemCode.TOO_LONG),
        ({"since": UnixTime(5), "until": UnixTime(5)}, "until", ProblemCode.ENDS_BEFORE_IT_BEGINS),
        ({"since": UnixTime(-1)}, "since", ProblemCode.OUT_OF_BOUNDS),
        ({"until": UnixTime(2**32)}, "until", ProblemCode.OUT_OF_BOUNDS),
        (
            {"shops": frozenset(ShopId(it) for it in range(MOST_SHOPS + 1))},
            "shops",
            ProblemCode.TOO_MANY,
        ),
        ({"step": Tiyn(0)}, "step", ProblemCode.OUT_OF_BOUNDS),
        ({"step": Tiyn(LARGEST_STEP + 1)}, "step", ProblemCode.OUT_OF_BOUNDS),
        ({"rates": Rates(3, 5, 101)}, "rates.gold", ProblemCode.OUT_OF_BOUNDS),
        ({"rates": Rates(-1, 5, 7)}, "rates.bronze", ProblemCode.OUT_OF_BOUNDS),
        ({"rates": Rates(0, 0, 0)}, "rates", ProblemCode.GIVES_NOTHING),
        ({"rates": Rates(5, 3, 7)}, "rates", ProblemCode.HIGHER_TIER_EARNS_LESS),
        ({"bonus": Points(5)}, "bonus", ProblemCode.NOT_FOR_THIS_KIND),
        ({"kind": RuleKind.BIRTHDAY}, "bonus", ProblemCode.OUT_OF_BOUNDS),
        (
            {"kind": RuleKind.WELCOME, "bonus": Points(5), "happy_hours": (WHOLE_DAY,)},
            "happy_hours",
            ProblemCode.NOT_FOR_THIS_KIND,
        ),
        ({"minimum": Tiyn(-1)}, "minimum", ProblemCode.OUT_OF_BOUNDS),
        ({"caps": Caps(day=Points(0))}, "caps.day", ProblemCode.OUT_OF_BOUNDS),
        (
            {"caps": Caps(budget=Points(LARGEST_CAP + 1))},
            "caps.budget",
            ProblemCode.OUT_OF_BOUNDS,
        ),
        ({"excluded": ("ab",) * (MOST_PATTERNS + 1)}, "excluded", ProblemCode.TOO_MANY),
        ({"excluded": ("чай", " a ")}, "excluded.1", ProblemCode.TOO_SHORT),
        ({"excluded": ("x" * 41,)}, "excluded.0", ProblemCode.TOO_LONG),
        ({"happy_hours": (WHOLE_DAY,) * 21}, "happy_hours", ProblemCode.TOO_MANY),
        (
            {"happy_hours": (replace(WHOLE_DAY, weekdays=frozenset({0})),)},
            "happy_hours.0.weekdays",
            ProblemCode.OUT_OF_BOUNDS,
        ),
        (
            {"happy_hours": (replace(WHOLE_DAY, begins=1440),)},
            "happy_hours.0.begins",
            ProblemCode.OUT_OF_BOUNDS,
        ),
        (
            {"happy_hours": (replace(WHOLE_DAY, ends=0),)},
            "happy_hours.0.ends",
            ProblemCode.ENDS_BEFORE_IT_BEGINS,
        ),
        (
            {"happy_hours": (replace(WHOLE_DAY, percent=1001),)},
            "happy_hours.0.percent",
            ProblemCode.OUT_OF_BOUNDS,
        ),
    ],
)
def test_each_problem_names_its_field(
    changes: dict[str, Any], field: str, code: ProblemCode
) -> None:
    """What is wrong, and where."""
    assert (field, code) in {(it.field, it.code) for it in problems_of(rule(**changes))}


def test_all_problems_are_said_at_once() -> None:
    """An owner mends a rule in one go."""
    wrong = rule(name="", step=Tiyn(0), minimum=Tiyn(-1), caps=Caps(day=Points(0)))
    fields = {problem.field for problem in problems_of(wrong)}
    assert {"name", "step", "minimum", "caps.day"} <= fields


def test_hours_after_midnight_belong_to_the_day_before() -> None:
    """Friday 22:00 to 02:00 holds on Friday night and on Saturday before two."""
    night = HappyHours(frozenset({5}), 22 * 60, 2 * 60, 200)
    holding = [(5, 22 * 60), (5, 1439), (6, 0), (6, 119)]
    others = [(5, 22 * 60 - 1), (6, 120), (5, 60), (4, 1439), (6, 22 * 60)]
    assert all(night.holds(*it) for it in holding)
    assert not any(night.holds(*it) for it in others)


@given(st.integers(1, 7), st.integers(0, 1439), st.integers(0, 1440))
def test_a_week_has_as_many_happy_minutes_as_the_hours_say(
    weekday: int, begins: int, ends: int
) -> None:
    """Around midnight and around Sunday no minute is lost or counted twice."""
    hours = HappyHours(frozenset({weekday}), begins, ends, 200)
    held = sum(hours.holds(day, minute) for day in range(1, 8) for minute in range(0, 1440, 1))
    assert held == (ends - begins if begins < ends else 1440 - begins + ends)


def test_a_rule_in_force_is_only_ended() -> None:
    """The past stays judged as it was; the end may be set, and moved while it has not passed."""
    now = MONDAY_NOON
    ended = replace(RULE, until=now)
    assert problems_of_change(RULE, replace(RULE, rates=Rates(1, 2, 3)), now) == ("rates",)
    assert problems_of_change(RULE, replace(RULE, name="Other"), now) == ()
    assert problems_of_change(RULE, ended, now) == ()
    assert problems_of_change(RULE, replace(RULE, until=UnixTime(now - 1)), now) == ("until",)
    assert problems_of_change(ended, RULE, now) == ("until",)
    coming = rule(since=UnixTime(now + 9))
    assert problems_of_change(coming, replace(coming, rates=Rates(1, 2, 3)), now) == ()
    assert problems_of_change(coming, replace(coming, since=UnixTime(now - 1)), now) == ("since",)
