"""The owner's dashboard: sign in, see the day, act; pages that the hub renders."""

from typing import Any

from flask import Response, make_response, render_template, request

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.access.roles import Permission
from hub.core.access.sessions import STAFF
from hub.core.insights.periods import today
from hub.usecases.live import TICKET_S, make_ticket
from hub.usecases.sessions import end_session
from hub.usecases.sign_in import sign_in_by_password
from hub.web import insights as numbers
from hub.web import owner_reviews, owner_tills
from hub.web.context import the_hub
from hub.web.guards import require_page, the_claims
from hub.web.insight_shapes import PlaceQuery, SplitQuery, SummaryQuery
from hub.web.owner_frame import SIGN_IN, away, common, owner, page, private, seen, wanted_page
from hub.web.owner_glance import choices, glance, home_of
from hub.web.owner_query import PERIODS, Asked
from hub.web.page_session import (
    forget_session,
    keep_language,
    keep_session,
    page_language,
    require_own_page,
)
from hub.web.principal import address
from hub.web.problems import STATUS_OF
from hub.web.rates import SIGNING_IN, rated
from hub.web.sentences import LANGUAGES, sentence

__all__ = ["owner", "owner_reviews", "owner_tills"]


@owner.get("/sign-in")
def sign_in() -> Response:
    """Ask who it is."""
    return page("sign_in", next=wanted_page(), login="")


@owner.post("/sign-in")
@rated(SIGNING_IN)
def let_in() -> Response:
    """Sign in by login, password and one-time code, and go where one wanted to."""
    require_own_page(None)
    asked = request.form
    login = asked.get("login", "", type=str)[:80]
    code = asked.get("code", "", type=str).strip()[:40] or None
    password = asked.get("password", "", type=str)[:1024]
    try:
        signed = sign_in_by_password(the_hub(), login, password, code, address())
    except Refused as refused:
        said = sentence(refused.refusal, page_language())
        status = STATUS_OF[refused.refusal]
        return page("sign_in", status, next=wanted_page(), login=login, problem=said,
                     wants_code=refused.refusal is Refusal.SECOND_FACTOR_NEEDED)  # fmt: skip
    return keep_session(away(wanted_page()), signed)


@owner.post("/sign-out")
@require_page()
def sign_out() -> Response:
    """End the session here."""
    require_own_page(the_claims())
    end_session(the_hub(), the_claims())
    return forget_session(away(SIGN_IN))


@owner.post("/language")
def speak() -> Response:
    """Speak another language from now on."""
    require_own_page(None)
    chosen = request.form.get("language", "", type=str)
    if chosen not in LANGUAGES:
        raise Refused(Refusal.VALIDATION, "a language that is not ours")
    return keep_language(away(wanted_page()), chosen)


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
