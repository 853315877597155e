"""One piece of paper as it fills: lines, pictures and codes from its top edge down."""

from collections.abc import Callable
from typing import Final

from hardware.escpos.bitmap import Bitmap
from hardware.escpos.charsets import Charset, CharsetChoice
from hardware.escpos.lines import RawLine, read, runs_of
from hardware.escpos.printout import (
    CodeSource,
    Cut,
    Dialect,
    FoundCode,
    Gap,
    Line,
    Picture,
    PrintedCode,
    Segment,
)
from hardware.escpos.raster import PICTURE_BYTES, Strips
from hardware.escpos.symbols import Symbol

FindCodes = Callable[[Bitmap], list[FoundCode]]

GAP_DOTS: Final = 24
"""Feed that is seen as a gap: one blank line."""
STRIP_GAP: Final = 8
"""Dots of white between strips that are still one picture: a driver's line spacing, no feed."""
LINES_KEPT: Final = 4000
"""Lines of a segment; fifteen metres of paper, so a stream without cuts stays within bounds."""
TEXT_KEPT: Final = 256 << 10
"""Bytes of text of a segment, a constant for each run counted in."""
RUN_COST: Final = 16
PICTURES_KEPT: Final = 256
"""Pictures of a segment; each is searched for codes, which takes a while."""
CODES_KEPT: Final = 64
UNKNOWN_KEPT: Final = 32
TOO_LONG: Final = "too long"
"""Stands among the unknown names when a limit was reached and something was dropped."""


class Paper:
    """What stands on the piece of paper that is being printed."""

    def __init__(self, index: int, start: int, find_codes: FindCodes | None) -> None:
        self.index = index
        self.start = start
        self.y = 0
        self.printed = False
        self.page_mode = False
        self._find_codes = find_codes
        self._lines: list[RawLine] = []
        self._choice = CharsetChoice()
        self._read: list[Line] = []
        self._read_count = 0
        self._read_in: Charset | None = None
        self._pictures: list[Picture] = []
        self._codes: list[PrintedCode] = []
        self._gaps: list[Gap] = []
        self._unknown: dict[str, None] = {}
        self._text_size = 0
        self._picture_size = 0
        self._strips: Strips | None = None
        self._found: tuple[Bitmap, list[FoundCode]] | None = None
        self._feed_start: int | None = None
        self._feed_end = 0
        self._feed_dots = 0

    @property
    def gap_start(self) -> int | None:
        """Return where the trailing feed began, None when the last thing was not a feed."""
        return self._feed_start if self._feed_dots >= GAP_DOTS else None

    def room_for(self, data: bytes) -> bool:
        """Tell whether more text is kept, and count it; past the limit say so in the segment."""
        self._text_size += len(data) + RUN_COST
        if self._text_size > TEXT_KEPT:
            self.unknown(TOO_LONG)
            return False
        return True

    def unknown(self, name: str) -> None:
        """Note the name of a command that the reader does not know."""
        if len(self._unknown) < UNKNOWN_KEPT:
            self._unknown[name] = None

    def mark(self) -> None:
        """Note that something is printed now: a feed before it was a gap."""
        self.printed = True
        if self._feed_start is not None and self._feed_dots >= GAP_DOTS:
            if len(self._gaps) < LINES_KEPT:
                self._gaps.append(Gap(self._feed_start, self._feed_end, self._feed_dots))
            else:
                self.unknown(TOO_LONG)
        self._feed_start, self._feed_dots = None, 0

    def settled(self, end: int) -> None:
        """Note that what was printed has been fed out: a feed from here on is a gap."""
        self._feed_start, self._feed_end, self._feed_dots = end, end, 0

    def feed(self, dots: int, end: int) -> None:
        """Move the paper; backwards as well, but not before its top edge."""
        self.y = max(0, self.y + dots)
        self._feed_end = end
        if self._feed_start is not None:
            self._feed_dots = max(0, self._feed_dots + dots)

    def put_line(self, line: RawLine) -> None:
        """Put a line of text on the paper."""
        self._close_strips()
        if len(self._lines) < LINES_KEPT:
            self._lines.append(line)
            for run in runs_of(line):
                self._choice.add(run)
        else:
            self.unknown(TOO_LONG)

    def put_picture(self, strip: Bitmap, place: tuple[int, int], top: int, bottom: int) -> None:
        """Put a picture on the paper; *place* is its offset and end in the stream."""
        offset, end = place
        self._picture_size += len(strip.rows)
        if self._picture_size > PICTURE_BYTES or len(self._pictures) >= PICTURES_KEPT:
            self.unknown(TOO_LONG)
            return
        joins = self._strips is not None and 0 <= top - self._strips.bottom <= STRIP_GAP
        if self._strips is not None and not (joins and self._strips.fits(strip, top)):
            self._close_strips()
        if self._strips is None:
            self._strips = Strips(offset, end, top, top, [])
        self._strips.add(strip, top, bottom)
        self._strips.end = end

    def put_symbol(self, symbol: Symbol, offset: int, end: int) -> None:
        """Put a code that the printer draws itself on the paper."""
        self._close_strips()
        if symbol.text is not None:
            self._put_code(PrintedCode(symbol.text, symbol.symbology, symbol.source, offset, end))

    def segment(self, end: int, cut: Cut | None) -> Segment:
        """Return what stands on the paper so far."""
        charset = self._choice.charset()
        pictures, codes = list(self._pictures), list(self._codes)
        if self._strips is not None:
            picture = _picture_of(self._strips)
            pictures.append(picture)
            codes += self._codes_in(picture)
        return Segment(
            index=self.index,
            start=self.start,
            end=end,
            dialect=Dialect.ESCPOS,
            charset=charset.name,
            lines=self._lines_in(charset),
            pictures=tuple(pictures),
            codes=tuple(codes),
            gaps=self._all_gaps(),
            cut=cut,
            height=self.y,
            unknown=tuple(self._unknown),
            page_mode=self.page_mode,
        )

    def _lines_in(self, charset: Charset) -> tuple[Line, ...]:
        """Return the lines in characters; those that were read before are not read again."""
        if self._read_in != charset:
            self._read, self._read_count, self._read_in = [], 0, charset
        for raw in self._lines[self._read_count :]:
            self._read += read(raw, charset)
        self._read_count = len(self._lines)
        return tuple(self._read)

    def _all_gaps(self) -> tuple[Gap, ...]:
        """Return the gaps, with the one that the trailing feed makes."""
        if self._feed_start is None or self._feed_dots < GAP_DOTS:
            return tuple(self._gaps)
        return (*self._gaps, Gap(self._feed_start, self._feed_end, self._feed_dots))

    def _close_strips(self) -> None:
        """Take the strips so far as a finished picture and look for codes in it."""
        if self._strips is None:
            return
        picture = _picture_of(self._strips)
        self._strips = None
        self._pictures.append(picture)
        for code in self._codes_in(picture):
            self._put_code(code)

    def _codes_in(self, picture: Picture) -> list[PrintedCode]:
        """Return the codes that the decoder finds in a picture, looked for once."""
        if self._find_codes is None:
            return []
        if self._found is None or self._found[0] != picture.bitmap:
            self._found = picture.bitmap, self._find_codes(picture.bitmap)[:CODES_KEPT]
        return [
            PrintedCode(code.text, code.symbology, CodeSource.RASTER, picture.offset, picture.end)
            for code in self._found[1]
        ]

    def _put_code(self, code: PrintedCode) -> None:
        """Keep a code."""
        if len(self._codes) < CODES_KEPT:
            self._codes.append(code)
        else:
            self.unknown(TOO_LONG)


def _picture_of(strips: Strips) -> Picture:
    """Return strips as one picture."""
    return Picture(strips.bitmap(), strips.offset, strips.end, strips.top)
