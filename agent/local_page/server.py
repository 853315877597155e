"""A local page's small server: this computer only, one token a start, live by server-sent events.

It decides nothing: it shows what it is given and hands on what a person did.
"""

import logging
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from functools import partial
from http.server import ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final, Self

from agent.local_page.guards import LOOPBACK, GuardedRequest
from agent.local_page.live import BEAT_S, Live, Showing

MOST_CONNECTIONS: Final = 24
"""At once: a window and a strip need some eight; a program gone wild gets no more threads."""

log = logging.getLogger(__name__)

_FULL: Final = b"HTTP/1.0 503 Service Unavailable\r\nRetry-After: 2\r\nConnection: close\r\n\r\n"


class PageServer:
    """Serves the page while the block lasts."""

    answering: type[GuardedRequest]
    """Answers each of its requests."""

    def __init__(
        self, showing: Showing, *, token: str, port: int = 0, beat_s: float = BEAT_S
    ) -> None:
        self._token = token
        self._live = Live(showing, token, beat_s)
        self._http = _Http((LOOPBACK, port), partial(self.answering, self._live))
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.2}, name="local page"
        )

    @property
    def port(self) -> int:
        """Return the port that it listens on."""
        return int(self._http.server_address[1])

    def address(self, page: str = "/") -> str:
        """Return the address that opens *page* with this start's token; it is a secret."""
        return f"http://{LOOPBACK}:{self.port}{page}?t={self._token}"

    def changed(self) -> None:
        """Let every open page look at the view again, at once."""
        self._live.changed()

    def speak(self, language: str) -> None:
        """Have pages that nobody has told another language speak this one from now on."""
        self._live.showing = replace(self._live.showing, language=language)
        self._live.changed()

    def __enter__(self) -> Self:
        """Begin to serve."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        """End every stream and the server."""
        self._live.end()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Http(ThreadingHTTPServer):
    """A server of few threads: who comes when all are busy is told so and let go."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 16

    def __init__(self, place: tuple[str, int], answering: Any) -> None:
        self._room = threading.BoundedSemaphore(MOST_CONNECTIONS)
        super().__init__(place, answering)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve it in a thread of its own, where there is room for one more."""
        if self._room.acquire(blocking=False):
            super().process_request(request, client_address)
            return
        with suppress(OSError):
            request.settimeout(0)
            request.send(_FULL)
        self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve one connection and give its room back."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, *_whose: Any) -> None:
        """Keep what went wrong in the log: the page asks again by itself."""
        log.error("The agent could not answer its page", exc_info=sys.exc_info())
