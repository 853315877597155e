"""Quiet tills are told from closed shops, and printers without slips from slow days."""

from datetime import datetime

import pytest

from contracts.wire.units import UnixTime
from hub.core.almaty import ALMATY
from hub.core.till_health import (
    ALWAYS,
    QUIET_AFTER,
    OpeningHours,
    SlipShare,
    quiet_for,
    share_fell,
)


def at(day: int, hour: int, minute: int = 0) -> UnixTime:
    """Return a time of September 2026 in Almaty; the 21st is a Monday."""
    return UnixTime(int(datetime(2026, 9, day, hour, minute, tzinfo=ALMATY).timestamp()))


NIGHT = OpeningHours(opens=20 * 60, closes=2 * 60, days=(4, 5))


@pytest.mark.parametrize(
    ("hours", "now", "seconds"),
    [
        (ALWAYS, at(21, 8, 59), None),
        (ALWAYS, at(21, 9), 0),
        (ALWAYS, at(21, 20, 59), 12 * 3600 - 60),
        (ALWAYS, at(21, 21), None),
        (NIGHT, at(25, 23), 3 * 3600),
        (NIGHT, at(26, 1), 5 * 3600),
        (NIGHT, at(26, 2), None),
        (NIGHT, at(27, 1), 5 * 3600),
        (NIGHT, at(28, 1), None),
        (OpeningHours(opens=0, closes=1440, days=(0,)), at(21, 23, 59), 86_340),
    ],
)
def test_a_shop_is_open_by_its_own_clock(
    hours: OpeningHours, now: UnixTime, seconds: int | None
) -> None:
    """A night's hours belong to the day on which they began."""
    assert hours.open_for(now) == seconds


def test_a_till_is_quiet_only_when_the_shop_has_been_open_long_enough() -> None:
    """The night does not count, and nobody is called at nine sharp."""
    evening = at(20, 21)
    assert quiet_for(evening, ALWAYS, at(21, 9, 10)) is None
    assert quiet_for(evening, ALWAYS, at(21, 9, 30)) == QUIET_AFTER
    assert quiet_for(at(21, 9, 25), ALWAYS, at(21, 9, 40)) is None
    assert quiet_for(at(21, 10), ALWAYS, at(21, 11)) == 3600
    assert quiet_for(at(21, 10), ALWAYS, at(21, 23)) is None
    assert quiet_for(None, ALWAYS, at(21, 11)) is None, "a till that never synced is not there yet"


def test_a_share_of_slips_that_fell_is_told() -> None:
    """Clearly, and on enough receipts."""
    assert share_fell(SlipShare(100, 50), SlipShare(1000, 950))
    assert not share_fell(SlipShare(100, 80), SlipShare(1000, 950))
    assert not share_fell(SlipShare(19, 0), SlipShare(1000, 950)), "a slow morning"
    assert not share_fell(SlipShare(100, 0), SlipShare(3, 3)), "nothing to compare with"
    assert SlipShare(20, 19).percent == 95
