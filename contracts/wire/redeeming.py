"""A voucher taken online: the till asks, the hub decides.

`POST /api/v1/tills/redemptions`, and `POST /api/v1/tills/redemptions/<id>/undo` with the id in
base64url. A no is problem+json with the refusal's code. The till makes the id: the same id asked
again gets the same answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from contracts.wire.bodies import LARGEST_AMOUNT
from contracts.wire.event import ENVELOPE
from contracts.wire.messages import MESSAGE_VERSION, SENTENCE
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.rules import Choice, Maybe, Nested, Octets, Record, Rule, Text, Whole
from contracts.wire.sealing import U24, U40
from contracts.wire.units import Points, Tiyn, UnixTime
from contracts.wire.voucher import CODE_LENGTH
from contracts.wire.wording import Wording

REDEMPTIONS_PATH: Final = "/api/v1/tills/redemptions"
ID_SIZE: Final = 16
SHORT_CODE_LENGTH: Final = 8
LONGEST_REDEMPTION: Final = 16 * 1024
"""Bytes of a request or a reply: texts in three languages, and room to spare."""

_AMOUNT: Final = Maybe(Whole(0, LARGEST_AMOUNT))
_TIME: Final = ENVELOPE["time"]
_CASHIER: Final = Maybe(Text(64))


class RewardKind(StrEnum):
    """What a reward is; the value crosses the wire and is never renamed."""

    DISCOUNT = "discount"
    PRODUCT = "product"
    CASHBACK = "cashback"
    SPECIAL_OFFER = "special_offer"
    PART_PAYMENT = "part_payment"
    """Points for a part of this receipt: how much is decided when it is taken."""


class RedemptionState(StrEnum):
    """What became of a redemption."""

    ACCEPTED = "accepted"
    ALREADY_REDEEMED_HERE = "already_redeemed_here"
    """By another request of this till: nothing more is handed out."""
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class RedemptionRequest(Record):
    """A till asks whether it may hand out what a voucher is for."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "v": Whole(MESSAGE_VERSION, MESSAGE_VERSION),
        "id": Octets(ID_SIZE),
        "code": Maybe(Text(CODE_LENGTH, f"[A-Za-z0-9_-]{{{CODE_LENGTH}}}")),
        "short_code": Maybe(Text(SHORT_CODE_LENGTH, r"[0-9]{8}")),
        "receipt_total": _AMOUNT,
        "cashier": _CASHIER,
    }
    id: bytes
    """Made by the till, once for one act of a cashier."""
    code: str | None
    short_code: str | None
    receipt_total: Tiyn | None
    """Of the receipt about to be paid; a part-payment cannot do without it."""
    cashier: str | None
    v: int = MESSAGE_VERSION

    def _agree(self) -> None:
        """Refuse both codes at once, and none."""
        if (self.code is None) == (self.short_code is None):
            raise Refused(Refusal.MALFORMED, "code and short_code: give one of them")


@dataclass(frozen=True, slots=True)
class UndoRequest(Record):
    """A till takes a redemption back."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "v": Whole(MESSAGE_VERSION, MESSAGE_VERSION), "reason": SENTENCE, "cashier": _CASHIER,
    }  # fmt: skip
    reason: str
    cashier: str | None
    v: int = MESSAGE_VERSION


@dataclass(frozen=True, slots=True)
class RedemptionReply(Record):
    """What the hub decided, and what to hand out."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "v": Whole(MESSAGE_VERSION, MESSAGE_VERSION),
        "id": Octets(ID_SIZE),
        "state": Choice(RedemptionState),
        "voucher": Whole(1, U40),
        "reward": Whole(1, 2**53 - 1),
        "reward_version": Whole(1, U24),
        "kind": Choice(RewardKind),
        "title": Nested(Wording),
        "ring_up": Nested(Wording),
        "value": _AMOUNT,
        "points": Whole(0, 2**53 - 1),
        "redeemed_at": _TIME,
        "undo_until": Maybe(_TIME),
    }
    id: bytes
    """Of the request that this answers."""
    state: RedemptionState
    voucher: int
    reward: int
    reward_version: int
    kind: RewardKind
    title: Wording
    ring_up: Wording
    """How to ring it up, before the payment."""
    value: Tiyn | None
    """What it is worth; of a part-payment, what was taken off this receipt."""
    points: Points
    """What the member gave for it."""
    redeemed_at: UnixTime
    undo_until: UnixTime | None
    """None where it cannot be taken back at the till."""
    v: int = MESSAGE_VERSION
