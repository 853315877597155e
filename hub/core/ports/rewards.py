"""The stores of the catalogue, of vouchers, and of what tills did with them."""

from collections.abc import Iterable
from typing import Protocol

from contracts.wire.sync_news import Cancellation
from contracts.wire.units import KeyId, Points, ShopId, TillId, UnixTime
from hub.core.access.people import Page
from hub.core.ids import (
    LeaseId,
    MemberId,
    PartnerId,
    RewardId,
    RewardVersion,
    VoucherId,
)
from hub.core.rewards.catalogue import Frozen, Reward, RewardState
from hub.core.rewards.trying import Guests
from hub.core.rewards.vouchers import Voucher, VoucherState
from hub.core.tiers import Tier


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

    def guests(
        self, partner: PartnerId, since: UnixTime, reward: RewardId, most: int
    ) -> list[Guests]:
        """Return who claimed a receipt of *partner* since then, and what each brings to *reward*.

        Those alike are counted together, in at most so many kinds, the most numerous first.
        """
        ...

    def still_out(self, reward: RewardId, now: UnixTime) -> dict[RewardVersion, int]:
        """Return how many vouchers of each version members hold that are still good."""
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

    def nearly_over(
        self, after: UnixTime, until: UnixTime, above: VoucherId, limit: int
    ) -> list[Voucher]:
        """Return vouchers that are held and end after *after* and until *until*, by id."""
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
