"""Where a person of the staff is signed in, and ending that elsewhere."""

from dataclasses import dataclass
from typing import Final

from contracts.wire.units import UnixTime
from hub.core.access.actor import Actor
from hub.core.access.sessions import STAFF
from hub.core.ids import StaffId
from hub.core.ports.hub import Hub
from hub.core.ports.signing import Claims

MOST_SHOWN: Final = 20
"""Sessions that are listed; ending them ends all, however many there are."""


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One place where somebody is signed in."""

    since: UnixTime
    seen_at: UnixTime
    here: bool
    """It is the one that asks."""


def own_sessions(hub: Hub, claims: Claims) -> list[OwnSession]:
    """Return where this person is signed in, the one seen last first."""
    with hub.store.read() as work:
        found = work.sessions.open_of(StaffId(claims.owner), hub.clock.now(), MOST_SHOWN)
    return [OwnSession(it.since, it.seen_at, it.family == claims.family) for it in found]


def end_other_sessions(hub: Hub, actor: Actor, claims: Claims) -> None:
    """End this person's sessions everywhere but here."""
    staff = StaffId(claims.owner)
    with hub.store.begin() as work:
        now = hub.clock.now()
        work.sessions.revoke_all(STAFF, staff, now, keep=claims.family)
        person = work.staff.get(staff)
        grants = () if person is None else person.grants
        home = next((it.scope.partner for it in grants), None)
        work.audit.write(actor.entry(now, "session.end_others", f"staff {staff}", home))
