"""Points given or taken by hand."""

from collections.abc import Callable
from functools import partial

import pytest

from contracts.wire.refusals import Refusal, Refused
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import CONSOLE, Actor
from hub.core.access.people import Page
from hub.core.access.roles import Role, Scope
from hub.core.adjustments import LARGEST_ADJUSTMENT, AdjustmentState
from hub.core.ids import MemberId, PartnerId
from hub.core.receipts.naming import of_claim
from hub.usecases.adjustments import (
    approve_adjustment,
    ask_adjustment,
    list_adjustments,
    refuse_adjustment,
)
from hub.usecases.staff_members import flag_staff_member
from tests.hub.at_once import at_once
from tests.hub.usecases.claim_world import ClaimWorld
from tests.hub.usecases.staff_world import StaffWorld


def _name(number: int) -> bytes:
    return number.to_bytes(16, "big")


@pytest.fixture
def world(store: DatabaseStore) -> StaffWorld:
    """Return a hub with a partner and staff."""
    return StaffWorld(store)


def test_a_small_one_is_done_at_once_and_only_once(world: StaffWorld) -> None:
    """The same id again is the same adjustment; with other points it is refused."""
    member = world.member()
    for _ in range(2):
        done = ask_adjustment(world.hub, world.owner, _name(1), member, world.partner, 500)
        assert done.state is AdjustmentState.DONE
    assert world.balances(member).confirmed == 500
    with pytest.raises(Refused) as refused:
        ask_adjustment(world.hub, world.owner, _name(1), member, world.partner, 501)
    assert refused.value.refusal is Refusal.MISMATCH


def test_a_large_one_needs_two_different_people(world: StaffWorld) -> None:
    """Nobody approves his own, and nothing moves before somebody else does."""
    member = world.member()
    asked = ask_adjustment(world.hub, world.owner, _name(1), member, world.partner, 1_001)
    assert asked.state is AdjustmentState.WAITING
    assert world.balances(member).confirmed == 0
    with pytest.raises(Refused) as refused:
        approve_adjustment(world.hub, world.owner, _name(1))
    assert refused.value.refusal is Refusal.TWO_PEOPLE_NEEDED
    done = approve_adjustment(world.hub, world.second, _name(1))
    assert (done.state, done.approved_by) == (AdjustmentState.DONE, world.second.staff)
    assert world.balances(member).confirmed == 1_001
    with pytest.raises(Refused) as refused:
        approve_adjustment(world.hub, world.second, _name(1))
    assert refused.value.refusal is Refusal.CONFLICT


def test_ten_small_ones_are_one_large_one(world: StaffWorld) -> None:
    """What one person does alone within a day counts together, for whomever; a day later not."""
    first, second = world.member(1), world.member(2)
    states = [
        ask_adjustment(world.hub, world.owner, _name(it), member, world.partner, 400).state
        for it, member in enumerate([first, second, first])
    ]
    done, waiting = AdjustmentState.DONE, AdjustmentState.WAITING
    assert states == [done, done, waiting]
    world.clock.time += 24 * 3600 + 1
    again = ask_adjustment(world.hub, world.owner, _name(9), first, world.partner, 400)
    assert again.state is done


def test_points_are_taken_from_this_partner_s_lots_alone(world: StaffWorld) -> None:
    """More than they hold is refused, and then nothing is taken."""
    member = world.member()
    world.credit(member, 300)
    with pytest.raises(Refused) as refused:
        ask_adjustment(world.hub, world.owner, _name(1), member, world.partner, -301)
    assert refused.value.refusal is Refusal.NOT_ENOUGH_POINTS
    ask_adjustment(world.hub, world.owner, _name(2), member, world.partner, -300)
    assert world.balances(member).confirmed == 0


def test_own_staff_gets_nothing_from_one_colleague_alone(world: StaffWorld) -> None:
    """A member who works for the partner: even one point needs two people."""
    member = world.member()
    with world.store.begin() as work:
        work.members.set_staff_of(member, world.partner)
    asked = ask_adjustment(world.hub, world.owner, _name(1), member, world.partner, 1)
    assert asked.state is AdjustmentState.WAITING


def test_a_refused_one_moves_nothing_ever(world: StaffWorld) -> None:
    """The asker may take it back himself."""
    member = world.member()
    ask_adjustment(world.hub, world.owner, _name(1), member, world.partner, 5_000)
    refused = refuse_adjustment(world.hub, world.owner, _name(1))
    assert refused.state is AdjustmentState.REFUSED
    with pytest.raises(Refused) as conflict:
        approve_adjustment(world.hub, world.second, _name(1))
    assert conflict.value.refusal is Refusal.CONFLICT
    assert world.balances(member).confirmed == 0


@pytest.mark.parametrize("points", [0, LARGEST_ADJUSTMENT + 1, -LARGEST_ADJUSTMENT - 1])
def test_points_have_bounds(world: StaffWorld, points: int) -> None:
    """Nothing and too much are refused alike."""
    with pytest.raises(Refused) as refused:
        ask_adjustment(world.hub, world.owner, _name(1), world.member(), world.partner, points)
    assert refused.value.refusal is Refusal.VALIDATION


def test_who_may_not_may_not(world: StaffWorld) -> None:
    """Another partner's owner, a manager of one shop, the console, and nobody without a reason."""
    member = world.member()
    mute = world.staff(2, Role.OWNER, Scope(world.partner), reason=" ")
    cases: list[tuple[Actor, Refusal]] = [
        (world.stranger, Refusal.FORBIDDEN), (world.manager, Refusal.FORBIDDEN),
        (CONSOLE, Refusal.FORBIDDEN), (mute, Refusal.VALIDATION),
    ]  # fmt: skip
    for actor, refusal in cases:
        with pytest.raises(Refused) as refused:
            ask_adjustment(world.hub, actor, _name(1), member, world.partner, 5)
        assert refused.value.refusal is refusal
    ask_adjustment(world.hub, world.owner, _name(1), member, world.partner, 5_000)
    with pytest.raises(Refused) as refused:
        approve_adjustment(world.hub, world.stranger, _name(1))
    assert refused.value.refusal is Refusal.FORBIDDEN


def test_the_list_shows_one_s_own_partners_only(world: StaffWorld) -> None:
    """The second person finds what waits for him; a stranger finds nothing."""
    member = world.member()
    ask_adjustment(world.hub, world.owner, _name(1), member, world.partner, 5_000)
    ask_adjustment(world.hub, world.owner, _name(2), member, world.partner, 5)
    waiting = AdjustmentState.WAITING
    listed = list_adjustments(world.hub, world.second, waiting, None, Page())
    assert [it.id for _, it in listed] == [_name(1)]
    both = list_adjustments(world.hub, world.operator, None, member, Page())
    assert [it.id for _, it in both] == [_name(1), _name(2)]
    assert list_adjustments(world.hub, world.stranger, None, None, Page()) == []
    assert list_adjustments(world.hub, world.manager, None, None, Page()) == []


def test_one_person_s_adjustments_at_once_stay_within_what_one_may(world: StaffWorld) -> None:
    """Eight of 400 at the same moment: two are done, six wait for a second person."""
    members = [world.member(number) for number in range(1, 9)]
    tasks: list[Callable[[], object]] = [
        partial(ask_adjustment, world.hub, world.owner, _name(it), member, world.partner, 400)
        for it, member in enumerate(members)
    ]
    at_once(tasks)
    done = AdjustmentState.DONE
    assert len(list_adjustments(world.hub, world.owner, done, None, Page())) == 2
    assert sum(world.balances(member).confirmed for member in members) == 800


def test_two_people_who_approve_at_once_approve_once(world: StaffWorld) -> None:
    """One of them is told that it is done."""
    member = world.member()
    ask_adjustment(world.hub, world.owner, _name(1), member, world.partner, 5_000)
    answers = at_once(
        [
            partial(approve_adjustment, world.hub, person, _name(1))
            for person in (world.second, world.operator)
        ]
    )
    assert sum(isinstance(it, Refused) for it in answers) == 1
    assert world.balances(member).confirmed == 5_000


def test_nobody_adjusts_what_is_not_there(world: StaffWorld) -> None:
    """An unknown partner, member or adjustment."""
    member = world.member()
    nobody, nowhere = MemberId(999_999), PartnerId(999_999)
    for whom, partner in [(nobody, world.partner), (member, nowhere)]:
        with pytest.raises(Refused) as refused:
            ask_adjustment(world.hub, world.operator, _name(1), whom, partner, 5)
        assert refused.value.refusal is Refusal.NOT_FOUND
    with pytest.raises(Refused) as refused:
        approve_adjustment(world.hub, world.operator, _name(2))
    assert refused.value.refusal is Refusal.NOT_FOUND
    with pytest.raises(Refused) as refused:
        flag_staff_member(world.hub, world.operator, nobody, world.partner, works=True)
    assert refused.value.refusal is Refusal.NOT_FOUND


def test_an_adjustment_stands_in_no_receipt_s_way(world: StaffWorld) -> None:
    """Its id is its asker's choice: also one that a member's claim at another partner will need."""
    there = ClaimWorld(world.store)
    mate, member, till = world.member(), there.member(9), there.selling()
    [event] = till.append(there.sale(1_500_00))
    for what in ("credit/1", "confirm/1"):
        name = of_claim(event.till, event.sequence, what)
        ask_adjustment(world.hub, world.owner, name, mate, world.partner, 1)
    assert there.claim(member, event).claim.points == 45
    there.hand_in(till)
    assert there.has(member).confirmed == 45
