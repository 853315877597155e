"""A till is revoked, written off, or let out of quarantine; keys are changed."""

from dataclasses import replace

from contracts.wire.keys import KeyKind
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import KeyId, Sequence, ShopId, TillId, UnixTime
from hub.core.access.actor import Actor
from hub.core.access.roles import Permission
from hub.core.ports.hub import Hub, Work
from hub.core.reviews import ReviewKind
from hub.core.tills import LARGEST_KEY_ID, RetiredKey, SyncedTill, TillState, next_key
from hub.usecases.sync_parts import PARTS, TillParts
from hub.usecases.till_scope import shop_within, till_within


def revoke_till(hub: Hub, actor: Actor, till: TillId, parts: TillParts = PARTS) -> None:
    """Take a till out at once: only what the hub holds of it counts without a person's look.

    Its shop's voucher key is online-only from now on, and the shop's other tills get a new one.
    """
    with hub.store.begin() as work:
        found = till_within(work, actor, Permission.TILLS_EDIT, till)
        if found.state in (TillState.REVOKED, TillState.WRITTEN_OFF):
            return
        revoke(work, hub, actor, found, parts)
        _close_review(work, hub, till, "the till was revoked")


def write_off_till(hub: Hub, actor: Actor, till: TillId, parts: TillParts = PARTS) -> None:
    """Give a lost till up: its open leases are loss, and so is what it may still hand in."""
    with hub.store.begin() as work:
        found = till_within(work, actor, Permission.TILLS_EDIT, till)
        if found.state is TillState.WRITTEN_OFF:
            return
        if found.state is TillState.WAITING:
            raise Refused(Refusal.CONFLICT, f"till {till} was never enrolled: revoke it")
        now = hub.clock.now()
        work.audit.write(actor.entry(now, "till.write_off", f"till {till}", found.partner))
        found = _take_out(work, hub, parts, found, TillState.WRITTEN_OFF, actor.reason)
        parts.write_off_leases(work, hub, found)
        _close_review(work, hub, till, "the till was written off")


def revoke(work: Work, hub: Hub, actor: Actor, found: SyncedTill, parts: TillParts = PARTS) -> None:
    """Take a till out that is locked and takes part, or is in quarantine."""
    subject = f"till {found.id}"
    work.audit.write(actor.entry(hub.clock.now(), "till.revoke", subject, found.partner))
    _take_out(work, hub, parts, found, TillState.REVOKED, actor.reason)


def lift_quarantine(hub: Hub, actor: Actor, till: TillId) -> None:
    """Let a till take part again whose fork a person has looked at; its claims stay in review."""
    with hub.store.begin() as work:
        found = till_within(work, actor, Permission.REVIEWS_DECIDE, till)
        lift(work, hub, actor, found)
        _close_review(work, hub, till, "the quarantine was lifted")


def lift(work: Work, hub: Hub, actor: Actor, found: SyncedTill) -> None:
    """Let a till that is locked take part again; one that is taken out for good is refused."""
    if found.state is TillState.ACTIVE:
        return
    if found.state is not TillState.QUARANTINED:
        raise Refused(Refusal.CONFLICT, f"till {found.id} is {found.state}")
    now, subject = hub.clock.now(), f"till {found.id}"
    work.audit.write(actor.entry(now, "till.lift", subject, found.partner, fork=found.fork_from))
    work.tills.set_state(found.id, TillState.ACTIVE, "", fork_from=None)


def _close_review(work: Work, hub: Hub, till: TillId, note: str) -> None:
    """Close the review that the till's fork opened, if a person has not decided about it there."""
    work.reviews.close(ReviewKind.TILL, str(till), hub.clock.now(), note)


def rotate_till_key(
    hub: Hub, actor: Actor, till: TillId, kind: KeyKind, *, stolen: bool = False
) -> KeyId:
    """Give a till its next claim key or voucher key, and return that key's id.

    The old claim key seals until the till has the new one; a stolen one is good no more, at once.
    """
    if kind not in (KeyKind.CLAIM, KeyKind.VOUCHER_TILL):
        raise Refused(Refusal.WRONG_KIND, "not a key of one till")
    with hub.store.begin() as work:
        found = till_within(work, actor, Permission.TILLS_EDIT, till)
        if not found.trusted:
            raise Refused(Refusal.CONFLICT, f"till {till} is {found.state}")
        now = hub.clock.now()
        old = found.claim_key if kind is KeyKind.CLAIM else found.till_key
        new = next_key(old)
        work.audit.write(
            actor.entry(now, "till.key", f"till {till}", found.partner, key=kind.value, id=new)
        )
        ended = None if kind is KeyKind.CLAIM else now
        work.tills.retire(kind, till, RetiredKey(old, ended, closed=stolen))
        work.tills.set_key(till, kind, new)
        return new


def rotate_shop_key(
    hub: Hub, actor: Actor, shop: ShopId, *, stolen: bool = False, parts: TillParts = PARTS
) -> KeyId:
    """Give the tills of a shop their next voucher key, and return its id.

    A stolen one is online-only until each till has the new one.
    """
    with hub.store.begin() as work:
        found = shop_within(work, actor, Permission.TILLS_EDIT, shop)
        now = hub.clock.now()
        new = next_key(found.key)
        work.audit.write(actor.entry(now, "shop.key", f"shop {shop}", found.partner, id=new))
        work.tills.retire(KeyKind.VOUCHER_SHOP, shop, RetiredKey(found.key, now, closed=stolen))
        work.tills.set_shop_key(shop, new, online_only=stolen or found.online_only)
        parts.reseal_shop(work, hub, shop)
        return new


def _take_out(
    work: Work, hub: Hub, parts: TillParts, till: SyncedTill, state: TillState, reason: str
) -> SyncedTill:
    now = hub.clock.now()
    if till.revoked_head is None:
        head = till.head_sequence
        taken = replace(till, state=state, revoked_head=head)
        work.tills.set_state(
            till.id, state, reason, revoked_at=now, revoked_head=head, code_digest=None
        )
        if till.state is not TillState.WAITING:
            # Members before the shop, as everybody locks them.
            parts.review_from(work, hub, taken, Sequence(head + 1), Refusal.REVOKED.value)
            _close_shop_key(work, hub, parts, till.shop, now)
    else:
        taken = replace(till, state=state)
        work.tills.set_state(till.id, state, reason)
    facts = {"till": till.id, "state": state.value}
    work.feed.publish("till.revoked", facts, till=till.id, partner=till.partner)
    return taken


def _close_shop_key(work: Work, hub: Hub, parts: TillParts, shop: ShopId, now: UnixTime) -> None:
    """Let only the hub decide at a shop until its tills have a key that the revoked one has not."""
    found = work.tills.lock_shop(shop)
    assert found is not None, "a till belongs to a shop"
    if found.key >= LARGEST_KEY_ID:
        # No key is left that nobody has: the shop stays online-only for good.
        work.tills.retire(KeyKind.VOUCHER_SHOP, shop, RetiredKey(found.key, now, closed=True))
        work.tills.set_shop_key(shop, found.key, online_only=True)
        return
    work.tills.retire(KeyKind.VOUCHER_SHOP, shop, RetiredKey(found.key, now, closed=True))
    work.tills.set_shop_key(shop, next_key(found.key), online_only=True)
    parts.reseal_shop(work, hub, shop)
