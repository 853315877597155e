"""A member buys a voucher: points are set aside once, within stock and limits."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, ShopId, UnixTime
from contracts.wire.voucher import KEY_KIND, Scope, unseal
from hub.adapters.database.store import DatabaseStore
from hub.core.access.people import Page, PartnerState
from hub.core.ids import MemberId, RewardId
from hub.core.rewards.catalogue import Terms
from hub.core.rewards.vouchers import VoucherState
from hub.core.tiers import Tier
from hub.usecases.catalogue import list_rewards, show_reward
from hub.usecases.rewards import change_reward, withdraw_reward
from hub.usecases.voucher_upkeep import expire_vouchers
from hub.usecases.vouchers import (
    Purchase,
    buy_voucher,
    cancel_voucher,
    list_vouchers,
    make_short_code,
    show_voucher,
)
from tests.hub.hubs import NOW
from tests.hub.reward_world import ANYWHERE, PART, PRODUCT, RewardWorld


@pytest.fixture
def world(store: DatabaseStore) -> RewardWorld:
    """Return a hub with a shop."""
    return RewardWorld(store)


def refusal_of(world: RewardWorld, member: MemberId, reward: RewardId) -> Refusal:
    """Return why *member* cannot buy *reward*."""
    with pytest.raises(Refused) as refused:
        world.bought(member, reward)
    return refused.value.refusal


def test_a_voucher_sets_its_price_aside_and_shows_a_sealed_code(world: RewardWorld) -> None:
    """Spendable points fall, held ones rise; the code says what was bought."""
    member = world.member(250)
    bought = world.bought(member, world.offered().id)
    assert bought.code is not None
    keyring = world.hub.keyring
    said = unseal(bought.code, lambda scope, at, key: keyring.key(KEY_KIND[scope], at, key))
    assert (said.scope, said.place, said.voucher) == (Scope.SHOP, world.shop, bought.voucher.id)
    assert said.not_after == bought.voucher.not_after >= NOW + 24 * 3600
    left = world.balances(member)
    assert (left.confirmed, left.held, left.spendable) == (150, 100, 150)
    assert world.sum_of_accounts([member]) == 0


def test_points_whose_day_has_come_buy_nothing(world: RewardWorld) -> None:
    """Also in the minutes before the worker takes them away."""
    member, reward = world.member(100), world.offered(ANYWHERE)
    world.clock.time += 365 * 24 * 3600
    assert refusal_of(world, member, reward.id) is Refusal.NOT_ENOUGH_POINTS


def test_the_same_request_is_one_voucher(world: RewardWorld) -> None:
    """Asked again, the same voucher comes back; saying something else it is refused."""
    member, reward, other = world.member(), world.offered(), world.offered(ANYWHERE)
    wanted = Purchase(world.request(), world.shop)
    first = buy_voucher(world.hub, member, reward.id, wanted)
    assert buy_voucher(world.hub, member, reward.id, wanted) == first
    assert world.balances(member).held == 100
    with pytest.raises(Refused) as refused:
        buy_voucher(world.hub, member, other.id, wanted)
    assert refused.value.refusal is Refusal.MISMATCH
    stranger = world.member()
    theirs = buy_voucher(world.hub, stranger, reward.id, wanted)
    assert theirs.voucher.id != first.voucher.id


def test_what_keeps_a_member_from_a_reward_is_said(world: RewardWorld) -> None:
    """The catalogue says why not; buying refuses with the same code."""
    member = world.member(40)
    seen = {
        Refusal.NOT_ENOUGH_POINTS: world.offered(),
        Refusal.TIER_TOO_LOW: world.offered(
            replace(PRODUCT, price=Points(10), terms=Terms(scope=Scope.SHOP, tier=Tier.GOLD))
        ),
        Refusal.SOLD_OUT: world.offered(replace(PRODUCT, price=Points(10)), stock=0),
        Refusal.TOO_EARLY: world.offered(
            replace(
                PRODUCT,
                price=Points(10),
                terms=Terms(scope=Scope.SHOP, valid_from=UnixTime(NOW + 60)),
            )
        ),
        Refusal.TOO_LATE: world.offered(
            replace(
                PRODUCT,
                price=Points(10),
                terms=Terms(scope=Scope.SHOP, valid_until=UnixTime(NOW - 1)),
            )
        ),
    }
    with world.hub.store.read() as work:
        person = work.members.get(member)
    assert person is not None
    listed = {it.reward.id: it for it in list_rewards(world.hub, person, Page())}
    for code, reward in seen.items():
        assert [it.code for it in listed[reward.id].why_not] == [code]
        assert refusal_of(world, member, reward.id) is code
    missing = listed[seen[Refusal.NOT_ENOUGH_POINTS].id].why_not[0]
    assert missing.missing == 60
    free = world.offered(replace(PRODUCT, price=Points(40)))
    assert show_reward(world.hub, person, free.id).why_not == ()


def test_the_last_voucher_of_a_member_is_counted(world: RewardWorld) -> None:
    """One each: the second is refused, and allowed again once the first was given back."""
    member = world.member()
    reward = world.offered(replace(ANYWHERE, terms=Terms(limit=1)))
    first = world.bought(member, reward.id)
    assert refusal_of(world, member, reward.id) is Refusal.LIMIT_REACHED
    cancel_voucher(world.hub, member, first.voucher.id)
    assert world.bought(member, reward.id).voucher.state is VoucherState.HELD


def test_a_withdrawn_reward_is_not_sold_but_its_vouchers_stay(world: RewardWorld) -> None:
    """What was bought keeps the version that it was bought with."""
    member, reward = world.member(), world.offered(ANYWHERE)
    bought = world.bought(member, reward.id)
    changed = change_reward(world.hub, world.owner, reward.id, replace(ANYWHERE, price=Points(7)))
    withdraw_reward(world.hub, world.owner, reward.id)
    assert changed.now.version > reward.now.version
    assert refusal_of(world, member, reward.id) is Refusal.NOT_OFFERED
    shown = show_voucher(world.hub, member, bought.voucher.id)
    assert (shown.frozen, shown.code) == (bought.frozen, bought.code)


def test_a_cancelled_voucher_that_no_till_could_take_is_released_at_once(
    world: RewardWorld,
) -> None:
    """Points and stock are back, once however often it is asked; the code is gone."""
    member, reward = world.member(), world.offered(ANYWHERE, stock=1)
    bought = world.bought(member, reward.id)
    for _ in range(2):
        given_back = cancel_voucher(world.hub, member, bought.voucher.id)
        assert given_back.voucher.state is VoucherState.CANCELLED
        assert given_back.code is None
    assert world.balances(member).spendable == 1_000
    assert world.bought(member, reward.id).voucher.state is VoucherState.HELD


def test_an_expired_voucher_gives_its_points_back(world: RewardWorld) -> None:
    """The worker ends it after its last second, not before."""
    member = world.member()
    bought = world.bought(member, world.offered(ANYWHERE).id)
    world.clock.time = bought.voucher.not_after
    assert expire_vouchers(world.hub) == {"expired": 0}
    world.clock.time += 1
    assert expire_vouchers(world.hub) == {"expired": 1}
    assert expire_vouchers(world.hub) == {"expired": 0}
    assert world.balances(member).spendable == 1_000
    with pytest.raises(Refused) as refused:
        cancel_voucher(world.hub, member, bought.voucher.id)
    assert refused.value.refusal is Refusal.EXPIRED


def test_a_part_payment_sets_aside_as_many_points_as_the_member_says(world: RewardWorld) -> None:
    """Up to the reward's price; more, or points for a fixed price, is refused."""
    member, part, fixed = world.member(), world.offered(PART), world.offered(ANYWHERE)
    bought = buy_voucher(world.hub, member, part.id, Purchase(world.request(), points=Points(120)))
    assert bought.voucher.points == world.balances(member).held == 120
    for reward, points in ((part, 501), (fixed, 99)):
        wanted = Purchase(world.request(), points=Points(points))
        with pytest.raises(Refused) as refused:
            buy_voucher(world.hub, member, reward.id, wanted)
        assert refused.value.refusal is Refusal.VALIDATION


def test_a_voucher_of_one_shop_names_it(world: RewardWorld) -> None:
    """Without a shop, or with one that does not give the reward, it is refused."""
    member, reward = world.member(), world.offered()
    with world.hub.store.begin() as work:
        other = work.partners.add("Другие", None, PartnerState.ACTIVE, UnixTime(NOW))
        theirs = work.shops.add(other, "Чужая", "", UnixTime(NOW))
    for shop, code in ((None, Refusal.SHOP_NEEDED), (theirs, Refusal.WRONG_SHOP),
                       (ShopId(999), Refusal.NOT_FOUND)):  # fmt: skip
        with pytest.raises(Refused) as refused:
            buy_voucher(world.hub, member, reward.id, Purchase(world.request(), shop))
        assert refused.value.refusal is code


def test_another_members_voucher_is_as_if_it_were_not_there(world: RewardWorld) -> None:
    """Neither seen, cancelled nor given a short code by a stranger."""
    member, stranger = world.member(), world.member()
    bought = world.bought(member, world.offered(ANYWHERE).id).voucher.id
    assert list_vouchers(world.hub, stranger, Page()) == []
    for act in (
        lambda: show_voucher(world.hub, stranger, bought),
        lambda: cancel_voucher(world.hub, stranger, bought),
        lambda: make_short_code(world.hub, stranger, bought, world.shop),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.refusal is Refusal.NOT_FOUND


def test_ten_members_race_for_the_last_three(world: RewardWorld) -> None:
    """However they hurry, three get one and seven are told that it is sold out."""
    reward = world.offered(ANYWHERE, stock=3)
    members = [world.member() for _ in range(10)]

    def hurry(member: MemberId) -> str:
        try:
            return world.bought(member, reward.id).voucher.state.value
        except Refused as refused:
            return refused.refusal.value

    with ThreadPoolExecutor(5) as pool:
        came_to = sorted(pool.map(hurry, members))
    assert came_to == ["held"] * 3 + ["sold_out"] * 7
    assert sum(world.balances(it).held for it in members) == 300
    assert world.sum_of_accounts(members) == 0


def test_one_member_races_himself_for_his_two(world: RewardWorld) -> None:
    """The limit of a member holds against his own hurry, and so does his balance."""
    reward = world.offered(replace(ANYWHERE, terms=Terms(limit=2)))
    member = world.member(1_000)

    def hurry(_: int) -> str:
        try:
            return world.bought(member, reward.id).voucher.state.value
        except Refused as refused:
            return refused.refusal.value

    with ThreadPoolExecutor(5) as pool:
        came_to = sorted(pool.map(hurry, range(6)))
    assert came_to == ["held"] * 2 + ["limit_reached"] * 4
    assert world.balances(member).held == 200
