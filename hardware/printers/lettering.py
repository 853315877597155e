"""Lines of text as pictures: for letters that a printer has in none of its code pages."""

from functools import cache, lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from hardware.escpos.bitmap import Bitmap

LINES_KEPT: Final = 64
"""Drawn lines that are kept: a slip has about eight, and most are the same on every slip."""
LONGEST_LINE: Final = 128
"""Characters; the widest paper holds 80, and a caller wraps before it draws."""


ADVANCE: Final = 12
HEIGHT: Final = 24
"""Dots of a character cell, as of a printer's font A."""
_EM: Final = 20
"""Pixels per em at which DejaVu Sans Mono advances by just that."""
_BASELINE: Final = 19


@lru_cache(maxsize=LINES_KEPT)
def draw_line(text: str, *, width_dots: int, bold: bool = False) -> Bitmap:
    """Return *text* centred in a row of *width_dots*, blank dots at the right end left out."""
    assert 0 < len(text) <= LONGEST_LINE, "a line is wrapped before it is drawn"
    assert width_dots > 0, "paper has a width"
    image, drawing = _pillow()
    ink = ADVANCE * len(text)
    left = max(0, (width_dots - ink) // 2)
    canvas = image.new("1", (min(width_dots, left + ink), HEIGHT))
    brush = drawing.Draw(canvas)
    brush.fontmode = "1"
    for place, character in enumerate(text):
        # One at a time, so that the columns are those of the printer's own font.
        at = (left + place * ADVANCE, _BASELINE)
        brush.text(at, character, fill=1, font=_typeface(bold=bold), anchor="ls")
    return Bitmap(canvas.width, canvas.height, canvas.tobytes())


@cache
def _typeface(*, bold: bool) -> Any:
    from PIL import ImageFont  # noqa: PLC0415

    name = "DejaVuSansMono-Bold.ttf" if bold else "DejaVuSansMono.ttf"
    return ImageFont.truetype(str(Path(__file__).with_name("fonts") / name), _EM)


@cache
def _pillow() -> tuple[ModuleType, ModuleType]:
    # 50 ms and 4 MB, only for tills whose printer lacks letters of the shop's language.
    from PIL import Image, ImageDraw  # noqa: PLC0415

    return Image, ImageDraw
