"""Posts to addresses that strangers named: to the outside only, and never longer than it pays.

The host's name is looked up once, every address found is judged, and the connection is made to the
one that was judged: a name that says something else a moment later changes nothing.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from contracts.wire.refusals import Refused
from hub.core.addresses import Address, is_outside
from hub.core.ports.webhooks import NotDelivered
from hub.core.webhooks import read_url

STEP_S: Final = 5.0
"""Seconds for the connection, for one write, for one read."""
WHOLE_S: Final = 15.0
"""Seconds for the whole of it, however slowly the other side drips."""
LARGEST_ANSWER: Final = 16 * 1024
"""Bytes of an answer that are read; nobody looks at more than its status."""

Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of *host*, or none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(it[4][0]) for it in found]


class HttpWebhookSender:
    """The WebhookSender port over httpx."""

    def __init__(
        self,
        *,
        allowed: Callable[[Address], bool] = is_outside,
        resolve: Resolve = resolve,
        trust: ssl.SSLContext | None = None,
        plain: bool = False,
        whole_s: float = WHOLE_S,
    ) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._trust = trust or ssl.create_default_context()
        self._plain = plain
        self._whole_s = whole_s

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        """Post *body* and return when it was taken; or raise NotDelivered."""
        try:
            parts = urlsplit(read_url(url, plain=self._plain))
        except Refused as error:
            raise NotDelivered("an address that is not allowed") from error
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = self._judged(host, port)
        shown = f"[{address}]" if address.version == 6 else str(address)
        target = parts._replace(netloc=f"{shown}:{port}").geturl()
        said = {**headers, "Host": parts.netloc, "Content-Type": "application/json",
                "User-Agent": "Baursak-Webhooks/1"}  # fmt: skip
        status = self._post(target, host, said, body)
        if not 200 <= status < 300:
            raise NotDelivered(f"answered {status}")

    def _judged(self, host: str, port: int) -> Address:
        """Return an address of *host* to connect to; all that it has must be outside."""
        found = [ip_address(it.split("%", 1)[0]) for it in self._resolve(host, port)]
        if not found:
            raise NotDelivered("its name is not known")
        if not all(self._allowed(it) for it in found):
            raise NotDelivered("an address that is not allowed")
        return found[0]

    def _post(self, target: str, host: str, headers: Mapping[str, str], body: bytes) -> int:
        """Return the status of the answer; or raise NotDelivered."""
        line = _Line(self._whole_s)
        extensions = {"sni_hostname": host, "trace": line.trace}
        try:
            with (
                line,
                httpx.Client(
                    verify=self._trust, timeout=STEP_S, trust_env=False, follow_redirects=False
                ) as client,
                client.stream(
                    "POST", target, content=body, headers=headers, extensions=extensions
                ) as answer,
            ):
                read = 0
                for part in answer.iter_raw():
                    read += len(part)
                    if read > LARGEST_ANSWER:
                        break
                return answer.status_code
        except httpx.TimeoutException as error:
            raise NotDelivered("it took too long") from error
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
            why = "it took too long" if line.cut else f"no connection: {type(error).__name__}"
            raise NotDelivered(why) from error


class _Line:
    """Cuts the connection when its time is over: timeouts of single reads never end a drip."""

    def __init__(self, whole_s: float) -> None:
        self._timer = threading.Timer(whole_s, self._end)
        self._socket: socket.socket | None = None
        self.cut = False

    def __enter__(self) -> "_Line":
        """Begin to count."""
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop counting."""
        self._timer.cancel()
        self._timer.join()

    def trace(self, event: str, facts: Mapping[str, Any]) -> None:
        """Remember the socket as httpx opens it, and again when TLS has wrapped it."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._socket = facts["return_value"].get_extra_info("socket")

    def _end(self) -> None:
        self.cut = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
