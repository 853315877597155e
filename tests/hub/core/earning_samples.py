"""Receipts and rules for tests of earning: examples to change, and strategies to draw from."""

from dataclasses import replace
from typing import Any, Final

from hypothesis import strategies as st

from contracts.wire.units import Points, ShopId, Tiyn, UnixTime
from hub.core.earning import Facts, Usage
from hub.core.earning_base import Line
from hub.core.earning_rules import Caps, EarningRule, HappyHours, Rates, RuleKind
from hub.core.ids import PartnerId, RuleId
from hub.core.policy import Policy
from hub.core.tiers import Tier

POLICY: Final = Policy()
MONDAY_NOON: Final = UnixTime(1_795_417_200)
"""2026-11-23 12:00 in Almaty."""
RULE: Final = EarningRule(RuleId(1), PartnerId(1), RuleKind.RATE, "Base", UnixTime(0))
FACTS: Final = Facts(PartnerId(1), ShopId(1), MONDAY_NOON, Tiyn(1_250_00), Tier.BRONZE, fiscal=True)


def rule(**changes: Any) -> EarningRule:
    """Return the usual rule, changed."""
    return replace(RULE, **changes)


def facts(**changes: Any) -> Facts:
    """Return the usual receipt, changed."""
    return replace(FACTS, **changes)


points = st.integers(0, 10_000).map(Points)
maybe_cap = st.none() | st.integers(1, 5_000).map(Points)
money = st.integers(0, 100_000_00).map(Tiyn)
names = st.sampled_from(["Круассан", "Торт «Медовик»", "Сигареты", "Бәліш", "Кофе латте", ""])
lines = st.lists(
    st.builds(Line, names, st.none() | st.integers(-50_000, 20_000_00).map(Tiyn)), max_size=6
).map(tuple)
usages = st.builds(Usage, points, points, points)


@st.composite
def rates(draw: st.DrawFn) -> Rates:
    """Draw rates that climb with the tier."""
    return Rates(*sorted(draw(st.lists(st.integers(0, 100), min_size=3, max_size=3))))


happy_hours = st.builds(
    HappyHours,
    st.frozensets(st.integers(1, 7), min_size=1),
    st.integers(0, 1439),
    st.integers(0, 1440),
    st.integers(0, 1000),
)


@st.composite
def rules(draw: st.DrawFn) -> EarningRule:
    """Draw a rule of kind rate that holds for all shops of partner 1."""
    return rule(
        id=RuleId(draw(st.integers(1, 50))),
        rates=draw(rates()),
        minimum=draw(st.just(Tiyn(0)) | st.integers(0, 2_000_00).map(Tiyn)),
        caps=draw(st.builds(Caps, maybe_cap, maybe_cap, maybe_cap, maybe_cap)),
        excluded=draw(st.sampled_from([(), ("сигарет",), ("торт", "кофе")])),
        happy_hours=tuple(draw(st.lists(happy_hours, max_size=2))),
    )


rule_sets = st.lists(rules(), max_size=5, unique_by=lambda it: it.id)


@st.composite
def receipts(draw: st.DrawFn) -> Facts:
    """Draw the facts of a receipt of partner 1, nothing of it returned."""
    return facts(
        printed_at=UnixTime(MONDAY_NOON + draw(st.integers(0, 14 * 24 * 3600))),
        total=draw(money),
        tier=draw(st.sampled_from(Tier)),
        fiscal=draw(st.booleans()),
        lines=draw(lines),
        paid_with_points=draw(st.just(Tiyn(0)) | money),
        usage={RuleId(number): draw(usages) for number in draw(st.sets(st.integers(1, 50)))},
        text_usage=draw(usages),
    )
