"""gunicorn as the hub uses it: nobody holds its threads by being slow."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from gunicorn.config import Config

from hub.adapters.server import timed_worker
from tests.hub.adapters.slow_server import WHOLE_S

ROOT = Path(__file__).parents[3]
START_S = 60.0
HEAD = b"GET /%s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Run a server with two threads and little patience; return its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    words = [sys.executable, "-m", "tests.hub.adapters.slow_server", str(port)]
    server = subprocess.Popen(words, cwd=ROOT, stderr=subprocess.DEVNULL)
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield port
    server.terminate()
    server.wait(30)


def _line(port: int, said: bytes) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port), START_S)
    line.sendall(said)
    return line


def _rest(line: socket.socket) -> bytes:
    """Return all that comes until the server ends the connection."""
    heard = b""
    while part := line.recv(4096):
        heard += part
    return heard


def test_who_is_quick_is_answered(port: int) -> None:
    """An ordinary request."""
    with _line(port, HEAD % b"0" + b"\r\n") as line:
        assert _rest(line).endswith(b"\r\n\r\n1\r\n0\r\n0\r\n\r\n")


@pytest.mark.parametrize(
    "said",
    [
        HEAD % (b"0" * 5000) + b"\r\n",
        HEAD % b"0" + b"A: " + b"b" * 10_000 + b"\r\n\r\n",
        HEAD % b"0" + b"A: b\r\n" * 100 + b"\r\n",
        b"\x16\x03\x01\r\n\r\n",
    ],
    ids=["line", "header", "headers", "TLS"],
)
def test_what_is_no_request_is_a_problem(port: int, said: bytes) -> None:
    """Its answer has the shape of all answers, and repeats nothing of what came."""
    with _line(port, said) as line:
        head, _, body = _rest(line).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"Content-Type: application/problem+json" in head
    assert json.loads(body)["code"] == "malformed"


@pytest.mark.parametrize(
    "begun",
    [
        b"GET / HTTP/1.1\r\nHo",
        HEAD % b"0" + b"Content-Length: 100\r\n\r\nhalf a bo",
        HEAD % b"0" + b"Upgrade: websocket\r\nContent-Length: 100\r\n\r\nhalf a bo",
    ],
    ids=["head", "body", "a body behind an upgrade"],
)
def test_who_sends_half_and_waits_is_cut_off(port: int, begun: bytes) -> None:
    """Two of them take both threads; the next one is answered all the same."""
    with ExitStack() as stack:
        slow = [stack.enter_context(_line(port, begun)) for _ in range(2)]
        quick = stack.enter_context(_line(port, HEAD % b"0" + b"\r\n"))
        assert b"200 OK" in _rest(quick)
        for line in slow:
            assert b"200 OK" not in _rest(line)


def test_a_socket_for_long_is_not_cut_off(port: int) -> None:
    """What asked for an upgrade takes the time that it takes."""
    longer = str(WHOLE_S * 2).encode()
    with _line(port, HEAD % longer + b"\r\n") as line:
        assert _rest(line) == b""
    with _line(port, HEAD % longer + b"Upgrade: websocket\r\n\r\n") as line:
        assert b"200 OK" in _rest(line)


class HeldPool:
    """A pool whose lock belongs to the thread that a signal interrupts."""

    def shutdown(self, *, wait: bool) -> None:
        """Say what would happen."""
        pytest.fail(f"waits for itself ({wait=})")


def test_ctrl_c_takes_no_lock_of_what_it_interrupts() -> None:
    """The signal says that it is over, and the loop ends by itself."""
    worker = timed_worker(1.0, 1.0)(0, os.getpid(), [], None, 1, Config(), None)
    worker.method_queue.init()
    worker.tpool = HeldPool()
    worker.handle_quit(signal.SIGINT, None)
    assert not worker.alive
    worker.method_queue.close()
    worker.tmp.close()
