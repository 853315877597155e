"""A hub on loopback for one till: a real HTTP server that can misbehave in many ways."""

import gzip
import json
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from agent.core.hub_words import HubRefused
from contracts.wire import base64url
from contracts.wire.enrolling import ENROL_PATH, EnrolReply, EnrolRequest
from contracts.wire.keys import KeyKind, derive
from contracts.wire.messages import read_object, write_message
from contracts.wire.redeeming import REDEMPTIONS_PATH, RedemptionRequest, UndoRequest
from contracts.wire.refusals import Refused
from contracts.wire.request_signature import read_signature, text_to_sign
from contracts.wire.slip_state import SLIP_STATE_PATH, SlipStateRequest
from contracts.wire.sync import SYNC_PATH
from contracts.wire.units import KeyId
from tests.fakes.hub import SECRET, MemoryHub

Said = tuple[int, Mapping[str, str], bytes]
"""Status, headers and body of an answer."""
Way = Callable[[BaseHTTPRequestHandler], Said | None]
"""A way to misbehave: an answer of its own, or None when it said what it wanted to say."""


@dataclass
class HubServer:
    """The server's side: who may ask, what was asked, and how to misbehave."""

    hub: MemoryHub
    public_key: bytes = b""
    code: str = ""
    """The one-time code that enrols."""
    url: str = ""
    ways: list[Way] = field(default_factory=list)
    """Each request takes the next one; when none is left the hub answers."""
    seen: list[tuple[str, Mapping[str, str], int]] = field(default_factory=list)
    signatures: set[bytes] = field(default_factory=set)
    stopped: Event = field(default_factory=Event)

    def answer(self, path: str, headers: Mapping[str, str], body: bytes) -> Said:
        """Answer as a hub that is well."""
        self.seen.append((path, headers, len(body)))
        try:
            if path == ENROL_PATH:
                return said(write_message(self._enrol(body)))
            self._require_signature(path, headers, body)
            if headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            return said(self._do(path, body))
        except HubRefused as refused:
            return problem(409, refused.code, time=refused.time)
        except Refused as refused:
            return problem(422, refused.refusal)

    def _do(self, path: str, body: bytes) -> bytes:
        if path == SYNC_PATH:
            return write_message(self.hub.sync(body))
        asked = read_object(body, longest=10**6)
        if path == REDEMPTIONS_PATH:
            return write_message(self.hub.redeem(RedemptionRequest.from_json(asked), 1.0))
        if path == SLIP_STATE_PATH:
            return write_message(self.hub.slip_state(SlipStateRequest.from_json(asked), 1.0))
        redemption = base64url.decode(path.removeprefix(f"{REDEMPTIONS_PATH}/").split("/")[0])
        return write_message(self.hub.undo(redemption, UndoRequest.from_json(asked)))

    def _enrol(self, body: bytes) -> EnrolReply:
        asked = EnrolRequest.from_json(read_object(body, longest=10**4))
        if asked.code != self.code:
            raise HubRefused("wrong_credentials", "")
        if self.public_key not in {b"", asked.public_key}:
            raise HubRefused("mismatch", "")
        self.public_key = asked.public_key
        key_id = KeyId(0)
        return EnrolReply(
            till=self.hub.till,
            shop=self.hub.shop,
            enrolment=self.hub.enrolment,
            generation=self.hub.generation,
            host="points.example.kz",
            bot=None,
            claim_key_id=key_id,
            claim_key=derive(SECRET, KeyKind.CLAIM, self.hub.till, key_id),
            hub_url=self.url,
            time=self.hub.now,
        )

    def _require_signature(self, path: str, headers: Mapping[str, str], body: bytes) -> None:
        signature = read_signature(headers)
        if abs(signature.time - self.hub.now) > 300:
            raise HubRefused("clock_skew", "", self.hub.now)
        if signature.signature in self.signatures:
            raise HubRefused("replayed", "")
        self.signatures.add(signature.signature)
        text = text_to_sign("POST", path, signature.time, body)
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature.signature, text)
        except InvalidSignature as error:
            raise HubRefused("unauthenticated", "") from error


def said(body: bytes, status: int = 200, kind: str = "application/json") -> Said:
    """Return an answer."""
    return status, {"Content-Type": kind}, body


def problem(status: int, code: str, **more: object) -> Said:
    """Return a refusal as the hub says it."""
    body = json.dumps({"title": "A sentence.", "status": status, "code": code, **more}).encode()
    return said(body, status, "application/problem+json")


@contextmanager
def serving(server: HubServer) -> Iterator[HubServer]:
    """Serve on a port of loopback's; `server.url` says where."""

    class Handler(BaseHTTPRequestHandler):
        """Answers each request by the next way, or as the hub."""

        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:  # http.server's name
            """Answer a POST."""
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            way = server.ways.pop(0) if server.ways else None
            answer = way(self) if way else server.answer(self.path, self.headers, body)  # type: ignore[arg-type]  # a Message reads like a Mapping
            if answer is None:
                self.close_connection = True
                return
            status, headers, content = answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """Keep silent."""

    class Listener(ThreadingHTTPServer):
        """Does not complain of clients that hang up."""

        daemon_threads = True

        def handle_error(self, *args: object) -> None:
            """Keep silent."""

    listener = Listener(("127.0.0.1", 0), Handler)
    thread = Thread(target=listener.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    server.url = f"http://127.0.0.1:{listener.server_port}"
    try:
        yield server
    finally:
        server.stopped.set()
        listener.shutdown()
        listener.server_close()
        thread.join(5)


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """Cut the connection before a word is said."""
    handler.connection.shutdown(socket.SHUT_RDWR)


def hang_up_halfway(handler: BaseHTTPRequestHandler) -> None:
    """Promise a long answer and cut it."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
    handler.wfile.write(b"Content-Length: 100000\r\n\r\n{")
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)


def no_http(handler: BaseHTTPRequestHandler) -> None:
    """Speak another protocol."""
    handler.wfile.write(b"220 smtp.example.kz ESMTP\r\n")
