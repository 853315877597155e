"""The staff: who signs in to the dashboard, with which roles; and the log of what they did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import ShopId, UnixTime
from hub.core.access.actor import CONSOLE, Actor, Entry
from hub.core.access.people import EVERYBODY, Page, Staff, StaffFilter, State, proper_name
from hub.core.access.roles import PROGRAMME, Grant, Permission, Role, Scope, may_give
from hub.core.access.secrets import proper_login
from hub.core.access.sessions import STAFF
from hub.core.ids import StaffId
from hub.core.ports.access import Taken
from hub.core.ports.hub import Hub, Work
from hub.usecases.invitations import invite_staff


@dataclass(frozen=True, slots=True)
class Invited:
    """A person of the staff, and the code to set a password with, shown once."""

    person: Staff
    code: str


def add_staff(hub: Hub, actor: Actor, login: str, name: str, grant: Grant) -> Invited:
    """Add a person to the staff with one role, and invite him to set a password."""
    login, name = proper_login(login), proper_name(name)
    _require_may_give(actor, grant)
    with hub.store.begin() as work:
        _require_place(work, grant.scope)
        now = hub.clock.now()
        try:
            staff = work.staff.add(login, name, None, now)
        except Taken as taken:
            raise Refused(Refusal.TAKEN, "login") from taken
        work.staff.grant(staff, grant)
        facts = {"role": str(grant.role), "shop": grant.scope.shop}
        subject = f"staff {staff}"
        work.audit.write(actor.entry(now, "staff.add", subject, grant.scope.partner, **facts))
        person = _person(work, staff)
        return Invited(person, invite_staff(work, hub, actor, person, forget_totp=False))


def add_operator(hub: Hub, login: str, name: str, actor: Actor = CONSOLE) -> Invited:
    """Add a person who runs the whole programme; for the console of the hub's machine."""
    return add_staff(hub, actor, login, name, Grant(Role.OPERATOR, PROGRAMME))


def invite_again(hub: Hub, actor: Actor, staff: StaffId, *, forget_totp: bool) -> Invited:
    """Let a person of the staff set a new password, and forget a lost authenticator."""
    with hub.store.begin() as work:
        person = _person(work, staff)
        _require_above(actor, person)
        return Invited(person, invite_staff(work, hub, actor, person, forget_totp=forget_totp))


def list_staff(hub: Hub, actor: Actor, page: Page, wanted: StaffFilter = EVERYBODY) -> list[Staff]:
    """Return the people that this person may see, each with the roles that he may see."""
    scopes = actor.scopes(Permission.STAFF_READ)
    with hub.store.read() as work:
        return [_seen_by(actor, person) for person in work.staff.listed(page, scopes, wanted)]


def last_seen(hub: Hub, people: Sequence[Staff]) -> Mapping[StaffId, UnixTime]:
    """Return when each of *people*, who were just listed, was seen last, where that is known."""
    with hub.store.read() as work:
        return work.sessions.last_seen([it.id for it in people])


def show_staff(hub: Hub, actor: Actor, staff: StaffId) -> Staff:
    """Return one person of the staff."""
    with hub.store.read() as work:
        person = _seen_by(actor, _person(work, staff))
    if not person.grants and not actor.may(Permission.STAFF_READ):
        raise Refused(Refusal.FORBIDDEN, "staff of another partner")
    return person


def change_staff(
    hub: Hub, actor: Actor, staff: StaffId, name: str | None, state: State | None
) -> Staff:
    """Rename a person of the staff, suspend him, or let him in again."""
    with hub.store.begin() as work:
        person = _person(work, staff)
        _require_above(actor, person)
        if state is State.SUSPENDED and staff == actor.staff:
            raise Refused(Refusal.CONFLICT, "nobody suspends himself")
        changed = replace(
            person,
            name=person.name if name is None else proper_name(name),
            state=state or person.state,
        )
        work.staff.change(staff, name=changed.name, state=changed.state)
        now = hub.clock.now()
        if changed.state is State.SUSPENDED:
            work.sessions.revoke_all(STAFF, staff, now)
        home = next((grant.scope.partner for grant in person.grants), None)
        facts = {"state": str(changed.state)}
        work.audit.write(actor.entry(now, "staff.change", f"staff {staff}", home, **facts))
        return changed


def grant_role(hub: Hub, actor: Actor, staff: StaffId, grant: Grant) -> Staff:
    """Give a person of the staff another role; one of other partners is only the operator's.

    Otherwise whoever gave him a role here could keep his own partner from suspending him.
    """
    _require_may_give(actor, grant)
    with hub.store.begin() as work:
        _require_own(actor, _person(work, staff))
        _require_place(work, grant.scope)
        work.staff.grant(staff, grant)
        work.audit.write(_role_entry(hub, actor, "staff.grant", staff, grant))
        return _seen_by(actor, _person(work, staff))


def withdraw_role(hub: Hub, actor: Actor, staff: StaffId, grant: Grant) -> Staff:
    """Take a role away; nobody takes his own, so that somebody always can give it back."""
    _require_may_give(actor, grant)
    if staff == actor.staff:
        raise Refused(Refusal.CONFLICT, "nobody takes a role from himself")
    with hub.store.begin() as work:
        _person(work, staff)
        if not work.staff.withdraw(staff, grant):
            raise Refused(Refusal.NOT_FOUND, "role")
        work.audit.write(_role_entry(hub, actor, "staff.withdraw", staff, grant))
        return _seen_by(actor, _person(work, staff))


def list_audit(hub: Hub, actor: Actor, page: Page) -> list[tuple[int, Entry]]:
    """Return what staff did, newest first, of the partners that this person may see."""
    with hub.store.read() as work:
        return work.audit.listed(page, actor.partners(Permission.AUDIT_READ))


def _require_may_give(actor: Actor, grant: Grant) -> None:
    if not may_give(actor.grants, grant):
        raise Refused(Refusal.FORBIDDEN, f"role {grant.role} there")


def _require_above(actor: Actor, person: Staff) -> None:
    """Refuse to touch somebody who may do what the actor may not."""
    if not all(may_give(actor.grants, grant) for grant in person.grants):
        raise Refused(Refusal.FORBIDDEN, "somebody with roles above or elsewhere")
    # Somebody without any role is nobody's but the operator's.
    if not person.grants:
        actor.require(Permission.STAFF_EDIT)


def _require_own(actor: Actor, person: Staff) -> None:
    """Refuse somebody who has no role where the actor has the say."""
    scopes = [it.scope for it in person.grants] or [PROGRAMME]
    if not any(actor.may(Permission.STAFF_EDIT, it) for it in scopes):
        raise Refused(Refusal.FORBIDDEN, "staff of another partner")


def _require_place(work: Work, scope: Scope) -> None:
    """Refuse a partner or shop that is not there, or a shop of another partner."""
    if scope.partner is not None and work.partners.get(scope.partner) is None:
        raise Refused(Refusal.NOT_FOUND, "partner")
    if scope.shop is not None:
        shop = work.shops.get(ShopId(scope.shop))
        if shop is None or shop.partner != scope.partner:
            raise Refused(Refusal.NOT_FOUND, "shop")


def _seen_by(actor: Actor, person: Staff) -> Staff:
    """Return *person* with those roles alone that *actor* may see."""
    seen = tuple(it for it in person.grants if actor.may(Permission.STAFF_READ, it.scope))
    return replace(person, grants=seen)


def _role_entry(hub: Hub, actor: Actor, action: str, staff: StaffId, grant: Grant) -> Entry:
    scope = grant.scope
    facts = {"role": str(grant.role), "shop": scope.shop}
    return actor.entry(hub.clock.now(), action, f"staff {staff}", scope.partner, **facts)


def _person(work: Work, staff: StaffId) -> Staff:
    found = work.staff.get(staff)
    if found is None:
        raise Refused(Refusal.NOT_FOUND, "staff")
    return found
