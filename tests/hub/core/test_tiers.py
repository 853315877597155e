"""Bronze, silver and gold."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.units import Points, Tiyn, UnixTime
from hub.core.almaty import DAY
from hub.core.policy import Policy
from hub.core.tiers import (
    PARTNER_LADDER,
    CommissionRates,
    Ladder,
    Standing,
    Tier,
    TierReason,
    commission,
    give,
    judge,
    member_ladder,
    progress,
)

LADDER = member_ladder(Policy())
NOW = UnixTime(1_795_417_200)
spends = st.integers(0, 30_000_000).map(Tiyn)


def _later(days: int) -> UnixTime:
    return UnixTime(NOW + days * DAY)


def test_thresholds_are_reached_at_once_and_two_steps_may_be_one() -> None:
    """50,000 ₸ are silver, 150,000 ₸ gold, one tiyn less is not."""
    for spend, tier in [
        (4_999_999, Tier.BRONZE), (5_000_000, Tier.SILVER),
        (14_999_999, Tier.SILVER), (15_000_000, Tier.GOLD),
    ]:  # fmt: skip
        standing, change = judge(Standing(), Tiyn(spend), LADDER, NOW)
        assert standing.tier is tier
        assert (change is None) == (tier is Tier.BRONZE)
        if change:
            assert change.reason is TierReason.UPGRADED
            assert (change.before, change.after, change.at) == (Tier.BRONZE, tier, NOW)


def test_a_fall_from_gold_goes_by_steps_with_a_grace_period_each() -> None:
    """Warned at once, silver after 30 days, bronze after 30 more."""
    standing = Standing(Tier.GOLD, NOW)
    said = []
    for day in range(70):
        standing, change = judge(standing, Tiyn(0), LADDER, _later(day))
        if change:
            said.append((day, change.reason, change.after))
    assert said == [
        (0, TierReason.AT_RISK, Tier.GOLD),
        (30, TierReason.DOWNGRADED, Tier.SILVER),
        (60, TierReason.DOWNGRADED, Tier.BRONZE),
    ]


def test_who_comes_back_in_time_keeps_the_tier() -> None:
    """The history says so, and the next fall has a whole grace period."""
    standing, _ = judge(Standing(Tier.SILVER, NOW), Tiyn(0), LADDER, NOW)
    standing, change = judge(standing, Tiyn(5_000_000), LADDER, _later(29))
    assert change
    assert change.reason is TierReason.KEPT
    assert standing == Standing(Tier.SILVER, NOW)
    standing, _ = judge(standing, Tiyn(0), LADDER, _later(40))
    standing, change = judge(standing, Tiyn(0), LADDER, _later(69))
    assert change is None
    assert standing.tier is Tier.SILVER


def test_a_tier_given_by_a_person_is_not_lost_before_its_day() -> None:
    """Not even warned of; afterwards the grace period begins."""
    given_tier, change = give(Standing(), Tier.GOLD, _later(90), Tiyn(0), NOW)
    assert change.reason is TierReason.GIVEN
    for day in (0, 31, 89):
        standing, change_of_day = judge(given_tier, Tiyn(0), LADDER, _later(day))
        assert (standing, change_of_day) == (given_tier, None)
    _, warned = judge(given_tier, Tiyn(0), LADDER, _later(90))
    assert warned
    assert warned.reason is TierReason.AT_RISK


def test_without_a_grace_period_a_step_is_lost_at_once() -> None:
    """Still one step at a time."""
    hard = replace(LADDER, grace=0)
    standing, change = judge(Standing(Tier.GOLD, NOW), Tiyn(0), hard, NOW)
    assert standing.tier is Tier.SILVER
    assert change
    assert change.reason is TierReason.DOWNGRADED


@given(st.sampled_from(Tier), spends, st.none() | st.integers(0, 400))
def test_a_second_judgement_at_the_same_time_changes_nothing(
    tier: Tier, spend: Tiyn, at_risk_days: int | None
) -> None:
    """The worker may run twice."""
    at_risk = None if at_risk_days is None else UnixTime(NOW - at_risk_days * DAY)
    once, _ = judge(Standing(tier, UnixTime(0), at_risk), spend, LADDER, NOW)
    twice, change = judge(once, spend, LADDER, NOW)
    assert twice == once
    assert change is None


@given(st.lists(spends, max_size=20))
def test_no_judgement_goes_down_more_than_a_step(path: list[Tiyn]) -> None:
    """And never below what the spend earns, whatever happens in a year."""
    standing = Standing()
    for day, spend in enumerate(path):
        before = standing.tier
        standing, change = judge(standing, spend, LADDER, _later(day * 20))
        assert standing.tier.rank >= before.rank - 1
        assert standing.tier.rank >= LADDER.earned(spend).rank
        if change:
            assert (change.before, change.after) == (before, standing.tier)
        else:
            assert standing.tier is before


@given(st.sampled_from(Tier), spends)
def test_progress_leads_to_the_next_tier(tier: Tier, spend: Tiyn) -> None:
    """Who spends what remains, has it."""
    shown = progress(Standing(tier), spend, LADDER)
    if shown.next_tier is None:
        assert (tier, shown.remaining) == (Tier.GOLD, 0)
    else:
        assert shown.next_tier.rank == tier.rank + 1
        assert LADDER.earned(Tiyn(spend + shown.remaining)).rank >= shown.next_tier.rank
    kept = LADDER.earned(Tiyn(spend + shown.needed_to_keep))
    assert kept.rank >= tier.rank
    assert shown.lost_at is None


def test_progress_says_when_a_tier_is_lost() -> None:
    """A day for the person to do something about it, and how much."""
    standing = Standing(Tier.SILVER, UnixTime(0), NOW)
    shown = progress(standing, Tiyn(4_000_000), LADDER)
    assert (shown.lost_at, shown.needed_to_keep) == (_later(30), 1_000_000)


def test_ladders_and_commissions_have_bounds() -> None:
    """All problems at once; the usual ones have none."""
    assert LADDER.problems() == PARTNER_LADDER.problems() == CommissionRates().problems() == ()
    wrong = Ladder(0, Tiyn(0), Tiyn(0), -1)
    assert wrong.problems() == ("window", "silver", "gold", "grace")
    assert CommissionRates(10_001, 10_002, 10_003).problems() == ("gold", "silver", "bronze")


@given(st.integers(0, 10**9), st.sampled_from(Tier))
def test_a_higher_tier_never_pays_more_commission(issued: int, tier: Tier) -> None:
    """And none pays more than its basis points."""
    rates = CommissionRates()
    share = commission(Points(issued), tier, rates)
    assert share * 10_000 <= issued * rates.of(tier)
    assert commission(Points(issued), Tier.GOLD, rates) <= share
