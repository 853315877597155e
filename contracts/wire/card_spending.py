"""Spending with a member card at a till: what there is to have, and having it by PIN.

`POST /api/v1/tills/cards/choices` and `POST /api/v1/tills/cards/redemptions`; a yes to the second
is the reply to any voucher taken online, and is taken back like one. Online only: a till neither
checks a PIN nor keeps one. The till makes the id: the same id asked again gets the same answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from contracts.wire import card
from contracts.wire.bodies import LARGEST_AMOUNT
from contracts.wire.card_form import LEAST_NUMBER, MOST_NUMBER
from contracts.wire.messages import MESSAGE_VERSION
from contracts.wire.redeeming import ID_SIZE
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.rules import Many, Maybe, Nested, Octets, Record, Rule, Text, Whole
from contracts.wire.sealing import U40
from contracts.wire.units import Points, Tiyn
from contracts.wire.wording import Wording

CHOICES_PATH: Final = "/api/v1/tills/cards/choices"
SPENDING_PATH: Final = "/api/v1/tills/cards/redemptions"
MOST_CHOICES: Final = 9
"""What one screen shows and one key each chooses; the dearest that the member can have."""
LONGEST_SPENDING: Final = 32 * 1024
"""Bytes of a request or a reply: nine texts in three languages, and room to spare."""
PIN: Final = Text(6, r"[0-9]{4,6}")
"""The rule of a card's PIN."""

_CODE: Final = Text(card.CODE_LENGTH, card.PATTERN)
_ID: Final = Whole(1, 2**53 - 1)
_CASHIER: Final = Maybe(Text(64))


@dataclass(frozen=True, slots=True)
class ChoicesRequest(Record):
    """A till asks what the member of a card can have here and now."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "v": Whole(MESSAGE_VERSION, MESSAGE_VERSION), "code": _CODE,
    }  # fmt: skip
    code: str = field(repr=False)
    v: int = MESSAGE_VERSION


@dataclass(frozen=True, slots=True)
class CardChoice(Record):
    """One thing that the member can have: a reward to buy, or a voucher bought before."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "reward": _ID,
        "voucher": Maybe(Whole(1, U40)),
        "title": Nested(Wording),
        "value": Maybe(Whole(0, LARGEST_AMOUNT)),
        "points": Whole(0, 2**53 - 1),
    }
    reward: int
    voucher: int | None
    """None: it is bought as it is taken."""
    title: Wording
    value: Tiyn | None
    points: Points
    """What it takes of the balance now: nothing for a voucher bought before."""


@dataclass(frozen=True, slots=True)
class ChoicesReply(Record):
    """What the member of a card can have here and now."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "v": Whole(MESSAGE_VERSION, MESSAGE_VERSION),
        "number": Whole(LEAST_NUMBER, MOST_NUMBER),
        "points": Whole(0, 2**53 - 1),
        "choices": Many(Nested(CardChoice), MOST_CHOICES),
    }
    number: int
    points: Points
    """That can be spent."""
    choices: tuple[CardChoice, ...]
    v: int = MESSAGE_VERSION


@dataclass(frozen=True, slots=True)
class SpendRequest(Record):
    """A till hands in what the member chose and the PIN that he typed."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "v": Whole(MESSAGE_VERSION, MESSAGE_VERSION),
        "id": Octets(ID_SIZE),
        "code": _CODE,
        "pin": PIN,
        "reward": Maybe(_ID),
        "voucher": Maybe(Whole(1, U40)),
        "cashier": _CASHIER,
    }
    id: bytes
    """Made by the till, once for one act of a cashier."""
    code: str = field(repr=False)
    pin: str = field(repr=False)
    reward: int | None
    voucher: int | None
    cashier: str | None
    v: int = MESSAGE_VERSION

    def _agree(self) -> None:
        """Refuse a reward and a voucher at once, and neither."""
        if (self.reward is None) == (self.voucher is None):
            raise Refused(Refusal.MALFORMED, "reward and voucher: give one of them")
