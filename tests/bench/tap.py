"""What the tap costs: from the POS's cut to the slip's last byte, against socat in one run."""

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from importlib import resources
from itertools import count
from pathlib import Path

from agent.app import enrol_locally
from agent.config import LINK_FILE, SETTINGS_FILE
from hardware.captures.catalogue import CAPTURES
from hardware.captures.making import job_of
from hardware.escpos.commands import CommandReader
from hardware.escpos.printing import PrintoutReader

RECEIPTS = 300
"""Each goes through socat and then through the relay, so that the same noise meets both."""
STATUS_ASKED = 100
PAUSE_S = 0.01
LONGEST_S = 5.0
CUT = 3
"""Bytes of the cut, which comes last."""
IDLE_AGAIN_S = 1.2
"""After this the relay asks its brain again."""
ASK = b"\x10\x04\x01"
TINY_BRAIN = (sys.executable, "-m", "tests.hardware.taps.brain", "{link}")
"""Releases what comes and puts a slip of a few bytes at each `|`: the relay's own time alone."""

REAL_BRAIN = (sys.executable, "-m", "installers", "agent", "brain", "--home", "{home}")
IN_MEMORY = Path("/dev/shm")  # noqa: S108  # a folder of our own is made in it
"""Where a sync costs nothing: what is left is our own time and the transport's."""
WARM_UP = 5
"""Receipts before the measured ones: a till has printed one since it was switched on."""
TEXTS = ("webkassa-36-ru-kofd", "superkassa-80-both", "rkeeper-42-ru-tabs", "shtrih-42-ru")
PICTURES = ("drawn-32-ru", "drawn-32-kk-columns", "1c-48-ru-logo")

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


def run() -> dict[str, object]:
    """Measure the real brain: its own time (outbox in memory), with the disk, and raster."""
    own = measured(home_on=IN_MEMORY, receipts=receipts("rkeeper-42-ru-tabs", whole=False))
    disk = measured(home_on=None, receipts=receipts("rkeeper-42-ru-tabs", whole=False))
    raster = measured(home_on=IN_MEMORY, receipts=receipts("iiko-42-ru-drawn-code", whole=True))
    relay = measured(brain=TINY_BRAIN, receipts=tiny_receipts())
    return {
        "receipts": RECEIPTS,
        "added_p50_ms": own["added_p50_ms"],
        "added_p99_ms": own["added_p99_ms"],
        "socat_p50_ms": own["socat_p50_ms"],
        "socat_p99_ms": own["socat_p99_ms"],
        "without_slip": own["without_slip"],
        "with_disk_without_slip": disk["without_slip"],
        "raster_without_slip": raster["without_slip"],
        "with_disk_added_p50_ms": disk["added_p50_ms"],
        "with_disk_added_p99_ms": disk["added_p99_ms"],
        "raster_added_p50_ms": raster["added_p50_ms"],
        "raster_added_p99_ms": raster["added_p99_ms"],
        "relay_alone_added_p50_ms": relay["added_p50_ms"],
        "relay_alone_added_p99_ms": relay["added_p99_ms"],
        "status_added_p99_ms": own["status_added_p99_ms"],
        **reading_speed(),
    }


def measured(
    *,
    receipts: Iterator[Receipt],
    brain: Sequence[str] = REAL_BRAIN,
    home_on: Path | None = None,
) -> dict[str, float]:
    """Measure a relay with the brain of this command line, its folder below *home_on*."""
    seen: list[float | None] = []
    socat: list[float | None] = []
    with ExitStack() as stack:
        through_socat = stack.enter_context(_socat())
        through_relay = stack.enter_context(_relay(brain, home_on))
        status = {"socat": _status_s(*through_socat), "relay": _status_s(*through_relay)}
        for _ in range(WARM_UP):
            _latency_s(*through_relay, next(receipts), slip=True)
        for _ in range(RECEIPTS):
            receipt = next(receipts)
            socat.append(_latency_s(*through_socat, receipt, slip=False))
            seen.append(_latency_s(*through_relay, receipt, slip=True))
    ours = [it for it in seen if it is not None]
    theirs = [it for it in socat if it is not None]
    return {
        "without_slip": len(seen) - len(ours),
        "added_p50_ms": _ms(_part(ours, 0.5) - _part(theirs, 0.5)),
        "added_p99_ms": _ms(_part(ours, 0.99) - _part(theirs, 0.99)),
        "socat_p50_ms": _ms(_part(theirs, 0.5)),
        "socat_p99_ms": _ms(_part(theirs, 0.99)),
        "status_added_p99_ms": _ms(_part(status["relay"], 0.99) - _part(status["socat"], 0.99)),
    }


def receipts(name: str, *, whole: bool) -> Iterator[Receipt]:
    """Make receipts like the capture of this name, each another sale.

    In two parts, the tail from its last feed to its cut; or *whole*, as drivers send pictures.
    """
    capture = next(it for it in CAPTURES if it.name == name)
    for seed in count(1):
        stream = job_of(replace(capture, seed=seed)).data
        reader = PrintoutReader()
        segments = reader.feed(stream)
        if len(segments) == 1 and segments[0].gaps and segments[0].end == len(stream):
            at = 0 if whole else segments[0].gaps[-1].offset
            yield stream[:at], stream[at:]


def reading_speed() -> dict[str, float]:
    """Return how fast commands are told apart, and how fast paper is read, in MB/s."""
    found = {}
    for kind, names in (("text", TEXTS), ("raster", PICTURES)):
        corpus = b"".join(capture_bytes(name) for name in names * 20)
        for what, make in (("", CommandReader), ("paper_", PrintoutReader)):
            rates = []
            for _ in range(5):
                reader = make()
                began = time.process_time()
                reader.feed(corpus)
                rates.append(len(corpus) / 1e6 / (time.process_time() - began))
            found[f"{what}{kind}_mb_s"] = round(sorted(rates)[2], 2)
    return found


def capture_bytes(name: str) -> bytes:
    """Return one of our captures."""
    return resources.files("hardware.captures").joinpath(f"{name}.bin").read_bytes()


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
def _relay(
    brain: Sequence[str], home_on: Path | None
) -> Iterator[tuple[socket.socket, socket.socket]]:
    """Yield a POS's line through a relay with its brain, and the printer's end of it."""
    printer, port = Printer(), _free_port()
    with tempfile.TemporaryDirectory(dir=home_on) as folder, ExitStack() as stack:
        link, log = Path(folder, LINK_FILE), Path(folder, "log")
        Path(folder, SETTINGS_FILE).write_text(
            'total_max = "9999999.00"\n[printer]\nprofile = "epson-tm"\n'
        )
        enrol_locally(Path(folder), till=1, host="demo.baursak.example", bot=None)
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
        named = [word.format(link=link, home=folder) for word in brain]
        thinking = stack.enter_context(subprocess.Popen(named))
        stack.callback(thinking.terminate)
        until = time.monotonic() + LONGEST_S
        while "brain: connected" not in (log.read_text() if log.exists() else ""):
            assert time.monotonic() < until, "the brain did not connect"
            time.sleep(0.01)
        time.sleep(1.5)  # The line was opened before the brain came: it is its own when idle.
        yield pos, line


def _latency_s(
    pos: socket.socket, line: socket.socket, receipt: Receipt, *, slip: bool
) -> float | None:
    """Print a receipt; return the seconds from sending its tail to the last byte on paper.

    None when the receipt came out without its slip: the disk or the machine took 300 ms.
    """
    body, tail = receipt
    pos.sendall(body)
    _got(line, len(body))
    time.sleep(PAUSE_S)
    began = time.perf_counter()
    pos.sendall(tail)
    paper = b""
    while not (
        paper.endswith(tail[-CUT:]) and (len(paper) > len(tail) or (paper == tail and not slip))
    ):
        paper += line.recv(65536)
        if slip and paper == tail:
            time.sleep(IDLE_AGAIN_S)
            return None
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
