"""What a person's word about a closing report or a return does to sales and claims."""

from dataclasses import replace
from typing import Final

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Sequence, TillId
from hub.core.fraud import Reason, Suspicion, Verdict, assessed
from hub.core.ports.hub import Hub, Work
from hub.core.receipts.records import ClaimState, ReturnState, SaleState
from hub.core.receipts.story import story_of
from hub.core.reviews import ReviewKind, ReviewState, place_subject
from hub.usecases.claim_reviews import approve_claim
from hub.usecases.settling import Settling

MOST_OF_A_REPORT: Final = 5_000
"""Sales that a closing report is asked about: weeks of a busy counter."""
_BY_REPORT: Final = frozenset({Suspicion.ABOVE_Z_TOTAL, Suspicion.SALE_IN_REVIEW})
"""What a person's word about a report answers for its claims, too."""


def lock_report(work: Work, till: TillId, report: Sequence) -> None:
    """Lock whatever a decision about a closing report changes: the till, then members."""
    work.tills.share(till)
    places = work.fraud.reported(till, report, MOST_OF_A_REPORT)
    work.claims.lock_members(claim.member for claim in work.claims.among(till, places))


def doubt_report(work: Work, hub: Hub, till: TillId, report: Sequence) -> None:
    """Let no sale that a closing report should count earn before a person has looked at it."""
    places = work.fraud.reported(till, report, MOST_OF_A_REPORT)
    for place in places:
        sale = work.sales.lock(till, place)
        if sale is not None and sale.state is SaleState.GOOD:
            work.sales.set_state(sale, SaleState.REVIEW)
    settling = Settling(work, hub.clock.now())
    against = assessed([Reason(Suspicion.ABOVE_Z_TOTAL, Verdict.REVIEW, {"report": report})])
    for claim in work.claims.among(till, places):
        settling.doubted(claim, against)
    settling.finish()


def trust_report(work: Work, hub: Hub, till: TillId, report: Sequence) -> None:
    """Take back what `doubt_report` did, wherever nothing else speaks against a sale."""
    found = work.tills.get(till)
    places = work.fraud.reported(till, report, MOST_OF_A_REPORT)
    for place in places:
        sale = work.sales.lock(till, place)
        if sale is None or found is None or not found.honours(place):
            continue
        subject = place_subject(till, place)
        other = work.reviews.latest(ReviewKind.SALE, subject)
        if other is not None and other.state in (ReviewState.OPEN, ReviewState.REJECTED):
            continue
        if sale.state is SaleState.REVIEW:
            work.sales.set_state(sale, SaleState.GOOD)
        claim = work.claims.get(till, place)
        if claim is None or claim.state is not ClaimState.REVIEW:
            continue
        if story_of(claim).suspicions <= _BY_REPORT:
            approve_claim(work, hub, till, place)
            note = "the closing report was approved"
            work.reviews.close(ReviewKind.CLAIM, subject, hub.clock.now(), note)


def put_return_aside(work: Work, till: TillId, place: Sequence) -> None:
    """Let a return of no known sale take nothing back; one that is decided stays as it is."""
    item = work.returns.get(till, place)
    if item is not None and item.state in (ReturnState.REVIEW, ReturnState.WAITING):
        work.returns.change(replace(item, state=ReturnState.IGNORED))


def bring_return_back(work: Work, till: TillId, place: Sequence) -> None:
    """Put a return on the manager's list again that was put aside; refuse one with its sale."""
    item = work.returns.get(till, place)
    if item is not None and item.state is ReturnState.MATCHED:
        raise Refused(Refusal.CONFLICT, f"return {till}/{place} has its sale")
    if item is not None and item.state is ReturnState.IGNORED:
        work.returns.change(replace(item, state=ReturnState.REVIEW))


def require_a_sale(till: TillId, place: Sequence) -> None:
    """Refuse to close a return as "not in order": its sale has to be named instead."""
    raise Refused(Refusal.CONFLICT, f"return {till}/{place}: name its sale, at /api/v1/returns")
