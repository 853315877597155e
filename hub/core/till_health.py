"""How a till is: quiet in opening hours, silent printers, slips that do not come out. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from contracts.wire.units import UnixTime
from hub.core.almaty import local_day

QUIET_AFTER: Final = 30 * 60
"""Seconds without a sync in opening hours: thirty missed ones."""
_MINUTE: Final = 60
_DAY: Final = 24 * 3600
FEWEST_RECEIPTS: Final = 20
"""Fewer receipts than this say nothing about the share with a slip."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When a shop is open: minutes of its day, on weekdays 0 (Monday) to 6."""

    opens: int
    closes: int
    """May be below *opens*: open past midnight."""
    days: frozenset[int] = frozenset(range(7))
