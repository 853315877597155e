"""QR codes for screens: crisp at any size, and always black on white, in dark mode too."""

from hardware.codes.drawing import QUIET_MODULES, Level, draw_qr
from hardware.codes.png import grey_png
from hardware.escpos.bitmap import Bitmap


def code_svg(text: str, *, level: Level = "M") -> str:
    """Return an SVG whose unit is a module; its white border is part of it, whatever lies behind.

    Nothing of *text* stands in it as letters, and it needs no style, script or font.
    """
    code = draw_qr(text, module_dots=1, level=level)
    path = "".join(
        f"M{left} {y}h{wide}v1h-{wide}z"
        for y in range(code.height)
        for left, wide in _runs(code, y)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {code.width} {code.height}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{code.width}v{code.height}H0z"/>'
        f'<path fill="#000" d="{path}"/></svg>'
    )


def code_png(text: str, *, module_dots: int = 8, level: Level = "M") -> bytes:
    """Return a PNG of one bit a pixel, *module_dots* pixels to a module."""
    code = draw_qr(text, module_dots=module_dots, quiet_modules=QUIET_MODULES, level=level)
    white_is_one = code.rows.translate(bytes(255 - byte for byte in range(256)))
    return grey_png(code.width, code.height, white_is_one, bits=1)


def _runs(code: Bitmap, y: int) -> list[tuple[int, int]]:
    """Return where row *y* is black: from which module, and how many."""
    row = int.from_bytes(code.rows[y * code.stride : (y + 1) * code.stride], "big")
    dots, found, left = f"{row:0{code.stride * 8}b}", [], 0
    for piece in dots.replace("01", "0 1").replace("10", "1 0").split():
        if piece[0] == "1":
            found.append((left, len(piece)))
        left += len(piece)
    return found
