"""Member cards at the counter: laid down for the next receipt, spent by choice and PIN.

A card earns without the hub; what it spends, only the hub decides, by a PIN that is never kept.
"""

import re
from dataclasses import replace
from typing import Final

from agent.core.card_at_hand import CardAtHand, shown_end
from agent.core.card_events import (
    AskChoices,
    CardDropped,
    CardEvent,
    CardNo,
    CardPinTyped,
    ChoicesTold,
    Chosen,
    SpendAsked,
    SpendCard,
    Spending,
    Spent,
)
from agent.core.counter_codes import CardCode
from agent.core.counter_events import ReceiptPrinted
from agent.core.counter_phases import Busy, Choosing, PinWanted
from agent.core.counter_sayings import Saying, Says
from agent.core.counter_stage import CounterStage
from agent.core.counter_verdicts import Face, face_of, face_of_card
from agent.core.counter_view import Glance, Sound
from agent.core.redemption import Accepted
from contracts.wire.card_spending import CardChoice
from contracts.wire.refusals import Refusal

CARD_S: Final = 300
"""A receipt follows its guest's card within some minutes; later ones are somebody else's."""
CHOOSING_S: Final = 60
PIN_S: Final = 60
"""A member who has left chooses and types nothing more."""
_PIN: Final = re.compile(r"[0-9]{4,6}", re.ASCII)
_NEVER_GOOD: Final = frozenset(
    {
        Refusal.CARD_BLOCKED,
        Refusal.FORGED,
        Refusal.NOT_FOUND,
        Refusal.SUSPENDED,
        Refusal.UNKNOWN_KEY,
    }
)
"""What the hub says of a card that the next receipt had better not be for."""


class CardsAtCounter(CounterStage):
    """The part of a counter that knows of cards."""

    def __init__(self, now: float, *, locked: bool = False) -> None:
        super().__init__(now, locked=locked)
        self._laid = 0
        self._looking = 0
        """The ticket of the question whether the card at hand is good at all."""
        self._spending: PinWanted | None = None
        """What the hub was asked for with a PIN."""

    def _on_card(self, found: CardCode) -> None:
        """Lay a card down for the next receipt; the same one again lies there longer."""
        if self._locked:
            self._show(Face(Glance.STAFF, Saying(Says.LOCKED_NOW), Sound.ATTENTION))
            return
        known = self._view.card
        if known is None or known.code != found.code:
            self._laid += 1
        card = CardAtHand(self._laid, found.code, self._now + CARD_S)
        self._view = replace(self._view, card=card)
        self._show(Face(Glance.CARD, _saying(Says.CARD_LAID, card), Sound.ATTENTION))
        self._judged = found.code
        self._looking = self._ticket()
        self._wishes.append(AskChoices(self._looking, card.code))

    def _on_card_act(self, event: CardEvent) -> None:
        phase = self._phase
        match event:
            case SpendAsked() if phase is None and self._view.card is not None and not self._locked:
                ticket = self._busy(Says.CARD_LOOKING, None, Says.CARD_NEEDS_HUB)
                self._wishes.append(AskChoices(ticket, self._view.card.code))
            case CardDropped() if phase is None and self._view.card is not None:
                self._put_away()
                self._show(Face(Glance.IDLE, Saying(Says.CARD_REMOVED), None))
            case Chosen() if isinstance(phase, Choosing):
                self._on_choice(event.text, phase)
            case CardPinTyped() if isinstance(phase, PinWanted):
                self._on_pin(event.text, phase)
            case _:
                return

    def _on_choice(self, text: str, phase: Choosing) -> None:
        index = int(text) - 1 if text.isascii() and text.isdigit() and len(text) == 1 else -1
        if 0 <= index < len(phase.choices):
            self._want_pin(PinWanted(phase.code, phase.choices[index]), Saying(Says.CARD_PIN))

    def _on_pin(self, text: str, phase: PinWanted) -> None:
        if not _PIN.fullmatch(text):
            self._want_pin(phase, Saying(Says.CARD_PIN_FORM))
            return
        ticket = self._busy(Says.CHECKING, None, Says.CARD_UNSURE)
        self._spending = phase
        spending = Spending(phase.code, phase.choice, text, self._view.cashier)
        self._wishes.append(SpendCard(ticket, spending))

    def _want_pin(self, phase: PinWanted, saying: Saying, sound: Sound | None = None) -> None:
        """Let the member type the PIN for what he has chosen."""
        choice: CardChoice = phase.choice
        face = Face(Glance.CARD, saying, sound, choice.title, None, choice.value)
        self._show(face, PIN_S)
        self._phase = phase

    def _on_choices(self, event: ChoicesTold) -> None:
        busy, card = self._phase, self._view.card
        if isinstance(busy, Busy) and busy.ticket == event.ticket:
            self._on_asked_choices(event)
        elif event.ticket == self._looking and card is not None:
            no = event.found
            if isinstance(no, CardNo) and no.code in _NEVER_GOOD:
                self._put_away()
                if self._phase is None:
                    self._show(face_of_card(no))

    def _on_asked_choices(self, event: ChoicesTold) -> None:
        found, card = event.found, self._view.card
        if isinstance(found, CardNo):
            if found.code in _NEVER_GOOD:
                self._put_away()
            self._show(face_of_card(found))
            return
        points = {"points": int(found.points)}
        if card is None:
            self._show(Face(Glance.STAFF, Saying(Says.CARD_REMOVED), None))
        elif not found.choices:
            self._show(Face(Glance.CARD, Saying(Says.CARD_NOTHING, points), None))
        else:
            self._show(Face(Glance.CARD, Saying(Says.CARD_CHOICES, points), None), CHOOSING_S)
            self._phase = Choosing(card.code, found.choices)
            self._view = replace(self._view, choices=found.choices)

    def _on_spent(self, event: Spent) -> Accepted | None:
        """Show what came of a spending that is waited for; return what to hand out."""
        verdict, wanted = event.verdict, self._spending
        if isinstance(verdict, CardNo):
            again = verdict.code == Refusal.WRONG_PIN and not verdict.wait_s
            if again and wanted is not None and not self._locked:
                left = Saying(Says.CARD_WRONG_PIN, {"left": verdict.left or 0})
                self._want_pin(wanted, left, Sound.NO)
            else:
                self._show(face_of_card(verdict))
            return None
        if verdict is None:
            self._show(Face(Glance.STAFF, Saying(Says.CARD_UNSURE), Sound.ATTENTION))
            return None
        self._show(face_of(verdict))
        return verdict if isinstance(verdict, Accepted) else None

    def _on_card_receipt(self, event: ReceiptPrinted) -> None:
        """Put the card away that a receipt has taken, and say so."""
        card = self._view.card
        if card is None or event.card != card.laid:
            return
        self._put_away()
        if self._view.glance is not Glance.ACCEPTED:
            self._mention(_saying(Says.CARD_TOOK, card, total=event.total), Glance.CARD)

    def _on_card_time(self) -> None:
        """Put away a card that no receipt has followed, and say so."""
        card = self._view.card
        if card is not None and self._now >= card.until and self._phase is None:
            self._put_away()
            self._mention(_saying(Says.CARD_FORGOTTEN, card))

    def _put_away(self) -> None:
        self._view = replace(self._view, card=None)


def _saying(code: Says, card: CardAtHand, **facts: int) -> Saying:
    return Saying(code, {"end": shown_end(card.number), **facts})
