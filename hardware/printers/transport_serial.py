"""A printer on a serial port, a USB-serial adapter, a pty or whatever pyserial opens by URL."""

import os
import select
from contextlib import suppress
from typing import Final
from urllib.parse import parse_qs, urlsplit

import serial

from hardware.printers.transports import PrinterGone, in_words

if os.name == "posix":
    import termios

    _BROKEN: tuple[type[Exception], ...] = (OSError, TypeError, ValueError, termios.error)
else:
    _BROKEN = (OSError, TypeError, ValueError)
"""What pyserial lets through when a port is pulled, apart from its own error."""

_MOST_READ: Final = 4096
_MOST_AT_ONCE: Final = 64
"""Bytes in one write where the system does not tell how many of them it took in time."""
_PARITIES: Final = {"none": "N", "even": "E", "odd": "O"}
_FLOWS: Final = {"none": {}, "rtscts": {"rtscts": True}, "dsrdtr": {"dsrdtr": True},
                 "xonxoff": {"xonxoff": True}}  # fmt: skip


class SerialTransport:
    """One serial line; `serial:///dev/ttyUSB0?baud=9600&parity=none&bits=8&flow=rtscts`."""

    def __init__(self, url: str) -> None:
        self.url = url
        parts = urlsplit(url)
        given = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self._device = url
        if parts.scheme == "serial":
            self._device = parts.netloc + parts.path
        try:
            self._settings = {
                "baudrate": int(given.pop("baud", "9600")),
                "bytesize": int(given.pop("bits", "8")),
                "parity": _PARITIES[given.pop("parity", "none")],
                **_FLOWS[given.pop("flow", "none")],
            }
        except (KeyError, ValueError) as error:
            raise ValueError(f"{url}: {error} is no setting of a serial line") from error
        if not self._device or (given and parts.scheme == "serial"):
            raise ValueError(f"{url}: expected serial://DEVICE?baud=&bits=&parity=&flow=")
        self._port: serial.SerialBase | None = None
        self._descriptor = -1
        self._waiting = 0

    @property
    def prompt(self) -> bool:
        """Whether a write that may not wait does not wait."""
        return self._descriptor >= 0

    def open(self) -> None:
        """Open the port for ourselves alone, or raise PrinterGone."""
        self.close()
        own = {"exclusive": True} if os.name == "posix" and "://" not in self._device else {}
        try:
            self._port = serial.serial_for_url(self._device, timeout=0, **self._settings, **own)
        except (OSError, ValueError) as error:
            raise PrinterGone(f"{self.url}: {in_words(error)}") from error
        self._waiting = 0
        self._descriptor = -1
        if os.name == "posix" and "://" not in self._device:
            self._descriptor = self._port.fileno()

    def write(self, data: bytes, timeout_s: float) -> int:
        """Hand over at least one byte and return how many, 0 when time ran out; or PrinterGone."""
        port = self._opened()
        try:
            if self._descriptor >= 0:
                sent = self._write_exactly(data, timeout_s)
            else:
                port.write_timeout = timeout_s
                sent = int(port.write(data[:_MOST_AT_ONCE]) or 0)
        except (serial.SerialTimeoutException, BlockingIOError):
            return 0
        except _BROKEN as error:
            raise PrinterGone(f"{self.url}: {in_words(error)}") from error
        self._waiting += sent
        return sent

    def read(self, timeout_s: float) -> bytes:
        """Return what the printer said, b"" when time ran out; or PrinterGone."""
        port = self._opened()
        try:
            if self._descriptor >= 0:
                _wait(self._descriptor, "read", timeout_s)
                return bytes(port.read(_MOST_READ))
            port.timeout = timeout_s
            return bytes(port.read(1) + port.read(port.in_waiting))
        except _BROKEN as error:
            raise PrinterGone(f"{self.url}: {in_words(error)}") from error

    def unconfirmed(self) -> int:
        """Return how many written bytes still wait in this computer; they are lost with the port.

        Still true after PrinterGone, until close() or open(), as far as it was known before.
        """
        if self._port is None or self._descriptor < 0:
            return 0
        try:
            self._waiting = int(self._port.out_waiting)
        except _BROKEN:
            return self._waiting
        return self._waiting

    def close(self) -> None:
        """Close the port; closing twice is closing once."""
        port, self._port = self._port, None
        self._descriptor = -1
        if port is None:
            return
        if isinstance(port, serial.Serial):
            with suppress(*_BROKEN):
                port.reset_output_buffer()  # Or closing waits for a printer that says no.
        port.close()

    def _write_exactly(self, data: bytes, timeout_s: float) -> int:
        """Write past pyserial, whose time-out does not tell how much was written."""
        if not _wait(self._descriptor, "write", timeout_s):
            return 0
        return os.write(self._descriptor, data)

    def _opened(self) -> serial.SerialBase:
        """Return the open port, or raise PrinterGone."""
        if self._port is None:
            raise PrinterGone(f"{self.url}: not open")
        return self._port


def _wait(descriptor: int, way: str, timeout_s: float) -> bool:
    """Wait until a descriptor is ready or broken; False when time ran out."""
    waiting = select.poll()
    waiting.register(descriptor, select.POLLOUT if way == "write" else select.POLLIN)
    events = waiting.poll(timeout_s * 1000)
    if events and events[0][1] & (select.POLLHUP | select.POLLERR | select.POLLNVAL):
        raise OSError("the line hung up")
    return bool(events)
