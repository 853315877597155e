"""Points expire on their day, member by member, and their members hear of it before."""

import hashlib

import pytest

from contracts.wire.units import Points, UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.core.accounts import Account, AccountKind
from hub.core.ids import MemberId, PartnerId, TransferId
from hub.core.policy import DAY
from hub.core.ports.hub import Hub
from hub.core.ports.ledger import Credit, Expiring, Reason
from hub.usecases.expiring import expire_lots, expiring_lots, remind_of_expiry
from tests.hub.hubs import NOW, SetClock, hub_on

BAKERY = PartnerId(1)
MEMBERS = [MemberId(number) for number in range(1, 6)]


@pytest.fixture
def clock() -> SetClock:
    """Return a clock set by hand."""
    return SetClock()


@pytest.fixture
def hub(store: DatabaseStore, clock: SetClock) -> Hub:
    """Return a hub of five members, each with ten points that live ten days, and twenty more."""
    with store.begin() as work:
        work.ledger.open_partner(BAKERY, Points(0))
        for member in MEMBERS:
            work.ledger.open_member(member)
            for points, days in ((10, 10), (20, 300)):
                name = TransferId(hashlib.sha256(f"{member} {points}".encode()).digest()[:16])
                until = UnixTime(NOW + days * DAY)
                work.ledger.credit(
                    Credit(
                        name, member, BAKERY, Points(points), UnixTime(NOW), until, Reason.CLAIM,
                        confirmed=True,
                    )
                )  # fmt: skip
    return hub_on(store, clock)


def test_points_expire_a_few_members_at_a_time(hub: Hub, clock: SetClock) -> None:
    """Each run takes so many members; together they take what is due, once."""
    assert expire_lots(hub) == {"members": 0, "points": 0}
    clock.time += 10 * DAY
    assert [expire_lots(hub, 2)["points"] for _ in range(4)] == [20, 20, 10, 0]
    with hub.store.read() as work:
        assert work.ledger.balance_of(Account(AccountKind.BREAKAGE, BAKERY)) == 50
        assert work.ledger.balances(MEMBERS[0]).spendable == 20


def test_what_expires_soon_is_known_by_member(hub: Hub) -> None:
    """Within the days that were asked for, page by page."""
    assert expiring_lots(hub, 9) == []
    soon = Expiring(MEMBERS[0], Points(10), UnixTime(NOW + 10 * DAY))
    assert expiring_lots(hub, 14)[0] == soon
    assert [it.member for it in expiring_lots(hub, 14, MEMBERS[1], 2)] == MEMBERS[2:4]


def test_each_member_hears_of_it_once_at_each_time(hub: Hub, clock: SetClock) -> None:
    """Fourteen days before and three days before, however often the worker looks."""
    none = {"in 14 days": 0, "in 3 days": 0}
    clock.time -= 5 * DAY
    assert remind_of_expiry(hub) == none
    clock.time += 2 * DAY
    assert remind_of_expiry(hub) == {"in 14 days": 5, "in 3 days": 0}
    assert remind_of_expiry(hub) == none
    clock.time += 7 * DAY
    assert remind_of_expiry(hub) == none
    clock.time += DAY
    assert remind_of_expiry(hub) == none | {"in 3 days": 0}
    clock.time += 2 * DAY
    assert remind_of_expiry(hub) == none | {"in 3 days": 5}
