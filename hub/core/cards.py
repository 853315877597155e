"""Member cards: printed codes that earn for a member; what they spend, a PIN allows."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Final

from contracts.wire import card as wire
from contracts.wire.card_form import LEAST_NUMBER, MOST_NUMBER
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import KeyId, UnixTime
from hub.core.ids import MemberId, PartnerId

MOST_WRONG: Final = 8
"""Wrong PINs in a row, then the card spends nothing until it gets a new PIN: of 10,000 that a
finder must guess among he tries eight."""
WAITS: Final = (0, 0, 60, 300, 900, 3_600, 3_600)
"""Seconds that a card waits after its first, second, … wrong PIN in a row: two slips of a finger
cost nothing."""
MINUTE: Final = 60
NEVER: Final = UnixTime(0)
_PIN: Final = re.compile(r"[0-9]{4,6}", re.ASCII)

assert len(WAITS) == MOST_WRONG - 1, "the last wrong one waits for staff"


class CardState(StrEnum):
    """Whether a card does anything; the value is stored."""

    ACTIVE = "active"
    BLOCKED = "blocked"
    """Lost, or no longer wanted."""
    REPLACED = "replaced"
    """Its member has another one now."""


@dataclass(frozen=True, slots=True)
class PinTries:
    """How the tries at a card's PIN stand."""

    wrong: int = 0
    """In a row, the one that is being looked at counted as wrong until it is known."""
    wait_until: UnixTime = NEVER

    @property
    def left(self) -> int:
        """Return how many more tries there are before staff must help."""
        return max(0, MOST_WRONG - self.wrong)

    @property
    def blocked(self) -> bool:
        """Whether only staff can help."""
        return self.wrong >= MOST_WRONG

    def begun(self, now: UnixTime) -> "PinTries":
        """Return the tries with one more, counted as wrong before it is looked at; or refuse."""
        if self.blocked:
            raise Refused(Refusal.PIN_BLOCKED, f"{self.wrong} wrong PINs")
        if now < self.wait_until:
            left = self.wait_until - now
            raise Refused(Refusal.PIN_WAIT, f"after {self.wrong} wrong PINs", left)
        wrong = self.wrong + 1
        wait = WAITS[wrong - 1] if wrong < MOST_WRONG else 0
        return PinTries(wrong, UnixTime(now + wait if wait else 0))


class WrongPin(Refused):
    """Not the PIN: how many tries are left, and how long the next one waits."""

    def __init__(self, tries: PinTries, now: UnixTime) -> None:
        wait = max(0, tries.wait_until - now) or None
        refusal = Refusal.PIN_BLOCKED if tries.blocked else Refusal.WRONG_PIN
        super().__init__(refusal, f"{tries.left} tries left", wait)
        self.left = tries.left


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A card as the hub knows it; its code is made of its number and a key, and stored nowhere."""

    number: int
    member: MemberId
    key_id: KeyId
    state: CardState
    partner: PartnerId | None
    """Whose staff gave it; None: the member made it himself."""
    issued_at: UnixTime
    ended_at: UnixTime | None = None
    pin: str = field(default="", repr=False)
    """argon2id."""
    tries: PinTries = PinTries()

    def code(self, key: bytes) -> str:
        """Return what is printed on it, sealed with the key of cards."""
        return wire.seal(wire.Card(self.key_id, self.number), key)

    def require_active(self) -> None:
        """Refuse a card that was lost or replaced."""
        if self.state is not CardState.ACTIVE:
            raise Refused(Refusal.CARD_BLOCKED, f"card {self.number} is {self.state}")


def number_of(octets: bytes) -> int | None:
    """Return the card number that eight random bytes name, None where they would favour some."""
    among = MOST_NUMBER - LEAST_NUMBER + 1
    whole = 2**64 // among * among
    found = int.from_bytes(octets, "big")
    return LEAST_NUMBER + found % among if found < whole else None


def require_card_pin(pin: str) -> None:
    """Refuse a PIN that is none, or that everybody tries first."""
    if not _PIN.fullmatch(pin):
        raise Refused(Refusal.MALFORMED, "a card's PIN has 4 to 6 digits")
    steps = {(int(right) - int(left)) % 10 for left, right in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        raise Refused(Refusal.VALIDATION, "a PIN that everybody tries first")


class CardOutcome(StrEnum):
    """What became of a receipt for a card; the value is stored."""

    CREDITED = "credited"
    """Its claim is the member's; points or a review, as for any claim."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class CardReceipt:
    """What a till handed in of a sale for a card, and what became of it."""

    till: int
    sequence: int
    """Of the till's event."""
    claim: int
    card: int
    member: MemberId | None
    at: UnixTime
    outcome: CardOutcome
    refusal: str | None = None
