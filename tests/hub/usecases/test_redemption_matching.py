"""A redemption stands on the till's next receipt; what points paid earns no points."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import count

import pytest

from contracts.wire.bodies import AccrualBody, EvidenceKind, RedemptionBody
from contracts.wire.identity import fiscal_identity
from contracts.wire.redeeming import UndoRequest
from contracts.wire.units import KeyId, Tiyn, UnixTime
from contracts.wire.voucher import Scope
from hub.adapters.database.store import DatabaseStore
from hub.core.accounts import Account, AccountKind
from hub.core.ids import VoucherId
from hub.core.ports.hub import Store, Work
from hub.core.rewards.catalogue import Draft, Terms
from hub.usecases.redemption_matching import list_unmatched, match_redemptions, redeemed_value
from hub.usecases.redemptions_online import undo_online
from tests.hub.reward_world import ANYWHERE, CASHBACK, PART, RewardWorld
from tests.hub.till_world import TillRig

PAID_WITH_POINTS = replace(PART, terms=Terms(in_total=True))
WINDOW = 1_800
_signs = count(1)


@pytest.fixture
def world(store: DatabaseStore) -> RewardWorld:
    """Return a hub with a shop."""
    return RewardWorld(store)


def receipt(total: int) -> AccrualBody:
    """Return a sale."""
    return AccrualBody(
        total=Tiyn(total),
        currency="KZT",
        receipt=fiscal_identity("123456789012", str(next(_signs))),
        number=None,
        printed_at=None,
        evidence=EvidenceKind.LABEL,
        fiscal=None,
        items=(),
        items_count=0,
        cashier=None,
        claim_key=KeyId(0),
    )


def redeem(world: RewardWorld, till: TillRig, draft: Draft, *, event: bool = True) -> VoucherId:
    """Redeem a new voucher online at *till* and return its id; the chain says so, or not yet."""
    bought = world.bought(world.member(), world.offered(draft).id)
    reply = world.redeemed(till, bought.code, 1_000_00)
    if event:
        body = RedemptionBody(
            voucher=reply.voucher,
            reward_version=reply.reward_version,
            scope=Scope.ANY,
            place=0,
            lease=None,
            amount=reply.value,
            cashier=None,
        )
        till.append(body, at=world.clock.time)
    return VoucherId(reply.voucher)


def value(world: RewardWorld, till: TillRig, sequence: int) -> int:
    """Return what vouchers paid of the receipt at *sequence*."""
    with world.hub.store.read() as work:
        return redeemed_value(work, till.id, sequence, UnixTime(world.clock.time))


def test_points_within_a_total_are_known(world: RewardWorld) -> None:
    """Of the next receipt only; a croissant rung up as a gift is in no total."""
    till = world.till()
    redeem(world, till, PAID_WITH_POINTS)
    redeem(world, till, ANYWHERE)
    (first,) = till.append(receipt(1_000_00), at=world.clock.time)
    (second,) = till.append(receipt(2_000_00), at=world.clock.time)
    world.sync_all(till)
    assert value(world, till, first.sequence) == 500_00
    assert value(world, till, second.sequence) == 0


def test_a_claim_that_is_faster_than_the_chain_is_judged_by_the_clock(world: RewardWorld) -> None:
    """Neither event is there yet: a redemption shortly before the slip counts."""
    till = world.till()
    redeem(world, till, PAID_WITH_POINTS, event=False)
    assert value(world, till, 2) == 500_00
    world.clock.time += WINDOW + 1
    assert value(world, till, 2) == 0


def test_a_redemption_is_matched_with_the_next_receipt(world: RewardWorld) -> None:
    """Two vouchers may stand on one receipt; one too early stands on none and is listed."""
    till = world.till()
    alone = redeem(world, till, ANYWHERE)
    world.clock.time += WINDOW + 1
    pair = {redeem(world, till, ANYWHERE), redeem(world, till, ANYWHERE)}
    (sale,) = till.append(receipt(1_000_00), at=world.clock.time + 60)
    world.clock.time += 60
    world.sync_all(till)
    assert match_redemptions(world.hub, limit=2) == {"matched": 2}
    assert match_redemptions(world.hub, limit=2) == {"matched": 0}
    with world.hub.store.read() as work:
        found = {it: work.redemptions.of_voucher(it)[0].accrual for it in (alone, *pair)}
    assert found == {alone: None} | dict.fromkeys(pair, sale.sequence)
    listed = list_unmatched(world.hub, world.owner, UnixTime(0), 10)
    assert [it.voucher for it in listed] == [alone]


def test_cashback_is_spendable_once_its_receipt_has_come(world: RewardWorld) -> None:
    """Ten per cent of the receipt, confirmed by the receipt."""
    till = world.till()
    number = redeem(world, till, CASHBACK)
    with world.hub.store.read() as work:
        voucher = work.vouchers.get(number)
    assert voucher is not None
    assert world.balances(voucher.member).spendable == 950
    till.append(receipt(1_000_00), at=world.clock.time)
    world.sync_all(till)
    match_redemptions(world.hub)
    assert world.balances(voucher.member).spendable == 1_050
    assert world.sum_of_accounts([voucher.member]) == 0


class UndoneMeanwhile:
    """A store on which a redemption is undone between what the worker reads and what it does."""

    def __init__(self, store: Store, undo: Callable[[], object]) -> None:
        self._store = store
        self._undo: Callable[[], object] | None = undo

    def begin(self) -> AbstractContextManager[Work]:
        """Undo first, once."""
        undo, self._undo = self._undo, None
        if undo is not None:
            undo()
        return self._store.begin()

    def read(self) -> AbstractContextManager[Work]:
        """Read as ever."""
        return self._store.read()

    def look(self) -> AbstractContextManager[Work]:
        """Look as ever."""
        return self._store.look()


def test_what_is_undone_meanwhile_is_matched_with_nothing(world: RewardWorld) -> None:
    """Its cashback went back whole: the lower receipt takes nothing more of anybody."""
    till, member = world.till(), world.member()
    bought = world.bought(member, world.offered(CASHBACK).id)
    reply = world.redeemed(till, bought.code, 1_000_00)
    till.append(receipt(600_00), at=world.clock.time)
    world.sync_all(till)

    def undo() -> object:
        asked = UndoRequest(reason="mistake", cashier=None)
        return undo_online(world.hub, world.key_of(till.id), reply.id, asked)

    meanwhile = UndoneMeanwhile(world.hub.store, undo)
    assert match_redemptions(replace(world.hub, store=meanwhile)) == {"matched": 0}
    balances = world.balances(member)
    assert (balances.spendable, balances.confirmed, balances.unconfirmed) == (1_000, 1_000, 0)
    with world.hub.store.read() as work:
        assert work.ledger.balance_of(Account(AccountKind.SHORTFALL, world.partner)) == 0
        assert work.ledger.balance_of(Account(AccountKind.ISSUED, world.partner)) == -1_000
