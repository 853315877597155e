"""Adjustments with who asked for them, for the second person to decide about."""

from dataclasses import dataclass

from hub.core.access.actor import Actor
from hub.core.access.people import Page
from hub.core.access.roles import Permission
from hub.core.adjustments import Adjustment, AdjustmentState
from hub.core.ids import PartnerId, StaffId
from hub.core.ports.hub import Hub


@dataclass(frozen=True, slots=True)
class AskedAdjustment:
    """An adjustment as the second person sees it."""

    place: int
    adjustment: Adjustment
    asked_by: str
    partner: str
    own: bool
    """Asked for by who looks: another one has to approve."""


def waiting_adjustments(
    hub: Hub, actor: Actor, state: AdjustmentState, page: Page
) -> list[AskedAdjustment]:
    """Return the adjustments of the partners that this person adjusts for, oldest first."""
    actor.require_somewhere(Permission.POINTS_ADJUST)
    scopes = actor.scopes(Permission.POINTS_ADJUST)
    with hub.store.read() as work:
        found = work.adjustments.listed(scopes, state, None, page)
        people: dict[StaffId, str] = work.audit_log.named(frozenset(it.asked_by for _, it in found))
        partners: dict[PartnerId, str] = work.directory.partner_names(it.partner for _, it in found)
    return [
        AskedAdjustment(
            place,
            it,
            people.get(it.asked_by, ""),
            partners.get(it.partner, ""),
            it.asked_by == actor.staff,
        )
        for place, it in found
    ]
