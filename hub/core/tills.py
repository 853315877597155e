"""A till as the hub knows it: its state, how far its chain is held, and what of it counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from contracts.wire.keys import KeyKind
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import KeyId, Sequence, ShopId, TillId, UnixTime
from hub.core.ids import PartnerId

ENROLMENT_LIFE: Final = 24 * 3600
"""Seconds that a one-time code is good: made today, typed at the till tomorrow morning."""
LARGEST_KEY_ID: Final = 15
VOUCHER_KEY_KEPT: Final = 35 * 24 * 3600
"""Seconds that tills keep a voucher key after the next one came: longer than vouchers live."""


class TillState(StrEnum):
    """Where a till stands; the value is stored."""

    WAITING = "waiting"
    """Made on the dashboard; nobody has used its code yet."""
    ACTIVE = "active"
    QUARANTINED = "quarantined"
    """Its chain has forked: what it says from there on is for a person to judge."""
    REVOKED = "revoked"
    """Only what the hub held at that moment counts; the rest is for a person to judge."""
    WRITTEN_OFF = "written_off"
    """Lost for good: its leases are booked as loss, and whatever it still hands in hits that."""


@dataclass(frozen=True, slots=True)
class SyncedTill:
    """A till and its shop, as one transaction sees them."""

    id: TillId
    shop: ShopId
    partner: PartnerId
    name: str
    state: TillState
    enrolment: str
    head_sequence: Sequence
    """Of the newest event that the hub holds without a gap before it, 0 for none."""
    head_hash: bytes
    """Of that event, or the chain's genesis."""
    head_at: UnixTime
    """When that event was sealed, by the till's clock; 0 before the first."""
    revoked_head: Sequence | None
    """The newest sequence that counts, of a till that was revoked or written off."""
    fork_from: Sequence | None
    """The first sequence that the chain's two branches tell differently, while in quarantine."""
    claim_key: KeyId
    """The key id that the till is to seal claims with."""
    till_key: KeyId
    """Of its own voucher key."""
    shop_key: KeyId
    """Of its shop's voucher key."""
    online_only: bool
    """Its shop's vouchers are decided by the hub alone."""
    generation: int
    """Of the hub, as the till knew it when it synced last."""
    synced_at: UnixTime | None
    resend_from: Sequence | None
    cancellations_acked: int
    registers: tuple[str, ...] = ()
    """Fiscal registers that belong to this till."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    shop_settings: Mapping[str, Any] = field(default_factory=dict)
    config: int = 0
    """Version of the settings that it had when it synced last, 0 for none of ours."""
    config_since: UnixTime | None = None
    """When it said so first."""

    def honours(self, sequence: int) -> bool:
        """Whether what the chain says at *sequence* counts without a person's look."""
        if self.state is TillState.WAITING:
            return False
        if self.revoked_head is not None and sequence > self.revoked_head:
            return False
        return self.fork_from is None or sequence < self.fork_from

    @property
    def trusted(self) -> bool:
        """Whether the till may have keys and a lease, and ask for redemptions."""
        return self.state is TillState.ACTIVE


@dataclass(frozen=True, slots=True)
class RetiredKey:
    """A key id that is no longer the current one."""

    key_id: KeyId
    retired_at: UnixTime | None
    """When its last holder had the next one: nothing is sealed with it later. None: not yet."""
    closed: bool
    """Believed stolen: good for nothing any more."""


def key_is_good(
    current: KeyId, retired: Mapping[KeyId, RetiredKey], key_id: KeyId, sealed_at: UnixTime
) -> bool:
    """Whether a code sealed at that time with *key_id* may be believed."""
    if key_id == current:
        return True
    found = retired.get(key_id)
    if found is None or found.closed:
        return False
    return found.retired_at is None or sealed_at <= found.retired_at


RetiredKeys = Mapping[KeyKind, Mapping[KeyId, RetiredKey]]
"""Of a till and its shop, by kind."""


@dataclass(frozen=True, slots=True, order=True)
class HeldKey:
    """A key that a till is to hold, without the key itself."""

    kind: KeyKind
    owner: int
    key_id: KeyId
    current: bool


def held_keys(till: SyncedTill, retired: RetiredKeys, now: UnixTime) -> list[HeldKey]:
    """Return what keys a till is to hold; one that is not trusted holds none."""
    if not till.trusted:
        return []
    current = {
        KeyKind.CLAIM: (till.id, till.claim_key),
        KeyKind.VOUCHER_SHOP: (till.shop, till.shop_key),
        KeyKind.VOUCHER_TILL: (till.id, till.till_key),
    }
    held = [
        HeldKey(kind, owner, key_id, current=True)
        for kind, (owner, key_id) in current.items()
        if not is_closed(retired, kind, key_id)
    ]
    for kind, keys in retired.items():
        owner = current[kind][0]
        held += [
            HeldKey(kind, owner, key.key_id, current=False)
            for key in keys.values()
            if not key.closed and (kind is KeyKind.CLAIM or not _past(key, now))
        ]
    return sorted(held)


def is_closed(retired: RetiredKeys, kind: KeyKind, key_id: KeyId) -> bool:
    """Whether a key is believed stolen, be it the last of its sixteen."""
    key = retired.get(kind, {}).get(key_id)
    return key is not None and key.closed


def next_key(key_id: KeyId) -> KeyId:
    """Return the key id after *key_id*; none is used again: whoever stole a key has it for ever."""
    if key_id >= LARGEST_KEY_ID:
        raise Refused(Refusal.LIMIT_REACHED, "all sixteen keys are used up: a new id is needed")
    return KeyId(key_id + 1)


def _past(key: RetiredKey, now: UnixTime) -> bool:
    return key.retired_at is not None and key.retired_at + VOUCHER_KEY_KEPT < now
