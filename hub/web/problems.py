"""Every no as problem+json (RFC 9457): a code, a status, a sentence in the asker's language.

A browser that asks for a page gets one (error_page.py).
"""

import logging
from collections.abc import Mapping
from typing import Any, Final

from flask import Flask, Response, json, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException, InternalServerError

from contracts.wire.refusals import Refusal, Refused
from hub.errors import DatabaseUnavailable
from hub.web.context import the_hub
from hub.web.error_page import error_page, wants_page
from hub.web.principal import language
from hub.web.sentences import sentence

log = logging.getLogger(__name__)

CONTENT_TYPE: Final = "application/problem+json"
STATUS_OF: Final[Mapping[Refusal, int]] = {
    Refusal.MALFORMED: 422,
    Refusal.UNKNOWN_VERSION: 422,
    Refusal.FORGED: 422,
    Refusal.WRONG_KIND: 422,
    Refusal.EXPIRED: 410,
    Refusal.UNKNOWN_KEY: 422,
    Refusal.REVOKED: 403,
    Refusal.OVERFLOW: 422,
    Refusal.MISMATCH: 409,
    Refusal.BROKEN_CHAIN: 409,
    Refusal.TOO_LONG: 422,
    Refusal.CLOCK_SKEW: 401,
    Refusal.ONLINE_ONLY: 422,
    Refusal.UNAUTHENTICATED: 401,
    Refusal.WRONG_CREDENTIALS: 401,
    Refusal.SECOND_FACTOR_NEEDED: 401,
    Refusal.FORBIDDEN: 403,
    Refusal.NOT_FOUND: 404,
    Refusal.TAKEN: 409,
    Refusal.PENDING_APPROVAL: 403,
    Refusal.SUSPENDED: 403,
    Refusal.TOO_MANY_ATTEMPTS: 429,
    Refusal.REPLAYED: 409,
    Refusal.ALREADY_CLAIMED: 409,
    Refusal.TOO_LATE: 410,
    Refusal.TOO_EARLY: 409,
    Refusal.VOIDED: 410,
    Refusal.NO_SUCH_SALE: 409,
    Refusal.DUPLICATE_RECEIPT: 409,
    Refusal.UNDER_REVIEW: 409,
    Refusal.NOT_ENOUGH_POINTS: 409,
    Refusal.TOO_LITTLE: 422,
    Refusal.WALLET_NEEDED: 409,
    Refusal.NO_CHAIN: 409,
    Refusal.NOTHING_TO_CLAIM: 404,
    Refusal.NOTHING_STATED: 404,
    Refusal.SOLD_OUT: 409,
    Refusal.LIMIT_REACHED: 409,
    Refusal.NOT_HERE: 409,
    Refusal.USE_THE_SLIP: 409,
    Refusal.NOT_OFFERED: 409,
    Refusal.TIER_TOO_LOW: 409,
    Refusal.SHOP_NEEDED: 422,
    Refusal.NOT_YET_VALID: 409,
    Refusal.CANCELLED: 410,
    Refusal.ALREADY_REDEEMED: 409,
    Refusal.WRONG_SHOP: 409,
    Refusal.WRONG_SHORT_CODE: 404,
    Refusal.CARD_BLOCKED: 410,
    Refusal.WRONG_PIN: 403,
    Refusal.PIN_WAIT: 429,
    Refusal.PIN_BLOCKED: 403,
    Refusal.RECEIPT_TOTAL_NEEDED: 422,
    Refusal.PASSKEY_REFUSED: 403,
    Refusal.LAST_PASSKEY: 409,
    Refusal.MERGE_SAME: 409,
    Refusal.MERGE_STAFF: 409,
    Refusal.MERGE_WALLET: 409,
    Refusal.MERGE_DEBT: 409,
    Refusal.CONFLICT: 409,
    Refusal.TWO_PEOPLE_NEEDED: 403,
    Refusal.VALIDATION: 422,
    Refusal.RATE_LIMITED: 429,
    Refusal.IDEMPOTENCY_MISMATCH: 422,
    Refusal.IN_PROGRESS: 409,
    Refusal.TOO_LARGE: 413,
    Refusal.UNSUPPORTED_MEDIA_TYPE: 415,
    Refusal.METHOD_NOT_ALLOWED: 405,
    Refusal.BUSY: 503,
    Refusal.OUR_BUG: 500,
}
"""The HTTP status of each refusal."""
_OF_STATUS: Final = {
    401: Refusal.UNAUTHENTICATED,
    403: Refusal.FORBIDDEN,
    404: Refusal.NOT_FOUND,
    405: Refusal.METHOD_NOT_ALLOWED,
    413: Refusal.TOO_LARGE,
    414: Refusal.TOO_LONG,
    415: Refusal.UNSUPPORTED_MEDIA_TYPE,
    429: Refusal.RATE_LIMITED,
    503: Refusal.BUSY,
}
"""What the framework's own errors are to us; the rest of 4xx is malformed."""
BUSY_S: Final = 5
"""Seconds after which it makes sense to ask a hub again that could not answer."""
_MOST_FIELDS: Final = 20
"""Of a request, that an answer names as wrong."""


def problem(refusal: Refusal, *, status: int | None = None, **more: object) -> Response:
    """Return the answer for *refusal*, with *more* members where they help.

    A person's browser gets a page instead.
    """
    status = STATUS_OF[refusal] if status is None else status
    if wants_page():
        answer = error_page(refusal, status, more.get("incident"))
    else:
        answer = _told(refusal, status, more)
    answer.vary.add("Accept")
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if (wait := more.get("retry_after")) is not None:
        answer.headers["Retry-After"] = str(wait)
    return answer


def _told(refusal: Refusal, status: int, more: Mapping[str, object]) -> Response:
    said = language()
    body = {
        "type": f"urn:baursak:refusal:{refusal.value}",
        "title": sentence(refusal, said),
        "status": status,
        "code": refusal.value,
        **more,
    }
    if refusal is Refusal.CLOCK_SKEW:
        body["time"] = the_hub().clock.now()  # a till learns its offset from it
    answer = Response(json.dumps(body), status, content_type=CONTENT_TYPE)
    answer.headers["Content-Language"] = said
    answer.headers["Cache-Control"] = "no-store"
    return answer


def speak_problems(app: Flask) -> None:
    """Make *app* answer every error as problem+json."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(DatabaseUnavailable, _busy)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(InternalServerError, _our_bug)


def wrong_fields(error: ValidationError) -> Response:
    """Return the answer for a request whose fields are not as the API says."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    fields = [
        {"field": ".".join(str(part) for part in it["loc"]), "why": it["msg"]}
        for it in found[:_MOST_FIELDS]
    ]
    return problem(Refusal.VALIDATION, fields=fields)


def _refused(error: Refused) -> Response:
    # The detail is for whoever reads the log; it never holds a code or a key.
    log.info("%s refused: %s", request.endpoint, error)
    more = {} if error.retry_after is None else {"retry_after": error.retry_after}
    return problem(error.refusal, **more)


def _busy(error: DatabaseUnavailable) -> Response:
    log.error("%s could not be answered: %s", request.endpoint, error.title)
    return problem(Refusal.BUSY, retry_after=BUSY_S)


def _http(error: HTTPException) -> Any:
    status = error.code or 500
    if status < 400:
        return error
    fallback = Refusal.MALFORMED if status < 500 else Refusal.OUR_BUG
    answer = problem(_OF_STATUS.get(status, fallback), status=status)
    for name, value in error.get_response().headers.items():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _our_bug(error: InternalServerError) -> Response:
    """Answer without a word of what went wrong; the log has it under the incident's id."""
    incident = the_hub().random.octets(6).hex()
    cause = error.original_exception
    log.error("Incident %s at %s.", incident, request.endpoint, exc_info=cause or error)
    return problem(Refusal.OUR_BUG, incident=incident)
