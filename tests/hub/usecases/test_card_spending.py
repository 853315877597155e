"""Spending with a card: by PIN alone, once, and in the ledger as any voucher is."""

from dataclasses import replace

import pytest

from contracts.wire.card_spending import SpendRequest
from contracts.wire.redeeming import RedemptionReply, RedemptionState, UndoRequest
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import Actor
from hub.core.access.people import Page
from hub.core.access.roles import Grant, Role, Scope
from hub.core.cards import MOST_WRONG, WAITS, CardState, WrongPin
from hub.core.ids import PartnerId, StaffId
from hub.usecases.card_spending import card_choices, spend_with_card
from hub.usecases.member_cards import (
    NewCard,
    ShownCard,
    block_card,
    block_own_card,
    change_own_pin,
    give_card,
    give_pin,
    list_cards,
    make_own_card,
    own_card,
    replace_card,
    show_card,
)
from hub.usecases.privacy import copy_of_member, erase_member
from hub.usecases.redemptions_online import undo_online
from tests.hub.reward_world import ANYWHERE, CASHBACK, PRODUCT, RewardWorld
from tests.hub.till_world import TillRig

PIN = "4071"


class Spending(RewardWorld):
    """A shop with a member who has 250 points and a card, and a till."""

    def __init__(self, store: DatabaseStore) -> None:
        super().__init__(store)
        self.rig: TillRig = self.till()
        self.shown: ShownCard = give_card(
            self.hub, self.owner, NewCard(self.partner, PIN, "Роза апай")
        )
        self.give(self.shown.card.member, 250)
        self.chief = replace(self.owner, reason="карта жоғалды")

    def spend(
        self, reward: int, pin: str = PIN, request: bytes | None = None, voucher: int | None = None
    ) -> RedemptionReply:
        """Return what the hub hands out for the card."""
        chosen = None if voucher else reward
        asked = SpendRequest(
            request or self.request(), self.shown.code, pin, chosen, voucher, "Асель"
        )
        return spend_with_card(self.hub, self.key_of(self.rig.id), asked)

    def refused(self, reward: int, pin: str = PIN) -> Refused:
        """Return the no to a spending."""
        with pytest.raises(Refused) as error:
            self.spend(reward, pin)
        return error.value

    @property
    def left(self) -> int:
        """Return what the member can spend."""
        return self.balances(self.shown.card.member).spendable


@pytest.fixture
def world(store: DatabaseStore) -> Spending:
    """Return a shop with a card."""
    return Spending(store)


def test_what_there_is_to_have_and_having_it(world: Spending) -> None:
    """Rewards that the points reach and vouchers bought before; each taken once by its id."""
    till = world.key_of(world.rig.id)
    croissant = world.offered(PRODUCT)
    world.offered(replace(ANYWHERE, price=Points(251)))
    world.offered(CASHBACK)
    held = world.bought(world.shown.card.member, croissant.id)
    found = card_choices(world.hub, till, world.shown.code)
    assert (found.number, found.points) == (world.shown.card.number, 150)
    assert [(it.reward, it.voucher, it.points) for it in found.choices] == [
        (croissant.id, held.voucher.id, 0), (croissant.id, None, 100),
    ]  # fmt: skip
    request = world.request()
    first = world.spend(croissant.id, request=request)
    assert (first.state, first.points, world.left) == (RedemptionState.ACCEPTED, 100, 50)
    assert world.spend(croissant.id, request=request) == first
    assert world.left == 50
    second = world.spend(0, voucher=held.voucher.id)
    assert (second.voucher, world.left) == (held.voucher.id, 50)
    assert world.refused(croissant.id).refusal is Refusal.NOT_ENOUGH_POINTS
    undo_online(world.hub, till, first.id, UndoRequest(reason="передумала", cashier=None))
    assert world.left == 150
    assert world.sum_of_accounts([world.shown.card.member]) == 0


def test_a_finder_guesses_eight_times_and_no_more(world: Spending) -> None:
    """Each wrong PIN counts, then waits, then only staff helps; nothing is spent by any."""
    croissant = world.offered(PRODUCT)
    for wrong, wait in enumerate(WAITS, start=1):
        no = world.refused(croissant.id, "9157")
        assert isinstance(no, WrongPin)
        assert (no.refusal, no.left, no.retry_after) == (
            Refusal.WRONG_PIN, MOST_WRONG - wrong, wait or None,
        )  # fmt: skip
        if wait:
            assert world.refused(croissant.id).refusal is Refusal.PIN_WAIT
        world.clock.time += wait
    assert world.refused(croissant.id, "9157").refusal is Refusal.PIN_BLOCKED
    world.clock.time += 10**6
    assert world.refused(croissant.id).refusal is Refusal.PIN_BLOCKED
    assert world.left == 250
    give_pin(world.hub, world.chief, world.shown.card.number, "5820")
    assert world.refused(croissant.id).refusal is Refusal.WRONG_PIN
    assert world.spend(croissant.id, "5820").points == 100


def test_a_right_pin_forgives_and_a_refused_reward_is_no_wrong_pin(world: Spending) -> None:
    """Only digits count as tries."""
    croissant, dear = world.offered(PRODUCT), world.offered(replace(ANYWHERE, price=Points(900)))
    for _ in range(MOST_WRONG + 1):
        assert world.refused(dear.id).refusal is Refusal.NOT_ENOUGH_POINTS
    world.refused(croissant.id, "9157")
    world.refused(croissant.id, "9157")
    world.spend(croissant.id)
    no = world.refused(croissant.id, "9157")
    assert isinstance(no, WrongPin)
    assert no.left == MOST_WRONG - 1


def test_blocked_replaced_foreign_and_forged_cards_spend_nothing(world: Spending) -> None:
    """Whatever PIN is typed; the new card has the old one's PIN."""
    croissant, old = world.offered(PRODUCT), world.shown
    world.shown = replace_card(world.hub, world.chief, old.card.number)
    assert world.shown.code != old.code
    with pytest.raises(Refused) as error:
        card_choices(world.hub, world.key_of(world.rig.id), old.code)
    assert error.value.refusal is Refusal.CARD_BLOCKED
    assert world.spend(croissant.id).points == 100
    good = world.shown
    world.shown = replace(good, code=good.code[:-1] + ("0" if good.code[-1] != "0" else "1"))
    assert world.refused(croissant.id).refusal is Refusal.FORGED
    world.shown = good
    block_card(world.hub, world.owner, good.card.number)
    block_card(world.hub, world.owner, good.card.number)
    assert world.refused(croissant.id).refusal is Refusal.CARD_BLOCKED
    assert world.left == 150


def test_staff_reaches_its_own_partners_cards_and_says_why(world: Spending) -> None:
    """To another owner a card is not there; a cashier sees them and changes nothing."""
    number = world.shown.card.number
    stranger = Actor(StaffId(2), (Grant(Role.OWNER, Scope(PartnerId(999))),), reason="just because")
    cashier = Actor(StaffId(3), (Grant(Role.CASHIER, Scope(world.partner)),), reason="just because")
    silent = replace(world.owner, reason="ok")
    assert list_cards(world.hub, stranger, Page()) == []
    assert [it.number for it, _ in list_cards(world.hub, cashier, Page())] == [number]
    for who in (stranger, cashier):
        for act in (block_card, replace_card, lambda hub, by, no: give_pin(hub, by, no, "5820")):
            with pytest.raises(Refused) as error:
                act(world.hub, who, number)
            assert error.value.refusal is Refusal.NOT_FOUND
    for act in (replace_card, lambda hub, by, no: give_pin(hub, by, no, "5820")):
        with pytest.raises(Refused) as error:
            act(world.hub, silent, number)
        assert error.value.refusal is Refusal.VALIDATION
    for who in (stranger, cashier):
        with pytest.raises(Refused):
            show_card(world.hub, who, number)
        with pytest.raises(Refused):
            give_card(world.hub, who, NewCard(world.partner, PIN))
    manager = replace(cashier, grants=(Grant(Role.MANAGER, Scope(world.partner, world.shop)),))
    assert show_card(world.hub, manager, number).code == world.shown.code
    for bad in ("1234", "0000", "9876", "123", "1234567", "12a4"):
        with pytest.raises(Refused):
            give_card(world.hub, world.owner, NewCard(world.partner, bad))
    with world.hub.store.read() as work:
        rows = work.audit.listed(Page(limit=200), None)
    acts = [(row.action, row.reason) for _, row in rows if row.action.startswith("card.")]
    assert acts == [("card.give", "test")]
    assert PIN not in repr(rows)


def test_a_member_makes_one_card_and_is_forgotten_with_it(world: Spending) -> None:
    """One at a time; another PIN takes the old one; the copy of everything holds no PIN."""
    member = world.member()
    made = make_own_card(world.hub, member, PIN)
    assert own_card(world.hub, member) == made
    with pytest.raises(Refused) as error:
        make_own_card(world.hub, member, PIN)
    assert error.value.refusal is Refusal.CONFLICT
    with pytest.raises(WrongPin):
        change_own_pin(world.hub, member, "9157", "5820")
    change_own_pin(world.hub, member, PIN, "5820")
    with pytest.raises(Refused):
        block_card(world.hub, world.owner, made.card.number)
    block_own_card(world.hub, member)
    block_own_card(world.hub, member)
    assert own_card(world.hub, member) is None
    again = make_own_card(world.hub, member, PIN)
    copy = copy_of_member(world.hub, member)["cards"]
    assert {it["number"] for it in copy} == {made.card.number, again.card.number}
    assert "argon2" not in repr(copy)
    erase_member(world.hub, member)
    with world.hub.store.read() as work:
        found = work.cards.get(again.card.number)
    assert found is not None
    assert (found.state, found.pin) == (CardState.BLOCKED, "")


class SlowHash:
    """Passwords whose hash takes so long that somebody else does something meanwhile."""

    def __init__(self, world: Spending, number: int) -> None:
        self._world, self._number = world, number

    def hash(self, password: str) -> str:
        """Hash it, once staff has given the card a new PIN."""
        give_pin(self._world.hub, self._world.chief, self._number, "6284")
        return self._world.hub.passwords.hash(password)

    def verify(self, hashed: str | None, password: str) -> bool:
        """Compare as always."""
        return self._world.hub.passwords.verify(hashed, password)

    def is_weak(self, hashed: str) -> bool:
        """Judge as always."""
        return self._world.hub.passwords.is_weak(hashed)


def test_the_old_pin_does_not_change_the_one_that_staff_gave_meanwhile(world: Spending) -> None:
    """Between the look at the old PIN and the new one's hash others may act."""
    card = world.shown.card
    slow = replace(world.hub, passwords=SlowHash(world, card.number))
    with pytest.raises(Refused) as error:
        change_own_pin(slow, card.member, PIN, "5820")
    assert error.value.refusal is Refusal.CONFLICT


def test_a_card_ends_with_its_account(world: Spending) -> None:
    """What it did is in the account that stays; whoever holds it opens nothing there."""
    gone, stays = world.member(), world.member()
    old, kept = make_own_card(world.hub, gone, PIN), make_own_card(world.hub, stays, PIN)
    with world.hub.store.begin() as work:
        work.cards.hand_over(gone, stays, world.hub.clock.now())
    found = own_card(world.hub, stays)
    assert found is not None
    assert found.card.number == kept.card.number
    with world.hub.store.read() as work:
        ended = work.cards.get(old.card.number)
    assert ended is not None
    assert (ended.state, ended.member) == (CardState.REPLACED, stays)
