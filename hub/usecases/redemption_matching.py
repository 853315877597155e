"""A redemption stands on a receipt: the next one of its till; what has none is listed."""

from typing import Final

from contracts.wire.units import Sequence, TillId, Tiyn, UnixTime
from hub.core.access.actor import Actor
from hub.core.access.roles import Permission
from hub.core.policy import DAY
from hub.core.ports.hub import Hub, Work
from hub.core.ports.redemptions import Redemption, RedemptionState
from hub.usecases.cashback import fit_to_receipt
from hub.usecases.voucher_endings import transfer_of

LOOK_BACK: Final = 40 * DAY
"""Longer than a till keeps what it has not handed in."""
LARGEST_BATCH: Final = 200


def redeemed_value(work: Work, till: TillId, sequence: int, at: UnixTime) -> Tiyn:
    """Return what vouchers paid within the printed total of the receipt with *sequence*.

    Points given for points: that part earns nothing. Exact once the till's chain has come to the
    receipt; by the clock before.
    """
    window = work.policy.match_window
    found = work.redemptions.before_receipt(till, sequence, at, window)
    if not found:
        return Tiyn(0)
    frozen = work.rewards.versions(it.version for it in found)
    return Tiyn(
        sum(
            it.value or 0
            for it in found
            if it.version in frozen and frozen[it.version].draft.terms.in_total
        )
    )


def match_redemptions(hub: Hub, limit: int = LARGEST_BATCH) -> dict[str, int]:
    """Find the receipt of each redemption that has none yet; cashback counts from then on."""
    since, matched, seen = UnixTime(hub.clock.now() - LOOK_BACK), 0, set[bytes]()
    while True:
        with hub.store.read() as work:
            batch = work.redemptions.unmatched(since, hub.clock.now(), limit)
            fresh = [it for it in batch if it.id not in seen]
            window = work.policy.match_window
            places = [(it, work.redemptions.next_receipt(it, window)) for it in fresh]
        for redemption, accrual in places:
            if accrual is not None:
                matched += _match(hub, redemption, accrual)
        if len(batch) < limit or not fresh:
            return {"matched": matched}
        seen = {it.id for it in batch}
        since = batch[-1].at


def _match(hub: Hub, seen: Redemption, accrual: int) -> bool:
    """Let a redemption stand on a receipt; False where it was undone, or matched, meanwhile."""
    with hub.store.begin() as work:
        if seen.member is not None:
            work.members.lock(seen.member)
        redemption = work.redemptions.get(seen.id)
        if redemption is None or redemption.state is not RedemptionState.GOOD:
            return False
        if redemption.accrual is not None:
            return False
        now = hub.clock.now()
        # A return may be coming in at this moment: then it finds the cashback, or we find it.
        sale = work.sales.lock(redemption.till, Sequence(accrual))
        work.redemptions.set_accrual(redemption.id, accrual)
        if redemption.lot is not None and sale is not None:
            fit_to_receipt(work, redemption, sale, now)
            work.ledger.confirm(redemption.lot, transfer_of("cashback good", redemption.id), now)
    return True


def list_unmatched(hub: Hub, actor: Actor, since: UnixTime, limit: int) -> list[Redemption]:
    """Return redemptions whose receipt never came, oldest first."""
    actor.require_somewhere(Permission.REPORTS_READ)
    with hub.store.read() as work:
        until = UnixTime(hub.clock.now() - work.policy.match_window)
        only = actor.partners(Permission.REPORTS_READ)
        return work.redemptions.unmatched(since, until, limit, only)
