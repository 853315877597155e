"""Looks through the log of what staff did, in the database."""

from typing import Any, Final

from sqlalchemy import Connection, Select, select

from hub.adapters.database.staff import entry_of_row
from hub.adapters.database.tables.access import audit, staff
from hub.core.access.actor import Entry
from hub.core.access.people import Page
from hub.core.ids import PartnerId, StaffId
from hub.core.ports.audit_log import AuditFilter

WINDOW: Final = 20_000
"""Rows of the log in which people are looked for to choose from."""


class DatabaseAuditLog:
    """The AuditLog port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def found(
        self, page: Page, only: frozenset[PartnerId] | None, asked: AuditFilter
    ) -> list[tuple[int, Entry]]:
        """Return a page of rows, newest first, below `page.after`; 0 begins with the newest."""
        rows = _said(select(audit), asked)
        if page.after:
            rows = rows.where(audit.c.id < page.after)
        if only is not None:
            rows = rows.where(audit.c.partner.in_(sorted(only)))
        rows = rows.order_by(audit.c.id.desc()).limit(page.limit)
        return [(row.id, entry_of_row(row)) for row in self._connection.execute(rows)]

    def people(self, only: frozenset[PartnerId] | None, most: int) -> dict[StaffId, str]:
        """Return who did something lately, by name."""
        lately = select(audit.c.staff).order_by(audit.c.id.desc()).limit(WINDOW)
        if only is not None:
            lately = lately.where(audit.c.partner.in_(sorted(only)))
        there = select(lately.subquery().c.staff)
        asked = select(staff.c.id, staff.c.name).where(staff.c.id.in_(there))
        asked = asked.order_by(staff.c.name, staff.c.id).limit(most)
        return {StaffId(row.id): row.name for row in self._connection.execute(asked)}

    def named(self, people: frozenset[StaffId]) -> dict[StaffId, str]:
        """Return what people of the staff are called."""
        asked = select(staff.c.id, staff.c.name).where(staff.c.id.in_(sorted(people)))
        return {StaffId(row.id): row.name for row in self._connection.execute(asked)}


def _said(rows: Select[Any], asked: AuditFilter) -> Select[Any]:
    """Return *rows* with the conditions that somebody asked for."""
    if asked.staff is not None:
        rows = rows.where(audit.c.staff == asked.staff)
    if asked.console:
        rows = rows.where(audit.c.staff.is_(None))
    if asked.kind:
        rows = rows.where(audit.c.action.startswith(f"{asked.kind}.", autoescape=True))
    if asked.subject:
        rows = rows.where(audit.c.subject == asked.subject)
    if asked.since is not None:
        rows = rows.where(audit.c.at >= asked.since)
    if asked.until is not None:
        rows = rows.where(audit.c.at < asked.until)
    return rows
