"""A till asks whether it may hand out what a voucher is for; the hub decides, once."""

from dataclasses import dataclass, replace
from typing import Final

from contracts.wire import voucher as wire
from contracts.wire.redeeming import (
    RedemptionReply,
    RedemptionRequest,
    UndoRequest,
)
from contracts.wire.redeeming import RedemptionState as WireState
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import KeyId, Tiyn, UnixTime
from contracts.wire.voucher import KEY_KIND, Scope
from hub.core.access.people import TillKey
from hub.core.ids import VoucherId
from hub.core.ports.hub import Hub, Work
from hub.core.ports.ledger import Credit, Reason, TransferMismatch
from hub.core.ports.redemptions import Redemption, RedemptionState
from hub.core.rewards.catalogue import Frozen
from hub.core.rewards.redeeming import Counter, Worth, require_good, require_place, worth
from hub.core.rewards.vouchers import Voucher, VoucherState, is_the_one
from hub.core.tills import key_is_good
from hub.usecases.cashback import take_cashback_back
from hub.usecases.voucher_endings import begin_ending, transfer_of
from hub.usecases.vouchers import current_key, short_code_digest

_STATES: Final = {
    RedemptionState.GOOD: WireState.ACCEPTED,
    RedemptionState.UNDONE: WireState.UNDONE,
}


class AlreadyRedeemed(Refused):
    """A voucher that another till took before: the cashier is told where and when."""

    def __init__(self, shop: str, at: UnixTime) -> None:
        super().__init__(Refusal.ALREADY_REDEEMED, f"at {at}")
        self.shop = shop
        self.at = at


@dataclass(frozen=True, slots=True)
class Asked:
    """What a till asks under its own id, whichever way the voucher was named."""

    id: bytes
    receipt_total: Tiyn | None
    cashier: str | None


@dataclass(frozen=True, slots=True)
class _Case:
    """One request, with all that it is about."""

    till: TillKey
    request: Asked
    voucher: Voucher
    frozen: Frozen
    now: UnixTime


def redeem_online(hub: Hub, till: TillKey, request: RedemptionRequest) -> RedemptionReply:
    """Take a voucher at *till* and return what to hand out; the same id asks the same again."""
    with hub.store.begin() as work:
        found = _find(work, hub, till, request)
        asked = Asked(request.id, request.receipt_total, request.cashier)
        answer = found if isinstance(found, Refused) else take_for(work, hub, till, asked, found)
    if isinstance(answer, Refused):  # A wrong short code is counted, and so is committed.
        raise answer
    return answer


def undo_online(
    hub: Hub, till: TillKey, redemption: bytes, request: UndoRequest
) -> RedemptionReply:
    """Take a redemption back at the till that made it, soon enough.

    The points return, unless another till has handed something out for the same voucher.
    """
    with hub.store.begin() as work:
        found = _of_till(work, till, redemption)
        assert found.member is not None, "the hub decided it, so it knew the voucher"
        work.members.lock(found.member)
        found = _of_till(work, till, redemption)
        voucher, frozen = _known(work, found.voucher)
        if found.state is not RedemptionState.UNDONE:
            now = hub.clock.now()
            require_undoable(found, frozen, now, work.policy.undo_time)
            found = take_redemption_back(work, found, voucher, request.cashier, now)
        return _reply(work, found, voucher, frozen)


def take_redemption_back(
    work: Work, found: Redemption, voucher: Voucher, cashier: str | None, now: UnixTime
) -> Redemption:
    """Take a redemption back whose member is locked, and return it as it then is."""
    work.redemptions.undo(found.id, now, cashier)
    if not _stands_elsewhere(work, found):
        begin_ending(work, voucher, VoucherState.UNDOING, now)
    take_cashback_back(work, found, now)
    facts = {"voucher": found.voucher}
    work.feed.publish("redemption.undone", facts, till=found.till, partner=found.partner)
    return replace(found, state=RedemptionState.UNDONE, undone_at=now, undone_by=cashier)


def _find(work: Work, hub: Hub, till: TillKey, request: RedemptionRequest) -> Voucher | Refused:
    """Return which voucher is meant; a wrong short code comes back as the refusal it is."""
    if request.code is not None:
        return _unsealed(work, hub, request.code)
    assert request.short_code is not None, "one of the two is there"
    now = hub.clock.now()
    subject = b"short code of till %d" % till.till
    if work.attempts.count(subject, now, work.policy.short_code_life) > (
        work.policy.short_code_attempts
    ):
        return Refused(Refusal.TOO_MANY_ATTEMPTS, f"till {till.till}: short codes")
    digest = short_code_digest(hub, till.shop, request.short_code)
    found = work.vouchers.of_short_code(till.shop, digest, now)
    if found is None:
        return Refused(Refusal.WRONG_SHORT_CODE, f"till {till.till}")
    work.attempts.forgive(subject)
    voucher = work.vouchers.get(found)
    assert voucher is not None, "a short code led to it"
    return voucher


def _unsealed(work: Work, hub: Hub, code: str) -> Voucher:
    """Return the voucher of a sealed code that says what the hub issued, under a good key."""

    def key_of(scope: Scope, place: int, key_id: KeyId) -> bytes:
        return hub.keyring.key(KEY_KIND[scope], place, key_id)

    said = wire.unseal(code, key_of)
    voucher = work.vouchers.get(VoucherId(said.voucher))
    if voucher is None or not is_the_one(said, voucher):
        raise Refused(Refusal.NOT_FOUND, f"voucher {said.voucher}")
    current = current_key(work, said.scope, said.place)
    if said.key_id != current:
        retired = work.tills.retired(KEY_KIND[said.scope], said.place)
        if not key_is_good(current, retired, said.key_id, voucher.issued_at):
            known = said.key_id in retired
            refusal = Refusal.REVOKED if known else Refusal.UNKNOWN_KEY
            raise Refused(refusal, f"{said.scope} {said.place}, key {said.key_id}")
    return voucher


def take_for(work: Work, hub: Hub, till: TillKey, request: Asked, seen: Voucher) -> RedemptionReply:
    """Take a voucher in a transaction that goes on, and return what to hand out; or refuse."""
    member = work.members.lock(seen.member)
    voucher, frozen = _known(work, seen.id)  # Again: only now does nobody else change it.
    # A voucher that is still held has been asked for by nobody, whatever the id.
    asked_before = voucher.state is not VoucherState.HELD
    if asked_before and (known := work.redemptions.get(request.id)):
        if known.till != till.till or known.voucher != voucher.id:
            raise Refused(Refusal.MISMATCH, "the id of another redemption")
        return _reply(work, known, voucher, frozen)
    if member is None or member.blocked:
        raise Refused(Refusal.SUSPENDED, f"the member of voucher {voucher.id}")
    case = _Case(till, request, voucher, frozen, hub.clock.now())
    if voucher.state is VoucherState.REDEEMED:
        return _taken_before(work, case)
    counter = Counter(till.till, till.shop, till.partner)
    require_good(voucher, frozen.draft.terms, counter, case.now)
    return _take(work, case)


def _take(work: Work, case: _Case) -> RedemptionReply:
    voucher, draft, policy = case.voucher, case.frozen.draft, work.policy
    comes_to = worth(voucher, draft, case.request.receipt_total, policy)
    if voucher.hold is not None:
        work.ledger.post(voucher.hold, case.till.partner, case.now, comes_to.points)
    redemption = Redemption(
        id=case.request.id,
        voucher=voucher.id,
        member=voucher.member,
        version=voucher.version,
        partner=case.till.partner,
        shop=case.till.shop,
        till=case.till.till,
        sequence=None,
        lease=None,
        at=case.now,
        received_at=case.now,
        points=comes_to.points,
        value=comes_to.value,
        receipt_total=case.request.receipt_total,
        cashier=case.request.cashier,
    )
    redemption = _with_cashback(work, redemption, comes_to)
    if not work.redemptions.add(redemption):
        raise Refused(Refusal.MISMATCH, "the id of another redemption")
    work.vouchers.set_state(voucher.id, VoucherState.REDEEMED, case.now)
    facts = {"voucher": voucher.id, "reward": voucher.reward, "points": comes_to.points,
             "shop": case.till.shop}  # fmt: skip
    work.feed.publish("voucher.redeemed", facts, member=voucher.member, till=case.till.till,
                      partner=case.till.partner)  # fmt: skip
    return _reply(work, redemption, voucher, case.frozen)


def _with_cashback(work: Work, redemption: Redemption, comes_to: Worth) -> Redemption:
    """Credit cashback; it can be spent once the receipt has come that it was reckoned from."""
    if not comes_to.cashback:
        return redemption
    assert redemption.member is not None, "the hub decided it, so it knew the voucher"
    credit = Credit(
        id=transfer_of("cashback", redemption.id),
        member=redemption.member,
        partner=redemption.partner,
        points=comes_to.cashback,
        at=redemption.at,
        expires_at=UnixTime(redemption.at + work.policy.lot_life),
        reason=Reason.CASHBACK,
        confirmed=False,
        spendable=False,
        reference=f"voucher {redemption.voucher}",
    )
    try:
        return replace(redemption, lot=work.ledger.credit(credit))
    except TransferMismatch as error:
        raise Refused(Refusal.MISMATCH, "the id of another redemption") from error


def _taken_before(work: Work, case: _Case) -> RedemptionReply:
    """Answer for a voucher that is redeemed: quietly to the till that took it."""
    good = next(
        it
        for it in work.redemptions.of_voucher(case.voucher.id)
        if it.state is RedemptionState.GOOD
    )
    counter = Counter(case.till.till, case.till.shop, case.till.partner)
    require_place(case.voucher, case.frozen.draft.terms, counter)
    if good.till != case.till.till:
        shop = work.shops.get(good.shop)
        raise AlreadyRedeemed("" if shop is None else shop.name, good.at)
    reply = _reply(work, good, case.voucher, case.frozen)
    return replace(reply, id=case.request.id, state=WireState.ALREADY_REDEEMED_HERE)


def _stands_elsewhere(work: Work, undone: Redemption) -> bool:
    """Let another till's redemption stand in the place of *undone*, where there is one.

    A voucher shown at two tills was a loss at the second. What that one handed out does not come
    back over this counter: the member keeps it, and its points are no loss any more.
    """
    for other in work.redemptions.of_voucher(undone.voucher):
        too_late = other.state is RedemptionState.LOSS and other.why == VoucherState.REDEEMED
        if too_late and other.partner == undone.partner:
            work.redemptions.make_good(other.id, undone.points)
            work.leases.unlose(other.id)
            return True
    return False


def require_undoable(found: Redemption, frozen: Frozen, now: UnixTime, undo_time: int) -> None:
    """Refuse to take back what stays by its reward's terms, or was taken too long ago."""
    if found.state is not RedemptionState.GOOD or not frozen.draft.terms.undo:
        raise Refused(Refusal.CONFLICT, f"the redemption of voucher {found.voucher} stays")
    # By our clock: a till may say that it took a voucher at a time to come.
    if now > min(found.at, found.received_at) + undo_time:
        raise Refused(Refusal.TOO_LATE, f"voucher {found.voucher} was redeemed at {found.at}")


def _of_till(work: Work, till: TillKey, redemption: bytes) -> Redemption:
    found = work.redemptions.get(redemption)
    if found is None or found.till != till.till or found.member is None:
        raise Refused(Refusal.NOT_FOUND, "no such redemption of this till")
    return found


def _known(work: Work, found: VoucherId) -> tuple[Voucher, Frozen]:
    voucher = work.vouchers.get(found)
    frozen = None if voucher is None else work.rewards.version(voucher.version)
    if voucher is None or frozen is None:
        raise Refused(Refusal.NOT_FOUND, f"voucher {found}")
    return voucher, frozen


def _reply(work: Work, redemption: Redemption, voucher: Voucher, frozen: Frozen) -> RedemptionReply:
    draft = frozen.draft
    may_undo = draft.terms.undo and redemption.state is RedemptionState.GOOD
    taken_at = min(redemption.at, redemption.received_at)
    until = UnixTime(taken_at + work.policy.undo_time) if may_undo else None
    return RedemptionReply(
        id=redemption.id,
        state=_STATES.get(redemption.state, WireState.UNDONE),
        voucher=voucher.id,
        reward=voucher.reward,
        reward_version=voucher.version,
        kind=draft.kind,
        title=draft.texts.title,
        ring_up=draft.texts.ring_up,
        value=redemption.value,
        points=redemption.points,
        redeemed_at=redemption.at,
        undo_until=until,
    )
