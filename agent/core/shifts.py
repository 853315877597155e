"""Cashiers, their PINs and shifts: what is decided about them. Printing never asks any of it."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from agent.core.till import ALMATY
from contracts.wire.units import UnixTime

FEWEST_DIGITS: Final = 4
MOST_DIGITS: Final = 8
LONGEST_NAME: Final = 64
"""Characters of a cashier's name, as events carry it."""
MOST_CASHIERS: Final = 32
"""At one till. A PIN is compared with each, some 40 ms a cashier."""
FREE_ATTEMPTS: Final = 4
"""Wrong PINs that cost no wait: wet fingers, another till's PIN."""
FIRST_WAIT_S: Final = 30
LONGEST_WAIT_S: Final = 3600
"""24 guesses a day in the long run: of 10,000 PINs and ten cashiers, a month for an even chance."""
FORGIVEN_AFTER_S: Final = 3600
"""One wrong PIN is forgotten each hour. A right one forgives nothing: a cashier who guesses at a
colleague's PIN knows his own."""
LONGEST_SHIFT_S: Final = 16 * 3600
"""A shift that nobody closed: the longest day of a pastry shop before a feast."""
NEVER: Final = UnixTime(0)
_LEVEL_MOST: Final = 64
_DAY_MINUTES: Final = 24 * 60


class PinFault(StrEnum):
    """Why a PIN cannot be one."""

    DIGITS = "digits"
    """Not 4 to 8 digits."""
    EASY = "easy"
    """The first that anybody tries: one digit only, or digits in a row."""
    TAKEN = "taken"
    """A cashier is known by his PIN alone: two cannot have the same."""


def pin_fault(pin: str) -> PinFault | None:
    """Return why *pin* cannot be a PIN, as far as it tells by itself; None when it can."""
    if not is_pin(pin):
        return PinFault.DIGITS
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    return PinFault.EASY if steps in ({0}, {1}, {-1}) else None


def is_pin(text: str) -> bool:
    """Tell whether *text* could be somebody's PIN: anything else is not worth comparing."""
    return FEWEST_DIGITS <= len(text) <= MOST_DIGITS and text.isascii() and text.isdigit()


@dataclass(frozen=True, slots=True)
class Cashier:
    """A person who takes vouchers at this till."""

    number: int
    name: str
    hashed: str = field(repr=False)
    """Of the PIN."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """Wrong PINs at this till, whoever tried."""

    level: int = 0
    at: UnixTime = NEVER
    """Of the last wrong one."""

    def seen(self, now: UnixTime) -> "Attempts":
        """Return the same as of *now*: what time forgives, and a clock set back costs no day."""
        if now < self.at:
            return replace(self, at=now)
        forgiven, rest = divmod(now - self.at, FORGIVEN_AFTER_S)
        if not forgiven:
            return self
        return Attempts(max(0, self.level - forgiven), UnixTime(now - rest))

    def failed(self, now: UnixTime) -> "Attempts":
        """Return what a wrong PIN makes of it."""
        return Attempts(min(self.seen(now).level + 1, _LEVEL_MOST), now)

    def wait_s(self, now: UnixTime) -> int:
        """Return how long no PIN is looked at."""
        over = self.level - FREE_ATTEMPTS
        if over <= 0:
            return 0
        whole = min(FIRST_WAIT_S << min(over - 1, 16), LONGEST_WAIT_S)
        return min(whole, max(0, self.at + whole - now))


@dataclass(frozen=True, slots=True)
class Shift:
    """A cashier's time at the till."""

    number: int
    """Climbs; unique on this till."""
    cashier: int
    name: str
    opened_at: UnixTime
    locked: bool = False


@dataclass(frozen=True, slots=True)
class ShiftRules:
    """When a shift closes by itself."""

    longest_s: int = LONGEST_SHIFT_S
    closes_at: int | None = None
    """Minutes after midnight when the shop closes, by its own clock; None for one that does not
    say."""


def ends_at(shift: Shift, rules: ShiftRules) -> UnixTime:
    """Return when a shift closes by itself: when the shop does, and not later than *longest_s*."""
    latest = shift.opened_at + rules.longest_s
    if rules.closes_at is None:
        return UnixTime(latest)
    opened = datetime.fromtimestamp(shift.opened_at, ALMATY)
    midnight = opened.replace(hour=0, minute=0, second=0, microsecond=0)
    closing = midnight + timedelta(minutes=rules.closes_at % _DAY_MINUTES)
    if closing <= opened:
        closing += timedelta(days=1)
    return UnixTime(min(latest, int(closing.timestamp())))


def next_number(last: int, now: UnixTime) -> int:
    """Return the number of a shift that opens now.

    By the clock, so that it is a new one even when the list of shifts was lost.
    """
    return max(last + 1, now)
