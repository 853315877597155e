"""Partners' shares: clearing carried to RevenueDistribution as cumulative nanoTON; pure.

Whoever took more of others' points than others took of his is paid the difference at the
programme's rate. A partner whose balance falls again owes it: his later gains pay that first, so
that what is paid never exceeds what clearing owes, and cumulative shares only grow.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from contracts.wire.units import UnixTime
from hub.core.ids import PartnerId


@dataclass(frozen=True, slots=True)
class Shares:
    """What one SetShares says."""

    epoch: int
    root: bytes
    total: int
    """NanoTON: the sum of all cumulative shares."""


NO_SHARES: Final = Shares(0, bytes(32), 0)


@dataclass(frozen=True, slots=True)
class SharesState:
    """RevenueDistribution and the settler's wallet, as the chain shows them."""

    stated: Shares
    available: int
    """NanoTON that may be stated in all: ever received, less the platform's share."""
    ours: bool
    due: bool
    """The next shares would be taken now: those before have passed their delay."""
    now: UnixTime
    sequence: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What a partner has been found to be owed so far."""

    partner: PartnerId
    peak: int = 0
    """Points: the highest that his net balance has been; he was credited with all of it."""
    waiting: int = 0
    """NanoTON for which he had no wallet yet."""


def nets(rows: Iterable[tuple[PartnerId, PartnerId, int]]) -> dict[PartnerId, int]:
    """Return each partner's balance: what it took of others less what others took of it.

    *rows* say who issued, who took, and how many points.
    """
    found: dict[PartnerId, int] = {}
    for issuer, taker, points in rows:
        if issuer == taker:
            continue
        found[taker] = found.get(taker, 0) + points
        found[issuer] = found.get(issuer, 0) - points
    return found


def gained(
    before: Mapping[PartnerId, Standing], now: Mapping[PartnerId, int], rate: int
) -> list[tuple[Standing, int]]:
    """Return the partners whose balance is above its peak, as they now stand, and their gain."""
    found = []
    for partner in sorted(now):
        was = before.get(partner) or Standing(partner)
        if now[partner] > was.peak:
            gain = (now[partner] - was.peak) * rate
            found.append((Standing(partner, now[partner], was.waiting), gain))
    return found
