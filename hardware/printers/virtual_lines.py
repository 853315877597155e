"""The sockets of a virtual printer: a TCP listener that serves one peer at a time, and a pty."""

import contextlib
import os
import select
import socket
import struct
import sys
from pathlib import Path
from typing import Final, Protocol

if sys.platform != "win32":
    import tty

_LINGER: Final = "hh" if sys.platform == "win32" else "ii"
"""Windows has the two numbers of SO_LINGER in two bytes each."""
_KERNEL_BYTES: Final = 4_096
"""Asked of the kernel as receive buffer, so that a full printer is soon felt by the sender."""
_BACKLOG: Final = 4
"""Peers that may wait while another one prints."""


class Line(Protocol):
    """Where a virtual printer's bytes come from and its replies go to; never blocks."""

    url: str
    port: int

    def open(self) -> None:
        """Be reachable; opening an open line does nothing."""

    def close(self) -> None:
        """Be gone; the peer notices."""

    def hang_up(self) -> None:
        """Break with the present peer; the next may come."""

    def sources(self) -> list[tuple[int, bool]]:
        """Return what to wait for: descriptors, and whether each is the door for new peers."""

    def admit(self, ready: set[int]) -> None:
        """Let in the peer that knocked, if the door is among the *ready* descriptors."""

    def receive(self, size: int) -> bytes:
        """Return up to *size* bytes that have come."""

    def send(self, data: bytes) -> int:
        """Send what goes at once and return how much; all of it when nobody is there to hear."""

    def connected(self) -> bool:
        """Tell whether there is a peer."""

    def pending(self) -> bool:
        """Tell whether bytes, or a peer, wait to be taken in."""


class TcpLine:
    """A listener on 127.0.0.1; while one peer is served, others wait at the door."""

    def __init__(self, port: int = 0) -> None:
        self.port = port
        self.url = f"tcp://127.0.0.1:{port}"
        self._door: socket.socket | None = None
        self._peer: socket.socket | None = None

    def open(self) -> None:
        """Listen, on the same port as before."""
        if self._door is not None:
            return
        door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _KERNEL_BYTES)
        door.bind(("127.0.0.1", self.port))
        door.listen(_BACKLOG)
        door.settimeout(0)
        self.port = door.getsockname()[1]
        self.url = f"tcp://127.0.0.1:{self.port}"
        self._door = door

    def close(self) -> None:
        """Listen no more and reset the connection."""
        self.hang_up()
        if self._door is not None:
            self._door.close()
            self._door = None

    def hang_up(self) -> None:
        """Reset the connection, as a device does that vanishes."""
        if self._peer is not None:
            linger = struct.pack(_LINGER, 1, 0)
            with contextlib.suppress(OSError):
                self._peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self._leave()

    def sources(self) -> list[tuple[int, bool]]:
        """Return the peer if there is one, else the door."""
        if self._peer is not None:
            return [(self._peer.fileno(), False)]
        return [] if self._door is None else [(self._door.fileno(), True)]

    def admit(self, ready: set[int]) -> None:
        """Accept one connection."""
        if self._door is None or self._peer is not None or self._door.fileno() not in ready:
            return
        with contextlib.suppress(OSError):
            peer, _ = self._door.accept()
            peer.settimeout(0)
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._peer = peer

    def receive(self, size: int) -> bytes:
        """Return what came; a peer that has gone makes room for the next."""
        if self._peer is None:
            return b""
        try:
            data = self._peer.recv(size)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if not data:
            self._leave()
        return data

    def send(self, data: bytes) -> int:
        """Send what the kernel takes."""
        if self._peer is None:
            return len(data)
        try:
            return self._peer.send(data)
        except BlockingIOError:
            return 0
        except OSError:
            return len(data)

    def connected(self) -> bool:
        """Tell whether there is a peer."""
        return self._peer is not None

    def pending(self) -> bool:
        """Tell whether the peer has sent or hung up, or the next one has knocked."""
        source = self._door if self._peer is None else self._peer
        return source is not None and bool(select.select([source], [], [], 0)[0])

    def _leave(self) -> None:
        """Close the connection."""
        if self._peer is not None:
            self._peer.close()
            self._peer = None


class PtyLine:
    """A pseudo-terminal under the name of a symbolic link, as a serial port looks; Linux only."""

    port = 0

    def __init__(self, link: Path) -> None:
        self.url = f"serial://{link}"
        self._link = link
        self._ours = -1
        self._theirs = -1

    def open(self) -> None:
        """Make the terminal and point the link to it."""
        if sys.platform == "win32":
            raise OSError("Windows has no pseudo-terminals; use TCP.")
        if self._ours >= 0:
            return
        # Their end stays open here too, or ours would report an error whenever nobody has it.
        self._ours, self._theirs = os.openpty()
        tty.setraw(self._theirs)
        os.set_blocking(self._ours, False)
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(os.ttyname(self._theirs))

    def close(self) -> None:
        """Take the terminal away: whoever has it open sees a hang-up."""
        if self._ours >= 0:
            os.close(self._ours)
            os.close(self._theirs)
            self._ours = self._theirs = -1
            self._link.unlink(missing_ok=True)

    def hang_up(self) -> None:
        """Pull the plug and put it in again."""
        self.close()
        self.open()

    def sources(self) -> list[tuple[int, bool]]:
        """Return the terminal."""
        return [] if self._ours < 0 else [(self._ours, False)]

    def admit(self, ready: set[int]) -> None:
        """Do nothing: a cable has no door."""

    def receive(self, size: int) -> bytes:
        """Return what was typed into it."""
        try:
            return os.read(self._ours, size)
        except OSError:
            return b""

    def send(self, data: bytes) -> int:
        """Send what the terminal takes."""
        try:
            return os.write(self._ours, data)
        except OSError:
            return 0

    def connected(self) -> bool:
        """Tell whether the cable is in."""
        return self._ours >= 0

    def pending(self) -> bool:
        """Tell whether bytes wait in the terminal."""
        return self._ours >= 0 and bool(select.select([self._ours], [], [], 0)[0])
