"""Scanners on real pseudo-terminals: plugged in, pulled out, in again."""

from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from hardware.serial.display import DisplayReader, Shown
from hardware.serial.line import LineGone, SerialLine
from hardware.serial.scans import Fault, Heard, Scan, ScanReader, Unreadable
from hardware.serial.troubles import Trouble
from hardware.serial.watching import FIRST_WAIT_S, STEADY_S, Watching, next_wait_s
from tests.hardware.serial.ptys import Device

PATIENCE_S = 20.0


class Till:
    """Hears what a watch tells."""

    def __init__(self, url: str) -> None:
        self.heard: Queue[Heard] = Queue()
        self.said: Queue[Trouble | None] = Queue()
        self.watch = Watching(SerialLine(url), ScanReader(), self.heard.put, self.said.put)

    def next_scan(self) -> Heard:
        """Return what was scanned next."""
        return self.heard.get(timeout=PATIENCE_S)

    def next_word(self) -> Trouble | None:
        """Return what was said of the line next."""
        return self.said.get(timeout=PATIENCE_S)


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    """Return a device that is not plugged in yet."""
    made = Device(tmp_path / "usb-Scanner_X-if00")
    yield made
    made.pull_out()


@pytest.fixture
def till(device: Device) -> Iterator[Till]:
    """Return a till that waits for the device."""
    made = Till(device.url)
    yield made
    made.watch.stop()
    assert not made.watch._thread.is_alive()


def test_a_scanner_is_heard_whenever_it_is_there(device: Device, till: Till) -> None:
    """Absent at first, plugged in, pulled out in the middle of a code, and in again."""
    till.watch.start()
    assert till.next_word() is Trouble.ABSENT
    device.plug_in()
    assert till.next_word() is None
    device.send(b"]Q1first\r\nno suf")
    assert till.next_scan() == Scan("first", "QR")
    device.send(b"fix")
    assert till.next_scan() == Scan("no suffix")
    device.send(b"\xff\xfe\r")
    assert till.next_scan() == Unreadable(Fault.NOISE, 2)
    device.send(b"half a co")
    device.pull_out()
    assert till.next_word() in (Trouble.BROKEN, Trouble.ABSENT)
    device.plug_in()
    while till.next_word() is not None:
        pass
    device.send(b"again\t")
    assert till.next_scan() == Scan("again")
    with pytest.raises(Empty):
        till.said.get_nowait()


def test_a_line_is_ours_alone(device: Device) -> None:
    """Whoever comes second is told that another program has it."""
    device.plug_in()
    first, second = SerialLine(device.url), SerialLine(device.url)
    first.open()
    with pytest.raises(LineGone) as told:
        second.open()
    assert told.value.trouble is Trouble.BUSY
    assert "Close the other program" in told.value.hint
    first.close()
    first.close()
    second.open()
    device.send(b"x")
    assert second.read(PATIENCE_S) == b"x"
    assert second.read(0.0) == b""
    second.close()


def test_a_line_that_is_not_there_says_so(tmp_path: Path) -> None:
    """Before it was opened, and when it is missing."""
    line = SerialLine(f"serial://{tmp_path}/ttyUSB7?baud=115200")
    with pytest.raises(LineGone):
        line.read(0.0)
    with pytest.raises(LineGone) as told:
        line.open()
    assert told.value.trouble is Trouble.ABSENT


@pytest.mark.parametrize("query", ["?baud=fast", "?parity=odds", "?colour=red"])
def test_settings_that_no_line_has_are_named(tmp_path: Path, query: str) -> None:
    """With what to correct; and the watch goes on, should somebody do it."""
    with pytest.raises(LineGone) as told:
        SerialLine(f"serial://{tmp_path}/x{query}").open()
    assert told.value.trouble is Trouble.WRONG
    assert "settings" in told.value.hint


def test_tries_to_open_grow_rarer() -> None:
    """From a quarter of a second to five; a line that held is looked for at once again."""
    waits = [next_wait_s(None, 0.0)]
    for _ in range(7):
        waits.append(next_wait_s(waits[-1], 0.1))
    assert waits == [0.25, 0.5, 1.0, 2.0, 4.0, 5.0, 5.0, 5.0]
    assert next_wait_s(5.0, STEADY_S) == FIRST_WAIT_S


def test_a_display_is_read_over_its_line(device: Device) -> None:
    """The same watch, another reader."""
    device.plug_in()
    shown: Queue[Shown] = Queue()
    opened: Queue[Trouble | None] = Queue()
    watch = Watching(SerialLine(device.url), DisplayReader(), shown.put, opened.put)
    watch.start()
    assert opened.get(timeout=PATIENCE_S) is None
    device.send(b"\x0c\x1bQATOTAL\r\x1bQB      935.00\r")
    assert shown.get(timeout=PATIENCE_S) == Shown(("TOTAL", "      935.00"))
    watch.stop()


def test_stopping_does_not_wait_for_a_port(tmp_path: Path) -> None:
    """Not for one that never comes, nor for one that nobody started."""
    till = Till(f"serial://{tmp_path}/nothing")
    till.watch.stop()
    till = Till(f"serial://{tmp_path}/nothing")
    till.watch.start()
    assert till.next_word() is Trouble.ABSENT
    till.watch.stop()
    assert not till.watch._thread.is_alive()
