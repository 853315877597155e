"""What happens with a member card at the counter, and what the counter wishes done about it."""

from dataclasses import dataclass, field

from agent.core.redemption import Verdict
from contracts.wire.card_spending import CardChoice, ChoicesReply


@dataclass(frozen=True, slots=True)
class SpendAsked:
    """The member of the card at hand wants to spend."""

    number: int
    """Of the view that the cashier saw; so for those below."""


@dataclass(frozen=True, slots=True)
class CardDropped:
    """The cashier puts the card away."""

    number: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """The member has chosen, by the number of the key."""

    text: str
    number: int


@dataclass(frozen=True, slots=True)
class CardPinTyped:
    """The member has typed the PIN of the card."""

    text: str = field(repr=False)
    number: int


@dataclass(frozen=True, slots=True)
class CardNo:
    """The hub's no about a card, or that it is silent."""

    code: str
    """A refusal's; ONLINE_ONLY for silence."""
    left: int | None = None
    """Tries at the PIN."""
    wait_s: int | None = None


@dataclass(frozen=True, slots=True)
class ChoicesTold:
    """What came of the wish AskChoices."""

    ticket: int
    found: ChoicesReply | CardNo


@dataclass(frozen=True, slots=True)
class Spent:
    """What came of the wish SpendCard; a yes is on disk. None: something broke on this till."""

    ticket: int
    verdict: Verdict | CardNo | None


CardEvent = SpendAsked | CardDropped | Chosen | CardPinTyped | ChoicesTold | Spent


@dataclass(frozen=True, slots=True)
class AskChoices:
    """Ask the hub what the member of a card can have. Wants ChoicesTold."""

    ticket: int
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Spending:
    """What the member of a card wants, and the PIN that says that it is he."""

    code: str = field(repr=False)
    choice: CardChoice
    pin: str = field(repr=False)
    cashier: str | None


@dataclass(frozen=True, slots=True)
class SpendCard:
    """Have the hub take it. Wants Spent."""

    ticket: int
    spending: Spending


CardWish = AskChoices | SpendCard
