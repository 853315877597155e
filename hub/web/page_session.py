"""The session of somebody of the staff in a browser: two cookies that no script can read.

They go with requests to the dashboard's own path and from its own pages only; the API takes none.
"""

import hmac
from typing import Final
from urllib.parse import urlsplit

from flask import Response, g, request

from contracts.wire import base64url
from contracts.wire.refusals import Refusal, Refused
from hub.core.access.actor import Actor
from hub.core.access.sessions import STAFF, SignedIn
from hub.core.ports.signing import Claims
from hub.usecases.sessions import recognise_staff, renew_session
from hub.web.context import the_hub
from hub.web.principal import address
from hub.web.sentences import LANGUAGES
from hub.web.surroundings import surroundings

PATH: Final = "/owner"
SHOWN: Final = "baursak_staff"
"""The cookie with the token that goes with every request, for some minutes."""
NEXT: Final = "baursak_staff_next"
"""The cookie with the token that the next pair comes for."""
LANGUAGE: Final = "baursak_language"
FALLBACK: Final = "ru"
_YEAR: Final = 365 * 24 * 3600


def recognise_page() -> tuple[Claims, Actor]:
    """Return who asks for a page, with the rights of this moment; or refuse."""
    hub, shown = the_hub(), request.cookies.get(SHOWN)
    if shown:
        try:
            return recognise_staff(hub, shown, address(), "")
        except Refused:
            pass  # it ran out, most likely; the other one decides
    signed = renew_session(hub, request.cookies.get(NEXT, ""))
    if signed.kind != STAFF:
        raise Refused(Refusal.FORBIDDEN, f"signed in as {signed.kind}")
    found = recognise_staff(hub, signed.access, address(), "")
    g.baursak_renewed = signed
    return found


def keep_renewed(answer: Response) -> Response:
    """Give the browser the pair that its request was renewed with."""
    signed = g.pop("baursak_renewed", None)
    return answer if signed is None else keep_session(answer, signed)


def keep_session(answer: Response, signed: SignedIn) -> Response:
    """Let the browser keep a session."""
    _set(answer, SHOWN, signed.access, signed.expires_in)
    _set(answer, NEXT, signed.refresh, the_hub().access.staff_life)
    return answer


def forget_session(answer: Response) -> Response:
    """Let the browser forget its session."""
    g.pop("baursak_renewed", None)
    for name in (SHOWN, NEXT):
        _set(answer, name, "", 0)
    return answer


def keep_language(answer: Response, chosen: str) -> Response:
    """Let the browser keep the language that somebody chose."""
    _set(answer, LANGUAGE, chosen, _YEAR)
    return answer


def page_language() -> str:
    """Return the language that was chosen here, else the one that the browser prefers."""
    chosen = request.cookies.get(LANGUAGE)
    if chosen in LANGUAGES:
        return chosen or FALLBACK
    return request.accept_languages.best_match(LANGUAGES, FALLBACK) or FALLBACK


def form_proof(claims: Claims) -> str:
    """Return what only a page of ours, shown to this session, can hold."""
    return base64url.encode(the_hub().keyring.tag("owner-form", claims.family))


def require_own_page(claims: Claims | None) -> None:
    """Refuse what a page of somebody else's has sent."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    # Our pages send no referrer, and browsers then call their origin `null` in forms.
    ours = origin in (None, "null") or urlsplit(str(origin)).netloc in _hosts()
    if not ours or site not in (None, "same-origin"):
        raise Refused(Refusal.FORBIDDEN, "a form of another page")
    if claims is None:
        return
    shown = request.form.get("proof", "", type=str)
    if not hmac.compare_digest(shown.encode(), form_proof(claims).encode()):
        raise Refused(Refusal.FORBIDDEN, "a form of no page of ours")


def _hosts() -> tuple[str, str]:
    return request.host, the_hub().programme.host


def _set(answer: Response, name: str, value: str, life: int) -> None:
    answer.set_cookie(
        name, value, max_age=life, path=PATH, httponly=True, samesite="Strict",
        secure=surroundings().settings.secure,
    )  # fmt: skip
