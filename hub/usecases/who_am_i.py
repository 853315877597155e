"""Who is signed in, and what he may do."""

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.actor import Actor
from hub.core.access.people import Member, Staff
from hub.core.access.sessions import MEMBER
from hub.core.ids import MemberId, StaffId
from hub.core.ports.hub import Hub
from hub.core.ports.signing import Claims
from hub.usecases.sessions import grants_now


def member_of(hub: Hub, member: MemberId) -> Member:
    """Return a member who has just signed in."""
    with hub.store.read() as work:
        found = work.members.get(member)
        if found is None or found.erased_at is not None:
            raise Refused(Refusal.UNAUTHENTICATED, "a member who is gone")
        return found


def who_am_i(hub: Hub, claims: Claims) -> Member | tuple[Staff, Actor]:
    """Return the member, or the person of the staff with the rights of this moment."""
    if claims.kind == MEMBER:
        with hub.store.read() as work:
            member = work.members.get(MemberId(claims.owner))
            if member is None or member.erased_at is not None:
                raise Refused(Refusal.UNAUTHENTICATED, "a member who is gone")
            return member
    return staff_of(hub, claims)


def staff_of(hub: Hub, claims: Claims) -> tuple[Staff, Actor]:
    """Return the person of the staff who is signed in, with the rights of this moment."""
    with hub.store.read() as work:
        person = work.staff.get(StaffId(claims.owner))
        if person is None:
            raise Refused(Refusal.UNAUTHENTICATED, "a person who is gone")
        return person, Actor(person.id, grants_now(work, person))
