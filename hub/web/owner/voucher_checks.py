"""What an owner checks about vouchers: the risk without a line, missing receipts, losses."""

from typing import Any, Final

from flask import Response

from contracts.wire.units import TillId, UnixTime
from hub.core.access.people import LARGEST_PAGE, Page
from hub.core.access.roles import Permission, Scope
from hub.core.policy import DAY
from hub.core.ports.redemptions import Loss, Redemption
from hub.usecases.exposure import TillExposure, list_losses, show_bound
from hub.usecases.redemption_matching import list_unmatched
from hub.usecases.tills import list_tills
from hub.web.claim_sentences import money
from hub.web.guards import require_page
from hub.web.owner.frame import owner, page, seen
from hub.web.owner.places import Places
from hub.web.owner.table import csv_file
from hub.web.owner.viewer import Seen
from hub.web.page_words import moment, points_of

BACK: Final = 90 * DAY
"""Seconds of losses and missing receipts that are shown."""
MOST: Final = 200
"""Rows of each."""
_SPACE: Final = "\N{NO-BREAK SPACE}"


@owner.get("/vouchers/checks")
@require_page(Permission.REPORTS_READ)
def show_checks() -> Response:
    """Show what may be lost, and what was."""
    viewer = seen()
    places, tills = Places.seen_by(viewer), _tills(viewer)
    bound = _bound(viewer)
    return page(
        "voucher_checks",
        bound=f"{money(sum(it.amount for it in bound))}{_SPACE}₸",
        parts=[_part(viewer, it, places, tills) for it in bound],
        unmatched=[_unmatched(viewer, it, places, tills) for it in _missing(viewer)],
        losses=[_loss(viewer, it, places, tills) for it in _lost(viewer)],
    )


@owner.get("/vouchers/unmatched.csv")
@require_page(Permission.REPORTS_READ)
def csv_unmatched() -> Response:
    """Give the vouchers without a receipt as a table."""
    rows = (
        (it.voucher, it.at, it.shop, it.till, it.cashier, it.points, it.value)
        for it in _missing(seen())
    )
    return csv_file(
        "unmatched", ("voucher", "at", "shop", "till", "cashier", "points", "value"), rows
    )


@owner.get("/vouchers/losses.csv")
@require_page(Permission.REPORTS_READ)
def csv_losses() -> Response:
    """Give the losses as a table."""
    rows = ((it.kind, it.at, it.shop, it.till, it.amount, it.shown) for it in _lost(seen()))
    return csv_file("losses", ("kind", "at", "shop", "till", "amount", "handed_in_since"), rows)


@owner.get("/vouchers/bound.csv")
@require_page(Permission.REPORTS_READ)
def csv_bound() -> Response:
    """Give each till's part in the bound as a table."""
    rows = ((it.till, it.shop, it.amount, it.lease, it.expires_at) for it in _bound(seen()))
    return csv_file("offline-bound", ("till", "shop", "amount", "lease", "expires_at"), rows)


def _bound(viewer: Seen) -> list[TillExposure]:
    """Return each till's part, of the whole programme or of the partners that one reads for."""
    partners = viewer.actor.partners(Permission.REPORTS_READ)
    whole = [
        it for it in ([None] if partners is None else sorted(partners))
        if viewer.actor.may(Permission.REPORTS_READ, Scope(it))
    ]  # fmt: skip
    return [it for partner in whole for it in show_bound(viewer.hub, viewer.actor, partner)[1]]


def _missing(viewer: Seen) -> list[Redemption]:
    since = UnixTime(viewer.hub.clock.now() - BACK)
    found = list_unmatched(viewer.hub, viewer.actor, since, MOST)
    return [it for it in found if _mine(viewer, it)]


def _lost(viewer: Seen) -> list[Loss]:
    since = UnixTime(viewer.hub.clock.now() - BACK)
    found = list_losses(viewer.hub, viewer.actor, since, MOST)
    return [it for it in found if _mine(viewer, it)]


def _mine(viewer: Seen, it: Redemption | Loss) -> bool:
    """Whether it happened at a shop that this person reads for; a manager may have one of many."""
    return viewer.actor.may(Permission.REPORTS_READ, Scope(it.partner, it.shop))


def _tills(viewer: Seen) -> dict[TillId, str]:
    if not viewer.actor.scopes(Permission.TILLS_READ):
        return {}
    found = list_tills(viewer.hub, viewer.actor, Page(limit=LARGEST_PAGE))
    return {it.till.id: it.till.name for it in found}


def _at(it: Any, places: Places, tills: dict[TillId, str]) -> str:
    return f"{places.shop(it.shop)}, {tills.get(it.till, str(it.till))}"


def _part(
    viewer: Seen, it: TillExposure, places: Places, tills: dict[TillId, str]
) -> dict[str, str]:
    words = viewer.words
    until = it.expires_at
    return {
        "where": _at(it, places, tills),
        "amount": f"{money(it.amount)}{_SPACE}₸",
        "text": words["vo_lease_lost"]
        if until is None
        else words["vo_lease_until"].format(time=moment(until, viewer.language)),
    }


def _unmatched(
    viewer: Seen, it: Redemption, places: Places, tills: dict[TillId, str]
) -> dict[str, Any]:
    return {
        "id": it.voucher,
        "name": viewer.words["vo_number"].format(number=it.voucher),
        "where": _at(it, places, tills),
        "at": moment(it.at, viewer.language),
        "cashier": it.cashier or "",
        "points": points_of(it.points, viewer.language),
    }


def _loss(viewer: Seen, it: Loss, places: Places, tills: dict[TillId, str]) -> dict[str, str]:
    return {
        "what": viewer.words[f"vol_{it.kind}"],
        "where": _at(it, places, tills),
        "at": moment(it.at, viewer.language),
        "amount": f"{money(it.amount)}{_SPACE}₸",
    }
