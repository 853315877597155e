"""Where a counter stands between two events."""

from dataclasses import dataclass

from agent.core.counter_sayings import Says
from agent.core.counter_view import Act, CounterView
from agent.core.redeeming import Shown
from agent.core.stub import Stub


@dataclass(frozen=True, slots=True)
class Busy:
    """Somebody was asked something."""

    ticket: int
    since: float
    shown: Shown | None
    """The voucher in hand; None for a slip's claim, or what is taken back."""
    unanswered: Says
    """What is said when no answer comes."""
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
    stub: Stub


def acts_in(
    phase: Busy | Offered | None, view: CounterView, *, locked: bool, undo: bool
) -> frozenset[Act]:
    """Return what the cashier may do now; printing never waits for anybody."""
    if isinstance(phase, Busy):
        return frozenset({Act.REPRINT})
    if isinstance(phase, Offered):
        given = Act.TYPE_TOTAL if phase.for_total else Act.CONFIRM
        return frozenset({given, Act.REFUSE, Act.REPRINT})
    acts = {Act.REPRINT, Act.UNLOCK if locked else Act.TYPE_CODE}
    if view.until is not None:
        acts.add(Act.NEXT)
    if undo:
        acts.add(Act.UNDO)
    if view.cashier is not None:
        acts.add(Act.LOCK)
    return frozenset(acts)
