"""The people who sign in to the dashboard, in the database; and what they did."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    delete,
    false,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy import true as always

from contracts.wire.units import ShopId, UnixTime
from hub.adapters.database.tables.access import audit, roles, staff
from hub.adapters.database.taken import saying_taken
from hub.core.access.actor import Entry
from hub.core.access.bringing import ADDED, BRINGING
from hub.core.access.people import Page, Staff, StaffFilter, State
from hub.core.access.roles import Grant, Role, Scope
from hub.core.ids import PartnerId, StaffId
from hub.core.ports.access import Secrets


class DatabaseStaff:
    """The StaffStore port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, login: str, name: str, wallet: str | None, at: UnixTime) -> StaffId:
        """Add a person without any role; raise Taken when login or wallet is another's."""
        row: dict[str, Any] = {
            "login": login,
            "name": name,
            "wallet": wallet,
            "recovery": [],
            "created_at": at,
        }
        with saying_taken(self._connection):
            made = self._connection.execute(insert(staff).values(row).returning(staff.c.id))
            return StaffId(made.scalar_one())

    def get(self, staff_id: StaffId) -> Staff | None:
        """Return a person of the staff."""
        return self._one(staff.c.id == staff_id)

    def of_login(self, login: str) -> Staff | None:
        """Return the person with this login."""
        return self._one(staff.c.login == login)

    def of_wallet(self, wallet: str) -> Staff | None:
        """Return the person with this wallet."""
        return self._one(staff.c.wallet == wallet)

    def listed(self, page: Page, scopes: Iterable[Scope], wanted: StaffFilter) -> list[Staff]:
        """Return a page of the people of *wanted* with a role within one of *scopes*, by id."""
        within = or_(false(), *(_roles_in(scope) for scope in scopes))
        if wanted.role is not None:
            within = and_(within, roles.c.role == wanted.role)
        known = select(roles.c.staff).where(within)
        asked = select(staff).where(staff.c.id > page.after, staff.c.id.in_(known))
        if wanted.state is not None:
            asked = asked.where(staff.c.state == wanted.state)
        if wanted.text:
            asked = asked.where(_named(wanted.text))
        rows = self._connection.execute(asked.order_by(staff.c.id).limit(page.limit)).all()
        grants = self._grants([row.id for row in rows])
        return [_staff(row, grants.get(row.id, ())) for row in rows]

    def change(self, staff_id: StaffId, *, name: str, state: State) -> None:
        """Give a person another name, suspend it, or let it in again."""
        asked = update(staff).where(staff.c.id == staff_id).values(name=name, state=state)
        self._connection.execute(asked)

    def grant(self, staff_id: StaffId, grant: Grant) -> None:
        """Give a role; giving it twice is giving it once."""
        # Locked first, so that two who give the same role at once leave one row.
        self._connection.execute(select(staff.c.id).where(staff.c.id == staff_id).with_for_update())
        there = select(roles.c.id).where(_is(staff_id, grant))
        if self._connection.execute(there).first() is None:
            values = {
                "staff": staff_id,
                "role": grant.role,
                "partner": grant.scope.partner,
                "shop": grant.scope.shop,
            }
            self._connection.execute(insert(roles).values(values))

    def withdraw(self, staff_id: StaffId, grant: Grant) -> bool:
        """Take a role away and return whether it was there."""
        return self._connection.execute(delete(roles).where(_is(staff_id, grant))).rowcount > 0

    def set_wallet(self, staff_id: StaffId, wallet: str | None) -> None:
        """Link a wallet that its owner has proven, or none; raise Taken when it is another's."""
        with saying_taken(self._connection):
            asked = update(staff).where(staff.c.id == staff_id).values(wallet=wallet)
            self._connection.execute(asked)

    def secrets(self, staff_id: StaffId) -> Secrets:
        """Return what a person is checked with, the row locked until this transaction ends."""
        asked = select(staff).where(staff.c.id == staff_id).with_for_update()
        row = self._connection.execute(asked).one()
        return Secrets(
            password=row.password,
            totp_salt=None if row.totp_salt is None else bytes(row.totp_salt),
            totp_on=row.totp_on,
            totp_step=row.totp_step,
            recovery=tuple(row.recovery),
        )

    def set_secrets(self, staff_id: StaffId, secrets: Secrets) -> None:
        """Store what a person is checked with."""
        values = {
            "password": secrets.password,
            "totp_salt": secrets.totp_salt,
            "totp_on": secrets.totp_on,
            "totp_step": secrets.totp_step,
            "recovery": [*secrets.recovery],
        }
        self._connection.execute(update(staff).where(staff.c.id == staff_id).values(values))

    def _one(self, condition: ColumnElement[bool]) -> Staff | None:
        row = self._connection.execute(select(staff).where(condition)).first()
        return None if row is None else _staff(row, self._grants([row.id]).get(row.id, ()))

    def _grants(self, people: list[int]) -> dict[int, tuple[Grant, ...]]:
        """Return the roles of *people*."""
        found: dict[int, tuple[Grant, ...]] = {}
        asked = select(roles).where(roles.c.staff.in_(people)).order_by(roles.c.id)
        for row in self._connection.execute(asked):
            found[row.staff] = (*found.get(row.staff, ()), _grant(row))
        return found


class DatabaseAudit:
    """The Audit port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def write(self, entry: Entry) -> None:
        """Add a row."""
        row = {
            "at": entry.at,
            "staff": entry.staff,
            "action": entry.action,
            "subject": entry.subject,
            "reason": entry.reason,
            "address": entry.address,
            "facts": dict(entry.facts),
            "partner": entry.partner,
        }
        self._connection.execute(insert(audit).values(row))

    def listed(self, page: Page, only: frozenset[PartnerId] | None) -> list[tuple[int, Entry]]:
        """Return a page of rows, newest first, of all or of the partners in *only*."""
        asked = select(audit)
        if page.after:
            asked = asked.where(audit.c.id < page.after)
        if only is not None:
            asked = asked.where(audit.c.partner.in_(sorted(only)))
        rows = self._connection.execute(asked.order_by(audit.c.id.desc()).limit(page.limit))
        return [(row.id, entry_of_row(row)) for row in rows]

    def brought_in(self, people: Collection[StaffId]) -> frozenset[StaffId]:
        """Return who added any of *people*, invited them, or gave them a role; not the console."""
        asked = select(audit.c.staff).where(
            audit.c.subject.in_(sorted(map(_subject, people))), audit.c.action.in_(BRINGING),
            audit.c.staff.is_not(None),
        )  # fmt: skip
        return frozenset(map(StaffId, self._connection.execute(asked.distinct()).scalars()))

    def added(self, by: Collection[StaffId], since: UnixTime) -> frozenset[StaffId]:
        """Return whom any of *by* have added since then."""
        asked = select(audit.c.subject).where(
            audit.c.staff.in_(sorted(by)), audit.c.action == ADDED, audit.c.at >= since
        )
        found = self._connection.execute(asked).scalars()
        return frozenset(StaffId(int(subject.split()[1])) for subject in found)

    def adder(self, person: StaffId, since: UnixTime) -> StaffId | None:
        """Return who added *person*, if that was since then and not at the console."""
        asked = select(audit.c.staff).where(
            audit.c.subject == _subject(person), audit.c.action == ADDED, audit.c.at >= since
        )
        found = self._connection.execute(asked).scalar()
        return None if found is None else StaffId(found)

    def points_of(self, action: str, people: Collection[StaffId], since: UnixTime) -> int:
        """Return the points that *people* gave by *action* since then, as the rows name them."""
        asked = select(audit.c.facts).where(
            audit.c.at >= since, audit.c.action == action, audit.c.staff.in_(sorted(people))
        )
        return sum(int(facts["points"]) for facts in self._connection.execute(asked).scalars())


def _subject(person: StaffId) -> str:
    """Return how the log names somebody of the staff."""
    return f"staff {person}"


def _is(staff_id: StaffId, grant: Grant) -> ColumnElement[bool]:
    """Return the condition that a row is this grant of this person."""
    return and_(
        roles.c.staff == staff_id,
        roles.c.role == grant.role,
        roles.c.partner.is_not_distinct_from(grant.scope.partner),
        roles.c.shop.is_not_distinct_from(grant.scope.shop),
    )


def _named(text: str) -> ColumnElement[bool]:
    """Return the condition that *text* is part of a login or name, however it is capitalised."""
    # SQLite knows no capitals but Latin ones.
    spellings = {text, text.lower(), text.upper(), text.title()}
    columns = (staff.c.login, staff.c.name)
    return or_(*(it.icontains(way, autoescape=True) for it in columns for way in spellings))


def _roles_in(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that a role lies within *scope*."""
    if scope.partner is None:
        return always()
    if scope.shop is None:
        return roles.c.partner == scope.partner
    return and_(roles.c.partner == scope.partner, roles.c.shop == scope.shop)


def _grant(row: Row[Any]) -> Grant:
    partner = None if row.partner is None else PartnerId(row.partner)
    return Grant(Role(row.role), Scope(partner, None if row.shop is None else ShopId(row.shop)))


def _staff(row: Row[Any], grants: tuple[Grant, ...]) -> Staff:
    return Staff(
        id=StaffId(row.id),
        login=row.login,
        name=row.name,
        wallet=row.wallet,
        state=State(row.state),
        created_at=UnixTime(row.created_at),
        grants=grants,
        has_password=row.password is not None,
        has_totp=row.totp_on,
    )


def entry_of_row(row: Row[Any]) -> Entry:
    """Return a row of the log out of the table's."""
    return Entry(
        at=UnixTime(row.at),
        staff=None if row.staff is None else StaffId(row.staff),
        action=row.action,
        subject=row.subject,
        partner=None if row.partner is None else PartnerId(row.partner),
        reason=row.reason,
        address=row.address,
        facts=row.facts,
    )
