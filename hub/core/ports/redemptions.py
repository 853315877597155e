"""The stores of what tills did with vouchers, and of what they may do without the hub."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Protocol

from contracts.wire.units import Points, ShopId, TillId, Tiyn, UnixTime
from hub.core.ids import LeaseId, LotId, MemberId, PartnerId, RewardVersion, VoucherId
from hub.core.rewards.leasing import Granted, LeaseState
from hub.core.rewards.vouchers import Voucher

NOTHING: Final = Tiyn(0)


class RedemptionState(StrEnum):
    """What a redemption came to; the value is stored."""

    GOOD = "good"
    UNDONE = "undone"
    LOSS = "loss"
    """Handed out, and nobody gave points for it."""


@dataclass(frozen=True, slots=True)
class Redemption:
    """A till's act of accepting a voucher."""

    id: bytes
    voucher: VoucherId
    member: MemberId | None
    """None: the hub does not know the voucher."""
    version: RewardVersion
    partner: PartnerId
    """Of the till's shop."""
    shop: ShopId
    till: TillId
    sequence: int | None
    """Of the till's event about it, once it has come."""
    lease: LeaseId | None
    at: UnixTime
    received_at: UnixTime
    points: Points
    value: Tiyn | None
    receipt_total: Tiyn | None
    cashier: str | None
    state: RedemptionState = RedemptionState.GOOD
    why: str = ""
    """Of a loss."""
    lot: LotId | None = None
    """Of its cashback."""
    accrual: int | None = None
    """The till's next receipt, once matched."""
    undone_at: UnixTime | None = None
    undone_by: str | None = None
    """The cashier who took it back, who need not be the one who took it."""


class Redemptions(Protocol):
    """The redemptions."""

    def add(self, redemption: Redemption) -> bool:
        """Add a redemption; False when its id or its event has one already."""
        ...

    def get(self, redemption: bytes) -> Redemption | None:
        """Return a redemption."""
        ...

    def of_event(self, till: TillId, sequence: int) -> Redemption | None:
        """Return the redemption that an event is about."""
        ...

    def of_voucher(self, voucher: VoucherId) -> list[Redemption]:
        """Return all redemptions of a voucher, oldest first."""
        ...

    def undo(self, redemption: bytes, at: UnixTime, cashier: str | None) -> None:
        """Note that a redemption was taken back, when, and by which cashier."""
        ...

    def make_good(self, redemption: bytes, points: Points) -> None:
        """Turn a loss into a redemption that points were given for."""
        ...

    def set_event(self, redemption: bytes, sequence: int, lease: LeaseId | None) -> None:
        """Note which event is about it, and which lease its till counted it under."""
        ...

    def set_accrual(self, redemption: bytes, accrual: int) -> None:
        """Note the receipt that it stands on."""
        ...

    def cashback_of(self, till: TillId, accrual: int) -> list[Redemption]:
        """Return good redemptions that stand on a receipt and gave cashback of it."""
        ...

    def unmatched(
        self, since: UnixTime, until: UnixTime, limit: int, only: frozenset[PartnerId] | None = None
    ) -> list[Redemption]:
        """Return good redemptions between two times without a receipt, oldest first."""
        ...

    def next_receipt(self, redemption: Redemption, window: int) -> int | None:
        """Return the sequence of the first receipt of its till at or after it."""
        ...

    def before_receipt(
        self, till: TillId, sequence: int, at: UnixTime, window: int
    ) -> list[Redemption]:
        """Return good redemptions whose next receipt is, or will be, the one with *sequence*."""
        ...


@dataclass(frozen=True, slots=True)
class Loss:
    """What was handed out, or may have been, and nobody gave points for."""

    kind: str
    """written_off or redemption."""
    partner: PartnerId
    shop: ShopId
    till: TillId
    lease: LeaseId | None
    redemption: bytes | None
    amount: Tiyn
    at: UnixTime
    shown: Tiyn = NOTHING
    """Of a write-off, what the till has since handed in."""


@dataclass(frozen=True, slots=True)
class Exposed:
    """A till that may hand out, or have handed out, what the hub has not heard of."""

    till: TillId
    shop: ShopId
    partner: PartnerId
    shop_settings: Mapping[str, Any]
    lease: Granted | None
    """None: one that a restored hub may have forgotten."""


class Leases(Protocol):
    """The leases, and the losses that came of them."""

    def add(self, lease: Granted) -> None:
        """Add a lease."""
        ...

    def get(self, lease: LeaseId) -> Granted | None:
        """Return a lease."""
        ...

    def open_of(self, till: TillId) -> Granted | None:
        """Return the one open lease of a till."""
        ...

    def set_state(self, lease: LeaseId, state: LeaseState, at: UnixTime | None = None) -> None:
        """Move a lease on; *at* is when it was closed."""
        ...

    def set_end(self, lease: LeaseId, expires_at: UnixTime) -> None:
        """Move the end of a lease."""
        ...

    def spend(self, lease: LeaseId, amount: Tiyn) -> None:
        """Count one more redemption under a lease."""
        ...

    def blocked(self, vouchers: Sequence[Voucher], generation: int) -> set[VoucherId]:
        """Return which of *vouchers* a till may still have taken without saying so.

        A till with an open lease that could take it and has not acknowledged its cancellation,
        or a till that has not synced since a backup was restored.
        """
        ...

    def acknowledged(self, till: TillId, up_to: int) -> None:
        """Note up to which cancellation a till takes none offline any more."""
        ...

    def open_ones(self, partner: PartnerId | None) -> list[Exposed]:
        """Return every open lease of a partner's tills, or of all."""
        ...

    def forgetful(self, generation: int, partner: PartnerId | None) -> list[Exposed]:
        """Return tills that have not synced since a backup was restored."""
        ...

    def lose(self, loss: Loss) -> None:
        """Book a loss; the same one again changes nothing."""
        ...

    def unlose(self, redemption: bytes) -> None:
        """Take the loss of one redemption out of the books: somebody gave points after all."""
        ...

    def written_off(self, till: TillId) -> Loss | None:
        """Return what was booked for a lost till when it was given up."""
        ...

    def show(self, till: TillId, amount: Tiyn) -> None:
        """Note that a lost till handed in something that its write-off covers."""
        ...

    def losses(self, only: frozenset[PartnerId] | None, since: UnixTime, limit: int) -> list[Loss]:
        """Return the losses since then, newest first."""
        ...
