"""Members who work for a partner: what they claim at its shops is looked at."""

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.actor import Actor
from hub.core.access.people import Member
from hub.core.access.roles import Permission, Scope
from hub.core.ids import MemberId, PartnerId
from hub.core.ports.hub import Hub, Work


def flag_staff_member(
    hub: Hub, actor: Actor, member: MemberId, partner: PartnerId, *, works: bool
) -> Member:
    """Note that a member works for a partner, or does no more; twice is once."""
    actor.require(Permission.STAFF_EDIT, Scope(partner))
    with hub.store.begin() as work:
        known = work.members.lock(member)
        if known is None or known.erased_at is not None:
            raise Refused(Refusal.NOT_FOUND, f"member {member}")
        return set_staff_of(hub, work, actor, known, partner if works else None, partner)


def set_staff_of(
    hub: Hub,
    work: Work,
    actor: Actor,
    known: Member,
    staff_of: PartnerId | None,
    partner: PartnerId,
) -> Member:
    """Set the flag of a locked member on behalf of *partner*, unless it is another partner's."""
    if known.staff_of not in (None, partner):
        raise Refused(Refusal.CONFLICT, f"member {known.id} works for another partner")
    if known.staff_of != staff_of:
        work.members.set_staff_of(known.id, staff_of)
        now, subject = hub.clock.now(), f"member {known.id}"
        facts = {"works": staff_of is not None}
        work.audit.write(actor.entry(now, "member.staff", subject, partner, **facts))
    found = work.members.get(known.id)
    assert found is not None, "the member is locked"
    return found
