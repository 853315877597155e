"""Reviews: what machines and members put before people, and what these decide."""

from typing import Annotated, Any, Final

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import StringConstraints

from hub.core.access.people import Page
from hub.core.access.roles import Permission
from hub.core.ids import MemberId, PartnerId, ReviewId
from hub.core.reviews import (
    LONGEST_NOTE,
    Decision,
    QueuedReview,
    ReviewFilter,
    ReviewKind,
    ReviewState,
)
from hub.usecases import reviews as use
from hub.usecases.staff_members import flag_staff_member
from hub.web.context import the_hub
from hub.web.description import SESSION
from hub.web.guards import require_member, require_staff, the_actor, the_member
from hub.web.pages import PageQuery, next_page
from hub.web.principal import language
from hub.web.rates import GUESSABLE, rated
from hub.web.review_meanings import meaning
from hub.web.review_sentences import reason_sentence
from hub.web.shapes import Body, Path, Reply, RowId

_REVIEWS: Final = Tag(name="reviews", description="What a person should look at")
reviews = APIBlueprint(
    "reviews", __name__, url_prefix="/api/v1/reviews", abp_tags=[_REVIEWS], abp_security=SESSION
)
my_reviews = APIBlueprint(
    "my_reviews", __name__, url_prefix="/api/v1/me/reviews", abp_tags=[_REVIEWS],
    abp_security=SESSION,
)  # fmt: skip
staff_members = APIBlueprint(
    "staff_members", __name__, url_prefix="/api/v1/staff-members", abp_tags=[_REVIEWS],
    abp_security=SESSION,
)  # fmt: skip
Answer = dict[str, Any]
Note = Annotated[str, StringConstraints(max_length=LONGEST_NOTE)]


class ReviewPath(Path):
    """Which review."""

    id: RowId


class ReviewsQuery(PageQuery):
    """Which of the queue."""

    state: ReviewState | None = None
    kind: ReviewKind | None = None
    member: RowId | None = None


class ReasonReply(Reply):
    """One thing that speaks against it."""

    suspicion: str
    verdict: str
    numbers: dict[str, int | None]
    sentence: str
    """In the asker's language."""
    note: str | None = None
    """In a member's own words, where he asked."""


class MeansReply(Reply):
    """What a decision does, in the asker's language; undoing it does the other."""

    approve: str
    reject: str


class ReviewReply(Reply):
    """What is to be looked at, with the evidence."""

    id: int
    kind: ReviewKind
    subject: str
    partner: int | None
    shop: int | None
    member: int | None
    why: list[ReasonReply]
    means: MeansReply
    state: ReviewState
    opened_at: int
    decided_at: int | None
    decided_by: int | None
    note: str


class ReviewsReply(Reply):
    """A page of the queue, oldest first."""

    items: list[ReviewReply]
    next: str | None


class WaitingReply(Reply):
    """How many are open."""

    waiting: int


class DecisionBody(Body):
    """What a person decides; whoever rejects or takes back says why."""

    decision: Decision
    note: Note = ""


class AskReviewBody(Body):
    """The code of a receipt that was refused, and the member's own words."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    note: Note = ""


class AskedReply(Reply):
    """How the matter stands."""

    state: ReviewState


class StaffMemberBody(Body):
    """For which partner a member works, or does no more."""

    partner: RowId
    works: bool


class StaffMemberPath(Path):
    """Which member."""

    id: RowId


class StaffMemberReply(Reply):
    """At whose tills a member works."""

    member: int
    staff_of: int | None


@reviews.get("", responses={200: ReviewsReply})
@require_staff(Permission.REVIEWS_READ)
def list_reviews(query: ReviewsQuery) -> Answer:
    """List what is to be looked at, or was, oldest first."""
    member = None if query.member is None else MemberId(query.member)
    asked = ReviewFilter(query.state, query.kind, member)
    found = use.list_reviews(the_hub(), the_actor(), Page(query.start, query.limit), asked)
    items = [_review(it) for it in found]
    after = next_page(found, query.limit, lambda it: it.id)
    return ReviewsReply(items=items, next=after).model_dump(mode="json")


@reviews.get("/waiting", responses={200: WaitingReply})
@require_staff(Permission.REVIEWS_READ)
def count_reviews() -> Answer:
    """Say how many reviews are open."""
    return {"waiting": use.count_reviews(the_hub(), the_actor())}


@reviews.get("/<int:id>", responses={200: ReviewReply})
@require_staff(Permission.REVIEWS_READ)
def show_review(path: ReviewPath) -> Answer:
    """Show one review with its evidence."""
    found = use.show_review(the_hub(), the_actor(), ReviewId(path.id))
    return _review(found).model_dump(mode="json")


@reviews.post("/<int:id>/decision", responses={200: ReviewReply})
@require_staff(Permission.REVIEWS_DECIDE)
def decide_review(path: ReviewPath, body: DecisionBody) -> Answer:
    """Approve, reject, or take a decision back; points move with it."""
    found = use.decide_review(the_hub(), the_actor(), ReviewId(path.id), body.decision, body.note)
    return _review(found).model_dump(mode="json")


@my_reviews.post("", responses={201: AskedReply})
@require_member
@rated(GUESSABLE)
def ask_for_review(body: AskReviewBody) -> tuple[Answer, int]:
    """Ask for a person to look at a receipt that was refused."""
    state = use.ask_for_review(the_hub(), the_member().id, body.code, body.note)
    return AskedReply(state=state).model_dump(mode="json"), 201


@staff_members.put("/<int:id>", responses={200: StaffMemberReply})
@require_staff(Permission.STAFF_EDIT)
def flag_member(path: StaffMemberPath, body: StaffMemberBody) -> Answer:
    """Note that a member works for a partner: what he claims there is looked at."""
    member = flag_staff_member(
        the_hub(), the_actor(), MemberId(path.id), PartnerId(body.partner), works=body.works
    )
    return {"member": member.id, "staff_of": member.staff_of}


def _review(found: QueuedReview) -> ReviewReply:
    review, spoken = found.review, language()
    why = [
        ReasonReply(
            suspicion=reason["suspicion"],
            verdict=reason["verdict"],
            numbers=reason["numbers"],
            sentence=reason_sentence(reason, spoken),
            note=reason.get("note"),
        )
        for reason in review.why
    ]
    return ReviewReply(
        id=found.id,
        kind=review.kind,
        subject=review.subject,
        partner=review.partner,
        shop=review.shop,
        member=review.member,
        why=why,
        means=MeansReply(
            approve=meaning(review, approving=True, spoken=spoken),
            reject=meaning(review, approving=False, spoken=spoken),
        ),
        state=found.state,
        opened_at=found.opened_at,
        decided_at=found.decided_at,
        decided_by=found.decided_by,
        note=found.note,
    )
