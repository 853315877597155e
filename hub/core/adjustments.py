"""Points given or taken by hand: with a reason, and large ones by two people."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, UnixTime
from hub.core.access.actor import LONGEST_REASON
from hub.core.ids import LotId, MemberId, PartnerId, StaffId
from hub.core.policy import DAY, Policy
from hub.core.reasons import SHORTEST_REASON

ADJUSTMENT_ID_SIZE: Final = 16
LARGEST_ADJUSTMENT: Final = 1_000_000
"""Points: ten thousand receipts of a pastry shop; more is a slip of the finger."""
ALONE_WINDOW: Final = DAY
"""Seconds within which one person's adjustments count together, so that ten small ones are one
large one."""


class AdjustmentState(StrEnum):
    """How an adjustment stands; the value is stored."""

    WAITING = "waiting"
    """For a second person."""
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points given or taken by hand."""

    id: bytes
    """16 bytes, made by whoever asks."""
    member: MemberId
    partner: PartnerId
    points: int
    """Below zero takes points that this partner issued."""
    reason: str
    asked_by: StaffId
    asked_at: UnixTime
    state: AdjustmentState = AdjustmentState.WAITING
    approved_by: StaffId | None = None
    approved_at: UnixTime | None = None

    def says(self, other: "Adjustment") -> bool:
        """Whether *other* asks for the same."""
        mine = (self.member, self.partner, self.points, self.reason, self.asked_by)
        return mine == (other.member, other.partner, other.points, other.reason, other.asked_by)


def require_sound(adjustment: Adjustment) -> None:
    """Refuse an adjustment without points or reason, or of more than anyone could mean."""
    if len(adjustment.id) != ADJUSTMENT_ID_SIZE:
        raise Refused(Refusal.MALFORMED, f"id: {ADJUSTMENT_ID_SIZE} bytes")
    if not 0 < abs(adjustment.points) <= LARGEST_ADJUSTMENT:
        raise Refused(Refusal.VALIDATION, f"points: 1 to {LARGEST_ADJUSTMENT}, either way")
    if not SHORTEST_REASON <= len(adjustment.reason.strip()) <= LONGEST_REASON:
        raise Refused(
            Refusal.VALIDATION, f"reason: {SHORTEST_REASON} to {LONGEST_REASON} characters"
        )


def needs_two(points: int, alone_before: int, policy: Policy, *, own_staff: bool) -> bool:
    """Whether *points* need a second person.

    *alone_before* is what the same person, and newcomers in his hand, adjusted alone within the
    window, all signs counted alike. A member who works for the partner gets nothing from one
    colleague alone.
    """
    return own_staff or abs(points) + alone_before > policy.adjustment_alone


def spread(points: Points, lots: list[tuple[LotId, Points]]) -> list[tuple[LotId, Points]]:
    """Return how much of each of *lots* is taken, those first that expire soonest; or refuse."""
    taken, left = [], points
    for lot, remaining in lots:
        part = Points(min(left, remaining))
        if part > 0:
            taken.append((lot, part))
            left = Points(left - part)
    if left:
        raise Refused(Refusal.NOT_ENOUGH_POINTS, f"{left} more than this partner's points")
    return taken
