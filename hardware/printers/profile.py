"""What must be known of a printer family that cannot be asked of it: one TOML file each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class QrWay(StrEnum):
    """How a printer family is asked to print a QR code."""

    NATIVE = "native"
    """`GS ( k`, functions 165 to 181."""
    ESC_Z = "esc-z"
    """`GS Z` then `ESC Z`: Rongta and older Chinese firmware."""
    RASTER = "raster"
    """Drawn by us and sent with `GS v 0`: slow on serial lines, understood by nearly all."""


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """A family of receipt printers."""

    name: str
    """The file's stem: `epson-tm`, `rongta`, `xprinter-58` …"""
    title: str
    """For people: makes and models."""
    width_dots: int
    """Printable dots in a row: 384 (58 mm), 576 or 512 (80 mm)."""
    columns: int
    """Characters of font A in a row: 32, 42 or 48."""
    code_pages: Mapping[int, str]
    """Number after `ESC t` -> encoding, as Python or hardware.escpos.charsets names it."""
    default_page: int
    """The code page after power-on and `ESC @`."""
    kanji_at_start: bool
    """True for Chinese firmware that wants `FS .` before single-byte letters print."""
    qr: QrWay
    cutter_dots: int = 90
    """Paper between head and cutter, dots of 1/203 inch."""
    has_cutter: bool = True
    """False for families that only have a tear bar."""
    blank_line_dots: int = 0
    """Dots that an empty line moves the paper at least, also after `ESC 3 0`: drivers for such
    firmware count on it to bring the last text past the cutter."""
    units_in_dot: int = 1
    """Vertical motion units in one dot before any GS P: 2 on Epson, which counts half dots."""
    models: tuple[str, ...] = ()
    """What such a printer answers to `GS I 67`, each by its beginning; the first is the typical."""
