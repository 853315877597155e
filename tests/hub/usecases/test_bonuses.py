"""Bonuses vest by coming back; partners settle what they took of each other."""

from collections.abc import Callable

import pytest
from sqlalchemy import update

from contracts.wire.units import Points, UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.adapters.database.tables.access import members
from hub.adapters.database.tables.running import clearing
from hub.core.access.actor import CONSOLE
from hub.core.access.people import PartnerState
from hub.core.accounts import Account, AccountKind
from hub.core.earning_rules import RuleKind
from hub.core.ids import MemberId
from hub.core.policy import DAY
from hub.core.ports.ledger import Hold
from hub.core.receipts.naming import transfer_id
from hub.usecases.bonuses import vest_bonuses
from hub.usecases.clearing import charge_commission, clear, list_clearing
from hub.usecases.seal import seal_ledger
from tests.hub.hubs import NOW
from tests.hub.usecases.claim_world import ClaimWorld, rule_of


@pytest.fixture
def world(store: DatabaseStore) -> ClaimWorld:
    """Return a shop that gives 3 points for each 100 ₸."""
    return ClaimWorld(store)


def offer(world: ClaimWorld, kind: RuleKind, bonus: int) -> None:
    """Let the partner give a bonus."""
    with world.store.begin() as work:
        work.rules.add(rule_of(world.partner, kind=kind, bonus=Points(bonus)), UnixTime(NOW), None)


def buy(world: ClaimWorld, member: MemberId) -> Callable[[], None]:
    """Return what sells a receipt of 100 ₸ to *member*, confirmed, and goes on to the next day."""
    till = world.selling()

    def once() -> None:
        [event] = till.append(world.sale(100_00), at=world.clock.time)
        world.claim(member, event)
        world.hand_in(till)
        world.clock.time += DAY

    return once


def test_a_welcome_bonus_is_the_members_own_on_the_third_day(world: ClaimWorld) -> None:
    """Given once, at the first receipt; spent only after coming back."""
    offer(world, RuleKind.WELCOME, 500)
    member = world.member()
    come = buy(world, member)
    for day in (1, 2):
        come()
        assert vest_bonuses(world.hub) == {"vested": 0}
        has = world.has(member)
        assert (has.confirmed, has.unconfirmed, has.spendable) == (3 * day, 500, 3 * day)
    come()
    assert vest_bonuses(world.hub) == {"vested": 1}
    assert vest_bonuses(world.hub) == {"vested": 0}
    has = world.has(member)
    assert (has.confirmed, has.unconfirmed, has.spendable) == (509, 0, 509)


def test_a_birthday_is_kept_once_a_year(world: ClaimWorld) -> None:
    """Near the day, however many receipts there are; 2026-09-21 is today."""
    offer(world, RuleKind.BIRTHDAY, 300)
    member = world.member()
    with world.store.begin() as work:
        born = update(members).where(members.c.id == member).values(birthday="09-23")
        work.connection.execute(born)
    come = buy(world, member)
    come()
    come()
    assert world.has(member).unconfirmed == 300


def test_who_brings_a_friend_gets_the_same_once_the_friend_stays(world: ClaimWorld) -> None:
    """Both sides, when the friend has come on three days."""
    offer(world, RuleKind.REFERRAL, 200)
    friend, member = world.member(1), world.member(2)
    with world.store.begin() as work:
        work.connection.execute(
            update(members).where(members.c.id == member).values(referred_by=friend)
        )
    come = buy(world, member)
    for _ in range(3):
        assert world.has(friend).confirmed == 0
        come()
    assert vest_bonuses(world.hub) == {"vested": 1}
    vest_bonuses(world.hub)
    assert (world.has(friend).confirmed, world.has(member).confirmed) == (200, 209)


def test_partners_owe_each_other_what_was_taken(world: ClaimWorld) -> None:
    """Net of what went back, by the day, once however often it is reckoned."""
    member = world.member()
    with world.store.begin() as work:
        other = work.partners.add("Тәтті", None, PartnerState.ACTIVE, UnixTime(NOW))
        work.ledger.open_partner(other, Points(1_000))
    till = world.selling()
    [event] = till.append(world.sale(10_000_00))
    world.claim(member, event)
    world.hand_in(till)
    with world.store.begin() as work:
        at = UnixTime(NOW)
        for name, points, taker in (("a", 100, other), ("b", 40, other), ("c", 30, world.partner)):
            hold = Hold(transfer_id(name), member, Points(points), at)
            work.ledger.hold(hold)
            work.ledger.post(hold.id, taker, at)
        work.ledger.refund(transfer_id("b"), transfer_id("b", "back"), at)
    seal_ledger(world.hub)
    for _ in range(2):
        clear(world.hub)
    with world.store.read() as work:
        rows = work.connection.execute(clearing.select()).all()
    assert [tuple(row) for row in rows] == [("2026-09-21", world.partner, other, 100)]
    today = NOW // DAY
    assert [it.points for it in list_clearing(world.hub, CONSOLE, other, today, today)] == [100]


def test_the_programmes_share_loses_no_fraction(world: ClaimWorld) -> None:
    """3 % of what a bronze partner issued, less what came back, summed over small days."""
    member, till = world.member(), world.selling()
    for number in range(1, 12):
        sale = world.sale(1_000_00)
        [event] = till.append(sale)
        world.claim(member, event)
        if number == 11:
            till.append(world.back(sale, 1_000_00, accrual=event.sequence))
        world.hand_in(till)
        seal_ledger(world.hub)
        charge_commission(world.hub)
        charge_commission(world.hub)
    with world.store.read() as work:
        share = work.ledger.balance_of(Account(AccountKind.COMMISSION, world.partner))
        issued = work.ledger.balance_of(Account(AccountKind.ISSUED, world.partner))
    assert (share, issued) == (9, -309)
