"""Every no as problem+json (RFC 9457): a code, a status, a sentence in the asker's language."""

from collections.abc import Mapping
from typing import Final

from flask import Flask, Response, json, request
from werkzeug.exceptions import HTTPException

from contracts.wire.refusals import Refusal, Refused
from hub.web.sentences import sentence

STATUS_OF: Final[Mapping[Refusal, int]] = {}
"""HTTP statuses of refusals that are not 422."""
_UNSAID: Final = 422


def problem(code: str, status: int, **more: object) -> Response:
    """Return the answer for the refusal *code*."""
    language = request.accept_languages.best_match(("kk", "ru", "en"), "en")
    body = {
        "type": f"about:blank#{code}",
        "title": sentence(code, language),
        "status": status,
        "code": code,
        **more,
    }
    answer = Response(json.dumps(body), status, content_type="application/problem+json")
    answer.headers["Content-Language"] = language
    return answer


def _refused(error: Refused) -> Response:
    return problem(error.refusal.value, STATUS_OF.get(error.refusal, _UNSAID))


def _http(error: HTTPException) -> Response:
    answer = problem(f"http_{error.code}", error.code or 500)
    for name, value in error.get_response().headers.items():
        if name not in ("Content-Type", "Content-Length"):
            answer.headers[name] = value
    return answer


def speak_problems(app: Flask) -> None:
    """Make *app* answer every error as problem+json."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, _http)
