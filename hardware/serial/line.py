"""One serial line that something sends over: opened by URL, and what to do when it is gone."""

import errno
from typing import Final, Protocol

from hardware.printers.transports import PrinterGone, Transport
from hardware.serial.ports import device_of, listed_ports
from hardware.serial.troubles import Trouble

_HINTS: Final = {
    Trouble.ABSENT: "Plug it in; it is found by itself.",
    Trouble.DENIED: "Allow this user to use serial ports (on Linux: group dialout), then restart.",
    Trouble.BUSY: "Close the other program that uses it.",
    Trouble.BROKEN: "Check its cable; it is opened again by itself.",
    Trouble.WRONG: "Correct its address in the settings: serial://PORT?baud=9600.",
}
_TROUBLES: Final = {
    errno.ENOENT: Trouble.ABSENT,
    errno.ENODEV: Trouble.ABSENT,
    errno.ENXIO: Trouble.ABSENT,
    errno.EACCES: Trouble.DENIED,
    errno.EPERM: Trouble.DENIED,
    errno.EBUSY: Trouble.BUSY,
    errno.EAGAIN: Trouble.BUSY,
}


class LineGone(Exception):
    """The line cannot be reached or broke; open it again later."""

    def __init__(self, url: str, trouble: Trouble) -> None:
        super().__init__(f"{url}: {trouble}")
        self.trouble = trouble
        self.hint = _HINTS[trouble]
        """What to do, one sentence."""


class Line(Protocol):
    """One line that is only listened to."""

    url: str

    def open(self) -> None:
        """Open it for ourselves alone, or raise LineGone."""

    def read(self, patience_s: float) -> bytes:
        """Return what came, b"" when nothing did within *patience_s*; or LineGone."""

    def close(self) -> None:
        """Let go of it; closing twice is closing once."""


class SerialLine:
    """A line by URL, such as `serial:///dev/serial/by-id/usb-…?baud=9600` or `serial://COM3`.

    Also `usbserial://0403:6001/A5XK3RJT`, and what pyserial knows (`loop://`, `socket://`).
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._transport: Transport | None = None

    def open(self) -> None:
        """Open it for ourselves alone, or raise LineGone."""
        self.close()
        # pyserial takes 2 MB and 30 ms, only for tills that have something on such a line.
        from hardware.printers.transport_serial import SerialTransport  # noqa: PLC0415

        device = device_of(self.url, listed_ports)
        if device is None:
            raise LineGone(self.url, Trouble.ABSENT)
        try:
            transport = SerialTransport(device)
            transport.open()
        except ValueError as error:
            raise LineGone(self.url, Trouble.WRONG) from error
        except PrinterGone as error:
            raise LineGone(self.url, _trouble(error)) from error
        self._transport = transport

    def read(self, patience_s: float) -> bytes:
        """Return what came, b"" when nothing did within *patience_s*; or LineGone."""
        if self._transport is None:
            raise LineGone(self.url, Trouble.ABSENT)
        try:
            return self._transport.read(patience_s)
        except PrinterGone as error:
            raise LineGone(self.url, Trouble.BROKEN) from error

    def close(self) -> None:
        """Let go of it; closing twice is closing once."""
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.close()


def _trouble(error: PrinterGone) -> Trouble:
    """Return why a port did not open, by what lies under pyserial's error."""
    cause: BaseException | None = error.__cause__
    while cause is not None:
        number = cause.errno if isinstance(cause, OSError) else None
        if number in _TROUBLES:
            return _TROUBLES[number]
        if isinstance(cause, ValueError):
            return Trouble.WRONG
        cause = cause.__cause__ or cause.__context__
    # Windows' errors come as text only: pyserial quotes them.
    text = str(error)
    if "FileNotFoundError" in text:
        return Trouble.ABSENT
    return Trouble.BUSY if "PermissionError" in text else Trouble.BROKEN
