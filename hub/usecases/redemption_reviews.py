"""A person has looked at a redemption that was booked as loss."""

from contracts.wire import base64url
from contracts.wire.refusals import Refusal, Refused
from hub.core.ports.hub import Hub, Work
from hub.core.ports.redemptions import Redemption, RedemptionState
from hub.core.rewards.redeeming import Counter, is_for
from hub.core.rewards.vouchers import STILL_TAKEN, Voucher, VoucherState


def charge_redemption(work: Work, hub: Hub, subject: str) -> bool:
    """Make a loss good: the voucher was taken, and its points go to the partner after all.

    *subject* is that of the review. False when the voucher's points are not there any more, so
    that the loss stays; doing it twice is doing it once.
    """
    redemption = _of_subject(work, subject)
    if redemption.member is None:
        return False
    work.members.lock(redemption.member)
    redemption = _of_subject(work, subject)
    if redemption.state is not RedemptionState.LOSS:
        return True
    voucher = work.vouchers.get(redemption.voucher)
    if voucher is None or voucher.state not in STILL_TAKEN:
        return False
    if not _is_its_own(work, redemption, voucher):
        return False
    now = hub.clock.now()
    if voucher.hold is not None and voucher.state is not VoucherState.UNDOING:
        work.ledger.post(voucher.hold, redemption.partner, now)
    work.redemptions.make_good(redemption.id, voucher.points)
    work.leases.unlose(redemption.id)
    work.vouchers.set_state(voucher.id, VoucherState.REDEEMED, now)
    _tell(work, redemption, voucher)
    return True


def _is_its_own(work: Work, redemption: Redemption, voucher: Voucher) -> bool:
    """Whether the till spoke of this very voucher, and it is good there.

    A manager decides about his own till's word, and must not reach into other partners' vouchers.
    """
    frozen = work.rewards.version(voucher.version)
    counter = Counter(redemption.till, redemption.shop, redemption.partner)
    said_so = redemption.version == voucher.version
    return said_so and frozen is not None and is_for(voucher, frozen.draft.terms, counter)


def _of_subject(work: Work, subject: str) -> Redemption:
    found = work.redemptions.get(base64url.decode(subject))
    if found is None:
        raise Refused(Refusal.NOT_FOUND, "no such redemption")
    return found


def _tell(work: Work, redemption: Redemption, voucher: Voucher) -> None:
    facts = {"voucher": voucher.id, "reward": voucher.reward, "points": voucher.points,
             "shop": redemption.shop}  # fmt: skip
    work.feed.publish("voucher.redeemed", facts, member=voucher.member, partner=redemption.partner)
