"""Whether a claim code holds: its key, its time, and whether its till says the same."""

from collections.abc import Iterable
from typing import Final

from contracts.wire.claim import Claim
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.access.people import PartnerState, State
from hub.core.fraud import Assessment, Reason, Suspicion, Verdict, assessed
from hub.core.fraud_claims import Sold, consistency
from hub.core.fraud_tills import TillState as ChainState
from hub.core.fraud_tills import claim_at_till
from hub.core.policy import Policy
from hub.core.receipts.records import ClaimRecord, Sale, SaleState, Scene
from hub.core.tills import SyncedTill, TillState

UNPROVEN: Final = frozenset(
    {
        Suspicion.ABOVE_CUT_TAIL, Suspicion.CLOCK_AHEAD, Suspicion.TILL_QUARANTINED,
        Suspicion.TILL_REVOKED, Suspicion.BACK_DATED,
    }
)  # fmt: skip
"""What speaks against the code itself: nothing is credited before a person or the chain says so."""
SETTLED_BY_ACCRUAL: Final = frozenset(
    {Suspicion.ABOVE_CUT_TAIL, Suspicion.CLOCK_AHEAD, Suspicion.BACK_DATED}
)
"""What an accrual in a sound chain that says the same answers by itself."""


def require_place(till: SyncedTill, scene: Scene) -> None:
    """Refuse a code of a till, shop or partner that does not take part."""
    if till.state is TillState.WAITING:
        raise Refused(Refusal.UNKNOWN_KEY, f"till {till.id} was never enrolled")
    if scene.partner_state != PartnerState.ACTIVE or scene.shop_state != State.ACTIVE:
        raise Refused(Refusal.SUSPENDED, f"shop {till.shop} does not take part")


def closes_at(
    sealed_at: UnixTime, policy: Policy, outages: Iterable[tuple[UnixTime, UnixTime]] = ()
) -> UnixTime:
    """Return until when a code can be claimed: longer by as long as the hub was out meanwhile."""
    end = sealed_at + policy.claim_window
    for began, ended in sorted(outages):
        if began < end:
            end += max(0, ended - max(began, sealed_at))
    return UnixTime(end)


def require_same(said: Claim, claim: ClaimRecord) -> None:
    """Refuse a code of a claimed sequence that says something else than the one claimed."""
    if (said.total, said.time, said.fiscal_hint) != (claim.total, claim.sealed_at, claim.hint):
        raise Refused(Refusal.MISMATCH, f"claim {said.till}/{said.sequence} was another one")


def require_sale(said: Claim, till: SyncedTill, sale: Sale | None) -> Sale | None:
    """Return the sale that has come for this code, None while it may still come; or refuse."""
    where = f"{said.till}/{said.sequence}"
    if sale is None:
        if said.sequence <= till.head_sequence and till.honours(said.sequence):
            raise Refused(Refusal.NO_SUCH_SALE, f"{where}: the chain has passed it without")
        return None
    if sale.state is SaleState.VOID or (sale.total and sale.returned >= sale.total):
        raise Refused(Refusal.VOIDED, f"{where}: {sale.state}")
    if sale.state is SaleState.DUPLICATE:
        raise Refused(Refusal.DUPLICATE_RECEIPT, where)
    if (said.total, said.time, said.fiscal_hint) != (sale.total, sale.at, sale.fiscal_hint):
        raise Refused(Refusal.MISMATCH, f"{where}: its accrual says otherwise")
    return sale


def at_till(
    said: Claim, till: SyncedTill, scene: Scene, now: UnixTime, policy: Policy
) -> Assessment:
    """Return what the till's chain says against a code whose accrual has not come."""
    complete = scene.disk_head is not None and till.head_sequence >= scene.disk_head
    honoured = till.honours(said.sequence)
    chain = ChainState(
        contiguous=till.head_sequence,
        synced_at=(till.synced_at if complete else None) or UnixTime(0),
        quarantined=not honoured and till.state is TillState.QUARANTINED,
        revoked_above=till.revoked_head,
    )
    return claim_at_till(said.sequence, said.time, chain, now, policy) + _back_dated(
        said, till, scene, policy
    )


def _back_dated(said: Claim, till: SyncedTill, scene: Scene, policy: Policy) -> Assessment:
    """Return what it says that a code is older than what its chain already holds before it."""
    before = till.head_at if said.sequence > till.head_sequence else UnixTime(0)
    earliest = max(scene.enrolled_at, before)
    if said.time + policy.skew_most >= earliest:
        return Assessment()
    numbers = {"sealed_at": said.time, "after": earliest}
    return assessed([Reason(Suspicion.BACK_DATED, Verdict.REVIEW, numbers)])


def against_sale(claim: ClaimRecord, sale: Sale, policy: Policy) -> Assessment:
    """Return where a claim and the accrual that came for it differ: in nothing, if both are ours.

    A code is made of its accrual, so that any difference says that somebody else made one.
    """
    claimed = Sold(claim.total, claim.sealed_at, claim.hint)
    found = consistency(claimed, Sold(sale.total, sale.at, sale.fiscal_hint), policy)
    if claim.sealed_at == sale.at or found.reasons:
        return found
    apart = {"seconds": abs(claim.sealed_at - sale.at), "limit": 0}
    return assessed([Reason(Suspicion.TIME_DIFFERS, Verdict.REVIEW, apart)])
