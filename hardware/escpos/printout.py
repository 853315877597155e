"""What came out of the printer, cut by cut: lines, pictures and codes as a person sees them."""

from dataclasses import dataclass
from enum import StrEnum

from hardware.escpos.bitmap import Bitmap


class Dialect(StrEnum):
    """The language of a stream; only ESC/POS is read, the others pass through untouched."""

    ESCPOS = "escpos"
    STAR = "star"
    SHTRIH = "shtrih"
    ATOL = "atol"


class CodeSource(StrEnum):
    """How a two-dimensional code was put on the paper."""

    NATIVE = "native"
    ESC_Z = "esc-z"
    RASTER = "raster"


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of text; position moves are gaps, wide characters take two columns."""

    text: str
    offset: int
    """Of its first printed byte in the stream."""
    end: int
    """Just after its last printed byte (before the line feed that ends it)."""
    top: int
    """Dots (1/203 inch) from the segment's beginning to the line's top edge, as far as known."""
    height: int
    """Dots from the line's top to its bottom edge."""
    large: bool = False
    """Printed at double height or double width."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A raster image on the paper; strips printed without a gap between them are one picture."""

    bitmap: Bitmap
    offset: int
    end: int
    top: int


@dataclass(frozen=True, slots=True)
class PrintedCode:
    """A QR code or other two-dimensional code and what it says."""

    text: str
    symbology: str
    """`QR`, `PDF417`, `DataMatrix`, `Aztec`, …"""
    source: CodeSource
    offset: int
    end: int


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A two-dimensional code that was found in a picture."""

    text: str
    symbology: str
    """As in PrintedCode: `QR`, `PDF417`, `DataMatrix`, `Aztec`."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A run of paper feed with nothing printed in it: where a slip may go."""

    offset: int
    """Of the first byte of the run (just after the line feed that ends the last printed line)."""
    end: int
    dots: int
    """Paper moved by the run."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A cut of the paper."""

    offset: int
    end: int
    feeds_to_cutter: bool
    """True for feed-and-cut commands (GS V 65, 66 …): all that was printed is on this piece."""


@dataclass(frozen=True, slots=True)
class Segment:
    """What stands on one piece of paper: from one cut (or the stream's beginning) to the next."""

    index: int
    start: int
    end: int
    """Just after the cut, or where the stream ended."""
    dialect: Dialect
    charset: str
    """Name of the encoding that its text was read in, as Python or this package names it."""
    lines: tuple[Line, ...]
    pictures: tuple[Picture, ...]
    codes: tuple[PrintedCode, ...]
    gaps: tuple[Gap, ...]
    cut: Cut | None
    """None when the stream ended without one."""
    height: int
    """Dots of paper from its beginning to the cut command (cutter feed not counted)."""
    unknown: tuple[str, ...] = ()
    """Names of the commands that the reader did not know, in order, each once."""
    page_mode: bool = False
    """True when any of it was printed in page mode."""
