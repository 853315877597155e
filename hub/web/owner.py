"""The owner's dashboard: sign in, see the day, act; pages that the hub renders."""

from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, g, make_response, redirect, render_template, request

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.access.roles import Permission
from hub.core.access.sessions import STAFF
from hub.core.insights.periods import today
from hub.usecases.live import TICKET_S, make_ticket
from hub.usecases.sessions import end_session
from hub.usecases.sign_in import sign_in_by_password
from hub.usecases.who_am_i import staff_of
from hub.web import insights as numbers
from hub.web.context import the_hub
from hub.web.guards import require_page, the_actor, the_claims
from hub.web.insight_shapes import PlaceQuery, SplitQuery, SummaryQuery
from hub.web.look import look_url, squeeze
from hub.web.owner_glance import Seen, choices, glance, home_of
from hub.web.owner_query import PERIODS, Asked
from hub.web.owner_texts import words_in
from hub.web.page_session import (
    PATH,
    forget_session,
    form_proof,
    keep_language,
    keep_renewed,
    keep_session,
    page_language,
    require_own_page,
)
from hub.web.page_words import NAMES
from hub.web.principal import address
from hub.web.problems import STATUS_OF, problem
from hub.web.rates import SIGNING_IN, rated
from hub.web.sentences import LANGUAGES, sentence

owner = Blueprint("owner", __name__, url_prefix=PATH, template_folder="templates")
SIGN_IN: Final = f"{PATH}/sign-in"
SECTIONS: Final = (("nav_today", f"{PATH}/", Permission.REPORTS_READ),)
"""The sections, and what one must be allowed to do somewhere to see each."""
_LONGEST_NEXT: Final = 600
_JSON: Final = "application/json"


@owner.get("/sign-in")
def sign_in() -> Response:
    """Ask who it is."""
    return _page("sign_in", next=_next(), login="")


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
        return _page("sign_in", status, next=_next(), login=login, problem=said,
                     wants_code=refused.refusal is Refusal.SECOND_FACTOR_NEEDED)  # fmt: skip
    return keep_session(_away(_next()), signed)


@owner.post("/sign-out")
@require_page()
def sign_out() -> Response:
    """End the session here."""
    require_own_page(the_claims())
    end_session(the_hub(), the_claims())
    return forget_session(_away(SIGN_IN))


@owner.post("/language")
def speak() -> Response:
    """Speak another language from now on."""
    require_own_page(None)
    chosen = request.form.get("language", "", type=str)
    if chosen not in LANGUAGES:
        raise Refused(Refusal.VALIDATION, "a language that is not ours")
    return keep_language(_away(_next()), chosen)


@owner.get("/")
@require_page(Permission.REPORTS_READ)
def show_glance() -> Response:
    """Show the day, or any period, at a glance."""
    seen = _seen()
    asked = Asked.read(today(UnixTime(seen.hub.clock.now())), home_of(seen.actor))
    facts = glance(seen, asked)
    if request.args.get("part"):
        return _private(make_response(render_template("owner/numbers.html", **_common(), **facts)))
    return _page("glance", periods=PERIODS, choices=choices(seen, asked), **facts)


@owner.post("/live-ticket")
@require_page(Permission.REPORTS_READ)
def live_ticket() -> Response:
    """Give the page a ticket for the socket."""
    require_own_page(None)
    ticket = make_ticket(the_hub(), STAFF, the_claims().owner)
    answer = make_response({"ticket": ticket, "expires_in": TICKET_S})
    return _private(answer)


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


@owner.after_request
def _renewed(answer: Response) -> Response:
    return keep_renewed(answer)


@owner.errorhandler(Refused)
def _refused(refused: Refused) -> Response:
    """Say no as a page; to who is not signed in, by asking who it is."""
    if request.accept_mimetypes.quality("text/html") <= request.accept_mimetypes.quality(_JSON):
        return problem(refused.refusal)  # a program, or the page's own script
    if refused.refusal is Refusal.UNAUTHENTICATED:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else f"{PATH}/"
        return forget_session(_away(f"{SIGN_IN}?{urlencode({'next': wanted})}"))
    spoken = page_language()
    no = refused.refusal is Refusal.FORBIDDEN
    text = words_in(spoken)["forbidden"] if no else sentence(refused.refusal, spoken)
    return _page("no", STATUS_OF[refused.refusal], text=text)


def _seen() -> Seen:
    spoken = page_language()
    return Seen(the_hub(), the_actor(), spoken, words_in(spoken))


def _common() -> dict[str, Any]:
    """Return what every page needs: its words, its looks, who sees it and what he may open."""
    spoken = page_language()
    facts: dict[str, Any] = {"w": words_in(spoken), "lang": spoken, "look": look_url}
    claims = g.get("baursak_claims")
    if claims is not None:
        person, actor = staff_of(the_hub(), claims)
        facts |= {
            "name": person.name,
            "proof": form_proof(claims),
            "sections": [it for it in SECTIONS if actor.scopes(it[2])],
        }
    return facts


def _page(name: str, status: int = 200, **facts: Any) -> Response:
    common = _common()
    whole = {**common, "names": NAMES, "here": request.path, "back": _here(), **facts}
    answer = make_response(render_template(f"owner/{name}.html", **whole), status)
    answer.headers["Content-Language"] = common["lang"]
    return _private(answer)


def _here() -> str:
    """Return where to come back to after another language was chosen."""
    return request.full_path.rstrip("?") if request.method == "GET" else f"{PATH}/"


def _next() -> str:
    """Return where somebody wanted to go, when that is a page of ours."""
    wanted = request.form.get("next") or request.args.get("next") or ""
    ours = wanted.startswith(f"{PATH}/") and len(wanted) <= _LONGEST_NEXT and wanted.isprintable()
    return wanted if ours and "\\" not in wanted and "//" not in wanted else f"{PATH}/"


def _away(where: str) -> Response:
    return _private(make_response(redirect(where, code=303)))


def _private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.vary.add("Cookie")
    return squeeze(answer)
