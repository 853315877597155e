"""A till's chain says that vouchers were taken: each is redeemed, or booked as loss.

Whatever a till says, no member pays twice, and none pays for what a lost till claims: a voucher
that was released meanwhile, or taken beyond a lease, is the partner's loss, and a person looks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from contracts.wire import base64url
from contracts.wire.bodies import RedemptionBody
from contracts.wire.event import Event
from contracts.wire.redeeming import RewardKind
from contracts.wire.units import Points, Tiyn, UnixTime
from contracts.wire.voucher import Scope
from hub.core.ids import TRANSFER_ID_SIZE, LeaseId, RewardVersion, VoucherId
from hub.core.ports.hub import Hub, Work
from hub.core.ports.redemptions import Loss, Redemption, RedemptionState
from hub.core.reviews import Review, ReviewKind
from hub.core.rewards.catalogue import Frozen
from hub.core.rewards.leasing import OPEN, Granted, LeaseState
from hub.core.rewards.redeeming import Counter, is_for
from hub.core.rewards.vouchers import STILL_TAKEN, Voucher, VoucherState
from hub.core.tills import SyncedTill

NO_MONEY: Final = Tiyn(0)


@dataclass(frozen=True, slots=True)
class _Case:
    """One event, with all that it is about."""

    id: bytes
    """Of the redemption that it is: of its place in its till's chain."""
    till: SyncedTill
    event: Event
    body: RedemptionBody
    voucher: Voucher | None
    frozen: Frozen | None
    lease: Granted | None
    """The one that the event names, if it is this till's."""
    now: UnixTime
    slack: int
    """Seconds that clocks may differ."""
    forgotten: bool
    """The hub may have decided about it and lost that with what a backup did not hold."""

    @property
    def value(self) -> Tiyn:
        """Return what was handed out is worth: the frozen value, else what the till says."""
        known = None if self.frozen is None else self.frozen.draft.value
        return known if known is not None else self.body.amount or NO_MONEY


def apply_redemptions(work: Work, hub: Hub, till: SyncedTill, events: Sequence[Event]) -> None:
    """Commit what *till* took, in the order of its chain; the same event again changes nothing."""
    now = hub.clock.now()
    bodies = [it.body for it in events if isinstance(it.body, RedemptionBody)]
    members = set()
    for body in bodies:
        found = work.vouchers.get(VoucherId(body.voucher))
        if found is not None:
            members.add(found.member)
    for member in sorted(members):
        work.members.lock(member)
    for event in events:
        assert isinstance(event.body, RedemptionBody), "only redemptions are handed over"
        if work.redemptions.of_event(till.id, event.sequence) is None:
            _apply(work, _case(work, (hub, till), event, event.body, now))


def _case(
    work: Work, where: tuple[Hub, SyncedTill], event: Event, body: RedemptionBody, now: UnixTime
) -> _Case:
    hub, till = where
    lease = None if body.lease is None else work.leases.get(LeaseId(body.lease))
    return _Case(
        id=_id_of(hub, event),
        till=till,
        event=event,
        body=body,
        voucher=work.vouchers.get(VoucherId(body.voucher)),
        frozen=work.rewards.version(RewardVersion(body.reward_version)),
        lease=lease if lease is not None and lease.till == till.id else None,
        now=now,
        slack=work.policy.skew_most,
        forgotten=till.resend_from is not None and event.sequence >= till.resend_from,
    )


def _apply(work: Work, case: _Case) -> None:
    known = _decided_online(work, case)
    why = "" if known is not None else why_loss(case)
    lease = case.lease
    if lease is not None and lease.state in OPEN and case.till.honours(case.event.sequence):
        work.leases.spend(lease.id, case.value)
    if known is not None:
        work.redemptions.set_event(
            known.id, case.event.sequence, None if lease is None else lease.id
        )
    elif why:
        _lose(work, case, why)
    else:
        _redeem(work, case)


def _decided_online(work: Work, case: _Case) -> Redemption | None:
    """Return the redemption that the hub decided and this event repeats.

    A till whose answer was lost may have taken the voucher by itself: it is still one redemption.
    """
    for known in work.redemptions.of_voucher(VoucherId(case.body.voucher)):
        mine = known.till == case.till.id and known.sequence is None
        if mine and known.state is not RedemptionState.LOSS:
            return known
    return None


def why_loss(case: _Case) -> str:
    """Return why nobody gives points for what was handed out; empty when the member does."""
    if not case.till.honours(case.event.sequence):
        return case.till.state.value
    voucher, body = case.voucher, case.body
    if voucher is None:
        return "unknown_voucher"
    if not _is_about(body, voucher):
        return "another_voucher"
    if not _is_here(case, voucher):
        return "wrong_till" if voucher.scope is Scope.TILL else "wrong_shop"
    if why := _why_beyond(case, voucher):
        return why
    return "" if voucher.state in STILL_TAKEN else voucher.state.value


def _is_here(case: _Case, voucher: Voucher) -> bool:
    """Whether the voucher is good at the till that took it."""
    counter = Counter(case.till.id, case.till.shop, case.till.partner)
    return case.frozen is not None and is_for(voucher, case.frozen.draft.terms, counter)


def _is_about(body: RedemptionBody, voucher: Voucher) -> bool:
    """Whether a till says of the voucher what the hub issued.

    Of one that came as a short code a till knows no place: it says *any*.
    """
    if body.lease is None and body.scope is Scope.ANY:
        return body.reward_version == voucher.version
    said = (body.reward_version, body.scope, body.place)
    return said == (voucher.version, voucher.scope, voucher.place)


def _why_beyond(case: _Case, voucher: Voucher) -> str:
    """Return why a redemption is not within the lease that it names.

    One that names none says that the hub decided it: then the hub knows, or has forgotten.
    """
    if case.body.lease is None:
        return "" if case.forgotten else "not_decided_by_the_hub"
    lease = case.lease
    if lease is None:
        return "no_lease"
    if lease.state is LeaseState.WRITTEN_OFF:
        return "written_off"
    if lease.state not in OPEN:
        return "lease_closed"
    if not voucher.offline:
        return "online_only"
    if case.event.time > lease.expires_at + case.slack:
        return "lease_over"
    if case.event.time > voucher.not_after + case.slack:
        return "expired"
    return "" if lease.allows(case.value) else "beyond_lease"


def _redeem(work: Work, case: _Case) -> None:
    voucher = case.voucher
    assert voucher is not None, "an unknown one is a loss"
    points = _points(case, voucher, work.policy.point_value)
    if voucher.hold is not None and voucher.state is not VoucherState.UNDOING:
        work.ledger.post(voucher.hold, case.till.partner, case.now, points)
    work.redemptions.add(_redemption(case, RedemptionState.GOOD, points))
    work.vouchers.set_state(voucher.id, VoucherState.REDEEMED, case.now)
    facts = {"voucher": voucher.id, "reward": voucher.reward, "points": points,
             "shop": case.till.shop}  # fmt: skip
    work.feed.publish("voucher.redeemed", facts, member=voucher.member, till=case.till.id,
                      partner=case.till.partner)  # fmt: skip


def _points(case: _Case, voucher: Voucher, point_value: int) -> Points:
    """Return what the member gives: of a part-payment only what was taken off the receipt."""
    part = case.frozen is not None and case.frozen.draft.kind is RewardKind.PART_PAYMENT
    if not part or case.body.amount is None:
        return voucher.points
    return Points(min(voucher.points, case.body.amount // point_value))


def _lose(work: Work, case: _Case, why: str) -> None:
    """Book what was handed out as the partner's loss; the member's voucher stays as it is."""
    redemption = replace(_redemption(case, RedemptionState.LOSS, Points(0)), why=why)
    work.redemptions.add(redemption)
    uncovered = case.value
    written_off = work.leases.written_off(case.till.id)
    if written_off is not None:
        covered = Tiyn(min(uncovered, written_off.amount - written_off.shown))
        work.leases.show(case.till.id, covered)
        uncovered = Tiyn(uncovered - covered)
    if uncovered:
        till = case.till
        work.leases.lose(
            Loss(
                kind="redemption",
                partner=till.partner,
                shop=till.shop,
                till=till.id,
                lease=redemption.lease,
                redemption=redemption.id,
                amount=uncovered,
                at=case.now,
            )
        )
    _review(work, case, why)


def _review(work: Work, case: _Case, why: str) -> None:
    voucher = case.voucher
    numbers = {
        "voucher": case.body.voucher,
        "till": case.till.id,
        "sequence": case.event.sequence,
        "value": case.value,
        "lease": case.body.lease,
    }
    review = Review(
        kind=ReviewKind.REDEMPTION,
        subject=base64url.encode(case.id),
        partner=case.till.partner,
        shop=case.till.shop,
        member=None if voucher is None else voucher.member,
        why=({"suspicion": why, "verdict": "review", "numbers": numbers},),
    )
    work.reviews.open(review, case.now)


def _redemption(case: _Case, state: RedemptionState, points: Points) -> Redemption:
    voucher, body, till = case.voucher, case.body, case.till
    return Redemption(
        id=case.id,
        voucher=VoucherId(body.voucher),
        member=None if voucher is None else voucher.member,
        version=RewardVersion(body.reward_version),
        partner=till.partner,
        shop=till.shop,
        till=till.id,
        sequence=case.event.sequence,
        lease=None if body.lease is None else LeaseId(body.lease),
        at=case.event.time,
        received_at=case.now,
        points=points,
        value=case.value,
        receipt_total=None,
        cashier=body.cashier,
        state=state,
    )


def _id_of(hub: Hub, event: Event) -> bytes:
    """Return the id of the redemption that an event is: none that a till could name itself."""
    place = b"%d/%d" % (event.till, event.sequence)
    return hub.keyring.tag("redemption", place)[:TRANSFER_ID_SIZE]
