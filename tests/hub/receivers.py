"""A partner's own system: a real server on loopback that keeps what it was told."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Told:
    """One request that came."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """What came, and what is answered."""

    port: int = 0
    told: list[Told] = field(default_factory=list)
    status: int = 200
    location: str = ""
    answer: bytes = b"ok"
    drip_s: float = 0.0
    """Seconds between the bytes of the answer's head."""
    over: threading.Event = field(default_factory=threading.Event)
    """Set at the end, so that nobody drips on."""


@contextmanager
def receiving(trust: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Receive on loopback while the block lasts, over TLS when *trust* holds a certificate."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        """Answers as the receiver says."""

        def do_POST(self) -> None:
            """Keep what came, and answer."""
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            receiver.told.append(Told(self.path, dict(self.headers), body))
            if receiver.drip_s:
                self._drip()
                return
            self.send_response(receiver.status)
            if receiver.location:
                self.send_header("Location", receiver.location)
            self.send_header("Content-Length", str(len(receiver.answer)))
            self.end_headers()
            self.wfile.write(receiver.answer)

        def _drip(self) -> None:
            try:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
                while not receiver.over.wait(receiver.drip_s):
                    self.wfile.write(b"x")
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - theirs
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if trust is not None:
        server.socket = trust.wrap_socket(server.socket, server_side=True)
    receiver.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
