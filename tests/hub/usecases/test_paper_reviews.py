"""A person's word about a closing report, a forked till or a return has its effect."""

from dataclasses import replace

import pytest

from contracts.wire.event import Event
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Sequence, TillId
from hub.adapters.database.store import DatabaseStore
from hub.core.access.people import Page
from hub.core.access.roles import Grant, Role, Scope
from hub.core.fraud import Reason, Suspicion, Verdict, assessed
from hub.core.ids import MemberId
from hub.core.receipts.records import ClaimState, ReturnState, SaleState
from hub.core.reviews import Decision, QueuedReview, Review, ReviewFilter, ReviewKind, ReviewState
from hub.core.reviews import reasons_of as reasons
from hub.core.tills import TillState
from hub.usecases.return_decisions import decide_return, list_returns
from hub.usecases.reviews import decide_review, list_reviews
from hub.usecases.till_states import lift_quarantine, revoke_till
from tests.hub.till_world import TillRig
from tests.hub.usecases.claim_world import ClaimWorld
from tests.hub.usecases.test_receipts import unnamed, z_report

APPROVE, REJECT, UNDO = Decision.APPROVE, Decision.REJECT, Decision.UNDO


@pytest.fixture
def world(store: DatabaseStore) -> ClaimWorld:
    """Return a hub with a shop."""
    return ClaimWorld(store)


def open_one(world: ClaimWorld, kind: ReviewKind) -> QueuedReview:
    """Return the one open review of a kind."""
    asked = ReviewFilter(state=ReviewState.OPEN, kind=kind)
    (found,) = list_reviews(world.hub, world.owner, Page(), asked)
    return found


def decide(world: ClaimWorld, review: QueuedReview, decision: Decision) -> None:
    """Let the owner decide."""
    decide_review(world.hub, world.owner, review.id, decision, "so it is")


def reported(world: ClaimWorld) -> tuple[TillRig, list[Event], MemberId]:
    """Return a till whose report counts less than its sales, two of them, one of them claimed."""
    till, member = world.selling(), world.member()
    before, _, event, other, _ = till.append(
        world.sale(100_00), z_report(100_00),
        world.sale(1_000_00), world.sale(500_00), z_report(700_00),
    )  # fmt: skip
    world.claim(member, event)
    world.hand_in(till)
    assert world.has(member).confirmed == 30
    return till, [before, event, other], member


def states(world: ClaimWorld, events: list[Event]) -> list[SaleState]:
    """Return how the sales of *events* stand."""
    with world.store.read() as work:
        sales = [work.sales.get(it.till, it.sequence) for it in events]
    return [it.state for it in sales if it is not None]


def test_a_report_that_is_not_in_order_puts_its_sales_before_a_person(world: ClaimWorld) -> None:
    """Those of its own shift alone, with their claims; taken back, all is as it was."""
    till, events, member = reported(world)
    review, claimed = open_one(world, ReviewKind.Z_REPORT), events[1]
    good, doubted = SaleState.GOOD, SaleState.REVIEW
    for _ in range(2):
        decide(world, review, REJECT)
        assert states(world, events) == [good, doubted, doubted]
        assert world.stored(claimed).state is ClaimState.REVIEW
    late = world.claim(world.member(2), events[2])
    assert late.claim.state is ClaimState.REVIEW
    decide(world, review, UNDO)
    assert states(world, events) == [good, good, good]
    assert world.stored(claimed).state is ClaimState.CONFIRMED
    assert world.stored(events[2]).state is ClaimState.CONFIRMED
    assert world.has(member).confirmed == 30
    assert open_claims(world) == 0
    assert till.id == claimed.till


def open_claims(world: ClaimWorld) -> int:
    """Return how many claims wait for a person."""
    asked = ReviewFilter(state=ReviewState.OPEN, kind=ReviewKind.CLAIM)
    return len(list_reviews(world.hub, world.owner, Page(), asked))


def test_a_report_that_is_in_order_changes_nothing(world: ClaimWorld) -> None:
    """And that taken back is a rejection."""
    _, events, _ = reported(world)
    review = open_one(world, ReviewKind.Z_REPORT)
    decide(world, review, APPROVE)
    assert states(world, events) == [SaleState.GOOD] * 3
    decide(world, review, UNDO)
    assert states(world, events) == [SaleState.GOOD, SaleState.REVIEW, SaleState.REVIEW]


def test_what_else_speaks_against_a_sale_stays(world: ClaimWorld) -> None:
    """A report trusted again lets no sale earn that the operator's list does not know."""
    till, events, _ = reported(world)
    review = open_one(world, ReviewKind.Z_REPORT)
    decide(world, review, REJECT)
    against = assessed([Reason(Suspicion.NOT_AT_THE_OPERATOR, Verdict.REVIEW, {})])
    subject = f"{till.id}/{events[1].sequence}"
    with world.store.begin() as work:
        about = Review(ReviewKind.SALE, subject, world.partner, world.shop, why=reasons(against))
        work.reviews.open(about, world.clock.now())
    decide(world, review, UNDO)
    assert states(world, events) == [SaleState.GOOD, SaleState.REVIEW, SaleState.GOOD]
    assert world.stored(events[1]).state is ClaimState.REVIEW


def test_a_report_that_is_not_there_counts_nothing(world: ClaimWorld) -> None:
    """Whatever else stands at that place of the chain."""
    till, (sold, *_), _ = reported(world)
    with world.store.begin() as work:
        assert work.fraud.reported(till.id, sold.sequence, 9) == []


def forked(world: ClaimWorld) -> TillRig:
    """Return a till that went on from an old disk."""
    till = world.selling()
    till.append(world.sale(100_00), world.sale(200_00))
    world.hand_in(till)
    del till.events[1:]
    till.append(world.sale(900_00))
    with pytest.raises(Refused):
        world.hand_in(till)
    return till


def test_a_forked_till_is_put_before_a_person_and_let_out_again(world: ClaimWorld) -> None:
    """Approving lifts the quarantine, for good; a person who lifts it elsewhere answers it."""
    till = forked(world)
    review = open_one(world, ReviewKind.TILL)
    assert review.review.subject == str(till.id)
    for _ in range(2):
        decide(world, review, APPROVE)
    assert state_of(world, till) is TillState.ACTIVE
    with pytest.raises(Refused) as refused:
        decide(world, review, UNDO)
    assert refused.value.refusal is Refusal.CONFLICT


@pytest.mark.parametrize("do", [lift_quarantine, revoke_till])
def test_a_till_that_is_dealt_with_elsewhere_waits_no_more(world: ClaimWorld, do: object) -> None:
    """The review is closed with it."""
    till = forked(world)
    assert callable(do)
    do(world.hub, world.owner, till.id)
    asked = ReviewFilter(state=ReviewState.OPEN, kind=ReviewKind.TILL)
    assert list_reviews(world.hub, world.owner, Page(), asked) == []


def test_a_fork_that_is_somebody_s_doing_revokes_the_till(world: ClaimWorld) -> None:
    """Whoever may not revoke decides nothing; a till once revoked is never let in again."""
    till = forked(world)
    review = open_one(world, ReviewKind.TILL)
    cashier = replace(world.owner, grants=(Grant(Role.CASHIER, Scope(world.partner)),))
    with pytest.raises(Refused) as refused:
        decide_review(world.hub, cashier, review.id, REJECT, "so it is")
    assert refused.value.refusal is Refusal.FORBIDDEN
    decide(world, review, REJECT)
    assert state_of(world, till) is TillState.REVOKED
    with pytest.raises(Refused) as refused:
        decide(world, review, UNDO)
    assert refused.value.refusal is Refusal.CONFLICT


def state_of(world: ClaimWorld, till: TillRig) -> TillState:
    """Return how a till stands."""
    with world.store.read() as work:
        found = work.tills.get(till.id)
    assert found is not None
    return found.state


def test_a_return_is_put_aside_and_brought_back(world: ClaimWorld) -> None:
    """Approved, it takes nothing back; rejecting asks for its sale, and so does second thought."""
    till, member = world.selling(), world.member()
    sale = world.sale(700_00)
    event, _ = till.append(sale, world.sale(700_00))
    till.append(unnamed(world.back(sale, 700_00)))
    world.claim(member, event)
    world.hand_in(till)
    review, (item,) = open_one(world, ReviewKind.RETURN), list_returns(world.hub, world.owner)
    with pytest.raises(Refused) as refused:
        decide(world, review, REJECT)
    assert refused.value.refusal is Refusal.CONFLICT
    decide(world, review, APPROVE)
    assert list_returns(world.hub, world.owner) == []
    assert stored_return(world, item.till, item.sequence) is ReturnState.IGNORED
    assert world.has(member).confirmed == 21
    decide(world, review, UNDO)
    key = (item.till, item.sequence)
    decide_return(world.hub, world.owner, key, (event.till, event.sequence))
    assert world.has(member).confirmed == 0


def test_a_return_with_its_sale_is_not_asked_about_again(world: ClaimWorld) -> None:
    """Whoever named the sale has answered the review; taking that back moves nothing."""
    till = world.selling()
    sale = world.sale(700_00)
    event, _ = till.append(sale, world.sale(700_00))
    till.append(unnamed(world.back(sale, 700_00)))
    world.hand_in(till)
    review, (item,) = open_one(world, ReviewKind.RETURN), list_returns(world.hub, world.owner)
    key = (item.till, item.sequence)
    decide_return(world.hub, world.owner, key, (event.till, event.sequence))
    with pytest.raises(Refused) as refused:
        decide(world, review, UNDO)
    assert refused.value.refusal is Refusal.CONFLICT
    assert stored_return(world, item.till, item.sequence) is ReturnState.MATCHED


def stored_return(world: ClaimWorld, till: int, sequence: int) -> ReturnState:
    """Return how a return stands."""
    with world.store.begin() as work:
        found = work.returns.get(TillId(till), Sequence(sequence))
    assert found is not None
    return found.state
