"""A voucher is no longer good: its points go back, once no till can have taken it.

A till that decides by seal and lease may hold a redemption that the hub has not heard of. So what
such a till could have taken is numbered and waits, until each till with an open lease has said in
its chain that it knows, or has closed that lease.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from contracts.wire.units import ShopId, TillId, UnixTime
from contracts.wire.voucher import Scope
from hub.core.ids import TRANSFER_ID_SIZE, TransferId, VoucherId
from hub.core.ports.hub import Work
from hub.core.rewards.vouchers import ENDING, Voucher, VoucherState

TOLD: Final = {
    VoucherState.CANCELLED: "voucher.cancelled",
    VoucherState.EXPIRED: "voucher.expired",
    VoucherState.UNDONE: "voucher.undone",
}


def transfer_of(what: str, subject: bytes) -> TransferId:
    """Return the id of the one transfer that does *what* for *subject*."""
    digest = hashlib.sha256(f"baursak {what}\0".encode() + subject).digest()
    return TransferId(digest[:TRANSFER_ID_SIZE])


def begin_ending(work: Work, voucher: Voucher, state: VoucherState, now: UnixTime) -> Voucher:
    """Move *voucher* to a state of waiting, and on to its end at once where nobody is waited for.

    The caller holds the lock of its member.
    """
    assert state in ENDING, "a state of waiting"
    if voucher.offline:
        # A till of this shop is lent nothing until its reply brings this cancellation, too.
        work.tills.lock_shop(_shop_of(work, voucher))
        number = work.numbers.cancellation()
        work.vouchers.cancel(number, voucher, now)
        voucher = replace(voucher, cancellation=number)
    voucher = replace(voucher, state=state)
    work.vouchers.set_state(voucher.id, state, None, voucher.cancellation)
    if work.leases.blocked([voucher], work.numbers.generation()):
        return voucher
    return finish_ending(work, voucher, now)


def finish_ending(work: Work, voucher: Voucher, now: UnixTime) -> Voucher:
    """Give the points, the stock and the member's turn back; nobody can have taken the voucher."""
    if voucher.hold is not None:
        if voucher.state is VoucherState.UNDOING:
            work.ledger.refund(voucher.hold, transfer_of("voucher undone", voucher.hold), now)
        else:
            work.ledger.release(voucher.hold, now)
    ended = ENDING[voucher.state]
    work.vouchers.set_state(voucher.id, ended, now)
    work.rewards.put_one_back(voucher.reward)
    work.rewards.unuse(voucher.reward, voucher.member)
    facts = {"voucher": voucher.id, "reward": voucher.reward, "points": voucher.points}
    work.feed.publish(TOLD[ended], facts, member=voucher.member, partner=voucher.partner)
    return replace(voucher, state=ended, ended_at=now)


def finish_released(work: Work, vouchers: Iterable[Voucher], now: UnixTime) -> list[VoucherId]:
    """Finish those of *vouchers* that no till can have taken any more, and return them."""
    waiting = sorted(vouchers, key=lambda it: (it.member, it.id))
    for member in sorted({it.member for it in waiting}):
        work.members.lock(member)
    fresh = [found for it in waiting if (found := work.vouchers.get(it.id)) is not None]
    fresh = [it for it in fresh if it.state in ENDING]
    blocked = work.leases.blocked(fresh, work.numbers.generation())
    free = [it for it in fresh if it.id not in blocked]
    for voucher in free:
        finish_ending(work, voucher, now)
    return [it.id for it in free]


def _shop_of(work: Work, voucher: Voucher) -> ShopId:
    if voucher.scope is Scope.SHOP:
        return ShopId(voucher.place)
    till = work.tills.get(TillId(voucher.place))
    assert till is not None, "a voucher was issued for it"
    return till.shop
