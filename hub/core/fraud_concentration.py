"""Who claims an improbable share of one cashier's receipts: paper that others left behind.

Two questions about a member and a cashier. Does he come more often within a shift than members of
this programme do? And does he come when that cashier works, and on no other days? Each answer is
a probability under honest behaviour; a person looks when both together are next to impossible.
Counts of a day, as other systems limit them, neither find the careful nor spare the faithful.
Who takes two receipts a shift looks like somebody who comes for coffee and for lunch, and is not
found; three a shift are, within days.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log
from typing import Final

from contracts.wire.units import ShopId, UnixTime
from hub.core.almaty import DAY
from hub.core.fraud import Assessment, Reason, Suspicion, Verdict, assessed
from hub.core.ids import MemberId

WINDOW: Final = 28 * DAY
"""Seconds of claims that are looked at: four weeks even out who works on which weekday."""
ERRAND: Final = 10 * 60
"""Seconds: receipts printed so close together are one visit, paid apart for colleagues."""
ERRAND_MOST: Final = 3
"""Receipts that one errand explains."""
LEAST_CLAIMS: Final = 4
"""Of one member with one cashier: fewer are worth nobody's time."""
IMPROBABLE: Final = 1e-5
"""A person looks below this: among 10,000 pairs an honest one comes up once in ten windows."""
UNUSUAL: Final = 0.02
"""Visits within a shift must be at least this rare by themselves: to come only when a friend
works is no fault."""
LEAST_RATE: Final = 0.05
MOST_RATE: Final = 0.35
"""Bounds of how often a visit is followed by another in the same shift, whatever a young or a
spoiled programme's own claims say."""
PRIOR_TWICE: Final = 20
PRIOR_MORE: Final = 2
"""What is supposed of a shop of which little is known: of twenty second visits two had a third."""
MOST_ODDS: Final = 10**12


@dataclass(frozen=True, slots=True)
class ClaimedReceipt:
    """One claimed receipt, as far as this question needs it."""

    member: MemberId
    shop: ShopId
    cashier: str
    """The cashier's id, or the till where nobody says who stands there."""
    shift: str
    """The shift, or the till's day where there are no shifts."""
    printed_at: UnixTime


@dataclass(frozen=True, slots=True)
class Finding:
    """A member with an improbable share of a cashier's claims."""

    member: MemberId
    shop: ShopId
    cashier: str
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class _Pair:
    """A member with one cashier."""

    claims: int
    visits: Sequence[int]
    """In each shift of that cashier that he came to."""


def concentrated(receipts: Iterable[ClaimedReceipt]) -> list[Finding]:
    """Return who should be looked at, given the claimed receipts of one window."""
    shifts: dict[tuple[MemberId, ShopId, str, str], list[UnixTime]] = defaultdict(list)
    for receipt in receipts:
        key = (receipt.member, receipt.shop, receipt.cashier, receipt.shift)
        shifts[key].append(receipt.printed_at)
    visited: dict[tuple[MemberId, ShopId, str], dict[str, list[UnixTime]]] = defaultdict(dict)
    shifts_at_shop: dict[tuple[MemberId, ShopId], int] = defaultdict(int)
    seen: dict[tuple[ShopId, str], int] = defaultdict(int)
    at_shop: dict[ShopId, int] = defaultdict(int)
    for (member, shop, cashier, shift), times in shifts.items():
        visited[member, shop, cashier][shift] = times
        shifts_at_shop[member, shop] += 1
        seen[shop, cashier] += 1
        at_shop[shop] += 1
    pairs = {
        key: _Pair(sum(map(len, times.values())), [_visits(it) for it in times.values()])
        for key, times in visited.items()
    }
    rate = _usual_rate(pairs.values())
    found = []
    for (member, shop, cashier), pair in pairs.items():
        share = seen[shop, cashier] / at_shop[shop]
        reason = _improbable(pair, shifts_at_shop[member, shop], rate, share)
        if reason:
            found.append(Finding(member, shop, cashier, assessed([reason])))
    return found


def _visits(times: Sequence[UnixTime]) -> int:
    """Return how many visits receipts printed at *times* within one shift stand for."""
    visits, began, within = 0, None, 0
    for time in sorted(times):
        if began is None or time - began > ERRAND or within == ERRAND_MOST:
            visits, began, within = visits + 1, time, 0
        within += 1
    return visits


def _usual_rate(pairs: Iterable[_Pair]) -> float:
    """Return how often a second visit is followed by a third in the same shift, in all pairs.

    Each shift counts with one visit beyond the second at most, so that those whom we look for do
    not become the norm.
    """
    twice, more = PRIOR_TWICE, PRIOR_MORE
    for pair in pairs:
        twice += sum(1 for visits in pair.visits if visits >= 2)
        more += sum(1 for visits in pair.visits if visits > 2)
    return min(MOST_RATE, max(LEAST_RATE, more / twice))


def _improbable(pair: _Pair, shifts: int, rate: float, share: float) -> Reason | None:
    """Return why *pair* should be looked at, if it should."""
    if pair.claims < LEAST_CLAIMS:
        return None
    more = sum(max(0, visits - 2) for visits in pair.visits)
    if not more:
        return None
    often = _tail_of_excess(more, len(pair.visits), rate)
    only_then = _tail_of_share(len(pair.visits), shifts, share)
    if often > UNUSUAL or often * only_then > IMPROBABLE:
        return None
    numbers = {
        "claims": pair.claims,
        "visits": sum(pair.visits),
        "shifts": len(pair.visits),
        "shifts_with_others": shifts - len(pair.visits),
        "one_in": min(MOST_ODDS, int(1 / max(often * only_then, 1e-300))),
    }
    return Reason(Suspicion.CONCENTRATION, Verdict.REVIEW, numbers)


def _tail_of_excess(least: int, shifts: int, rate: float) -> float:
    """Return how probable *least* or more visits beyond the usual are in so many shifts.

    After each such visit comes another with probability *rate*: a negative binomial tail, summed
    from its own end, where a difference from one would be lost in rounding.
    """
    term = exp(_log_comb(shifts + least - 1, least) + least * log(rate) + shifts * log(1 - rate))
    total, place = 0.0, least
    while term > total * 1e-12 and place < least + 1000:
        total += term
        term *= (shifts + place) / (place + 1) * rate
        place += 1
    return min(1.0, total)


def _tail_of_share(with_cashier: int, shifts: int, share: float) -> float:
    """Return how probable it is to meet one cashier so often who works *share* of the time."""
    if share >= 1:
        return 1.0
    ours, others = log(share), log(1 - share)
    chances = (
        exp(_log_comb(shifts, met) + met * ours + (shifts - met) * others)
        for met in range(with_cashier, shifts + 1)
    )
    return min(1.0, sum(chances))


def _log_comb(among: int, chosen: int) -> float:
    """Return the logarithm of the number of choices: the number itself outgrows a float."""
    return lgamma(among + 1) - lgamma(chosen + 1) - lgamma(among - chosen + 1)
