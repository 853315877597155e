"""What a person decides about a claim: that it holds, or that it does not; and the other way."""

from dataclasses import replace

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Sequence, TillId
from hub.core.earning import NOTHING
from hub.core.ports.hub import Hub, Work
from hub.core.receipts.records import ClaimRecord, ClaimState, Ending, SaleState
from hub.core.receipts.story import story_of
from hub.usecases.settling import Settling

_GONE = frozenset({Ending.RETURNED, Ending.VOIDED})
"""Endings that no opinion changes: the money went back."""


def approve_claim(work: Work, hub: Hub, till: TillId, sequence: Sequence) -> ClaimRecord:
    """Give a claim its points, as far as its sale still stands; one that has them stays as it is.

    Refuses a claim whose sale was undone, or whose receipt another till handed in before.
    """
    claim = _locked(work, till, sequence)
    if claim.state is ClaimState.CONFIRMED:
        return claim
    if story_of(claim).ended in _GONE:
        raise Refused(Refusal.VOIDED, f"claim {till}/{sequence}")
    settling = Settling(work, hub.clock.now())
    sale = work.sales.lock(till, sequence)
    if sale is not None and sale.state is SaleState.VOID:
        raise Refused(Refusal.VOIDED, f"claim {till}/{sequence}")
    if sale is not None and sale.state is SaleState.DUPLICATE:
        # Its receipt earns at the place where it came first, for whoever holds that slip.
        raise Refused(Refusal.DUPLICATE_RECEIPT, f"claim {till}/{sequence}")
    if claim.state in (ClaimState.REJECTED, ClaimState.REVERSED):
        # What was taken back is given again, as a lot of its own.
        claim = replace(claim, lot=None, taken_back=NOTHING)
    claim = settling.credited(claim)
    if sale is not None:
        claim = settling.lowered(claim, sale)
    settling.finish()
    return claim


def reject_claim(work: Work, hub: Hub, till: TillId, sequence: Sequence) -> ClaimRecord:
    """Take all of a claim back; one of which nothing is left stays as it is."""
    settling = Settling(work, hub.clock.now())
    claim = settling.ended(_locked(work, till, sequence), Ending.REJECTED)
    settling.finish()
    return claim


def _locked(work: Work, till: TillId, sequence: Sequence) -> ClaimRecord:
    """Return a claim that nobody else changes: its till held still, its member locked."""
    work.tills.share(till)
    found = work.claims.get(till, sequence)
    if found is None:
        raise Refused(Refusal.NOT_FOUND, f"claim {till}/{sequence}")
    work.claims.lock_members([found.member])
    claim = work.claims.get(till, sequence)
    assert claim is not None, "claims are never removed"
    return claim
