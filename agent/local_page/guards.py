"""One request to a local page: who may ask what, checked before anything else is done with it."""

import json
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any, Final
from urllib.parse import SplitResult, parse_qs, urlsplit

from agent.errors import AgentError
from agent.local_page.answers import HEADERS, Site, event, kind_of
from agent.local_page.live import Live

LOOPBACK: Final = "127.0.0.1"
LANGUAGES: Final = frozenset({"kk", "ru", "en"})
PATIENCE_S: Final = 10.0
"""How long a connection may be silent, or deaf, before it is let go."""
RETRY_MS: Final = 1000
"""How soon a page that lost its stream asks again."""

_TEXT: Final = "text/plain; charset=utf-8"
_OURS: Final = {None, "same-origin", "none"}
"""What a browser says of where a request comes from: this page, or a person."""

log = logging.getLogger(__name__)


class NotTaken(Exception):
    """A request that gets nothing, with its status and one sentence."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class GuardedRequest(BaseHTTPRequestHandler, ABC):
    """Answers one request and closes."""

    site: Site
    most_body: int
    """Bytes that a page may send at once."""
    cookie_of: str
    """Names the page in its cookie."""
    open_anew: str
    """What a person does whose page is of another start."""

    server_version = "baursak"
    sys_version = ""
    timeout = PATIENCE_S

    def __init__(self, live: Live, *connection: Any) -> None:
        self._live = live
        super().__init__(*connection)

    def do_GET(self) -> None:  # http.server's name
        """Show the page, one of its files, or the live view."""
        try:
            self._taken(self._get)
        except OSError:
            log.debug("a page went away")
        except AgentError as error:
            # A stream ends, its page says that there is no link, and asks again.
            log.debug("nothing to show: %s", error)

    def do_POST(self) -> None:  # http.server's name
        """Hand on what a person did."""
        try:
            self._taken(self._post)
        except OSError:
            log.debug("a page went away")

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # its own name
        """Say nothing: the first address holds the token."""

    def end_headers(self) -> None:
        """Close each answer's head with what every answer carries."""
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def _taken(self, work: Callable[[], None]) -> None:
        """Do *work*, or say why not; whoever has gone by then costs the log no line."""
        try:
            work()
        except NotTaken as no:
            self._answer(no.status, _TEXT, no.sentence.encode())

    def _get(self) -> None:
        self._check_host()
        asked = self._asked()
        path, words = asked.path, parse_qs(asked.query)
        if path in self.site.pages and "t" in words:
            return self._let_in(path, words)
        self._check_token(self._token())
        if path in self.site.pages:
            self._answer(HTTPStatus.OK, kind_of("x.html"), self.site.shown())
        elif path == "/events":
            self._stream(words)
        elif path[1:] in self.site.files:
            self._answer(HTTPStatus.OK, kind_of(path), self.site.file(path[1:]))
        elif (picture := self._live.showing.picture(path)) is not None:
            status = HTTPStatus.OK if picture else HTTPStatus.NO_CONTENT
            self._answer(status, "image/png", picture)
        else:
            raise NotTaken(HTTPStatus.NOT_FOUND, "There is no such page.")
        return None

    def _let_in(self, path: str, words: dict[str, list[str]]) -> None:
        """Turn the address's token into a cookie, so that it stays in no history."""
        token = words["t"][0]
        self._check_token(token)
        kept = "&".join(
            f"{name}={value}"
            for name, allowed in (("lang", LANGUAGES), ("contrast", {"more"}))
            for value in words.get(name, ())[:1]
            if value in allowed
        )
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", f"{path}?{kept}" if kept else path)
        self.send_header("Set-Cookie", f"{self._cookie}={token}; Path=/; HttpOnly; SameSite=Strict")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _stream(self, words: dict[str, list[str]]) -> None:
        language = words.get("lang", [self._live.showing.language])[0]
        if language not in LANGUAGES:
            raise NotTaken(HTTPStatus.BAD_REQUEST, "The languages are kk, ru and en.")
        if self.headers.get("Sec-Fetch-Site") not in _OURS:
            raise NotTaken(HTTPStatus.FORBIDDEN, "Only the agent's own page looks on.")
        if not self._live.streams.acquire(blocking=False):
            raise NotTaken(HTTPStatus.SERVICE_UNAVAILABLE, "Too many pages look on already.")
        try:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "text/event-stream; charset=utf-8")
            self.end_headers()
            self._tell(language, self.headers.get("Last-Event-ID", ""))
        finally:
            self._live.streams.release()

    def _tell(self, language: str, known: str) -> None:
        """Tell every change of the view, and between changes that the agent is there."""
        hello = {"start": self._live.start, "language": self._live.showing.language}
        self.wfile.write(f"retry: {RETRY_MS}\n".encode() + event("hello", hello))
        seen, ends = 0, False
        while not ends:
            name, view = self._live.shown(language)
            if name != known:
                self.wfile.write(event("view", view, name))
                known = name
            else:
                self.wfile.write(event("beat", {}))
            seen, ends = self._live.next_change(seen)

    def _post(self) -> None:
        self._check_host()
        self._check_token(self._token())
        if self.path != "/act":
            raise NotTaken(HTTPStatus.NOT_FOUND, "There is no such page.")
        if self.headers.get("Origin") != f"http://{LOOPBACK}:{self._port}":
            raise NotTaken(HTTPStatus.FORBIDDEN, "Only the agent's own page acts.")
        act, said = self.parsed(self._body())
        try:
            self._live.showing.act(act, said)
        except AgentError as error:
            why = json.dumps({"title": error.title, "hint": error.hint}, ensure_ascii=False)
            return self._answer(HTTPStatus.CONFLICT, "application/json", why.encode())
        return self._answer(HTTPStatus.NO_CONTENT, _TEXT, b"")

    @abstractmethod
    def parsed(self, body: bytes) -> tuple[str, dict[str, Any]]:
        """Return what a person did and what goes with it; NotTaken for what is no such thing."""

    def _body(self) -> bytes:
        if self.headers.get_content_type() != "application/json":
            raise NotTaken(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "An act is JSON.")
        length = self.headers.get("Content-Length", "")
        if "Transfer-Encoding" in self.headers or not (length.isascii() and length.isdigit()):
            raise NotTaken(HTTPStatus.LENGTH_REQUIRED, "Say how long it is.")
        if len(length) > len(str(self.most_body)) or int(length) > self.most_body:
            raise NotTaken(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "That is too much for an act.")
        return self.rfile.read(int(length))

    def _check_host(self) -> None:
        """Refuse whoever came by another name: a page elsewhere whose name leads here."""
        if self.headers.get_all("Host") != [f"{LOOPBACK}:{self._port}"]:
            raise NotTaken(HTTPStatus.MISDIRECTED_REQUEST, "This is 127.0.0.1 only.")

    def _check_token(self, token: str) -> None:
        if not self._live.knows(token):
            raise NotTaken(HTTPStatus.FORBIDDEN, self.open_anew)

    def _asked(self) -> SplitResult:
        try:
            return urlsplit(self.path)
        except ValueError:
            raise NotTaken(HTTPStatus.NOT_FOUND, "There is no such page.") from None

    def _token(self) -> str:
        """Return what our cookie says.

        Cookies know no ports: what other programs of this computer keep comes along, and of one
        odd cookie among them the standard library's reader reads none.
        """
        pairs = (it.strip().partition("=") for it in self.headers.get("Cookie", "").split(";"))
        return next((value for name, _, value in pairs if name == self._cookie), "")

    def _answer(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @property
    def _port(self) -> int:
        return int(self.connection.getsockname()[1])

    @property
    def _cookie(self) -> str:
        """Return the cookie's name: browsers tell hosts apart by it, not ports."""
        return f"baursak_{self.cookie_of}_{self._port}"


def table_in(body: bytes) -> dict[str, Any]:
    """Return the table that a page sent; NotTaken for anything else."""
    try:
        said = json.loads(body)
        # Halves of letters: no view that says them again could be sent.
        json.dumps(said, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise NotTaken(HTTPStatus.BAD_REQUEST, "That is no JSON.") from None
    if not isinstance(said, dict):
        raise NotTaken(HTTPStatus.BAD_REQUEST, "An act is a table.")
    return said
