"""Sales for member cards: credited as claims are, once, and never twice by any road."""

from dataclasses import replace

import pytest

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.sync import SyncReply
from hub.adapters.database.store import DatabaseStore
from hub.core.receipts.records import ClaimState
from hub.usecases.member_cards import block_card, replace_card
from hub.usecases.staff_members import flag_staff_member
from hub.usecases.sync_parts import PARTS
from tests.hub.hubs import NOW
from tests.hub.till_world import TillRig
from tests.hub.usecases.card_world import CardWorld, body_of


@pytest.fixture
def world(store: DatabaseStore) -> CardWorld:
    """Return a shop that gives cards."""
    return CardWorld(store)


def said(reply: SyncReply) -> list[tuple[int, str]]:
    """Return what a till is told of events that gave nothing."""
    return [(it.sequence, it.refusal) for it in reply.set_aside]


def handed_in(world: CardWorld, till: TillRig) -> list[tuple[int, str]]:
    """Hand the whole chain in and return what the till is told of it."""
    return said(world.sync(till, parts=PARTS))


def test_a_sale_for_a_card_is_its_members(world: CardWorld) -> None:
    """The points are there, confirmed, and handing it in again gives nothing more."""
    card, till = world.card(), world.selling()
    world.sold_to(till, card, world.sale(1_500_00))
    assert handed_in(world, till) == []
    assert handed_in(world, till) == []
    assert world.has(card.card.member).confirmed == 45
    claim = world.stored(till.events[0])
    assert (claim.state, claim.member) == (ClaimState.CONFIRMED, card.card.member)


def test_days_offline_cost_nothing(world: CardWorld) -> None:
    """The card was shown in time, whenever its till comes back."""
    card, till = world.card(), world.selling()
    world.sold_to(till, card, world.sale(1_500_00), at=NOW)
    world.clock.time = NOW + 20 * 24 * 3600
    assert handed_in(world, till) == []
    assert world.has(card.card.member).confirmed == 45


def test_the_claim_of_a_carded_receipt_gives_nobody_anything(world: CardWorld) -> None:
    """Whoever has the till's key and seals that code is too late, before as well as after."""
    card, till, thief = world.card(), world.selling(), world.member(5)
    world.sold_to(till, card, world.sale(1_500_00))
    world.sold_to(till, card, world.sale(2_000_00))
    first, _, second, _ = till.events
    world.claim(thief, second)
    assert handed_in(world, till) == [(4, "already_claimed")]
    with pytest.raises(Refused) as error:
        world.claim(thief, first)
    assert error.value.refusal is Refusal.ALREADY_CLAIMED
    assert (world.has(card.card.member).confirmed, world.has(thief).confirmed) == (45, 60)


def test_a_card_blocked_meanwhile_gives_nothing_and_the_till_hears_it(world: CardWorld) -> None:
    """So does one that was replaced, each time that the till asks; the new one earns."""
    card, other, till = world.card(), world.card("Сәуле"), world.selling()
    world.sold_to(till, card, world.sale(1_500_00))
    world.sold_to(till, other, world.sale(1_500_00))
    block_card(world.hub, world.owner, card.card.number)
    anew = replace_card(world.hub, world.chief, other.card.number)
    world.sold_to(till, anew, world.sale(1_000_00))
    assert handed_in(world, till) == [(2, "card_blocked"), (4, "card_blocked")]
    assert handed_in(world, till) == [(2, "card_blocked"), (4, "card_blocked")]
    assert world.has(card.card.member).confirmed == 0
    assert world.has(other.card.member).confirmed == 30


def test_what_no_card_says_is_no_card(world: CardWorld) -> None:
    """A number alone, a code of another card, an older receipt: nothing for any of them."""
    card, other, till = world.card(), world.card("Сәуле"), world.selling()
    till.append(world.sale(1_500_00))
    till.append(body_of(1, card, code=other.code))
    till.append(world.sale(1_500_00), world.sale(1_500_00))
    till.append(body_of(3, card))
    till.append(world.void(4), body_of(6, card))
    ghost = replace(card, card=replace(card.card, number=999_999_999))
    till.append(world.sale(1_500_00))
    till.append(body_of(8, ghost))
    assert handed_in(world, till) == [
        (2, "not_found"), (5, "mismatch"), (7, "no_such_sale"), (9, "not_found"),
    ]  # fmt: skip
    assert world.has(card.card.member).confirmed == 0


def test_returns_voids_and_caps_hold_as_for_claims(world: CardWorld) -> None:
    """What came back earns nothing, before and after; a member's day has its hard limit."""
    card, till = world.card(), world.selling()
    bought = world.sale(1_500_00)
    world.sold_to(till, card, bought)
    till.append(world.back(bought, 500_00, by_sign=True))
    world.sold_to(till, card, world.sale(1_000_00))
    till.append(world.void(4))
    assert handed_in(world, till) == []
    assert world.has(card.card.member).confirmed == 30
    world.set_policy(claims_member_day_hard=3)
    world.sold_to(till, card, world.sale(1_000_00))
    world.sold_to(till, card, world.sale(1_000_00))
    assert handed_in(world, till) == [(10, "limit_reached")]
    assert world.has(card.card.member).confirmed == 60


def test_a_cashiers_card_is_looked_at(world: CardWorld) -> None:
    """Staff scanning their own card for strangers' receipts wait for a person's word."""
    card, till = world.card(), world.selling()
    flag_staff_member(world.hub, world.owner, card.card.member, world.partner, works=True)
    world.sold_to(till, card, world.sale(1_500_00))
    assert handed_in(world, till) == []
    assert world.stored(till.events[0]).state is ClaimState.REVIEW
    assert world.has(card.card.member).spendable == 0
