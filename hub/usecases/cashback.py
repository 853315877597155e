"""Cashback follows its receipt: it is worth what the paper says, less what came back of it."""

from collections.abc import Iterable
from dataclasses import replace

from contracts.wire.units import Points, Sequence, TillId, Tiyn, UnixTime
from hub.core.ids import MemberId
from hub.core.ports.hub import Work
from hub.core.ports.ledger import Reason
from hub.core.ports.redemptions import Redemption
from hub.core.receipts.records import Sale, SaleState
from hub.core.rewards.redeeming import worth
from hub.usecases.voucher_endings import transfer_of

_NO_POINTS = Points(0)


def cashback_members(work: Work, keys: Iterable[tuple[TillId, Sequence]]) -> set[MemberId]:
    """Return who has cashback of these receipts, to be locked with the members of their claims."""
    found = (it for key in keys for it in work.redemptions.cashback_of(*key))
    return {it.member for it in found if it.member is not None}


def lower_cashback(work: Work, before: Sale, after: Sale, now: UnixTime) -> None:
    """Take back the cashback of a receipt that is not due any more; its members are locked."""
    for redemption in work.redemptions.cashback_of(after.till, after.sequence):
        _level(work, redemption, (_due(work, redemption, before), _due(work, redemption, after)),
               now, Reason.RETURN)  # fmt: skip


def fit_to_receipt(work: Work, redemption: Redemption, sale: Sale, now: UnixTime) -> None:
    """Take back what was promised above what the receipt itself comes to; its member is locked."""
    given, due = _promised(work, redemption), _due(work, redemption, sale)
    _level(work, redemption, (given, due), now, Reason.CONFIRM)


def take_cashback_back(work: Work, redemption: Redemption, now: UnixTime) -> None:
    """Take all of it back that is left, spent or not; its member is locked."""
    left = _promised(work, redemption)
    if redemption.accrual is not None:
        sale = work.sales.get(redemption.till, Sequence(redemption.accrual))
        left = left if sale is None else _due(work, redemption, sale)
    _level(work, redemption, (left, _NO_POINTS), now, Reason.VOID)


def _promised(work: Work, redemption: Redemption) -> Points:
    """Return what was credited when the voucher was taken."""
    voucher = work.vouchers.get(redemption.voucher)
    frozen = work.rewards.version(redemption.version)
    if redemption.lot is None or voucher is None or frozen is None:
        return _NO_POINTS
    return worth(voucher, frozen.draft, redemption.receipt_total, work.policy).cashback


def _due(work: Work, redemption: Redemption, sale: Sale) -> Points:
    """Return what is due for what was paid and kept of *sale*."""
    paid = 0 if sale.state is SaleState.VOID else max(0, sale.total - sale.returned)
    total = Tiyn(min(redemption.receipt_total or 0, paid))
    return _promised(work, replace(redemption, receipt_total=total))


def _level(
    work: Work, redemption: Redemption, step: tuple[Points, Points], now: UnixTime, reason: Reason
) -> None:
    """Take back the difference of one *step* down; the same step again is the same."""
    before, after = step
    if redemption.lot is None or after >= before:
        return
    work.ledger.take_back(
        redemption.lot,
        transfer_of("cashback back", redemption.id + after.to_bytes(8, "big")),
        Points(before - after),
        now,
        reason,
        may_go_negative=work.policy.may_go_negative,
    )
