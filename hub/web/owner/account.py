"""One's own account on the dashboard: password, one-time codes, wallet, where one is signed in."""

import re
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from flask import Response

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.people import Staff
from hub.core.access.secrets import LONGEST_PASSWORD
from hub.usecases import own_account as use
from hub.usecases.own_sessions import end_other_sessions, own_sessions
from hub.usecases.staff_wallet import unlink_staff_wallet
from hub.usecases.who_am_i import staff_of
from hub.web.context import the_hub
from hub.web.guards import require_page, the_actor, the_claims
from hub.web.owner.done import done_here
from hub.web.owner.form import Form
from hub.web.owner.frame import ACCOUNT, away, owner, page, seen
from hub.web.owner.places import ROLE_WORDS, Places
from hub.web.owner.wallet_door import takes_wallets
from hub.web.page_session import require_own_page
from hub.web.page_words import moment
from hub.web.qr_picture import qr_picture
from hub.web.rates import SIGNING_IN, rated

_LONGEST_CODE: Final = 40
_DONE: Final = {
    "welcome": "ac_welcome", "password": "ac_done_password", "off": "ac_done_off",
    "ended": "ac_done_ended", "linked": "ac_done_linked", "unlinked": "ac_done_unlinked",
}  # fmt: skip


@owner.get("/account")
@require_page()
def show_account() -> Response:
    """Show who one is, and what protects that."""
    return _shown(Form(seen().language, {}))


@owner.post("/account/password")
@require_page()
@rated(SIGNING_IN)
def change_own_password() -> Response:
    """Change the password; other sessions end."""
    require_own_page(the_claims())
    words = seen().words
    form = Form(seen().language)
    old, new = _password(form, "old"), _password(form, "new")
    if new != form.values.get("again", ""):
        form.blame("again", words["ac_differ"])
    if form.good:
        try:
            use.change_password(the_hub(), the_actor(), the_claims(), old, new)
        except Refused as refused:
            _blame(form, refused, "old", {Refusal.VALIDATION: ("new", "ac_weak")})
        else:
            return away(f"{ACCOUNT}?done=password")
    return _shown(form, 422, about="password")


@owner.post("/account/codes")
@require_page()
@rated(SIGNING_IN)
def begin_codes() -> Response:
    """Show what an authenticator application scans, once."""
    require_own_page(the_claims())
    form = Form(seen().language)
    password = _password(form, "password")
    if form.good:
        try:
            made = use.enrol_totp(the_hub(), the_actor(), the_claims(), password)
        except Refused as refused:
            _blame(form, refused, "password")
        else:
            return _asked_first_code(Form(seen().language, {}), made.link)
    return _shown(form, 422, about="codes")


@owner.post("/account/codes/confirm")
@require_page()
@rated(SIGNING_IN)
def confirm_codes() -> Response:
    """Turn codes on with the first one, and show the recovery codes, once."""
    require_own_page(the_claims())
    form = Form(seen().language)
    code = form.text("code", _LONGEST_CODE)
    if form.good:
        try:
            codes = use.confirm_totp(the_hub(), the_actor(), the_claims(), code)
        except Refused as refused:
            _blame(form, refused, "code", {Refusal.WRONG_CREDENTIALS: ("code", "ac_code_wrong")})
        else:
            return page("recovery", codes=codes)
    link = form.values.get("link", "")
    # Kept in the page, so that one who mistypes has not to scan again; it is his own secret.
    known = link.startswith("otpauth://totp/") and len(link) <= _LONGEST_LINK
    return _asked_first_code(form, link if known else None, 422)


@owner.post("/account/codes/off")
@require_page()
@rated(SIGNING_IN)
def stop_codes() -> Response:
    """Turn codes off, by password and a last code."""
    require_own_page(the_claims())
    form = Form(seen().language)
    password, code = _password(form, "password"), form.text("code", _LONGEST_CODE)
    if form.good:
        try:
            use.turn_totp_off(the_hub(), the_actor(), the_claims(), password, code)
        except Refused as refused:
            about = "code" if "code" in refused.detail else "password"
            word = {"code": "ac_code_wrong", "password": "ac_wrong"}[about]
            _blame(form, refused, about, {Refusal.WRONG_CREDENTIALS: (about, word)})
        else:
            return away(f"{ACCOUNT}?done=off")
    return _shown(form, 422, about="off")


@owner.post("/account/sessions")
@require_page()
def end_others() -> Response:
    """Sign out everywhere but here."""
    require_own_page(the_claims())
    end_other_sessions(the_hub(), the_actor(), the_claims())
    return away(f"{ACCOUNT}?done=ended")


@owner.post("/account/wallet/unlink")
@require_page()
@rated(SIGNING_IN)
def unlink_wallet() -> Response:
    """Forget the wallet, by password."""
    require_own_page(the_claims())
    form = Form(seen().language)
    password = _password(form, "password")
    if form.good:
        try:
            unlink_staff_wallet(the_hub(), the_actor(), the_claims(), password)
        except Refused as refused:
            _blame(form, refused, "password")
        else:
            return away(f"{ACCOUNT}?done=unlinked")
    return _shown(form, 422, about="unlink")


_LONGEST_LINK: Final = 600
"""Characters of an enrolment's link: host, login and secret."""
_KEY: Final = re.compile(r"[A-Z2-7]{16,64}")


def _password(form: Form, name: str) -> str:
    """Return a password as it was typed, spaces and all."""
    said = form.values.get(name, "")
    if not said:
        form.text(name, LONGEST_PASSWORD)  # says that something is missing
    elif len(said) > LONGEST_PASSWORD:
        form.blame(name, seen().words["ac_weak"])
    return said


def _blame(
    form: Form, refused: Refused, name: str,
    about: dict[Refusal, tuple[str, str]] | None = None,
) -> None:  # fmt: skip
    """Put a refusal beside the field that it is about, in words of this page."""
    known = {Refusal.WRONG_CREDENTIALS: (name, "ac_wrong"), **(about or {})}
    if refused.refusal in known:
        field, word = known[refused.refusal]
        form.blame(field, seen().words[word])
    else:
        form.blame_refused(refused, name)


def _shown(form: Form, status: int = 200, about: str = "") -> Response:
    """Show the page; *about* is the form that was wrong, which stays open."""
    viewer, claims = seen(), the_claims()
    person, _ = staff_of(viewer.hub, claims)
    places = Places.seen_by(viewer) if person.grants else None
    roles = [
        f"{viewer.words[ROLE_WORDS[it.role]]} · {places.named(it.scope)}"
        for it in person.grants if places is not None
    ]  # fmt: skip
    sessions = [
        {
            "here": it.here,
            "since": viewer.words["ac_since"].format(time=moment(it.since, viewer.language)),
            "seen": viewer.words["ac_seen"].format(time=moment(it.seen_at, viewer.language)),
        }
        for it in own_sessions(viewer.hub, claims)
    ]
    return page(
        "account", status, form=form, about=about, done=done_here(viewer.words, _DONE),
        person=person, roles=roles, sessions=sessions, short=_short(person),
        left=use.recovery_left(viewer.hub, claims), takes_wallets=takes_wallets(),
        longest=LONGEST_PASSWORD,
    )  # fmt: skip


def _short(person: Staff) -> str:
    return "" if person.wallet is None else f"{person.wallet[:8]}…{person.wallet[-6:]}"


def _asked_first_code(form: Form, link: str | None, status: int = 200) -> Response:
    """Show the code to scan and ask for what the application makes of it."""
    facts: dict[str, Any] = {"link": link, "picture": None, "key": ""}
    if link is not None:
        key = parse_qs(urlsplit(link).query).get("secret", [""])[0]
        if _KEY.fullmatch(key):
            facts["key"] = " ".join(key[at : at + 4] for at in range(0, len(key), 4))
        facts["picture"] = qr_picture(link)
    return page("codes", status, form=form, **facts)
