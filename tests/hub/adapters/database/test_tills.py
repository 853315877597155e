"""Tills in the database: locks that stand in nobody's way, and limits that hold."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from contracts.wire.refusals import Refused
from contracts.wire.units import TillId, UnixTime
from hub.adapters.database.events import MOST_FORKED
from hub.adapters.database.store import DatabaseStore
from hub.core.access.people import Page
from hub.core.access.roles import PROGRAMME, Scope
from hub.core.chain import Line
from hub.errors import TransactionLost
from hub.usecases.enrolment import add_till, enrol_till
from tests.hub.till_world import TillWorld, enrol_request

AT = UnixTime(1_790_000_000)


def test_one_code_is_one_computers(store: DatabaseStore) -> None:
    """Eight computers with one code at once: one becomes the till, the others are refused."""
    world = TillWorld(store)
    made = add_till(world.hub, world.owner, world.shop, "Касса")

    def enrol(number: int) -> str | None:
        asked = enrol_request(made.code, bytes([number]) * 32)
        try:
            return enrol_till(world.hub, asked, f"203.0.113.{number}").enrolment
        except Refused:
            return None

    with ThreadPoolExecutor(8) as pool:
        found = [it for it in pool.map(enrol, range(8)) if it is not None]
    assert len(found) == 1


def test_a_till_can_be_shared_by_many_and_locked_by_one(store: DatabaseStore) -> None:
    """Claims at one till go on beside each other, and each sees the till as it is."""
    world = TillWorld(store)
    till = world.till()
    with store.begin() as work:
        shared, locked = work.tills.share(till.id), work.tills.lock(till.id)
        assert shared == locked == work.tills.get(till.id)
        assert work.tills.share(TillId(999)) is None
        assert work.tills.lock(TillId(999)) is None
        assert work.tills.view(TillId(999)) is None


def test_tills_are_listed_by_scope_and_page(store: DatabaseStore) -> None:
    """The programme's, one partner's, one shop's."""
    one, two = TillWorld(store), TillWorld(store)
    mine = [one.till().id for _ in range(3)]
    other = two.till().id
    with store.begin() as work:
        another = work.shops.add(one.partner, "Сатпаев 2", "", AT)
    there = one.till(another).id

    def listed(*scopes: Scope, after: int = 0, limit: int = 50) -> list[int]:
        with store.read() as work:
            return [it.till.id for it in work.tills.listed(Page(after, limit), scopes)]

    assert listed(PROGRAMME) == [*mine, other, there]
    assert listed(Scope(one.partner)) == [*mine, there]
    assert listed(Scope(one.partner, another), Scope(two.partner)) == [other, there]
    assert listed() == []
    assert listed(Scope(one.partner), after=mine[0], limit=2) == mine[1:]


def test_another_branch_is_kept_within_a_limit(store: DatabaseStore) -> None:
    """Whoever writes a forked chain without end does not fill the disk; the same line is once."""
    till = TillWorld(store).till()
    lines = [
        Line(b"line", place.to_bytes(32, "big"), None, place=place)
        for place in range(1, MOST_FORKED + 3)
    ]
    with store.begin() as work:
        work.events.keep_branch(till.id, lines[:10], AT)
        work.events.keep_branch(till.id, lines[:10], AT)
        assert work.events.forked(till.id) == 10
        work.events.keep_branch(till.id, lines, AT)
        work.events.keep_branch(till.id, lines, AT)
        assert MOST_FORKED - 10 <= work.events.forked(till.id) <= MOST_FORKED


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_deadlock_is_a_lost_transaction(store: DatabaseStore) -> None:
    """Two that wait for each other: one gives way, and says that nothing of it happened."""
    world = TillWorld(store)
    one, two = world.till().id, world.till().id
    met = threading.Barrier(2)

    def cross(first: TillId, second: TillId) -> bool:
        try:
            with store.begin() as work:
                work.tills.lock(first)
                met.wait(timeout=20)
                work.tills.lock(second)
        except TransactionLost:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        ends = [pool.submit(cross, one, two), pool.submit(cross, two, one)]
        assert sorted(it.result() for it in ends) == [False, True]
