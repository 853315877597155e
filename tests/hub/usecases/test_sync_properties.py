"""However a till's events are delivered, the hub ends in the same state; and two tills are two."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from contracts.wire.bodies import Body
from contracts.wire.event import Event
from contracts.wire.refusals import Refused
from contracts.wire.sync import SyncReply
from contracts.wire.units import Sequence
from hub.adapters.database.store import DatabaseStore
from hub.adapters.database.tables import receipts
from hub.usecases.sync import sync_till
from hub.usecases.sync_parts import PARTS
from tests.hub.till_world import TillRig
from tests.hub.usecases.claim_world import NOW, ClaimWorld

TABLES = (receipts.events, receipts.accruals, receipts.returns, receipts.claims)
_UNREADABLE = 3
"""The place in each drawn day that an event from the future has."""

delivery = st.lists(st.tuples(st.integers(0, 8), st.integers(1, 5)), min_size=1, max_size=6)
"""Where each request begins, and how many events it brings."""


def a_day(world: ClaimWorld, till: TillRig) -> list[bytes]:
    """Give *till* a day of sales, a return, a void and something unreadable; return its lines."""
    one, two, three = (world.sale(10_000 + it) for it in range(3))
    bodies: list[Body] = [
        one, two, world.sale(1), world.back(one, 4_000, accrual=1), three, world.void(2),
        world.sale(20_000), world.back(three, 500, by_sign=True),
    ]  # fmt: skip
    for place, body in enumerate(bodies, start=1):
        previous = till.head
        if place == _UNREADABLE + 1:
            previous = hashlib.sha256(_strange(till)).digest()
        till.events.append(Event(till.id, Sequence(place), NOW, body, previous))
    return [_strange(till) if event.sequence == _UNREADABLE else event.raw for event in till.events]


def _strange(till: TillRig) -> bytes:
    raw = till.events[_UNREADABLE - 1].raw
    return raw.replace(b'"kind":"accrual"', b'"kind":"parade"')


def rows_of(world: ClaimWorld, till: TillRig) -> dict[str, list[tuple[Any, ...]]]:
    """Return what is stored of a till, without when it came."""
    found = {}
    with world.store.read() as work:
        for table in TABLES:
            columns = [it for it in table.c if it.name not in ("received_at", "claimed_at", "till")]
            asked = select(*columns).where(table.c.till == till.id).order_by(table.c.sequence)
            found[table.name] = [tuple(row) for row in work.connection.execute(asked)]
    return found


@pytest.fixture
def world(store: DatabaseStore) -> ClaimWorld:
    """Return a shop whose members earn, on either database."""
    return ClaimWorld(store)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(delivery, min_size=2, max_size=2), st.integers(0, 4))
def test_delivery_changes_nothing(
    world: ClaimWorld, deliveries: list[list[tuple[int, int]]], claimed_after: int
) -> None:
    """Cut anywhere, repeated, out of order, claimed in between: the same rows and points."""
    told = []
    for way in deliveries:
        till, member = world.selling(), world.member(_telegram(world))
        raws = a_day(world, till)
        pieces = [raws[at : at + count] for at, count in way if raws[at : at + count]]
        for number, piece in enumerate([*pieces, raws]):
            if number == min(claimed_after, len(pieces)):
                world.claim(member, till.events[4])
            reply = world.sync(till, piece, PARTS)
            if reply.resend_from is not None:
                assert reply.resend_from == reply.acknowledged + 1
        reply = world.sync(till, raws, PARTS)
        assert reply.acknowledged == len(raws)
        assert [it.sequence for it in reply.set_aside] == [_UNREADABLE]
        rows = rows_of(world, till)
        assert len(rows["events"]) == len(raws)
        assert [bytes(row[3]) for row in rows["events"]] == raws
        told.append((len(rows["accruals"]), len(rows["returns"]), world.has(member).confirmed))
    assert told[0] == told[1]


def _telegram(world: ClaimWorld) -> int:
    """Return a Telegram account that no member has yet."""
    with world.store.begin() as work:
        return work.numbers.cancellation()


def test_two_tills_are_two_chains(store: DatabaseStore) -> None:
    """Neither's events are taken for the other's, though both begin at 1."""
    world = ClaimWorld(store)
    one, two = world.selling(), world.selling()
    for till in (one, two):
        till.append(world.sale(10_000), world.sale(20_000))
        assert world.sync(till, parts=PARTS).acknowledged == 2
    receipts_of = {till.id: {row[6] for row in rows_of(world, till)["accruals"]}
                   for till in (one, two)}  # fmt: skip
    assert [len(found) for found in receipts_of.values()] == [2, 2]
    assert receipts_of[one.id].isdisjoint(receipts_of[two.id])


def test_another_tills_events_are_not_taken(store: DatabaseStore) -> None:
    """Handed in under its own name they are set aside, each in its place."""
    world = ClaimWorld(store)
    one, two = world.selling(), world.selling()
    one.append(world.sale(10_000), world.sale(20_000))
    two.events = one.events
    reply = world.sync(two, parts=PARTS)
    assert [(it.sequence, it.refusal) for it in reply.set_aside] == [
        (1, "mismatch"), (2, "mismatch"),
    ]  # fmt: skip
    assert not rows_of(world, two)["accruals"]


def test_the_same_receipt_of_two_tills_earns_once(store: DatabaseStore) -> None:
    """A printer shared by two tills, or a copied slip: the second is a duplicate."""
    world = ClaimWorld(store)
    one, two = world.selling(), world.selling()
    body = world.sale(10_000)
    for till in (one, two):
        till.append(body)
        world.hand_in(till)
    states = [rows_of(world, till)["accruals"][0][-1] for till in (one, two)]
    assert states == ["good", "duplicate"]


def test_identical_syncs_at_once_are_one(store: DatabaseStore) -> None:
    """A till that lost patience sends again while the first request is still being worked on."""
    world = ClaimWorld(store)
    till, member = world.selling(), world.member()
    events = till.append(*(world.sale(10_000) for _ in range(40)))
    for event in events[:5]:
        world.claim(member, event)
    raw = till.request()

    def once(_number: int) -> SyncReply:
        return sync_till(world.hub, till.id, raw, PARTS)

    with ThreadPoolExecutor(6) as pool:
        replies = list(pool.map(once, range(6)))
    assert {reply.acknowledged for reply in replies} == {40}
    rows = rows_of(world, till)
    assert len(rows["events"]) == len(rows["accruals"]) == 40
    assert world.has(member).confirmed == 5 * 3


def test_tills_that_share_members_do_not_stand_in_each_others_way(store: DatabaseStore) -> None:
    """Each syncs claims of the same members in another order, all at once: all of it arrives."""
    world = ClaimWorld(store)
    members = [world.member(it) for it in range(1, 5)]
    tills = [world.selling() for _ in range(4)]
    for at, till in enumerate(tills):
        events = till.append(*(world.sale(10_000) for _ in range(4)))
        for number, event in enumerate(events):
            world.claim(members[(at + number) % 4], event)

    def hand_in(till: TillRig) -> None:
        for upto in range(1, 5):
            world.sync(till, [event.raw for event in till.events[upto - 1 : upto]], PARTS)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(hand_in, tills))
    assert {world.has(member).confirmed for member in members} == {4 * 3}


def test_a_fork_at_once_with_its_other_branch(store: DatabaseStore) -> None:
    """Two computers with one copied disk: one branch is the chain, the other is kept beside it."""
    world = ClaimWorld(store)
    till = world.selling()
    till.append(world.sale(10_000))
    world.hand_in(till)
    copy = TillRig(till.enrolled, till.events[:])
    till.append(world.sale(20_000))
    copy.append(world.sale(30_000), world.sale(40_000))

    def hand_in(rig: TillRig) -> bool:
        try:
            world.hand_in(rig)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(hand_in, (till, copy)))
    assert sorted(done) == [False, True]
    with world.store.read() as work:
        beside = work.connection.execute(select(receipts.forked_events.c.raw)).scalars().all()
    other = copy if done[0] else till
    assert {bytes(raw) for raw in beside} == {event.raw for event in other.events[1:]}


@pytest.mark.parametrize("count", [0, 1])
def test_a_till_with_nothing_new_learns_all_the_same(store: DatabaseStore, count: int) -> None:
    """An empty sync is a sync."""
    world = ClaimWorld(store)
    till = world.selling()
    till.append(*(world.sale(1_000) for _ in range(count)))
    world.hand_in(till)
    reply = world.sync(till, [], PARTS)
    assert (reply.acknowledged, reply.resend_from, reply.time) == (count, None, NOW)
    assert reply.config is not None
