"""What the programme's staff do about one member: block him, or give him a copy of his data."""

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.actor import Actor
from hub.core.access.roles import Permission
from hub.core.ids import MemberId
from hub.core.ports.hub import Hub
from hub.core.ports.privacy import MemberCopy
from hub.core.reasons import require_reason


def block_member(hub: Hub, actor: Actor, member: MemberId, *, blocked: bool) -> bool:
    """Let a member earn and spend nothing until he is let in again; return whether that changed.

    He keeps what he has. The reason is the actor's, and on record.
    """
    actor.require(Permission.MEMBERS_EDIT)
    require_reason(actor)
    with hub.store.begin() as work:
        known = work.members.lock(member)
        if known is None or known.erased_at is not None:
            raise Refused(Refusal.NOT_FOUND, f"member {member}")
        if known.blocked is blocked:
            return False
        work.members.set_blocked(member, blocked=blocked)
        action = "member.block" if blocked else "member.unblock"
        work.audit.write(actor.entry(hub.clock.now(), action, f"member {member}"))
        return True


def copy_for_member(hub: Hub, actor: Actor, member: MemberId) -> MemberCopy:
    """Return everything that is stored about a member who asked a person of the staff for it."""
    actor.require(Permission.MEMBERS_EDIT)
    with hub.store.begin() as work:
        known = work.members.get(member)
        if known is None or known.erased_at is not None:
            raise Refused(Refusal.NOT_FOUND, f"member {member}")
        work.audit.write(actor.entry(hub.clock.now(), "member.copy", f"member {member}"))
        return work.privacy.copy_of(member)
