"""What the hub keeps of sales, claims and returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from contracts.wire.identity import NO_HINT, hint
from contracts.wire.units import Points, Sequence, ShopId, TillId, Tiyn, UnixTime
from hub.core.earning import NOTHING
from hub.core.earning_base import NO_MONEY
from hub.core.ids import LotId, MemberId, PartnerId, RuleId, TransferId
from hub.core.tiers import Tier


class SaleState(StrEnum):
    """What became of a sale; the value is stored."""

    GOOD = "good"
    VOID = "void"
    DUPLICATE = "duplicate"
    """Its receipt was handed in before, by another till."""
    REVIEW = "review"


class ClaimState(StrEnum):
    """What became of a claim; the value is stored and shown."""

    UNCONFIRMED = "unconfirmed"
    """The code was good; its accrual has not come."""
    CONFIRMED = "confirmed"
    REVIEW = "review"
    """A person looks at it first; its points cannot be spent meanwhile."""
    REVERSED = "reversed"
    """Nothing is left of it: returned, voided, or there was no such sale."""
    REJECTED = "rejected"
    """A person said no."""


class ReturnState(StrEnum):
    """What became of a return; the value is stored."""

    WAITING = "waiting"
    """Its sale has not come yet."""
    MATCHED = "matched"
    REVIEW = "review"
    """Nobody can tell of which sale it is, but a person."""
    IGNORED = "ignored"
    """A person said that it takes nothing back."""


class Ending(StrEnum):
    """Why a claim came to nothing; the value is stored, and sentences are found by it."""

    RETURNED = "returned"
    VOIDED = "voided"
    DUPLICATE = "duplicate_receipt"
    NO_SUCH_SALE = "no_such_sale"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Sale:
    """One receipt that earns, as its till handed it in."""

    till: TillId
    sequence: Sequence
    shop: ShopId
    partner: PartnerId
    at: UnixTime
    """When the till sealed it: within a second of the print."""
    received_at: UnixTime
    total: Tiyn
    receipt: bytes = field(repr=False)
    number: str | None = None
    printed_at: str | None = None
    register: str | None = None
    sign: str | None = None
    cashier: str | None = None
    returned: Tiyn = NO_MONEY
    state: SaleState = SaleState.GOOD

    @property
    def fiscal_hint(self) -> bytes:
        """Return what its claim code carries of its fiscal key."""
        return NO_HINT if self.register is None else hint(self.receipt)


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """One member's claim of one receipt."""

    till: TillId
    sequence: Sequence
    shop: ShopId
    partner: PartnerId
    member: MemberId
    total: Tiyn
    sealed_at: UnixTime
    claimed_at: UnixTime
    hint: bytes
    points: Points
    """What it was worth when it was claimed."""
    state: ClaimState
    taken_back: Points = NOTHING
    rule: RuleId | None = None
    lot: LotId | None = None
    """None while nothing was credited: a person looks first, or it earned nothing."""
    transfer: TransferId | None = None
    exposed: Points = NOTHING
    """Of its points, those counted as spendable before their accrual came."""
    cashier: str | None = None
    why: Mapping[str, Any] = field(default_factory=dict)
    """The facts that it was judged by, each step, what speaks against it, how it ended."""

    @property
    def left(self) -> Points:
        """Return the points that are not taken back."""
        return Points(self.points - self.taken_back)


@dataclass(frozen=True, slots=True)
class ReturnRecord:
    """Goods that came back."""

    till: TillId
    sequence: Sequence
    shop: ShopId
    receipt: bytes = field(repr=False)
    total: Tiyn
    at: UnixTime
    original: str | None = None
    original_receipt: bytes | None = field(default=None, repr=False)
    accrual: Sequence | None = None
    state: ReturnState = ReturnState.WAITING
    sale: tuple[TillId, Sequence] | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a claim of one sequence meets, of one moment, apart from its till."""

    shop_name: str
    partner_name: str
    shop_state: str
    partner_state: str
    enrolled_at: UnixTime
    """When its till was made."""
    disk_head: Sequence | None
    """The newest event on the till's disk at its last sync; None before the first."""
    tier_then: Tier | None
    """The member's tier when the receipt was printed; None where it is still the same."""
    sale: Sale | None
    claim: ClaimRecord | None
