"""Finding two-dimensional codes in pictures that a print job holds.

These pictures are clean: two colours, square to the page, no noise. One pass of zxing-cpp reads all
that have a white border of a module; a second look is only paid where it is likely to find more.
"""

from contextlib import suppress
from functools import cache
from types import ModuleType
from typing import Final, NamedTuple

from hardware.escpos.bitmap import Bitmap
from hardware.escpos.printout import FoundCode

MOST_DOTS: Final = 3_000_000
"""Looked at in one go: 576 dots by 65 cm. A bigger picture is first made smaller."""
MOST_BYTES: Final = 1_000_000
"""Of a picture that is looked at at all: 576 dots by 1.7 m; only its end, where codes stand.
Each byte takes 24 for a moment, while its dots become grey levels."""
WIDEST: Final = 4096
"""Dots. No receipt printer has more than 1,200; a wider picture is nonsense or an attack."""
TALLEST: Final = 16_384
"""Rows, two metres; of a longer picture only the end is looked at."""
SMALL_DOTS: Final = 400_000
"""So small a picture may well be a code and nothing else: worth a second look, 5 ms at most."""
MOST_CODES: Final = 16
"""In one picture; a receipt has one or two."""
LONGEST_TEXT: Final = 4096
"""Characters; the largest QR code of all holds 4,296 of the simplest kind."""

_TO_LUMINANCE: Final = bytes.maketrans(b"01", b"\xff\x00")
_NAMES: Final = {
    "QR Code": "QR",
    "Data Matrix": "DataMatrix",
    "PDF417": "PDF417",
    "Aztec": "Aztec",
    "Aztec Code": "Aztec",
}


class _Plane(NamedTuple):
    """A picture as the readers take it: one byte a dot, 0 black, 255 white."""

    width: int
    height: int
    luminance: bytes


def find_codes(bitmap: Bitmap) -> list[FoundCode]:
    """Return the codes in a picture, each once, from top to bottom."""
    if not 0 < bitmap.width <= WIDEST or not any(bitmap.rows):
        return []
    plane = _plane_of(bitmap)
    zxing = _zxing()
    found, unread = _read(plane, zxing.BarcodeFormat.QRCodeModel2)
    small = plane.width * plane.height <= SMALL_DOTS
    if unread or (small and not found):
        found += _read_by_zbar(plane)
    if small and not found:
        found = _read(plane, _other_kinds())[0]
    return list(dict.fromkeys(found))[:MOST_CODES]


def _plane_of(bitmap: Bitmap) -> _Plane:
    stride, height, rows = bitmap.stride, bitmap.height, bitmap.rows
    height = min(height, TALLEST, MOST_BYTES // stride)
    rows = rows[-height * stride :]
    # Binary digits are made by C at a gigabit a second; a loop over bytes takes ten times as long.
    digits = format(int.from_bytes(rows, "big"), f"0{len(rows) * 8}b")
    plane = _Plane(stride * 8, height, digits.encode().translate(_TO_LUMINANCE))
    while plane.width * plane.height > MOST_DOTS:
        plane = _halved(plane)
    return plane


def _halved(plane: _Plane) -> _Plane:
    step = plane.width * 2
    kept = range(0, plane.height // 2 * step, step)
    rows = [plane.luminance[start : start + plane.width : 2] for start in kept]
    return _Plane((plane.width + 1) // 2, len(rows), b"".join(rows))


def _read(plane: _Plane, formats: object) -> tuple[list[FoundCode], bool]:
    """Return what zxing-cpp reads, and whether it saw codes that it could not read."""
    zxing = _zxing()
    shape = (plane.height, plane.width)
    seen = zxing.read_barcodes(
        memoryview(plane.luminance).cast("B", shape),
        formats=formats,
        try_rotate=False,
        try_invert=False,
        binarizer=zxing.Binarizer.FixedThreshold,
        text_mode=zxing.TextMode.Plain,
        return_errors=True,
    )
    good = [code for code in seen if code.valid and 0 < len(code.text) <= LONGEST_TEXT]
    good.sort(key=lambda code: code.position.top_left.y)
    found = [FoundCode(c.text, _NAMES.get(str(c.format), str(c.format))) for c in good]
    return found, len(good) < len(seen)


def _read_by_zbar(plane: _Plane) -> list[FoundCode]:
    """Read codes that text crowds: zbar minds a missing white border less than zxing-cpp."""
    zbar = _zbar()
    picture = (plane.luminance, plane.width, plane.height)
    texts: list[str] = []
    # Some pictures make pyzbar choke on an orientation that it has no name for.
    with suppress(ValueError):
        if zbar is not None:
            seen = zbar.decode(picture, symbols=[zbar.ZBarSymbol.QRCODE])
            texts = [code.data.decode(errors="replace") for code in seen]
    return [FoundCode(text, "QR") for text in texts if 0 < len(text) <= LONGEST_TEXT]


@cache
def _zxing() -> ModuleType:
    import zxingcpp  # noqa: PLC0415  # 14 ms and 3 MB, only for tills that print pictures

    return zxingcpp


def _other_kinds() -> object:
    # Made anew each time: kept to the end of the program, its binding complains of a leak.
    zxing = _zxing()
    kinds = zxing.BarcodeFormat
    return zxing.BarcodeFormats([kinds.DataMatrix, kinds.PDF417, kinds.Aztec])


@cache
def _zbar() -> ModuleType | None:
    try:
        from pyzbar import pyzbar  # noqa: PLC0415  # may be missing, and its library more so
    except (ImportError, OSError):
        return None
    return pyzbar  # type: ignore[no-any-return]
