"""Staff look at vouchers, cancel one, or take a redemption back, each with a reason."""

from dataclasses import dataclass
from typing import Final

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import ShopId, TillId, UnixTime
from hub.core.access.actor import Actor, Entry
from hub.core.access.people import Page
from hub.core.access.roles import Permission, Scope
from hub.core.ids import StaffId, VoucherId
from hub.core.ports.audit_log import AuditFilter
from hub.core.ports.hub import Hub, Work
from hub.core.ports.redemptions import Redemption, RedemptionState
from hub.core.ports.voucher_list import ListedVoucher, VoucherFilter, VouchersFound
from hub.core.reasons import require_reason
from hub.core.rewards.catalogue import Frozen
from hub.core.rewards.vouchers import Voucher, VoucherState
from hub.usecases.redemptions_online import require_undoable, take_redemption_back
from hub.usecases.voucher_endings import begin_ending

MOST_OF_A_FILE: Final = 10_000
"""Vouchers in one file; a whole table is exported by the API."""
_LINES: Final = 20
"""Of the log about one voucher: each is somebody's decision."""
_ENDED: Final = {
    VoucherState.REDEEMED: Refusal.ALREADY_REDEEMED,
    VoucherState.EXPIRING: Refusal.EXPIRED,
    VoucherState.EXPIRED: Refusal.EXPIRED,
}


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody of the staff did about a voucher."""

    entry: Entry
    by: str


@dataclass(frozen=True, slots=True)
class VoucherStory:
    """A voucher, and all that happened to it."""

    voucher: Voucher
    frozen: Frozen
    redemptions: list[Redemption]
    decisions: list[Told]
    shops: dict[ShopId, str]
    tills: dict[TillId, str]
    may_cancel: bool
    undoable: bytes | None
    """The redemption that this person may take back now."""
    undo_until: UnixTime | None


def list_issued(
    hub: Hub, actor: Actor, asked: VoucherFilter, after: VoucherId | None, limit: int
) -> VouchersFound:
    """Return a page of the vouchers that this person may see, newest first."""
    scopes = actor.scopes(Permission.VOUCHERS_READ)
    with hub.store.read() as work:
        return work.voucher_list.listed(scopes, asked, after, limit)


def all_issued(hub: Hub, actor: Actor, asked: VoucherFilter) -> VouchersFound:
    """Return the vouchers that a filter finds, for a file."""
    items: list[ListedVoucher] = []
    after: VoucherId | None = None
    while len(items) < MOST_OF_A_FILE:
        found = list_issued(hub, actor, asked, after, 500)
        items += found.items
        after = found.after
        if after is None:
            break
    return VouchersFound(items[:MOST_OF_A_FILE], after)


def tell_voucher(hub: Hub, actor: Actor, voucher: VoucherId) -> VoucherStory:
    """Return a voucher's story; one of another partner is as if it were not there."""
    with hub.store.read() as work:
        found, frozen = _known(work, actor, voucher)
        redemptions = work.redemptions.of_voucher(voucher)
        good = next((it for it in redemptions if it.state is RedemptionState.GOOD), None)
        until = None if good is None else _undo_until(work, good)
        undoable = (
            good is not None
            and frozen.draft.terms.undo
            and until is not None
            and hub.clock.now() <= until
            and actor.may(Permission.VOUCHERS_EDIT, Scope(good.partner, good.shop))
        )
        return VoucherStory(
            voucher=found,
            frozen=frozen,
            redemptions=redemptions,
            decisions=_decisions(work, voucher),
            shops=_shop_names(work, found, redemptions),
            tills=_till_names(work, found, redemptions),
            may_cancel=found.state is VoucherState.HELD
            and actor.may(Permission.VOUCHERS_EDIT, Scope(found.partner)),
            undoable=good.id if good is not None and undoable else None,
            undo_until=until,
        )


def cancel_for_member(hub: Hub, actor: Actor, voucher: VoucherId) -> Voucher:
    """Cancel a voucher that is still good; its points return once no till can have taken it.

    The reason is the actor's. Cancelling twice is cancelling once.
    """
    with hub.store.begin() as work:
        seen = work.vouchers.get(voucher)
        if seen is None:
            raise Refused(Refusal.NOT_FOUND, f"voucher {voucher}")
        actor.require(Permission.VOUCHERS_EDIT, Scope(seen.partner))
        require_reason(actor)
        work.members.lock(seen.member)
        found = work.vouchers.get(voucher)
        assert found is not None, "vouchers stay for ever"
        if refusal := _ENDED.get(found.state):
            raise Refused(refusal, f"voucher {voucher} is {found.state}")
        if found.state is not VoucherState.HELD:
            return found
        now = hub.clock.now()
        facts = {"member": found.member, "points": found.points}
        subject = f"voucher {voucher}"
        work.audit.write(actor.entry(now, "voucher.cancel", subject, found.partner, **facts))
        return begin_ending(work, found, VoucherState.CANCELLING, now)


def undo_for_member(hub: Hub, actor: Actor, redemption: bytes) -> Redemption:
    """Take a redemption back at the desk: longer than at the till, and with a reason.

    As long as points of a receipt may still be taken back; and not where the reward's terms say
    that it stays. The points return unless another till handed something out for them.
    """
    with hub.store.begin() as work:
        seen = work.redemptions.get(redemption)
        if seen is None or seen.member is None:
            raise Refused(Refusal.NOT_FOUND, "redemption")
        actor.require(Permission.VOUCHERS_EDIT, Scope(seen.partner, seen.shop))
        require_reason(actor)
        work.members.lock(seen.member)
        found = work.redemptions.get(redemption)
        assert found is not None, "redemptions stay for ever"
        if found.state is RedemptionState.UNDONE:
            return found
        voucher = work.vouchers.get(found.voucher)
        frozen = work.rewards.version(found.version)
        if voucher is None or frozen is None:
            raise Refused(Refusal.NOT_FOUND, f"voucher {found.voucher}")
        now = hub.clock.now()
        require_undoable(found, frozen, now, work.policy.return_window)
        facts = {"member": found.member, "points": found.points, "till": found.till}
        subject = f"voucher {found.voucher}"
        work.audit.write(actor.entry(now, "voucher.undo", subject, found.partner, **facts))
        return take_redemption_back(work, found, voucher, None, now)


def _known(work: Work, actor: Actor, voucher: VoucherId) -> tuple[Voucher, Frozen]:
    scopes = actor.scopes(Permission.VOUCHERS_READ)
    found = work.vouchers.get(voucher)
    if found is None or not work.voucher_list.seen_within(voucher, scopes):
        raise Refused(Refusal.NOT_FOUND, f"voucher {voucher}")
    frozen = work.rewards.version(found.version)
    assert frozen is not None, "versions stay for ever"
    return found, frozen


def _undo_until(work: Work, good: Redemption) -> UnixTime:
    return UnixTime(min(good.at, good.received_at) + work.policy.return_window)


def _decisions(work: Work, voucher: VoucherId) -> list[Told]:
    asked = AuditFilter(subject=f"voucher {voucher}")
    entries = [it for _, it in work.audit_log.found(Page(limit=_LINES), None, asked)]
    people: dict[StaffId, str] = work.audit_log.named(
        frozenset(it.staff for it in entries if it.staff is not None)
    )
    return [Told(it, "" if it.staff is None else people.get(it.staff, "")) for it in entries]


def _shop_names(work: Work, voucher: Voucher, redemptions: list[Redemption]) -> dict[ShopId, str]:
    numbers = {it.shop for it in redemptions}
    if voucher.scope.name == "SHOP":
        numbers.add(ShopId(voucher.place))
    found = {it: work.shops.get(it) for it in numbers}
    return {it: shop.name for it, shop in found.items() if shop is not None}


def _till_names(work: Work, voucher: Voucher, redemptions: list[Redemption]) -> dict[TillId, str]:
    numbers = {it.till for it in redemptions}
    if voucher.scope.name == "TILL":
        numbers.add(TillId(voucher.place))
    found = {it: work.tills.get(it) for it in numbers}
    return {it: till.name for it, till in found.items() if till is not None}
