"""Commands about barcodes and two-dimensional codes."""

from dataclasses import replace
from typing import Final

import zxingcpp
from PIL import Image

from hardware.printers.glyphs import FONT_A, FONT_B
from hardware.printers.machine import Handler, Machine, Matrix, number
from hardware.printers.profile import QrWay
from hardware.printers.symbols import barcode, qr_code, symbol

_PDF417, _QR, _MAXICODE, _DATABAR, _AZTEC, _DATAMATRIX = 48, 49, 50, 51, 53, 54
_STORE, _PRINT, _SIZE = 80, 81, 82
_SETTINGS: Final = range(65, 80)
"""Function numbers that set something."""
_ESC_Z_PDF417, _ESC_Z_DATAMATRIX = 0, 1
_FORMATS: Final = {
    _MAXICODE: zxingcpp.BarcodeFormat.MaxiCode,
    _DATABAR: zxingcpp.BarcodeFormat.DataBarStk,
    _AZTEC: zxingcpp.BarcodeFormat.Aztec,
    _DATAMATRIX: zxingcpp.BarcodeFormat.DataMatrix,
}
_AS_LEVEL: Final = 48
"""PDF417's error correction comes as a level (its number follows) or as a ratio."""
_USUAL_MODULE: Final = 3
_MODULES: Final = range(1, 17)


def _barcode_height(machine: Machine, data: bytes) -> None:
    """GS h sets the height of bars."""
    if data[2]:
        machine.barcodes = replace(machine.barcodes, height=data[2])


def _barcode_width(machine: Machine, data: bytes) -> None:
    """GS w sets the width of the thinnest bar."""
    if data[2] in range(1, 7):
        machine.barcodes = replace(machine.barcodes, module=data[2])


def _barcode_caption(machine: Machine, data: bytes) -> None:
    """GS H says where a barcode's text stands."""
    if data[2] % 48 in range(4):
        machine.barcodes = replace(machine.barcodes, caption=data[2] % 48)


def _barcode_font(machine: Machine, data: bytes) -> None:
    """GS f chooses the font of a barcode's text."""
    cell = FONT_B if data[2] in (1, 49) else FONT_A
    machine.barcodes = replace(machine.barcodes, cell=cell)


def _barcode(machine: Machine, data: bytes) -> None:
    """GS k prints a barcode, in either of its forms."""
    text = data[4:] if data[2] >= 65 else data[3:].rstrip(b"\0")
    _print(machine, barcode(data[2], text, machine.barcodes))


def _matrix(machine: Machine, data: bytes) -> None:
    """Do what GS ( k asks of one kind of code (pL pH cn fn n…)."""
    if len(data) < 7 or machine.profile.qr is QrWay.RASTER:
        return
    kind, function, body = data[5], data[6], data[7:]
    matrix = machine.matrices.setdefault(kind, Matrix())
    if function in _SETTINGS and body:
        # One byte matters in all of them but this: PDF417 has its level, or else a ratio.
        if (kind, function) != (_PDF417, 69):
            matrix.settings[function] = body[0]
        elif body[0] == _AS_LEVEL and len(body) > 1:
            matrix.settings[function] = body[1]
    elif function == _STORE:
        matrix.text = body[1:]
    elif function == _PRINT:
        _print(machine, drawn(machine, kind))


def drawn(machine: Machine, kind: int) -> Image.Image | None:
    """Return the code of that kind as it would print now, or None."""
    matrix = machine.matrices.get(kind, Matrix())
    module = _module(matrix.settings.get(67, _USUAL_MODULE))
    if kind == _QR:
        return qr_code(matrix.text, matrix.settings.get(69, 48), module)
    if kind == _PDF417:
        row = matrix.settings.get(68, _USUAL_MODULE)
        wanted = {"ec_level": matrix.settings.get(69, 49) - 48, "columns": matrix.settings.get(65)}
        options = {key: str(it) for key, it in wanted.items() if it and it in range(1, 31)}
        return symbol(zxingcpp.BarcodeFormat.PDF417, matrix.text, module, row, **options)
    if kind in _FORMATS:
        return symbol(_FORMATS[kind], matrix.text, module, module)
    return None


def _choose_esc_z(machine: Machine, data: bytes) -> None:
    """GS Z chooses what ESC Z draws."""
    machine.matrix_kind = data[2] % 48


def _esc_z(machine: Machine, data: bytes) -> None:
    """Print a code at once (ESC Z version level module nL nH d…)."""
    if machine.profile.qr is QrWay.RASTER:
        return
    version, level, module = data[2], data[3], _module(data[4])
    text = data[7 : 7 + number(data, 5)]
    # Rongta takes 1 for QR where other firmware has it for DataMatrix; PDF417 is 0 on all.
    rongta = machine.profile.qr is QrWay.ESC_Z
    if machine.matrix_kind == _ESC_Z_PDF417:
        mask = symbol(zxingcpp.BarcodeFormat.PDF417, text, module, 3 * module)
    elif machine.matrix_kind == _ESC_Z_DATAMATRIX and not rongta:
        mask = symbol(zxingcpp.BarcodeFormat.DataMatrix, text, module, module)
    else:
        mask = qr_code(text, level, module, version)
    _print(machine, mask)


def _module(dots: int) -> int:
    """Return a module size that printers have, the usual one for any other."""
    return dots if dots in _MODULES else _USUAL_MODULE


def _print(machine: Machine, mask: Image.Image | None) -> None:
    """Print a code if there is one and it fits: a printer leaves out what is too wide."""
    if mask is not None and mask.width <= machine.surface.width:
        machine.surface.block(mask)


CODE_COMMANDS: Final[dict[str, Handler]] = {
    "ESC Z": _esc_z,
    "GS ( k": _matrix,
    "GS H": _barcode_caption,
    "GS Z": _choose_esc_z,
    "GS f": _barcode_font,
    "GS h": _barcode_height,
    "GS k": _barcode,
    "GS w": _barcode_width,
}
"""By the name that the command reader gives them."""
