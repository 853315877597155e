"""What a receipt earns."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.units import Points, ShopId, Tiyn, UnixTime
from hub.core.earning import Facts, StepCode, Usage, earn, earn_by, simulated
from hub.core.earning_base import Line
from hub.core.earning_rules import Caps, EarningRule, HappyHours, Rates, RuleKind
from hub.core.ids import PartnerId, RuleId
from hub.core.tiers import Tier
from tests.hub.core.earning_samples import (
    MONDAY_NOON,
    POLICY,
    facts,
    receipts,
    rule,
    rule_sets,
    rules,
)


@pytest.mark.parametrize(
    ("tier", "points"), [(Tier.BRONZE, 37), (Tier.SILVER, 62), (Tier.GOLD, 87)]
)
def test_a_receipt_earns_its_tier_s_percent_rounded_down(tier: Tier, points: int) -> None:
    """1,250 ₸ at 3, 5 and 7 % are 37.5, 62.5 and 87.5: half a point is none."""
    earned = earn(facts(tier=tier), [rule()], POLICY)
    assert (earned.points, earned.rule) == (points, 1)
    assert [step.code for step in earned.why] == [StepCode.TOTAL, StepCode.RATE]


def test_rounding_comes_once() -> None:
    """37.5 and a half as much again are 56.25, and not 37 and a half of it."""
    happy = HappyHours(frozenset({1}), 0, 1440, 150)
    assert earn(facts(), [rule(happy_hours=(happy,))], POLICY).points == 56


@given(receipts(), rule_sets)
def test_the_best_rule_for_the_member_holds(receipt: Facts, held: list[EarningRule]) -> None:
    """No rule alone gives more, and one of them alone gives as much."""
    earned = earn(receipt, held, POLICY)
    alone = [earn(receipt, [it], POLICY).points for it in held]
    assert earned.points == max(alone, default=0)


@given(receipts(), rule_sets, st.randoms(use_true_random=False))
def test_the_order_of_rules_does_not_matter(
    receipt: Facts, held: list[EarningRule], dice: Random
) -> None:
    """Between equals the lowest id holds, however the database lists them."""
    shuffled = list(held)
    dice.shuffle(shuffled)
    assert earn(receipt, shuffled, POLICY) == earn(receipt, held, POLICY)


def test_between_equals_the_lowest_id_holds() -> None:
    """Two rules alike give the points of the older one."""
    alike = [rule(id=RuleId(9)), rule(id=RuleId(4)), rule(id=RuleId(7))]
    earned = earn(facts(), alike, POLICY)
    assert earned.rule == 4
    assert earned.why[-1].numbers == {"rules": 3}


@given(receipts(), rules())
def test_points_are_exact(receipt: Facts, held: EarningRule) -> None:
    """Without caps and hours, points are the exact share of what earns, rounded down."""
    bare = replace(held, caps=Caps(), happy_hours=(), excluded=(), minimum=Tiyn(0))
    receipt = replace(receipt, fiscal=True, paid_with_points=Tiyn(0))
    exact = Fraction(receipt.total * bare.rates.of(receipt.tier), bare.step)
    assert earn(receipt, [bare], POLICY).points == int(exact)


@given(receipts(), rule_sets)
def test_no_cap_is_exceeded(receipt: Facts, held: list[EarningRule]) -> None:
    """What was used before and what is earned now stay within every cap, or nothing is earned."""
    earned = earn(receipt, held, POLICY)
    if not earned.points:
        return
    caps = next(it.caps for it in held if it.id == earned.rule)
    assert earned.rule
    used = receipt.usage.get(earned.rule, Usage())
    assert caps.receipt is None or earned.points <= caps.receipt
    assert caps.day is None or used.day + earned.points <= caps.day
    assert caps.month is None or used.month + earned.points <= caps.month
    assert caps.budget is None or used.budget + earned.points <= caps.budget
    if not receipt.fiscal:
        assert earned.points <= POLICY.text_only_receipt
        assert receipt.text_usage.day + earned.points <= POLICY.text_only_day
        assert receipt.text_usage.month + earned.points <= POLICY.text_only_month


@given(receipts(), rules(), st.integers(0, 100_000_00), st.integers(0, 100_000_00))
def test_the_more_comes_back_the_less_was_earned(
    receipt: Facts, held: EarningRule, one: int, other: int
) -> None:
    """Goods without lines that come back never give points, and all of them take all."""
    less, more = sorted((min(one, receipt.total), min(other, receipt.total)))
    few = earn_by(replace(receipt, returned=Tiyn(less)), held, POLICY)
    many = earn_by(replace(receipt, returned=Tiyn(more)), held, POLICY)
    assert many <= few <= earn(receipt, [held], POLICY).points
    assert earn_by(replace(receipt, returned=receipt.total), held, POLICY) == 0


@given(receipts(), rules(), st.integers(0, 100_000_00))
def test_a_claim_after_a_return_earns_what_is_left(
    receipt: Facts, held: EarningRule, back: int
) -> None:
    """Claimed before or after the goods came back, the member ends with the same points."""
    returned = Tiyn(min(back, receipt.total))
    posted = earn(receipt, [held], POLICY).points
    left = earn_by(replace(receipt, returned=returned), held, POLICY)
    taken = posted - left
    assert posted - taken == earn(replace(receipt, returned=returned), [held], POLICY).points


def test_excluded_goods_that_come_back_take_nothing() -> None:
    """Where lines are known, cigarettes earned nothing and cost nothing when they come back."""
    held = rule(excluded=("сигарет",))
    sold = facts(
        total=Tiyn(2_000_00),
        lines=(Line("Торт", Tiyn(1_000_00)), Line("СИГАРЕТЫ", Tiyn(1_000_00))),
    )
    back = replace(
        sold, returned=Tiyn(1_000_00), returned_lines=(Line("Сигареты", Tiyn(1_000_00)),)
    )
    unknown = replace(sold, returned=Tiyn(1_000_00))
    assert earn_by(sold, held, POLICY) == 30
    assert earn_by(back, held, POLICY) == 30
    assert earn_by(unknown, held, POLICY) == 15


def test_what_points_paid_for_earns_nothing() -> None:
    """Half of 2,000 ₸ paid with points: the other half earns."""
    receipt = facts(total=Tiyn(2_000_00), paid_with_points=Tiyn(1_000_00))
    earned = earn(receipt, [rule()], POLICY)
    assert earned.points == 30
    assert [step.code for step in earned.why] == [
        StepCode.TOTAL, StepCode.PAID_WITH_POINTS, StepCode.RATE,
    ]  # fmt: skip


def test_only_rules_in_force_when_it_was_printed_judge_a_receipt() -> None:
    """The first second counts, the last does not; another shop's and partner's rules never."""
    since, until = MONDAY_NOON, UnixTime(MONDAY_NOON + 3600)
    held = rule(since=since, until=until, shops=frozenset({ShopId(1)}))
    assert earn(facts(printed_at=since), [held], POLICY).points == 37
    assert earn(facts(printed_at=UnixTime(until - 1)), [held], POLICY).points == 37
    for other in (
        facts(printed_at=UnixTime(since - 1)),
        facts(printed_at=until),
        facts(shop=ShopId(2)),
        facts(partner=PartnerId(2)),
    ):
        earned = earn(other, [held], POLICY)
        assert (earned.points, earned.rule) == (0, None)
        assert earned.why[-1].code is StepCode.NO_RULE


def test_below_the_minimum_nothing_is_earned_and_the_reason_said() -> None:
    """The minimum counts what earns, not what was paid."""
    held = rule(minimum=Tiyn(1_250_00))
    assert earn(facts(), [held], POLICY).points == 37
    earned = earn(facts(paid_with_points=Tiyn(1)), [held], POLICY)
    assert earned.points == 0
    assert earned.why[-1].code is StepCode.BELOW_MINIMUM
    assert earned.why[-1].numbers == {"minimum": 125000, "earns": 124999}


def test_of_two_happy_hours_the_better_holds() -> None:
    """Monday noon within both: threefold."""
    hours = (
        HappyHours(frozenset({1, 2}), 11 * 60, 13 * 60, 200),
        HappyHours(frozenset({1}), 12 * 60, 12 * 60 + 1, 300),
        HappyHours(frozenset({2}), 0, 1440, 1000),
    )
    assert earn(facts(), [rule(happy_hours=hours)], POLICY).points == 112


def test_text_only_receipts_have_lower_caps() -> None:
    """A receipt of 100,000 ₸ earns 3,000 points by its fiscal key and 2,000 by text."""
    large = facts(total=Tiyn(100_000_00))
    assert earn(large, [rule()], POLICY).points == 3_000
    earned = earn(replace(large, fiscal=False), [rule()], POLICY)
    assert earned.points == 2_000
    assert earned.why[-1].code is StepCode.TEXT_RECEIPT


def test_each_occasion_brings_its_best_bonus_and_no_other() -> None:
    """A welcome that is due comes once, from the rule that gives most; a birthday is not due."""
    gifts = [
        rule(id=RuleId(2), kind=RuleKind.WELCOME, bonus=Points(300)),
        rule(id=RuleId(3), kind=RuleKind.WELCOME, bonus=Points(500), minimum=Tiyn(5_000_00)),
        rule(id=RuleId(4), kind=RuleKind.BIRTHDAY, bonus=Points(1_000)),
        rule(id=RuleId(5), kind=RuleKind.WELCOME, bonus=Points(300)),
    ]
    earned = earn(facts(occasions=frozenset({RuleKind.WELCOME})), [rule(), *gifts], POLICY)
    (bonus,) = earned.bonuses
    assert (bonus.rule, bonus.kind, bonus.points, bonus.receipts) == (2, RuleKind.WELCOME, 300, 3)
    assert earned.points == 37
    back = facts(occasions=frozenset({RuleKind.WELCOME}), returned=Tiyn(1_250_00))
    assert earn(back, gifts, POLICY).bonuses == ()


def test_a_bonus_keeps_to_its_month_s_budget() -> None:
    """Of a budget with 100 points left, a welcome of 300 gives 100, the next one none."""
    gift = rule(kind=RuleKind.WELCOME, bonus=Points(300), caps=Caps(budget=Points(1_000)))
    due = facts(occasions=frozenset({RuleKind.WELCOME}))
    almost = replace(due, usage={gift.id: Usage(budget=Points(900))})
    empty = replace(due, usage={gift.id: Usage(budget=Points(1_000))})
    assert [bonus.points for bonus in earn(almost, [gift], POLICY).bonuses] == [100]
    assert earn(empty, [gift], POLICY).bonuses == ()


@given(receipts(), rule_sets, rules())
def test_a_simulated_draft_is_what_posting_will_give(
    receipt: Facts, held: list[EarningRule], draft: EarningRule
) -> None:
    """A draft among the rules gives what the rules will give once it is one of them."""
    later = [it for it in held if it.id != draft.id] + [draft]
    assert simulated(receipt, held, POLICY, draft) == earn(receipt, later, POLICY)
    assert simulated(receipt, held, POLICY) == earn(receipt, held, POLICY)


def test_rates_of_zero_give_nothing_but_say_why() -> None:
    """A bronze member of a programme for gold members sees the rate."""
    earned = earn(facts(), [rule(rates=Rates(0, 0, 7))], POLICY)
    assert (earned.points, earned.rule) == (0, None)
    assert earned.why[-1].numbers["points"] == 0
