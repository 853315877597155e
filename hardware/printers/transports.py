"""Moving bytes to and from a real printer; standard library only, pyserial aside."""

from typing import Protocol


class PrinterGone(Exception):
    """The printer cannot be reached, or the line to it broke; open it again later."""


class Transport(Protocol):
    """One line to one printer. Not for several threads, except that one reads while one writes."""

    url: str
    """As the settings name it: `tcp://10.0.0.7:9100`, `serial:///dev/ttyUSB0?baud=9600`,
    `usb:///dev/usb/lp0`, `winspool://Kitchen`, `file:///tmp/job.bin`."""

    def open(self) -> None:
        """Connect, or raise PrinterGone; within 2 s."""

    def write(self, data: bytes, timeout_s: float) -> int:
        """Hand over at least one byte and return how many, 0 when time ran out; or PrinterGone."""

    def read(self, timeout_s: float) -> bytes:
        """Return what the printer said (status bytes), b"" when time ran out; or PrinterGone."""

    def close(self) -> None:
        """Hang up; closing twice is closing once."""
