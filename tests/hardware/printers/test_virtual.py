"""The virtual printer on real wires: TCP, a pty, a process of its own; and everything breaks."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import serial
from PIL import Image

from hardware.printers.device import Pace
from hardware.printers.faults import (
    CoverOpen,
    Dead,
    HangUp,
    PaperNearEnd,
    PaperOut,
    PowerCut,
    Refusing,
    Slow,
)
from hardware.printers.machine import Happening
from hardware.printers.virtual import VirtualPrinter
from tests.hardware.printers.marks import CUT, WIDE, black, native_qr, printed, read_by_zxing, same

LINE = b"Sum 935,00\n"
LINK = "https://t.me/baursakbot?startapp=abc"
JOB = LINE * 5 + native_qr(LINK.encode(), 6) + CUT
WAIT_S = 5.0


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    """Return a healthy printer on a free port."""
    with VirtualPrinter.on_tcp(WIDE) as it:
        yield it


def joined(printer: VirtualPrinter) -> socket.socket:
    """Return a connection to a printer."""
    return socket.create_connection(("127.0.0.1", printer.port), timeout=WAIT_S)


def told(peer: socket.socket, data: bytes, size: int = 1) -> bytes:
    """Return what a printer answers to *data*."""
    peer.sendall(data)
    heard = b""
    while len(heard) < size:
        heard += peer.recv(size - len(heard)) or pytest.fail("the printer hung up")
    return heard


def accepted(peer: socket.socket, data: bytes) -> int:
    """Return how many bytes of *data* could be sent until the peer's time-out."""
    sent = 0
    try:
        while sent < len(data):
            sent += peer.send(data[sent : sent + 4096])
    except TimeoutError:
        pass
    return sent


def eventually(happens: Callable[[], bool]) -> bool:
    """Tell whether something comes true in time."""
    deadline = time.monotonic() + WAIT_S
    while not happens():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True


def test_a_job_becomes_paper(printer: VirtualPrinter, tmp_path: Path) -> None:
    """What goes into the socket comes out as a piece with a code that can be read."""
    with joined(printer) as peer:
        peer.sendall(JOB)
    assert printer.wait_idle(WAIT_S)
    assert printer.received == JOB
    assert len(printer.pieces) == 1
    assert same(printer.pieces[0], printed(JOB)[0])
    assert read_by_zxing(printer.pieces[0]) == [LINK]
    assert [it.what for it in printer.events] == [Happening.CUT]
    printer.to_png(tmp_path / "paper.png")
    with Image.open(tmp_path / "paper.png") as picture:
        assert read_by_zxing(picture) == [LINK]


def test_one_is_served_at_a_time(printer: VirtualPrinter) -> None:
    """The second peer's bytes are read when the first has gone, and never mixed."""
    with joined(printer) as first, joined(printer) as second:
        second.sendall(b"B" * 100 + b"\n")
        first.sendall(b"A" * 10)
        time.sleep(0.05)
        first.sendall(b"A" * 10 + b"\n")
        assert eventually(lambda: len(printer.received) == 21)
        first.close()
        assert eventually(lambda: len(printer.received) == 122)
    assert printer.received == b"A" * 20 + b"\n" + b"B" * 100 + b"\n"


def test_status_is_answered_while_it_prints_slowly(printer: VirtualPrinter) -> None:
    """DLE EOT overtakes what is still to be printed."""
    printer.fault(Slow(bytes_per_s=2_000, dots_per_s=50))
    with joined(printer) as peer:
        peer.sendall(LINE * 100)
        begun = time.monotonic()
        assert told(peer, b"\x10\x04\x01") == b"\x12"
        assert time.monotonic() - begun < 1.0
        assert not printer.wait_idle(0.05)
        printer.fault(PaperNearEnd())
        assert told(peer, b"\x10\x04\x04") == b"\x1e"
    printer.clear()
    assert printer.wait_idle(WAIT_S)


def test_a_queued_question_waits_for_the_paper() -> None:
    """GS r is answered when all before it is printed."""
    with VirtualPrinter.on_tcp(WIDE, pace=Pace(dots_per_s=300)) as printer, joined(printer) as peer:
        begun = time.monotonic()
        assert told(peer, LINE * 3 + b"\x1dr\x01") == b"\0"
        assert time.monotonic() - begun > 0.25


def test_automatic_status_comes_unasked(printer: VirtualPrinter) -> None:
    """After GS a each change is told to whoever is connected."""
    with joined(printer) as peer:
        assert told(peer, b"\x1da\xff", 4) == bytes.fromhex("10000000")
        printer.fault(CoverOpen())
        assert told(peer, b"", 4) == bytes.fromhex("38000000")
        printer.clear(CoverOpen)
        assert told(peer, b"", 4) == bytes.fromhex("10000000")


def test_a_full_printer_is_felt_by_the_sender() -> None:
    """With the cover open the sender cannot go on for ever; shut, everything is printed once."""
    job = LINE * 40_000
    with VirtualPrinter.on_tcp(WIDE, buffer_bytes=256) as printer, joined(printer) as peer:
        printer.fault(CoverOpen())
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        peer.settimeout(0.2)
        sent = accepted(peer, job)
        assert sent < len(job)
        assert printer.status.cover_open
        printer.clear()
        assert eventually(lambda: printer.received == job[:sent])


def test_paper_runs_out_and_a_new_roll_goes_on(printer: VirtualPrinter) -> None:
    """The sender sees it at once; nothing of the job is lost or printed twice."""
    printer.fault(PaperOut(after_dots=60))
    with joined(printer) as peer:
        peer.sendall(JOB)
        assert eventually(lambda: printer.status.paper_end)
        assert told(peer, b"\x10\x04\x04") == b"\x7e"
        assert not printer.wait_idle(0.05)
        printer.clear(PaperOut)
        assert printer.wait_idle(WAIT_S)
        assert told(peer, b"\x10\x04\x04") == b"\x12"
    assert sum(map(black, printer.pieces)) == black(printed(JOB)[0])
    assert len(printer.pieces) == 2


def test_an_open_cover_stops_everything_but_status(printer: VirtualPrinter) -> None:
    """Bytes are taken into the buffer, nothing moves, and the reason can be asked."""
    printer.fault(CoverOpen())
    with joined(printer) as peer:
        peer.sendall(LINE)
        assert told(peer, b"\x10\x04\x02") == b"\x16"
        assert printer.pieces == []
        printer.clear()
        assert printer.wait_idle(WAIT_S)
    assert len(printer.pieces) == 1


def test_a_dead_printer_takes_the_connection_and_says_nothing(printer: VirtualPrinter) -> None:
    """It neither reads nor answers; alive again, it does both."""
    printer.fault(Dead())
    with joined(printer) as peer:
        peer.sendall(LINE + b"\x10\x04\x01")
        peer.settimeout(0.1)
        with pytest.raises(TimeoutError):
            peer.recv(1)
        assert printer.received == b""
        printer.clear()
        peer.settimeout(WAIT_S)
        assert peer.recv(1) == b"\x12"
    assert printer.wait_idle(WAIT_S)
    assert len(printer.pieces) == 1


def test_a_refusing_printer_cannot_be_reached(printer: VirtualPrinter) -> None:
    """Present and new connections fail; later it listens on the same port."""
    with joined(printer) as peer:
        peer.sendall(LINE)
        assert printer.wait_idle(WAIT_S)
        printer.fault(Refusing())
        with pytest.raises(ConnectionError):
            told(peer, b"\x10\x04\x01")
    with pytest.raises(ConnectionRefusedError):
        joined(printer)
    printer.clear()
    with joined(printer) as peer:
        assert told(peer, b"\x10\x04\x01") == b"\x12"


def test_a_connection_that_breaks_has_delivered_so_many_bytes(printer: VirtualPrinter) -> None:
    """The break comes after exactly that many; the next connection works."""
    printer.fault(HangUp(after_bytes=len(LINE) + 3))
    with joined(printer) as peer:
        peer.sendall(LINE * 3)
        with pytest.raises(ConnectionError):
            told(peer, b"")
    assert printer.received == (LINE * 3)[: len(LINE) + 3]
    with joined(printer) as peer:
        assert told(peer, b"\x10\x04\x01") == b"\x12"


def test_a_break_may_wait_for_its_connection(printer: VirtualPrinter) -> None:
    """Nobody is connected when the fault is set: the next peer has it."""
    printer.fault(HangUp())
    with pytest.raises(ConnectionError), joined(printer) as peer:
        told(peer, b"\x10\x04\x01")
    with joined(printer) as peer:
        assert told(peer, b"\x10\x04\x01") == b"\x12"


def test_a_power_cut_loses_what_is_not_burnt(printer: VirtualPrinter) -> None:
    """The line in the buffer is gone, the connection too, and settings are those of power-on."""
    with joined(printer) as peer:
        peer.sendall(LINE + b"\x1d!\x77half a line")
        assert printer.wait_idle(WAIT_S)
        printer.fault(PowerCut())
        with pytest.raises(ConnectionError):
            told(peer, b"\x10\x04\x01")
    with pytest.raises(ConnectionRefusedError):
        joined(printer)
    printer.clear()
    with joined(printer) as peer:
        peer.sendall(LINE)
    assert printer.wait_idle(WAIT_S)
    assert same(printer.pieces[0], printed(LINE * 2)[0])


def test_a_serial_printer_is_opened_like_any_port(tmp_path: Path) -> None:
    """Pyserial talks to the pty as it would to a cable."""
    link = tmp_path / "till-printer"
    with VirtualPrinter.on_pty(WIDE, link) as printer:
        assert printer.url == f"serial://{link}"
        with serial.Serial(str(link), 9600, timeout=WAIT_S) as port:
            port.write(bytes(range(32, 256)) + b"\x11\x13\x7f\n" + JOB + b"\x10\x04\x01")
            assert port.read(1) == b"\x12"
            assert printer.wait_idle(WAIT_S)
        assert printer.received == bytes(range(32, 256)) + b"\x11\x13\x7f\n" + JOB + b"\x10\x04\x01"
        assert read_by_zxing(printer.pieces[0]) == [LINK]
    assert not link.exists()


def test_a_serial_printer_without_power_is_gone(tmp_path: Path) -> None:
    """The cable reports a hang-up; with power again, the same name is a new port."""
    link = tmp_path / "till-printer"
    with VirtualPrinter.on_pty(WIDE, link) as printer:
        with serial.Serial(str(link), 9600, timeout=WAIT_S) as port:
            printer.fault(PowerCut())
            with pytest.raises((serial.SerialException, OSError)):
                port.write(b"\n" * 10)
        assert not link.exists()
        printer.clear()
        with serial.Serial(str(link), 9600, timeout=WAIT_S) as port:
            port.write(b"\x10\x04\x01")
            assert port.read(1) == b"\x12"


def test_stopping_is_quick_whatever_is_going_on() -> None:
    """A thread that hangs would hang every test after it."""
    printer = VirtualPrinter.on_tcp(WIDE, pace=Pace(dots_per_s=1))
    printer.start()
    with joined(printer) as peer:
        peer.sendall(LINE * 100)
        begun = time.monotonic()
        printer.stop()
        assert time.monotonic() - begun < 1.0
    with pytest.raises(ConnectionRefusedError):
        joined(printer)


def test_it_runs_as_a_program(tmp_path: Path) -> None:
    """It says where it listens, prints, and leaves its paper when told to end."""
    picture, received = tmp_path / "paper.png", tmp_path / "received.bin"
    command = [sys.executable, "-m", "hardware.printers.virtual", "--profile", "generic-80"]
    program = subprocess.Popen(
        [*command, "--png", str(picture), "--received", str(received)],
        stdout=subprocess.PIPE,
        text=True,
    )
    with program:
        assert program.stdout is not None
        port = int(program.stdout.readline().rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=WAIT_S) as peer:
            peer.sendall(JOB)
            assert told(peer, b"\x10\x04\x01") == b"\x12"
        program.send_signal(signal.SIGTERM)
        assert program.wait(WAIT_S) == 0
    assert received.read_bytes() == JOB + b"\x10\x04\x01"
    with Image.open(picture) as paper:
        assert read_by_zxing(paper) == [LINK]
