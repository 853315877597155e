"""Where a counter stands between two events."""

from dataclasses import dataclass, field

from agent.core.counter_sayings import Says
from agent.core.counter_view import Act, CounterView
from agent.core.redeeming import Shown
from agent.core.stub import Stub
from contracts.wire.card_spending import CardChoice


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
class Choosing:
    """The member of a card chooses what to have."""

    code: str = field(repr=False)
    choices: tuple[CardChoice, ...]


@dataclass(frozen=True, slots=True)
class PinWanted:
    """The member of a card has chosen, and types the PIN."""

    code: str = field(repr=False)
    choice: CardChoice


Phase = Busy | Offered | Choosing | PinWanted


@dataclass(frozen=True, slots=True)
class Undoable:
    """What was accepted last, while it may be taken back."""

    voucher: int
    until: float
    stub: Stub


def acts_in(phase: Phase | None, view: CounterView, *, locked: bool, undo: bool) -> frozenset[Act]:
    """Return what the cashier may do now; printing never waits for anybody."""
    if isinstance(phase, Busy):
        return frozenset({Act.REPRINT})
    if isinstance(phase, Offered):
        given = Act.TYPE_TOTAL if phase.for_total else Act.CONFIRM
        return frozenset({given, Act.REFUSE, Act.REPRINT})
    if isinstance(phase, Choosing | PinWanted):
        given = Act.CHOOSE if isinstance(phase, Choosing) else Act.TYPE_CARD_PIN
        return frozenset({given, Act.REFUSE, Act.REPRINT})
    acts = {Act.REPRINT, Act.UNLOCK if locked else Act.TYPE_CODE}
    if view.until is not None:
        acts.add(Act.NEXT)
    if undo:
        acts.add(Act.UNDO)
    if view.card is not None:
        acts |= {Act.SPEND, Act.DROP_CARD}
    if view.cashier is not None:
        acts.add(Act.LOCK)
    return frozenset(acts)
