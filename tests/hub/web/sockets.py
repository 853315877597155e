"""A real server in this process, and clients of its WebSocket."""

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from flask import Flask
from simple_websocket import Client  # type: ignore[import-untyped]  # it has no types
from werkzeug.serving import make_server

WAIT_S = 10.0
OPENING = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Key": "AAECAwQFBgcICQoLDA0ODw==",
    "Sec-WebSocket-Version": "13",
}
"""What a client says to open a socket."""


@contextmanager
def serving(app: Flask, port: int = 0) -> Iterator[str]:
    """Serve *app* on loopback while the block lasts, on that *port* or any; return HOST:PORT."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    # Its threads end by themselves: every socket of a test is closed by then.
    server.daemon_threads = True  # type: ignore[attr-defined]  # of the threaded server
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def knock(place: str, headers: dict[str, str]) -> int:
    """Ask for a socket, and return the status of the answer."""
    with closing(http.client.HTTPConnection(place, timeout=WAIT_S)) as line:
        line.request("GET", "/api/v1/live", headers={**OPENING, **headers})
        with line.getresponse() as answer:
            return answer.status


class Listener:
    """Somebody who listens to the hub."""

    def __init__(self, place: str, hello: object, origin: str | None = None) -> None:
        headers = {} if origin is None else {"Origin": origin}
        self.ws = Client.connect(f"ws://{place}/api/v1/live", headers=headers)
        self.ws.send(hello if isinstance(hello, str) else json.dumps(hello))

    def next(self) -> dict[str, Any] | None:
        """Return what the hub says next, or None when it says nothing for long."""
        raw = self.ws.receive(timeout=WAIT_S)
        return None if raw is None else dict(json.loads(raw))

    def kinds(self, count: int) -> list[str]:
        """Return the kinds of the next *count* happenings."""
        return [said["kind"] for _ in range(count) if (said := self.next())]

    def close(self) -> None:
        """Go."""
        if self.ws.connected:
            self.ws.close()
        self.ws.thread.join(WAIT_S)
