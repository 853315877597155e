"""A till that somebody of the staff may see or change."""

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import TillId
from hub.core.access.actor import Actor
from hub.core.access.roles import Permission, Scope
from hub.core.ports.hub import Work
from hub.core.tills import SyncedTill


def till_within(work: Work, actor: Actor, permission: Permission, till: TillId) -> SyncedTill:
    """Return *till*, locked, for somebody with *permission* there; refuse everybody else.

    Whoever may not see a till does not learn whether it exists.
    """
    found = work.tills.lock(till)
    if found is None or not actor.may(Permission.TILLS_READ, Scope(found.partner, found.shop)):
        actor.require_somewhere(permission)
        raise Refused(Refusal.NOT_FOUND, f"till {till}")
    actor.require(permission, Scope(found.partner, found.shop))
    return found
