"""Claims at the same moment: one slip is one claim, and limits hold."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy import text

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points
from hub.adapters.database.store import DatabaseStore
from hub.core.earning_rules import Caps
from hub.core.receipts.records import ClaimState
from hub.usecases.claim_worker import reverse_passed
from hub.usecases.claims import Claimed
from hub.usecases.returns import lower
from tests.hub.at_once import at_once
from tests.hub.usecases.claim_world import NOW, ClaimWorld, rule_of

PEOPLE = 8


@pytest.fixture
def world(store: DatabaseStore) -> ClaimWorld:
    """Return a shop that gives 3 points for each 100 ₸."""
    return ClaimWorld(store)


def test_of_many_who_race_for_a_slip_one_wins(world: ClaimWorld) -> None:
    """The others hear that it is taken; the ledger gave it once."""
    members, till = [world.member(it) for it in range(PEOPLE)], world.selling()
    for total in (1_500_00, 900_00):
        [event] = till.append(world.sale(total))
        if total == 900_00:
            world.hand_in(till)
        answers = at_once([partial(world.claim, member, event) for member in members])
        won = [it for it in answers if isinstance(it, Claimed)]
        lost = [it.refusal for it in answers if isinstance(it, Refused)]
        assert (len(won), lost) == (1, [Refusal.ALREADY_CLAIMED] * (PEOPLE - 1))
    assert sum(world.has(it).confirmed + world.has(it).unconfirmed for it in members) == 72


def test_a_member_who_taps_many_times_claims_once(world: ClaimWorld) -> None:
    """Every tap has the same answer."""
    member, till = world.member(), world.selling()
    [event] = till.append(world.sale(1_500_00))
    answers = at_once([partial(world.claim, member, event)] * PEOPLE)
    assert {it.claim.points for it in answers if isinstance(it, Claimed)} == {45}
    assert sum(it.anew for it in answers if isinstance(it, Claimed)) == 1
    assert world.has(member).unconfirmed == 45


def test_a_claim_and_its_sale_at_the_same_moment_agree(world: ClaimWorld) -> None:
    """Whichever is first, the claim ends confirmed, less what came back in the same moment."""
    world.set_policy(reversal_grace=0)
    till, member = world.selling(), world.member()
    for number in range(6):
        sale = world.sale(1_500_00)
        [event] = till.append(sale)
        back = world.back(sale, 500_00, accrual=event.sequence)
        till.append(back)
        tasks: list[Callable[[], object]] = [
            partial(world.claim, member, event), partial(world.hand_in, till)
        ]  # fmt: skip
        at_once(tasks)
        reverse_passed(world.hub)
        claim = world.stored(event)
        assert (claim.state, claim.left) == (ClaimState.CONFIRMED, 30), number
    assert world.has(member).confirmed == 180


def test_a_tills_limit_holds_in_a_crowd(world: ClaimWorld) -> None:
    """Together the crowd may spend what the till's limit says, and not a point more."""
    world.set_policy(unconfirmed_till=100)
    till = world.selling()
    events = till.append(*(world.sale(1_000_00) for _ in range(PEOPLE)))
    members = [world.member(it) for it in range(PEOPLE)]
    at_once([partial(world.claim, *pair) for pair in zip(members, events, strict=True)])
    assert sum(world.has(it).spendable for it in members) == 90
    assert sum(world.has(it).unconfirmed for it in members) == PEOPLE * 30


def test_a_budget_is_spent_once_in_a_crowd(world: ClaimWorld) -> None:
    """The month's budget of a rule is what all members get of it together."""
    with world.store.begin() as work:
        work.rules.withdraw(world.rule)
        capped = rule_of(world.partner, caps=Caps(budget=Points(100)))
        work.rules.add(capped, world.hub.clock.now(), None)
    till = world.selling()
    events = till.append(*(world.sale(1_000_00) for _ in range(PEOPLE)))
    members = [world.member(it) for it in range(PEOPLE)]
    at_once([partial(world.claim, *pair) for pair in zip(members, events, strict=True)])
    assert sum(world.has(it).unconfirmed for it in members) == 100


def test_a_return_is_taken_once_whoever_finds_its_sale(world: ClaimWorld) -> None:
    """A person says of which sale it is while the sale that it names comes in from its own till."""
    till, other = world.selling(), world.till(key=bytes(31) + b"\1")
    named, chosen = world.sale(1_500_00), world.sale(1_500_00)
    [sold] = till.append(chosen)
    world.hand_in(till)
    [back] = other.append(world.back(named, 500_00, by_sign=True))
    world.hand_in(other)
    [late] = till.append(named)
    with ThreadPoolExecutor(1) as pool:
        with world.store.begin() as work:
            item = work.returns.get(back.till, back.sequence)
            assert item is not None
            lower(work, NOW, [(item, (sold.till, sold.sequence))])
            coming = pool.submit(world.hand_in, till)
            wait_for_waiting(world)
        coming.result(timeout=60)
    with world.store.read() as work:
        sales = [work.sales.get(it.till, it.sequence) for it in (sold, late)]
    assert [None if it is None else it.returned for it in sales] == [500_00, 0]


def wait_for_waiting(world: ClaimWorld) -> None:
    """Return once another transaction waits for this one; on SQLite every one does."""
    if world.store.engine.name != "postgresql":
        return
    asked = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    deadline = time.monotonic() + 30
    with world.store.engine.connect() as connection:
        while connection.execute(asked).scalar_one() == 0:
            assert time.monotonic() < deadline, "nobody waits"
            connection.rollback()
            time.sleep(0.01)
