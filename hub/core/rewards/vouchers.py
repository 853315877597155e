"""Vouchers: what states they pass through, each once, and the code that a phone shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from contracts.wire import voucher as wire
from contracts.wire.units import KeyId, Points, UnixTime
from contracts.wire.voucher import HOURS_BEGIN, Scope
from hub.core.ids import MemberId, PartnerId, RewardId, RewardVersion, TransferId, VoucherId

_HOUR: Final = 3600


class VoucherState(StrEnum):
    """What became of a voucher; the value is stored and never renamed."""

    HELD = "held"
    """Its points are set aside, and it is good."""
    REDEEMED = "redeemed"
    CANCELLING = "cancelling"
    """Cancelled, but a till that has not heard of it might still have taken it."""
    EXPIRING = "expiring"
    UNDOING = "undoing"
    """Its redemption was taken back; another till might still have taken it."""
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNDONE = "undone"


ENDING: Final[Mapping[VoucherState, VoucherState]] = MappingProxyType(
    {
        VoucherState.CANCELLING: VoucherState.CANCELLED,
        VoucherState.EXPIRING: VoucherState.EXPIRED,
        VoucherState.UNDOING: VoucherState.UNDONE,
    }
)
"""What each state of waiting ends in, once no till can have taken the voucher."""
STILL_TAKEN: Final = frozenset({VoucherState.HELD, *ENDING})
"""A voucher that a till took before it heard otherwise is redeemed: its points are still there."""


@dataclass(frozen=True, slots=True)
class Voucher:
    """One reward bought by one member."""

    id: VoucherId
    request: bytes
    """The id that the asker made."""
    member: MemberId
    reward: RewardId
    version: RewardVersion
    partner: PartnerId
    scope: Scope
    place: int
    issued_at: UnixTime
    not_after: UnixTime
    points: Points
    hold: TransferId | None
    """None where it cost nothing."""
    state: VoucherState
    offline: bool
    """A till may have taken it by seal and lease alone."""
    cancellation: int | None = None
    """The number under which tills hear that it is no longer good."""
    ended_at: UnixTime | None = None


def last_second(now: UnixTime, life: int) -> UnixTime:
    """Return when a voucher bought *now* ends, in the whole hours that its code can say.

    Rounded up: nobody gets less than he was promised.
    """
    return UnixTime(HOURS_BEGIN + -(-(now + life - HOURS_BEGIN) // _HOUR) * _HOUR)


def code_of(voucher: Voucher, key_id: KeyId, key: bytes) -> str:
    """Return the sealed code of *voucher*."""
    said = wire.Voucher(
        key_id=key_id,
        scope=voucher.scope,
        place=voucher.place,
        voucher=voucher.id,
        reward_version=voucher.version,
        not_after_hours=(voucher.not_after - HOURS_BEGIN) // _HOUR,
    )
    return wire.seal(said, key)


def is_the_one(said: wire.Voucher, voucher: Voucher) -> bool:
    """Whether a code says of the voucher what the hub issued."""
    return (said.scope, said.place, said.reward_version, said.not_after) == (
        voucher.scope, voucher.place, voucher.version, voucher.not_after,
    )  # fmt: skip
