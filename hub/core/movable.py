"""How many of a member's points may leave for his wallet, now and later; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.wire.units import Points, UnixTime


@dataclass(frozen=True, slots=True)
class Aging:
    """What is left of a confirmed lot that may leave once it is past the return window."""

    points: Points
    earned_at: UnixTime
    expires_at: UnixTime


@dataclass(frozen=True, slots=True)
class Movable:
    """What a move may take."""

    now: Points
    later: Points
    """How many at once from then on: as many as were asked for, or the most there will be."""
    since: UnixTime | None
    """None where waiting brings nothing."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What every move keeps to."""

    window: int
    """Seconds in which a receipt may still be given back: so long its points stay."""
    least: int
    """Points of a move."""
    confirmed: int
    """The member's whole balance, debts included: no move takes more."""


def movable(asked: Points, lots: Sequence[Aging], bounds: Bounds, now: UnixTime) -> Movable:
    """Return what may leave now, and from when *asked* points may, or as many as ever will.

    Points that expire inside the window never leave; those that expire while others wait are not
    counted with these.
    """
    changes: list[tuple[int, int]] = []
    for lot in lots:
        free_at = lot.earned_at + bounds.window
        if lot.expires_at > max(free_at, now):
            changes += [(max(free_at, now), lot.points), (lot.expires_at, -lot.points)]
    sums: dict[int, int] = {}
    total = 0
    for at, change in sorted(changes):
        total += change
        sums[at] = total
    at_times = {at: _within(bounds, there) for at, there in sums.items()}
    here = at_times.pop(now, 0)
    best, since = here, None
    for at, there in at_times.items():
        if best >= asked:
            break
        if there > best:
            best, since = there, UnixTime(at)
    if since is None:
        return Movable(Points(here), Points(here), None)
    return Movable(Points(here), Points(min(best, asked)), since)


def _within(bounds: Bounds, there: int) -> int:
    """Return how many of so many points one move may take: none where they are too few for one."""
    most = min(there, bounds.confirmed)
    return most if most >= bounds.least else 0
