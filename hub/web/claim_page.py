"""The claim's page: what a slip's link opens in any browser. Looking never claims."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from contracts.wire import base64url
from contracts.wire.claim import telegram_link
from contracts.wire.refusals import Refusal, Refused
from hub.core.access.people import Member
from hub.core.receipts.records import ClaimState
from hub.usecases.claim_preview import Preview, look_at_code
from hub.usecases.claims import claim_receipt
from hub.usecases.sessions import recognise_member
from hub.web.app_words import way_on_of, words_in
from hub.web.claim_cookie import SESSION_COOKIE, keep_for_claims
from hub.web.claim_sentences import money
from hub.web.context import the_hub
from hub.web.guards import require_member, the_claims
from hub.web.look import look_url
from hub.web.loyalty import claim_sentence
from hub.web.page_words import NAMES, WORDS, moment, page_language, plain, points_word
from hub.web.principal import set_principal
from hub.web.problems import STATUS_OF
from hub.web.sentences import sentence

_TONES: Final[Mapping[Refusal, str]] = {
    Refusal.ALREADY_CLAIMED: "spent",
    Refusal.TOO_LATE: "late",
    Refusal.VOIDED: "late",
    Refusal.LIMIT_REACHED: "late",
}
"""How the page looks for each no; any other one is a code that does not hold."""

claim_page = Blueprint(
    "claim_page",
    __name__,
    url_prefix="/c",
    template_folder="templates",
)


@claim_page.get("/<string:code>")
def show(code: str) -> Response:
    """Show what a code is worth; nothing changes, however often it is opened."""
    return _shown(code, _visitor())


@claim_page.post("/<string:code>")
def claim(code: str) -> Response:
    """Claim the receipt for whoever is signed in here, asked by the form of our own page."""
    visitor = _visitor()
    if visitor is None:
        return _page(code, None, refused=Refusal.UNAUTHENTICATED)
    if not _is_our_form(visitor, code):
        return _page(code, visitor, refused=Refusal.FORBIDDEN)
    try:
        claim_receipt(the_hub(), visitor.member.id, code)
    except Refused as refused:
        return _page(code, visitor, refused=refused.refusal)
    return _private(
        make_response(redirect(url_for(".show", code=code, lang=page_language()), code=303))
    )


@claim_page.post("/session")
@require_member
def keep_session() -> Response:
    """Keep the shown session in this browser, so that codes opened in it can be claimed."""
    token = request.headers["Authorization"].removeprefix("Bearer ").strip()
    answer = _private(Response(status=204))
    return keep_for_claims(answer, token, max(0, the_claims().expires_at - the_hub().clock.now()))


@dataclass(frozen=True, slots=True)
class _Visitor:
    """Whoever is signed in in this browser."""

    member: Member
    token: str


def _visitor() -> _Visitor | None:
    token = request.cookies.get(SESSION_COOKIE)
    if not token:
        return None
    try:
        _, member = recognise_member(the_hub(), token)
    except Refused:
        return None
    set_principal("member", member.id, language=member.language)
    return _Visitor(member, token)


def _form_proof(visitor: _Visitor, code: str) -> str:
    """Return what only a page of ours, shown to this session for this code, can hold."""
    message = f"{visitor.token}/{code}".encode()
    return base64url.encode(the_hub().keyring.tag("claim-form", message))


def _is_our_form(visitor: _Visitor, code: str) -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    shown = request.form.get("proof", "", type=str)
    return hmac.compare_digest(shown.encode(), _form_proof(visitor, code).encode())


def _shown(code: str, visitor: _Visitor | None) -> Response:
    member = None if visitor is None else visitor.member.id
    try:
        return _page(code, visitor, found=look_at_code(the_hub(), member, code))
    except Refused as refused:
        return _page(code, visitor, refused=refused.refusal)


def _page(
    code: str,
    visitor: _Visitor | None,
    *,
    found: Preview | None = None,
    refused: Refusal | None = None,
) -> Response:
    spoken = page_language()
    facts: dict[str, Any] = {
        "code": code,
        "lang": spoken,
        "names": NAMES,
        "words": WORDS[spoken],
        "look": look_url,
        "found": found,
    }
    if found is not None:
        facts |= _facts_of(found, spoken)
        facts |= _ways(code, visitor) if found.mine is None else {}
    else:
        assert refused is not None, "a page shows a code or says why not"
        # Whoever mistyped a code made no "request": the code is not valid, that is all.
        told = Refusal.FORGED if refused is Refusal.MALFORMED else refused
        facts |= {"tone": _TONES.get(refused, "wrong"), "sentence": sentence(told, spoken)}
        facts["todo"] = words_in(spoken)[way_on_of(refused)]
    status = 200 if refused is None else STATUS_OF[refused]
    answer = make_response(render_template("claim.html", **facts), status)
    answer.headers["Content-Language"] = spoken
    return _private(answer)


def _facts_of(found: Preview, spoken: str) -> dict[str, Any]:
    """Return what the page says of a code that holds."""
    words, mine = WORDS[spoken], found.mine
    said = None if mine is None else claim_sentence(mine, spoken)
    over = mine is not None and mine.state in (ClaimState.REVERSED, ClaimState.REJECTED)
    waits = mine is not None and mine.state is ClaimState.REVIEW
    return {
        "tone": "spent" if over else "wait" if waits else "good",
        "heading": words["waiting"] if mine is None else words["yours"],
        "points": plain(found.points),
        "worth": money(found.worth),
        "points_word": points_word(found.points, spoken),
        "receipt": words["receipt"].format(total=money(found.total)),
        "printed": moment(found.printed_at, spoken),
        "until": words["until"].format(time=moment(found.until, spoken)),
        "sentence": said,
    }


def _ways(code: str, visitor: _Visitor | None) -> dict[str, Any]:
    """Return the ways to the points that this visitor has."""
    bot = the_hub().programme.bot
    return {
        "telegram": None if bot is None else telegram_link(bot, code),
        "proof": None if visitor is None else _form_proof(visitor, code),
    }


def _private(answer: Response) -> Response:
    """Keep the page out of caches and search engines: its address is worth points."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.vary.add("Accept-Language")
    answer.vary.add("Cookie")
    return answer
