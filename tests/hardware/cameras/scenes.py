"""Pictures for cameras to show: a code on grey, each picture a little different from all others."""

import io
from functools import cache

from PIL import Image

from hardware.codes.drawing import draw_qr
from hardware.codes.luma import Luma, grey

WIDTH, HEIGHT = 320, 240
MARK = 8
"""Dots along a side of the squares that tell pictures apart: JPEG keeps them."""
TEXT = "VOUCHER-1"


@cache
def _still(text: str, level: int) -> bytes:
    picture = Image.new("L", (WIDTH, HEIGHT), level)
    if text:
        code = draw_qr(text, module_dots=5)
        drawn = Image.frombytes("1", (code.width, code.height), code.rows, "raw", "1;I")
        picture.paste(drawn.convert("L"), (60, 30))
    return picture.tobytes()


def scene(number: int, text: str = TEXT, level: int = 90) -> bytes:
    """Return a grey picture with a code; *number* makes it differ as a sensor's noise would."""
    digits = [number >> shift & 7 for shift in (9, 6, 3, 0)]
    row = b"".join(bytes([level // 2 + 16 * digit]) * MARK for digit in digits)
    still = _still(text, level)
    rows = (row + still[at + len(row) : at + WIDTH] for at in range(0, MARK * WIDTH, WIDTH))
    return b"".join(rows) + still[MARK * WIDTH :]


def luma(number: int, text: str = TEXT, level: int = 90) -> Luma:
    """Return the same as readers take it."""
    return grey(WIDTH, HEIGHT, scene(number, text, level))


def jpeg(number: int, text: str = TEXT, level: int = 90) -> bytes:
    """Return the same as a camera that compresses sends it."""
    held = io.BytesIO()
    picture = Image.frombytes("L", (WIDTH, HEIGHT), scene(number, text, level))
    picture.convert("RGB").save(held, "JPEG", quality=80)
    return held.getvalue()
