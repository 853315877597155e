"""The frame of the dashboard's pages: who sees it, what he may open, how it says no."""

from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, g, make_response, redirect, render_template, request

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.actor import Actor
from hub.core.access.roles import Permission
from hub.usecases.who_am_i import staff_of
from hub.web.context import the_hub
from hub.web.guards import the_actor
from hub.web.look import look_url, squeeze
from hub.web.owner.texts import words_in
from hub.web.owner.viewer import Seen
from hub.web.page_session import (
    PATH,
    forget_session,
    form_proof,
    keep_renewed,
    page_language,
)
from hub.web.page_words import NAMES
from hub.web.problems import STATUS_OF, problem
from hub.web.sentences import sentence

owner = Blueprint("owner", __name__, url_prefix=PATH, template_folder="templates")
SIGN_IN: Final = f"{PATH}/sign-in"
REVIEWS: Final = f"{PATH}/reviews"
TILLS: Final = f"{PATH}/tills"
IMPORTS: Final = f"{PATH}/imports"
WEBHOOKS: Final = f"{PATH}/webhooks"
SHOPS: Final = f"{PATH}/shops"
MEMBERS: Final = f"{PATH}/members"
VOUCHERS: Final = f"{PATH}/vouchers"
CARDS: Final = f"{PATH}/cards"
AUDIT: Final = f"{PATH}/audit"
REWARDS: Final = f"{PATH}/rewards"
RULES: Final = f"{PATH}/rules"
STAFF: Final = f"{PATH}/staff"
ACCOUNT: Final = f"{PATH}/account"
SETTLEMENT: Final = f"{PATH}/settlement"
PARTNERS: Final = f"{PATH}/partners"
PROGRAMME_AT: Final = f"{PATH}/programme"
POLICY: Final = f"{PATH}/policy"
SECTIONS: Final[tuple[tuple[str, tuple[tuple[str, str, Permission], ...]], ...]] = (
    ("nav_groups_day", (
        ("nav_today", f"{PATH}/", Permission.REPORTS_READ),
        ("nav_habits", f"{PATH}/habits", Permission.REPORTS_READ),
        ("nav_reviews", REVIEWS, Permission.REVIEWS_READ),
        ("nav_members", MEMBERS, Permission.MEMBERS_READ),
        ("nav_vouchers", VOUCHERS, Permission.VOUCHERS_READ),
        ("nav_cards", CARDS, Permission.CARDS_READ),
    )),
    ("nav_groups_offer", (
        ("nav_rewards", REWARDS, Permission.REWARDS_READ),
        ("nav_rules", RULES, Permission.RULES_READ),
    )),
    ("nav_groups_house", (
        ("nav_shops", SHOPS, Permission.SHOPS_READ),
        ("nav_tills", TILLS, Permission.TILLS_READ),
        ("nav_staff", STAFF, Permission.STAFF_READ),
        ("nav_webhooks", WEBHOOKS, Permission.WEBHOOKS_READ),
        ("nav_imports", IMPORTS, Permission.IMPORTS_EDIT),
        ("nav_audit", AUDIT, Permission.AUDIT_READ),
    )),
    ("nav_groups_money", (
        ("nav_programme", PROGRAMME_AT, Permission.PARTNERS_APPROVE),
        ("nav_partners", PARTNERS, Permission.LEDGER_READ),
        ("nav_settlement", SETTLEMENT, Permission.LEDGER_READ),
        ("nav_policy", POLICY, Permission.SETTINGS_EDIT),
    )),
)  # fmt: skip
"""The sections by group, and what one must be allowed to do somewhere to see each."""
_LONGEST_NEXT: Final = 600
_JSON: Final = "application/json"


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
        return forget_session(away(f"{SIGN_IN}?{urlencode({'next': wanted})}"))
    spoken = page_language()
    no = refused.refusal is Refusal.FORBIDDEN
    text = words_in(spoken)["forbidden"] if no else sentence(refused.refusal, spoken)
    return page("no", STATUS_OF[refused.refusal], text=text)


def seen() -> Seen:
    """Return who looks."""
    spoken = page_language()
    return Seen(the_hub(), the_actor(), spoken, words_in(spoken))


def common() -> dict[str, Any]:
    """Return what every page needs: its words, its looks, who sees it and what he may open."""
    spoken = page_language()
    facts: dict[str, Any] = {"w": words_in(spoken), "lang": spoken, "look": look_url}
    claims = g.get("baursak_claims")
    if claims is not None:
        person, actor = staff_of(the_hub(), claims)
        facts |= {
            "name": person.name,
            "proof": form_proof(claims),
            "sections": _sections(actor),
        }
    return facts


def _sections(actor: Actor) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the groups of sections that somebody may see, without the empty ones."""
    found = []
    for group, sections in SECTIONS:
        open_ones = [(word, path) for word, path, needed in sections if actor.scopes(needed)]
        if open_ones:
            found.append((group, open_ones))
    return found


def page(name: str, status: int = 200, **facts: Any) -> Response:
    """Return a page."""
    shared = common()
    whole = {**shared, "names": NAMES, "here": request.path, "back": _here(), **facts}
    answer = make_response(render_template(f"owner/{name}.html", **whole), status)
    answer.headers["Content-Language"] = shared["lang"]
    return private(answer)


def _here() -> str:
    """Return where to come back to after another language was chosen."""
    return request.full_path.rstrip("?") if request.method == "GET" else f"{PATH}/"


def wanted_page() -> str:
    """Return where somebody wanted to go, when that is a page of ours."""
    wanted = request.form.get("next") or request.args.get("next") or ""
    ours = wanted.startswith(f"{PATH}/") and len(wanted) <= _LONGEST_NEXT and wanted.isprintable()
    return wanted if ours and "\\" not in wanted and "//" not in wanted else f"{PATH}/"


def away(where: str) -> Response:
    """Send the browser to another page."""
    return private(make_response(redirect(where, code=303)))


def private(answer: Response) -> Response:
    """Keep what is for one person out of caches and search engines."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.vary.add("Cookie")
    return squeeze(answer)
