"""The door of the dashboard: signing in and out, and the language."""

from flask import Response, request

from contracts.wire.refusals import Refusal, Refused
from hub.usecases.sessions import end_session
from hub.usecases.sign_in import sign_in_by_password
from hub.web.context import the_hub
from hub.web.guards import require_page, the_claims
from hub.web.owner.frame import SIGN_IN, away, owner, page, wanted_page
from hub.web.owner.wallet_door import takes_wallets
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


@owner.get("/sign-in")
def sign_in() -> Response:
    """Ask who it is."""
    return page("sign_in", next=wanted_page(), login="", takes_wallets=takes_wallets())


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
                     takes_wallets=takes_wallets(),
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
