"""What the worker does for vouchers: they expire, and what waited for tills is released."""

from typing import Final

from contracts.wire.units import UnixTime
from hub.core.ids import VoucherId
from hub.core.ports.hub import Hub
from hub.core.rewards.vouchers import VoucherState
from hub.usecases.voucher_endings import begin_ending, finish_released

LARGEST_BATCH: Final = 200
"""Vouchers of one look at the table."""


def expire_vouchers(hub: Hub, limit: int = LARGEST_BATCH) -> dict[str, int]:
    """End vouchers whose time is over, each in a transaction of its own."""
    expired = 0
    while True:
        with hub.store.read() as work:
            batch = work.vouchers.past(hub.clock.now(), limit)
        for voucher in batch:
            expired += _expire(hub, voucher.id)
        if len(batch) < limit:
            break
    with hub.store.begin() as work:
        work.vouchers.forget_short_codes(UnixTime(hub.clock.now()), limit)
    return {"expired": expired}


def _expire(hub: Hub, voucher: VoucherId) -> int:
    with hub.store.begin() as work:
        found = work.vouchers.get(voucher)
        if found is None:
            return 0
        work.members.lock(found.member)
        found = work.vouchers.get(voucher)
        now = hub.clock.now()
        if found is None or found.state is not VoucherState.HELD or found.not_after >= now:
            return 0
        begin_ending(work, found, VoucherState.EXPIRING, now)
        return 1


def finish_cancellations(hub: Hub, limit: int = LARGEST_BATCH) -> dict[str, int]:
    """Release vouchers that no till can have taken any more."""
    after, finished, waiting = VoucherId(0), 0, 0
    while True:
        with hub.store.read() as work:
            batch = work.vouchers.ending(after, limit)
            blocked = work.leases.blocked(batch, work.numbers.generation())
        for voucher in batch:
            if voucher.id in blocked:
                waiting += 1
                continue
            with hub.store.begin() as work:
                finished += len(finish_released(work, [voucher], hub.clock.now()))
        if len(batch) < limit:
            return {"finished": finished, "waiting": waiting}
        after = batch[-1].id
