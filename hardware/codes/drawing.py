"""QR codes drawn as pictures, for printers that cannot draw them."""

from functools import cache
from types import ModuleType
from typing import Final, Literal

from hardware.escpos.bitmap import Bitmap

Level = Literal["L", "M", "Q", "H"]
"""How much of the code may be lost: about 7, 15, 25 and 30 %."""

LONGEST_TEXT: Final = 1024
"""Bytes. Ours are at most 106; beyond this the code would not fit any receipt."""
QUIET_MODULES: Final = 4
"""White modules around the code, as ISO/IEC 18004 asks."""
MOST_DOTS: Final = 4096
"""Dots along a side: seven times the widest head; a picture beyond it is a mistake."""


class TooLongToDraw(ValueError):
    """A text or size that no receipt could hold."""


def draw_qr(
    text: str, *, module_dots: int, quiet_modules: int = QUIET_MODULES, level: Level = "M"
) -> Bitmap:
    """Return the smallest QR code that says *text*, each module *module_dots* dots square."""
    assert module_dots > 0, "a module is seen"
    assert quiet_modules >= 0, "a border is not negative"
    modules = _modules_of(text, level)
    side = (len(modules) + 2 * quiet_modules) * module_dots
    if side > MOST_DOTS:
        raise TooLongToDraw(f"{side} dots along a side")
    stride = (side + 7) // 8
    white, black = "0" * module_dots, "1" * module_dots
    border = white * quiet_modules
    rows = []
    for row in modules:
        dots = border + "".join(black if dark else white for dark in row)
        rows.append(int(dots.ljust(stride * 8, "0"), 2).to_bytes(stride, "big") * module_dots)
    blank = bytes(stride * quiet_modules * module_dots)
    return Bitmap(side, side, blank + b"".join(rows) + blank)


def _modules_of(text: str, level: Level) -> list[list[bool]]:
    data = text.encode()
    if not 0 < len(data) <= LONGEST_TEXT:
        raise TooLongToDraw(f"{len(data)} bytes")
    package = _package()
    code = package.QRCode(error_correction=getattr(package, f"ERROR_CORRECT_{level}"), border=0)
    # One byte segment: the package's splitting saves nothing on links and costs milliseconds.
    code.add_data(data, optimize=0)
    code.make()
    return [[bool(dark) for dark in row] for row in code.modules]


@cache
def _package() -> ModuleType:
    # It brings Pillow along, 0.1 s and 8 MB: only tills whose printer cannot draw codes pay that.
    import qrcode  # noqa: PLC0415

    return qrcode  # type: ignore[no-any-return]
