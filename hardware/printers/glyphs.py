"""Characters as a thermal head draws them: one-bit cells, cut from the vendored font."""

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from PIL import Image, ImageDraw, ImageFont

INK: Final = 255
"""A burnt dot; PIL keeps a 1 as 1, and its inverse would not be white."""
GLYPHS_KEPT: Final = 4096
"""More than all pages together hold; bounded because UTF-8 mode can name any character."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The box of one character of a printer font, and how the vector font is drawn into it."""

    width: int
    height: int
    size: int
    """Pixels per em at which DejaVu Sans Mono is exactly *width* wide."""
    baseline: int


FONT_A: Final = Cell(12, 24, 20, 19)
FONT_B: Final = Cell(9, 17, 15, 13)
WIDE: Final = Cell(24, 24, 20, 19)
"""A kanji or hanzi."""
_LINES: Final = frozenset(map(chr, (0x2014, 0x2015, *range(0x2500, 0x25A0))))
"""Dashes, box drawing and blocks, which touch their neighbours."""
_MISSING: Final = "\U0010fffe"
"""A character that no font has: drawn, it shows what a missing one looks like."""
_CODE: Final = 10
"""Pixels per em of the digits inside the box that stands for a character without glyph."""


@cache
def _typeface(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    """Return the vendored font at a size."""
    name = "DejaVuSansMono-Bold.ttf" if bold else "DejaVuSansMono.ttf"
    with resources.as_file(resources.files("hardware.printers").joinpath("fonts", name)) as path:
        return ImageFont.truetype(str(path), size)


@lru_cache(maxsize=GLYPHS_KEPT)
def glyph(character: str, cell: Cell, *, bold: bool = False) -> Image.Image:
    """Return the ink of one character in its cell, 1 where it burns; not to be changed."""
    if cell is WIDE:
        return _wide(character, bold=bold)
    mask = Image.new("1", (cell.width, cell.height))
    brush = ImageDraw.Draw(mask)
    brush.fontmode = "1"
    typeface = _typeface(cell.size, bold=bold)
    brush.text((0, cell.baseline), character, fill=INK, font=typeface, anchor="ls")
    return mask


def _wide(character: str, *, bold: bool) -> Image.Image:
    """Return a character of two columns: lines are drawn out, letters stand in the middle."""
    narrow = glyph(character, FONT_A, bold=bold)
    if character in _LINES:
        return narrow.resize((WIDE.width, WIDE.height), Image.Resampling.NEAREST)
    if character.isspace() or narrow.tobytes() != glyph(_MISSING, FONT_A, bold=bold).tobytes():
        mask = Image.new("1", (WIDE.width, WIDE.height))
        mask.paste(narrow, ((WIDE.width - FONT_A.width) // 2, 0))
        return mask
    return _box(character)


def _box(character: str) -> Image.Image:
    """Return a box with the character's number in it: the font has no hanzi."""
    mask = Image.new("1", (WIDE.width, WIDE.height))
    brush = ImageDraw.Draw(mask)
    brush.fontmode = "1"
    brush.rectangle((1, 1, WIDE.width - 2, WIDE.height - 2), outline=INK)
    number = f"{ord(character):04X}"[-4:]
    for row in (0, 1):
        place = (WIDE.width // 2, 11 + 9 * row)
        pair = number[2 * row : 2 * row + 2]
        brush.text(place, pair, fill=INK, font=_typeface(_CODE, bold=False), anchor="ms")
    return mask


def letters(text: str, cell: Cell) -> Image.Image:
    """Return the ink of a short text on one line."""
    mask = Image.new("1", (max(1, cell.width * len(text)), cell.height))
    for column, character in enumerate(text):
        mask.paste(glyph(character, cell), (column * cell.width, 0))
    return mask
