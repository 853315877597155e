"""gunicorn, told what it needs to know: threads for people, one process or several."""

import ctypes
import gc
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.http.errors import (
    InvalidResponseHeader,
    InvalidResponseHeaderName,
    ParseException,
)
from gunicorn.workers.gthread import ThreadWorker

from contracts.wire.refusals import Refusal

GRACE_S: Final = 20
"""For requests under way when the server is told to stop."""
TIMEOUT_S: Final = 60
"""A worker that has not answered its master for so long is replaced."""
HEAD_S: Final = 10.0
"""For the head of a request to arrive. A thread waits for it; a proxy in front waits cheaper."""
WHOLE_S: Final = 120.0
"""For the rest of a request and its answer: a long export over a slow line."""
COLLECT_AFTER: Final = 5_000
"""New objects between two looks for rings of garbage: what some ten requests leave behind."""
HEAPS: Final = 2
"""One for the main thread and one for all others."""
_M_ARENA_MAX: Final = -8
"""glibc's number for it (malloc.h)."""
LONGEST_LINE: Final = 4094
LONGEST_HEADER: Final = 8190
MOST_HEADERS: Final = 64


@dataclass(frozen=True, slots=True)
class Listening:
    """Where to listen and with how many hands."""

    address: str
    workers: int
    threads: int
    head_s: float = HEAD_S
    whole_s: float = WHOLE_S


class PlainLog(Logger):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's own words go where every log goes; the app logs the requests."""

    def setup(self, cfg: Any) -> None:
        """Add no handler of its own."""
        self.cfg = cfg
        self.error_log.propagate = True
        self.access_log.propagate = False


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """A gunicorn that is configured from here and makes the app in each of its workers."""

    def __init__(
        self, listening: Listening, make: Callable[[], Any], in_worker: Callable[[], None]
    ) -> None:
        self._listening = listening
        self._make = make
        self._in_worker = in_worker
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn its settings."""
        for name, value in {
            "bind": self._listening.address,
            "workers": self._listening.workers,
            "threads": self._listening.threads,
            "worker_class": timed_worker(self._listening.head_s, self._listening.whole_s),
            "logger_class": PlainLog,
            "timeout": TIMEOUT_S,
            "graceful_timeout": GRACE_S,
            "keepalive": 15,
            "limit_request_line": LONGEST_LINE,
            "limit_request_field_size": LONGEST_HEADER,
            "limit_request_fields": MOST_HEADERS,
            "control_socket_disable": True,
            "post_worker_init": lambda _worker: self._settle_in(),
        }.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the app, in a worker: no connection is shared with another process."""
        _few_heaps()
        return self._make()

    def _settle_in(self) -> None:
        """Keep the collector from looking at the app itself again and again, then begin."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(COLLECT_AFTER, 10, 10)
        self._in_worker()


def _few_heaps() -> None:
    """Let the C library keep two heaps, not one for each thread: those grow for hours."""
    with suppress(AttributeError, TypeError, OSError):  # not glibc's
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, HEAPS)


def every(seconds: float, work: Callable[[], None]) -> Callable[[], None]:
    """Do *work* now and every *seconds*, in a thread of its own; return what ends it."""
    ended = threading.Event()

    def run() -> None:
        work()
        while not ended.wait(seconds):
            work()

    threading.Thread(target=run, name="heartbeat", daemon=True).start()
    return ended.set


class Watch:
    """Cuts connections whose time is over; their threads then find nothing more to read."""

    def __init__(self) -> None:
        self._until: dict[socket.socket, float] = {}
        self._lock = threading.Lock()

    @contextmanager
    def over(self, line: socket.socket, seconds: float) -> Iterator[None]:
        """Watch over a connection during the block."""
        self.give(line, seconds)
        try:
            yield
        finally:
            self.release(line)

    def give(self, line: socket.socket, seconds: float) -> None:
        """Give a connection so much time from now on."""
        with self._lock:
            self._until[line] = time.monotonic() + seconds

    def release(self, line: socket.socket) -> None:
        """Let a connection take as long as it likes."""
        with self._lock:
            self._until.pop(line, None)

    def look(self) -> None:
        """Cut what is overdue."""
        now = time.monotonic()
        with self._lock:
            for line in [it for it, until in self._until.items() if until <= now]:
                del self._until[line]
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)


def opens_socket(headers: dict[str, str]) -> bool:
    """Whether a request asks for a WebSocket, and brings no body to be slow with."""
    bodiless = not headers.keys() & {"CONTENT-LENGTH", "TRANSFER-ENCODING"}
    return bodiless and headers.get("UPGRADE", "").lower() == "websocket"


def timed_worker(head_s: float, whole_s: float) -> type[Any]:
    """Return gunicorn's worker of threads, in which no connection holds a thread for ever."""

    class TimedWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
        """A worker with a watch over its connections."""

        def init_process(self) -> None:
            """Begin to look, in the worker's own process, a few times within the shortest time."""
            self.watch = Watch()
            every(min(head_s, whole_s) / 4, self.watch.look)
            super().init_process()

        def handle_quit(self, sig: int, frame: Any) -> None:
            """End by Ctrl+C as by SIGTERM: what is under way is finished.

            gunicorn's own way closes the pool within the signal, and waits for ever for its lock
            when the interrupted thread is the one that holds it.
            """
            self.handle_exit(sig, frame)

        def handle(self, conn: Any) -> Any:
            """Wait for the head of a request for so long."""
            with self.watch.over(conn.sock, head_s):
                return super().handle(conn)

        def handle_request(self, req: Any, conn: Any) -> Any:
            """Let the request and its answer take longer, and a WebSocket its own time."""
            if opens_socket(dict(req.headers)):
                self.watch.release(conn.sock)
            else:
                self.watch.give(conn.sock, whole_s)
            return super().handle_request(req, conn)

        def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
            """Answer what is no request as the API answers, before any app has seen it."""
            ours = isinstance(exc, InvalidResponseHeader | InvalidResponseHeaderName)
            if ours or not isinstance(exc, ParseException):
                super().handle_error(req, client, addr, exc)
                return
            self.log.info("no request: %s", type(exc).__name__)
            with suppress(OSError):
                client.sendall(_NO_REQUEST)

    return TimedWorker


def _no_request() -> bytes:
    """Return the answer to what cannot be read as a request."""
    code = Refusal.MALFORMED.value
    said = {
        "type": f"urn:baursak:refusal:{code}",
        "title": "The request is not in the right form, or its address or head is too long.",
        "status": 400,
        "code": code,
    }
    body = json.dumps(said).encode()
    head = (
        "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n"
        f"Content-Type: application/problem+json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


_NO_REQUEST: Final = _no_request()
