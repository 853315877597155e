"""What happens at the counter, and what the counter wishes done; neither does anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from agent.core.card_events import (
    CardDropped,
    CardEvent,
    CardPinTyped,
    CardWish,
    Chosen,
    SpendAsked,
    Spent,
)
from agent.core.counter_receipts import Waiting
from agent.core.counter_sayings import Saying, Says
from agent.core.counter_view import Act, Footer, LineState
from agent.core.redeeming import Shown
from agent.core.redemption import LONGEST_TYPED, Checked, Verdict
from agent.core.stub import Stub
from contracts.wire.units import Tiyn, UnixTime


@dataclass(frozen=True, slots=True)
class Seen:
    """A camera or a scanner has read something."""

    text: str
    from_camera: bool = True


@dataclass(frozen=True, slots=True)
class Typed:
    """The cashier has typed a code."""

    text: str


@dataclass(frozen=True, slots=True)
class TotalTyped:
    """The cashier has typed the total of the receipt about to be paid, in tenge."""

    text: str
    number: int
    """Of the view that she saw."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The cashier accepts what is offered."""

    number: int
    """Of the view that she saw."""


@dataclass(frozen=True, slots=True)
class Declined:
    """The cashier does not accept what is offered."""

    number: int


@dataclass(frozen=True, slots=True)
class UndoAsked:
    """The cashier wants what was accepted last taken back."""

    number: int


@dataclass(frozen=True, slots=True)
class Dismissed:
    """The cashier has seen the verdict and goes on."""

    number: int


@dataclass(frozen=True, slots=True)
class Locked:
    """Nobody is at the till: it takes no voucher, and prints all the same."""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A cashier is at the till; None where the shop keeps no shifts."""

    cashier: str | None


@dataclass(frozen=True, slots=True)
class Passed:
    """Time went by."""


@dataclass(frozen=True, slots=True)
class ReceiptPrinted:
    """A sale was printed at this till."""

    total: Tiyn
    number: str | None = None
    card: int | None = None
    """Which of the cards that were shown it took."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What waited for its receipt before the till was started anew."""

    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class LineChanged:
    """How the line stands, and how many events wait for the hub."""

    line: LineState
    queued: int


@dataclass(frozen=True, slots=True)
class FooterChanged:
    """Something at the till stands otherwise than before."""

    footer: Footer


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """The owner, or the hub, has set something."""

    auto_accept_max: Tiyn | None
    """Up to this value a voucher needs no nod; None: every one needs it."""
    stub: bool = False
    """Whether a stub is printed for each voucher."""


@dataclass(frozen=True, slots=True)
class Told:
    """Shifts or printer have something to say: a wrong PIN, a slip printed again."""

    saying: Saying


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something broke on this till."""

    unsure: bool
    """It is not known whether the hub has taken the voucher: it must be shown once more."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What the wish Check found."""

    ticket: int
    found: Checked | Trouble


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of the wish Ask; a yes is on disk."""

    ticket: int
    verdict: Verdict | Trouble


@dataclass(frozen=True, slots=True)
class Returned:
    """What came of the wish TakeBack."""

    ticket: int
    problem: Says | None
    """None: it is taken back."""


class ClaimState(StrEnum):
    """How a slip's claim stands."""

    CLAIMED = "claimed"
    NOT_YET = "not_yet"
    IN_REVIEW = "in_review"
    OVER = "over"
    GIVEN_BACK = "given_back"
    """The sale was undone, or all of it came back."""
    REFUSED = "refused"
    """It gives no points, and a person knows why."""
    PRINTED = "printed"
    """By this till, which holds its sale; the hub did not tell what became of the claim."""
    FOREIGN = "foreign"
    """Of another till, of which this one knows nothing."""
    FORGED = "forged"
    UNKNOWN = "unknown"
    """The hub did not tell."""


@dataclass(frozen=True, slots=True)
class ClaimTold:
    """What came of the wish SayClaimState."""

    ticket: int
    state: ClaimState
    at: UnixTime | None = None
    """When it was claimed, or printed where the hub does not tell."""
    until: UnixTime | None = None
    """Of one not yet claimed: until when it can be."""
    total: Tiyn | None = None
    """Of the receipt, where only this till tells."""


Event = (
    Seen | Typed | TotalTyped | Confirmed | Declined | UndoAsked | Dismissed | Locked | Unlocked
    | Passed | Told | ReceiptPrinted | Restored | LineChanged | FooterChanged | SettingsChanged
    | Looked | Answered | Returned | ClaimTold | CardEvent
)  # fmt: skip
Cashiers = (
    TotalTyped | Confirmed | Declined | UndoAsked | Dismissed
    | SpendAsked | CardDropped | Chosen | CardPinTyped
)  # fmt: skip
"""What a person does who has seen a view."""
Answers = Looked | Answered | Returned | ClaimTold | Spent
"""What somebody waits for who was asked."""


def event_of(act: str, told: Mapping[str, object]) -> Event | None:
    """Return what an act of the page means here; None for what is not the counter's, or no act.

    *told* comes from outside: the number of the view that the cashier saw, and what she typed.
    """
    number, text = told.get("number"), told.get("text")
    if not isinstance(number, int):
        return None
    typed = text[:LONGEST_TYPED] if isinstance(text, str) else ""
    match act:
        case Act.CONFIRM:
            return Confirmed(number)
        case Act.REFUSE:
            return Declined(number)
        case Act.UNDO:
            return UndoAsked(number)
        case Act.NEXT:
            return Dismissed(number)
        case Act.TYPE_CODE:
            return Typed(typed)
        case Act.TYPE_TOTAL:
            return TotalTyped(typed, number)
        case _:
            return _card_event_of(act, typed, number)


def _card_event_of(act: str, typed: str, number: int) -> CardEvent | None:
    match act:
        case Act.SPEND:
            return SpendAsked(number)
        case Act.DROP_CARD:
            return CardDropped(number)
        case Act.CHOOSE:
            return Chosen(typed, number)
        case Act.TYPE_CARD_PIN:
            return CardPinTyped(typed, number)
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Check:
    """Look a code over: nothing is taken. Wants Looked."""

    ticket: int
    shown: Shown


@dataclass(frozen=True, slots=True)
class Ask:
    """Take a voucher: the hub first, then the lease. Wants Answered."""

    ticket: int
    shown: Shown


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Have the hub take back what it accepted here. Wants Returned."""

    ticket: int
    voucher: int
    cashier: str | None


@dataclass(frozen=True, slots=True)
class SayClaimState:
    """Find out how a slip's claim stands. Wants ClaimTold."""

    ticket: int
    code: str


@dataclass(frozen=True, slots=True)
class PrintStub:
    """Print a piece of paper that tells what was accepted, or taken back."""

    stub: Stub


Wish = Check | Ask | TakeBack | SayClaimState | PrintStub | CardWish
