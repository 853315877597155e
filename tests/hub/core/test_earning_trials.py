"""What a rule would have done: sums that agree with their receipts, and caps that fill."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.units import Points, ShopId, Tiyn, UnixTime
from hub.core.earning import Bonus, Earned, Facts
from hub.core.earning_rules import EarningRule, RuleKind
from hub.core.earning_trials import (
    MOST_EXAMPLES,
    Effect,
    Simulated,
    Spending,
    compared,
    forebears,
    standing_beside,
)
from hub.core.ids import MemberId, PartnerId, RuleId
from hub.core.policy import DAY
from hub.core.tiers import Tier

RULE = RuleId(7)
NOON = UnixTime(1_790_000_000)


def facts(total: int = 1_000_00, shop: int = 1, at: UnixTime = NOON) -> Facts:
    """Return a receipt."""
    return Facts(PartnerId(1), ShopId(shop), at, Tiyn(total), Tier.BRONZE, fiscal=True)


def earned(points: int, bonus: int = 0) -> Earned:
    """Return what a receipt earns."""
    more = (Bonus(RULE, RuleKind.WELCOME, Points(bonus), 3),) if bonus else ()
    return Earned(Points(points), RULE, (), more)


def rule(**changes: object) -> EarningRule:
    """Return a rule that holds from noon on."""
    plain = EarningRule(RuleId(1), PartnerId(1), RuleKind.RATE, "Негізгі", NOON)
    return replace(plain, **changes)  # type: ignore[arg-type]  # a rule's own fields


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 90), st.integers(0, 90),
                          st.booleans()), max_size=25))  # fmt: skip
def test_the_whole_is_the_sum_of_its_receipts(
    drawn: list[tuple[int, int, int, bool]],
) -> None:
    """By shop too; each example is one of them, and those that changed come first."""
    found = [
        Simulated(facts(shop=shop), earned(now), earned(then), Points(now) if claimed else None)
        for shop, now, then, claimed in drawn
    ]
    said = compared(found)
    assert said.printed.receipts == len(found)
    assert said.printed.before == sum(now for _, now, _, _ in drawn)
    assert said.printed.after == sum(then for _, _, then, _ in drawn)
    assert said.claimed == sum((it for _, it in said.shops), Effect())
    assert said.claimed.receipts == sum(claimed for *_, claimed in drawn)
    assert len(said.examples) <= MOST_EXAMPLES
    assert all(it in found for it in said.examples)
    if said.printed.touched:
        assert all(it.before != it.after for it in said.examples)
    assert (said.since is None) == (not found)


def test_a_bonus_is_part_of_what_a_rule_costs() -> None:
    """Else a welcome would look free."""
    it = Simulated(facts(), earned(30), earned(30, bonus=500), Points(30))
    assert (compared([it]).claimed.before, compared([it]).claimed.after) == (30, 530)
    assert compared([it]).claimed.touched == 1


def test_the_largest_changes_both_ways_are_shown() -> None:
    """An owner sees whom it hurts, not only whom it helps."""
    found = [Simulated(facts(), earned(50), earned(50 + it)) for it in range(-9, 10)]
    changes = [it.after - it.before for it in compared(found).examples]
    assert (min(changes), max(changes), len(changes)) == (-9, 9, MOST_EXAMPLES)


def test_caps_fill_by_member_day_and_month_and_for_all_by_budget() -> None:
    """Only by what the draft itself gave."""
    used, one, other = Spending(RULE), MemberId(1), MemberId(2)
    used.use(facts(), one, earned(40, bonus=5))
    used.use(facts(at=UnixTime(NOON + DAY)), one, earned(10))
    used.use(facts(), other, replace(earned(7), rule=RuleId(1)))
    then = used.facts(facts(at=UnixTime(NOON + DAY)), one).usage[RULE]
    assert (then.day, then.month, then.budget) == (10, 55, 55)
    his = used.facts(facts(), other).usage[RULE]
    assert (his.day, his.month, his.budget) == (0, 0, 55)


def test_rules_stand_beside_each_other_by_kind_time_and_place() -> None:
    """One that has ended, waits, gives for something else or elsewhere does not."""
    draft = rule(id=RuleId(9), shops=frozenset({ShopId(1)}), until=UnixTime(NOON + DAY))
    beside = [rule(), rule(shops=frozenset({ShopId(1), ShopId(2)})),
              rule(since=UnixTime(0), until=UnixTime(NOON + 1))]  # fmt: skip
    apart = [
        rule(id=RuleId(9)), rule(kind=RuleKind.WELCOME, bonus=Points(5)),
        rule(shops=frozenset({ShopId(2)})), rule(since=UnixTime(0), until=NOON),
        rule(since=UnixTime(NOON + DAY)),
    ]  # fmt: skip
    assert standing_beside(draft, [*apart, *beside]) == beside


def test_a_rule_is_known_with_all_that_it_followed() -> None:
    """Also where somebody has bent the chain to a ring."""
    chain = {RuleId(3): RuleId(2), RuleId(2): RuleId(1), RuleId(1): None, RuleId(4): None}
    assert forebears(RuleId(3), chain) == {1, 2, 3}
    assert forebears(RuleId(0), chain) == {0}
    assert forebears(RuleId(2), {RuleId(2): RuleId(1), RuleId(1): RuleId(2)}) == {1, 2}
