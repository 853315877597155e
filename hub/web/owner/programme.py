"""The operator's overview: what is wrong, who waits, are the books whole; and where to go."""

from typing import Any, Final

from flask import Response

from hub.core.access.roles import Permission
from hub.core.alerts import Alert, AlertKind, text_of
from hub.core.insights.tiles import Unit
from hub.usecases.chain_watch import WELL
from hub.usecases.morning import BACKUP_OLD_S, UNSEALED_SHOWN, Morning, look_over
from hub.web.guards import require_page
from hub.web.owner.figures import shown
from hub.web.owner.frame import (
    MEMBERS,
    PARTNERS,
    REVIEWS,
    SETTLEMENT,
    TILLS,
    WEBHOOKS,
    owner,
    page,
    seen,
)
from hub.web.owner.table import csv_file
from hub.web.owner.viewer import Seen
from hub.web.page_words import moment, plain
from hub.web.surroundings import surroundings

_WHERE: Final = {
    AlertKind.QUIET: TILLS, AlertKind.FEW_SLIPS: TILLS, AlertKind.PRINTER: TILLS,
    AlertKind.QUARANTINED: REVIEWS, AlertKind.REVIEWS: REVIEWS,
    AlertKind.CHAIN_STRANGERS: f"{SETTLEMENT}/returns",
}  # fmt: skip
"""Where to go for an alert; the others are settlement's."""


@owner.get("/programme")
@require_page(Permission.PARTNERS_APPROVE)
def show_programme() -> Response:
    """Show what an operator looks at in the morning."""
    viewer = seen()
    found = look_over(viewer.hub, viewer.actor)
    alerts = [
        {"text": text_of(it, viewer.language), "where": where_to(it)}
        for it in found.alerts if it.kind is not AlertKind.REVIEWS
    ]  # fmt: skip
    books = _books(viewer, found)
    well = not alerts and all(it["tone"] != "stop" for it in books)
    return page("programme", alerts=alerts, waits=_waits(viewer, found), books=books, well=well)


@owner.get("/programme.csv")
@require_page(Permission.PARTNERS_APPROVE)
def csv_alerts() -> Response:
    """Give what is wrong now as a table."""
    viewer = seen()
    found = look_over(viewer.hub, viewer.actor)
    rows = ((it.kind, it.subject, it.partner, text_of(it, viewer.language)) for it in found.alerts)
    return csv_file("alerts", ("kind", "subject", "partner", "text"), rows)


def where_to(alert: Alert) -> str:
    """Return the page on which something can be done about an alert."""
    till = alert.facts.get("till")
    if till is not None and alert.kind is not AlertKind.QUARANTINED:
        return f"{TILLS}/{till}"
    return _WHERE.get(alert.kind, SETTLEMENT)


def _waits(viewer: Seen, found: Morning) -> list[dict[str, Any]]:
    """Return who and what waits for a person, each with where to go."""
    bound = shown(found.bound, Unit.TIYN, viewer.language)
    return [
        {"name": viewer.words[name], "value": value, "where": where, "some": some}
        for name, value, where, some in (
            ("pr_partners", plain(found.partners_waiting), PARTNERS, found.partners_waiting),
            ("pr_reviews", plain(found.reviews_waiting), REVIEWS, found.reviews_waiting),
            ("pr_adjustments", plain(found.adjustments_waiting), f"{MEMBERS}/adjustments",
             found.adjustments_waiting),
            ("pr_webhooks", plain(found.webhooks_waiting), WEBHOOKS, 0),
            ("pr_bound", bound, TILLS, 0),
        )
    ]  # fmt: skip


def _books(viewer: Seen, found: Morning) -> list[dict[str, Any]]:
    return [_worker(viewer, found), _sealed(viewer, found), _trial(viewer, found),
            _backup(viewer, found), _chain(viewer, found)]  # fmt: skip


def _line(name: str, text: str, tone: str, *more: str, where: str | None = None) -> dict[str, Any]:
    return {"name": name, "text": text, "tone": tone, "more": more, "where": where}


def _worker(viewer: Seen, found: Morning) -> dict[str, Any]:
    words = viewer.words
    at = words["never"] if found.worker_at is None else moment(found.worker_at, viewer.language)
    last = words["pr_last"].format(time=at)
    if found.worker_quiet:
        return _line(words["pr_worker"], words["pr_worker_bad"], "stop", last,
                     words["pr_worker_do"])  # fmt: skip
    return _line(words["pr_worker"], words["pr_worker_good"], "good", last)


def _sealed(viewer: Seen, found: Morning) -> dict[str, Any]:
    words, head, behind = viewer.words, found.kept.head, found.kept.unsealed
    text = words["pr_sealed_none"] if head is None else f"№\N{NO-BREAK SPACE}{plain(head.number)}"
    tone = "stop" if behind >= UNSEALED_SHOWN else "good" if head else "soft"
    more = [words["pr_unsealed"].format(count=plain(behind))] if behind else []
    return _line(words["pr_sealed"], text, tone, *more, words["pr_verify"])


def _trial(viewer: Seen, found: Morning) -> dict[str, Any]:
    words, kept = viewer.words, found.kept
    if kept.trial is None or kept.trial_at is None:
        return _line(words["pr_trial"], words["pr_trial_none"], "soft")
    at = words["pr_counted"].format(time=moment(kept.trial_at, viewer.language))
    if kept.trial:
        return _line(words["pr_trial"], words["pr_trial_bad"].format(sum=plain(kept.trial)), "stop",
                     at, words["pr_verify"])  # fmt: skip
    return _line(words["pr_trial"], words["pr_trial_good"], "good", at)


def _backup(viewer: Seen, found: Morning) -> dict[str, Any]:
    words, at = viewer.words, found.kept.backup_at
    if at is None:
        return _line(words["pr_backup"], words["pr_backup_none"], "wait", words["pr_backup_do"])
    when = moment(at, viewer.language)
    if viewer.hub.clock.now() - at > BACKUP_OLD_S:
        return _line(words["pr_backup"], words["pr_backup_old"], "stop", when,
                     words["pr_backup_do"])  # fmt: skip
    return _line(words["pr_backup"], words["pr_backup_good"], "good", when)


def _chain(viewer: Seen, found: Morning) -> dict[str, Any]:
    words = viewer.words
    if surroundings().chain is None:
        return _line(words["pr_chain"], words["pr_chain_none"], "soft", where=SETTLEMENT)
    if found.chain == WELL:
        return _line(words["pr_chain"], words["pr_chain_good"], "good", where=SETTLEMENT)
    return _line(words["pr_chain"], words["pr_chain_bad"], "stop", found.chain, where=SETTLEMENT)
