"""A shop that gives 3 points for each 100 ₸, a member with a card, and what its till says."""

from dataclasses import replace

from contracts.wire.bodies import AccrualBody, CardBody
from contracts.wire.card import proof_of
from contracts.wire.units import Sequence
from hub.core.access.actor import Actor
from hub.usecases.member_cards import NewCard, ShownCard, give_card
from tests.hub.till_world import TillRig
from tests.hub.usecases.claim_world import ClaimWorld

PIN = "4071"


class CardWorld(ClaimWorld):
    """A hub with a partner whose staff gives cards."""

    @property
    def chief(self) -> Actor:
        """Return the owner, who says why."""
        return replace(self.owner, reason="карта жоғалды")

    def card(self, name: str = "Роза апай") -> ShownCard:
        """Return the card of a new member who has no phone."""
        return give_card(self.hub, self.owner, NewCard(self.partner, PIN, name, "kk"))

    def sold_to(self, till: TillRig, card: ShownCard, sale: AccrualBody, **at: int) -> CardBody:
        """Let *till* store a sale for *card*, as an agent does: both at once."""
        [accrual] = till.append(sale, **at)
        body = CardBody(accrual.sequence, card.card.number, proof_of(card.code), "7")
        till.append(body, **at)
        return body


def body_of(claim: int, card: ShownCard, code: str | None = None) -> CardBody:
    """Return what a till says of a sale for *card*, whose code it read as *code*."""
    return CardBody(Sequence(claim), card.card.number, proof_of(code or card.code), None)
