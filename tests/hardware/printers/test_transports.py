"""Every transport keeps the same promises, on the real thing as far as a test machine has it."""

import os
import pty
import socket
import threading
import time
import tty
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import pytest

from hardware.printers.transport_tcp import TcpTransport
from hardware.printers.transport_urls import transport_for
from hardware.printers.transport_winspool import WinspoolTransport
from hardware.printers.transports import PrinterGone, Transport

WAIT_S = 5.0


class Device(Protocol):
    """The other end of a line."""

    url: str

    def get(self, size: int) -> bytes:
        """Return the next *size* bytes that the printer got."""

    def say(self, data: bytes) -> None:
        """Answer as a printer does."""

    def unplug(self) -> None:
        """Take the printer away."""

    def plug(self) -> None:
        """Bring it back at the same place."""

    def close(self) -> None:
        """Clear up after the test."""


class NetworkDevice:
    """A printer behind a TCP port."""

    def __init__(self, port: int = 0) -> None:
        self._line: socket.socket | None = None
        self._door = socket.create_server(("127.0.0.1", port))
        self._port = self._door.getsockname()[1]
        self.url = f"tcp://127.0.0.1:{self._port}"

    def get(self, size: int) -> bytes:
        return self._connected().recv(size, socket.MSG_WAITALL)

    def say(self, data: bytes) -> None:
        self._connected().sendall(data)

    def unplug(self) -> None:
        if self._line:
            self._line.close()
            self._line = None
        self._door.close()

    def plug(self) -> None:
        self._door = socket.create_server(("127.0.0.1", self._port))

    def close(self) -> None:
        self.unplug()

    def _connected(self) -> socket.socket:
        if self._line is None:
            self._door.settimeout(WAIT_S)
            self._line, _ = self._door.accept()
            self._line.settimeout(WAIT_S)
        return self._line


class PtyDevice:
    """A printer behind a pty, found under a path that stays."""

    def __init__(self, folder: Path, scheme: str) -> None:
        self._path = folder / "lp0"
        self.url = f"{scheme}://{self._path}"
        self._master = -1
        self.plug()

    def get(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            data += os.read(self._master, size - len(data))
        return data

    def say(self, data: bytes) -> None:
        os.write(self._master, data)

    def unplug(self) -> None:
        os.close(self._master)
        self._path.unlink()

    def plug(self) -> None:
        self._master, slave = pty.openpty()
        tty.setraw(slave)
        self._path.symlink_to(os.ttyname(slave))
        self._slave = slave

    def close(self) -> None:
        with suppress(OSError):
            os.close(self._slave)
        with suppress(OSError):
            self.unplug()


@pytest.fixture(params=["tcp", "serial", "usb"])
def device(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Device]:
    """Make each kind of device in turn."""
    device: Device = (
        NetworkDevice() if request.param == "tcp" else PtyDevice(tmp_path, request.param)
    )
    yield device
    device.close()


@pytest.fixture
def transport(device: Device) -> Iterator[Transport]:
    """Open a transport to the device."""
    transport = transport_for(device.url)
    transport.open()
    yield transport
    transport.close()


def send(transport: Transport, data: bytes) -> None:
    """Write all of *data*."""
    until = time.monotonic() + WAIT_S
    while data:
        data = data[transport.write(data, 0.5) :]
        assert time.monotonic() < until


def use(transport: Transport) -> None:
    """Write byte after byte until it fails, or WAIT_S is over."""
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until:
        transport.write(b"x", 0.05)
        transport.read(0.05)


def test_bytes_arrive_as_they_were(device: Device, transport: Transport) -> None:
    """Every byte value, in order, none translated, however big."""
    data = bytes(range(256)) * 64
    got = bytearray()
    reader = threading.Thread(target=lambda: got.extend(device.get(len(data))))
    reader.start()
    send(transport, data)
    reader.join(WAIT_S)
    assert got == data


def test_the_printer_is_heard(device: Device, transport: Transport) -> None:
    """Status bytes come out of read(), and nothing comes when nothing was said."""
    send(transport, b"\x10\x04\x01")
    assert device.get(3) == b"\x10\x04\x01"
    assert transport.read(0.01) == b""
    device.say(b"\x12\x13\x11")
    assert transport.read(WAIT_S) == b"\x12\x13\x11"


def test_a_printer_that_takes_nothing_is_not_waited_for(transport: Transport) -> None:
    """A full printer makes write() return 0 in time, and no byte is written twice."""
    started = time.monotonic()
    written = 0
    while taken := transport.write(b"x" * 65536, 0.05):
        written += taken
    assert written > 0
    assert time.monotonic() - started < WAIT_S


def test_an_unplugged_printer_is_gone_and_comes_back(device: Device, transport: Transport) -> None:
    """PrinterGone when it leaves and while it is away; open() again when it is back."""
    send(transport, b"one")
    assert device.get(3) == b"one"
    device.unplug()
    with pytest.raises(PrinterGone):
        use(transport)
    with pytest.raises(PrinterGone):
        transport.open()
    device.plug()
    transport.open()
    send(transport, b"two")
    assert device.get(3) == b"two"


def test_a_closed_transport_is_gone(transport: Transport) -> None:
    """Closing twice is closing once; what is closed says so."""
    transport.close()
    transport.close()
    with pytest.raises(PrinterGone):
        transport.write(b"x", 0.01)
    with pytest.raises(PrinterGone):
        transport.read(0.01)


def test_tcp_tells_what_a_dead_printer_did_not_get() -> None:
    """Bytes that a printer's side never acknowledged are known, also after it hung up."""
    device = NetworkDevice()
    transport = TcpTransport(device.url)
    transport.open()
    send(transport, b"one")
    assert device.get(3) == b"one"
    until = time.monotonic() + WAIT_S
    while transport.unconfirmed():
        assert time.monotonic() < until
    device.unplug()
    with pytest.raises(PrinterGone):
        use(transport)
    assert transport.unconfirmed() == 1
    transport.close()
    assert transport.unconfirmed() == 0


def test_a_file_takes_everything(tmp_path: Path) -> None:
    """Bytes are appended over all openings; a missing folder is a missing printer."""
    transport = transport_for(f"file://{tmp_path}/job.bin")
    for _ in range(2):
        transport.open()
        send(transport, b"job")
        assert transport.read(0.01) == b""
        transport.close()
    assert (tmp_path / "job.bin").read_bytes() == b"jobjob"
    with pytest.raises(PrinterGone):
        transport_for(f"file://{tmp_path}/none/job.bin").open()


def test_a_pyserial_url_is_a_transport() -> None:
    """What pyserial opens by URL can be printed to."""
    transport = transport_for("loop://")
    transport.open()
    send(transport, b"echo")
    assert transport.read(WAIT_S) == b"echo"
    transport.close()


def test_a_windows_queue_gets_documents_in_order() -> None:
    """Each write is one raw document; a queue that is missing or refuses is a printer gone."""
    documents: list[tuple[str, bytes]] = []

    def spool(queue: str, data: bytes) -> int:
        if data == b"jam":
            raise OSError("paper jam")
        documents.append((queue, data))
        return len(data)

    transport = WinspoolTransport("winspool://Till%201", spool, lambda _: None)
    with pytest.raises(PrinterGone):
        transport.write(b"x", 0.1)
    transport.open()
    assert transport.write(b"one", 0.1) == 3
    assert transport.write(b"two", 0.1) == 3
    with pytest.raises(PrinterGone, match="paper jam"):
        transport.write(b"jam", 0.1)
    assert transport.read(0.01) == b""
    transport.close()
    assert documents == [("Till 1", b"one"), ("Till 1", b"two")]


@pytest.mark.parametrize(
    "url",
    ["", "printer", "http://a", "tcp://", "usb:lp0", "file:", "winspool://", "serial://",
     "serial:///dev/x?baud=fast", "serial:///dev/x?parity=some", "serial:///dev/x?speed=9"],
)  # fmt: skip
def test_a_wrong_url_is_said_to_be_wrong(url: str) -> None:
    """A setting that names no transport is a ValueError that repeats it."""
    with pytest.raises(ValueError, match=r"expected|setting|begins") as error:
        transport_for(url)
    assert url in str(error.value)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("tcp://127.0.0.1:1", "Connection refused"),
        ("serial:///dev/ttyUSB99?baud=9600", "No such file or directory"),
        ("file:///none/paper.bin", "No such file or directory"),
    ],
)
def test_what_is_wrong_is_said_in_words(url: str, words: str) -> None:
    """The system's numbers help nobody at a till."""
    with pytest.raises(PrinterGone) as caught:
        transport_for(url).open()
    assert str(caught.value) == f"{url}: {words}"
