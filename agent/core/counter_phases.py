"""Where a counter stands between two events."""

from dataclasses import dataclass

from agent.core.redeeming import Shown


@dataclass(frozen=True, slots=True)
class Busy:
    """Somebody was asked something."""

    ticket: int
    since: float
    shown: Shown | None
    """The voucher in hand; None for a slip's claim, or what is taken back."""
    voucher: int | None = None
    """What is taken back."""


@dataclass(frozen=True, slots=True)
class Offered:
    """The cashier was asked something."""

    shown: Shown
    for_total: bool


@dataclass(frozen=True, slots=True)
class Undoable:
    """What was accepted last, while it may be taken back."""

    voucher: int
    until: float
