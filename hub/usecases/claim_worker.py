"""What the worker does about claims: those that no sale came for, and returns that wait."""

from collections.abc import Callable, Iterable

from contracts.wire.units import UnixTime
from hub.core.fraud import Reason, Suspicion, Verdict, assessed
from hub.core.policy import DAY
from hub.core.ports.hub import Hub, Work
from hub.core.receipts.records import ClaimRecord, ClaimState, Ending
from hub.usecases.returns import give_up, match_one
from hub.usecases.settling import Settling

MOST_AT_ONCE = 200
"""Claims of one run: each has a transaction of its own, so nobody waits for the others."""

Decide = Callable[[Work, Settling, ClaimRecord], None]


def reverse_passed(hub: Hub) -> dict[str, object]:
    """Settle claims whose till's chain has passed them: confirmed, or reversed without a sale.

    The grace leaves time for a sale that the hub first could not read.
    """
    with hub.store.read() as work:
        now = hub.clock.now()
        before = UnixTime(max(0, now - work.policy.reversal_grace))
        found = work.claims.passed(before, MOST_AT_ONCE)
    return {"settled": _each(hub, found, _settle_passed)}


def review_old(hub: Hub) -> dict[str, object]:
    """Put claims before a person that have waited for their sale too long."""
    with hub.store.read() as work:
        now = hub.clock.now()
        before = UnixTime(max(0, now - work.policy.unconfirmed_life))
        found = work.claims.old(before, MOST_AT_ONCE)
    return {"reviewed": _each(hub, found, _review_old)}


def match_waiting(hub: Hub) -> dict[str, object]:
    """Look again for the sales of returns that wait; ask a person after some days."""
    with hub.store.read() as work:
        now = hub.clock.now()
        life = work.policy.return_search_days * DAY
        found = work.returns.waiting_everywhere(MOST_AT_ONCE)
    matched = asked = 0
    for item in found:
        with hub.store.begin() as work:
            if match_one(work, now, item.till, item.sequence):
                matched += 1
            elif now - item.at > life:
                give_up(work, now, item.till, item.sequence)
                asked += 1
    return {"matched": matched, "asked": asked}


def _each(hub: Hub, found: Iterable[ClaimRecord], decide: Decide) -> int:
    """Do *decide* for each of *found* that is still unconfirmed, locked, one at a time."""
    done = 0
    for seen in found:
        with hub.store.begin() as work:
            work.tills.share(seen.till)
            work.claims.lock_members([seen.member])
            claim = work.claims.get(seen.till, seen.sequence)
            if claim is None or claim.state is not ClaimState.UNCONFIRMED:
                continue
            settling = Settling(work, hub.clock.now())
            decide(work, settling, claim)
            settling.finish()
            done += 1
    return done


def _settle_passed(work: Work, settling: Settling, claim: ClaimRecord) -> None:
    till = work.tills.get(claim.till)
    sale = work.sales.lock(claim.till, claim.sequence)
    if sale is not None:
        settling.registers = frozenset(till.registers) if till else frozenset()
        slips = work.sales.slips_of(claim.till, [claim.sequence])
        settling.arrived(claim, sale, slips=slips)
    elif till is not None and till.honours(claim.sequence):
        settling.ended(claim, Ending.NO_SUCH_SALE)
    else:
        numbers = {"sequence": claim.sequence}
        settling.doubted(claim, assessed([Reason(Suspicion.NO_ACCRUAL, Verdict.REVIEW, numbers)]))


def _review_old(work: Work, settling: Settling, claim: ClaimRecord) -> None:
    numbers = {
        "sequence": claim.sequence,
        "seconds": settling.now - claim.claimed_at,
        "limit": work.policy.unconfirmed_life,
    }
    late = Reason(Suspicion.UNCONFIRMED_TOO_LONG, Verdict.REVIEW, numbers)
    settling.doubted(claim, assessed([late]))
