"""Tiers as members, partners and the worker meet them."""

import pytest

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import CONSOLE, Actor
from hub.core.access.people import Page
from hub.core.access.roles import PROGRAMME, Grant, Role
from hub.core.ids import MemberId, StaffId
from hub.core.policy import DAY
from hub.core.ports.tiers import TierOf
from hub.core.tiers import Tier, TierReason
from hub.usecases.tiers import (
    give_tier,
    judge_member,
    member_tier,
    member_tier_history,
    recalculate_tiers,
    show_tier,
    tier_history,
)
from tests.hub.usecases.claim_world import ClaimWorld

OPERATOR = Actor(StaffId(9), (Grant(Role.OPERATOR, PROGRAMME),), reason="a good neighbour")


@pytest.fixture
def world(store: DatabaseStore) -> ClaimWorld:
    """Return a hub with a shop."""
    return ClaimWorld(store)


def _bought(world: ClaimWorld, total: int) -> MemberId:
    """Let a new member buy and claim for *total*, confirmed, and return the member."""
    member = world.member(total)
    till = world.selling()
    (event,) = till.append(world.sale(total), at=world.clock.now())
    world.hand_in(till)
    world.claim(member, event)
    return member


def test_the_worker_moves_everybody_and_writes_it_down(world: ClaimWorld) -> None:
    """50,000 ₸ are silver; a year later, after a warning and a month's grace, bronze."""
    silver, bronze = _bought(world, 50_000_00), _bought(world, 49_999_00)
    counted = recalculate_tiers(world.hub)
    assert counted["members"] == 2
    assert member_tier(world.hub, silver).standing.tier is Tier.SILVER
    shown = member_tier(world.hub, bronze)
    assert (shown.standing.tier, shown.progress.remaining) == (Tier.BRONZE, 1_00)
    assert recalculate_tiers(world.hub)["members_changed"] == 0
    world.clock.time += 366 * DAY
    assert recalculate_tiers(world.hub)["members_changed"] == 1
    world.clock.time += 30 * DAY
    recalculate_tiers(world.hub)
    history = member_tier_history(world.hub, silver, Page())
    assert [change.reason for _, change in history] == [
        TierReason.DOWNGRADED, TierReason.AT_RISK, TierReason.UPGRADED,
    ]  # fmt: skip
    assert history[-1][1].spend == 50_000_00


def test_goods_that_came_back_do_not_count(world: ClaimWorld) -> None:
    """60,000 ₸ of which 20,000 came back are no silver."""
    member, till = world.member(), world.selling()
    sale = world.sale(60_000_00)
    (event,) = till.append(sale, at=world.clock.now())
    till.append(world.back(sale, 20_000_00, accrual=event.sequence), at=world.clock.now())
    world.hand_in(till)
    world.claim(member, event)
    assert member_tier(world.hub, member).progress.spend == 40_000_00
    with world.store.begin() as work:
        assert judge_member(work, world.clock.now(), member) is None


def test_a_tier_given_by_hand_stays_until_its_day(world: ClaimWorld) -> None:
    """With a reason, by the operator alone, and in the history."""
    member = world.member()
    until = UnixTime(world.clock.now() + 90 * DAY)
    give_tier(world.hub, OPERATOR, TierOf.MEMBER, member, Tier.GOLD, until)
    world.clock.time += 60 * DAY
    recalculate_tiers(world.hub)
    assert member_tier(world.hub, member).standing.tier is Tier.GOLD
    ((_, change),) = tier_history(world.hub, OPERATOR, TierOf.MEMBER, member, Page())
    assert change.reason is TierReason.GIVEN


def test_a_partner_is_judged_by_what_it_turned_over(world: ClaimWorld) -> None:
    """Claimed or not: ten million tenge in a quarter are silver."""
    till = world.selling()
    till.append(*(world.sale(2_500_000_00) for _ in range(4)), at=world.clock.now())
    world.hand_in(till)
    assert recalculate_tiers(world.hub)["partners_changed"] == 1
    shown = show_tier(world.hub, world.owner, TierOf.PARTNER, world.partner)
    assert (shown.standing.tier, shown.progress.spend) == (Tier.SILVER, 10_000_000_00)
    ((_, change),) = tier_history(world.hub, world.owner, TierOf.PARTNER, world.partner, Page())
    assert (change.before, change.after) == (Tier.BRONZE, Tier.SILVER)


def test_who_may_not_gives_no_tier(world: ClaimWorld) -> None:
    """An owner, an operator without a reason, and for ever: all refused."""
    member, now = world.member(), world.clock.now()
    soon = UnixTime(now + DAY)
    cases = [
        (world.owner, soon, Refusal.FORBIDDEN),
        (CONSOLE, soon, Refusal.VALIDATION),
        (OPERATOR, now, Refusal.VALIDATION),
        (OPERATOR, UnixTime(now + 4000 * DAY), Refusal.VALIDATION),
    ]
    for actor, until, refusal in cases:
        with pytest.raises(Refused) as refused:
            give_tier(world.hub, actor, TierOf.MEMBER, member, Tier.GOLD, until)
        assert refused.value.refusal is refusal
    with pytest.raises(Refused) as refused:
        give_tier(world.hub, OPERATOR, TierOf.PARTNER, 999, Tier.GOLD, soon)
    assert refused.value.refusal is Refusal.NOT_FOUND


def test_nobody_has_no_tier(world: ClaimWorld) -> None:
    """Neither judged nor shown."""
    nobody = MemberId(999_999)
    with world.store.begin() as work:
        assert judge_member(work, world.clock.now(), nobody) is None
        assert work.tiers.spend(TierOf.MEMBER, nobody, UnixTime(0)) == 0
    with pytest.raises(Refused) as refused:
        member_tier(world.hub, nobody)
    assert refused.value.refusal is Refusal.NOT_FOUND


def test_history_comes_in_pages(world: ClaimWorld) -> None:
    """Newest first, each page behind the last."""
    member = world.member()
    until = UnixTime(world.clock.now() + DAY)
    for tier in (Tier.SILVER, Tier.GOLD):
        give_tier(world.hub, OPERATOR, TierOf.MEMBER, member, tier, until)
    ((first, newest),) = member_tier_history(world.hub, member, Page(limit=1))
    ((_, oldest),) = member_tier_history(world.hub, member, Page(after=first, limit=5))
    assert (newest.after, oldest.after) == (Tier.GOLD, Tier.SILVER)
