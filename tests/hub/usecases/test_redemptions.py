"""A voucher is redeemed once, online or from a till's chain, and nobody pays for another's loss."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from contracts.wire.bodies import LeaseAct, LeaseBody, NoticeBody, RedemptionBody
from contracts.wire.keys import KeyKind
from contracts.wire.redeeming import RedemptionState, UndoRequest
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import KeyId, Tiyn, UnixTime
from contracts.wire.voucher import Scope, Voucher, seal
from hub.adapters.database.store import DatabaseStore
from hub.core.accounts import Account, AccountKind
from hub.core.policy import Policy
from hub.core.ports.redemptions import RedemptionState as Standing
from hub.core.rewards.catalogue import Terms
from hub.core.rewards.vouchers import VoucherState
from hub.usecases.exposure import offline_bound
from hub.usecases.redemptions_online import AlreadyRedeemed, undo_online
from hub.usecases.till_states import revoke_till, write_off_till
from hub.usecases.voucher_endings import transfer_of
from hub.usecases.voucher_upkeep import finish_cancellations
from hub.usecases.vouchers import ShownVoucher, cancel_voucher, make_short_code, show_voucher
from tests.hub.reward_world import ANYWHERE, CASHBACK, PART, PRODUCT, RewardWorld
from tests.hub.till_world import TillRig


@pytest.fixture
def world(store: DatabaseStore) -> RewardWorld:
    """Return a hub with a shop."""
    return RewardWorld(store)


def taken(bought: ShownVoucher, lease: int | None, amount: int | None = 900_00) -> RedemptionBody:
    """Return what a till's chain says of a voucher that it took."""
    voucher = bought.voucher
    return RedemptionBody(
        voucher=voucher.id,
        reward_version=voucher.version,
        scope=voucher.scope,
        place=voucher.place,
        lease=lease,
        amount=None if amount is None else Tiyn(amount),
        cashier=None,
    )


def code_of(bought: ShownVoucher) -> str:
    """Return the code on the phone."""
    assert bought.code is not None, "it is good"
    return bought.code


def refused(world: RewardWorld, till: TillRig, code: str, total: int | None = None) -> Refusal:
    """Return why the hub does not take *code* at *till*."""
    with pytest.raises(Refused) as error:
        world.redeemed(till, code, total)
    return error.value.refusal


def redeemed_points(world: RewardWorld) -> int:
    """Return what the partner has taken."""
    with world.hub.store.read() as work:
        return work.ledger.balance_of(Account(AccountKind.REDEEMED, world.partner))


def state_of(world: RewardWorld, bought: ShownVoucher) -> VoucherState:
    """Return where a voucher stands."""
    return show_voucher(world.hub, bought.voucher.member, bought.voucher.id).voucher.state


def test_the_hub_takes_a_voucher_once(world: RewardWorld) -> None:
    """The same id gets the same answer; another till learns where and when it was taken."""
    till, other = world.till(), world.till(key=bytes(31) + b"\1")
    member = world.member()
    bought = world.bought(member, world.offered().id)
    request = world.request()
    first = world.redeemed(till, code_of(bought), request=request)
    assert (first.state, first.value, first.points) == (RedemptionState.ACCEPTED, 90_000, 100)
    assert first.ring_up.ru == "Нажмите «Подарок»."
    assert world.redeemed(till, code_of(bought), request=request) == first
    again = world.redeemed(till, code_of(bought))
    assert again.state is RedemptionState.ALREADY_REDEEMED_HERE
    with pytest.raises(AlreadyRedeemed) as taken_before:
        world.redeemed(other, code_of(bought))
    assert (taken_before.value.shop, taken_before.value.at) == ("Абай 1", world.clock.time)
    assert redeemed_points(world) == 100
    assert world.sum_of_accounts([member]) == 0


def test_an_id_is_for_one_voucher_at_one_till(world: RewardWorld) -> None:
    """The same id about another voucher, or from another till, is refused."""
    till, other = world.till(), world.till(key=bytes(31) + b"\1")
    member, reward = world.member(), world.offered()
    one, two = world.bought(member, reward.id), world.bought(member, reward.id)
    request = world.request()
    world.redeemed(till, code_of(one), request=request)
    for where, which in ((till, two), (other, one)):
        with pytest.raises(Refused) as error:
            world.redeemed(where, code_of(which), request=request)
        assert error.value.refusal is Refusal.MISMATCH


def test_an_id_is_for_one_cashback_as_well(world: RewardWorld) -> None:
    """Its points are credited under the same id: it is refused, and nothing is given twice."""
    till, member, reward = world.till(), world.member(), world.offered(CASHBACK)
    one, two = world.bought(member, reward.id), world.bought(member, reward.id)
    request = world.request()
    world.redeemed(till, code_of(one), 5_000_00, request=request)
    before = world.balances(member)
    with pytest.raises(Refused) as error:
        world.redeemed(till, code_of(two), 5_000_00, request=request)
    assert error.value.refusal is Refusal.MISMATCH
    assert world.balances(member) == before
    assert state_of(world, two) is VoucherState.HELD


def test_no_till_takes_the_id_of_another_till_s_event(world: RewardWorld) -> None:
    """What a till asks under is its own choice; what an event is called nobody can tell before."""
    till, other = world.till(), world.till(key=bytes(31) + b"\1")
    member, reward = world.member(), world.offered()
    one, two = world.bought(member, reward.id), world.bought(member, reward.id)
    [event] = other.append(taken(two, leased(world, other)), at=world.clock.time)
    world.redeemed(
        till, code_of(one), request=transfer_of("redemption", b"%d/%d" % (other.id, event.sequence))
    )
    world.sync_all(other)
    with world.hub.store.read() as work:
        found = work.redemptions.of_event(other.id, event.sequence)
    assert found is not None
    assert (found.voucher, found.state) == (two.voucher.id, Standing.GOOD)


def test_what_is_not_good_is_refused_each_with_its_own_code(world: RewardWorld) -> None:
    """Cancelled, expired, not yet good, of another shop, forged, unknown."""
    till, member = world.till(), world.member()
    with world.hub.store.begin() as work:
        elsewhere = work.shops.add(world.partner, "Достык 5", "", UnixTime(world.clock.time))
    there = world.till(elsewhere, key=bytes(31) + b"\1")
    bought = world.bought(member, world.offered().id)
    assert refused(world, there, code_of(bought)) is Refusal.WRONG_SHOP
    forged = code_of(bought)[:-1] + ("A" if code_of(bought)[-1] != "A" else "B")
    assert refused(world, till, forged) in {Refusal.FORGED, Refusal.MALFORMED}
    assert refused(world, till, "A" * 38) is Refusal.UNKNOWN_VERSION
    cancelled = world.bought(member, world.offered(ANYWHERE).id)
    cancel_voucher(world.hub, member, cancelled.voucher.id)
    assert refused(world, till, code_of(cancelled)) is Refusal.CANCELLED
    later = Terms(usable_from=UnixTime(world.clock.time + 60))
    early = world.bought(member, world.offered(replace(ANYWHERE, terms=later)).id)
    assert refused(world, till, code_of(early)) is Refusal.NOT_YET_VALID
    world.clock.time = bought.voucher.not_after + 1
    assert refused(world, till, code_of(bought)) is Refusal.EXPIRED


def test_a_well_sealed_code_of_no_voucher_is_refused(world: RewardWorld) -> None:
    """Whoever holds the shop's key can seal; what the hub did not issue stays unknown."""
    till, member = world.till(), world.member()
    bought = world.bought(member, world.offered().id)
    key = world.hub.keyring.key(KeyKind.VOUCHER_SHOP, world.shop, KeyId(0))
    real = Voucher(KeyId(0), Scope.SHOP, world.shop, bought.voucher.id, bought.voucher.version,
                   (bought.voucher.not_after - 1_704_067_200) // 3600)  # fmt: skip
    assert seal(real, key) == bought.code
    for wrong in (
        replace(real, voucher=real.voucher + 1),
        replace(real, not_after_hours=real.not_after_hours + 1),
        replace(real, reward_version=real.reward_version + 1),
    ):
        assert refused(world, till, seal(wrong, key)) is Refusal.NOT_FOUND


def test_a_stolen_key_seals_nothing_that_the_hub_believes(world: RewardWorld) -> None:
    """Once a till is revoked its shop's old codes are refused, and phones show new ones."""
    till, thief = world.till(), world.till(key=bytes(31) + b"\1")
    member = world.member()
    bought = world.bought(member, world.offered().id)
    revoke_till(world.hub, world.owner, thief.id)
    assert refused(world, till, code_of(bought)) is Refusal.REVOKED
    fresh = show_voucher(world.hub, member, bought.voucher.id)
    assert fresh.code not in (None, bought.code)
    assert world.redeemed(till, fresh.code).state is RedemptionState.ACCEPTED


def test_part_payment_takes_what_the_receipt_allows(world: RewardWorld) -> None:
    """Half of a receipt at most, by policy; what was set aside beyond returns at once."""
    till, member = world.till(), world.member(1_000)
    reward = world.offered(PART)
    small = world.bought(member, reward.id)
    assert refused(world, till, code_of(small)) is Refusal.RECEIPT_TOTAL_NEEDED
    assert refused(world, till, code_of(small), 199) is Refusal.LIMIT_REACHED
    reply = world.redeemed(till, code_of(small), 301_00)
    assert (reply.points, reply.value) == (150, 150_00)
    assert world.balances(member).spendable == 850
    capped = world.offered(replace(PART, most=Tiyn(40_00)))
    assert world.redeemed(till, code_of(world.bought(member, capped.id)), 10_000_00).points == 40
    assert world.balances(member).held == 0
    assert redeemed_points(world) == 190
    assert world.sum_of_accounts([member]) == 0


def test_cashback_comes_with_the_receipt(world: RewardWorld) -> None:
    """Ten per cent of the total as points, spendable once the receipt has come."""
    till, member = world.till(), world.member()
    bought = world.bought(member, world.offered(CASHBACK).id)
    world.redeemed(till, code_of(bought), 2_550_00)
    left = world.balances(member)
    assert (left.unconfirmed, left.spendable, left.held) == (255, 950, 0)
    assert world.sum_of_accounts([member]) == 0


def test_a_redemption_is_undone_soon_enough_or_not_at_all(world: RewardWorld) -> None:
    """The points return to the member, the voucher is over, cashback is taken back."""
    till, member = world.till(), world.member()
    words = UndoRequest(reason="wrong guest", cashier="Асель")
    for draft in (PRODUCT, CASHBACK):
        bought, request = world.bought(member, world.offered(draft).id), world.request()
        world.redeemed(till, code_of(bought), 1_000_00, request)
        for _ in range(2):
            reply = undo_online(world.hub, world.key_of(till.id), request, words)
            assert (reply.state, reply.undo_until) == (RedemptionState.UNDONE, None)
        assert state_of(world, bought) is VoucherState.UNDONE
        assert refused(world, till, code_of(bought), 1_000_00) is Refusal.CANCELLED
    left = world.balances(member)
    assert (left.spendable, left.unconfirmed, redeemed_points(world)) == (1_000, 0, 0)
    late, request = world.bought(member, world.offered().id), world.request()
    world.redeemed(till, code_of(late), request=request)
    world.clock.time += Policy().undo_time + 1
    with pytest.raises(Refused) as error:
        undo_online(world.hub, world.key_of(till.id), request, words)
    assert error.value.refusal is Refusal.TOO_LATE


def test_who_took_a_redemption_back_is_known(world: RewardWorld) -> None:
    """She need not be the one who took it; the first time counts."""
    till, member = world.till(), world.member()
    bought, request = world.bought(member, world.offered().id), world.request()
    world.redeemed(till, code_of(bought), request=request)
    at = world.clock.time + 5
    for cashier in ("Айгүл", "Мадина"):
        world.clock.time += 5
        undo_online(world.hub, world.key_of(till.id), request, UndoRequest("oops", cashier))
    with world.hub.store.read() as work:
        found = work.redemptions.get(request)
    assert found is not None
    assert (found.cashier, found.undone_by, found.undone_at) == ("Асель", "Айгүл", at)


def test_a_reward_may_say_that_its_redemption_stays(world: RewardWorld) -> None:
    """Then the till is told so, and an undo is refused."""
    till, member = world.till(), world.member()
    reward = world.offered(replace(ANYWHERE, terms=Terms(undo=False)))
    request = world.request()
    reply = world.redeemed(till, code_of(world.bought(member, reward.id)), request=request)
    assert reply.undo_until is None
    with pytest.raises(Refused) as error:
        undo_online(world.hub, world.key_of(till.id), request, UndoRequest("oops", None))
    assert error.value.refusal is Refusal.CONFLICT


def test_a_short_code_is_good_at_its_shop_for_its_minutes(world: RewardWorld) -> None:
    """The newest one only; at another shop, or too late, it is no code at all."""
    till, member = world.till(), world.member()
    with world.hub.store.begin() as work:
        elsewhere = work.shops.add(world.partner, "Достык 5", "", UnixTime(world.clock.time))
    there = world.till(elsewhere, key=bytes(31) + b"\1")
    bought = world.bought(member, world.offered(ANYWHERE).id)
    old = make_short_code(world.hub, member, bought.voucher.id, world.shop)
    new = make_short_code(world.hub, member, bought.voucher.id, world.shop)
    for where, code in ((till, old.code), (there, new.code)):
        with pytest.raises(Refused) as error:
            world.redeemed(where, None, short_code=code)
        assert error.value.refusal is Refusal.WRONG_SHORT_CODE
    world.clock.time = new.expires_at + 1
    with pytest.raises(Refused):
        world.redeemed(till, None, short_code=new.code)
    world.clock.time = new.expires_at
    reply = world.redeemed(till, None, short_code=new.code)
    assert reply.state is RedemptionState.ACCEPTED


def test_short_codes_are_not_guessed(world: RewardWorld) -> None:
    """After a few wrong ones the till is told to wait, even with the right one."""
    till, member = world.till(), world.member()
    bought = world.bought(member, world.offered(ANYWHERE).id)
    right = make_short_code(world.hub, member, bought.voucher.id, world.shop).code
    wrong = "00000000" if right != "00000000" else "00000001"
    said = []
    for code in [wrong] * Policy().short_code_attempts + [right]:
        with pytest.raises(Refused) as error:
            world.redeemed(till, None, short_code=code)
        said.append(error.value.refusal)
    assert said[-1] is Refusal.TOO_MANY_ATTEMPTS
    assert set(said[:-1]) == {Refusal.WRONG_SHORT_CODE}


def test_two_tills_race_for_one_voucher(world: RewardWorld) -> None:
    """However close they are, one hands it out."""
    tills = [world.till(key=bytes(31) + bytes([it])) for it in range(3)]
    member, reward = world.member(), world.offered()
    for _ in range(4):
        code = code_of(world.bought(member, reward.id))
        requests = [world.request() for _ in tills]

        def show(place: int, code: str = code, requests: list[bytes] = requests) -> bool:
            try:
                reply = world.redeemed(tills[place], code, request=requests[place])
            except AlreadyRedeemed:
                return False
            return reply.state is RedemptionState.ACCEPTED

        with ThreadPoolExecutor(3) as pool:
            assert sorted(pool.map(show, range(3))) == [False, False, True]
    assert redeemed_points(world) == 400
    assert world.sum_of_accounts([member]) == 0


def leased(world: RewardWorld, till: TillRig) -> int:
    """Give *till* a lease and return its id."""
    lease = world.sync_all(till).lease
    assert lease is not None, "the shop lends"
    till.append(LeaseBody(lease.lease, LeaseAct.TAKEN), at=world.clock.time)
    world.sync_all(till)
    return lease.lease


def bound(world: RewardWorld) -> int:
    """Return the bound as the dashboard shows it."""
    with world.hub.store.read() as work:
        return offline_bound(work)


def test_an_offline_redemption_is_committed_by_the_chain(world: RewardWorld) -> None:
    """Held becomes redeemed, the lease is spent, the bound falls; handed in twice it is once."""
    till, member = world.till(), world.member()
    bought = world.bought(member, world.offered().id)
    lease = leased(world, till)
    before = bound(world)
    assert before == Policy().lease_amount
    till.append(taken(bought, lease), at=world.clock.time)
    for _ in range(3):
        world.sync_all(till)
    assert state_of(world, bought) is VoucherState.REDEEMED
    assert bound(world) == before - 900_00
    assert redeemed_points(world) == 100
    assert refused_quietly(world, till, bought)


def refused_quietly(world: RewardWorld, till: TillRig, bought: ShownVoucher) -> bool:
    """Whether the till that took it offline hears so when it asks."""
    return world.redeemed(till, code_of(bought)).state is RedemptionState.ALREADY_REDEEMED_HERE


def test_an_answer_that_was_lost_is_still_one_redemption(world: RewardWorld) -> None:
    """Redeemed online without hearing it, then by lease: one redemption, the lease is spent."""
    till, member = world.till(), world.member()
    bought = world.bought(member, world.offered().id)
    lease = leased(world, till)
    world.redeemed(till, code_of(bought))
    till.append(taken(bought, lease), at=world.clock.time)
    world.sync_all(till)
    with world.hub.store.read() as work:
        found = work.redemptions.of_voucher(bought.voucher.id)
        assert [(it.sequence, it.lease) for it in found] == [(2, lease)]
        assert work.leases.losses(None, UnixTime(0), 10) == []
    assert redeemed_points(world) == 100


def test_a_cancelled_voucher_waits_for_the_tills_that_could_have_taken_it(
    world: RewardWorld,
) -> None:
    """Its points return once each till with a lease has acknowledged or closed; not before."""
    deaf, closing = world.till(), world.till(key=bytes(31) + b"\1")
    member = world.member()
    bought = world.bought(member, world.offered().id)
    leases = {it.id: leased(world, it) for it in (deaf, closing)}
    cancel_voucher(world.hub, member, bought.voucher.id)
    assert state_of(world, bought) is VoucherState.CANCELLING
    closing.header["lease"] = leases[closing.id]  # As it would say while it still holds one.
    closing.append(LeaseBody(leases[closing.id], LeaseAct.CLOSED), at=world.clock.time)
    world.sync_all(closing)
    assert finish_cancellations(world.hub) == {"finished": 0, "waiting": 1}
    told = world.sync_all(deaf).cancellations
    assert [it.voucher for it in told.vouchers] == [bought.voucher.id]
    assert finish_cancellations(world.hub) == {"finished": 0, "waiting": 1}
    deaf.append(NoticeBody(told.up_to), at=world.clock.time)
    world.sync_all(deaf)
    assert finish_cancellations(world.hub) == {"finished": 1, "waiting": 0}
    assert state_of(world, bought) is VoucherState.CANCELLED
    assert world.balances(member).spendable == 1_000


def test_a_voucher_taken_before_the_till_heard_is_redeemed(world: RewardWorld) -> None:
    """Cancelled at noon, taken offline a minute earlier: croissant, and no points."""
    till, member = world.till(), world.member()
    bought = world.bought(member, world.offered().id)
    lease = leased(world, till)
    till.append(taken(bought, lease), at=world.clock.time)
    world.clock.time += 60
    cancel_voucher(world.hub, member, bought.voucher.id)
    told = world.sync_all(till).cancellations
    till.append(NoticeBody(told.up_to), at=world.clock.time)
    world.sync_all(till)
    assert state_of(world, bought) is VoucherState.REDEEMED
    assert redeemed_points(world) == 100
    assert world.balances(member).spendable == 900


def test_two_tills_that_took_one_voucher_offline(world: RewardWorld) -> None:
    """The first is the redemption; the second is the partner's loss, and a person looks."""
    one, two = world.till(), world.till(key=bytes(31) + b"\1")
    member = world.member()
    bought = world.bought(member, world.offered().id)
    for till in (one, two):
        lease = leased(world, till)
        till.append(taken(bought, lease), at=world.clock.time)
    before = bound(world)
    for till in (one, two):
        world.sync_all(till)
    with world.hub.store.read() as work:
        assert [it.amount for it in work.leases.losses(None, UnixTime(0), 10)] == [900_00]
        both = {it.state.value for it in work.redemptions.of_voucher(bought.voucher.id)}
        assert both == {"good", "loss"}
    assert redeemed_points(world) == 100
    assert world.balances(member).spendable == 900
    assert bound(world) == before - 2 * 900_00


def test_what_is_undone_at_one_till_was_taken_at_another_all_the_same(world: RewardWorld) -> None:
    """Shown twice, then given back at one counter: the other croissant is paid for, once."""
    online, offline = world.till(), world.till(key=bytes(31) + b"\1")
    member = world.member()
    bought, request = world.bought(member, world.offered().id), world.request()
    lease = leased(world, offline)
    offline.append(taken(bought, lease), at=world.clock.time)
    world.redeemed(online, code_of(bought), request=request)
    world.sync_all(offline)
    words = UndoRequest(reason="wrong guest", cashier="Асель")
    for _ in range(2):
        reply = undo_online(world.hub, world.key_of(online.id), request, words)
        assert reply.state is RedemptionState.UNDONE
    assert state_of(world, bought) is VoucherState.REDEEMED
    assert (redeemed_points(world), world.balances(member).spendable) == (100, 900)
    with world.hub.store.read() as work:
        found = {it.till: it.state.value for it in work.redemptions.of_voucher(bought.voucher.id)}
        assert found == {online.id: "undone", offline.id: "good"}
        assert work.leases.losses(None, UnixTime(0), 10) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"lease": 999},
        {"lease": 0},
        {"amount": 30_000_00},
    ],
)
def test_what_no_lease_covers_burns_no_voucher(world: RewardWorld, wrong: dict[str, int]) -> None:
    """Of another lease, or above its own: a loss and a review; the member keeps the voucher."""
    till, other = world.till(), world.till(key=bytes(31) + b"\1")
    member = world.member()
    value = wrong.get("amount", 900_00)
    bought = world.bought(member, world.offered(replace(PRODUCT, value=Tiyn(value))).id)
    own, others = leased(world, till), leased(world, other)
    lease = {999: 999, 0: others}.get(wrong.get("lease", -1), own)
    till.append(taken(bought, lease, value), at=world.clock.time)
    world.sync_all(till)
    assert state_of(world, bought) is VoucherState.HELD
    assert redeemed_points(world) == 0
    with world.hub.store.read() as work:
        assert [it.amount for it in work.leases.losses(None, UnixTime(0), 10)] == [value]
        assert work.reviews.waiting([world.owner.grants[0].scope]) == 1


def test_a_lost_till_is_written_off_and_burns_nothing(world: RewardWorld) -> None:
    """Its lease becomes a loss; what it hands in later hits that loss, never a member."""
    till, member = world.till(), world.member()
    bought = world.bought(member, world.offered().id)
    lease = leased(world, till)
    till.append(taken(bought, lease), at=world.clock.time)
    cancel_voucher(world.hub, member, bought.voucher.id)
    assert state_of(world, bought) is VoucherState.CANCELLING
    write_off_till(world.hub, world.owner, till.id)
    assert bound(world) == 0
    assert finish_cancellations(world.hub) == {"finished": 1, "waiting": 0}
    world.sync_all(till)
    with world.hub.store.read() as work:
        (loss,) = work.leases.losses(None, UnixTime(0), 10)
    assert (loss.kind, loss.amount, loss.shown) == ("written_off", Policy().lease_amount, 900_00)
    assert world.balances(member).spendable == 1_000
    assert redeemed_points(world) == 0
