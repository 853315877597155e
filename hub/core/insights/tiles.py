"""Every number of the dashboard, and how it is reckoned from sums; the words are in words.py.

A share or a mean of nothing is no number: it is None, never zero.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contracts.wire.units import Tiyn
from hub.core.insights.breakage import expected_share
from hub.core.insights.figures import Counts, Moved, People, Standing

WHOLE: Final = 10_000
"""Basis points in all of something."""
CENT: Final = 100


class Unit(StrEnum):
    """What a value counts in; all values are whole numbers."""

    COUNT = "count"
    POINTS = "points"
    TIYN = "tiyn"
    SHARE = "basis_points"
    """Hundredths of a per cent."""
    MEAN = "hundredths"


class Tile(StrEnum):
    """A number with its name; the value stands in the API and never changes."""

    RECEIPTS = "receipts"
    CLAIMS = "claims"
    CLAIM_SHARE = "claim_share"
    TURNOVER = "turnover"
    RETURNED = "returned"
    VOIDED = "voided"
    AVERAGE = "average_receipt"
    AVERAGE_MEMBERS = "average_receipt_members"
    AVERAGE_OTHERS = "average_receipt_others"
    ISSUED = "points_issued"
    TAKEN_BACK = "points_taken_back"
    EXPIRED = "points_expired"
    REDEEMED = "points_redeemed"
    REDEEMED_SHARE = "points_redeemed_share"
    REWARDS = "rewards_taken"
    REWARDS_VALUE = "rewards_value"
    REWARDS_UNDONE = "rewards_undone"
    LOST = "losses_value"
    ACTIVE = "members_active"
    NEW = "members_new"
    RETURNING = "members_returning"
    REPEAT = "repeat_rate"
    VISITS = "visits"
    FREQUENCY = "visits_per_member"
    LATELY = "members_active_90"
    LIVE = "points_live"
    HELD = "points_held"
    ON_CHAIN = "points_on_chain"
    UNCONFIRMED = "points_unconfirmed"
    LIABILITY = "liability"
    BREAKAGE = "breakage_share"
    LIABILITY_EXPECTED = "liability_expected"
    OFFLINE_BOUND = "offline_bound"


@dataclass(frozen=True, slots=True)
class Figures:
    """What the numbers of one period and place are reckoned from."""

    counts: Counts
    moved: Moved | None = None
    """None where points are not told apart: by cashier."""
    people: People | None = None
    """None where members are not told apart: by till, and by cashier."""


@dataclass(frozen=True, slots=True)
class Now:
    """What the numbers of this moment are reckoned from."""

    standing: Standing
    bound: Tiyn
    point_value: int
    """Tiyn."""


def share(part: int, whole: int) -> int | None:
    """Return *part* of *whole* in basis points, rounded half up; None of nothing."""
    return None if whole <= 0 else (part * WHOLE * 2 + whole) // (2 * whole)


def mean(total: int, count: int, times: int = 1) -> int | None:
    """Return *total* divided by *count*, rounded half up; None of nothing."""
    return None if count <= 0 else (total * times * 2 + count) // (2 * count)


def change(value: int | None, before: int | None) -> int | None:
    """Return by how many basis points of *before* a value grew; None where that says nothing."""
    if value is None or before is None or before <= 0:
        return None
    return share(value - before, before)


_COUNTED: Final[Mapping[Tile, tuple[Unit, Callable[[Counts], int | None]]]] = {
    Tile.RECEIPTS: (Unit.COUNT, lambda it: it.receipts),
    Tile.CLAIMS: (Unit.COUNT, lambda it: it.claims),
    Tile.CLAIM_SHARE: (Unit.SHARE, lambda it: share(it.claimed, it.receipts)),
    Tile.TURNOVER: (Unit.TIYN, lambda it: it.total - it.returned),
    Tile.RETURNED: (Unit.TIYN, lambda it: it.returned),
    Tile.VOIDED: (Unit.COUNT, lambda it: it.voided),
    Tile.AVERAGE: (Unit.TIYN, lambda it: mean(it.total - it.returned, it.receipts)),
    Tile.AVERAGE_MEMBERS: (Unit.TIYN, lambda it: mean(it.claimed_total, it.claimed)),
    Tile.AVERAGE_OTHERS: (
        Unit.TIYN,
        lambda it: mean(it.total - it.returned - it.claimed_total, it.receipts - it.claimed),
    ),
    Tile.REDEEMED: (Unit.POINTS, lambda it: it.redeemed_points),
    Tile.REWARDS: (Unit.COUNT, lambda it: it.redeemed),
    Tile.REWARDS_VALUE: (Unit.TIYN, lambda it: it.redeemed_value),
    Tile.REWARDS_UNDONE: (Unit.COUNT, lambda it: it.undone),
    Tile.LOST: (Unit.TIYN, lambda it: it.lost_value),
}
_MOVED: Final[Mapping[Tile, tuple[Unit, Callable[[Moved, Counts], int | None]]]] = {
    Tile.ISSUED: (Unit.POINTS, lambda it, _: it.issued),
    Tile.TAKEN_BACK: (Unit.POINTS, lambda it, _: it.taken_back),
    Tile.EXPIRED: (Unit.POINTS, lambda it, _: it.expired),
    Tile.REDEEMED_SHARE: (
        Unit.SHARE, lambda it, counts: share(counts.redeemed_points, it.issued - it.taken_back)
    ),
}  # fmt: skip
_PEOPLE: Final[Mapping[Tile, tuple[Unit, Callable[[People], int | None]]]] = {
    Tile.ACTIVE: (Unit.COUNT, lambda it: it.active),
    Tile.NEW: (Unit.COUNT, lambda it: it.new),
    Tile.RETURNING: (Unit.COUNT, lambda it: it.active - it.new),
    Tile.REPEAT: (Unit.SHARE, lambda it: share(it.twice, it.active)),
    Tile.VISITS: (Unit.COUNT, lambda it: it.visits),
    Tile.FREQUENCY: (Unit.MEAN, lambda it: mean(it.visits, it.active, CENT)),
    Tile.LATELY: (Unit.COUNT, lambda it: it.lately),
}


def _owed(now: Now) -> int:
    standing = now.standing
    return standing.live + standing.held + standing.on_chain


def _expected(now: Now) -> int | None:
    """Return what will be asked for in the end: held points, and those on chain, do not expire."""
    expires = expected_share(now.standing)
    if expires is None:
        return None
    standing = now.standing
    live = standing.live * (WHOLE - expires) * now.point_value
    sure = (standing.held + standing.on_chain) * now.point_value
    return sure + (live * 2 + WHOLE) // (2 * WHOLE)


_STANDING: Final[Mapping[Tile, tuple[Unit, Callable[[Now], int | None]]]] = {
    Tile.LIVE: (Unit.POINTS, lambda it: it.standing.live),
    Tile.HELD: (Unit.POINTS, lambda it: it.standing.held),
    Tile.ON_CHAIN: (Unit.POINTS, lambda it: it.standing.on_chain),
    Tile.UNCONFIRMED: (Unit.POINTS, lambda it: it.standing.unconfirmed),
    Tile.LIABILITY: (Unit.TIYN, lambda it: _owed(it) * it.point_value),
    Tile.BREAKAGE: (Unit.SHARE, lambda it: expected_share(it.standing)),
    Tile.LIABILITY_EXPECTED: (Unit.TIYN, _expected),
    Tile.OFFLINE_BOUND: (Unit.TIYN, lambda it: it.bound),
}
UNITS: Final[Mapping[Tile, Unit]] = {
    tile: it[0] for table in (_COUNTED, _MOVED, _PEOPLE, _STANDING) for tile, it in table.items()
}
OF_A_PERIOD: Final = tuple(tile for tile in Tile if tile not in _STANDING)
COUNTED_TILES: Final = tuple(_COUNTED)
MOVED_TILES: Final = tuple(_MOVED)
OF_NOW: Final = tuple(_STANDING)


def of_period(tile: Tile, figures: Figures) -> int | None:
    """Return the value of a number of a period; None where there is none to tell."""
    if tile in _COUNTED:
        return _COUNTED[tile][1](figures.counts)
    if tile in _PEOPLE:
        return None if figures.people is None else _PEOPLE[tile][1](figures.people)
    return None if figures.moved is None else _MOVED[tile][1](figures.moved, figures.counts)


def of_now(tile: Tile, now: Now) -> int | None:
    """Return the value of a number of this moment; None where there is none to tell."""
    return _STANDING[tile][1](now)
