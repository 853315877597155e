"""The live bound: what tills may have handed out, or may yet, that the hub has not heard of."""

from dataclasses import dataclass

from contracts.wire.units import ShopId, TillId, Tiyn, UnixTime
from hub.core.access.actor import Actor
from hub.core.access.roles import Permission, Scope
from hub.core.ids import LeaseId, PartnerId
from hub.core.ports.hub import Hub, Work
from hub.core.ports.redemptions import Exposed, Loss
from hub.core.rewards.leasing import LeaseState, limits_of
from hub.core.tills import SyncedTill


@dataclass(frozen=True, slots=True)
class TillExposure:
    """One till's part in the bound."""

    till: TillId
    shop: ShopId
    partner: PartnerId
    amount: Tiyn
    lease: LeaseId | None
    """None: one that a restored hub may have forgotten."""
    expires_at: UnixTime | None


def exposures(work: Work, partner: PartnerId | None = None) -> list[TillExposure]:
    """Return each till that may hand out without the hub, and for how much at most.

    A lease counts until the till's chain closes it, expired or not. A till that has not handed
    everything in since a backup was restored counts in full: it may hold a lease that we forgot.
    """
    found = {it.till: _of_lease(it) for it in work.leases.open_ones(partner)}
    for exposed in work.leases.forgetful(work.numbers.generation(), partner):
        full = limits_of(work.policy, {}).amount
        known = found.get(exposed.till)
        if known is None or known.amount < full:
            found[exposed.till] = TillExposure(
                exposed.till, exposed.shop, exposed.partner, full, None, None
            )
    return [found[till] for till in sorted(found)]


def offline_bound(work: Work, partner: PartnerId | None = None) -> Tiyn:
    """Return the most that can have been handed out, or may be, without the hub's knowing."""
    return Tiyn(sum(it.amount for it in exposures(work, partner)))


def show_bound(
    hub: Hub, actor: Actor, partner: PartnerId | None
) -> tuple[Tiyn, list[TillExposure]]:
    """Return the bound as it is now, and each till's part in it."""
    actor.require(Permission.REPORTS_READ, Scope(partner))
    with hub.store.read() as work:
        parts = exposures(work, partner)
    return Tiyn(sum(it.amount for it in parts)), parts


def list_losses(hub: Hub, actor: Actor, since: UnixTime, limit: int) -> list[Loss]:
    """Return what was handed out and nobody gave points for, newest first."""
    actor.require_somewhere(Permission.REPORTS_READ)
    with hub.store.read() as work:
        return work.leases.losses(actor.partners(Permission.REPORTS_READ), since, limit)


def write_off_leases(work: Work, hub: Hub, till: SyncedTill) -> None:
    """Book what a lost till may have handed out as loss; nothing waits for it any longer."""
    now = hub.clock.now()
    lease = work.leases.open_of(till.id)
    amount = Tiyn(0) if lease is None else lease.unspent
    if till.generation < work.numbers.generation() or till.resend_from is not None:
        # It may hold a lease that a restored hub has forgotten.
        amount = max(amount, limits_of(work.policy, {}).amount)
    work.leases.lose(
        Loss(
            kind="written_off",
            partner=till.partner,
            shop=till.shop,
            till=till.id,
            lease=None if lease is None else lease.id,
            redemption=None,
            amount=amount,
            at=now,
        )
    )
    if lease is not None:
        work.leases.set_state(lease.id, LeaseState.WRITTEN_OFF, now)


def reseal_shop(work: Work, _hub: Hub, shop: ShopId) -> None:
    """Tell the phones that hold vouchers of a shop to fetch their codes under its new key."""
    for member in work.vouchers.members_at(shop):
        work.feed.publish("voucher.resealed", {"shop": shop}, member=member)


def _of_lease(exposed: Exposed) -> TillExposure:
    lease = exposed.lease
    assert lease is not None, "open ones have one"
    return TillExposure(
        exposed.till, exposed.shop, exposed.partner, lease.unspent, lease.id, lease.expires_at
    )
