"""What a till may do without the hub: its lease, and what it must know before it uses it."""

from collections.abc import Sequence
from typing import Final

from contracts.wire.bodies import LeaseAct, LeaseBody, NoticeBody
from contracts.wire.event import Event
from contracts.wire.sync import SyncHeader
from contracts.wire.sync_news import (
    MOST_CANCELLATIONS,
    MOST_REWARDS,
    Cancellations,
    Catalogue,
    CatalogueEntry,
    Lease,
)
from contracts.wire.units import ShopId, Tiyn, UnixTime
from hub.core.ids import LeaseId
from hub.core.policy import DAY
from hub.core.ports.hub import Hub, Work
from hub.core.reviews import Review, ReviewKind
from hub.core.rewards.catalogue import Frozen
from hub.core.rewards.leasing import (
    OPEN,
    Granted,
    LeaseState,
    Limits,
    is_worn,
    limits_of,
    new_end,
)
from hub.core.tills import SyncedTill

LONG_OVER: Final = DAY
"""Seconds after a voucher's end: no clock of a till that syncs is that far off."""


def lease_for(work: Work, hub: Hub, till: SyncedTill, header: SyncHeader) -> Lease | None:
    """Return the lease that holds for *till*: the open one again, else a new one, else none.

    None also tells a till to close the one that it holds, after which it gets a fresh one.
    """
    keys = work.tills.lock_shop(till.shop)
    shop = work.shops.get(till.shop)
    assert keys is not None, "a till belongs to a shop"
    assert shop is not None, "a till belongs to a shop"
    limits = limits_of(work.policy, shop.settings)
    if not till.trusted or keys.online_only or limits.count < 1 or limits.amount < 1:
        return None
    now = hub.clock.now()
    lease = work.leases.open_of(till.id)
    if lease is None:
        return _new_lease(work, till, header, limits, now)
    if is_worn(lease, limits):
        return None
    end = new_end(lease, limits, now)
    if end != lease.expires_at:
        work.leases.set_end(lease.id, end)
    return Lease(lease.id, lease.count, lease.amount, end)


def _new_lease(
    work: Work, till: SyncedTill, header: SyncHeader, limits: Limits, now: UnixTime
) -> Lease | None:
    """Lend to a till that holds nothing and learns of every cancellation in this same reply."""
    holds_another = header.lease is not None
    if holds_another or header.generation != work.numbers.generation():
        return None
    if till.resend_from is not None or not _fits_one_reply(work, till, header, now):
        return None
    lease = Granted(
        id=work.numbers.lease(),
        till=till.id,
        shop=till.shop,
        count=limits.count,
        amount=limits.amount,
        granted_at=now,
        expires_at=UnixTime(now + limits.life),
        state=LeaseState.GRANTED,
        spent_count=0,
        spent_amount=Tiyn(0),
    )
    work.leases.add(lease)
    return Lease(lease.id, lease.count, lease.amount, lease.expires_at)


def _fits_one_reply(work: Work, till: SyncedTill, header: SyncHeader, now: UnixTime) -> bool:
    after, live_at = header.cancellations_up_to, UnixTime(now - LONG_OVER)
    news = work.vouchers.cancellations(till.id, till.shop, after, live_at, MOST_CANCELLATIONS)
    return len(news) < MOST_CANCELLATIONS


def cancellations_for(work: Work, hub: Hub, till: SyncedTill, after: int) -> Cancellations:
    """Return what a till must hear of above *after*; of the same moment as its lease."""
    work.tills.lock_shop(till.shop)
    live_at = UnixTime(hub.clock.now() - LONG_OVER)
    news = work.vouchers.cancellations(till.id, till.shop, after, live_at, MOST_CANCELLATIONS)
    return Cancellations(up_to=max([after, *(it.number for it in news)]), vouchers=tuple(news))


def apply_lease_events(work: Work, hub: Hub, till: SyncedTill, events: Sequence[Event]) -> None:
    """Note leases that *till* took up or closed, in the order of its chain."""
    for event in events:
        assert isinstance(event.body, LeaseBody), "only lease events are handed over"
        if till.honours(event.sequence):
            _apply_lease(work, hub, till, event, event.body)


def _apply_lease(work: Work, hub: Hub, till: SyncedTill, event: Event, body: LeaseBody) -> None:
    lease = work.leases.get(LeaseId(body.lease))
    if lease is None and body.act is LeaseAct.TAKEN:
        lease = _remembered(work, hub, till, event, LeaseId(body.lease))
    if lease is None or lease.till != till.id or lease.state not in OPEN:
        return
    if body.act is LeaseAct.TAKEN:
        work.leases.set_state(lease.id, LeaseState.TAKEN)
    else:
        work.leases.set_state(lease.id, LeaseState.CLOSED, event.time)


def _remembered(
    work: Work, hub: Hub, till: SyncedTill, event: Event, lease: LeaseId
) -> Granted | None:
    """Return a lease that a restored hub has forgotten, counted in full; or ask a person."""
    shop = work.shops.get(till.shop)
    assert shop is not None, "a till belongs to a shop"
    if not work.numbers.has_given_lease(lease) or work.leases.open_of(till.id) is not None:
        why = {"suspicion": "unknown_lease", "verdict": "review", "numbers": {"lease": lease}}
        subject = f"{till.id}/{event.sequence}"
        review = Review(ReviewKind.REDEMPTION, subject, till.partner, till.shop, None, (why,))
        work.reviews.open(review, hub.clock.now())
        return None
    limits = limits_of(work.policy, {})  # The shop's own may have been higher when it was lent.
    found = Granted(
        id=lease,
        till=till.id,
        shop=till.shop,
        count=limits.count,
        amount=limits.amount,
        granted_at=event.time,
        expires_at=UnixTime(event.time + limits.life),
        state=LeaseState.GRANTED,
        spent_count=0,
        spent_amount=Tiyn(0),
    )
    work.leases.add(found)
    return found


def apply_notices(work: Work, _hub: Hub, till: SyncedTill, events: Sequence[Event]) -> None:
    """Note up to which cancellation *till* takes none offline any more."""
    said = [
        it.body.cancellations_up_to
        for it in events
        if isinstance(it.body, NoticeBody) and till.honours(it.sequence)
    ]
    if said:
        # Nobody acknowledges what was not yet said.
        newest = work.vouchers.newest_cancellation(till.id, till.shop)
        work.leases.acknowledged(till.id, min(max(said), newest))


def catalogue_for(work: Work, hub: Hub, shop: ShopId, version: int) -> Catalogue | None:
    """Return every reward version of which a till may see a voucher; None if it has it already."""
    current = work.numbers.catalogue()
    found = work.shops.get(shop)
    if current == version or found is None:
        return None
    versions = work.rewards.at_tills_of(found.partner, hub.clock.now(), MOST_REWARDS)
    here = [it for it in versions if not it.draft.terms.shops or shop in it.draft.terms.shops]
    return Catalogue(current, tuple(_entry(it) for it in sorted(here, key=lambda it: it.version)))


def _entry(frozen: Frozen) -> CatalogueEntry:
    draft = frozen.draft
    return CatalogueEntry(
        reward=frozen.reward,
        version=frozen.version,
        kind=draft.kind,
        value=draft.value,
        offline=draft.offline,
        title=draft.texts.title,
        ring_up=draft.texts.ring_up,
    )
