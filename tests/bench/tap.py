"""What the tap costs: from the POS's cut to the slip's last byte, against socat in one run."""

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

RECEIPTS = 300
"""Each goes through socat and then through the relay, so that the same noise meets both."""
STATUS_ASKED = 100
PAUSE_S = 0.01
LONGEST_S = 5.0
ASK = b"\x10\x04\x01"
TINY_BRAIN = (sys.executable, "-m", "tests.hardware.taps.brain", "{link}")
"""Releases what comes and puts a slip of a few bytes at each `|`: the relay's own time alone."""

Receipt = tuple[bytes, bytes]
"""What a POS sends before, and what from the first feed to the cut."""


@dataclass
class Printer:
    """A printer in the bench's own thread, so that no other thread's turn is measured."""

    door: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"tcp://127.0.0.1:{self.door.getsockname()[1]}"

    def line(self) -> socket.socket:
        """Take the connection that was opened to it."""
        self.door.settimeout(LONGEST_S)
        line, _ = self.door.accept()
        line.settimeout(LONGEST_S)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line


def run(
    brain: Sequence[str] = TINY_BRAIN, receipts: Iterator[Receipt] | None = None
) -> dict[str, object]:
    """Measure a relay with the brain of this command line; `{link}` in it is the link's path."""
    source = receipts or tiny_receipts()
    ours: list[float] = []
    theirs: list[float] = []
    with ExitStack() as stack:
        through_socat = stack.enter_context(_socat())
        through_relay = stack.enter_context(_relay(brain))
        status = {"socat": _status_s(*through_socat), "relay": _status_s(*through_relay)}
        for _ in range(RECEIPTS):
            receipt = next(source)
            theirs.append(_latency_s(*through_socat, receipt, slip=False))
            ours.append(_latency_s(*through_relay, receipt, slip=True))
    return {
        "receipts": len(ours),
        "added_p50_ms": _ms(_part(ours, 0.5) - _part(theirs, 0.5)),
        "added_p99_ms": _ms(_part(ours, 0.99) - _part(theirs, 0.99)),
        "ours_p50_ms": _ms(_part(ours, 0.5)),
        "ours_p99_ms": _ms(_part(ours, 0.99)),
        "socat_p50_ms": _ms(_part(theirs, 0.5)),
        "socat_p99_ms": _ms(_part(theirs, 0.99)),
        "status_added_p99_ms": _ms(_part(status["relay"], 0.99) - _part(status["socat"], 0.99)),
    }


def tiny_receipts() -> Iterator[Receipt]:
    """Make receipts for the tiny brain: text, then a tail that begins with `|`, ends with `#`."""
    number = 0
    while True:
        number += 1
        lines = b"".join(
            b"%06d line %02d of a receipt  1 000,00\n" % (number, n) for n in range(40)
        )
        yield lines, b"|" + b"\n" * 8 + b"#"


@contextmanager
def _socat() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Yield a POS's line through socat, and the printer's end of it."""
    printer, port = Printer(), _free_port()
    command = ["socat", f"TCP-LISTEN:{port},nodelay,reuseaddr", printer.url.replace("//", "")]
    with subprocess.Popen([*command[:2], f"{command[2]},nodelay"]) as process:
        try:
            with _connected(port) as pos, printer.line() as line:
                yield pos, line
        finally:
            process.terminate()
            printer.door.close()


@contextmanager
def _relay(brain: Sequence[str]) -> Iterator[tuple[socket.socket, socket.socket]]:
    """Yield a POS's line through a relay with its brain, and the printer's end of it."""
    printer, port = Printer(), _free_port()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        link, log = Path(folder, "link"), Path(folder, "log")
        words = [
            "-m", "hardware.taps.relay", "--listen", f"tcp://127.0.0.1:{port}",
            "--printer", printer.url, "--link", str(link), "--log-file", str(log),
        ]  # fmt: skip
        stack.callback(printer.door.close)
        relay = stack.enter_context(
            subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL)
        )
        stack.callback(relay.terminate)
        pos = stack.enter_context(_connected(port))
        line = stack.enter_context(printer.line())
        named = [word.format(link=link) for word in brain]
        thinking = stack.enter_context(subprocess.Popen(named))
        stack.callback(thinking.terminate)
        until = time.monotonic() + LONGEST_S
        while "brain: connected" not in (log.read_text() if log.exists() else ""):
            assert time.monotonic() < until, "the brain did not connect"
            time.sleep(0.01)
        time.sleep(1.5)  # The line was opened before the brain came: it is its own when idle.
        yield pos, line


def _latency_s(pos: socket.socket, line: socket.socket, receipt: Receipt, *, slip: bool) -> float:
    """Print a receipt; return the seconds from sending its tail to the last byte on paper."""
    body, tail = receipt
    pos.sendall(body)
    _got(line, len(body))
    time.sleep(PAUSE_S)
    began = time.perf_counter()
    pos.sendall(tail)
    paper = b""
    while not (paper.endswith(tail) and (len(paper) > len(tail) or not slip)):
        paper += line.recv(65536)
        assert not slip or paper != tail, "a receipt came out without its slip"
    return time.perf_counter() - began


def _status_s(pos: socket.socket, line: socket.socket) -> list[float]:
    """Ask for status again and again; return the seconds until each answer was back."""
    pos.settimeout(LONGEST_S)
    taken = []
    for _ in range(STATUS_ASKED):
        began = time.perf_counter()
        pos.sendall(ASK)
        assert _got(line, len(ASK)) == ASK
        line.sendall(b"\x12")
        assert pos.recv(1) == b"\x12"
        taken.append(time.perf_counter() - began)
    return taken


def _got(line: socket.socket, size: int) -> bytes:
    """Return exactly *size* bytes of what the printer gets."""
    return line.recv(size, socket.MSG_WAITALL)


def _connected(port: int) -> socket.socket:
    """Connect as a POS, as soon as somebody listens."""
    until = time.monotonic() + LONGEST_S
    while True:
        try:
            line = socket.create_connection(("127.0.0.1", port), LONGEST_S)
        except OSError:
            assert time.monotonic() < until, "nobody listens"
            time.sleep(PAUSE_S)
        else:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return line


def _free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def _part(values: list[float], part: float) -> float:
    """Return the value below which this part of *values* lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def _ms(seconds: float) -> float:
    """Return milliseconds."""
    return round(seconds * 1000, 3)
