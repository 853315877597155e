"""A voucher before a till: whether it is good there and now, and what it comes to."""

from dataclasses import dataclass
from typing import Final

from contracts.wire.redeeming import RewardKind
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, ShopId, TillId, Tiyn, UnixTime
from contracts.wire.voucher import Scope
from hub.core.ids import PartnerId
from hub.core.policy import Policy
from hub.core.rewards.catalogue import WHOLE, Draft, Terms
from hub.core.rewards.vouchers import Voucher, VoucherState

_ENDED: Final = {
    VoucherState.CANCELLING: Refusal.CANCELLED,
    VoucherState.CANCELLED: Refusal.CANCELLED,
    VoucherState.UNDOING: Refusal.CANCELLED,
    VoucherState.UNDONE: Refusal.CANCELLED,
    VoucherState.EXPIRING: Refusal.EXPIRED,
    VoucherState.EXPIRED: Refusal.EXPIRED,
    VoucherState.REDEEMED: Refusal.ALREADY_REDEEMED,
}


@dataclass(frozen=True, slots=True)
class Counter:
    """The till that a voucher is shown at."""

    till: TillId
    shop: ShopId
    partner: PartnerId


@dataclass(frozen=True, slots=True)
class Worth:
    """What a redemption comes to."""

    points: Points
    """Of those held, what it takes; the rest goes back."""
    value: Tiyn | None
    cashback: Points
    """What the member earns by it."""


def require_good(voucher: Voucher, terms: Terms, counter: Counter, now: UnixTime) -> None:
    """Refuse a voucher that is not good at this till now."""
    if voucher.state is not VoucherState.HELD:
        raise Refused(_ENDED[voucher.state], f"voucher {voucher.id} is {voucher.state}")
    require_place(voucher, terms, counter)
    if terms.usable_from is not None and now < terms.usable_from:
        raise Refused(Refusal.NOT_YET_VALID, f"voucher {voucher.id} from {terms.usable_from}")
    if now > voucher.not_after:
        raise Refused(Refusal.EXPIRED, f"voucher {voucher.id} until {voucher.not_after}")


def require_place(voucher: Voucher, terms: Terms, counter: Counter) -> None:
    """Refuse a voucher of another shop or till."""
    if not is_for(voucher, terms, counter):
        raise Refused(Refusal.WRONG_SHOP, f"voucher {voucher.id} is not for till {counter.till}")


def is_for(voucher: Voucher, terms: Terms, counter: Counter) -> bool:
    """Whether *voucher* is good at this till, whoever says so."""
    if voucher.scope is Scope.SHOP and voucher.place != counter.shop:
        return False
    if voucher.scope is Scope.TILL and voucher.place != counter.till:
        return False
    return is_given_at(terms, voucher.partner, counter)


def is_given_at(terms: Terms, partner: PartnerId, counter: Counter) -> bool:
    """Whether a reward of *partner* is given at this till's shop at all."""
    return counter.shop in terms.shops if terms.shops else partner == counter.partner


def worth(voucher: Voucher, draft: Draft, total: Tiyn | None, policy: Policy) -> Worth:
    """Return what *voucher* comes to on a receipt of *total*."""
    match draft.kind:
        case RewardKind.PART_PAYMENT:
            return _part_payment(voucher, draft, _known(total), policy)
        case RewardKind.CASHBACK:
            share = share_of(draft, _known(total))
            return Worth(voucher.points, None, Points(share // policy.point_value))
        case _:
            value = draft.value
            if value is None and draft.percent is not None and total is not None:
                value = share_of(draft, total)
            return Worth(voucher.points, value, Points(0))


def _part_payment(voucher: Voucher, draft: Draft, total: Tiyn, policy: Policy) -> Worth:
    """Take no more than was set aside, than the cap of a receipt, and than the reward allows."""
    most = total * policy.part_payment_percent // 100
    if draft.most is not None:
        most = min(most, draft.most)
    points = min(voucher.points, most // policy.point_value)
    if points < 1:
        raise Refused(Refusal.LIMIT_REACHED, "nothing of this receipt may be paid with points")
    return Worth(Points(points), Tiyn(points * policy.point_value), Points(0))


def share_of(draft: Draft, total: Tiyn) -> Tiyn:
    """Return the per cent of *total*, rounded down, within the reward's own cap."""
    share = total * (draft.percent or 0) // WHOLE
    return Tiyn(share if draft.most is None else min(share, draft.most))


def _known(total: Tiyn | None) -> Tiyn:
    if total is None:
        raise Refused(Refusal.RECEIPT_TOTAL_NEEDED, "what it comes to depends on the receipt")
    return total
