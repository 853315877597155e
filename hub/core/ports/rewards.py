"""The stores of the catalogue, of vouchers, and of what tills did with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Protocol

from contracts.wire.sync_news import Cancellation
from contracts.wire.units import KeyId, Points, ShopId, TillId, Tiyn, UnixTime
from hub.core.access.people import Page
from hub.core.ids import (
    LeaseId,
    LotId,
    MemberId,
    PartnerId,
    RewardId,
    RewardVersion,
    VoucherId,
)
from hub.core.rewards.catalogue import Frozen, Reward, RewardState
from hub.core.rewards.leasing import Granted, LeaseState
from hub.core.rewards.vouchers import Voucher, VoucherState
from hub.core.tiers import Tier

NOTHING: Final = Tiyn(0)


class SoldOut(Exception):
    """The last one is gone."""


class LimitReached(Exception):
    """The member has as many as one member may have."""


class Numbers(Protocol):
    """Ids that are given once, in the order of the transactions that took them.

    The programme's row stays locked until this transaction ends: take them last.
    """

    def voucher(self) -> VoucherId:
        """Return the next voucher's id."""
        ...

    def version(self) -> RewardVersion:
        """Return the next reward version's id; refuse OVERFLOW when the wire can name no more."""
        ...

    def lease(self) -> LeaseId:
        """Return the next lease's id."""
        ...

    def cancellation(self) -> int:
        """Return the next cancellation's number."""
        ...

    def has_given_lease(self, lease: LeaseId) -> bool:
        """Whether an id was given, or leapt over when a backup was restored."""
        ...

    def catalogue(self) -> int:
        """Return the version of the whole catalogue."""
        ...

    def catalogue_changed(self) -> None:
        """Count the catalogue's version up."""
        ...

    def generation(self) -> int:
        """Return the hub's generation."""
        ...


class Rewards(Protocol):
    """The catalogue."""

    def add(self, partner: PartnerId, stock: int | None, at: UnixTime) -> RewardId:
        """Add a reward without a version."""
        ...

    def freeze(self, frozen: Frozen) -> None:
        """Add a version, for ever, and make it the one that is offered."""
        ...

    def get(self, reward: RewardId) -> Reward | None:
        """Return a reward."""
        ...

    def lock(self, reward: RewardId) -> Reward | None:
        """Return a reward whose row nobody else changes until this transaction ends."""
        ...

    def version(self, version: RewardVersion) -> Frozen | None:
        """Return one version."""
        ...

    def versions(self, versions: Iterable[RewardVersion]) -> dict[RewardVersion, Frozen]:
        """Return these versions."""
        ...

    def listed(
        self, page: Page, only: frozenset[PartnerId] | None, state: RewardState | None
    ) -> list[Reward]:
        """Return a page of the rewards of all partners or of *only*, in *state* or in any."""
        ...

    def set_state(self, reward: RewardId, state: RewardState) -> None:
        """Offer or withdraw a reward."""
        ...

    def set_stock(self, reward: RewardId, stock: int | None) -> None:
        """Say how many are left, or that there is no end."""
        ...

    def take_one(self, reward: RewardId) -> None:
        """Take one from the stock; raise SoldOut."""
        ...

    def put_one_back(self, reward: RewardId) -> None:
        """Give one back to the stock."""
        ...

    def use(self, reward: RewardId, member: MemberId, most: int | None) -> None:
        """Count one more voucher of a member; raise LimitReached."""
        ...

    def unuse(self, reward: RewardId, member: MemberId) -> None:
        """Count one voucher less."""
        ...

    def uses(self, member: MemberId, rewards: Iterable[RewardId]) -> dict[RewardId, int]:
        """Return how many vouchers of these rewards count for a member."""
        ...

    def members_with(self, points: Points, tier: Tier) -> int:
        """Return how many members of *tier* or above have at least *points* confirmed."""
        ...

    def at_tills_of(self, partner: PartnerId, live_at: UnixTime, most: int) -> list[Frozen]:
        """Return the versions of a partner that are offered or of which vouchers are live."""
        ...


class Vouchers(Protocol):
    """The vouchers."""

    def add(self, voucher: Voucher) -> None:
        """Add a voucher."""
        ...

    def get(self, voucher: VoucherId) -> Voucher | None:
        """Return a voucher; whoever holds its member's lock sees its last word."""
        ...

    def of_request(self, request: bytes) -> Voucher | None:
        """Return the voucher that was bought under this id."""
        ...

    def listed(self, page: Page, member: MemberId) -> list[Voucher]:
        """Return a page of a member's vouchers, newest first, below `page.after`."""
        ...

    def set_state(
        self,
        voucher: VoucherId,
        state: VoucherState,
        at: UnixTime | None,
        cancellation: int | None = None,
    ) -> None:
        """Move a voucher on; *at* is when it ended, None while it has not."""
        ...

    def past(self, now: UnixTime, limit: int) -> list[Voucher]:
        """Return vouchers that are held and past their time."""
        ...

    def ending(self, after: VoucherId, limit: int, shop: ShopId | None = None) -> list[Voucher]:
        """Return vouchers that wait to be released, by id, of one shop and its tills or of all."""
        ...

    def cancel(self, number: int, voucher: Voucher, at: UnixTime) -> None:
        """Note a cancellation for the tills."""
        ...

    def cancellations(
        self, till: TillId, shop: ShopId, after: int, live_at: UnixTime, limit: int
    ) -> list[Cancellation]:
        """Return what a till must hear of, above a number, in order."""
        ...

    def newest_cancellation(self, till: TillId, shop: ShopId) -> int:
        """Return the highest number that concerns a till, or 0."""
        ...

    def shop_key(self, shop: ShopId) -> KeyId:
        """Return the id of the key that a shop's vouchers are sealed with now."""
        ...

    def members_at(self, shop: ShopId) -> list[MemberId]:
        """Return the members with vouchers that are held for a shop."""
        ...

    def add_short_code(
        self, shop: ShopId, digest: bytes, voucher: VoucherId, expires_at: UnixTime
    ) -> bool:
        """Note a short code instead of the voucher's earlier ones; False if it is taken."""
        ...

    def of_short_code(self, shop: ShopId, digest: bytes, now: UnixTime) -> VoucherId | None:
        """Return the voucher that a short code stands for."""
        ...

    def forget_short_codes(self, before: UnixTime, limit: int) -> int:
        """Remove at most *limit* short codes that ran out before then, and return how many."""
        ...


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

    def set_state(self, redemption: bytes, state: RedemptionState) -> None:
        """Undo a redemption."""
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

    def written_off(self, lease: LeaseId) -> Loss | None:
        """Return what was booked for a lease of a lost till."""
        ...

    def show(self, lease: LeaseId, amount: Tiyn) -> None:
        """Note that a lost till handed in something that its write-off covers."""
        ...

    def losses(self, only: frozenset[PartnerId] | None, since: UnixTime, limit: int) -> list[Loss]:
        """Return the losses since then, newest first."""
        ...
