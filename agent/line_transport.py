"""What carries httpx's requests to the hub: the standard library's HTTP, one kept connection.

httpx's own transport brings three libraries that do the same again, once for asyncio and once
without: three megabytes of an idle till. This one goes straight or by an `http://` proxy; whoever
is behind another kind of proxy has httpx's own.
"""

import http.client
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from io import BufferedReader, RawIOBase
from socket import socket
from threading import Lock
from time import monotonic
from typing import Any, Final, Literal
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

_PIECE: Final = 65536
_TLS: Final = "https"
_PROXY_PORT: Final = 80
_NO_TUNNEL: Final = "Tunnel connection failed"
"""So http.client begins what it says of a proxy that lets nobody through."""


def transport_for(
    url: str, proxy: str | None, trust: ssl.SSLContext | Literal[True]
) -> httpx.BaseTransport:
    """Return what carries requests to *url*; no proxy is what HTTPS_PROXY and its kin say."""
    proxy = proxy or _proxy_of_system(url)
    if proxy is not None and not proxy.startswith("http://"):
        limits = httpx.Limits(max_connections=2, max_keepalive_connections=1)
        return httpx.HTTPTransport(verify=trust, proxy=proxy, limits=limits)
    return LineTransport(httpx.create_ssl_context() if trust is True else trust, proxy)


def _proxy_of_system(url: str) -> str | None:
    """Return by which proxy this computer reaches *url*, as HTTPS_PROXY and their kin say."""
    parts = urlsplit(url)
    if not parts.hostname or proxy_bypass(parts.hostname):
        return None
    known = getproxies()
    proxy = known.get(parts.scheme) or known.get("all")
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"


class LineTransport(httpx.BaseTransport):
    """Sends one request at a time over a connection that is kept; more at once get their own."""

    def __init__(self, trust: ssl.SSLContext, proxy: str | None) -> None:
        self._trust = trust
        self._proxy = urlsplit(proxy) if proxy else None
        self._proxy_port = (self._proxy and self._proxy.port) or _PROXY_PORT
        self._turn = Lock()
        self._kept: http.client.HTTPConnection | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send *request*; return the answer as soon as its headers are there."""
        line = self._line_for(request)
        with ExitStack() as unless_answered:
            unless_answered.callback(line.close)
            answer = self._asked(line, request)
            unless_answered.pop_all()
        headers = [(name.encode("latin-1"), it.encode("latin-1", "replace"))
                   for name, it in answer.getheaders()]  # fmt: skip
        return httpx.Response(answer.status, headers=headers, stream=_Body(self, line, answer))

    def close(self) -> None:
        """Let go of the kept connection."""
        with self._turn:
            if self._kept is not None:
                self._kept.close()
            self._kept = None

    def keep(self, line: http.client.HTTPConnection) -> None:
        """Keep a connection that is free again, if it is still open and none is kept."""
        with self._turn:
            if self._kept is None and line.sock is not None:
                self._kept = line
                return
        line.close()

    def _line_for(self, request: httpx.Request) -> http.client.HTTPConnection:
        with self._turn:
            line, self._kept = self._kept, None
        return line if line is not None else self._new_line(request.url)

    def _new_line(self, url: httpx.URL) -> http.client.HTTPConnection:
        if url.scheme not in {"http", _TLS} or not url.host:
            raise httpx.UnsupportedProtocol("the address is none of the web")
        host, port = url.raw_host.decode("ascii"), url.port
        nearest = self._proxy.hostname or "" if self._proxy else host
        at = self._proxy_port if self._proxy else port
        if url.scheme == "http":
            return http.client.HTTPConnection(nearest, at)
        line = http.client.HTTPSConnection(nearest, at, context=self._trust)
        if self._proxy:
            line.set_tunnel(host, port or http.client.HTTPS_PORT, self._proxy_headers())
        return line

    def _asked(
        self, line: http.client.HTTPConnection, request: httpx.Request
    ) -> http.client.HTTPResponse:
        patience = request.extensions["timeout"]
        if line.sock is None:
            _connect(line, patience["connect"])
        try:
            line.sock.settimeout(patience["write"])
            self._send(line, request)
        except TimeoutError as error:
            raise httpx.WriteTimeout(str(error)) from error
        except OSError as error:
            raise httpx.WriteError(str(error)) from error
        line.response_class = partial(_answer_within, patience["read"])  # type: ignore[assignment]  # called like the class
        with _reading():
            return line.getresponse()

    def _send(self, line: http.client.HTTPConnection, request: httpx.Request) -> None:
        by_proxy = self._proxy is not None and request.url.scheme != _TLS
        target = str(request.url) if by_proxy else request.url.raw_path.decode("ascii")
        line.putrequest(request.method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in request.headers.raw:
            line.putheader(name, value)
        if by_proxy:
            for known, said in self._proxy_headers().items():
                line.putheader(known, said)
        line.endheaders(request.read())

    def _proxy_headers(self) -> dict[str, str]:
        """Return what the proxy wants to know: who comes, where its address says that."""
        if self._proxy is None or self._proxy.username is None:
            return {}
        who = f"{unquote(self._proxy.username)}:{unquote(self._proxy.password or '')}"
        return {"Proxy-Authorization": f"Basic {b64encode(who.encode()).decode()}"}


class _Body(httpx.SyncByteStream):
    """What an answer holds, in the pieces in which it comes."""

    def __init__(
        self,
        transport: LineTransport,
        line: http.client.HTTPConnection,
        answer: http.client.HTTPResponse,
    ) -> None:
        self._transport, self._line, self._answer = transport, line, answer
        self._whole = False

    def __iter__(self) -> Iterator[bytes]:
        left = self._answer.length
        with _reading():
            while piece := self._answer.read1(_PIECE):
                left = left and left - len(piece)
                yield piece
        if left:
            raise httpx.RemoteProtocolError("the answer ends before its end")
        self._whole = True

    def close(self) -> None:
        """Keep the connection for the next request, if nothing of this answer is left on it."""
        self._answer.close()
        if self._whole:
            self._transport.keep(self._line)
        else:
            self._line.close()


class _Until(RawIOBase):
    """Reads from a socket until a moment, however many drops it comes in."""

    def __init__(self, raw: RawIOBase, line: socket, until: float) -> None:
        self._raw, self._line, self._until = raw, line, until

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read what is there, or what comes before it is too late."""
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError("too late")
        self._line.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        """Let go of the socket."""
        self._raw.close()
        super().close()


class _Dated:
    """A socket for http.client, of which it only asks for something to read from."""

    def __init__(self, line: socket, until: float) -> None:
        self._line, self._until = line, until

    def makefile(self, _mode: str) -> BufferedReader:
        """Return what reads from it."""
        return BufferedReader(_Until(self._line.makefile("rb", 0), self._line, self._until))


def _answer_within(patience_s: float, line: socket, **more: Any) -> http.client.HTTPResponse:
    """Return an answer that is read to its end within *patience_s*."""
    dated: Any = _Dated(line, monotonic() + patience_s)
    return http.client.HTTPResponse(dated, **more)


def _connect(line: http.client.HTTPConnection, patience_s: float) -> None:
    """Open the connection, through the proxy where there is one."""
    line.timeout = patience_s
    try:
        line.connect()
    except TimeoutError as error:
        raise httpx.ConnectTimeout(str(error)) from error
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        if str(error).startswith(_NO_TUNNEL) or isinstance(error, http.client.HTTPException):
            raise httpx.ProxyError("it lets nobody through") from error
        raise httpx.ConnectError(str(error)) from error


@contextmanager
def _reading() -> Iterator[None]:
    """Say in httpx's words what goes wrong while an answer comes."""
    try:
        yield
    except TimeoutError as error:
        raise httpx.ReadTimeout(str(error)) from error
    except http.client.HTTPException as error:
        raise httpx.RemoteProtocolError(str(error)) from error
    except OSError as error:
        raise httpx.ReadError(str(error)) from error
