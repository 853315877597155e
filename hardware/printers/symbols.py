"""Codes that the printer draws by itself: QR and other two-dimensional ones, and barcodes."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import qrcode
import zxingcpp
from PIL import Image
from qrcode.exceptions import DataOverflowError

from hardware.printers.glyphs import FONT_A, INK, Cell, letters
from hardware.printers.graphics import enlarged

_QR_LEVELS: Final = {
    **dict.fromkeys((0, 48, ord("L")), qrcode.constants.ERROR_CORRECT_L),
    **dict.fromkeys((1, 49, ord("M")), qrcode.constants.ERROR_CORRECT_M),
    **dict.fromkeys((2, 50, ord("Q")), qrcode.constants.ERROR_CORRECT_Q),
    **dict.fromkeys((3, 51, ord("H")), qrcode.constants.ERROR_CORRECT_H),
}
QR_LIMIT: Final = 7_089
"""Digits in the largest QR code: no more data can be stored."""
CODES_KEPT: Final = 32
"""Codes remembered: the largest takes a second to draw, and a stream may print it over and over."""
_VERSIONS: Final = range(1, 41)

_FORMATS: Final = {
    0: zxingcpp.BarcodeFormat.UPCA,
    1: zxingcpp.BarcodeFormat.UPCE,
    2: zxingcpp.BarcodeFormat.EAN13,
    3: zxingcpp.BarcodeFormat.EAN8,
    4: zxingcpp.BarcodeFormat.Code39,
    5: zxingcpp.BarcodeFormat.ITF,
    6: zxingcpp.BarcodeFormat.Codabar,
    7: zxingcpp.BarcodeFormat.Code93,
    8: zxingcpp.BarcodeFormat.Code128,
    9: zxingcpp.BarcodeFormat.Code128,
    10: zxingcpp.BarcodeFormat.DataBar,
    11: zxingcpp.BarcodeFormat.DataBarOmni,
    12: zxingcpp.BarcodeFormat.DataBarLtd,
    13: zxingcpp.BarcodeFormat.DataBarExp,
    14: zxingcpp.BarcodeFormat.Code128,
}
"""By the number after GS k, 65 taken off the counted form's."""
_CHECKED: Final = {0: 12, 2: 13, 3: 8}
"""Digits of UPC-A, EAN-13 and EAN-8; the writer puts a zero before the first."""
_CODE_SETS: Final = ("{A", "{B", "{C", "{S", "{1", "{2", "{3", "{4")
"""CODE128's own escapes; the writer chooses its code sets by itself."""


@dataclass(frozen=True, slots=True)
class BarcodeStyle:
    """What GS h, GS w, GS H and GS f have set."""

    height: int = 162
    module: int = 3
    caption: int = 0
    """Bits: 1 above, 2 below."""
    cell: Cell = FONT_A


def qr_code(text: bytes, level: int, module: int, version: int = 0) -> Image.Image | None:
    """Return the code without quiet zone, as printers draw it; None when it cannot hold *text*."""
    matrix = _modules(text, level, version) if 0 < len(text) <= QR_LIMIT else None
    return None if matrix is None else enlarged(matrix, module, module)


@lru_cache(maxsize=CODES_KEPT)
def _modules(text: bytes, level: int, version: int) -> Image.Image | None:
    """Return a QR code with one dot a module."""
    code = qrcode.QRCode(
        version=version if version in _VERSIONS else None,
        error_correction=_QR_LEVELS.get(level, qrcode.constants.ERROR_CORRECT_L),
        border=0,
    )
    code.add_data(text)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError):
        # ValueError is what the library says of a version above 40.
        return None
    matrix = code.get_matrix()
    mask = Image.new("1", (len(matrix), len(matrix)))
    mask.putdata([INK * dot for row in matrix for dot in row])
    return mask


def symbol(
    kind: zxingcpp.BarcodeFormat, text: bytes, x: int, y: int, **options: str
) -> Image.Image | None:
    """Return another two-dimensional code, each module *x* by *y* dots; None if impossible."""
    if not text or len(text) > QR_LIMIT:
        return None
    try:
        drawn = zxingcpp.create_barcode(text, kind, **options).to_image(add_quiet_zones=False)
    except ValueError:
        return None
    return enlarged(_ink(drawn), x, y)


def barcode(number: int, text: bytes, style: BarcodeStyle) -> Image.Image | None:
    """Return the barcode that GS k asks for, with its caption; None when it cannot be."""
    form = number - 65 if number >= 65 else number
    kind = _FORMATS.get(form)
    if kind is None or not text:
        return None
    said = text.decode("latin-1")
    if form in (8, 9):
        for escape in _CODE_SETS:
            said = said.replace(escape, "")
        said = said.replace("{{", "{")
    try:
        drawn = zxingcpp.create_barcode(said.strip("*") if form == 4 else said, kind)
        # Its text has the check digit that the sender may leave to the printer.
        said = drawn.text[-_CHECKED[form] :] if form in _CHECKED else said
        bars = _ink(drawn.to_image(add_quiet_zones=False))
    except ValueError:
        return None
    middle = bars.height // 2
    row = bars.crop((0, middle, bars.width, middle + 1))
    return _captioned(enlarged(row, style.module, style.height), said, style)


def _captioned(bars: Image.Image, said: str, style: BarcodeStyle) -> Image.Image:
    """Return the bars with their text above, below, both or not at all."""
    if not style.caption & 3:
        return bars
    words = letters("".join(it for it in said if it.isprintable()), style.cell)
    width = max(bars.width, words.width)
    above = words.height if style.caption & 1 else 0
    below = words.height if style.caption & 2 else 0
    whole = Image.new("1", (width, above + bars.height + below))
    whole.paste(bars, ((width - bars.width) // 2, above))
    middle = (width - words.width) // 2
    if above:
        whole.paste(words, (middle, 0))
    if below:
        whole.paste(words, (middle, above + bars.height))
    return whole


def _ink(drawn: zxingcpp.Image) -> Image.Image:
    """Return the writer's picture as ink: 1 where it is dark."""
    grey = Image.fromarray(drawn)
    return grey.point(lambda tone: 255 if tone < 128 else 0).convert("1")
