"""How requests travel: straight, by a proxy, encrypted, over a connection that is kept."""

import base64
import os
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from agent.line_transport import LineTransport, transport_for

PATIENCE_S = 5.0
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Door:
    """A server that answers each request as it is told, and remembers what it was sent."""

    def __init__(self, answer: Callable[[socket.socket, bytes], None]) -> None:
        self._answer = answer
        self.heads: list[str] = []
        self.connections = 0
        self.over = Event()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._door.getsockname()[1]}"
        Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Take nobody any more."""
        self.over.set()
        self._door.close()

    def _serve(self) -> None:
        while not self.over.is_set():
            try:
                line, _ = self._door.accept()
            except OSError:
                return
            self.connections += 1
            Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        with line:
            while head := head_from(line):
                self.heads.append(head.decode("latin-1"))
                self._answer(line, head)


def head_from(line: socket.socket) -> bytes:
    """Return a request's head, b"" at the end."""
    read = b""
    while b"\r\n\r\n" not in read:
        try:
            piece = line.recv(65536)
        except OSError:
            return b""
        if not piece:
            return b""
        read += piece
    return read


def says(answer: bytes) -> Callable[[socket.socket, bytes], None]:
    """Return what answers so, always."""
    return lambda line, _: line.sendall(answer)


@contextmanager
def door(answer: Callable[[socket.socket, bytes], None]) -> Iterator[Door]:
    """Serve while the block lasts."""
    with closing(Door(answer)) as made:
        yield made


@contextmanager
def client(proxy: str | None = None, trust: ssl.SSLContext | None = None) -> Iterator[httpx.Client]:
    """Give a client that goes this way."""
    transport = LineTransport(trust or ssl.create_default_context(), proxy)
    with httpx.Client(transport=transport, timeout=PATIENCE_S) as made:
        yield made


def test_a_connection_is_kept_until_the_server_ends_it() -> None:
    """One for all requests, whatever the answers look like; a new one where it must be."""
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"
    until_the_end = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok"
    for answer, connections in ((OK, 1), (chunked, 1), (until_the_end, 3)):
        ends = answer is until_the_end

        def say(line: socket.socket, _: bytes, answer: bytes = answer, ends: bool = ends) -> None:
            line.sendall(answer)
            if ends:
                line.shutdown(socket.SHUT_RDWR)

        with door(say) as hub, client() as http:
            for _ in range(3):
                assert http.post(f"http://{hub.address}/x?a=1", content=b"body").text == "ok"
            assert hub.connections == connections
            assert hub.heads[0].startswith("POST /x?a=1 HTTP/1.1\r\n")
            assert f"Host: {hub.address}\r\n" in hub.heads[0]


def test_what_was_not_read_is_not_read_by_the_next_one() -> None:
    """Its connection is given up, and so is one whose answer is cut."""
    with door(says(OK)) as hub, client() as http:
        with http.stream("GET", f"http://{hub.address}/") as answer:
            assert answer.status_code == 200
        assert http.get(f"http://{hub.address}/").text == "ok"
        assert hub.connections == 2

    def cut(line: socket.socket, _: bytes) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok")
        line.shutdown(socket.SHUT_RDWR)

    with door(cut) as hub, client() as http, pytest.raises(httpx.RemoteProtocolError):
        http.get(f"http://{hub.address}/")


def test_two_at_once_do_not_wait_for_each_other() -> None:
    """A voucher does not wait for a sync; afterwards one connection is kept."""
    both = Event()

    def say(line: socket.socket, head: bytes) -> None:
        if b"/first" in head:
            assert both.wait(PATIENCE_S)
        both.set()
        line.sendall(OK)

    with door(say) as hub, client() as http:
        texts: list[str] = []
        first = Thread(target=lambda: texts.append(http.get(f"http://{hub.address}/first").text))
        first.start()
        texts.append(http.get(f"http://{hub.address}/second").text)
        first.join(PATIENCE_S)
        assert texts == ["ok", "ok"]
        for _ in range(3):
            http.get(f"http://{hub.address}/")
        assert hub.connections == 2


def test_no_answer_lasts_longer_than_the_patience() -> None:
    """Nor does its head, a letter at a time."""

    def drip(line: socket.socket, _: bytes) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\nX: ")
        while not hub.over.wait(0.05):
            line.sendall(b"x")

    with door(drip) as hub, client() as http, pytest.raises(httpx.ReadTimeout):
        http.get(f"http://{hub.address}/", timeout=0.3)


def test_a_plain_request_is_handed_to_the_proxy_whole() -> None:
    """With who comes, where the proxy's address says that."""
    with door(says(OK)) as proxy:
        with client(f"http://kassa:p%40ss@{proxy.address}") as http:
            assert http.get("http://hub.example.kz/x").text == "ok"
        assert proxy.heads[0].startswith("GET http://hub.example.kz/x HTTP/1.1\r\n")
        who = base64.b64encode(b"kassa:p@ss").decode()
        assert f"Proxy-Authorization: Basic {who}\r\n" in proxy.heads[0]


def test_a_tunnel_leads_through_the_proxy_to_the_hub_alone(tmp_path: Path) -> None:
    """The proxy sees where it leads, and who comes; the hub's certificate is looked at."""
    trust, key = certificate(tmp_path)
    with encrypted_hub(key) as port, door(tunnel) as proxy:
        with client(f"http://kassa:word@{proxy.address}", trust) as http:
            for _ in range(2):
                assert http.get(f"https://localhost:{port}/x").text == "ok"
        assert len(proxy.heads) == 1, "it is kept, like any connection"
        assert proxy.heads[0].startswith(f"CONNECT localhost:{port} HTTP/1.")
        assert "Proxy-Authorization: Basic " in proxy.heads[0]
        with (
            client(f"http://{proxy.address}") as http,
            pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"),
        ):
            http.get(f"https://localhost:{port}/x")


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", b"220 smtp\r\n\r\n"]
)
def test_a_proxy_that_lets_nobody_through_is_said_to(answer: bytes) -> None:
    """And the hub is not blamed."""
    with (
        door(says(answer)) as proxy,
        client(f"http://{proxy.address}") as http,
        pytest.raises(httpx.ProxyError),
    ):
        http.get("https://hub.example.kz/")


def test_which_way_is_gone(way: Callable[..., httpx.BaseTransport]) -> None:
    """The settings', else the system's; another kind of proxy is for httpx's own transport."""
    assert isinstance(way("http://10.0.0.1:3128"), LineTransport)
    assert isinstance(way("https://10.0.0.1:3128"), httpx.HTTPTransport)
    for wrong in ("gopher://10.0.0.1", "http://10.0.0.1:port"):
        with pytest.raises(ValueError, match=r".+"):
            way(wrong)


def test_the_systems_proxies_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """HTTPS_PROXY, ALL_PROXY and NO_PROXY, as everybody reads them."""
    for name in [it for it in os.environ if it.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    trust = ssl.create_default_context()
    with door(says(OK)) as proxy:
        for name in ("http_proxy", "all_proxy"):
            monkeypatch.setenv(
                name, proxy.address if name == "http_proxy" else f"http://{proxy.address}"
            )
            with httpx.Client(transport=transport_for("http://hub.kz", None, trust)) as http:
                assert http.get("http://hub.kz/").text == "ok"
            monkeypatch.delenv(name)
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        with httpx.Client(transport=transport_for(f"http://{proxy.address}", None, trust)) as http:
            assert http.get(f"http://{proxy.address}/").text == "ok"


@pytest.fixture
def way() -> Callable[..., httpx.BaseTransport]:
    """Return what chooses the way by a proxy's address."""
    trust = ssl.create_default_context()
    return lambda proxy: transport_for("https://hub.example.kz", proxy, trust)


def tunnel(line: socket.socket, head: bytes) -> None:
    """Lead through, as a proxy does."""
    host, _, port = head.split()[1].decode().rpartition(":")
    with socket.create_connection((host, int(port))) as on:
        line.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        back = Thread(target=pump, args=(on, line), daemon=True)
        back.start()
        pump(line, on)
        back.join(PATIENCE_S)


def pump(source: socket.socket, target: socket.socket) -> None:
    """Move bytes until one side ends."""
    try:
        while piece := source.recv(65536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


@contextmanager
def encrypted_hub(key: Path) -> Iterator[int]:
    """Serve over TLS; give the port."""
    trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trust.load_cert_chain(key)
    with socket.create_server(("127.0.0.1", 0)) as entrance:

        def serve() -> None:
            while True:
                try:
                    line, _ = entrance.accept()
                    with trust.wrap_socket(line, server_side=True) as safe:
                        while head_from(safe):
                            safe.sendall(OK)
                except ssl.SSLError:
                    continue
                except OSError:
                    return

        Thread(target=serve, daemon=True).start()
        yield int(entrance.getsockname()[1])


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Make a certificate of localhost; return who trusts it, and the file that serves it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    text = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "hub.pem").write_bytes(secret + text)
    trust = ssl.create_default_context(cadata=text.decode())
    return trust, folder / "hub.pem"
