"""How the next characters look: font, size, weight and the rest of the print modes."""

from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageChops, ImageDraw

from hardware.printers.glyphs import FONT_A, FONT_B, INK, WIDE, Cell

_FONT_B_NUMBERS: Final = frozenset({1, 2, 49, 50})
"""What ESC M calls fonts B and C; a printer without C prints B."""


@dataclass(slots=True)
class Style:
    """The print modes of characters, as after power-on."""

    cell: Cell = FONT_A
    bold: bool = False
    struck_twice: bool = False
    underline: int = 0
    """Rows of dots."""
    width: int = 1
    height: int = 1
    reverse: bool = False
    turned: bool = False
    """Each character by 90 degrees, clockwise."""
    spacing: int = 0
    """Dots to the right of each character."""
    smaller_hanzi: bool = False

    def choose_font(self, number: int) -> None:
        """Take the font that ESC M names."""
        self.cell = FONT_B if number in _FONT_B_NUMBERS else FONT_A

    def choose_modes(self, bits: int) -> None:
        """Take all that ESC ! sets at once."""
        self.cell = FONT_B if bits & 0x01 else FONT_A
        self.bold = bool(bits & 0x08)
        self.height = 2 if bits & 0x10 else 1
        self.width = 2 if bits & 0x20 else 1
        self.underline = int(bool(bits & 0x80))

    def choose_size(self, bits: int) -> None:
        """Take the size of GS !: both factors from 1 to 8, others are not obeyed."""
        if not bits & 0x88:
            self.width = (bits >> 4) + 1
            self.height = (bits & 0x07) + 1

    def choose_kanji_modes(self, bits: int) -> None:
        """Take what FS ! sets for double-byte characters; size and underline are shared here."""
        self.width = 2 if bits & 0x04 else 1
        self.height = 2 if bits & 0x08 else 1
        self.underline = int(bool(bits & 0x80))

    @property
    def heavy(self) -> bool:
        """Tell whether characters print bold; a thermal head strikes twice the same way."""
        return self.bold or self.struck_twice

    def cell_for(self, *, wide: bool) -> Cell:
        """Return the box of a character that is or is not a hanzi."""
        return WIDE if wide else self.cell

    @property
    def advance(self) -> int:
        """Return the dots from one plain character to the next."""
        return (self.cell.width + self.spacing) * self.width

    def dress(self, glyph: Image.Image) -> Image.Image:
        """Return the glyph as these modes print it."""
        mask = glyph
        if self.spacing:
            mask = mask.crop((0, 0, mask.width + self.spacing, mask.height))
        if self.width > 1 or self.height > 1:
            size = (mask.width * self.width, mask.height * self.height)
            mask = mask.resize(size, Image.Resampling.NEAREST)
        if self.underline and not self.reverse and not self.turned:
            mask = mask.copy()
            edge = (0, mask.height - self.underline, mask.width - 1, mask.height - 1)
            ImageDraw.Draw(mask).rectangle(edge, fill=INK)
        if self.reverse:
            mask = ImageChops.invert(mask)
        return mask.transpose(Image.Transpose.ROTATE_270) if self.turned else mask
