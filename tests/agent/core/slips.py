"""Slips, printers and drawings that the tests of slips share."""

from dataclasses import replace
from datetime import date
from typing import Final

from agent.core.slip import Drawing, SlipContent
from agent.core.slip_texts import Language
from contracts.wire.units import Points
from hardware.codes.drawing import draw_qr
from hardware.escpos.bitmap import Bitmap
from hardware.escpos.writing import qr_modules
from hardware.printers.lettering import draw_line
from hardware.printers.profile import PrinterProfile, QrWay

LINK: Final = (
    "https://points.example.kz/c/" + "EAAHAAAAKgABbOhnIdH7w2CqV9Yk" + "t4Z1fQ8s-R3bXm_LpJw0"
)
"""As long as real ones: a host, and 48 characters of claim code."""
LONGEST_LINK: Final = LINK.ljust(106, "x")
"""Bytes that are allowed when a host's name is long: version 6."""

EPSON: Final = PrinterProfile(
    name="kazakh-page-80",
    title="A printer with a Kazakh page",
    width_dots=576,
    columns=48,
    code_pages={0: "cp437", 17: "cp866", 46: "cp1251", 53: "kz1048"},
    default_page=0,
    kanji_at_start=False,
    qr=QrWay.NATIVE,
)
NARROW: Final = replace(EPSON, name="kazakh-page-58", width_dots=384, columns=32)
TM_T88: Final = replace(EPSON, name="kazakh-page-512", width_dots=512, columns=42)
POSIFLEX: Final = replace(
    EPSON, name="page-224-80", code_pages={0: "cp437", 17: "cp866", 224: "posiflex-224"}
)
RONGTA: Final = replace(
    EPSON, name="esc-z-80", code_pages={0: "cp437", 6: "cp1251", 7: "cp866"}, qr=QrWay.ESC_Z
)
CHINESE: Final = replace(
    NARROW,
    name="drawn-58",
    code_pages={0: "cp437", 17: "cp866", 73: "cp1251"},
    kanji_at_start=True,
    qr=QrWay.RASTER,
)
PROFILES: Final = (EPSON, NARROW, TM_T88, POSIFLEX, RONGTA, CHINESE)

LANGUAGES: Final = (
    (Language.KAZAKH,),
    (Language.RUSSIAN,),
    (Language.ENGLISH,),
    (Language.KAZAKH, Language.RUSSIAN),
)

SLIP: Final = SlipContent(
    languages=(Language.KAZAKH, Language.RUSSIAN),
    link=LINK,
    points=Points(46),
    shop="Кондитерская «Бауырсақ»",
    last_day=date(2026, 11, 15),
    separate=False,
)

REAL: Final = Drawing(draw_qr, draw_line)


def outlined_qr(text: str, *, module_dots: int, quiet_modules: int) -> Bitmap:
    """Return a black square in place of a code: golden bytes must not hang on a library."""
    side = (qr_modules(len(text)) + 2 * quiet_modules) * module_dots
    row = b"\xff" * ((side + 7) // 8)
    return Bitmap(side, side, row * side)


def outlined_line(text: str, *, width_dots: int, bold: bool) -> Bitmap:
    """Return a bar in place of a line of text."""
    width = min(width_dots, (width_dots + 12 * len(text)) // 2)
    row = (b"\xff" if bold else b"\xaa") * ((width + 7) // 8)
    return Bitmap(width, 24, row * 24)


OUTLINED: Final = Drawing(outlined_qr, outlined_line)
