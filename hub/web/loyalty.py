"""Claims and points, as a member's app asks for them."""

from typing import Annotated, Any, Final

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import Field, StringConstraints

from contracts.wire import base64url
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Sequence, TillId, UnixTime
from hub.core.receipts.records import ClaimRecord, ClaimState
from hub.core.receipts.story import Story, story_of
from hub.usecases.claims import Claimed, claim_receipt
from hub.usecases.loyalty import list_claims, list_history, show_loyalty
from hub.web.claim_sentences import ENDINGS, STATES, reason_sentence, step_sentence, tier_name
from hub.web.context import the_hub
from hub.web.description import SESSION
from hub.web.guards import require_member, the_member
from hub.web.pages import LARGEST_PAGE, USUAL_PAGE, PageQuery, next_page
from hub.web.principal import language
from hub.web.shapes import Body, Query, Reply

LONGEST_TEXT: Final = 400
"""Characters of a claim as scanned: the longest link has far fewer."""

claims = APIBlueprint(
    "claims", __name__, url_prefix="/api/v1/claims",
    abp_tags=[Tag(name="claims", description="Receipts that a member claims")],
    abp_security=SESSION,
)  # fmt: skip
loyalty = APIBlueprint(
    "loyalty", __name__, url_prefix="/api/v1/loyalty",
    abp_tags=[Tag(name="loyalty", description="A member's points")],
    abp_security=SESSION,
)  # fmt: skip
Answer = dict[str, Any]


class ClaimBody(Body):
    """What a member scanned or typed: a claim code, or the link that holds it."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT)]


class ClaimReply(Reply):
    """One claim, as its member sees it."""

    till: int
    sequence: int
    state: str
    points: int
    """What is left of it."""
    spendable: bool
    expires_at: int | None
    """When its points expire; None in lists."""
    partner: str
    shop: str
    total: int
    """Tiyn."""
    printed_at: int
    claimed_at: int
    sentence: str
    """What became of it, in the member's language."""
    steps: list[str]
    """How the points were reckoned."""


class ClaimsReply(Reply):
    """A page of a member's claims, newest first."""

    items: list[ClaimReply]
    next: str | None


class ExpiringReply(Reply):
    """Points that expire on one day."""

    day: int
    points: int


class MemberTierReply(Reply):
    """Where the member stands, and what is missing to the next tier."""

    tier: str
    name: str
    spend: int
    next: str | None
    remaining: int
    needed_to_keep: int
    lost_at: int | None


class BalanceReply(Reply):
    """All that a member has."""

    confirmed: int
    unconfirmed: int
    unvested: int
    held: int
    chain: int
    spendable: int
    point_value: int
    tier: MemberTierReply
    expiring: list[ExpiringReply]


class HistoryLineReply(Reply):
    """Points that came or left."""

    points: int
    reason: str
    sentence: str
    reference: str
    partner: str
    at: int


class HistoryReply(Reply):
    """A page of what moved a member's points, newest first."""

    items: list[HistoryLineReply]
    next: str | None


class ClaimsQuery(Query):
    """Which page of the claims is asked for."""

    after: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{16}$")] | None = None
    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = USUAL_PAGE

    @property
    def place(self) -> tuple[UnixTime, TillId, Sequence] | None:
        """Return the claim behind which the page begins."""
        if self.after is None:
            return None
        raw = base64url.decode(self.after)
        if len(raw) != 12:
            raise Refused(Refusal.MALFORMED, "a cursor that no page gave")
        parts = (int.from_bytes(raw[at : at + 4], "big") for at in (0, 4, 8))
        at, till, sequence = parts
        return UnixTime(at), TillId(till), Sequence(sequence)


@claims.post("", responses={200: ClaimReply, 201: ClaimReply})
@require_member
def claim(body: ClaimBody) -> tuple[Answer, int]:
    """Claim a receipt; claiming it again gives the same answer and nothing more."""
    made = claim_receipt(the_hub(), the_member().id, body.code.strip())
    return claimed_reply(made).model_dump(), 201 if made.anew else 200


@claims.get("", responses={200: ClaimsReply})
@require_member
def list_own_claims(query: ClaimsQuery) -> Answer:
    """List the member's claims, newest first."""
    found = list_claims(the_hub(), the_member().id, query.place, query.limit)
    items = [_reply(record, partner, shop) for record, partner, shop in found]
    cursor = None
    if len(found) == query.limit:
        last = found[-1][0]
        numbers = (last.claimed_at, last.till, last.sequence)
        cursor = base64url.encode(b"".join(it.to_bytes(4, "big") for it in numbers))
    return ClaimsReply(items=items, next=cursor).model_dump()


@loyalty.get("/balance", responses={200: BalanceReply})
@require_member
def balance() -> Answer:
    """Show what the member has, and what is about to expire."""
    found = show_loyalty(the_hub(), the_member().id)
    has, progress = found.balances, found.tier.progress
    return BalanceReply(
        confirmed=has.confirmed,
        unconfirmed=has.unconfirmed,
        unvested=found.unvested,
        held=has.held,
        chain=has.chain,
        spendable=has.spendable,
        point_value=found.point_value,
        tier=MemberTierReply(
            tier=progress.tier.value,
            name=tier_name(progress.tier, language()),
            spend=progress.spend,
            next=progress.next_tier and progress.next_tier.value,
            remaining=progress.remaining,
            needed_to_keep=progress.needed_to_keep,
            lost_at=progress.lost_at,
        ),
        expiring=[ExpiringReply(day=it.day, points=it.points) for it in found.expiring],
    ).model_dump()


@loyalty.get("/history", responses={200: HistoryReply})
@require_member
def history(query: PageQuery) -> Answer:
    """List what moved the member's points, newest first."""
    found = list_history(the_hub(), the_member().id, query.start or None, query.limit)
    items = [
        HistoryLineReply(
            points=line.points,
            reason=line.reason.value,
            sentence=reason_sentence(line.reason, line.reference, language()),
            reference=line.reference,
            partner=line.partner_name,
            at=line.at,
        )
        for line in found
    ]
    return HistoryReply(
        items=items, next=next_page(found, query.limit, lambda line: line.seq)
    ).model_dump()


def claimed_reply(made: Claimed) -> ClaimReply:
    """Return what a member is told of a claim."""
    reply = _reply(made.claim, made.partner, made.shop)
    return reply.model_copy(update={"spendable": made.spendable, "expires_at": made.until})


def claim_sentence(record: ClaimRecord, spoken: str) -> str:
    """Return what became of a claim, in one sentence."""
    return _sentence(record, story_of(record), spoken)


def _sentence(record: ClaimRecord, story: Story, spoken: str) -> str:
    return (STATES[record.state] if story.ended is None else ENDINGS[story.ended])[spoken]


def _reply(record: ClaimRecord, partner: str, shop: str) -> ClaimReply:
    spoken, story = language(), story_of(record)
    confirmed = record.state is ClaimState.CONFIRMED
    credited = record.lot is not None
    return ClaimReply(
        till=record.till,
        sequence=record.sequence,
        state=record.state.value,
        points=record.left,
        spendable=record.left > 0 and credited and (confirmed or record.exposed > 0),
        expires_at=None,
        partner=partner,
        shop=shop,
        total=record.total,
        printed_at=record.sealed_at,
        claimed_at=record.claimed_at,
        sentence=_sentence(record, story, spoken),
        steps=[step_sentence(step, spoken) for step in story.steps],
    )
