"""The brain's end of the line to the relay."""

import select
import socket
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from agent.core.ports import RelayGone
from hardware.taps.link import Frame, FrameReader, MalformedFrame, encode
from hardware.taps.meeting import connect

_READ_BYTES: Final = 256 * 1024


class RelayLink:
    """One connection to the relay at *path* (a Unix socket; on Windows a file naming a port)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._socket: socket.socket | None = None
        self._frames = FrameReader()
        self._woken, self._waker = socket.socketpair()
        self._woken.settimeout(0)

    def open(self) -> None:
        """Connect and greet, or raise RelayGone."""
        self._hang_up()
        try:
            self._socket = connect(self._path)
        except OSError as error:
            raise RelayGone(str(error)) from error

    def receive(self, timeout_s: float | None) -> list[Frame]:
        """Return what arrived within *timeout_s*, nothing when woken; or raise RelayGone."""
        line = self._line()
        try:
            if line not in self._waited([line, self._woken], timeout_s):
                return []
            data = line.recv(_READ_BYTES)
        except OSError as error:
            raise RelayGone(str(error)) from error
        if not data:
            raise RelayGone("the relay hung up")
        try:
            return self._frames.feed(data)
        except MalformedFrame as error:
            raise RelayGone(f"the relay does not speak our language: {error}") from error

    def send(self, frames: Iterable[Frame]) -> None:
        """Say *frames*, in order, in one write."""
        words = b"".join(encode(frame) for frame in frames)
        if not words:
            return
        try:
            self._line().sendall(words)
        except OSError as error:
            raise RelayGone(str(error)) from error

    def wake(self) -> None:
        """End a wait in `receive` or `rest`; may be called from any thread."""
        with suppress(OSError):  # closed: nobody waits any more
            self._waker.send(b"!")

    def rest(self, seconds: float) -> None:
        """Wait, unless woken."""
        self._waited([self._woken], seconds)

    def close(self) -> None:
        """Hang up for good; closing twice is closing once."""
        self._hang_up()
        self._woken.close()
        self._waker.close()

    def _hang_up(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._socket = None
        self._frames = FrameReader()

    def _waited(self, lines: list[socket.socket], timeout_s: float | None) -> list[socket.socket]:
        ready = select.select(lines, [], [], timeout_s)[0]
        if self._woken in ready:
            self._woken.recv(_READ_BYTES)
        return ready

    def _line(self) -> socket.socket:
        if self._socket is None:
            raise RelayGone("not connected")
        return self._socket
