"""What each kind of event says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Final

from contracts.wire import canonical
from contracts.wire.body_words import EventKind, EvidenceKind, LeaseAct, ShiftAct, SlipOutcome
from contracts.wire.canonical import Json
from contracts.wire.card_form import LEAST_NUMBER, MOST_NUMBER, PROOF_SIZE
from contracts.wire.identity import IDENTITY_SIZE, fiscal_identity
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.rules import Choice, Many, Maybe, Nested, Octets, Record, Rule, Text, Whole
from contracts.wire.units import KeyId, Sequence, Tiyn
from contracts.wire.voucher import Scope

LARGEST_AMOUNT: Final = Tiyn(2**32 - 1)
"""42,949,672.95 ₸: what a claim code can hold, and far above any receipt of a pastry shop."""
LONGEST_NAME: Final = 96
"""Characters of an item's name: two lines of an 80 mm printer."""
MOST_ITEMS: Final = 64
"""Items kept of one receipt; `items_count` says how many were printed."""
LONGEST_NUMBER: Final = 64
"""Characters of a receipt's number, a fiscal sign or a reference."""
LONGEST_REASON: Final = 200


def _is_a_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


_AMOUNT: Final = Whole(0, LARGEST_AMOUNT)
_SEQUENCE: Final = Whole(1, 2**32 - 1)
_COUNT: Final = Whole(0, 10**6)
_NUMBER: Final = Text(LONGEST_NUMBER)
_CURRENCY: Final = Text(3, r"[A-Z]{3}")
_CASHIER: Final = Maybe(Text(64))
_LOCAL_TIME: Final = Text(
    19, r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}", holds=_is_a_time
)
_QUANTITY: Final = Text(16, r"[0-9]{1,9}(\.[0-9]{1,6})?")
_RECEIPT: Final = Octets(IDENTITY_SIZE)
_NUMBERED: Final = Whole(1, 2**53 - 1)


@dataclass(frozen=True, slots=True)
class Body(Record):
    """What an event says, apart from where and when."""

    KIND: ClassVar[EventKind]
    front: bytes = field(init=False, repr=False, compare=False)
    """An event's canonical bytes as far as they are the body's: made once, with the body."""

    def settle(self, written: dict[str, Json]) -> None:
        """Keep the body as JSON, and as the bytes that events begin with."""
        Record.settle(self, written)
        front = canonical.written({"body": written, "kind": self.KIND.value})
        object.__setattr__(self, "front", front[:-1])

    def receipt_identity(self) -> bytes | None:
        """Return the identity of the receipt that this event is about, one event each."""
        return None

    def slip_of(self) -> Sequence | None:
        """Return the sequence of the claim whose slip this event is about."""
        return None


@dataclass(frozen=True, slots=True)
class Fiscal(Record):
    """A fiscal key as printed."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "operator": Text(32), "sign": _NUMBER, "register": _NUMBER,
    }  # fmt: skip
    operator: str
    sign: str
    register: str


@dataclass(frozen=True, slots=True)
class ItemLine(Record):
    """One line of goods."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "name": Text(LONGEST_NAME, shortest=0),
        "quantity": Maybe(_QUANTITY),
        "amount": Maybe(Whole(-LARGEST_AMOUNT, LARGEST_AMOUNT)),
    }
    name: str
    quantity: str | None
    """Decimal with a point, as printed."""
    amount: Tiyn | None


@dataclass(frozen=True, slots=True)
class _Paper(Body):
    """What an accrual and a return both say of their receipt."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "total": _AMOUNT,
        "currency": _CURRENCY,
        "receipt": _RECEIPT,
        "number": Maybe(_NUMBER),
        "printed_at": Maybe(_LOCAL_TIME),
        "evidence": Choice(EvidenceKind),
        "fiscal": Maybe(Nested(Fiscal)),
        "items": Many(Nested(ItemLine), MOST_ITEMS),
        "items_count": _COUNT,
        "cashier": _CASHIER,
    }
    total: Tiyn
    """Never negative: a return says what was given back."""
    currency: str
    receipt: bytes
    """The receipt's identity."""
    number: str | None
    printed_at: str | None
    """The shop's wall clock, `2026-11-22T10:52:11`."""
    evidence: EvidenceKind
    fiscal: Fiscal | None
    items: tuple[ItemLine, ...]
    items_count: int
    cashier: str | None

    def receipt_identity(self) -> bytes | None:
        """Return the identity of this receipt."""
        return self.receipt

    def _agree(self) -> None:
        """Refuse a fiscal key that is not the receipt's identity, and more items than counted."""
        if self.fiscal is not None:
            expected = fiscal_identity(self.fiscal.register, self.fiscal.sign)
            if self.receipt != expected:
                raise Refused(Refusal.MISMATCH, "receipt: not the identity of its fiscal key")
        if len(self.items) > self.items_count:
            raise Refused(Refusal.MISMATCH, "items_count: fewer than the items given")


@dataclass(frozen=True, slots=True)
class AccrualBody(_Paper):
    """A sale that earns: its sequence is its claim's."""

    KIND: ClassVar[EventKind] = EventKind.ACCRUAL
    RULES: ClassVar[Mapping[str, Rule]] = {
        **_Paper.RULES,
        "claim_key": Whole(0, 15),
    }
    claim_key: KeyId
    """Which of the till's claim keys seals the claim code."""


@dataclass(frozen=True, slots=True)
class ReturnBody(_Paper):
    """Goods that came back."""

    KIND: ClassVar[EventKind] = EventKind.RETURN
    RULES: ClassVar[Mapping[str, Rule]] = {
        **_Paper.RULES,
        "original": Maybe(_NUMBER),
        "accrual": Maybe(_SEQUENCE),
    }
    original: str | None
    """Number or fiscal sign of the sale, where printed."""
    accrual: Sequence | None
    """The sale's accrual on this till, where it was found."""


@dataclass(frozen=True, slots=True)
class VoidBody(Body):
    """A sale that was undone: it kills the claim."""

    KIND: ClassVar[EventKind] = EventKind.VOID
    RULES: ClassVar[Mapping[str, Rule]] = {
        "accrual": _SEQUENCE, "reason": Text(LONGEST_REASON), "cashier": _CASHIER,
    }  # fmt: skip
    accrual: Sequence
    reason: str
    cashier: str | None


@dataclass(frozen=True, slots=True)
class RedemptionBody(Body):
    """A voucher taken at the till."""

    KIND: ClassVar[EventKind] = EventKind.REDEMPTION
    RULES: ClassVar[Mapping[str, Rule]] = {
        "voucher": Whole(1, 2**40 - 1),
        "reward_version": Whole(1, 2**24 - 1),
        "scope": Choice(Scope),
        "place": Whole(0, 2**24 - 1),
        "lease": Maybe(_NUMBERED),
        "amount": Maybe(_AMOUNT),
        "cashier": _CASHIER,
    }
    voucher: int
    reward_version: int
    scope: Scope
    place: int
    """The shop or till of the scope, 0 for any."""
    lease: int | None
    """Of an offline redemption; None when the hub decided."""
    amount: Tiyn | None
    """What it is worth, where the till knows."""
    cashier: str | None

    def _agree(self) -> None:
        """Refuse a place that does not fit the scope."""
        if (self.scope is Scope.ANY) != (self.place == 0):
            raise Refused(Refusal.MISMATCH, "place: 0 exactly when the scope is any")


@dataclass(frozen=True, slots=True)
class ShiftBody(Body):
    """A cashier's shift opened or closed."""

    KIND: ClassVar[EventKind] = EventKind.SHIFT
    RULES: ClassVar[Mapping[str, Rule]] = {
        "act": Choice(ShiftAct), "number": Maybe(_NUMBER), "cashier": _CASHIER,
    }  # fmt: skip
    act: ShiftAct
    number: str | None
    cashier: str | None


@dataclass(frozen=True, slots=True)
class ZReportBody(Body):
    """A day's closing report: its totals check ours; None where a line could not be read."""

    KIND: ClassVar[EventKind] = EventKind.Z_REPORT
    RULES: ClassVar[Mapping[str, Rule]] = {
        "number": Maybe(_NUMBER),
        "printed_at": Maybe(_LOCAL_TIME),
        "register": Maybe(_NUMBER),
        "currency": Maybe(_CURRENCY),
        "sales_total": Maybe(Whole(0, 10**15)),
        "sales_count": Maybe(_COUNT),
        "returns_total": Maybe(Whole(0, 10**15)),
        "returns_count": Maybe(_COUNT),
    }
    number: str | None
    printed_at: str | None
    register: str | None
    currency: str | None
    sales_total: Tiyn | None
    sales_count: int | None
    returns_total: Tiyn | None
    returns_count: int | None


@dataclass(frozen=True, slots=True)
class SlipBody(Body):
    """What became of the slip of the claim with this sequence."""

    KIND: ClassVar[EventKind] = EventKind.SLIP
    RULES: ClassVar[Mapping[str, Rule]] = {
        "claim": _SEQUENCE, "outcome": Choice(SlipOutcome), "cashier": _CASHIER,
    }  # fmt: skip
    claim: Sequence
    outcome: SlipOutcome
    cashier: str | None

    def slip_of(self) -> Sequence | None:
        """Return the sequence of the claim."""
        return self.claim


@dataclass(frozen=True, slots=True)
class CardBody(Body):
    """The sale of the accrual just before this event is for a card: nobody gets its claim code."""

    KIND: ClassVar[EventKind] = EventKind.CARD
    RULES: ClassVar[Mapping[str, Rule]] = {
        "claim": _SEQUENCE,
        "card": Whole(LEAST_NUMBER, MOST_NUMBER),
        "proof": Octets(PROOF_SIZE),
        "cashier": _CASHIER,
    }
    claim: Sequence
    """Of the accrual."""
    card: int
    """The number of the card, as it says itself."""
    proof: bytes
    """That its code was read, see `contracts.wire.card`."""
    cashier: str | None

    def slip_of(self) -> Sequence | None:
        """Return the sequence of the claim: that there is no slip is what became of it."""
        return self.claim


@dataclass(frozen=True, slots=True)
class LeaseBody(Body):
    """A lease begins or ends on this till."""

    KIND: ClassVar[EventKind] = EventKind.LEASE
    RULES: ClassVar[Mapping[str, Rule]] = {"lease": _NUMBERED, "act": Choice(LeaseAct)}
    lease: int
    act: LeaseAct


@dataclass(frozen=True, slots=True)
class NoticeBody(Body):
    """The till has stored every cancellation up to this number and takes none of them offline."""

    KIND: ClassVar[EventKind] = EventKind.NOTICE
    RULES: ClassVar[Mapping[str, Rule]] = {"cancellations_up_to": _NUMBERED}
    cancellations_up_to: int


BODY_OF_KIND: Final[Mapping[EventKind, type[Body]]] = {
    body.KIND: body
    for body in (
        AccrualBody, ReturnBody, VoidBody, RedemptionBody, ShiftBody, ZReportBody, SlipBody,
        LeaseBody, NoticeBody, CardBody,
    )
}  # fmt: skip

__all__ = [
    "BODY_OF_KIND", "LARGEST_AMOUNT", "LONGEST_NAME", "LONGEST_NUMBER", "LONGEST_REASON",
    "MOST_ITEMS", "AccrualBody", "Body", "CardBody", "EventKind", "EvidenceKind", "Fiscal",
    "ItemLine", "LeaseAct", "LeaseBody", "NoticeBody", "RedemptionBody", "ReturnBody", "ShiftAct",
    "ShiftBody", "SlipBody", "SlipOutcome", "VoidBody", "ZReportBody",
]  # fmt: skip
