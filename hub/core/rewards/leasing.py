"""Leases: what a till may hand out without the hub, and when that is over.

The bound: honest tills hand out at most the sum of what leases not closed still allow, expired or
not. So a lease is granted once, spent by the till's own events, and closed only by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from contracts.wire.units import ShopId, TillId, Tiyn, UnixTime
from hub.core.ids import LeaseId
from hub.core.policy import Policy

LARGEST_COUNT: Final = 10**6
LARGEST_AMOUNT: Final = 10**12
"""As the wire's lease carries them."""


class LeaseState(StrEnum):
    """Where a lease stands; the value is stored."""

    GRANTED = "granted"
    """Given in a reply that the till may or may not have read: it counts."""
    TAKEN = "taken"
    """The till's chain says that it holds it."""
    CLOSED = "closed"
    """The till's chain says that it accepts nothing under it any more."""
    WRITTEN_OFF = "written_off"
    """Booked as loss, for its till is lost for good."""


OPEN: Final = (LeaseState.GRANTED, LeaseState.TAKEN)


@dataclass(frozen=True, slots=True)
class Granted:
    """One lease of a till."""

    id: LeaseId
    till: TillId
    shop: ShopId
    count: int
    amount: Tiyn
    granted_at: UnixTime
    expires_at: UnixTime
    state: LeaseState
    spent_count: int
    spent_amount: Tiyn
    """As far as the till's chain has come."""

    @property
    def unspent(self) -> Tiyn:
        """Return what the till may have handed out, or may yet, that the hub has not heard of."""
        return Tiyn(max(0, self.amount - self.spent_amount))

    def allows(self, value: Tiyn) -> bool:
        """Whether one more redemption of *value* is within it."""
        return self.spent_count < self.count and self.spent_amount + value <= self.amount


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a till of a shop may be lent."""

    count: int
    amount: Tiyn
    life: int


def limits_of(policy: Policy, shop_settings: Mapping[str, Any]) -> Limits:
    """Return a shop's limits: its own where it set lower ones than the programme's."""
    return Limits(
        count=_lower(shop_settings.get("lease_count"), policy.lease_count, LARGEST_COUNT),
        amount=Tiyn(_lower(shop_settings.get("lease_amount"), policy.lease_amount, LARGEST_AMOUNT)),
        life=policy.lease_life,
    )


def _lower(own: object, programme: int, largest: int) -> int:
    wanted = own if isinstance(own, int) and not isinstance(own, bool) else programme
    return max(0, min(wanted, programme, largest))


def is_worn(lease: Granted, limits: Limits) -> bool:
    """Whether the till should close it and get a fresh one: half used up, or above the limits.

    One that was only granted is repeated as it is: the till may already work by it.
    """
    if lease.state is not LeaseState.TAKEN:
        return False
    return (
        lease.spent_count * 2 >= lease.count
        or lease.spent_amount * 2 >= lease.amount
        or lease.count > limits.count
        or lease.amount > limits.amount
    )


def new_end(lease: Granted, limits: Limits, now: UnixTime) -> UnixTime:
    """Return when a lease that is renewed now ends; it is moved once half its life is over."""
    if lease.expires_at - now > limits.life // 2:
        return lease.expires_at
    return UnixTime(now + limits.life)
