"""How tills are: quiet in opening hours, receipts that come out without their slip. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from contracts.wire.rules import Many, Record, Rule, Whole
from contracts.wire.units import UnixTime
from hub.core.almaty import local

QUIET_AFTER: Final = 30 * 60
"""Seconds of opening hours without a sync: thirty missed ones."""
FEWEST_RECEIPTS: Final = 20
"""Fewer receipts than this say nothing about the share with a slip."""
_DAY: Final = 24 * 60
_FELL_TO_PERCENT: Final = 70
"""Of the share before: below this something is wrong with printer or settings."""


@dataclass(frozen=True, slots=True)
class OpeningHours(Record):
    """When a shop is open, by its wall clock."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "opens": Whole(0, _DAY - 1), "closes": Whole(1, _DAY), "days": Many(Whole(0, 6), 7),
    }  # fmt: skip
    opens: int
    """Minute of the day."""
    closes: int
    """Minute of the day; at or before *opens* for a shop that is open past midnight."""
    days: tuple[int, ...]
    """Weekdays on which it opens, Monday 0."""

    def open_for(self, now: UnixTime) -> int | None:
        """Return for how many seconds the shop has been open at *now*, None while it is closed."""
        there = local(now)
        second = there.hour * 3600 + there.minute * 60 + there.second
        length = (self.closes - self.opens) * 60
        if length <= 0:
            length += _DAY * 60
        for days_ago in (0, 1):
            since = second - self.opens * 60 + days_ago * _DAY * 60
            if 0 <= since < length and (there.weekday() - days_ago) % 7 in self.days:
                return since
        return None


ALWAYS: Final = OpeningHours(opens=9 * 60, closes=21 * 60, days=tuple(range(7)))
"""Of a shop that has not said when it is open."""


def quiet_for(synced_at: UnixTime | None, hours: OpeningHours, now: UnixTime) -> int | None:
    """Return for how many seconds of opening hours a till has said nothing, None if that is well.

    The night before does not count: the computer may have been off, as it should.
    """
    opened = hours.open_for(now)
    if opened is None or synced_at is None:
        return None
    quiet = min(now - synced_at, opened)
    return quiet if quiet >= QUIET_AFTER else None


@dataclass(frozen=True, slots=True)
class SlipShare:
    """How many receipts came out, and how many of them with their slip."""

    receipts: int
    with_slip: int

    @property
    def percent(self) -> int | None:
        """Return the share in whole per cent, None when there are too few receipts to tell."""
        if self.receipts < FEWEST_RECEIPTS:
            return None
        return self.with_slip * 100 // self.receipts


def share_fell(lately: SlipShare, before: SlipShare) -> bool:
    """Whether clearly fewer receipts come out with their slip than before."""
    now, then = lately.percent, before.percent
    return now is not None and then is not None and now * 100 < then * _FELL_TO_PERCENT
