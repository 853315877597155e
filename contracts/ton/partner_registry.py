"""Messages, state and get-methods of PartnerRegistry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from pytoniq_core.boc.address import Address
from pytoniq_core.boc.hashmap.hashmap import HashMap
from pytoniq_core.tlb.account import StateInit

from contracts.ton.cells import builder, message, opt
from contracts.ton.codes import code
from contracts.ton.roles import UPGRADE_DELAY, first_roles

REGISTER: Final = 0x0C000201
APPROVE: Final = 0x0C000202
REJECT: Final = 0x0C000203
SUSPEND: Final = 0x0C000204
RESUME: Final = 0x0C000205
SET_TIER: Final = 0x0C000206
SET_COMMISSIONS: Final = 0x0C000207
REPORT_VOLUME: Final = 0x0C000208
SET_NEXT: Final = 0x0C000209

REGISTRY_FULL: Final = 1200
QUEUE_FULL: Final = 1201
ALREADY_REGISTERED: Final = 1202
UNKNOWN_PARTNER: Final = 1203
NOT_PENDING: Final = 1204
NOT_ACTIVE: Final = 1205
NOT_SUSPENDED: Final = 1206
NOT_WHAT_WAS_REGISTERED: Final = 1207
NO_SUCH_TIER: Final = 1208
COMMISSION_TOO_HIGH: Final = 1209
OLD_EPOCH: Final = 1210
VOLUME_SHRINKS: Final = 1211
TOO_MANY_VOLUMES: Final = 1212
NO_VOLUMES: Final = 1213
PARTNER_STILL_PENDING: Final = 1214

PARTNERS_MAX: Final = 1_000
PENDING_MAX: Final = 100
VOLUMES_MAX: Final = 50
"""Volumes that one message may report: gas ends at a million."""
ACCOUNT_BITS: Final = 256


class State(IntEnum):
    """Where a partner stands."""

    PENDING = 0
    ACTIVE = 1
    SUSPENDED = 2


class Tier(IntEnum):
    """What a partner's commission goes by."""

    BRONZE = 0
    SILVER = 1
    GOLD = 2


@dataclass(frozen=True, slots=True)
class Commissions:
    """Basis points by tier."""

    bronze: int
    silver: int
    gold: int


@dataclass(frozen=True, slots=True)
class Registration:
    """What a partner registers, and what the admin approves."""

    partner: int
    """The hub's number of it."""
    record: bytes
    """The hash of its public record."""

    def body(self, query_id: int = 0) -> Any:
        """Return what the partner's wallet sends."""
        return _registered(message(REGISTER, query_id), self).end_cell()


@dataclass(frozen=True, slots=True)
class PartnerView:
    """What get_partner says of one that is there."""

    state: State
    tier: Tier
    commission: int
    """Basis points."""
    registered: Registration
    since: int
    epoch: int
    volume: int


@dataclass(frozen=True, slots=True)
class RegistryView:
    """What get_registry says."""

    shard: int
    following: Address | None
    """The next shard."""
    count: int
    pending: int
    most: int
    most_pending: int
    epoch: int
    commissions: Commissions
    settler: Address | None


@dataclass(frozen=True, slots=True)
class Founding:
    """How a registry begins."""

    admin: Address
    commissions: Commissions
    settler: Address | None = None
    shard: int = 0
    following: Address | None = None
    upgrade_delay: int = UPGRADE_DELAY

    def init(self) -> StateInit:
        """Return code and data."""
        data = builder().store_ref(first_roles(self.admin, self.upgrade_delay))
        data.store_address(self.settler).store_uint(self.shard, 8).store_address(self.following)
        data = _rates(data, self.commissions)
        data.store_uint(0, 16).store_uint(0, 16).store_uint(0, 32).store_bit_int(0)
        return StateInit(code=code("partner_registry").cell, data=data.end_cell())


def approve(account: Address, registered: Registration, tier: Tier, *, query_id: int = 0) -> Any:
    """Return the admin's approval of exactly this registration."""
    asked = _registered(message(APPROVE, query_id).store_address(account), registered)
    return asked.store_uint(tier, 2).end_cell()


def reject(account: Address, *, query_id: int = 0) -> Any:
    """Return the admin's refusal of a registration that waits."""
    return message(REJECT, query_id).store_address(account).end_cell()


def suspend(account: Address, *, query_id: int = 0) -> Any:
    """Return the admin's order to suspend an active partner."""
    return message(SUSPEND, query_id).store_address(account).end_cell()


def resume(account: Address, *, query_id: int = 0) -> Any:
    """Return the admin's order to take a suspended partner back."""
    return message(RESUME, query_id).store_address(account).end_cell()


def set_tier(account: Address, tier: int, *, query_id: int = 0) -> Any:
    """Return the admin's order that puts a partner into a tier."""
    return message(SET_TIER, query_id).store_address(account).store_uint(tier, 2).end_cell()


def set_commissions(commissions: Commissions, *, query_id: int = 0) -> Any:
    """Return the admin's order that sets what the tiers pay."""
    return _rates(message(SET_COMMISSIONS, query_id), commissions).end_cell()


def set_next(following: Address | None, *, query_id: int = 0) -> Any:
    """Return the admin's order that names the next shard."""
    return message(SET_NEXT, query_id).store_address(following).end_cell()


def report_volume(epoch: int, volumes: Mapping[bytes, int], *, query_id: int = 0) -> Any:
    """Return the settler's report: volumes since the beginning, by account id."""
    entries = HashMap(ACCOUNT_BITS, value_serializer=_store_coins)
    for account, volume in volumes.items():
        entries.set_int_key(int.from_bytes(account, "big"), volume)
    asked = message(REPORT_VOLUME, query_id).store_uint(epoch, 32)
    return asked.store_dict(entries.serialize()).end_cell()


def read_partner(stack: Sequence[Any]) -> PartnerView | None:
    """Return what get_partner left on the stack; None where there is no such partner."""
    found, state, tier, commission, partner, record, since, epoch, volume = stack
    if not found:
        return None
    registered = Registration(partner, record.to_bytes(32, "big"))
    return PartnerView(State(state), Tier(tier), commission, registered, since, epoch, volume)


def read_registry(stack: Sequence[Any]) -> RegistryView:
    """Return what get_registry left on the stack."""
    shard, following, count, pending, most, most_pending, epoch, *rates, settler = stack
    return RegistryView(
        shard,
        opt(following),
        count,
        pending,
        most,
        most_pending,
        epoch,
        Commissions(*rates),
        opt(settler),
    )


def _registered(into: Any, registered: Registration) -> Any:
    return into.store_uint(registered.partner, 64).store_bytes(registered.record)


def _rates(into: Any, commissions: Commissions) -> Any:
    for points in (commissions.bronze, commissions.silver, commissions.gold):
        into.store_uint(points, 16)
    return into


def _store_coins(amount: int, into: Any) -> Any:
    return into.store_coins(amount)
