"""Moving bytes to and from a real printer; standard library only, pyserial aside."""

import os
import re
from typing import Final, Protocol

_NUMBER: Final = re.compile(r"\[Errno -?\d+\]\s*")


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


def in_words(error: Exception) -> str:
    """Return what *error* says of a line, for people: words, no number of the system's."""
    if isinstance(error, OSError) and error.errno is not None and error.errno > 0:
        told = str(error.strerror or "")
        # pyserial writes the number and the port into its own words once more.
        return os.strerror(error.errno) if not told or _NUMBER.search(told) else told
    if isinstance(error, OSError) and error.strerror:
        return str(error.strerror)
    return _NUMBER.sub("", str(error))
