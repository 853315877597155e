"""What follows from a person's decision, by what was looked at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Sequence, TillId
from hub.core.access.actor import Actor
from hub.core.access.roles import Permission
from hub.core.fiscal_claims import FISCAL_TILL, FiscalClaimState
from hub.core.fraud import Suspicion
from hub.core.ports.hub import Hub, Work
from hub.core.receipts.records import ClaimState, SaleState
from hub.core.receipts.story import story_of
from hub.core.reviews import Decision, Review, ReviewKind, place_of, place_subject
from hub.core.tills import TillState
from hub.usecases.claim_reviews import approve_claim, reject_claim
from hub.usecases.paper_reviews import (
    bring_return_back,
    doubt_report,
    lock_report,
    put_return_aside,
    require_a_sale,
    trust_report,
)
from hub.usecases.redemption_reviews import charge_redemption
from hub.usecases.staff_members import set_staff_of
from hub.usecases.till_states import lift, revoke

_BY_EXPORT: Final = frozenset(
    {
        Suspicion.NOT_AT_THE_OPERATOR, Suspicion.OPERATOR_TOTAL_DIFFERS, Suspicion.SALE_IN_REVIEW,
    }
)  # fmt: skip
"""What a decision about a sale answers for its claim, too."""


@dataclass(frozen=True, slots=True)
class Case:
    """A decision in the making, within its transaction."""

    work: Work
    hub: Hub
    actor: Actor
    review: Review
    decision: Decision


Effect = Callable[[Case], None]


@dataclass(frozen=True, slots=True)
class Effects:
    """What each decision does; taking one back does what the other would have done."""

    approve: Effect
    reject: Effect
    final: bool = False
    """An approval cannot be taken back."""
    for_good: bool = False
    """Nor can a rejection."""


def lock_for(work: Work, review: Review) -> None:
    """Lock what deciding about *review* will change: a till, then members, as everyone does.

    The review's own row comes after these, since whoever holds a member may add reasons to it.
    """
    if review.kind is ReviewKind.TILL:
        work.tills.lock(TillId(int(review.subject)))
    elif review.kind is ReviewKind.Z_REPORT:
        lock_report(work, *_place(review))
    elif review.kind is ReviewKind.RETURN:
        work.returns.get(*_place(review))
    elif review.kind in (ReviewKind.CLAIM, ReviewKind.SALE, ReviewKind.ASKED):
        till, sequence = _place(review)
        work.tills.share(till)
        claim = work.claims.get(till, sequence)
        members = {claim.member} if claim is not None else set()
        if review.member is not None:
            members.add(review.member)
        work.claims.lock_members(members)
    elif review.member is not None:
        work.claims.lock_members([review.member])


def effects_of(kind: ReviewKind) -> Effects:
    """Return what decisions about *kind* do."""
    return _EFFECTS.get(kind, _SEEN)


def _place(review: Review) -> tuple[TillId, Sequence]:
    return place_of(review.subject)


def _claim_approved(case: Case) -> None:
    till, sequence = _place(case.review)
    approve_claim(case.work, case.hub, till, sequence)
    if till == FISCAL_TILL:
        case.work.fiscal.set_state(sequence, FiscalClaimState.CREDITED)


def _claim_rejected(case: Case) -> None:
    till, sequence = _place(case.review)
    reject_claim(case.work, case.hub, till, sequence)
    if till == FISCAL_TILL:
        case.work.fiscal.set_state(sequence, FiscalClaimState.REJECTED)


def _sale_approved(case: Case) -> None:
    """Let a sale earn, and its claim, where nothing else speaks against that."""
    till, sequence = _place(case.review)
    work = case.work
    sale = work.sales.lock(till, sequence)
    if sale is None or sale.state not in (SaleState.REVIEW, SaleState.GOOD):
        return  # Its till has undone it meanwhile, and no opinion brings it back.
    work.sales.set_state(sale, SaleState.GOOD)
    claim = work.claims.get(till, sequence)
    if claim is None or claim.state not in (ClaimState.REVIEW, ClaimState.REJECTED):
        return
    if story_of(claim).suspicions <= _BY_EXPORT:
        approve_claim(work, case.hub, till, sequence)
        _close_claim(case, "the sale was approved")


def _sale_rejected(case: Case) -> None:
    """Let a sale earn nothing: its claim is taken back, and a later one goes before a person."""
    till, sequence = _place(case.review)
    work = case.work
    sale = work.sales.lock(till, sequence)
    if sale is not None and sale.state is SaleState.GOOD:
        work.sales.set_state(sale, SaleState.REVIEW)
    if work.claims.get(till, sequence) is not None:
        reject_claim(work, case.hub, till, sequence)
        _close_claim(case, "the sale was rejected")


def _close_claim(case: Case, note: str) -> None:
    subject = place_subject(*_place(case.review))
    case.work.reviews.close(ReviewKind.CLAIM, subject, case.hub.clock.now(), note)


def _asked_approved(case: Case) -> None:
    """Give the member the claim that he asks for; one that he never could make, he may make now."""
    till, sequence = _place(case.review)
    claim = case.work.claims.get(till, sequence)
    if claim is not None and claim.member == case.review.member:
        approve_claim(case.work, case.hub, till, sequence)


def _asked_rejected(case: Case) -> None:
    """Leave it as it is; after a granted wish that is taken back, take the claim back, too."""
    till, sequence = _place(case.review)
    claim = case.work.claims.get(till, sequence)
    if claim is not None and claim.member == case.review.member:
        reject_claim(case.work, case.hub, till, sequence)


def _concentration_approved(case: Case) -> None:
    """Note no more that the member works there, if that was this review's doing."""
    _flag(case, works=False)


def _concentration_rejected(case: Case) -> None:
    """Look at each claim of this member at this partner's shops, as at those of its staff."""
    _flag(case, works=True)


def _redemption_approved(case: Case) -> None:
    """Make a loss good: the member's points pay for what he took; no redemption, nothing to pay."""
    if "/" in case.review.subject:
        return
    if not charge_redemption(case.work, case.hub, case.review.subject):
        raise Refused(Refusal.CONFLICT, "the voucher's points are not there any more")


def _flag(case: Case, *, works: bool) -> None:
    review = case.review
    assert review.member is not None, "a share of claims is somebody's"
    assert review.partner is not None, "and at somebody's shop"
    person = case.work.members.get(review.member)
    if person is None or person.staff_of not in (None, review.partner):
        return
    staff_of = review.partner if works else None
    set_staff_of(case.hub, case.work, case.actor, person, staff_of, review.partner)


def _report_approved(case: Case) -> None:
    """Leave sales and claims as they are; after a rejection that is taken back, restore them."""
    if case.decision is Decision.UNDO:
        trust_report(case.work, case.hub, *_place(case.review))


def _report_rejected(case: Case) -> None:
    """Put each sale that the report should count, and its claim, before a person."""
    doubt_report(case.work, case.hub, *_place(case.review))


def _till_approved(case: Case) -> None:
    """Let a till out of quarantine: the fork was nobody's doing."""
    found = case.work.tills.lock(TillId(int(case.review.subject)))
    if found is not None:
        lift(case.work, case.hub, case.actor, found)


def _till_rejected(case: Case) -> None:
    """Revoke the till: it takes part again only under a new number."""
    found = case.work.tills.lock(TillId(int(case.review.subject)))
    if found is not None and found.state in (TillState.ACTIVE, TillState.QUARANTINED):
        case.actor.require(Permission.TILLS_EDIT, case.review.scope)
        revoke(case.work, case.hub, case.actor, found)


def _return_approved(case: Case) -> None:
    """Let a return of no known sale take nothing back."""
    put_return_aside(case.work, *_place(case.review))


def _return_rejected(case: Case) -> None:
    """Refuse: what it takes back depends on its sale; an approval taken back asks again."""
    if case.decision is Decision.REJECT:
        require_a_sale(*_place(case.review))
    bring_return_back(case.work, *_place(case.review))


def _nothing(_case: Case) -> None:
    """Change nothing: a person has seen it and says what he thinks."""


_SEEN: Final = Effects(_nothing, _nothing)
_EFFECTS: Final[Mapping[ReviewKind, Effects]] = {
    ReviewKind.CLAIM: Effects(_claim_approved, _claim_rejected),
    ReviewKind.SALE: Effects(_sale_approved, _sale_rejected),
    ReviewKind.ASKED: Effects(_asked_approved, _asked_rejected),
    ReviewKind.REDEMPTION: Effects(_redemption_approved, _nothing, final=True),
    ReviewKind.CONCENTRATION: Effects(_concentration_approved, _concentration_rejected),
    ReviewKind.Z_REPORT: Effects(_report_approved, _report_rejected),
    ReviewKind.TILL: Effects(_till_approved, _till_rejected, final=True, for_good=True),
    ReviewKind.RETURN: Effects(_return_approved, _return_rejected),
}
