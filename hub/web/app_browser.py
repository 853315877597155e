"""The app in a plain browser, without Telegram: in by a passkey, back by a cookie of its own.

The session is that of the Mini App; only its next token stands in a cookie that no script reads and
no other site sends, since a browser has no launch data to come back with.
"""

from typing import Annotated, Any, Final, Literal

from flask import Response, render_template, request
from flask_openapi3.blueprint import APIBlueprint
from pydantic import ConfigDict, StringConstraints

from contracts.wire import base64url
from contracts.wire.claim import telegram_link
from contracts.wire.refusals import Refused
from hub.core.access.passkeys import ALGORITHMS, LARGEST_ANSWER, LONGEST_NAME
from hub.core.access.sessions import MEMBER, SignedIn
from hub.core.consent import TEXTS, VERSION
from hub.core.ports.rates import Allowance
from hub.usecases.claim_preview import look_at_code
from hub.usecases.passkeys import (
    Asked,
    Newcomer,
    ask_for_account,
    ask_to_sign_in,
    open_account,
    sign_in_by_passkey,
)
from hub.usecases.sessions import end_session, renew_session
from hub.web.app_opening import opened, private
from hub.web.app_words import words_in
from hub.web.claim_cookie import keep_for_claims
from hub.web.claim_sentences import money
from hub.web.context import the_hub
from hub.web.guards import require_member, the_claims
from hub.web.look import look_url
from hub.web.page_session import require_own_page
from hub.web.page_words import NAMES, moment, page_language, plain, points_word
from hub.web.principal import address
from hub.web.rates import SIGNING_IN, rated
from hub.web.sentences import sentence
from hub.web.shapes import Body, Query
from hub.web.surroundings import surroundings

COMING: Final = Allowance(300, 60)
"""Openings from one address: behind a carrier's NAT stands a whole town."""
COOKIE: Final = "baursak_browser"
"""The cookie with the token that the next pair comes for."""
_PATH: Final = "/app/browser"
_TIMEOUT_MS: Final = 300_000
"""How long a phone waits for its owner's finger."""
LONGEST_ID: Final = 1400
"""Characters of a credential's id, of 1,023 bytes at most."""

Text = Annotated[str, StringConstraints(max_length=LARGEST_ANSWER)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_ID)]
Start = Annotated[str, StringConstraints(max_length=512)]

app_browser = APIBlueprint(
    "app_browser", __name__, url_prefix=_PATH, template_folder="templates", doc_ui=False
)


@app_browser.context_processor
def _for_templates() -> dict[str, Any]:
    return {"look": look_url}


class PhoneSaid(Body):
    """What a phone has signed; which fields, depends on what it was asked for."""

    model_config = ConfigDict(extra="forbid", str_max_length=LARGEST_ANSWER, cache_strings="keys")

    clientDataJSON: Text  # noqa: N815 - as the browser's API names it
    attestationObject: Text | None = None  # noqa: N815 - as above
    authenticatorData: Text | None = None  # noqa: N815 - as above
    signature: Text | None = None
    userHandle: Text | None = None  # noqa: N815 - as above


class AnswerBody(Body):
    """A phone's answer, in the JSON form of the browser's API."""

    model_config = ConfigDict(extra="forbid", str_max_length=LARGEST_ANSWER, cache_strings="keys")

    id: Id
    rawId: Id  # noqa: N815 - as the browser's API names it
    type: Literal["public-key"]
    response: PhoneSaid

    def plain(self) -> dict[str, Any]:
        """Return it as the checker takes it."""
        return self.model_dump(exclude_none=True)


class AccountBody(Body):
    """What somebody sends who opens an account."""

    model_config = ConfigDict(extra="forbid", str_max_length=LARGEST_ANSWER, cache_strings="keys")

    answer: AnswerBody
    key_name: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
    first_name: Annotated[str, StringConstraints(max_length=LONGEST_NAME)] = ""
    consent: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    start: Start = ""


class SignInBody(Body):
    """What somebody sends who comes back with his key."""

    model_config = ConfigDict(extra="forbid", str_max_length=LARGEST_ANSWER, cache_strings="keys")

    answer: AnswerBody
    start: Start = ""


class StartBody(Body):
    """What the app is opened with."""

    start: Start = ""


class DoorQuery(Query):
    """Which language, and which slip's code."""

    lang: Annotated[str, StringConstraints(max_length=2)] = ""
    code: Annotated[str, StringConstraints(max_length=64)] = ""


@app_browser.get("/door")
@rated(COMING)
def show_door(query: DoorQuery) -> Response:
    """Return what stands before the app in a plain browser: into Telegram, or in by a passkey."""
    spoken = page_language()
    bot = the_hub().programme.bot
    title, *paragraphs = TEXTS[spoken].split("\n")
    link = None if bot is None else f"https://t.me/{bot}?startapp"
    if bot is not None and query.code:
        link = telegram_link(bot, query.code)
    page = render_template(
        "app/door.html", lang=spoken, w=words_in(spoken), names=NAMES,
        telegram=link, title=title.rstrip("."), paragraphs=paragraphs, version=VERSION,
        longest=LONGEST_NAME, **_worth(query.code, spoken),
    )  # fmt: skip
    answer = private(Response(page, content_type="text/html; charset=utf-8"))
    answer.headers["Content-Language"] = spoken
    return answer


@app_browser.post("/account/challenge")
@rated(COMING)
def begin_account() -> dict[str, Any]:
    """Return what the browser asks the phone for, to make a key."""
    return creation_options(ask_for_account(the_hub()))


@app_browser.post("/account")
@rated(SIGNING_IN)
def make_account(body: AccountBody) -> Response:
    """Make an account of its own for whoever has a key, and claim what he came with."""
    require_own_page(None)
    newcomer = Newcomer(
        body.answer.plain(), body.key_name, page_language(), body.consent, body.first_name
    )
    return _in(open_account(the_hub(), newcomer, address()), body.start)


@app_browser.post("/sign-in/challenge")
@rated(COMING)
def begin_sign_in() -> dict[str, Any]:
    """Return what the browser asks the phone for, to find a key."""
    asked = ask_to_sign_in(the_hub())
    return {
        "challenge": asked.challenge, "rpId": asked.site.domain, "timeout": _TIMEOUT_MS,
        "userVerification": "preferred",
    }  # fmt: skip


@app_browser.post("/sign-in")
@rated(SIGNING_IN)
def sign_in(body: SignInBody) -> Response:
    """Let in whoever has a key, and claim what he came with."""
    require_own_page(None)
    signed = sign_in_by_passkey(the_hub(), body.answer.plain(), address())
    return _in(signed, body.start)


@app_browser.post("/session")
@rated(COMING)
def come_back(body: StartBody) -> Response:
    """Open the app for whom this browser knows; 204 where it knows nobody."""
    require_own_page(None)
    token = request.cookies.get(COOKIE, "")
    try:
        signed = renew_session(the_hub(), token) if token else None
    except Refused:
        signed = None
    if signed is None or signed.kind != MEMBER:
        answer = private(Response(status=204))
        return _keep(answer, "", 0) if token else answer
    return _in(signed, body.start)


@app_browser.post("/leave")
@require_member
def leave() -> Response:
    """Sign out in this browser."""
    end_session(the_hub(), the_claims())
    answer = keep_for_claims(Response(status=204), "", 0)
    return _keep(answer, "", 0)


def creation_options(asked: Asked, name: str = "") -> dict[str, Any]:
    """Return what a browser's API takes to make a key, in its JSON form."""
    return {
        "rp": {"id": asked.site.domain, "name": "Baursak"},
        "user": {
            "id": base64url.encode(asked.handle),
            "name": name or "Baursak",
            "displayName": name or "Baursak",
        },
        "challenge": asked.challenge,
        "pubKeyCredParams": [{"type": "public-key", "alg": it} for it in ALGORITHMS],
        "timeout": _TIMEOUT_MS,
        "attestation": "none",
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": True,
            "userVerification": "preferred",
        },
        "excludeCredentials": [
            {"type": "public-key", "id": base64url.encode(it)} for it in asked.known
        ],
    }


def _in(signed: SignedIn, start: str) -> Response:
    """Open the app, and let the browser keep who is in it."""
    hub = the_hub()
    answer = opened(hub, signed, start)
    keep_for_claims(answer, signed.access, signed.expires_in)
    return _keep(answer, signed.refresh, hub.access.member_life)


def _worth(code: str, spoken: str) -> dict[str, Any]:
    """Return what a code is worth to a newcomer, or why it is worth nothing."""
    if not code:
        return {"code": None, "found": None, "refused": None}
    try:
        found = look_at_code(the_hub(), None, code)
    except Refused as refused:
        told = sentence(refused.refusal, spoken)
        return {"code": None, "found": None, "refused": told}
    return {
        "code": code,
        "refused": None,
        "found": found,
        "points": plain(found.points),
        "points_word": points_word(found.points, spoken),
        "worth": money(found.worth),
        "until": words_in(spoken)["held_until"].format(time=moment(found.until, spoken)),
    }


def _keep(answer: Response, value: str, life: int) -> Response:
    answer.set_cookie(
        COOKIE, value, max_age=life, path=_PATH, httponly=True, samesite="Strict",
        secure=surroundings().settings.secure,
    )  # fmt: skip
    return answer
