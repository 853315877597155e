"""A code as a picture that a page can hold: one SVG path, dark on white, with its quiet border."""

from dataclasses import dataclass
from itertools import groupby
from typing import Final

QUIET: Final = 4
"""Modules of white around the code, as its standard asks for."""


@dataclass(frozen=True, slots=True)
class QrPicture:
    """A code in modules."""

    size: int
    """Modules from edge to edge, the border included."""
    path: str
    """The dark modules, row by row, for `<path d=…>`."""


def qr_picture(text: str) -> QrPicture:
    """Return the QR code of *text*, level M."""
    # It brings Pillow with it, which a hub that starts has no use for: most requests see no code.
    import qrcode  # noqa: PLC0415
    from qrcode.constants import ERROR_CORRECT_M  # noqa: PLC0415

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    rows = code.get_matrix()
    parts = []
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                parts.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return QrPicture(len(rows), "".join(parts))
