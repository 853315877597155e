"""The review queue: opened by machines and members, decided by people, each decision undoable."""

from dataclasses import replace
from typing import Final

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.actor import Actor
from hub.core.access.people import Page
from hub.core.access.roles import Permission
from hub.core.fraud import Suspicion
from hub.core.ids import MemberId, ReviewId
from hub.core.ports.hub import Hub, Work
from hub.core.receipts.records import ClaimState
from hub.core.reviews import (
    LONGEST_NOTE,
    Decision,
    QueuedReview,
    Review,
    ReviewFilter,
    ReviewKind,
    ReviewState,
    asked_subject,
)
from hub.usecases.claims import unsealed
from hub.usecases.review_effects import Case, effects_of, lock_for

MOST_ASKED: Final = 5
"""Reviews that one member has asked for and that are open."""
_STATE_OF: Final = {
    Decision.APPROVE: ReviewState.APPROVED,
    Decision.REJECT: ReviewState.REJECTED,
    Decision.UNDO: ReviewState.UNDONE,
}


def list_reviews(hub: Hub, actor: Actor, page: Page, asked: ReviewFilter) -> list[QueuedReview]:
    """Return what is to be looked at, or was, where this person may see it; oldest first."""
    scopes = actor.scopes(Permission.REVIEWS_READ)
    with hub.store.read() as work:
        return work.reviews.listed(page, scopes, asked)


def show_review(hub: Hub, actor: Actor, review: ReviewId) -> QueuedReview:
    """Return one review, with its evidence."""
    with hub.store.read() as work:
        found = _found(work.reviews.get(review))
    actor.require(Permission.REVIEWS_READ, found.review.scope)
    return found


def count_reviews(hub: Hub, actor: Actor) -> int:
    """Return how many wait for somebody like this person."""
    scopes = actor.scopes(Permission.REVIEWS_READ)
    with hub.store.read() as work:
        return work.reviews.waiting(scopes)


def decide_review(
    hub: Hub, actor: Actor, review: ReviewId, decision: Decision, note: str
) -> QueuedReview:
    """Approve or reject what was put before a person, or take such a decision back.

    Deciding the same twice is deciding it once. Who rejects or takes back says why.
    """
    note = _proper_note(note, decision)
    with hub.store.begin() as work:
        seen = _found(work.reviews.get(review))
        actor.require(Permission.REVIEWS_DECIDE, seen.review.scope)
        lock_for(work, seen.review)
        found = _found(work.reviews.lock(review))
        if found.state is _STATE_OF[decision]:
            return found
        _require_open_for(found, decision)
        case = Case(work, hub, actor, found.review, decision)
        effects = effects_of(found.review.kind)
        if decision is Decision.UNDO and not may_undo(found):
            raise Refused(Refusal.CONFLICT, "a decision of this kind cannot be taken back")
        granted = decision is Decision.APPROVE or (
            decision is Decision.UNDO and found.state is ReviewState.REJECTED
        )
        (effects.approve if granted else effects.reject)(case)
        return _decided(work, hub, actor, found, decision, note)


def may_undo(found: QueuedReview) -> bool:
    """Whether a decision can be taken back at all; some are for good."""
    effects = effects_of(found.review.kind)
    if found.state is ReviewState.APPROVED:
        return not effects.final
    return found.state is ReviewState.REJECTED and not effects.for_good


def ask_for_review(hub: Hub, member: MemberId, code: str, note: str) -> ReviewState:
    """Ask for a person to look at a receipt that a machine refused this member.

    Returns how the matter stands: open, or decided before.
    """
    if len(note) > LONGEST_NOTE:
        raise Refused(Refusal.TOO_LONG, f"note: at most {LONGEST_NOTE} characters")
    said = unsealed(hub, code)
    with hub.store.begin() as work:
        person = work.members.lock(member)
        till = work.tills.get(said.till)
        if person is None or person.erased_at is not None:
            raise Refused(Refusal.UNAUTHENTICATED, f"member {member} is gone")
        if till is None:
            raise Refused(Refusal.UNKNOWN_KEY, f"till {said.till}")
        claim = work.claims.get(said.till, said.sequence)
        if claim is not None and claim.member == member:
            if claim.state in (ClaimState.CONFIRMED, ClaimState.UNCONFIRMED):
                raise Refused(Refusal.CONFLICT, "the claim has its points")
            if claim.state is ClaimState.REVIEW:
                return ReviewState.OPEN
        subject = asked_subject(said.till, said.sequence, member)
        open_now = work.reviews.asked_by(member, MOST_ASKED + 1)
        earlier = work.reviews.latest(ReviewKind.ASKED, subject)
        if earlier is not None:
            return earlier.state
        if open_now >= MOST_ASKED:
            raise Refused(Refusal.LIMIT_REACHED, f"{open_now} reviews are open")
        why = {
            "suspicion": Suspicion.ASKED_BY_MEMBER.value,
            "verdict": "review",
            "numbers": {"total": said.total, "sealed_at": said.time},
            "note": note,
        }
        asked = Review(ReviewKind.ASKED, subject, till.partner, till.shop, member, (why,))
        work.reviews.open(asked, hub.clock.now())
        return ReviewState.OPEN


def _found(review: QueuedReview | None) -> QueuedReview:
    if review is None:
        raise Refused(Refusal.NOT_FOUND, "review")
    return review


def _proper_note(note: str, decision: Decision) -> str:
    note = " ".join(note.split())
    if len(note) > LONGEST_NOTE:
        raise Refused(Refusal.TOO_LONG, f"note: at most {LONGEST_NOTE} characters")
    if not note and decision is not Decision.APPROVE:
        raise Refused(Refusal.VALIDATION, "note: say why")
    return note


def _require_open_for(found: QueuedReview, decision: Decision) -> None:
    """Refuse to decide what is decided, and to take back what is not."""
    decided = found.state in (ReviewState.APPROVED, ReviewState.REJECTED)
    if decided is not (decision is Decision.UNDO) or found.state is ReviewState.UNDONE:
        raise Refused(Refusal.CONFLICT, f"the review is {found.state}")


def _decided(
    work: Work,
    hub: Hub,
    actor: Actor,
    found: QueuedReview,
    decision: Decision,
    note: str,
) -> QueuedReview:
    """Store a decision whose effects have happened, and say so."""
    now, state, review = hub.clock.now(), _STATE_OF[decision], found.review
    work.reviews.decide(found.id, state, actor.staff, now, note)
    facts = {"kind": str(review.kind), "of": review.subject, "before": str(found.state)}
    entry = actor.entry(now, f"review.{decision}", f"review {found.id}", review.partner, **facts)
    work.audit.write(replace(entry, reason=note or entry.reason))
    body = {"review": found.id, "kind": review.kind.value, "state": state.value}
    work.feed.publish("review.decided", body, partner=review.partner)
    return replace(found, state=state, decided_at=now, decided_by=actor.staff, note=note)
