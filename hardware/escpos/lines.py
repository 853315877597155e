"""Lines as a person sees them: runs of bytes placed by columns, read when the charset is known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from hardware.escpos.bitmap import Bitmap
from hardware.escpos.charsets import Charset, Coding, Run
from hardware.escpos.printout import Line
from hardware.escpos.raster import WIDEST, overlaid
from hardware.escpos.state import DOTS_PER_INCH, GLYPH_LINE, PrinterState

CELL: Final = 12
"""Dots of a column in font A."""
NARROW_CELL: Final = 9
"""Dots of a column in the smaller fonts."""
WIDEST_LINE: Final = 4096
"""Dots: several times the widest paper; positions beyond it are nonsense."""
BLOCKS_KEPT: Final = 64
"""Jumps within a line that are followed; after more the text goes on where the last one led."""
TAB: Final = 8
"""Columns between tab stops until ESC D sets others."""

_GAPS: Final = re.compile(r" {2,}")


@dataclass(slots=True)
class Block:
    """Text printed without a jump: where it begins and ends, and in which pass over the line."""

    x: int
    end: int
    layer: int
    cell: int
    runs: list[tuple[Run, int]]
    """Each run with the columns that one of its characters takes."""


@dataclass(frozen=True, slots=True)
class RawLine:
    """A printed line before its bytes are read as characters."""

    blocks: tuple[Block, ...]
    offset: int
    end: int
    top: int
    height: int
    large: bool


@dataclass(slots=True)
class LineBuffer:
    """The printer's line buffer: what was sent since the last line feed."""

    blocks: list[Block] = field(default_factory=list)
    x: int = 0
    base: int = 0
    """Where a line begins; not nought in a print area of page mode."""
    layer: int = 0
    offset: int | None = None
    end: int = 0
    tall: int = 1
    large: bool = False
    strip: Bitmap | None = None
    strip_offset: int = 0
    strip_end: int = 0
    _jumped: bool = True

    @property
    def empty(self) -> bool:
        """Tell whether nothing was sent that would mark the paper or move the position."""
        return not self.blocks and self.strip is None and self.x == self.base

    @property
    def height(self) -> int:
        """Return the dots that the line takes at least."""
        text = GLYPH_LINE * self.tall if self.blocks else 0
        return max(text, self.strip.height if self.strip else 0)

    def add(self, data: bytes, offset: int, state: PrinterState, *, defined: bool) -> None:
        """Put text at the position, as *state* says that it is printed."""
        coding = Coding.UTF8 if state.utf8 else Coding.KANJI if state.kanji else Coding.SINGLE
        run = Run(data, state.code_page, coding, state.glyphs, state.glyphs and defined)
        wide = state.columns_wide
        cell = CELL if state.font == 0 else NARROW_CELL
        if not self.blocks or (self._jumped and len(self.blocks) < BLOCKS_KEPT):
            self.blocks.append(Block(self.x, self.x, self.layer, cell, []))
            self._jumped = False
        block = self.blocks[-1]
        last = block.runs[-1] if block.runs else None
        if last and last[1] == wide and _same_kind(last[0], run):
            block.runs[-1] = (_joined(last[0], run), wide)
        else:
            block.runs.append((run, wide))
        self.x += _columns(run) * (cell * wide + state.character_spacing * wide)
        block.end = self.x
        if self.offset is None:
            self.offset = offset
        self.end = offset + len(data)
        if not data.isspace():
            self.tall = max(self.tall, state.lines_high)
            self.large = self.large or wide > 1 or state.lines_high > 1

    def add_strip(self, strip: Bitmap, offset: int, end: int) -> None:
        """Put a column image at the position; right of the paper nothing is printed."""
        if self.x >= WIDEST:
            return
        if self.strip is None:
            self.strip_offset = offset
        self.strip = overlaid(self.strip, strip, self.x) if self.strip else strip
        self.strip_end = end
        self.x += strip.width
        self._jumped = True

    def move_to(self, x: int) -> None:
        """Move the position, as far as it is on any paper."""
        self.x = min(max(0, x), WIDEST_LINE)
        self._jumped = True

    def tab(self, state: PrinterState) -> None:
        """Move to the next tab stop; without one, stay."""
        cell = (CELL if state.font == 0 else NARROW_CELL) * state.columns_wide
        if state.tab_stops is None:
            self.move_to((self.x // (cell * TAB) + 1) * cell * TAB)
            return
        ahead = [stop * cell for stop in state.tab_stops if stop * cell > self.x]
        if ahead:
            self.move_to(ahead[0])

    def carriage_return(self) -> None:
        """Go back to the line's beginning: what follows is printed over it."""
        if self.blocks:
            self.layer += 1
        self.move_to(self.base)

    def printed(self, top: int, height: int) -> RawLine | None:
        """Return the line's text with its place on the paper; None when it is blank."""
        if self.offset is None or not self.has_text:
            return None
        return RawLine(tuple(self.blocks), self.offset, self.end, top, height, self.large)

    @property
    def has_text(self) -> bool:
        """Tell whether anything but blanks was sent."""
        return any(not run.data.isspace() for block in self.blocks for run, _wide in block.runs)


def _same_kind(run: Run, other: Run) -> bool:
    """Tell whether two runs are printed alike."""
    return (run.page, run.coding, run.glyphs, run.glyphs_defined) == (
        other.page,
        other.coding,
        other.glyphs,
        other.glyphs_defined,
    )


def _joined(run: Run, other: Run) -> Run:
    """Return two runs of a kind as one, so that no character is torn."""
    return Run(run.data + other.data, run.page, run.coding, run.glyphs, run.glyphs_defined)


def _columns(run: Run) -> int:
    """Return the columns that a run takes at normal width."""
    if run.coding is not Coding.UTF8 or run.data.isascii():
        return len(run.data)
    text = run.data.decode("utf-8", "replace")
    return sum(2 if character >= "ᄀ" else 1 for character in text)


def dots(units: int, per_inch: int) -> int:
    """Return motion units as dots."""
    return units * DOTS_PER_INCH // per_inch


def runs_of(line: RawLine) -> Iterator[Run]:
    """Yield all runs of text, for the choice of their charset."""
    for block in line.blocks:
        for run, _wide in block.runs:
            yield run


def read(line: RawLine, charset: Charset) -> list[Line]:
    """Return the line in characters; text that was printed over other text is a line of its own.

    Printers that take a carriage return for a line feed end each line with it; on the others a
    second pass repeats the first to make it bold, or fills in its blanks.
    """
    passes: list[list[tuple[Block, str]]] = [[]]
    for block in line.blocks:
        inked, text = _trimmed(block, _text(block, charset))
        if not text or any(_repeats(inked, text, done) for placed in passes for done in placed):
            continue
        if any(_covers(inked, other) for other, _text_there in passes[-1]):
            passes.append([])
        passes[-1].append((inked, text))
    texts = [_line_of(placed) for placed in passes]
    return [
        Line(text, line.offset, line.end, line.top, line.height, line.large)
        for text in texts
        if text
    ]


def _text(block: Block, charset: Charset) -> str:
    """Return the block's characters; blanks of wide characters stand for as many columns."""
    return "".join(_widened(charset.text(run), wide) for run, wide in block.runs)


def _widened(text: str, wide: int) -> str:
    """Return the text with its gaps as wide as printed; a single blank only parts two words."""
    return _GAPS.sub(lambda gap: gap[0] * wide, text) if wide > 1 else text


def _trimmed(block: Block, text: str) -> tuple[Block, str]:
    """Return the block without the blanks at its edges, and so where its ink begins and ends."""
    before = len(text) - len(text.lstrip(" "))
    after = len(text) - len(text.rstrip(" "))
    x, end = block.x + before * block.cell, block.end - after * block.cell
    return Block(x, max(x, end), block.layer, block.cell, block.runs), text.strip(" ")


def _repeats(block: Block, text: str, done: tuple[Block, str]) -> bool:
    """Tell whether a block prints the same text on the same spot again."""
    return text == done[1] and abs(block.x - done[0].x) < block.cell


def _covers(block: Block, other: Block) -> bool:
    """Tell whether a block of a later pass lies over another one."""
    overlap = min(block.end, other.end) - max(block.x, other.x)
    return block.layer != other.layer and overlap > block.cell


def _line_of(placed: list[tuple[Block, str]]) -> str:
    """Return blocks side by side as text, the room between them as blanks."""
    line = ""
    reached = 0
    for block, text in sorted(placed, key=lambda block_and_text: block_and_text[0].x):
        gap = round((block.x - reached) / block.cell)
        # Two blocks that touch by our reckoning of the column were meant to stand apart.
        line += " " * (gap if gap >= 0 or not line else 1) + text
        reached = block.end
    return line.rstrip()
