"""Pictures from the many forms in which printers take them: rows, columns, strips and planes."""

from dataclasses import dataclass
from typing import Final

from hardware.escpos.bitmap import Bitmap

WIDEST: Final = 2304
"""Dots: four times the widest paper; a wider picture is cut off, as the head does it."""
PICTURE_BYTES: Final = 4 << 20
"""Bytes of dots kept of one picture: six metres of 80 mm paper."""

_ONES: Final = tuple(
    bytes(0x31 if byte >> bit & 1 else 0x30 for byte in range(256)) for bit in range(8)
)
"""For each bit, a table from a byte to the digit of that bit."""


def from_rows(data: bytes, stride: int, height: int) -> Bitmap | None:
    """Return the picture whose rows of *stride* bytes stand in *data*; missing rows are cut off."""
    height = min(height, len(data) // stride if stride else 0, PICTURE_BYTES // max(1, stride))
    if not stride or not height:
        return None
    data = data[: stride * height]
    kept = min(stride, WIDEST // 8)
    if kept < stride:
        data = b"".join(data[at : at + kept] for at in range(0, len(data), stride))
    return Bitmap(kept * 8, height, data)


def from_columns(data: bytes, deep: int, *, wide: int = 1, tall: int = 1) -> Bitmap | None:
    """Return the picture whose columns of *deep* bytes stand in *data*, left to right.

    Each dot is printed *wide* dots wide and *tall* dots high.
    """
    columns = min(len(data) // deep if deep else 0, WIDEST // wide)
    if not columns:
        return None
    width = columns * wide
    stride = (width + 7) // 8
    padding = stride * 8 - width
    rows: list[bytes] = []
    for band in range(min(deep, PICTURE_BYTES // (stride * 8 * tall))):
        band_bytes = data[band : columns * deep : deep]
        for bit in range(7, -1, -1):
            digits = band_bytes.translate(_ONES[bit])
            if wide > 1:
                digits = digits.replace(b"0", b"0" * wide).replace(b"1", b"1" * wide)
            row = (int(digits, 2) << padding).to_bytes(stride, "big")
            rows.extend([row] * tall)
    return Bitmap(width, len(rows), b"".join(rows)) if rows else None


def overlaid(under: Bitmap, over: Bitmap, x: int = 0) -> Bitmap:
    """Return both pictures on one piece of paper, *over* beginning *x* dots from the left."""
    if x == 0 and (under.width, under.height) == (over.width, over.height):
        both = int.from_bytes(under.rows, "big") | int.from_bytes(over.rows, "big")
        return Bitmap(under.width, under.height, both.to_bytes(len(under.rows), "big"))
    width = min(max(under.width, x + over.width), WIDEST)
    height = max(under.height, over.height)
    stride = (width + 7) // 8
    rows = bytearray()
    for row in range(height):
        dots = _row(under, row, stride * 8, 0) | _row(over, row, stride * 8, x)
        rows += dots.to_bytes(stride, "big")
    return Bitmap(width, height, bytes(rows))


def _row(picture: Bitmap, row: int, width: int, x: int) -> int:
    """Return a row as one number of *width* bits, the picture's left edge at *x*."""
    if row >= picture.height:
        return 0
    stride = picture.stride
    dots = int.from_bytes(picture.rows[row * stride : (row + 1) * stride], "big")
    shift = width - x - stride * 8
    return dots << shift if shift >= 0 else dots >> -shift


@dataclass(slots=True)
class Strips:
    """Strips of raster on the paper without a gap between them: one picture to a person."""

    offset: int
    end: int
    top: int
    bottom: int
    strips: list[Bitmap]
    stride: int = 0
    """Of the widest strip."""

    def fits(self, strip: Bitmap, top: int) -> bool:
        """Tell whether the picture stays within its limit with this strip."""
        rows = max(top - self.top, 0) + strip.height
        return rows * max(strip.stride, self.stride) <= PICTURE_BYTES

    def add(self, strip: Bitmap, top: int, bottom: int) -> None:
        """Add a strip whose top edge is at *top*, with the white above it."""
        if top > self.bottom and self.strips:
            blank = bytes(strip.stride * (top - self.bottom))
            self.strips.append(Bitmap(strip.width, top - self.bottom, blank))
        self.strips.append(strip)
        self.stride = max(self.stride, strip.stride)
        self.bottom = bottom

    def bitmap(self) -> Bitmap:
        """Return the strips below one another as one picture."""
        width = max(strip.width for strip in self.strips)
        stride = (width + 7) // 8
        rows = b"".join(_padded(strip, stride) for strip in self.strips)
        return Bitmap(width, len(rows) // stride, rows)


def _padded(strip: Bitmap, stride: int) -> bytes:
    """Return the rows of a strip, white to the right up to *stride* bytes."""
    if strip.stride == stride:
        return strip.rows
    return b"".join(
        strip.rows[at : at + strip.stride].ljust(stride, b"\0")
        for at in range(0, len(strip.rows), strip.stride)
    )
