"""A printer on the network: raw bytes to TCP port 9100."""

import select
import socket
import struct
import sys
from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit

from hardware.printers.transports import PrinterGone, in_words

if sys.platform == "linux":
    import fcntl

_OPEN_S: Final = 2.0
_MOST_READ: Final = 4096
_MOST_BUFFERED: Final = 64 * 1024
"""What the system may keep for a slow printer: all of it is sent again when the line breaks."""
_KEEP_ALIVE: Final = {"TCP_KEEPIDLE": 5, "TCP_KEEPINTVL": 2, "TCP_KEEPCNT": 3}
"""A printer that lost its power is noticed within 11 s, before the next receipt if it can be."""
_SIOCOUTQ: Final = 0x5411
"""Linux: how many bytes the peer's TCP has not acknowledged."""


class TcpTransport:
    """One connection to a network printer."""

    prompt = True
    """A write that may not wait does not wait."""

    def __init__(self, url: str) -> None:
        self.url = url
        parts = urlsplit(url)
        if parts.scheme != "tcp" or not parts.hostname:
            raise ValueError(f"{url}: expected tcp://HOST:PORT")
        self._address = (parts.hostname, parts.port or 9100)
        self._socket: socket.socket | None = None

    def open(self) -> None:
        """Connect, or raise PrinterGone; within 2 s."""
        self.close()
        try:
            line = _connected(*self._address)
        except (OSError, UnicodeError) as error:
            raise PrinterGone(f"{self.url}: {in_words(error)}") from error
        line.settimeout(0)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _MOST_BUFFERED)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, seconds in _KEEP_ALIVE.items():
            if hasattr(socket, name):
                line.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), seconds)
        self._socket = line

    def write(self, data: bytes, timeout_s: float) -> int:
        """Hand over at least one byte and return how many, 0 when time ran out; or PrinterGone."""
        line = self._line()
        try:
            if not _ready(line, "write", timeout_s):
                return 0
            return line.send(data)
        except BlockingIOError:
            return 0
        except (OSError, ValueError) as error:
            raise PrinterGone(f"{self.url}: {in_words(error)}") from error

    def read(self, timeout_s: float) -> bytes:
        """Return what the printer said, b"" when time ran out; or PrinterGone."""
        line = self._line()
        try:
            if not _ready(line, "read", timeout_s):
                return b""
            data = line.recv(_MOST_READ)
        except BlockingIOError:
            return b""
        except (OSError, ValueError) as error:
            raise PrinterGone(f"{self.url}: {in_words(error)}") from error
        if not data:
            raise PrinterGone(f"{self.url}: the printer hung up")
        return data

    def unconfirmed(self) -> int:
        """Return how many written bytes the printer's side has not acknowledged; 0: cannot tell.

        Still true after PrinterGone, until close() or open().
        """
        if sys.platform != "linux" or self._socket is None:
            return 0
        try:
            answer = fcntl.ioctl(self._socket, _SIOCOUTQ, b"\0\0\0\0")
        except (OSError, ValueError):
            return 0
        return int(struct.unpack("i", answer)[0])

    def close(self) -> None:
        """Hang up; closing twice is closing once."""
        line, self._socket = self._socket, None
        if line:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()

    def _line(self) -> socket.socket:
        """Return the open connection, or raise PrinterGone."""
        if self._socket is None:
            raise PrinterGone(f"{self.url}: not open")
        return self._socket


def _connected(host: str, port: int) -> socket.socket:
    """Connect to the first address of *host* that answers, or raise OSError."""
    # A name in bytes is not taken through the IDNA codec, whose tables are a megabyte.
    name = host.encode("ascii") if host.isascii() else host
    failure = OSError("the name has no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(
        name, port, type=socket.SOCK_STREAM
    ):
        line = socket.socket(family, kind, protocol)
        line.settimeout(_OPEN_S)
        try:
            line.connect(address)
        except OSError as error:
            failure = error
            line.close()
        else:
            return line
    raise failure


def _ready(line: socket.socket, way: str, timeout_s: float) -> bool:
    """Wait until *line* can be written or read (or is broken); False when time ran out."""
    if hasattr(select, "poll"):
        waiting = select.poll()
        waiting.register(line, select.POLLOUT if way == "write" else select.POLLIN)
        return bool(waiting.poll(timeout_s * 1000))
    readers, writers = ([], [line]) if way == "write" else ([line], [])
    return any(select.select(readers, writers, writers, timeout_s))
