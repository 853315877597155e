"""A till that lies about vouchers takes no points that nobody gave it."""

from dataclasses import replace

import pytest

from contracts.wire import base64url
from contracts.wire.bodies import AccrualBody, RedemptionBody, ReturnBody, VoidBody
from contracts.wire.redeeming import UndoRequest
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, Sequence, UnixTime
from contracts.wire.voucher import Scope
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import CONSOLE
from hub.core.access.people import PartnerState
from hub.core.accounts import Account, AccountKind
from hub.core.ids import PartnerId
from hub.core.policy import Policy
from hub.core.rewards.vouchers import VoucherState
from hub.usecases.generations import open_generation
from hub.usecases.redemption_matching import match_redemptions
from hub.usecases.redemption_reviews import charge_redemption
from hub.usecases.redemptions_online import undo_online
from hub.usecases.vouchers import ShownVoucher
from tests.hub.reward_world import ANYWHERE, CASHBACK, RewardWorld
from tests.hub.till_world import TillRig
from tests.hub.usecases.test_redemption_matching import receipt
from tests.hub.usecases.test_redemptions import code_of, redeemed_points, state_of, taken


@pytest.fixture
def world(store: DatabaseStore) -> RewardWorld:
    """Return a hub with a shop."""
    return RewardWorld(store)


def strangers_till(world: RewardWorld) -> tuple[PartnerId, TillRig]:
    """Return another partner, and a till of its own."""
    with world.hub.store.begin() as work:
        partner = work.partners.add("Тандыр", None, PartnerState.ACTIVE, UnixTime(0))
        shop = work.shops.add(partner, "Сатпаев 5", "", UnixTime(0))
        work.ledger.open_partner(partner, Points(100_000))
    return partner, world.till(shop, key=bytes(31) + b"\7")


def said(bought: ShownVoucher) -> RedemptionBody:
    """Return what a till says of a voucher that it claims the hub has decided about."""
    return replace(taken(bought, None), scope=Scope.ANY, place=0)


def returned(paper: AccrualBody, accrual: int) -> ReturnBody:
    """Return the paper of goods that came back."""
    return ReturnBody(
        total=paper.total,
        currency=paper.currency,
        receipt=paper.receipt,
        number=None,
        printed_at=None,
        evidence=paper.evidence,
        fiscal=None,
        items=(),
        items_count=0,
        cashier=None,
        original=None,
        accrual=Sequence(accrual),
    )


def took(world: RewardWorld, partner: PartnerId) -> int:
    """Return what *partner* has taken for vouchers."""
    with world.hub.store.read() as work:
        return work.ledger.balance_of(Account(AccountKind.REDEEMED, partner))


def test_a_till_that_says_the_hub_decided_takes_nothing(world: RewardWorld) -> None:
    """Ids can be counted up; what the hub did not decide is a loss, and the member keeps his."""
    till, member = world.till(), world.member()
    bought = world.bought(member, world.offered(ANYWHERE).id)
    till.append(said(bought), at=world.clock.time)
    world.sync_all(till)
    assert state_of(world, bought) is VoucherState.HELD
    assert redeemed_points(world) == 0
    assert world.balances(member).held == 100


@pytest.mark.parametrize("restored", [False, True])
def test_a_till_of_another_partner_takes_nothing(world: RewardWorld, *, restored: bool) -> None:
    """Neither by itself, nor when its own manager calls the loss right, nor after a restore."""
    partner, till = strangers_till(world)
    member = world.member()
    bought = world.bought(member, world.offered(ANYWHERE).id)
    if restored:
        open_generation(world.hub, CONSOLE)
    till.append(said(bought), at=world.clock.time)
    world.sync_all(till)
    with world.hub.store.begin() as work:
        (redemption,) = work.redemptions.of_voucher(bought.voucher.id)
        assert not charge_redemption(work, world.hub, base64url.encode(redemption.id))
    assert state_of(world, bought) is VoucherState.HELD
    assert took(world, partner) == 0


def test_after_a_restore_the_hub_believes_what_it_may_have_decided(world: RewardWorld) -> None:
    """Of a till that has more to hand in; what comes after that, it would know."""
    till, member = world.till(), world.member()
    reward = world.offered(ANYWHERE).id
    first, second = world.bought(member, reward), world.bought(member, reward)
    open_generation(world.hub, CONSOLE)
    till.append(said(first), at=world.clock.time)
    till.header["generation"] = 2
    world.sync_all(till)
    assert state_of(world, first) is VoucherState.REDEEMED
    till.append(said(second), at=world.clock.time)
    world.sync_all(till)
    assert state_of(world, second) is VoucherState.HELD
    assert redeemed_points(world) == 100


def test_cashback_that_was_spent_is_taken_back_all_the_same(world: RewardWorld) -> None:
    """Redeemed, confirmed by a receipt, spent, undone: nobody has both."""
    till, member = world.till(), world.member()
    bought = world.bought(member, world.offered(CASHBACK).id)
    reply = world.redeemed(till, code_of(bought), 1_000_00)
    till.append(receipt(1_000_00), at=world.clock.time)
    world.sync_all(till)
    match_redemptions(world.hub)
    whole = replace(ANYWHERE, price=Points(1_050))
    world.bought(member, world.offered(whole).id)
    world.give(member, 500)
    undo_online(world.hub, world.key_of(till.id), reply.id, UndoRequest("mistake", None))
    has = world.balances(member)
    assert has.confirmed + has.held == 1_500


def test_cashback_is_of_what_the_receipt_says(world: RewardWorld) -> None:
    """A till that names a larger total than it prints gives no more for it."""
    till, member = world.till(), world.member()
    bought = world.bought(member, world.offered(CASHBACK).id)
    world.redeemed(till, code_of(bought), 1_000_000_00)
    till.append(receipt(1_000_00), at=world.clock.time)
    world.sync_all(till)
    match_redemptions(world.hub)
    assert world.balances(member).spendable == 950 + 100
    assert world.sum_of_accounts([member]) == 0


@pytest.mark.parametrize("early", [False, True])
def test_cashback_goes_back_with_the_receipt(world: RewardWorld, *, early: bool) -> None:
    """Half returned, then undone: half the cashback, then none; before the match or after it."""
    till, member = world.till(), world.member()
    bought = world.bought(member, world.offered(CASHBACK).id)
    world.redeemed(till, code_of(bought), 1_000_00)
    (sale,) = till.append(receipt(1_000_00), at=world.clock.time)
    left = []
    for body in (returned(receipt(500_00), sale.sequence), VoidBody(sale.sequence, "x", None)):
        if not early:
            world.sync_all(till)
            match_redemptions(world.hub)
        till.append(body, at=world.clock.time)
        world.sync_all(till)
        match_redemptions(world.hub)
        left.append(world.balances(member).spendable - 950)
        world.sync_all(till)
    assert left == [50, 0]
    assert world.sum_of_accounts([member]) == 0


def test_the_hubs_own_clock_says_until_when_a_redemption_is_undone(world: RewardWorld) -> None:
    """A till that says it took a voucher next year cannot undo it until then."""
    till, member = world.till(), world.member()
    bought = world.bought(member, world.offered(ANYWHERE).id)
    open_generation(world.hub, CONSOLE)
    till.append(said(bought), at=world.clock.time + 300 * 24 * 3600)
    till.header["generation"] = 2
    world.sync_all(till)
    with world.hub.store.read() as work:
        (redemption,) = work.redemptions.of_voucher(bought.voucher.id)
    world.clock.time += Policy().undo_time + 1
    asked = UndoRequest("mistake", None)
    with pytest.raises(Refused) as caught:
        undo_online(world.hub, world.key_of(till.id), redemption.id, asked)
    assert caught.value.refusal is Refusal.TOO_LATE
