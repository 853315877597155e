"""Custody: what the programme keeps for its members, at one sealed block of the ledger; pure.

A member's part is max(0, confirmed + held out of confirmed): a debt of one member lowers nobody
else's points. It is kept for the last block that was reckoned and moved on by what the blocks
since have sealed; the same sum over the whole ledger must give the same, at every block.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contracts.wire.units import Points
from hub.core.ids import MemberId


@dataclass(frozen=True, slots=True)
class Kept:
    """What a member has in the ledger at a sealed block."""

    member: MemberId
    confirmed: int
    """Below zero: a debt."""
    held: int
    """Out of confirmed, behind vouchers that no till has taken."""

    @property
    def in_custody(self) -> Points:
        """Return what the programme owes him outside his own wallet."""
        return Points(max(0, self.confirmed + self.held))


@dataclass(frozen=True, slots=True)
class Moved:
    """By how much a stretch of sealed transfers moved a member."""

    member: MemberId
    confirmed: int
    held: int


def moved_on(before: Mapping[MemberId, Kept], moved: Iterable[Moved]) -> dict[MemberId, Kept]:
    """Return the members of *moved* as they are after it; who was nowhere before had nothing."""
    after: dict[MemberId, Kept] = {}
    for it in moved:
        was = after.get(it.member) or before.get(it.member) or Kept(it.member, 0, 0)
        after[it.member] = Kept(it.member, was.confirmed + it.confirmed, was.held + it.held)
    return after


def grown(before: Mapping[MemberId, Kept], after: Mapping[MemberId, Kept]) -> int:
    """Return by how much custody grew from *before* to *after*, over the members of *after*."""
    growth = 0
    for member, it in after.items():
        was = before.get(member)
        growth += it.in_custody - (0 if was is None else was.in_custody)
    return growth


def total_of(kept: Iterable[Kept]) -> int:
    """Return the custody of all of *kept*."""
    return sum(it.in_custody for it in kept)
