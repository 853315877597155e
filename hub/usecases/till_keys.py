"""The keys that a till holds: what it is told of them, and what its knowing them ends."""

from contracts.wire.canonical import Json
from contracts.wire.keys import KeyKind
from contracts.wire.sync_news import Keys, TillKey
from contracts.wire.units import TillId, UnixTime
from hub.core.ports.hub import Hub, Work
from hub.core.till_settings import version_of
from hub.core.tills import HeldKey, RetiredKey, RetiredKeys, SyncedTill, held_keys, is_closed


def keys_news(work: Work, hub: Hub, till: SyncedTill, known: int, now: UnixTime) -> Keys | None:
    """Return the keys that a till is to hold, or None when those of version *known* are they.

    A till that has them seals with the newest: what it sealed before is from now on the past.
    """
    retired = work.tills.retired_of(till)
    held = held_keys(till, retired, now)
    version = _version(held)
    if known != version:
        return Keys(version, tuple(_key(hub, it) for it in held))
    _end_claim_keys(work, till, retired, now)
    return None


def reopen_shop(work: Work, till: SyncedTill, known: int, now: UnixTime) -> None:
    """Let tills decide by seal again once each of the shop's has the new key.

    A revoked till knows the old key; it is worth nothing where no till believes it any more.
    """
    if not (till.online_only and till.trusted):
        return
    if is_closed(work.tills.retired_of(till), KeyKind.VOUCHER_SHOP, till.shop_key):
        return
    versions: dict[TillId, int] = {}
    for other in work.tills.of_shop(till.shop):
        if other.trusted:
            versions[other.id] = _version(held_keys(other, work.tills.retired_of(other), now))
    if versions[till.id] == known and work.tills.shop_has_keys(till.shop, versions):
        work.tills.reopen(till.shop, till.shop_key)


def _end_claim_keys(work: Work, till: SyncedTill, retired: RetiredKeys, now: UnixTime) -> None:
    for key in retired.get(KeyKind.CLAIM, {}).values():
        if key.retired_at is None and not key.closed:
            ended = RetiredKey(key.key_id, now, closed=False)
            work.tills.retire(KeyKind.CLAIM, till.id, ended)


def _version(held: list[HeldKey]) -> int:
    words: list[Json] = [f"{it.kind} {it.owner} {it.key_id} {it.current}" for it in held]
    return version_of({"keys": words})


def _key(hub: Hub, held: HeldKey) -> TillKey:
    return TillKey(
        kind=held.kind,
        owner=held.owner,
        key_id=held.key_id,
        key=hub.keyring.key(held.kind, held.owner, held.key_id),
        current=held.current,
    )
