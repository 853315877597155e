"""The member card that lies on the counter: the next sale takes it, once."""

from dataclasses import dataclass, field

from contracts.wire import card as wire
from contracts.wire.bodies import CardBody
from contracts.wire.event import Event


@dataclass(frozen=True, slots=True)
class CardAtHand:
    """A card that was shown and that no sale has taken yet."""

    laid: int
    """Counts the cards that were shown, so that none is taken twice."""
    code: str = field(repr=False)
    until: float
    """When it is forgotten, by a clock that is never set."""

    @property
    def number(self) -> int:
        """Return the number that it says of itself."""
        return wire.unchecked(self.code).number

    def takes(self, accrual: Event, cashier: str | None) -> CardBody:
        """Return the event that says that the sale just stored is for this card."""
        return CardBody(accrual.sequence, self.number, wire.proof_of(self.code), cashier)


def shown_end(number: int) -> str:
    """Return the end of a card's number, which guest and cashier can compare; no more is shown."""
    return f"{number % 1000:03}"
