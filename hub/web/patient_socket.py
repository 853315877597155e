"""A socket whose sends are whole, one at a time, and end when the other side does not read."""

import select
import socket
import threading
import time
from typing import Final

SLOW_S: Final = 10.0
"""Seconds within which a reader must take what is sent to him."""
_BUFFER: Final = 64 * 1024
"""Bytes that the system may hold for one reader; beyond them he is seen to be slow."""


class PatientSocket:
    """Stands in for the socket under a WebSocket.

    The socket's own `send` may take a part only, or wait for ever; two threads send: one what
    happens, one the pings.
    """

    def __init__(self, under: socket.socket, slow_s: float = SLOW_S) -> None:
        self._under = under
        self._slow_s = slow_s
        self._lock = threading.Lock()
        under.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)

    def send(self, octets: bytes) -> int:
        """Send all of *octets*, or raise TimeoutError and be of no use any more.

        ConnectionResetError when another thread has closed the socket meanwhile.
        """
        until = time.monotonic() + self._slow_s
        left = memoryview(octets)
        with self._lock:
            while left:
                wait = until - time.monotonic()
                if wait <= 0 or not self._takes_more(wait):
                    self._under.shutdown(socket.SHUT_RDWR)
                    raise TimeoutError("a reader that does not read")
                left = left[self._under.send(left, socket.MSG_DONTWAIT) :]
        return len(octets)

    def _takes_more(self, wait_s: float) -> bool:
        """Wait until the other side takes more, at most *wait_s*."""
        if self._under.fileno() < 0:
            raise ConnectionResetError("closed by another thread")
        # Not select: a busy hub has more open files than it can name.
        ready = select.poll()
        ready.register(self._under, select.POLLOUT)
        return bool(ready.poll(wait_s * 1000))

    def recv(self, size: int) -> bytes:
        """Return what came."""
        return self._under.recv(size)

    def fileno(self) -> int:
        """Return the system's number of the socket."""
        return self._under.fileno()

    def close(self) -> None:
        """Close it."""
        self._under.close()
