"""The door for POS programs that print to TCP port 9100."""

import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Protocol

from hardware.taps.logbook import Logbook
from hardware.taps.loop import Loop

LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
_MOST_READ: Final = 16 * 1024
_BACKLOG: Final = 16
_MOST_GUESTS: Final = 256
"""Connections at once; a system may allow a process no more than 1024 files."""


class Jobs(Protocol):
    """Where taps bring their job streams."""

    def opened(self, source: str, reply: Callable[[bytes], None]) -> int:
        """Begin a job and return its number; *reply* gets what the printer says to it."""

    def received(self, job: int, data: bytes) -> None:
        """Bring the next bytes of a job."""

    def closed(self, job: int) -> None:
        """End a job."""

    def wants(self, job: int) -> bool:
        """Tell whether a job may bring more bytes now."""

    def wants_jobs(self) -> bool:
        """Tell whether another job may begin now."""

    def printed(self, job: int) -> bool:
        """Tell whether a closed job is on paper."""

    def over(self, job: int) -> bool:
        """Tell whether a closed job is on paper and the printer's last word on it was heard."""

    def forget(self, job: int) -> None:
        """Know nothing more of a job whose tap has done with it."""


class TcpDoor:
    """Listens on one address; each connection from an allowed source is a job."""

    finite = False
    done = False

    def __init__(self, loop: Loop, log: Logbook, jobs: Jobs, allowed: frozenset[str]) -> None:
        self._loop = loop
        self._log = log
        self._jobs = jobs
        self._allowed = allowed | LOOPBACK
        self._door: socket.socket | None = None
        self._guests: list[_Guest] = []
        self._taking = True

    def open(self, host: str, port: int) -> int:
        """Listen, or raise OSError; return the port that was taken."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._door = socket.socket(family, socket.SOCK_STREAM)
        if sys.platform == "win32":  # There, REUSEADDR would let others steal the port.
            self._door.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            self._door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._door.bind((host, port))
        self._door.listen(_BACKLOG)
        self._door.settimeout(0)
        return int(self._door.getsockname()[1])

    def start(self) -> None:
        """Begin to take connections; until now they waited."""
        assert self._door, "a door is opened first"
        self._loop.on_readable(self._door, self._accept)

    def settle(self) -> None:
        """Read on where there is room again, and close what is over."""
        for guest in list(self._guests):
            guest.settle()
            if guest.gone:
                self._guests.remove(guest)
        wanted = self._jobs.wants_jobs() and len(self._guests) < _MOST_GUESTS
        if self._door and wanted != self._taking:
            self._taking = wanted
            if wanted:
                self._loop.on_readable(self._door, self._accept)
            else:
                self._loop.not_readable(self._door)

    def _accept(self) -> None:
        """Take a connection, if its source may print here."""
        assert self._door, "accepting follows listening"
        try:
            line, address = self._door.accept()
        except OSError:
            return
        if address[0] not in self._allowed:
            self._log.write(f"{address[0]} may not print here and was refused; see --allow")
            line.close()
            return
        line.settimeout(0)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._guests.append(_Guest(self._loop, self._jobs, line, f"tcp {address[0]}:{address[1]}"))


class _Guest:
    """One connection of a POS."""

    def __init__(self, loop: Loop, jobs: Jobs, line: socket.socket, source: str) -> None:
        self.gone = False
        self._loop = loop
        self._jobs = jobs
        self._line = line
        self._reading = True
        self._ended = False
        self._job = jobs.opened(source, self._reply)
        loop.on_readable(line, self._read)

    def settle(self) -> None:
        """Read on if there is room again; hang up when the job is over."""
        if self._ended:
            if self._jobs.over(self._job):
                self._loop.forget(self._line)
                self._line.close()
                self._jobs.forget(self._job)
                self.gone = True
            return
        wanted = self._jobs.wants(self._job)
        if wanted and not self._reading:
            self._loop.on_readable(self._line, self._read)
        elif self._reading and not wanted:
            self._loop.not_readable(self._line)
        self._reading = wanted

    def _read(self) -> None:
        """Take what the POS sent."""
        try:
            data = self._line.recv(_MOST_READ)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._jobs.received(self._job, data)
            return
        self._ended = True
        self._loop.not_readable(self._line)
        self._jobs.closed(self._job)

    def _reply(self, data: bytes) -> None:
        """Pass on what the printer said; a POS that does not read it misses it."""
        with suppress(OSError):
            self._line.send(data)
