"""A relay process, a printer that records, a POS and a scripted brain, for tests of the relay."""

import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from hardware.taps.link import Bytes, Frame, FrameReader, Hello, encode
from hardware.taps.meeting import connect
from tests.programs import program_running

Spoken = TypeVar("Spoken", bound=Frame)

NO_LIMIT = 1 << 60
PATIENCE_S = 10.0
"""How long a test waits for what must come; a noisy machine is not a broken relay."""


def wait_until(true: Callable[[], bool], what: str) -> None:
    """Wait until *true* is, or fail saying *what* did not happen."""
    until = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < until, f"never happened: {what}"
        time.sleep(0.002)


class RecordingPrinter:
    """A network printer that keeps what it got; answers `DLE EOT 1` with one byte."""

    def __init__(self, *, paused: bool = False) -> None:
        self.got = bytearray()
        self.times: list[tuple[int, float]] = []
        self.connections = 0
        self.hung_up = 0
        """How often the other side ended a connection."""
        self._most = 0 if paused else NO_LIMIT
        self._lines: list[socket.socket] = []
        self.appear(0)

    def appear(self, port: int) -> None:
        """Listen on *port*, 0 for any."""
        self._door = socket.create_server(("127.0.0.1", port))
        if self._most == 0:
            self._door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.port: int = self._door.getsockname()[1]
        threading.Thread(target=self._listen, args=(self._door,), daemon=True).start()

    def say(self, data: bytes) -> None:
        """Send *data* on the newest connection."""
        self._lines[-1].sendall(data)

    def read_some(self, size: int) -> None:
        """Read on until *size* bytes in all, then no further."""
        self._most = size
        wait_until(lambda: len(self.got) >= size, f"{size} bytes on paper")

    def go_on(self) -> None:
        """Read everything from now on."""
        self._most = NO_LIMIT

    def hang_up(self) -> None:
        """Drop every connection; listening goes on."""
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self._lines.clear()

    def vanish(self) -> None:
        """Drop every connection and listen no more."""
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self.hang_up()

    def time_of(self, offset: int) -> float:
        """Return when the byte before *offset* had arrived."""
        return next(when for size, when in self.times if size >= offset)

    def _listen(self, door: socket.socket) -> None:
        while True:
            try:
                line, _ = door.accept()
            except OSError:
                return
            self.connections += 1
            self._lines.append(line)
            threading.Thread(target=self._read, args=(line,), daemon=True).start()

    def _read(self, line: socket.socket) -> None:
        while True:
            room = min(4096, self._most - len(self.got))
            if room <= 0:
                time.sleep(0.002)
                continue
            try:
                data = line.recv(room)
            except OSError:
                return
            if not data:
                self.hung_up += line in self._lines
                return
            self.got += data
            self.times.append((len(self.got), time.monotonic()))
            if b"\x10\x04\x01" in data:
                line.sendall(b"\x12")


class ScriptedBrain:
    """A brain in the test: it hears everything and says what the test tells it to."""

    def __init__(self, link: Path) -> None:
        self.heard: list[Frame] = []
        self.is_left = False
        """Whether the relay hung up."""
        self._line = connect(link)
        threading.Thread(target=self._listen, daemon=True).start()

    def say(self, *frames: Frame) -> None:
        """Say these words at once."""
        self._line.sendall(b"".join(encode(frame) for frame in frames))

    def say_raw(self, data: bytes) -> None:
        """Say bytes that need not be frames."""
        self._line.sendall(data)

    def hears(self, kind: type[Spoken], count: int = 1) -> Spoken:
        """Wait until *count* frames of a kind were heard and return the last of them."""
        wait_until(lambda: self._count(kind) >= count, f"{count} × {kind.__name__}")
        return [frame for frame in self.heard if isinstance(frame, kind)][count - 1]

    def last(self, kind: type[Spoken]) -> Spoken:
        """Wait for a frame of a kind and return the newest that was heard."""
        self.hears(kind)
        return [frame for frame in self.heard if isinstance(frame, kind)][-1]

    def shown(self) -> int:
        """Return up to which offset bytes of any job were shown."""
        ends = [f.offset + len(f.data) for f in self.heard if isinstance(f, Bytes)]
        return max(ends, default=0)

    def leave(self) -> None:
        """Hang up."""
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)
        self._line.close()

    def _count(self, kind: type[object]) -> int:
        return sum(isinstance(frame, kind) for frame in self.heard)

    def _listen(self) -> None:
        reader = FrameReader()
        while True:
            try:
                data = self._line.recv(65536)
            except OSError:
                data = b""
            if not data:
                self.is_left = True
                return
            self.heard += reader.feed(data)


@dataclass
class Rig:
    """A running relay between a POS and a recording printer."""

    printer: RecordingPrinter
    link: Path
    port: int
    process: subprocess.Popen[str]
    log: Path
    _open: list[socket.socket] = field(default_factory=list)
    _brains: list[ScriptedBrain] = field(default_factory=list)

    def pos(self, source: str = "127.0.0.1") -> socket.socket:
        """Connect as a POS."""
        line = socket.create_connection(("127.0.0.1", self.port), 5, source_address=(source, 0))
        self._open.append(line)
        return line

    def brain(self) -> ScriptedBrain:
        """Connect as a brain and wait until the relay knows it."""
        self._brains.append(ScriptedBrain(self.link))
        self._brains[-1].hears(Hello)
        return self._brains[-1]

    def paper(self, data: bytes) -> None:
        """Wait until the printer got exactly *data* in all."""
        wait_until(lambda: len(self.printer.got) >= len(data), f"{len(data)} bytes on paper")
        assert bytes(self.printer.got) == data

    def close(self) -> None:
        """Hang up as every POS and every brain."""
        for line in self._open:
            line.close()
        for brain in self._brains:
            brain.leave()


def relay_command(printer: str, link: Path, *more: str, port: int = 0) -> list[str]:
    """Return a command line that starts a relay."""
    return [
        sys.executable, "-m", "hardware.taps.relay", "--listen", f"tcp://127.0.0.1:{port}",
        "--printer", printer, "--link", str(link), *more,
    ]  # fmt: skip


def port_of(line: str) -> int:
    """Return the port in a relay's line `relay: listening tcp://…:PORT`."""
    found = re.match(r"relay: listening tcp://127\.0\.0\.1:(\d+)", line)
    assert found, line
    return int(found[1])


@contextmanager
def running_relay(folder: Path, *more: str, paused_printer: bool = False) -> Iterator[Rig]:
    """Run a relay with its printer while the test lasts."""
    printer = RecordingPrinter(paused=paused_printer)
    link, log = folder / "link", folder / "relay.log"
    command = relay_command(f"tcp://127.0.0.1:{printer.port}", link, "--log-file", str(log), *more)
    with program_running(command, stdout=subprocess.PIPE) as process:
        rig = Rig(printer, link, 0, process, log)
        try:
            assert process.stdout
            rig.port = port_of(process.stdout.readline())
            wait_until(log.exists, "the relay has found its printer")
            yield rig
        finally:
            rig.close()
            process.terminate()
            process.wait()
            printer.vanish()
