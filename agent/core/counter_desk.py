"""Does what the counter wishes of vouchers, and says what came of it."""

from typing import Final

from agent.core.card_events import (
    AskChoices,
    CardNo,
    CardWish,
    ChoicesTold,
    SpendCard,
    Spent,
)
from agent.core.counter_events import (
    Answered,
    Ask,
    Check,
    Looked,
    Returned,
    TakeBack,
    Trouble,
)
from agent.core.counter_sayings import Says
from agent.core.hub_words import HubRefused, HubSilent
from agent.core.redeeming import Redeeming
from agent.core.redemption import Checked, Verdict
from agent.core.till_memory import NothingSpent
from agent.errors import AgentError
from contracts.wire.card_spending import ChoicesReply
from contracts.wire.refusals import Refusal, Refused

REASON: Final = "taken back at the counter"


def done(
    wish: Check | Ask | TakeBack | CardWish, redeeming: Redeeming
) -> Looked | Answered | Returned | ChoicesTold | Spent:
    """Do *wish*, however long the disk and the hub take, and return the event it wants."""
    match wish:
        case Check():
            return Looked(wish.ticket, _checked(wish, redeeming))
        case Ask():
            return Answered(wish.ticket, _asked(wish, redeeming))
        case TakeBack():
            return Returned(wish.ticket, _taken_back(wish, redeeming))
        case AskChoices():
            return ChoicesTold(wish.ticket, _choices(wish, redeeming))
        case SpendCard():
            return Spent(wish.ticket, _spent(wish, redeeming))


def _checked(wish: Check, redeeming: Redeeming) -> Checked | Trouble:
    try:
        return redeeming.check(wish.shown.text)
    except AgentError:
        return Trouble(unsure=False)


def _asked(wish: Ask, redeeming: Redeeming) -> Verdict | Trouble:
    try:
        return redeeming.redeem(wish.shown)
    except (AgentError, NothingSpent, Refused):
        # The hub may have taken it, and this disk not: the same question gets the same answer.
        return Trouble(unsure=True)


def _choices(wish: AskChoices, redeeming: Redeeming) -> ChoicesReply | CardNo:
    try:
        return redeeming.choices(wish.code)
    except HubRefused as refused:
        return CardNo(refused.code)
    except AgentError:
        return CardNo(Refusal.ONLINE_ONLY)


def _spent(wish: SpendCard, redeeming: Redeeming) -> Verdict | CardNo | None:
    try:
        return redeeming.spend(wish.spending)
    except HubRefused as refused:
        return CardNo(refused.code, refused.pin.left, refused.pin.wait_s)
    except HubSilent:
        # The hub may have taken it: the same choice again gets the same answer.
        return CardNo(Refusal.BUSY)
    except (AgentError, NothingSpent, Refused):
        return None


def _taken_back(wish: TakeBack, redeeming: Redeeming) -> Says | None:
    """Return what stood against it, None when the voucher is taken back."""
    try:
        redeeming.take_back(wish.voucher, REASON, wish.cashier)
    except HubSilent:
        return Says.UNDO_NEEDS_HUB
    except HubRefused as refused:
        late = refused.code == Refusal.TOO_LATE
        return Says.UNDO_TOO_LATE if late else Says.UNDO_REFUSED
    except AgentError:
        return Says.UNDO_REFUSED
    return None
