"""What a pole display shows: its commands read into lines. Does no I/O.

Understands Epson's display commands (`US …`, `ESC W`), CD5220 (`ESC Q A … CR`), the frames
of DSP800 (`EOT SOH … ETB`), small price displays (`ESC Q A` with the light `ESC s n`), and plain
text in two lines of twenty.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hardware.escpos.charsets import Coding, Run, chosen

COLUMNS: Final = 20
ROWS: Final = 2
SETTLED_S: Final = 0.15
"""Seconds without a byte until a picture counts as whole: two lines at 2400 baud take 0.2 s, but
their bytes follow each other."""
LONGEST_COMMAND: Final = 64
"""Bytes of one that ends by a mark; what is longer lost its end, and is given up."""

_ESC, _US, _EOT, _CR, _LF = 0x1B, 0x1F, 0x04, 0x0D, 0x0A
_TEXT_FIRST: Final = 0x20
_MARKED: Final = {(_ESC, ord("Q")): 0x0D, (_ESC, ord("u")): 0x0D, (_EOT, 0x01): 0x17}
"""Commands that end by a mark: CD5220's lines, and the frames of DSP800."""
_PARAMETERS: Final = {
    **{(_ESC, ord(it)): 1 for it in "=tRc%_*?fs[SD"},
    (_ESC, ord("l")): 2,
    (_ESC, ord("@")): 0,
    (_ESC, ord("W")): 2,
    **{(_ESC, it): 0 for it in (0x0B, 0x0C, 0x0D, 0x11, 0x12, 0x13)},
    **{(_US, ord(it)): 1 for it in "CXrEvP.,;"},
    **{(_US, ord(it)): 2 for it in "$T#^M"},
    **{(_US, ord(it)): 0 for it in "BU:@"},
    **{(_US, it): 0 for it in (1, 2, 3, 0x0A, 0x0D)},
}
"""Bytes that follow a command's first two, as far as these are not what it shows."""


class Light(StrEnum):
    """What the lamp beside a price display says that the number is."""

    PRICE = "price"
    TOTAL = "total"
    PAID = "paid"
    CHANGE = "change"


_LIGHTS: Final = {
    0x31: Light.PRICE, 0x32: Light.TOTAL, 0x33: Light.PAID, 0x34: Light.CHANGE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """What stood on the display when it came to rest."""

    lines: tuple[str, ...]
    """Without the spaces at their ends; never all empty."""
    light: Light | None = None


class DisplayReader:
    """Follows a display byte by byte."""

    quiet_s = SETTLED_S

    def __init__(self, columns: int = COLUMNS, rows: int = ROWS) -> None:
        self._columns = columns
        self._rows = rows
        self._pending = bytearray()
        self._last_s = 0.0
        self._page: int | None = None
        self._selected = True
        """False while ESC = sends what follows to the printer on the same cable."""
        self._begin()

    def feed(self, data: bytes, at_s: float) -> list[Shown]:
        """Take bytes that arrived at *at_s*; return what was shown before each clearing."""
        self._last_s = at_s
        shown: list[Shown] = []
        for byte in data:
            if self._is_clearing(byte):
                shown += self._rested()
            self._take(byte)
        return shown

    def passed(self, at_s: float) -> list[Shown]:
        """Return what the display shows, once it has been at rest until *at_s*; once each."""
        return self._rested() if at_s - self._last_s >= SETTLED_S else []

    def lost(self) -> None:
        """Begin anew: the line broke."""
        self._pending.clear()
        self._selected = True
        self._begin()

    def _begin(self) -> None:
        self._cells = [bytearray(b" " * self._columns) for _ in range(self._rows)]
        self._row = self._column = 0
        self._light: Light | None = None
        self._changed = False

    def _is_clearing(self, byte: int) -> bool:
        """Tell whether what stands there is about to be wiped."""
        return byte == 0x0C and self._selected and not self._pending

    def _rested(self) -> list[Shown]:
        if not self._changed:
            return []
        self._changed = False
        rows = [bytes(row) for row in self._cells]
        # A dash between is not of the text: no word runs over from line to line.
        charset = chosen([Run(b" - ".join(rows), self._page, Coding.SINGLE)])
        lines = tuple(charset.text(Run(row, self._page, Coding.SINGLE)).rstrip() for row in rows)
        return [Shown(lines, self._light)] if any(lines) else []

    def _take(self, byte: int) -> None:
        """Take one byte: a part of a command, a movement, or a character."""
        if not self._selected and not self._may_select(byte):
            return
        if self._pending:
            self._pending.append(byte)
            self._command()
        elif byte in (_ESC, _US, _EOT):
            self._pending.append(byte)
        elif byte < _TEXT_FIRST:
            self._move(byte)
        else:
            self._put(byte)

    def _may_select(self, byte: int) -> bool:
        """Tell whether a byte, sent while the printer listens, could be a part of ESC =."""
        place = len(self._pending)
        if place < 2 and byte != (_ESC, ord("="))[place]:
            self._pending.clear()
            return byte == _ESC
        return True

    def _command(self) -> None:
        """Do the pending command if it is whole."""
        pending = self._pending
        if len(pending) < 2:
            return
        name = (pending[0], pending[1])
        mark = _MARKED.get(name)
        if mark is not None:
            if pending[-1] != mark and len(pending) < LONGEST_COMMAND:
                return
            whole = pending[-1] == mark
        else:
            wanted = self._wanted(name)
            if len(pending) < 2 + wanted:
                return
            whole = name in _PARAMETERS
        body = bytes(pending[2:])
        pending.clear()
        if whole:
            self._do(name, body)

    def _wanted(self, name: tuple[int, int]) -> int:
        """Return how many bytes follow a command's first two; none for one that is not known."""
        opens_window = name == (_ESC, ord("W")) and bytes(self._pending[3:4]) in (b"\x01", b"1")
        return 6 if opens_window else _PARAMETERS.get(name, 0)

    def _do(self, name: tuple[int, int], body: bytes) -> None:
        """Do a whole command that changes what is shown, or where; others change its looks."""
        match name, body:
            case ((0x1B, 0x40), _) | ((0x04, 0x01), b"%\x17"):  # ESC @, DSP800's start
                self._clear()
            case (0x04, 0x01), _:
                self._frame(body)
            case (0x1B, 0x3D), _:  # ESC =
                self._selected = body[0] in (2, 3)
            case (0x1B, 0x51 | 0x75), _:  # ESC Q, ESC u
                self._line(body)
            case (0x1B, 0x73), _:  # ESC s
                self._light = _LIGHTS.get(body[0])
                self._changed = True
            case (0x1B, 0x74 | 0x63), _:  # ESC t, ESC c
                self._page = body[0]
            case (((0x1F, 0x24) | (0x1B, 0x6C)), _):  # US $, ESC l
                self._go(body[0] - 1, body[1] - 1)
            case (0x1F, 0x42), _:  # US B
                self._go(0, self._rows - 1)
            case _:
                pass  # brightness, blinking, clocks and other looks

    def _frame(self, body: bytes) -> None:
        """Do a frame of DSP800: `P` goes to a place, `C` wipes from one place to another."""
        places = [it - 0x31 for it in body[1:-1]]
        if body[:1] == b"P" and len(places) == 1:
            self._go(places[0] % self._columns, places[0] // self._columns)
        elif body[:1] == b"C" and len(places) == 2:
            for place in range(max(0, places[0]), min(places[1] + 1, self._rows * self._columns)):
                self._cells[place // self._columns][place % self._columns] = 0x20
            self._changed = True

    def _line(self, body: bytes) -> None:
        """Show a whole line of CD5220: `A` the upper, `B` the lower one."""
        which, text = body[:1], body[1:-1]
        row = {b"A": 0, b"B": 1, b"D": 0}.get(which)
        if row is None or row >= self._rows or any(it < _TEXT_FIRST for it in text):
            return
        self._cells[row][:] = text[: self._columns].ljust(self._columns)
        self._changed = True

    def _move(self, byte: int) -> None:
        if byte == 0x0C:
            self._clear()
        elif byte == 0x0B:
            self._go(0, 0)
        elif byte == 0x18:
            self._cells[self._row][:] = b" " * self._columns
            self._column = 0
            self._changed = True
        elif byte == _CR:
            self._column = 0
        elif byte == _LF:
            self._row = (self._row + 1) % self._rows
        elif byte == 0x08:
            self._column = max(0, self._column - 1)
        elif byte == 0x09:
            self._column = min(self._columns - 1, self._column + 1)

    def _clear(self) -> None:
        light = self._light
        self._begin()
        self._light = light

    def _go(self, column: int, row: int) -> None:
        """Move the cursor; a place outside the display is none."""
        if 0 <= column < self._columns and 0 <= row < self._rows:
            self._column, self._row = column, row

    def _put(self, byte: int) -> None:
        """Show one character where the cursor is, and move on as displays do: round and round."""
        if self._column >= self._columns:
            self._column, self._row = 0, (self._row + 1) % self._rows
        self._cells[self._row][self._column] = byte
        self._column += 1
        self._changed = True
