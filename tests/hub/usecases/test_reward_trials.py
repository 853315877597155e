"""A reward tried out on last month's guests: who could have it, and what it comes to."""

from dataclasses import replace

import pytest

from contracts.wire.redeeming import RedemptionRequest
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, UnixTime
from contracts.wire.voucher import Scope
from hub.adapters.database.store import DatabaseStore
from hub.core.access.people import PartnerState
from hub.core.access.roles import Grant, Role
from hub.core.access.roles import Scope as Place
from hub.core.ids import MemberId
from hub.core.policy import DAY
from hub.core.ports.tiers import TierOf
from hub.core.rewards.catalogue import Reward, Terms
from hub.core.tiers import Standing, Tier
from hub.usecases.insights_counting import count_days
from hub.usecases.redemptions_online import redeem_online
from hub.usecases.reward_trials import Trial, look_as_member, try_reward
from hub.usecases.rewards import WrongReward, add_reward, change_reward, offer_reward, set_stock
from hub.usecases.vouchers import Purchase, buy_voucher
from tests.hub.hubs import NOW
from tests.hub.reward_world import PRODUCT
from tests.hub.usecases.claim_world import ClaimWorld

ONLINE = replace(PRODUCT, terms=Terms(), offline=False)


class Guesthouse(ClaimWorld):
    """A shop whose members have been there."""

    def __init__(self, store: DatabaseStore) -> None:
        super().__init__(store)
        self.at = self.selling()
        self.asked = 0

    def guest(self, telegram: int, total: int) -> MemberId:
        """Return a member with a receipt of this moment that his till has handed in."""
        who = self.member(telegram)
        [event] = self.at.append(self.sale(total), at=self.clock.time)
        self.claim(who, event)
        self.hand_in(self.at)
        return who

    def rise(self, member: MemberId, tier: Tier) -> None:
        """Give a member a tier."""
        with self.store.begin() as work:
            work.tiers.set(TierOf.MEMBER, member, Standing(tier), ())

    def offers(self, stock: int | None = None) -> Reward:
        """Return a reward that is offered."""
        made = add_reward(self.hub, self.owner, self.partner, ONLINE, stock)
        return offer_reward(self.hub, self.owner, made.id)

    def takes(self, member: MemberId, reward: Reward, *, hands_over: bool) -> None:
        """Let a member take a voucher, and a till hand out what it is for."""
        self.asked += 1
        request = self.asked.to_bytes(16, "big")
        shown = buy_voucher(self.hub, member, reward.id, Purchase(request, self.shop))
        if hands_over:
            with self.store.read() as work:
                key = work.till_keys.of(self.at.id)
            assert key is not None
            redeem_online(self.hub, key, RedemptionRequest(request, shown.code, None, None, "7"))

    def tries(self, draft: object = ONLINE, reward: Reward | None = None) -> Trial:
        """Return the dry run of its owner."""
        assert isinstance(draft, type(ONLINE))
        number = None if reward is None else reward.id
        return try_reward(self.hub, self.owner, self.partner, draft, 50, number)


@pytest.fixture
def house(store: DatabaseStore) -> Guesthouse:
    """Return a shop where three were lately, one long ago, and one never."""
    house = Guesthouse(store)
    house.clock.time = NOW - 40 * DAY
    house.guest(1, 90_000_00)
    house.clock.time = NOW
    house.guest(2, 4_000_00)  # 120 points
    house.guest(3, 9_000_00)  # 270
    house.rise(house.guest(4, 1_000_00), Tier.GOLD)
    house.member(5)
    return house


def test_those_who_were_here_lately_are_judged_as_the_app_judges_them(house: Guesthouse) -> None:
    """By points, tier and limit; who was not here is nobody's guest."""
    found = house.tries()
    assert (found.run.guests, found.run.able, found.run.most) == (3, 2, 3)
    assert dict(found.run.kept_out) == {Refusal.NOT_ENOUGH_POINTS: 1}
    assert found.whole
    gold = replace(ONLINE, terms=Terms(tier=Tier.GOLD), price=Points(30))
    assert dict(house.tries(gold).run.kept_out) == {Refusal.TIER_TOO_LOW: 2}
    assert house.tries(gold).run.able == 1


def test_what_was_taken_counts_for_pace_limit_and_purse(house: Guesthouse) -> None:
    """Of this reward, when it is one; of the others, when it is new."""
    reward = house.offers(stock=20)
    taker = house.guest(6, 20_000_00)  # 600
    house.takes(taker, reward, hands_over=True)
    house.takes(taker, reward, hands_over=True)
    house.takes(taker, reward, hands_over=False)
    count_days(house.hub)
    once = replace(ONLINE, terms=Terms(limit=3))
    own = house.tries(once, reward)
    assert dict(own.run.kept_out)[Refusal.LIMIT_REACHED] == 1
    assert (own.run.pace, own.run.paced_by_others, own.run.lasts) == (2, False, 17 * 30 // 2)
    new = house.tries(once)
    assert Refusal.LIMIT_REACHED not in dict(new.run.kept_out)
    assert (new.run.pace, new.run.paced_by_others, new.run.lasts) == (2, True, 50 * 30 // 2)
    assert new.run.most == 1 + 2 + 3


def test_an_edit_leaves_what_members_hold_as_it_was(house: Guesthouse) -> None:
    """Each voucher is told by the version that it keeps; the edit is told by its fields."""
    reward = house.offers()
    holder = house.guest(6, 20_000_00)
    house.takes(holder, reward, hands_over=False)
    dearer = replace(ONLINE, price=Points(150))
    before = house.tries(dearer, reward)
    assert [(it.version, it.draft.price, n) for it, n in before.held] == [
        (reward.now.version, 100, 1)
    ]
    assert before.changes == ("price",)
    after = change_reward(house.hub, house.owner, reward.id, dearer, reward.now.version)
    house.takes(holder, reward, hands_over=False)
    held = house.tries(dearer, reward).held
    assert [(it.draft.price, n) for it, n in held] == [(100, 1), (150, 1)]
    with pytest.raises(Refused) as late:
        change_reward(house.hub, house.owner, reward.id, ONLINE, reward.now.version)
    assert late.value.refusal is Refusal.CONFLICT
    house.clock.time += 3 * DAY
    assert house.tries(dearer, after).held == ()


def test_nothing_is_changed_and_nobody_else_may(house: Guesthouse) -> None:
    """A stranger's reward is not there; what is wrong with a draft is all said."""
    reward = house.offers(stock=5)
    with house.store.begin() as work:
        other = work.partners.add("Тәтті", None, PartnerState.ACTIVE, UnixTime(NOW))
    house.tries(replace(ONLINE, price=Points(1)), reward)
    with house.store.read() as work:
        assert work.rewards.get(reward.id) == reward
    with pytest.raises(Refused) as stranger:
        try_reward(house.hub, house.owner, other, ONLINE, None)
    assert stranger.value.refusal is Refusal.FORBIDDEN
    with pytest.raises(Refused) as gone:
        try_reward(house.hub, house.owner, house.partner, ONLINE, None, type(reward.id)(999))
    assert gone.value.refusal is Refusal.NOT_FOUND
    with pytest.raises(WrongReward) as wrong:
        house.tries(replace(ONLINE, price=Points(-1), percent=5))
    assert len(wrong.value.problems) == 2
    set_stock(house.hub, house.owner, reward.id, 0)
    assert dict(house.tries(ONLINE, reward).run.kept_out) == {Refusal.SOLD_OUT: 3}


def test_a_draft_is_looked_at_as_a_member_would_see_it(house: Guesthouse) -> None:
    """With the shops and tills to choose from; not by a stranger."""
    terms = Terms(scope=Scope.TILL, life=7200, usable_from=UnixTime(NOW + DAY))
    draft = replace(ONLINE, terms=terms)
    seen = look_as_member(house.hub, house.owner, house.partner, draft, 7)
    assert [till.id for it in seen.places for till in it.tills] == [house.at.id]
    assert (seen.life, seen.usable_from, seen.seen.reward.stock) == (7200, NOW + DAY, 7)
    assert seen.seen.why_not == ()
    nearby = replace(house.owner, grants=(Grant(Role.CASHIER, Place(house.partner, house.shop)),))
    assert look_as_member(house.hub, nearby, house.partner, ONLINE, None).places
    with house.store.begin() as work:
        other = work.partners.add("Тәтті", None, PartnerState.ACTIVE, UnixTime(NOW))
    with pytest.raises(Refused) as stranger:
        look_as_member(house.hub, house.owner, other, ONLINE, None)
    assert stranger.value.refusal is Refusal.FORBIDDEN
