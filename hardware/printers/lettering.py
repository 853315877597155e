"""Lines of text as pictures: for letters that a printer has in none of its code pages."""

from functools import cache, lru_cache
from importlib import resources
from types import ModuleType
from typing import Any, Final, NamedTuple

from hardware.escpos.bitmap import Bitmap

LINES_KEPT: Final = 64
"""Drawn lines that are kept: a slip has about eight, and most are the same on every slip."""
LONGEST_LINE: Final = 128
"""Characters; the widest paper holds 80, and a caller wraps before it draws."""


class _Size(NamedTuple):
    """How the vendored font is drawn to match a printer's own."""

    advance: int
    """Dots from one character to the next."""
    height: int
    """Dots of a line with its spacing, as ESC 2 leaves it."""
    em: int
    """Pixels per em at which DejaVu Sans Mono has that advance."""
    baseline: int


_USUAL: Final = _Size(12, 30, 20, 21)
_LARGE: Final = _Size(24, 60, 40, 42)


def draw_line(text: str, *, width_dots: int, large: bool = False, bold: bool = False) -> Bitmap:
    """Return *text* centred in a row of *width_dots*, blank dots at the right end left out."""
    assert 0 < len(text) <= LONGEST_LINE, "a line is wrapped before it is drawn"
    assert width_dots > 0, "paper has a width"
    return _drawn(text, width_dots, _LARGE if large else _USUAL, bold)


@lru_cache(maxsize=LINES_KEPT)
def _drawn(text: str, width_dots: int, size: _Size, bold: bool) -> Bitmap:  # noqa: FBT001  # a cache key
    image, drawing = _pillow()
    ink = size.advance * len(text)
    left = max(0, (width_dots - ink) // 2)
    width = min(width_dots, left + ink + 7) // 8 * 8 or 8
    canvas = image.new("1", (width, size.height))
    brush = drawing.Draw(canvas)
    brush.fontmode = "1"
    for place, character in enumerate(text):
        # One at a time, so that the columns are those of the printer's own font.
        at = (left + place * size.advance, size.baseline)
        brush.text(at, character, fill=1, font=_typeface(size.em, bold=bold), anchor="ls")
    return Bitmap(width, size.height, canvas.tobytes())


@cache
def _typeface(em: int, *, bold: bool) -> Any:
    from PIL import ImageFont  # noqa: PLC0415

    name = "DejaVuSansMono-Bold.ttf" if bold else "DejaVuSansMono.ttf"
    with resources.as_file(resources.files("hardware.printers").joinpath("fonts", name)) as path:
        return ImageFont.truetype(str(path), em)


@cache
def _pillow() -> tuple[ModuleType, ModuleType]:
    # 50 ms and 4 MB, only for tills whose printer lacks letters of the shop's language.
    from PIL import Image, ImageDraw  # noqa: PLC0415

    return Image, ImageDraw
