"""The cookie by which the claim's page knows who has this browser."""

from typing import Final

from flask import Response

from hub.web.surroundings import surroundings

SESSION_COOKIE: Final = "baursak_member"
_PATH: Final = "/c"


def keep_for_claims(answer: Response, token: str, life: int) -> Response:
    """Let the claim's page know whoever shows *token*; no other page is sent it."""
    answer.set_cookie(
        SESSION_COOKIE, token, max_age=life, path=_PATH, httponly=True, samesite="Lax",
        secure=surroundings().settings.secure,
    )  # fmt: skip
    return answer
