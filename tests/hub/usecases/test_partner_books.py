"""What each partner turned over and owes: on both databases, and to whom it may be told."""

import pytest

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import CONSOLE, Actor
from hub.core.access.people import PartnerState
from hub.core.access.roles import Grant, Role, Scope
from hub.core.ids import PartnerId, StaffId
from hub.core.insights.periods import Period, day_of
from hub.core.ports.statements import Netted
from hub.usecases.partner_books import open_book, open_books
from tests.hub.hubs import NOW, hub_on


def test_books_are_of_ones_own_and_of_the_days(store: DatabaseStore) -> None:
    """Commission by the time that it was booked, debts by the day; others' are not there."""
    hub, today = hub_on(store), day_of(UnixTime(NOW))
    with store.begin() as work:
        first, second, third = (
            work.partners.add(it, None, PartnerState.ACTIVE, UnixTime(NOW)) for it in "абв"
        )
        for it in (first, second, third):
            work.ledger.open_partner(it, Points(1_000))
        work.statements.charge(first, 30, 1, UnixTime(NOW))
        work.statements.charge(first, -4, 2, UnixTime(NOW))
        work.statements.charge(second, 9, 2, UnixTime(NOW))
        work.statements.charge(first, 500, 3, UnixTime(NOW - 40 * 86_400))
        rows = [(today, first, second, 80), (today, second, first, 30), (today, second, third, 7),
                (today - 40, first, third, 600)]  # fmt: skip
        work.statements.add_clearing([Netted(*it) for it in rows])
    days = Period(today - 5, today)
    whole = open_books(hub, CONSOLE, days)
    told = {it.partner.id: (it.commission, it.owes, it.owed) for it in whole.partners}
    assert told == {first: (26, 50, 0), second: (9, 7, 50), third: (0, 0, 7)}
    own = _owner(first)
    assert [it.partner.id for it in open_books(hub, own, days).partners] == [first]
    book = open_book(hub, own, first, days)
    assert [(it.debtor, it.creditor, it.points) for it in book.debts] == [(first, second, 50)]
    assert book.names == {first: "а", second: "б"}
    assert open_book(hub, own, first, Period(today - 50, today)).partners[0].commission == 526
    for partner in (second, PartnerId(99)):
        with pytest.raises(Refused) as refused:
            open_book(hub, own, partner, days)
        assert refused.value.refusal is Refusal.FORBIDDEN


def _owner(partner: PartnerId) -> Actor:
    return Actor(StaffId(1), (Grant(Role.OWNER, Scope(partner)),))
