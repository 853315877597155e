"""What a till is lent: one lease at a time, never doubled, ended only by its own chain."""

from dataclasses import replace

import pytest

from contracts.wire.bodies import LeaseAct, LeaseBody, NoticeBody
from contracts.wire.sync_news import Lease
from contracts.wire.units import Points, UnixTime
from contracts.wire.voucher import Scope
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import CONSOLE
from hub.core.access.people import Page
from hub.core.policy import Policy
from hub.core.reviews import ReviewFilter
from hub.core.rewards.catalogue import Terms
from hub.core.rewards.leasing import LeaseState
from hub.core.rewards.vouchers import VoucherState
from hub.usecases.exposure import offline_bound
from hub.usecases.generations import open_generation
from hub.usecases.redemption_reviews import charge_redemption
from hub.usecases.rewards import change_reward, withdraw_reward
from hub.usecases.till_states import revoke_till, write_off_till
from hub.usecases.voucher_upkeep import expire_vouchers, finish_cancellations
from hub.usecases.vouchers import Purchase, buy_voucher, cancel_voucher, show_voucher
from tests.hub.reward_world import ANYWHERE, PRODUCT, RewardWorld
from tests.hub.till_world import TillRig
from tests.hub.usecases.test_redemptions import taken

LIMITS = Policy()


@pytest.fixture
def world(store: DatabaseStore) -> RewardWorld:
    """Return a hub with a shop."""
    return RewardWorld(store)


def lent(world: RewardWorld, till: TillRig) -> Lease:
    """Return the lease of the next reply."""
    lease = world.sync_all(till).lease
    assert lease is not None, "the shop lends"
    return lease


def take(world: RewardWorld, till: TillRig, lease: Lease) -> None:
    """Have the till take *lease* up, as its chain and its header say."""
    till.append(LeaseBody(lease.lease, LeaseAct.TAKEN), at=world.clock.time)
    till.header["lease"] = lease.lease


def close(world: RewardWorld, till: TillRig, lease: Lease) -> None:
    """Have the till close *lease*."""
    till.append(LeaseBody(lease.lease, LeaseAct.CLOSED), at=world.clock.time)
    till.header["lease"] = None


def bound(world: RewardWorld) -> int:
    """Return the bound as the dashboard shows it."""
    with world.hub.store.read() as work:
        return offline_bound(work)


def test_a_grant_is_repeated_and_not_doubled(world: RewardWorld) -> None:
    """Until the chain takes it up, and after: the same lease, counted once, whatever the time."""
    till = world.till()
    first = lent(world, till)
    assert (first.count, first.amount) == (LIMITS.lease_count, LIMITS.lease_amount)
    assert lent(world, till) == first
    take(world, till, first)
    assert lent(world, till) == first
    world.clock.time = first.expires_at + 1
    later = lent(world, till)
    assert replace(later, expires_at=first.expires_at) == first
    assert later.expires_at > world.clock.time
    assert bound(world) == LIMITS.lease_amount


def test_an_expired_lease_counts_until_it_is_closed(world: RewardWorld) -> None:
    """A till that is silent for a year may still have handed out what it was lent."""
    till = world.till()
    lease = lent(world, till)
    take(world, till, lease)
    world.sync_all(till)
    world.clock.time += 365 * 24 * 3600
    assert bound(world) == LIMITS.lease_amount
    close(world, till, lease)
    till.header["lease"] = lease.lease  # So that no new one is lent in the same reply.
    world.sync_all(till)
    assert bound(world) == 0


def test_a_worn_lease_is_closed_and_followed_by_a_fresh_one(world: RewardWorld) -> None:
    """Half used up, the reply names none; once its end is in the chain, the next one comes."""
    till, member = world.till(), world.member()
    reward = world.offered(replace(PRODUCT, price=Points(10)))
    lease = lent(world, till)
    take(world, till, lease)
    for _ in range(LIMITS.lease_count // 2):
        till.append(taken(world.bought(member, reward.id), lease.lease), at=world.clock.time)
    assert world.sync_all(till).lease is None
    close(world, till, lease)
    fresh = lent(world, till)
    assert fresh.lease > lease.lease
    assert bound(world) == LIMITS.lease_amount


def test_the_shop_may_be_more_careful_than_the_programme(world: RewardWorld) -> None:
    """Its own limits hold where they are lower; nothing at all where they are zero."""
    for settings, wanted in (
        ({"lease_count": 2, "lease_amount": 3_000_00}, (2, 3_000_00)),
        ({"lease_count": 10**6, "lease_amount": 10**9}, (LIMITS.lease_count, LIMITS.lease_amount)),
        ({"lease_amount": 0}, None),
    ):
        with world.hub.store.begin() as work:
            shop = work.shops.get(world.shop)
            assert shop is not None
            work.shops.change(replace(shop, settings=settings))
        lease = world.sync_all(world.till(key=world.request() * 2)).lease
        assert (lease and (lease.count, lease.amount)) == wanted


def test_a_till_that_holds_another_lease_is_lent_nothing(world: RewardWorld) -> None:
    """It closes that one first; nor is a shop lent anything whose key may be stolen."""
    till, thief = world.till(), world.till(key=bytes(31) + b"\1")
    till.header["lease"] = 4711
    assert world.sync_all(till).lease is None
    till.header["lease"] = None
    revoke_till(world.hub, world.owner, thief.id)
    assert world.sync_all(till).lease is None


def test_a_lease_is_its_tills_own(world: RewardWorld) -> None:
    """No chain takes up or closes another's, and none is closed twice over."""
    till, other = world.till(), world.till(key=bytes(31) + b"\1")
    lease, theirs = lent(world, till), lent(world, other)
    other.append(LeaseBody(lease.lease, LeaseAct.CLOSED), at=world.clock.time)
    other.append(LeaseBody(999, LeaseAct.TAKEN), at=world.clock.time)
    world.sync_all(other)
    with world.hub.store.read() as work:
        found = [work.leases.get(it.lease) for it in (lease, theirs)]  # type: ignore[arg-type]  # a lease's id
        assert [it.state for it in found if it] == [LeaseState.GRANTED] * 2
        assert work.reviews.waiting([world.owner.grants[0].scope]) == 1


def test_nobody_acknowledges_what_was_not_said(world: RewardWorld) -> None:
    """A notice far ahead of every cancellation frees nothing that comes later."""
    till, member = world.till(), world.member()
    bought = world.bought(member, world.offered().id)
    take(world, till, lent(world, till))
    till.append(NoticeBody(10**6), at=world.clock.time)
    world.sync_all(till)
    cancel_voucher(world.hub, member, bought.voucher.id)
    assert finish_cancellations(world.hub) == {"finished": 0, "waiting": 1}


def test_a_voucher_of_one_till_waits_for_that_till_only(world: RewardWorld) -> None:
    """Another till of the shop could not have taken it."""
    till, other = world.till(), world.till(key=bytes(31) + b"\1")
    member = world.member()
    take(world, other, lent(world, other))
    world.sync_all(other)
    reward = world.offered(replace(PRODUCT, terms=Terms(scope=Scope.TILL)))
    wanted = Purchase(world.request(), till=till.id)
    bought = buy_voucher(world.hub, member, reward.id, wanted)
    assert (bought.voucher.scope, bought.voucher.place) == (Scope.TILL, till.id)
    given_back = cancel_voucher(world.hub, member, bought.voucher.id)
    assert given_back.voucher.state is VoucherState.CANCELLED
    told = [it.voucher for it in world.sync_all(till).cancellations.vouchers]
    assert told == [bought.voucher.id]
    assert world.sync_all(other).cancellations.vouchers == ()


def test_an_expired_voucher_waits_as_a_cancelled_one_does(world: RewardWorld) -> None:
    """It may have been taken in time by a till that has not said so yet."""
    till, member = world.till(), world.member()
    bought = world.bought(member, world.offered().id)
    lease = lent(world, till)
    take(world, till, lease)
    world.sync_all(till)
    till.append(taken(bought, lease.lease), at=world.clock.time)
    world.clock.time = bought.voucher.not_after + 1
    expire_vouchers(world.hub)
    assert show_voucher(world.hub, member, bought.voucher.id).voucher.state == "expiring"
    world.sync_all(till)
    assert show_voucher(world.hub, member, bought.voucher.id).voucher.state == "redeemed"


def test_a_till_learns_each_version_of_which_vouchers_may_be_live(world: RewardWorld) -> None:
    """Offered ones, and older ones while somebody holds a voucher; nothing twice."""
    till, member = world.till(), world.member()
    old = world.offered()
    world.bought(member, old.id)
    new = change_reward(world.hub, world.owner, old.id, replace(PRODUCT, price=Points(70)))
    gone = world.offered(ANYWHERE)
    withdraw_reward(world.hub, world.owner, gone.id)
    catalogue = world.sync_all(till).catalogue
    assert catalogue is not None
    assert [it.version for it in catalogue.rewards] == [old.now.version, new.now.version]
    assert [it.offline for it in catalogue.rewards] == [True, True]
    till.header["catalogue_version"] = catalogue.version
    assert world.sync_all(till).catalogue is None


def test_after_a_restore_unknown_leases_count_in_full(world: RewardWorld) -> None:
    """Until a till has synced; a lease that only its chain knows is taken back into the books."""
    till, member = world.till(), world.member()
    bought = world.bought(member, world.offered().id)
    opened = open_generation(world.hub, CONSOLE)
    assert bound(world) == LIMITS.lease_amount
    cancel_voucher(world.hub, member, bought.voucher.id)
    assert finish_cancellations(world.hub) == {"finished": 0, "waiting": 1}
    forgotten = Lease(77, 5, LIMITS.lease_amount, UnixTime(world.clock.time + 60))  # type: ignore[arg-type]  # tiyn
    take(world, till, forgotten)
    till.append(taken(bought, 77), at=world.clock.time)
    till.header["generation"] = opened.generation
    world.sync_all(till)
    assert show_voucher(world.hub, member, bought.voucher.id).voucher.state == "redeemed"
    assert bound(world) == LIMITS.lease_amount - 900_00
    close(world, till, forgotten)
    till.header["lease"] = 77
    world.sync_all(till)
    assert bound(world) == 0


def test_a_till_that_a_restored_hub_may_have_lent_to_is_written_off_in_full(
    world: RewardWorld,
) -> None:
    """What the hub forgot is lost with the till; what comes later hits that loss."""
    till, member = world.till(), world.member()
    bought = world.bought(member, world.offered().id)
    open_generation(world.hub, CONSOLE)
    write_off_till(world.hub, world.owner, till.id)
    assert bound(world) == 0
    till.append(LeaseBody(77, LeaseAct.TAKEN), taken(bought, 77), at=world.clock.time)
    world.sync_all(till)
    with world.hub.store.read() as work:
        (loss,) = work.leases.losses(None, UnixTime(0), 10)
    assert (loss.amount, loss.shown) == (LIMITS.lease_amount, 900_00)
    assert show_voucher(world.hub, member, bought.voucher.id).voucher.state == "held"


def test_a_person_may_charge_what_was_booked_as_loss(world: RewardWorld) -> None:
    """Once; and only while the voucher's points are there."""
    till, member = world.till(), world.member()
    bought = world.bought(member, world.offered().id)
    till.append(taken(bought, 999), at=world.clock.time)
    world.sync_all(till)
    with world.hub.store.begin() as work:
        (queued,) = work.reviews.listed(Page(), [world.owner.grants[0].scope], ReviewFilter())
    for _ in range(2):
        with world.hub.store.begin() as work:
            assert charge_redemption(work, world.hub, queued.review.subject)
    with world.hub.store.read() as work:
        assert work.leases.losses(None, UnixTime(0), 10) == []
    assert show_voucher(world.hub, member, bought.voucher.id).voucher.state == "redeemed"
    assert world.balances(member).held == 0
