"""gunicorn, told what it needs to know: threads for people, one process or several."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

GRACE_S: Final = 20
"""For requests under way when the server is told to stop."""
TIMEOUT_S: Final = 60
"""A worker that has not answered its master for so long is replaced."""
LONGEST_LINE: Final = 4094
LONGEST_HEADER: Final = 8190
MOST_HEADERS: Final = 64


@dataclass(frozen=True, slots=True)
class Listening:
    """Where to listen and with how many hands."""

    address: str
    workers: int
    threads: int


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
            "worker_class": "gthread",
            "logger_class": PlainLog,
            "timeout": TIMEOUT_S,
            "graceful_timeout": GRACE_S,
            "keepalive": 15,
            "limit_request_line": LONGEST_LINE,
            "limit_request_field_size": LONGEST_HEADER,
            "limit_request_fields": MOST_HEADERS,
            "control_socket_disable": True,
            "post_worker_init": lambda _worker: self._in_worker(),
        }.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the app, in a worker: no connection is shared with another process."""
        return self._make()


def every(seconds: float, work: Callable[[], None]) -> Callable[[], None]:
    """Do *work* now and every *seconds*, in a thread of its own; return what ends it."""
    ended = threading.Event()

    def run() -> None:
        work()
        while not ended.wait(seconds):
            work()

    threading.Thread(target=run, name="heartbeat", daemon=True).start()
    return ended.set
