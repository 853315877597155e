"""Each act of the ledger, by itself: what it does, and that twice is once."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from contracts.wire.units import Points, UnixTime
from hub.adapters.database.ledger import DatabaseLedger
from hub.adapters.database.store import DatabaseStore
from hub.core.accounts import Account, AccountKind
from hub.core.ids import LotId, MemberId, PartnerId, TransferId
from hub.core.ports.ledger import (
    Balances,
    Credit,
    Hold,
    NotEnoughPoints,
    Reason,
    Taken,
    TransferMismatch,
    UnknownTransfer,
)

MEMBER = MemberId(5)
BAKERY = PartnerId(1)
CAFE = PartnerId(2)
NOW = UnixTime(1_800_000_000)
DAY = 86_400


def named(name: str) -> TransferId:
    """Return a transfer id for *name*."""
    return TransferId(hashlib.sha256(name.encode()).digest()[:16])


@pytest.fixture
def ledger(store: DatabaseStore) -> Iterator[DatabaseLedger]:
    """Return the ledger within one transaction, with two partners and a member."""
    with store.begin() as work:
        ledger = work.ledger
        ledger.open_partner(BAKERY, Points(100))
        ledger.open_partner(CAFE, Points(100))
        ledger.open_member(MEMBER)
        yield ledger


def credit(name: str, points: int, days: int = 100, *, confirmed: bool = True) -> Credit:
    """Return a credit of *points* that live for *days*."""
    until = UnixTime(NOW + days * DAY)
    return Credit(named(name), MEMBER, BAKERY, Points(points), NOW, until, Reason.CLAIM, confirmed)


def rest(ledger: DatabaseLedger) -> dict[LotId, int]:
    """Return what is left of each lot."""
    return {lot.id: lot.remaining for lot in ledger.lots(MEMBER)}


def balance(ledger: DatabaseLedger, kind: AccountKind, partner: PartnerId = BAKERY) -> int:
    """Return a partner's balance."""
    return ledger.balance_of(Account(kind, partner))


def test_a_credit_is_a_lot_once(ledger: DatabaseLedger) -> None:
    """The same credit again gives the same lot and no more points."""
    lot = ledger.credit(credit("a", 50))
    assert ledger.credit(credit("a", 50)) == lot
    assert ledger.resolve_lot(named("a")) == lot
    assert ledger.balances(MEMBER) == Balances(
        Points(50), Points(0), Points(0), Points(0), Points(50)
    )
    assert balance(ledger, AccountKind.ISSUED) == -50
    with pytest.raises(TransferMismatch):
        ledger.credit(credit("a", 51))


def test_many_credits_are_as_one_by_one(ledger: DatabaseLedger) -> None:
    """A batch gives each its lot, in order; those that were there stay as they were."""
    first = ledger.credit(credit("a", 5))
    many = [credit("b", 7), credit("a", 5), credit("c", 9, confirmed=False), credit("b", 7)]
    found = ledger.credit_all(many)
    assert found[1] == first
    assert found[0] == found[3]
    assert ledger.balances(MEMBER) == Balances(
        Points(12), Points(9), Points(0), Points(0), Points(21)
    )
    with pytest.raises(TransferMismatch):
        ledger.credit_all([credit("d", 1), credit("b", 8)])
    assert ledger.resolve_lot(named("d")) is None


def test_a_hold_takes_what_expires_soonest(ledger: DatabaseLedger) -> None:
    """Lots pay by their day, confirmed or not; a hold is one hold however often it is asked."""
    late = ledger.credit(credit("late", 50, days=90))
    soon = ledger.credit(credit("soon", 30, days=3, confirmed=False))
    hold = Hold(named("h"), MEMBER, Points(40), NOW)
    ledger.hold(hold)
    ledger.hold(hold)
    assert rest(ledger) == {late: 40}
    assert ledger.balances(MEMBER) == Balances(
        Points(40), Points(0), Points(40), Points(0), Points(40)
    )
    with pytest.raises(NotEnoughPoints):
        ledger.hold(Hold(named("h2"), MEMBER, Points(41), NOW))
    with pytest.raises(TransferMismatch):
        ledger.hold(Hold(named("h"), MEMBER, Points(39), NOW))
    assert ledger.release(hold.id, NOW) == 40
    assert ledger.release(hold.id, NOW) == 40
    assert rest(ledger) == {soon: 30, late: 50}


def test_a_hold_is_posted_in_part_and_refunded(ledger: DatabaseLedger) -> None:
    """What is not posted goes back; what was posted comes back once."""
    lots = [ledger.credit(credit("a", 30, days=3, confirmed=False)), ledger.credit(credit("b", 50))]
    ledger.hold(Hold(named("h"), MEMBER, Points(70), NOW))
    for _ in range(2):
        assert ledger.post(named("h"), CAFE, NOW, Points(45)) == 45
    assert rest(ledger) == {lots[1]: 35}
    assert balance(ledger, AccountKind.REDEEMED, CAFE) == 45
    for wrong in (Points(44), None):
        with pytest.raises(TransferMismatch):
            ledger.post(named("h"), CAFE, NOW, wrong)
    with pytest.raises(TransferMismatch):
        ledger.post(named("h"), BAKERY, NOW, Points(45))
    with pytest.raises(TransferMismatch):
        ledger.release(named("h"), NOW)
    ledger.confirm(lots[0], named("c"), NOW)
    for _ in range(2):
        assert ledger.refund(named("h"), named("r"), NOW) == 45
    assert balance(ledger, AccountKind.REDEEMED, CAFE) == 0
    assert ledger.balances(MEMBER) == Balances(
        Points(80), Points(0), Points(0), Points(0), Points(80)
    )
    with pytest.raises(TransferMismatch):
        ledger.refund(named("h"), named("r2"), NOW)
    assert ledger.post(named("h"), CAFE, NOW, Points(45)) == 45


def test_what_is_not_there_is_said(ledger: DatabaseLedger) -> None:
    """Holds and lots that nobody made are unknown."""
    acts: list[Callable[[], object]] = [
        lambda: ledger.release(named("x"), NOW),
        lambda: ledger.post(named("x"), BAKERY, NOW),
        lambda: ledger.refund(named("x"), named("y"), NOW),
        lambda: ledger.confirm(LotId(99), named("y"), NOW),
    ]
    for act in acts:
        with pytest.raises(UnknownTransfer):
            act()


def test_a_release_after_confirming_returns_confirmed_points(ledger: DatabaseLedger) -> None:
    """What was held unconfirmed and confirmed meanwhile comes back confirmed."""
    lot = ledger.credit(credit("a", 30, confirmed=False))
    ledger.hold(Hold(named("h"), MEMBER, Points(20), NOW))
    assert ledger.confirm(lot, named("c"), NOW) == 10
    assert ledger.confirm(lot, named("c"), NOW) == 10
    ledger.release(named("h"), NOW)
    assert ledger.balances(MEMBER) == Balances(
        Points(30), Points(0), Points(0), Points(0), Points(30)
    )


def reverse(
    ledger: DatabaseLedger, lot: LotId, name: str, points: int, *, negative: bool = False
) -> Taken:
    """Take *points* of *lot* back."""
    return ledger.take_back(
        lot, named(name), Points(points), NOW, Reason.RETURN, may_go_negative=negative
    )


def test_a_reversal_takes_the_lot_then_others_then_the_partners_shortfall(
    ledger: DatabaseLedger,
) -> None:
    """The parts add up, and asking again takes nothing more."""
    lot = ledger.credit(credit("a", 150))
    ledger.hold(Hold(named("h"), MEMBER, Points(140), NOW))
    ledger.credit(credit("b", 20, confirmed=False))
    ledger.credit(replace(credit("bonus", 20, confirmed=False), spendable=False))
    ledger.credit(replace(credit("c", 5), partner=CAFE))
    taken = Taken(Points(10), Points(25), Points(0), Points(100), Points(15))
    assert reverse(ledger, lot, "r", 150) == taken
    ledger.credit(credit("later", 50))
    assert reverse(ledger, lot, "r", 150) == taken
    assert balance(ledger, AccountKind.SHORTFALL) == -100
    with pytest.raises(TransferMismatch):
        reverse(ledger, lot, "r", 149)
    assert ledger.balances(MEMBER).spendable == 50


def test_a_debt_is_paid_by_what_comes_next(ledger: DatabaseLedger) -> None:
    """A member below zero pays first, by credits, confirmations and what vouchers give back."""
    lot = ledger.credit(credit("a", 50))
    ledger.hold(Hold(named("h"), MEMBER, Points(10), NOW))
    ledger.hold(Hold(named("h2"), MEMBER, Points(40), NOW))
    assert reverse(ledger, lot, "r", 50, negative=True).below_zero == 50
    assert ledger.balances(MEMBER).confirmed == -50
    ledger.release(named("h"), NOW)
    assert ledger.balances(MEMBER).confirmed == -40
    ledger.credit_all([credit("b", 15), credit("c", 15)])
    assert rest(ledger) == {}
    unconfirmed = ledger.credit(credit("d", 20, confirmed=False))
    assert ledger.balances(MEMBER).spendable == 10
    ledger.confirm(unconfirmed, named("confirm"), NOW)
    assert rest(ledger) == {unconfirmed: 10}
    ledger.post(named("h2"), BAKERY, NOW)
    assert ledger.balances(MEMBER).confirmed == 10


def test_points_expire_and_held_ones_come_back_with_time(ledger: DatabaseLedger) -> None:
    """Held points outlive their day by as long as they were held, then go to breakage."""
    lot = ledger.credit(credit("a", 50, days=3))
    ledger.hold(Hold(named("h"), MEMBER, Points(20), UnixTime(NOW + 2 * DAY)))
    later = UnixTime(NOW + 4 * DAY)
    assert ledger.expire(MEMBER, UnixTime(NOW + 2 * DAY)) == 0
    assert ledger.expire(MEMBER, later) == 30
    assert ledger.expire(MEMBER, later) == 0
    ledger.release(named("h"), later)
    assert rest(ledger) == {lot: 20}
    assert ledger.expire(MEMBER, UnixTime(later + DAY - 1)) == 0
    assert ledger.expire(MEMBER, UnixTime(later + DAY)) == 20
    assert balance(ledger, AccountKind.BREAKAGE) == 50
