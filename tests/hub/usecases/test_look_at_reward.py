"""A member looks at one reward: what it is, where it is given, how long its voucher lives."""

from dataclasses import replace

import pytest

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from contracts.wire.voucher import Scope
from hub.adapters.database.store import DatabaseStore
from hub.core.access.people import PartnerState, State
from hub.core.ids import RewardId
from hub.core.rewards.catalogue import Terms
from hub.usecases.catalogue import look_at_reward, place_of_voucher
from hub.usecases.who_am_i import member_of
from tests.hub.hubs import NOW
from tests.hub.reward_world import PRODUCT, RewardWorld


def test_it_is_given_at_every_open_shop_of_its_partner(store: DatabaseStore) -> None:
    """Not at one that is closed, nor at a stranger's; the programme says how long it lives."""
    world = RewardWorld(store)
    with store.begin() as work:
        second = work.shops.add(world.partner, "Достық 5", "Алматы", UnixTime(NOW))
        closed = work.shops.get(work.shops.add(world.partner, "Жабық", "", UnixTime(NOW)))
        assert closed is not None
        work.shops.change(replace(closed, state=State.SUSPENDED))
        stranger = work.partners.add("Басқа", None, PartnerState.ACTIVE, UnixTime(NOW))
        work.shops.add(stranger, "Басқаның дүкені", "", UnixTime(NOW))
        life = work.policy.voucher_life
    member = member_of(world.hub, world.member())
    everywhere = look_at_reward(world.hub, member, world.offered().id)
    assert [it.shop.id for it in everywhere.places] == [world.shop, second]
    assert {it.partner for it in everywhere.places} == {"Бауырсақ"}
    assert everywhere.life == life
    terms = Terms(scope=Scope.SHOP, shops=(second,), life=7200)
    one = look_at_reward(world.hub, member, world.offered(replace(PRODUCT, terms=terms)).id)
    assert [it.shop.name for it in one.places] == ["Достық 5"]
    assert one.life == 7200


def test_a_reward_that_is_not_there_is_refused(store: DatabaseStore) -> None:
    """As anywhere else."""
    world = RewardWorld(store)
    with pytest.raises(Refused) as caught:
        look_at_reward(world.hub, member_of(world.hub, world.member()), RewardId(99))
    assert caught.value.refusal is Refusal.NOT_FOUND


def test_a_voucher_names_its_one_place(store: DatabaseStore) -> None:
    """The shop, or the shop of its till; none where any will do."""
    world = RewardWorld(store)
    till = world.till()
    shop = place_of_voucher(world.hub, Scope.SHOP, world.shop)
    assert shop is not None
    assert (shop.shop.name, shop.till) == ("Абай 1", None)
    one = place_of_voucher(world.hub, Scope.TILL, till.id)
    assert one is not None
    with store.read() as work:
        known = work.tills.get(till.id)
    assert known is not None
    assert (one.shop.id, one.till) == (world.shop, known.name)
    assert place_of_voucher(world.hub, Scope.ANY, 0) is None
    assert place_of_voucher(world.hub, Scope.TILL, 999) is None


def test_a_reward_of_one_till_names_the_tills_that_may_give_it(store: DatabaseStore) -> None:
    """Not one that has not enrolled yet, and no shop without any."""
    world = RewardWorld(store)
    member = member_of(world.hub, world.member())
    reward = world.offered(replace(PRODUCT, terms=Terms(scope=Scope.TILL))).id
    with store.begin() as work:
        work.shops.add(world.partner, "Достық 5", "Алматы", UnixTime(NOW))
        work.tills.add(world.shop, "Тіркелмеген", UnixTime(NOW))
    before = look_at_reward(world.hub, member, reward)
    till = world.till()
    after = look_at_reward(world.hub, member, reward)
    assert before.places == ()
    assert [[one.id for one in it.tills] for it in after.places] == [[till.id]]
