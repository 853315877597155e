"""A till's chain against the claims that were made of it: cut tails, gaps, what comes of them."""

from dataclasses import dataclass
from enum import StrEnum

from contracts.wire.bodies import EventKind
from contracts.wire.units import Sequence, UnixTime
from hub.core.fraud import Assessment, Reason, Suspicion, Verdict, assessed
from hub.core.policy import Policy


@dataclass(frozen=True, slots=True)
class TillState:
    """What the hub knows of a till's chain."""

    contiguous: Sequence
    """The last sequence that came without a hole and was verified; 0 before the first."""
    synced_at: UnixTime
    """When the till last handed in all that it had; 0 before the first time."""
    quarantined: bool = False
    """Its chain was forked or edited."""
    revoked_above: Sequence | None = None
    """Revoked: only sequences up to this one had come before."""


def claim_at_till(
    sequence: Sequence, sealed_at: UnixTime, till: TillState, now: UnixTime, policy: Policy
) -> Assessment:
    """Return what the till's chain says of a claim with *sequence*, sealed at *sealed_at*.

    A till that handed in everything after the code was sealed should have handed in its accrual:
    a code above what came shows that the chain's tail was cut, or that the key is elsewhere.
    """
    numbers = {"sequence": sequence, "contiguous": till.contiguous}
    cut = sequence > till.contiguous and sealed_at + policy.skew_most < till.synced_at
    ahead = sealed_at - now
    revoked = till.revoked_above is not None and sequence > till.revoked_above
    return assessed(
        [
            Reason(
                Suspicion.ABOVE_CUT_TAIL,
                Verdict.REVIEW,
                numbers | {"sealed_at": sealed_at, "synced_at": till.synced_at},
            )
            if cut
            else None,
            Reason(Suspicion.TILL_QUARANTINED, Verdict.REVIEW, numbers)
            if till.quarantined
            else None,
            Reason(Suspicion.TILL_REVOKED, Verdict.REVIEW, numbers) if revoked else None,
            Reason(
                Suspicion.CLOCK_AHEAD,
                Verdict.REVIEW,
                {"seconds": ahead, "limit": policy.skew_most},
            )
            if ahead > policy.skew_most
            else None,
        ]
    )


class Fate(StrEnum):
    """What becomes of a claim whose accrual has not come."""

    WAIT = "wait"
    CONFIRM = "confirm"
    REVERSE = "reverse"
    """The chain has passed it without it: there was no such sale."""
    REVIEW = "review"


def fate_of_unconfirmed(
    sequence: Sequence,
    claimed_at: UnixTime,
    at_sequence: EventKind | None,
    till: TillState,
    now: UnixTime,
    policy: Policy,
) -> tuple[Fate, Assessment]:
    """Return what becomes of an unconfirmed claim of *sequence*; *at_sequence* is what came there.

    A chain that nobody can trust, of a quarantined or revoked till, reverses nothing by machine.
    """
    numbers = {"sequence": sequence, "contiguous": till.contiguous}
    if at_sequence is EventKind.ACCRUAL:
        return Fate.CONFIRM, Assessment()
    passed = sequence <= till.contiguous
    if passed or at_sequence is not None:
        if till.quarantined or till.revoked_above is not None:
            reason = Reason(Suspicion.NO_ACCRUAL, Verdict.REVIEW, numbers)
            return Fate.REVIEW, assessed([reason])
        reason = Reason(Suspicion.NO_ACCRUAL, Verdict.REFUSE, numbers)
        return Fate.REVERSE, assessed([reason])
    age = now - claimed_at
    if age > policy.unconfirmed_life:
        late = numbers | {"seconds": age, "limit": policy.unconfirmed_life}
        return Fate.REVIEW, assessed([Reason(Suspicion.UNCONFIRMED_TOO_LONG, Verdict.REVIEW, late)])
    return Fate.WAIT, Assessment()
