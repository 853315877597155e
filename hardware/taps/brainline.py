"""The relay's end of the link: one brain at a time, never waited for."""

import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from hardware.taps.link import VERSION, Frame, FrameReader, Greet, MalformedFrame, encode
from hardware.taps.logbook import Logbook
from hardware.taps.loop import Loop
from hardware.taps.meeting import listen

MOST_UNREAD: Final = 1024 * 1024
"""Bytes that a brain may leave unread; one that hangs is treated as gone."""
_MOST_READ: Final = 64 * 1024
_MOST_NEWCOMERS: Final = 4
"""Connections that have not greeted; the oldest goes when another comes."""


class BrainLine:
    """Listens for brains; *came*, *left* and *said* are called for the one that holds the link."""

    def __init__(
        self,
        loop: Loop,
        log: Logbook,
        came: Callable[[], None],
        left: Callable[[], None],
        said: Callable[[Frame], None],
    ) -> None:
        self._loop = loop
        self._log = log
        self._came, self._left, self._said = came, left, said
        self._token = b""
        self._door: socket.socket | None = None
        self._brain: socket.socket | None = None
        self._unsent = bytearray()
        self._newcomers: list[socket.socket] = []

    @property
    def is_there(self) -> bool:
        """Tell whether a brain has connected and greeted."""
        return self._brain is not None

    def open(self, path: Path) -> None:
        """Listen for brains at *path*."""
        self._door, self._token = listen(path)
        self._loop.on_readable(self._door, self._accept)

    def send(self, frames: list[Frame]) -> None:
        """Queue *frames* for the brain; when it leaves too much unread, it is gone."""
        if self._brain is None or not frames:
            return
        for frame in frames:
            self._unsent += encode(frame)
        self._push()
        if len(self._unsent) > MOST_UNREAD:
            self._drop("it reads too slowly")

    def _accept(self) -> None:
        """Take a newcomer, who is the brain once it has greeted."""
        assert self._door, "accepting follows listening"
        with suppress(OSError):
            line, _ = self._door.accept()
            line.settimeout(0)
            reader = FrameReader()
            self._newcomers.append(line)
            if len(self._newcomers) > _MOST_NEWCOMERS:
                self._hang_up(self._newcomers[0], "it does not greet")
            self._loop.on_readable(line, lambda: self._read(line, reader))

    def _read(self, line: socket.socket, reader: FrameReader) -> None:
        """Take what this connection says."""
        try:
            data = line.recv(_MOST_READ)
            frames = reader.feed(data)
        except BlockingIOError:
            return
        except (OSError, MalformedFrame) as error:
            self._hang_up(line, f"{type(error).__name__}: {error}")
            return
        for frame in frames:
            if line is self._brain:
                self._said(frame)
            elif self._is_welcome(frame):
                self._replace(line)
            else:
                self._hang_up(line, "its greeting is wrong")
                return
        if not data:
            self._hang_up(line, "it hung up")

    def _is_welcome(self, frame: Frame) -> bool:
        """Tell whether this first frame is a brain's."""
        return (
            isinstance(frame, Greet)
            and frame.version == VERSION
            and _is_same(frame.token, self._token)
        )

    def _replace(self, line: socket.socket) -> None:
        """Make *line* the brain; one that was there before is hung up on."""
        self._newcomers.remove(line)
        self._drop("another brain came")
        self._brain = line
        self._log.write("brain: connected")
        self._came()

    def _hang_up(self, line: socket.socket, why: str) -> None:
        """Close *line*, whoever it is."""
        if line is self._brain:
            self._drop(why)
            return
        self._log.write(f"brain: a newcomer was refused: {why}")
        self._newcomers.remove(line)
        self._loop.forget(line)
        line.close()

    def _drop(self, why: str) -> None:
        """Do without this brain from now on."""
        line, self._brain = self._brain, None
        self._unsent.clear()
        if line:
            self._loop.forget(line)
            line.close()
            self._log.write(f"brain: gone: {why}")
            self._left()

    def _push(self) -> None:
        """Send what the brain will take now."""
        if self._brain is None:
            return
        try:
            while self._unsent:
                sent = self._brain.send(memoryview(self._unsent)[:_MOST_READ].tobytes())
                del self._unsent[:sent]
        except BlockingIOError:
            self._loop.on_writable(self._brain, self._push)
            return
        except OSError as error:
            self._drop(str(error))
            return
        self._loop.not_writable(self._brain)


def _is_same(one: bytes, other: bytes) -> bool:
    """Compare without telling by the time it takes; hmac would bring OpenSSL and 4 MB with it."""
    differing = len(one) ^ len(other)
    for byte, wanted in zip(one, other, strict=False):
        differing |= byte ^ wanted
    return differing == 0
