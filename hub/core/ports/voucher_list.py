"""The vouchers as staff look for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from contracts.wire.units import ShopId, TillId, UnixTime
from hub.core.access.roles import Scope
from hub.core.ids import MemberId, RewardId, VoucherId
from hub.core.ports.redemptions import Redemption
from hub.core.rewards.vouchers import Voucher, VoucherState


class VoucherGroup(StrEnum):
    """States as people tell them apart; a part of addresses."""

    LIVE = "live"
    REDEEMED = "redeemed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


STATES_OF: Final = {
    VoucherGroup.LIVE: frozenset({VoucherState.HELD}),
    VoucherGroup.REDEEMED: frozenset({VoucherState.REDEEMED}),
    VoucherGroup.CANCELLED: frozenset(
        {
            VoucherState.CANCELLING, VoucherState.CANCELLED, VoucherState.UNDOING,
            VoucherState.UNDONE,
        }
    ),
    VoucherGroup.EXPIRED: frozenset({VoucherState.EXPIRING, VoucherState.EXPIRED}),
}  # fmt: skip
"""Every state stands in one group."""


@dataclass(frozen=True, slots=True)
class VoucherFilter:
    """Which vouchers are asked for; None asks for all."""

    group: VoucherGroup | None = None
    shop: ShopId | None = None
    """Where it was taken, or is good."""
    till: TillId | None = None
    """Where it was taken."""
    cashier: str | None = None
    """Who took it."""
    reward: RewardId | None = None
    member: MemberId | None = None
    since: UnixTime | None = None
    until: UnixTime | None = None
    """When it was bought, or taken where it was."""


@dataclass(frozen=True, slots=True)
class ListedVoucher:
    """A voucher, and how it was taken last."""

    voucher: Voucher
    redemption: Redemption | None


@dataclass(frozen=True, slots=True)
class VouchersFound:
    """A page of vouchers, and behind which one the next page begins."""

    items: list[ListedVoucher]
    after: VoucherId | None
    """There may be a next page behind a page that is empty."""


class VoucherList(Protocol):
    """Looks for vouchers. Each answer looks at a bounded number of rows."""

    def listed(
        self, scopes: Iterable[Scope], asked: VoucherFilter, after: VoucherId | None, limit: int
    ) -> VouchersFound:
        """Return a page of the vouchers within *scopes*, newest first, below *after*."""
        ...

    def seen_within(self, voucher: VoucherId, scopes: Iterable[Scope]) -> bool:
        """Whether a voucher lies within *scopes*: of a partner, or good or taken at a shop."""
        ...
