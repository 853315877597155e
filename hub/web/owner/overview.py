"""The overview: the day, or any period, at a glance, live; and the same as tables."""

from typing import Any

from flask import Response, make_response, render_template, request

from contracts.wire.units import UnixTime
from hub.core.access.roles import Permission
from hub.core.access.sessions import STAFF
from hub.core.insights.periods import today
from hub.usecases.live import TICKET_S, make_ticket
from hub.web import insights as numbers
from hub.web.context import the_hub
from hub.web.guards import require_page, the_claims
from hub.web.insight_shapes import PlaceQuery, SplitQuery, SummaryQuery
from hub.web.owner.frame import common, owner, page, private, seen
from hub.web.owner.glance import choices, glance
from hub.web.owner.query import PERIODS, Asked
from hub.web.owner.viewer import home_of
from hub.web.page_session import require_own_page


@owner.get("/")
@require_page(Permission.REPORTS_READ)
def show_glance() -> Response:
    """Show the day, or any period, at a glance."""
    viewer = seen()
    asked = Asked.read(today(UnixTime(viewer.hub.clock.now())), home_of(viewer.actor))
    facts = glance(viewer, asked)
    if request.args.get("part"):
        return private(make_response(render_template("owner/numbers.html", **common(), **facts)))
    return page("glance", periods=PERIODS, choices=choices(viewer, asked), **facts)


@owner.post("/live-ticket")
@require_page(Permission.REPORTS_READ)
def live_ticket() -> Response:
    """Give the page a ticket for the socket."""
    require_own_page(None)
    ticket = make_ticket(the_hub(), STAFF, the_claims().owner)
    answer = make_response({"ticket": ticket, "expires_in": TICKET_S})
    return private(answer)


@owner.get("/csv/summary")
@require_page(Permission.REPORTS_READ)
def csv_summary() -> Any:
    """Give the numbers of a period as a table."""
    return numbers.summary(SummaryQuery(**request.args, format="csv"))  # type: ignore[arg-type]


@owner.get("/csv/split")
@require_page(Permission.REPORTS_READ)
def csv_split() -> Any:
    """Give a split of the numbers as a table."""
    return numbers.split(SplitQuery(**request.args, format="csv"))  # type: ignore[arg-type]


@owner.get("/csv/unconfirmed")
@require_page(Permission.REPORTS_READ)
def csv_unconfirmed() -> Any:
    """Give the unconfirmed points as a table."""
    return numbers.unconfirmed(PlaceQuery(**request.args, format="csv"))  # type: ignore[arg-type]
