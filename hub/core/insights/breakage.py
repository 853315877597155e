"""The share of points that nobody will spend, from those whose time is over.

The method: points issued in the year that ended one lot's life ago have all been spent, taken back
or have expired by now, and they expired within the year that ends today. What expired in this
year, divided by what was issued (less what was taken back) in that one, is the share that is
expected of the points that live now. While no such year is known the share is unknown, and the
liability is shown in full only: a young programme must not look cheaper than it is.
"""

from typing import Final

from contracts.wire.units import UnixTime
from hub.core.almaty import DAY
from hub.core.insights.figures import Standing
from hub.core.insights.periods import Period, day_of

WHOLE: Final = 10_000
_YEAR: Final = 365
LEAST: Final = 10_000
"""Points that must have been issued then: fewer say nothing about the next ones."""


def years(now: UnixTime, lot_life: int) -> tuple[Period, Period]:
    """Return the year whose points have lived out their time, and the year they expired in."""
    ripe = Period(day_of(now) - _YEAR, day_of(now) - 1)
    back = -(-lot_life // DAY)
    return Period(ripe.first - back, ripe.last - back), ripe


def expected_share(standing: Standing) -> int | None:
    """Return the share of live points that will expire, in basis points; None while unknown."""
    if standing.issued_then < LEAST:
        return None
    found = (standing.expired_since * WHOLE * 2 + standing.issued_then) // (
        2 * standing.issued_then
    )
    return min(WHOLE, max(0, found))
