"""One request of the assistant's page: what it may say; and the page's files."""

from http import HTTPStatus
from typing import Any, Final

from agent.local_page.answers import Site
from agent.local_page.guards import GuardedRequest, NotTaken, table_in
from agent.local_page.server import PageServer

MOST_BODY: Final = 32 * 1024
"""Bytes that a page may send: a form, or the keys of one long scan."""
MOST_VALUES: Final = 16
"""Fields of one step."""
LONGEST_NAME: Final = 32
SITE: Final = Site(
    ("/",),
    ("agent.assistant", "assistant.html"),
    {
        "baursak.svg": "agent.face",
        "assistant.css": "agent.assistant",
        "assistant.js": "agent.assistant",
        "blocks.js": "agent.assistant",
        "said.js": "agent.assistant",
    },
)


class AssistantRequest(GuardedRequest):
    """Answers one request and closes."""

    site = SITE
    most_body = MOST_BODY
    cookie_of = "assistant"
    open_anew = (
        "Көмекшіні қайта ашыңыз: baursak agent setup\n"
        "Откройте помощника заново: baursak agent setup\n"
        "Open the assistant again: baursak agent setup\n"
    )

    def parsed(self, body: bytes) -> tuple[str, dict[str, Any]]:
        """Return the act, the step that was shown, and what its fields held."""
        said = table_in(body)
        if said.keys() != {"act", "step", "values"}:
            raise NotTaken(HTTPStatus.BAD_REQUEST, "An act has a name, a step and values.")
        act, step, values = said["act"], said["step"], said["values"]
        if not all(isinstance(it, str) and len(it) <= LONGEST_NAME for it in (act, step)):
            raise NotTaken(HTTPStatus.BAD_REQUEST, "An act and a step have names.")
        if not isinstance(values, dict) or len(values) > MOST_VALUES:
            raise NotTaken(HTTPStatus.BAD_REQUEST, "Too many values.")
        if not all(isinstance(it, str) for it in values.values()):
            raise NotTaken(HTTPStatus.BAD_REQUEST, "Values are texts.")
        return act, {"step": step, "values": values}


class AssistantServer(PageServer):
    """Serves the assistant's page while the block lasts."""

    answering = AssistantRequest
