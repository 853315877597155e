"""The log on the dashboard: who did what, when, to what and why."""

import json
from typing import Any, Final

from flask import Response

from hub.core.access.people import Page
from hub.core.access.roles import Permission
from hub.core.ids import StaffId
from hub.core.ports.audit_log import AuditFilter
from hub.usecases.audit_search import AuditLine, all_audit, people_in_audit, search_audit
from hub.web.guards import require_page
from hub.web.owner import asked
from hub.web.owner.audit_words import NUMBERED, SUBJECTS, action_words, subject_words
from hub.web.owner.frame import owner, page, seen
from hub.web.owner.member_file import signed
from hub.web.owner.table import csv_file
from hub.web.owner.viewer import Seen
from hub.web.page_words import moment, points_of

ROWS: Final = 50
"""Rows on one page."""
KINDS: Final = (
    "member", "points", "voucher", "review", "return", "reward", "rule", "tier", "till", "shop",
    "cashier", "staff", "partner", "card", "export", "import", "webhook", "policy", "chain",
)  # fmt: skip
"""What one can choose to see alone: the first words of actions."""
_NAMED: Final = frozenset(SUBJECTS) - {"adjustment"}
"""What is said by number; an adjustment says whose points and how many instead."""
_CONSOLE: Final = "console"
_HEAD: Final = (
    "id", "at", "staff", "name", "action", "words", "subject", "partner", "reason", "address",
    "facts",
)  # fmt: skip


@owner.get("/audit")
@require_page(Permission.AUDIT_READ)
def show_audit() -> Response:
    """Show what was done, newest first."""
    viewer, words = seen(), seen().words
    start = asked.number("after") or 0
    found = search_audit(viewer.hub, viewer.actor, _filter(), Page(start, ROWS))
    kept = {
        it: asked.text(it) for it in ("who", "kind", "of", "number", "since", "until")
        if asked.text(it)
    }  # fmt: skip
    people = people_in_audit(viewer.hub, viewer.actor)
    return page(
        "audit", items=[_line(viewer, it) for it in found], kept=kept,
        people=[(str(it), name) for it, name in people.items()],
        console=_CONSOLE if viewer.actor.may(Permission.AUDIT_READ) else "",
        kinds=[(it, words[f"auk_{it}"]) for it in KINDS],
        subjects=[(it, words[f"auk_{it}"]) for it in NUMBERED],
        more=asked.address(after=found[-1].id) if len(found) == ROWS else None,
        csv=asked.address(after=None),
    )  # fmt: skip


@owner.get("/audit.csv")
@require_page(Permission.AUDIT_READ)
def csv_audit() -> Response:
    """Give the same as a table, whole."""
    viewer = seen()
    return csv_file(
        "audit", _HEAD,
        (
            (it.id, it.entry.at, it.entry.staff, it.by, it.entry.action,
             action_words(it.entry.action, viewer.language), it.entry.subject, it.entry.partner,
             it.entry.reason, it.entry.address,
             json.dumps(dict(it.entry.facts), ensure_ascii=False, sort_keys=True))
            for it in all_audit(viewer.hub, viewer.actor, _filter())
        ),
    )  # fmt: skip


def _filter() -> AuditFilter:
    who, (since, until) = asked.text("who"), asked.days()
    number, kind = asked.number("number"), asked.one_of("of", NUMBERED)
    staff = None if who in ("", _CONSOLE) else asked.number("who")
    return AuditFilter(
        staff=None if staff is None else StaffId(staff),
        console=who == _CONSOLE,
        kind=asked.one_of("kind", KINDS),
        subject=f"{kind} {number}" if kind and number is not None else "",
        since=since,
        until=until,
    )


def _line(viewer: Seen, it: AuditLine) -> dict[str, Any]:
    entry, words, spoken = it.entry, viewer.words, viewer.language
    if entry.staff is None:
        by = words["au_console"]
    else:
        by = it.by or words["au_gone"].format(number=entry.staff)
    kind = entry.subject.partition(" ")[0]
    facts = []
    points = entry.facts.get("points")
    if isinstance(points, int):
        by_hand = entry.action.startswith("points.")
        facts.append(signed(points, spoken) if by_hand else points_of(points, spoken))
    if kind != "member" and isinstance(entry.facts.get("member"), int):
        facts.append(subject_words(f"member {entry.facts['member']}", spoken))
    return {
        "words": action_words(entry.action, spoken),
        "code": entry.action,
        "subject": subject_words(entry.subject, spoken) if kind in _NAMED else "",
        "facts": facts,
        "by": by,
        "at": moment(entry.at, spoken),
        "reason": entry.reason,
        "address": words["au_from"].format(address=entry.address)
        if entry.address and entry.address != _CONSOLE
        else "",
    }
