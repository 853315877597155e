"""Who did what, when, to what and why: the log, looked through by who may."""

from dataclasses import dataclass
from typing import Final

from hub.core.access.actor import Actor, Entry
from hub.core.access.people import Page
from hub.core.access.roles import Permission
from hub.core.ids import StaffId
from hub.core.ports.audit_log import AuditFilter
from hub.core.ports.hub import Hub

MOST_PEOPLE: Final = 200
"""Of whom a filter offers to choose."""
MOST_OF_A_FILE: Final = 10_000
"""Rows in one file."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One row of the log, with who did it by name."""

    id: int
    entry: Entry
    by: str
    """Empty: the operator at the console, or somebody who is there no more."""


def search_audit(hub: Hub, actor: Actor, asked: AuditFilter, page: Page) -> list[AuditLine]:
    """Return a page of what staff did, newest first, of the partners that this person may see."""
    actor.require_somewhere(Permission.AUDIT_READ)
    only = actor.partners(Permission.AUDIT_READ)
    with hub.store.read() as work:
        found = work.audit_log.found(page, only, asked)
        people = work.audit_log.named(
            frozenset(it.staff for _, it in found if it.staff is not None)
        )
    return [
        AuditLine(number, it, "" if it.staff is None else people.get(it.staff, ""))
        for number, it in found
    ]


def all_audit(hub: Hub, actor: Actor, asked: AuditFilter) -> list[AuditLine]:
    """Return the rows that a filter finds, for a file."""
    lines: list[AuditLine] = []
    page = Page(limit=200)
    while len(lines) < MOST_OF_A_FILE:
        found = search_audit(hub, actor, asked, page)
        lines += found
        if len(found) < page.limit:
            break
        page = Page(found[-1].id, page.limit)
    return lines[:MOST_OF_A_FILE]


def people_in_audit(hub: Hub, actor: Actor) -> dict[StaffId, str]:
    """Return who did something lately, by name, to choose from."""
    actor.require_somewhere(Permission.AUDIT_READ)
    with hub.store.read() as work:
        return work.audit_log.people(actor.partners(Permission.AUDIT_READ), MOST_PEOPLE)
