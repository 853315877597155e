"""Claims of receipts: at once from the sealed code alone, once, and by the right member."""

import pytest

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Tiyn
from hub.adapters.database.store import DatabaseStore
from hub.core.receipts.records import ClaimState
from hub.usecases.claim_reviews import approve_claim
from tests.hub.hubs import NOW
from tests.hub.usecases.claim_world import ClaimWorld


@pytest.fixture
def world(store: DatabaseStore) -> ClaimWorld:
    """Return a shop that gives 3 points for each 100 ₸."""
    return ClaimWorld(store)


def refusal(error: pytest.ExceptionInfo[Refused]) -> Refusal:
    """Return the code of a refusal."""
    return error.value.refusal


def test_a_sealed_code_alone_is_credited_at_once(world: ClaimWorld) -> None:
    """The till may be offline for days: the points are there, and can be spent."""
    member, till = world.member(), world.selling()
    [event] = till.append(world.sale(1_500_00))
    claimed = world.claim(member, event)
    assert claimed.claim.state is ClaimState.UNCONFIRMED
    assert (claimed.claim.points, claimed.spendable, claimed.anew) == (45, True, True)
    has = world.has(member)
    assert (has.unconfirmed, has.confirmed, has.spendable) == (45, 0, 45)


def test_the_accrual_confirms_what_was_claimed(world: ClaimWorld) -> None:
    """Once the till has handed the sale in, the points are the member's for good."""
    member, till = world.member(), world.selling()
    [event] = till.append(world.sale(1_500_00))
    world.claim(member, event)
    world.hand_in(till)
    assert world.stored(event).state is ClaimState.CONFIRMED
    has = world.has(member)
    assert (has.unconfirmed, has.confirmed, has.spendable) == (0, 45, 45)


def test_a_claim_of_a_sale_that_has_come_is_confirmed_at_once(world: ClaimWorld) -> None:
    """Nothing is left to wait for."""
    member, till = world.member(), world.selling()
    [event] = till.append(world.sale(1_500_00))
    world.hand_in(till)
    assert world.claim(member, event).claim.state is ClaimState.CONFIRMED
    assert world.has(member).confirmed == 45


def test_the_same_member_gets_the_same_answer_and_another_a_refusal(world: ClaimWorld) -> None:
    """A slip is one claim: scanning it twice gives nothing twice."""
    member, other, till = world.member(1), world.member(2), world.selling()
    [event] = till.append(world.sale(1_500_00))
    first = world.claim(member, event)
    again = world.claim(member, event)
    assert (again.claim, again.anew) == (first.claim, False)
    with pytest.raises(Refused) as error:
        world.claim(other, event)
    assert refusal(error) is Refusal.ALREADY_CLAIMED
    assert (world.has(member).unconfirmed, world.has(other).unconfirmed) == (45, 0)


def test_a_claim_is_too_late_after_its_window(world: ClaimWorld) -> None:
    """Paper that lies around is not worth collecting."""
    member, till = world.member(), world.selling()
    [event] = till.append(world.sale(1_500_00))
    world.clock.time = NOW + 72 * 3600 + 1
    with pytest.raises(Refused) as error:
        world.claim(member, event)
    assert refusal(error) is Refusal.TOO_LATE
    world.clock.time = NOW + 72 * 3600
    assert world.claim(member, event).claim.points == 45


def test_goods_that_came_back_take_their_points_with_them(world: ClaimWorld) -> None:
    """Half of it back, half of the points; all of it back, none are left."""
    member, till = world.member(), world.selling()
    sale = world.sale(1_500_00)
    [event] = till.append(sale)
    world.claim(member, event)
    till.append(world.back(sale, 500_00, accrual=1))
    world.hand_in(till)
    assert world.has(member).confirmed == 30
    till.append(world.back(sale, 1_000_00, by_sign=True))
    world.hand_in(till)
    assert world.has(member).confirmed == 0
    assert world.stored(event).state is ClaimState.REVERSED


def test_goods_that_came_back_before_lower_the_claim(world: ClaimWorld) -> None:
    """A return need not wait for somebody to claim its sale."""
    member, till = world.member(), world.selling()
    sale = world.sale(1_500_00)
    [event] = till.append(sale)
    till.append(world.back(sale, 500_00, accrual=1))
    world.hand_in(till)
    assert world.claim(member, event).claim.points == 30
    till.append(world.back(sale, 1_000_00, accrual=1))
    world.hand_in(till)
    assert world.has(member).confirmed == 0


def test_a_void_kills_the_claim(world: ClaimWorld) -> None:
    """Before or after it was made."""
    member, till = world.member(), world.selling()
    first, second, _, _ = till.append(
        world.sale(1_500_00), world.sale(900_00), world.void(1), world.void(2)
    )
    world.claim(member, first)
    world.hand_in(till)
    assert world.stored(first).state is ClaimState.REVERSED
    with pytest.raises(Refused) as error:
        world.claim(member, second)
    assert refusal(error) is Refusal.VOIDED
    assert world.has(member).confirmed == world.has(member).unconfirmed == 0


def test_nobody_approves_a_receipt_that_earned_elsewhere(world: ClaimWorld) -> None:
    """The same paper at two tills gives points once, whatever a manager says."""
    first, second = world.selling(), world.till(key=bytes([2]) * 32)
    member, paper = world.member(), world.sale(1_000_00)
    (one,), (two,) = first.append(paper), second.append(paper)
    for till, event in ((first, one), (second, two)):
        world.claim(member, event)
        world.hand_in(till)
    assert world.has(member).confirmed == 30
    with pytest.raises(Refused) as refused, world.store.begin() as work:
        approve_claim(work, world.hub, two.till, two.sequence)
    assert refused.value.refusal is Refusal.DUPLICATE_RECEIPT
    assert world.has(member).confirmed == 30


def test_a_code_that_says_more_than_its_accrual_is_refused(world: ClaimWorld) -> None:
    """Whoever has the claim key cannot raise a sale that has come."""
    member, till = world.member(), world.selling()
    [event] = till.append(world.sale(1_500_00))
    world.hand_in(till)
    with pytest.raises(Refused) as error:
        world.claim(member, event, total=Tiyn(15_000_00))
    assert refusal(error) is Refusal.MISMATCH


def test_points_above_the_limits_wait_for_their_accruals(world: ClaimWorld) -> None:
    """What a stolen key is worth is bounded: by member, till and shop."""
    world.set_policy(unconfirmed_member=100)
    member, till = world.member(), world.selling()
    first, second, third = till.append(
        world.sale(3_000_00), world.sale(1_000_00), world.sale(300_00)
    )
    assert world.claim(member, first).spendable
    assert not world.claim(member, second).spendable
    assert world.claim(member, third).spendable
    assert (world.has(member).unconfirmed, world.has(member).spendable) == (129, 99)
    world.hand_in(till)
    assert (world.has(member).confirmed, world.has(member).spendable) == (129, 129)
    [fourth] = till.append(world.sale(3_300_00))
    assert world.claim(member, fourth).spendable
