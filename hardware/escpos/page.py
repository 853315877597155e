"""Page mode: everything is placed on a page first, which then comes out at once."""

from dataclasses import dataclass, field, replace
from typing import Final

from hardware.escpos.graphics import Drawing
from hardware.escpos.lines import BLOCKS_KEPT, LineBuffer, RawLine
from hardware.escpos.paper import LINES_KEPT, TOO_LONG, Paper
from hardware.escpos.state import GLYPH_LINE
from hardware.escpos.symbols import Symbol

SAME_LINE: Final = GLYPH_LINE // 2
"""Dots by which the tops of two texts may differ that a person reads as one line."""


@dataclass(slots=True)
class Page:
    """The page that is being filled, and the position on it."""

    x: int = 0
    """Of the print area's left edge."""
    top: int = 0
    """Of the print area's upper edge."""
    y: int = 0
    """The position within the area."""
    lines: list[RawLine] = field(default_factory=list)
    drawings: list[tuple[Drawing, int, int, int]] = field(default_factory=list)
    """Each with its offset and end in the stream, and its top edge."""
    symbols: list[tuple[Symbol, int, int]] = field(default_factory=list)
    bottom: int = 0
    full: bool = False

    def put(self, line: LineBuffer) -> LineBuffer:
        """Put the text of a line buffer at the position and return the next, empty one."""
        raw = line.printed(self.top + self.y, line.height)
        if raw is not None and self._has_room():
            self.lines.append(raw)
            self.bottom = max(self.bottom, raw.top + raw.height)
        if line.strip is not None:
            drawing = Drawing(line.strip, line.strip.height, inline=True)
            self.put_drawing(drawing, line.strip_offset, line.strip_end)
        return LineBuffer(x=self.x, base=self.x)

    def put_drawing(self, drawing: Drawing, offset: int, end: int) -> None:
        """Put a picture at the position."""
        if self._has_room():
            self.drawings.append((drawing, offset, end, self.top + self.y))
            self.bottom = max(self.bottom, self.top + self.y + drawing.height)

    def put_symbol(self, symbol: Symbol, offset: int, end: int) -> None:
        """Put a code at the position."""
        if self._has_room():
            self.symbols.append((symbol, offset, end))
            self.bottom = max(self.bottom, self.top + self.y + symbol.height)

    def print_on(self, paper: Paper, end: int) -> None:
        """Print the page and empty it."""
        if self.full:
            paper.unknown(TOO_LONG)
        if self.lines or self.drawings or self.symbols:
            paper.mark()
            paper.page_mode = True
            for line in _rows(self.lines):
                paper.put_line(replace(line, top=paper.y + line.top))
            for drawing, offset, drawn, top in sorted(self.drawings, key=lambda d: d[3]):
                if drawing.bitmap is not None:
                    below = paper.y + top
                    paper.put_picture(
                        drawing.bitmap, (offset, drawn), below, below + drawing.height
                    )
            for symbol, offset, drawn in self.symbols:
                paper.put_symbol(symbol, offset, drawn)
            paper.feed(self.bottom, end)
            paper.settled(end)
        self.clear()

    def clear(self) -> None:
        """Empty the page; its print area stays."""
        self.lines, self.drawings, self.symbols = [], [], []
        self.y = self.bottom = 0
        self.full = False

    def _has_room(self) -> bool:
        """Tell whether the page takes one thing more."""
        self.full = len(self.lines) + len(self.drawings) + len(self.symbols) >= LINES_KEPT
        return not self.full


def _rows(lines: list[RawLine]) -> list[RawLine]:
    """Return texts at the same height as one line each, from the top of the page down."""
    rows: list[RawLine] = []
    for line in sorted(lines, key=lambda line: line.top):
        full = rows and len(rows[-1].blocks) + len(line.blocks) > BLOCKS_KEPT
        if rows and line.top - rows[-1].top < SAME_LINE and not full:
            rows[-1] = _beside(rows[-1], line)
        else:
            rows.append(line)
    return rows


def _beside(left: RawLine, right: RawLine) -> RawLine:
    """Return two texts as one line."""
    return RawLine(
        left.blocks + right.blocks,
        min(left.offset, right.offset),
        max(left.end, right.end),
        min(left.top, right.top),
        max(left.height, right.height),
        left.large or right.large,
    )
