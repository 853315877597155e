"""Recency, frequency and money in bands that stay the same, so that months can be compared."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contracts.wire.units import Tiyn

YEAR: Final = 365
"""Days that are looked at."""
RECENCY: Final = (60, 30, 14, 7)
"""Days since the last visit, at most, of bands 2, 3, 4 and 5; band 1 is longer ago."""
FREQUENCY: Final = (2, 4, 7, 13)
"""Days with a visit within the year, at least, of bands 2 to 5."""
MONEY: Final = (Tiyn(5_000_00), Tiyn(15_000_00), Tiyn(40_000_00), Tiyn(100_000_00))
"""Spent within the year, at least, of bands 2 to 5."""
TOP: Final = 5
WINDOWS: Final = (30, 90, YEAR)
"""Days, ending yesterday, for which visits of each member are counted."""
MOST_VISITS: Final = 31
"""Who visited on so many days or more stands together."""


class Segment(StrEnum):
    """What an owner calls members alike; each belongs to one."""

    CHAMPIONS = "champions"
    LOYAL = "loyal"
    NEW = "new"
    PROMISING = "promising"
    AT_RISK = "at_risk"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Bounds:
    """From where to where a segment goes, both ends included."""

    segment: Segment
    recency: tuple[int, int]
    frequency: tuple[int, int]


SEGMENTS: Final = (
    Bounds(Segment.CHAMPIONS, (4, 5), (4, 5)),
    Bounds(Segment.LOYAL, (3, 5), (3, 5)),
    Bounds(Segment.NEW, (4, 5), (1, 1)),
    Bounds(Segment.PROMISING, (3, 5), (1, 2)),
    Bounds(Segment.AT_RISK, (1, 2), (3, 5)),
    Bounds(Segment.LOST, (1, 2), (1, 2)),
)
"""The first that fits is a member's."""


def segment_of(recency: int, frequency: int) -> Segment:
    """Return the segment of members with these bands."""
    for it in SEGMENTS:
        fits = it.recency[0] <= recency <= it.recency[1]
        if fits and it.frequency[0] <= frequency <= it.frequency[1]:
            return it.segment
    raise AssertionError("every pair of bands has a segment")


def recency_band(days: int) -> int:
    """Return the band of so many days since the last visit."""
    return 1 + sum(days <= most for most in RECENCY)


def frequency_band(visits: int) -> int:
    """Return the band of so many days with a visit."""
    return 1 + sum(visits >= least for least in FREQUENCY)


def money_band(spend: Tiyn) -> int:
    """Return the band of money spent."""
    return 1 + sum(spend >= least for least in MONEY)
