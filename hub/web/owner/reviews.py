"""The review queue on the dashboard: what is to be looked at, why, and what each decision does."""

from typing import Any, Final

from flask import Response, request

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.people import Page
from hub.core.access.roles import Permission
from hub.core.cells import csv_lines
from hub.core.ids import ReviewId
from hub.core.reviews import LONGEST_NOTE, Decision, QueuedReview, ReviewFilter, ReviewState
from hub.usecases.reviews import decide_review, list_reviews, may_undo
from hub.web.context import the_hub
from hub.web.guards import require_page, the_actor, the_claims
from hub.web.insights import CSV
from hub.web.owner.frame import REVIEWS, away, owner, page, private, seen
from hub.web.owner.viewer import Seen
from hub.web.page_session import require_own_page
from hub.web.page_words import moment
from hub.web.problems import STATUS_OF
from hub.web.review_meanings import meaning, meaning_of_undo
from hub.web.review_notes import note_sentence
from hub.web.review_sentences import reason_sentence
from hub.web.sentences import sentence

ROWS: Final = 20
"""Reviews on one page: each is a decision, nobody takes more at a sitting."""
_NAMES: Final = ("id", "kind", "subject", "state", "opened_at", "decided_at", "why", "note")
_STATES: Final = tuple(ReviewState)


@owner.get("/reviews")
@require_page(Permission.REVIEWS_READ)
def show_reviews() -> Response:
    """Show what waits, or what was decided."""
    return _listed()


@owner.get("/reviews.csv")
@require_page(Permission.REVIEWS_READ)
def csv_reviews() -> Response:
    """Give the same as a table."""
    viewer, state, after = seen(), _state(), _after()
    rows = (
        (it.id, it.review.kind, it.review.subject, it.state, it.opened_at, it.decided_at,
         " ".join(reason_sentence(why, viewer.language) for why in it.review.why),
         note_sentence(it.note, viewer.language))
        for it in _found(state, after, 200)
    )  # fmt: skip
    answer = Response("".join(csv_lines(_NAMES, rows)), content_type=CSV)
    answer.headers["Content-Disposition"] = f'attachment; filename="reviews-{state}.csv"'
    return private(answer)


@owner.post("/reviews/<int:number>")
@require_page(Permission.REVIEWS_DECIDE)
def decide(number: int) -> Response:
    """Approve or reject; what is wrong stands beside the note, which is not lost."""
    require_own_page(the_claims())
    said = request.form.get("decision", "", type=str)
    note = " ".join(request.form.get("note", "", type=str).split())[: LONGEST_NOTE + 1]
    if said not in set(Decision):
        raise Refused(Refusal.VALIDATION, "a decision that there is not")
    try:
        decide_review(the_hub(), the_actor(), ReviewId(number), Decision(said), note)
    except Refused as refused:
        if refused.refusal in (Refusal.NOT_FOUND, Refusal.FORBIDDEN):
            raise
        return _listed(wrong=(number, refused.refusal, note))
    if said == Decision.UNDO:
        return away(f"{REVIEWS}?state={ReviewState.UNDONE}")
    return away(REVIEWS)


def _listed(wrong: tuple[int, Refusal, str] | None = None) -> Response:
    viewer, state, after = seen(), _state(), _after()
    found = _found(state, after, ROWS)
    items = [_facts(viewer, it) for it in found]
    status = 200
    if wrong is not None:
        number, refusal, note = wrong
        status = STATUS_OF[refusal]
        text = viewer.words["note_needed"] if not note else sentence(refusal, viewer.language)
        for it in items:
            if it["id"] == number:
                it |= {"problem": text, "tried": note}
    return page(
        "reviews", status, items=items, state=state.value,
        states=[(it.value, viewer.words[f"r_{it.value}"]) for it in _STATES],
        more=found[-1].id if len(found) == ROWS else None, longest=LONGEST_NOTE,
    )  # fmt: skip


def _found(state: ReviewState, after: int, limit: int) -> list[QueuedReview]:
    return list_reviews(the_hub(), the_actor(), Page(after, limit), ReviewFilter(state=state))


def _facts(viewer: Seen, it: QueuedReview) -> dict[str, Any]:
    spoken, review = viewer.language, it.review
    return {
        "id": it.id,
        "title": viewer.words[f"k_{review.kind.value}"],
        "subject": review.subject,
        "why": [reason_sentence(why, spoken) for why in review.why],
        "approve": meaning(review, approving=True, spoken=spoken),
        "reject": meaning(review, approving=False, spoken=spoken),
        "opened": moment(it.opened_at, spoken),
        "decided": None if it.decided_at is None else moment(it.decided_at, spoken),
        "may": viewer.actor.may(Permission.REVIEWS_DECIDE, review.scope),
        "note": note_sentence(it.note, spoken),
        "undo": _undoing(viewer, it),
        "tried": "",
        "problem": None,
    }


def _undoing(viewer: Seen, it: QueuedReview) -> str:
    """Return what taking its decision back would do, "" where that is not this person's to do."""
    if not may_undo(it) or not viewer.actor.may(Permission.REVIEWS_DECIDE, it.review.scope):
        return ""
    approved = it.state is ReviewState.APPROVED
    return meaning_of_undo(it.review, was_approved=approved, spoken=viewer.language)


def _state() -> ReviewState:
    said = request.args.get("state", ReviewState.OPEN.value)
    if said not in set(_STATES):
        raise Refused(Refusal.VALIDATION, "a state that there is not")
    return ReviewState(said)


def _after() -> int:
    said = request.args.get("after", "0")
    if not (said.isascii() and said.isdecimal() and len(said) < 19):
        raise Refused(Refusal.VALIDATION, "a page that there is not")
    return int(said)
