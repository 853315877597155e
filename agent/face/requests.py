"""One request of the cashier's page: what it may say."""

from http import HTTPStatus
from typing import Any, Final

from agent.core.counter_view import Act
from agent.face.answers import SITE
from agent.local_page.guards import GuardedRequest, NotTaken, table_in

MOST_BODY: Final = 2048
"""Bytes that a page may send: an act, a number and at most one scanned text."""
LONGEST_TYPED: Final = 512
"""Characters of one typed or scanned text."""
NUMBERS: Final = range(2**53)
"""What a view's number may be: whole in a browser too."""


class FaceRequest(GuardedRequest):
    """Answers one request and closes."""

    site = SITE
    most_body = MOST_BODY
    cookie_of = "face"
    open_anew = (
        "Терезе өзі қайта ашылады. Ашылмаса, экран бұрышындағы не мәзірдегі Baursak белгішесін"
        " басыңыз.\n"
        "Окно откроется заново само. Если нет, нажмите значок Baursak в углу экрана или в меню.\n"
        "This window opens again by itself. If not, click the Baursak icon in the corner or in the"
        " menu.\n"
    )

    def parsed(self, body: bytes) -> tuple[str, dict[str, Any]]:
        """Return what a person did and what goes with it: the view's number, perhaps a text."""
        said = table_in(body)
        if said.keys() - {"act", "number", "text"}:
            raise NotTaken(HTTPStatus.BAD_REQUEST, "An act has a name, a number, perhaps a text.")
        act, number, text = said.get("act"), said.get("number"), said.get("text", "")
        if not isinstance(act, str) or act not in set(Act):
            raise NotTaken(HTTPStatus.BAD_REQUEST, "There is no such act.")
        if type(number) is not int or number not in NUMBERS:
            raise NotTaken(HTTPStatus.BAD_REQUEST, "An act names the view that was shown.")
        if not isinstance(text, str) or len(text) > LONGEST_TYPED:
            raise NotTaken(HTTPStatus.BAD_REQUEST, "That is too long.")
        return act, {"number": number, "text": text}
