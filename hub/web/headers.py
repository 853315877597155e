"""What browsers are told with every answer, and who may call from another origin."""

from typing import Final

from flask import Flask, request
from flask.wrappers import Response

from hub.web.context import the_hub
from hub.web.surroundings import surroundings

NOTHING: Final = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""The policy of answers that are data."""
PAGE: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
"""The policy of our own pages: everything from here, nothing inline."""
IN_TELEGRAM: Final = PAGE.replace(
    "frame-ancestors 'none'", "frame-ancestors https://web.telegram.org"
)
"""The policy of pages that Telegram's web clients show in a frame."""
TELEGRAM: Final = "https://telegram.org"
"""Where Telegram's own script comes from, where it is asked for."""
POLICIES: Final[dict[str, str]] = {
    "claim_page": PAGE, "docs": PAGE, "landing": PAGE, "miniapp": IN_TELEGRAM, "owner": PAGE,
}  # fmt: skip
"""The policy of each blueprint whose answers are pages."""
LISTENING: Final = frozenset({"miniapp", "owner"})
"""Those whose pages keep a live line open."""
_YEAR: Final = 365 * 24 * 3600
_ALLOWED_HEADERS: Final = "Authorization, Content-Type, Idempotency-Key, Accept-Language"
_ALLOWED_METHODS: Final = "GET, POST, PUT, PATCH, DELETE"
_SHOWN_HEADERS: Final = "Retry-After, Content-Language, Location"
_PREFLIGHT_S: Final = "600"


def send_headers(app: Flask) -> None:
    """Make *app* send them."""
    app.after_request(_secure)
    app.after_request(_share)


def _secure(answer: Response) -> Response:
    policy = POLICIES.get(request.blueprint or "", NOTHING)
    if request.blueprint in LISTENING:
        # Older phones take 'self' for https only, and the live line is a WebSocket.
        policy = policy.replace("connect-src 'self'", f"connect-src 'self' {_socket()}")
    if policy.endswith("web.telegram.org") and surroundings().settings.official_script:
        policy = policy.replace("script-src 'self'", f"script-src 'self' {TELEGRAM}")
    answer.headers.setdefault("Content-Security-Policy", policy)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"  # paths hold codes
    answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    answer.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if request.path.startswith("/api/"):
        answer.headers.setdefault("Cache-Control", "no-store")
    if surroundings().settings.secure:
        answer.headers["Strict-Transport-Security"] = f"max-age={_YEAR}"
    return answer


def _socket() -> str:
    scheme = "wss" if surroundings().settings.secure else "ws"
    return f"{scheme}://{the_hub().programme.host if scheme == 'wss' else request.host}"


def _share(answer: Response) -> Response:
    """Let a named origin read the answer; no origin is ever let in by a pattern."""
    origins = surroundings().settings.origins
    if not origins or not request.path.startswith("/api/"):
        return answer
    answer.vary.add("Origin")
    origin = request.headers.get("Origin")
    if origin not in origins:
        return answer
    answer.headers["Access-Control-Allow-Origin"] = origin
    answer.headers["Access-Control-Expose-Headers"] = _SHOWN_HEADERS
    if request.method == "OPTIONS":
        answer.headers["Access-Control-Allow-Headers"] = _ALLOWED_HEADERS
        answer.headers["Access-Control-Allow-Methods"] = _ALLOWED_METHODS
        answer.headers["Access-Control-Max-Age"] = _PREFLIGHT_S
    return answer
