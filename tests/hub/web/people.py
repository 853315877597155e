"""Somebody who is signed in, for tests of the web."""

from dataclasses import dataclass

from hub.core.access.roles import Grant, Role, Scope
from hub.core.access.sessions import MEMBER, STAFF
from hub.core.ids import MemberId, PartnerId, StaffId
from hub.core.ports.hub import Hub
from hub.usecases.sessions import open_session


@dataclass(frozen=True)
class Caller:
    """Who calls, and the headers that show it."""

    number: int
    headers: dict[str, str]


def sign_in_member(hub: Hub, telegram: int = 1001, language: str = "ru") -> Caller:
    """Return a new member with a session."""
    with hub.store.begin() as work:
        member = work.members.add(telegram, "Айгүл", language, hub.clock.now())
        work.ledger.open_member(member)
        signed = open_session(work, hub, MEMBER, member)
    return Caller(MemberId(member), {"Authorization": f"Bearer {signed.access}"})


def sign_in_staff(hub: Hub, role: Role, partner: PartnerId | None = None) -> Caller:
    """Return a new person of the staff with one role and a session."""
    with hub.store.begin() as work:
        login = f"{role.value}-{hub.random.octets(6).hex()}"
        staff = work.staff.add(login, "Асель", None, hub.clock.now())
        work.staff.grant(staff, Grant(role, Scope(partner)))
        signed = open_session(work, hub, STAFF, staff)
    return Caller(StaffId(staff), {"Authorization": f"Bearer {signed.access}"})
