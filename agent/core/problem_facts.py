"""What the hub's problem tells beside its code, read as something that anybody could have sent."""

from typing import Final

from agent.core.hub_words import TakenElsewhere
from contracts.wire.units import UnixTime

LONGEST_SHOP: Final = 40
"""Characters of a shop's name that a cashier is told."""
LATEST_TIME: Final = 2**32 - 1
MOST_WAIT_S: Final = 24 * 3600


def taken_in(shop: object, at: UnixTime | None) -> TakenElsewhere | None:
    """Return where and when a voucher was taken, None where the hub does not say both."""
    if at is None or not isinstance(shop, str) or not shop or not shop.isprintable():
        return None
    return TakenElsewhere(shop[:LONGEST_SHOP], at)


def time_in(said: object) -> UnixTime | None:
    """Return a time that the hub said, None for what is none."""
    known = isinstance(said, int) and not isinstance(said, bool) and 0 < said <= LATEST_TIME
    return UnixTime(said) if known and isinstance(said, int) else None


def few_in(said: object) -> int | None:
    """Return a count or some seconds that the hub said, None for what is none."""
    known = isinstance(said, int) and not isinstance(said, bool) and 0 <= said <= MOST_WAIT_S
    return said if known and isinstance(said, int) else None
