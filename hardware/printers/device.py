"""The electronics of a receipt printer without wires: bytes in, status and paper out."""

import math
import sys
from collections import deque
from dataclasses import dataclass, replace
from typing import Final

from hardware.escpos.commands import CommandReader
from hardware.escpos.tokens import Command, Token
from hardware.printers.faults import (
    CoverOpen,
    CutterJam,
    DeviceFault,
    PaperNearEnd,
    PaperOut,
    Slow,
)
from hardware.printers.paper import Paper
from hardware.printers.profile import PrinterProfile
from hardware.printers.replies import Condition, automatic, information, real_time, sensors

BUFFER_BYTES: Final = 4_096
"""The receive buffer of most models; some can be set down to 45 bytes, some have 64 KB."""
RESERVE_BYTES: Final = 4_096
"""What the interface's own chip holds when the buffer is full; real-time commands get this far."""
RECEIVED_KEPT: Final = 16 << 20
"""Bytes remembered of all that ever arrived; a day of receipts is about one megabyte."""
_CHUNK: Final = 256
"""Bytes taken from the buffer at a time: an offline printer has not looked further than this."""
_CHUNK_S: Final = 0.02
"""And not more than comes over a slow line in this time."""
_DLE: Final = 0x10
_CLEAR_KEY: Final = bytes((0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8))
_CLEARED: Final = b"\x37\x25\x00"
"""What DLE DC4 8 answers."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a printer works; an ideal one is done at once."""

    bytes_per_s: float = math.inf
    dots_per_s: float = math.inf


class Device:
    """A printer's buffer, status and paper. Knows no clock: each call says what time it is."""

    def __init__(
        self, profile: PrinterProfile, *, buffer_bytes: int = BUFFER_BYTES, pace: Pace | None = None
    ) -> None:
        self.profile = profile
        self.paper = Paper(profile)
        self.received = bytearray()
        """Everything that arrived, the last 16 MB of it."""
        self.condition = Condition()
        self._buffer_bytes = buffer_bytes
        self._usual_pace = pace or Pace()
        self._pace = self._usual_pace
        self._roll_ends: float = math.inf
        """Of the paper's travel."""
        self._start()

    def _start(self) -> None:
        """Wake up with empty buffers."""
        self._buffer = bytearray()
        self._reader = CommandReader()
        self._tokens: deque[Token] = deque()
        self._free_at = -math.inf
        self._resting = True
        """Nothing could be done when last looked: the time since then is not time at work."""
        self._watched = 0
        """What GS a asked to be told of."""
        self._told = b""
        self._tail = b""
        """The last bytes that arrived, when they could begin a real-time command."""

    @property
    def held(self) -> int:
        """Return the bytes that arrived and are not yet printed."""
        return len(self._buffer) + sum(
            it.size if isinstance(it, Command) else len(it.data) for it in self._tokens
        )

    @property
    def room(self) -> int:
        """Return how many more bytes can arrive; 0 makes the sender wait."""
        return max(0, self._buffer_bytes + RESERVE_BYTES - self.held)

    def receive(self, data: bytes) -> bytes:
        """Take bytes off the line; return the answers to the real-time commands among them."""
        self.received += data
        del self.received[:-RECEIVED_KEPT]
        self._buffer += data
        return self._real_time(data)

    def work(self, now: float, most: int = sys.maxsize) -> bytes:
        """Print what time and paper allow, *most* commands of it; return what is said meanwhile."""
        said = b""
        steps = 0
        if self._resting:
            self._free_at = max(self._free_at, now)
        while self._free_at <= now and steps < most and self._busy():
            steps += 1
            if self._tokens:
                said += self._obey(self._tokens.popleft())
            else:
                self._read_on()
        self._resting = not self._busy()
        return said + self._changes()

    def wakes_at(self) -> float:
        """Return when there will be work to do without another byte; infinity for never."""
        return self._free_at if self._busy() else math.inf

    def suffer(self, fault: DeviceFault) -> bytes:
        """Let something go wrong; return what the printer says of it."""
        match fault:
            case PaperOut(after_dots=dots):
                self._roll_ends = self.paper.travelled + dots
            case PaperNearEnd():
                self.condition = replace(self.condition, near_end=True)
            case CoverOpen():
                self.condition = replace(self.condition, cover_open=True)
            case CutterJam():
                self.condition = replace(self.condition, cutter_jam=True)
            case Slow(bytes_per_s=bytes_per_s, dots_per_s=dots_per_s):
                self._pace = Pace(bytes_per_s, dots_per_s)
        return self._changes()

    def recover(self, kind: type[DeviceFault]) -> bytes:
        """Put right what went wrong; return what the printer says of it."""
        if kind is PaperOut:
            if self.condition.paper_end:
                self.paper.tear()
            self._roll_ends = math.inf
        elif kind is PaperNearEnd:
            self.condition = replace(self.condition, near_end=False)
        elif kind is CoverOpen:
            self.condition = replace(self.condition, cover_open=False)
        elif kind is CutterJam:
            self.condition = replace(self.condition, cutter_jam=False)
        else:
            self._pace, self._free_at, self._resting = self._usual_pace, -math.inf, True
        return self._changes()

    def power_cut(self) -> None:
        """Lose all that is not burnt or in NV memory."""
        self.paper.power_cut()
        self._start()

    def _busy(self) -> bool:
        """Tell whether something waits that may be printed now."""
        self._look()
        return not self.condition.offline and bool(self._tokens or self._buffer)

    def _read_on(self) -> None:
        """Take a little out of the buffer, in the time that the line needs for it."""
        size = max(1, int(min(_CHUNK, self._pace.bytes_per_s * _CHUNK_S)))
        chunk = bytes(self._buffer[:size])
        del self._buffer[:size]
        self._tokens.extend(self._reader.feed(chunk))
        self._free_at += len(chunk) / self._pace.bytes_per_s

    def _look(self) -> None:
        """Read the paper sensor."""
        ended = self.paper.travelled >= self._roll_ends
        if ended != self.condition.paper_end:
            self.condition = replace(self.condition, paper_end=ended)

    def _obey(self, token: Token) -> bytes:
        """Do one command or text, take the time that its paper needs, and return its answer."""
        before = self.paper.travelled
        said = self._answer(token) if isinstance(token, Command) and token.complete else b""
        self.paper.obey(token)
        self._free_at += (self.paper.travelled - before) / self._pace.dots_per_s
        return said

    def _answer(self, command: Command) -> bytes:
        """Return what a command that waits its turn has the printer say."""
        data = command.data
        match command.name:
            case "GS a":
                self._watched, self._told = data[2], b""
                return b""
            case "GS r":
                return sensors(self.condition, data[2])
            case "ESC v":
                return sensors(self.condition, 1)
            case "ESC u":
                return sensors(self.condition, 2)
            case "GS I":
                return information(self.profile, data[2])
            case "GS ( k" if data[6:7] == b"R":
                return self._code_size(data[5])
            case "GS ( H" if data[5:7] == b"00" and len(data) >= 11:
                return b"\x37\x22" + data[7:11] + b"\0"
        return b""

    def _code_size(self, kind: int) -> bytes:
        """Return how large the stored two-dimensional code would print (GS ( k, function 82)."""
        size = self.paper.code_size(kind)
        if size is None:
            return b""
        fits = b"0" if size[0] <= self.profile.width_dots else b"1"
        parts = (str(size[0]).encode(), str(size[1]).encode(), b"1", fits)
        return b"\x37\x36" + b"\x1f".join(parts) + b"\0"

    def _changes(self) -> bytes:
        """Return the automatic status when what GS a watches has changed."""
        self._look()
        if not self._watched:
            return b""
        frame = automatic(self.condition, self._watched)
        if frame == self._told:
            return b""
        self._told = frame
        return frame

    def _real_time(self, data: bytes) -> bytes:
        """Answer the real-time commands in what arrives, wherever they stand, even cut in two."""
        seen = self._tail + data
        said = b""
        at = seen.find(_DLE)
        while at >= 0 and at + 2 < len(seen):
            command = seen[at : at + len(_CLEAR_KEY)]
            if command[1] == 0x14 and _CLEAR_KEY.startswith(command) and command != _CLEAR_KEY:
                break
            said += self._at_once(command)
            at = seen.find(_DLE, at + 1)
        self._tail = seen[at:] if at >= 0 else b""
        return said

    def _at_once(self, command: bytes) -> bytes:
        """Do one real-time command."""
        if command[1] == 0x04:
            self._look()
            return real_time(self.condition, command[2])
        if command[1] == 0x05 and command[2] in (1, 2):
            said = self.recover(CutterJam)
            if command[2] == 2:
                self._forget()
            return said
        if command == _CLEAR_KEY:
            self._forget()
            return _CLEARED
        return b""

    def _forget(self) -> None:
        """Clear the receive and the print buffer."""
        self._buffer.clear()
        self._tokens.clear()
        self._reader = CommandReader()
        self.paper.drop_line()
