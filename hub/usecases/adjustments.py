"""Points given or taken by hand: asked for, approved by a second person where they are many."""

from dataclasses import replace

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, UnixTime
from hub.core.access.actor import Actor
from hub.core.access.people import Page
from hub.core.access.roles import Permission, Scope
from hub.core.adjustments import (
    ALONE_WINDOW,
    Adjustment,
    AdjustmentState,
    needs_two,
    require_sound,
    spread,
)
from hub.core.ids import MemberId, PartnerId, StaffId
from hub.core.ports.hub import Hub, Work
from hub.core.ports.ledger import Credit, Reason
from hub.core.receipts.naming import transfer_id
from hub.core.transfers import part_id
from hub.usecases.second_person import in_one_hand, require_second


def ask_adjustment(
    hub: Hub,
    actor: Actor,
    name: bytes,
    member: MemberId,
    partner: PartnerId,
    points: int,
) -> Adjustment:
    """Give or take points by hand; many of them wait for a second person.

    The reason is the actor's; *name* is the adjustment's id. The same id again is the same
    adjustment; saying something else it is refused.
    """
    actor.require(Permission.POINTS_ADJUST, Scope(partner))
    with hub.store.begin() as work:
        now = hub.clock.now()
        asked = Adjustment(name, member, partner, points, actor.reason.strip(), _person(actor), now)
        require_sound(asked)
        # The partner first: one person's adjustments are counted one after the other.
        if work.partners.lock(partner) is None:
            raise Refused(Refusal.NOT_FOUND, f"partner {partner}")
        known = work.members.lock(member)
        if known is None or known.erased_at is not None:
            raise Refused(Refusal.NOT_FOUND, f"member {member}")
        earlier = work.adjustments.add(asked)
        if earlier is not None:
            if not earlier.says(asked):
                raise Refused(Refusal.MISMATCH, "an adjustment with this id says something else")
            return earlier
        hand = in_one_hand(work, asked.asked_by, now)
        before = work.adjustments.alone(hand, partner, UnixTime(now - ALONE_WINDOW))
        own_staff = known.staff_of == partner
        waits = needs_two(points, before, work.policy, own_staff=own_staff)
        facts = {"member": member, "points": points, "waits": waits}
        work.audit.write(
            actor.entry(now, "points.ask", f"adjustment {name.hex()}", partner, **facts)
        )
        return asked if waits else _done(work, asked, None, now)


def approve_adjustment(hub: Hub, actor: Actor, name: bytes) -> Adjustment:
    """Approve what another person asked for, and do it.

    Refused where the two may be one: see `second_person`.
    """
    with hub.store.begin() as work:
        now = hub.clock.now()
        asked = _waiting(work, actor, name)
        require_second(work, asked.asked_by, _person(actor))
        if work.members.lock(asked.member) is None:
            raise Refused(Refusal.NOT_FOUND, f"member {asked.member}")
        facts = {"member": asked.member, "points": asked.points, "asked_by": asked.asked_by}
        work.audit.write(
            actor.entry(now, "points.approve", f"adjustment {name.hex()}", asked.partner, **facts)
        )
        return _done(work, asked, _person(actor), now)


def refuse_adjustment(hub: Hub, actor: Actor, name: bytes) -> Adjustment:
    """Refuse what somebody asked for, or take one's own back before it is approved."""
    with hub.store.begin() as work:
        now = hub.clock.now()
        asked = _waiting(work, actor, name)
        work.adjustments.decide(name, AdjustmentState.REFUSED, None, now)
        facts = {"member": asked.member, "points": asked.points, "asked_by": asked.asked_by}
        work.audit.write(
            actor.entry(now, "points.refuse", f"adjustment {name.hex()}", asked.partner, **facts)
        )
        return replace(asked, state=AdjustmentState.REFUSED, approved_at=now)


def list_adjustments(
    hub: Hub, actor: Actor, state: AdjustmentState | None, member: MemberId | None, page: Page
) -> list[tuple[int, Adjustment]]:
    """Return the adjustments of the partners that this person adjusts for, oldest first."""
    scopes = actor.scopes(Permission.POINTS_ADJUST)
    with hub.store.read() as work:
        return work.adjustments.listed(scopes, state, member, page)


def _waiting(work: Work, actor: Actor, name: bytes) -> Adjustment:
    """Return an adjustment that waits and that this person may decide about; or refuse."""
    asked = work.adjustments.lock(name)
    if asked is None:
        raise Refused(Refusal.NOT_FOUND, "adjustment")
    actor.require(Permission.POINTS_ADJUST, Scope(asked.partner))
    if asked.state is not AdjustmentState.WAITING:
        raise Refused(Refusal.CONFLICT, f"the adjustment is {asked.state}")
    return asked


def _done(work: Work, asked: Adjustment, approved_by: StaffId | None, now: UnixTime) -> Adjustment:
    """Move the points of *asked*, whose member is locked."""
    _move(work, asked, now)
    work.adjustments.decide(asked.id, AdjustmentState.DONE, approved_by, now)
    body = {"points": asked.points, "reason": asked.reason}
    work.feed.publish("points.adjusted", body, member=asked.member, partner=asked.partner)
    return replace(asked, state=AdjustmentState.DONE, approved_by=approved_by, approved_at=now)


def _move(work: Work, asked: Adjustment, now: UnixTime) -> None:
    # An id of our own: whoever asks could name a transfer that somebody else's receipt will need.
    name = asked.id.hex()
    whole, reference = transfer_id("adjustment", name), f"adjustment/{name}"
    if asked.points > 0:
        credit = Credit(
            id=whole,
            member=asked.member,
            partner=asked.partner,
            points=Points(asked.points),
            at=now,
            expires_at=UnixTime(now + work.policy.lot_life),
            reason=Reason.ADJUSTMENT,
            confirmed=True,
            reference=reference,
        )
        work.ledger.credit(credit)
        return
    work.ledger.expire(asked.member, now)
    mine = [
        lot
        for lot in work.ledger.lots(asked.member)
        if lot.partner == asked.partner and lot.confirmed
    ]
    for lot, points in spread(Points(-asked.points), [(lot.id, lot.remaining) for lot in mine]):
        part = part_id(whole, str(lot))
        work.ledger.take_back(lot, part, points, now, Reason.ADJUSTMENT, may_go_negative=False)


def _person(actor: Actor) -> StaffId:
    """Return who asks; the console is nobody in particular, and two of it are not two people."""
    if actor.staff is None:
        raise Refused(Refusal.FORBIDDEN, "adjustments are a person's, signed in")
    return actor.staff
