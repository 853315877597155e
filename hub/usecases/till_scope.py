"""Tills, and shops with tills, that somebody of the staff may see or change.

Whoever may not see a thing does not learn whether it exists.
"""

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import ShopId, TillId
from hub.core.access.actor import Actor
from hub.core.access.roles import Permission, Scope
from hub.core.ports.hub import Work
from hub.core.ports.tills import ShopKeys, TillView
from hub.core.tills import SyncedTill


def till_within(work: Work, actor: Actor, permission: Permission, till: TillId) -> SyncedTill:
    """Return *till*, locked, for somebody with *permission* there; refuse everybody else."""
    found = work.tills.lock(till)
    scope = None if found is None else Scope(found.partner, found.shop)
    _require(actor, permission, scope, f"till {till}")
    assert found is not None, "refused above"
    return found


def view_within(work: Work, actor: Actor, till: TillId) -> TillView:
    """Return *till* for somebody who may see it; refuse everybody else."""
    found = work.tills.view(till)
    scope = None if found is None else Scope(found.till.partner, found.till.shop)
    _require(actor, Permission.TILLS_READ, scope, f"till {till}")
    assert found is not None, "refused above"
    return found


def shop_within(work: Work, actor: Actor, permission: Permission, shop: ShopId) -> ShopKeys:
    """Return what of *shop* concerns its tills, locked; refuse those without *permission*."""
    found = work.tills.lock_shop(shop)
    scope = None if found is None else Scope(found.partner, shop)
    _require(actor, permission, scope, f"shop {shop}")
    assert found is not None, "refused above"
    return found


def _require(actor: Actor, permission: Permission, scope: Scope | None, what: str) -> None:
    actor.require_somewhere(permission)
    if scope is None or not actor.may(Permission.TILLS_READ, scope):
        raise Refused(Refusal.NOT_FOUND, what)
    actor.require(permission, scope)
