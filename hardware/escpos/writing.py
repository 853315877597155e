"""Writing ESC/POS: the few commands that a block of our own needs, as all makes understand them."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from hardware.escpos.bitmap import Bitmap
from hardware.escpos.codepages import UNREADABLE, table
from hardware.escpos.state import DOTS_PER_INCH, PrinterState, Setting

ESC, FS, GS, LF = b"\x1b", b"\x1c", b"\x1d", b"\n"

LINE_DOTS: Final = 30
"""Paper that a line of text takes at the usual spacing (ESC 2), dots of 1/203 inch."""
LARGE_DOTS: Final = 48
"""The same of a line of double height, which is higher than that spacing."""
STRIP_ROWS: Final = 256
"""Rows of a picture sent with one command: cheap printers have 4 KB for what they were sent."""
MODULE_DOTS_MAX: Final = 16
"""`GS ( k` 167 takes 1 to 16 dots a module."""
QR_BYTES_MAX: Final = 213
"""Version 10 at level M: the largest that fits 80 mm with 6 dots a module and its border."""
PAGES_KEPT: Final = 64
"""Code pages whose letters are kept at hand; a printer has about thirty."""
TEXT_MAX: Final = 256
"""Characters in one line from outside; the widest paper holds 80."""

_TWINS: Final = {
    "І": "I",
    "і": "i",
    "«": '"',
    "»": '"',
    "“": '"',
    "”": '"',
    "„": '"',
    "’": "'",
    "–": "-",
    "—": "-",
    "…": "...",
    "№": "N",
}
"""What looks the same, or nearly, in every page: Cyrillic І, quotation marks, dashes."""

_QR_BYTES_AT_M: Final = (14, 26, 42, 62, 84, 106, 122, 152, 180, QR_BYTES_MAX)
"""ISO/IEC 18004: bytes that versions 1 to 10 hold at level M."""
_LEVEL_M: Final = 49
"""For `GS ( k` 169; 48 would be L."""
_ESC_Z_LEVEL_M: Final = 1
"""For `ESC Z`: L, M, Q, H are 0 to 3."""
_ESC_Z_QR: Final = 1
"""For `GS Z` on the Rongta firmware that Kazakh drivers print fiscal codes on."""
_TO_PRINTER, _TO_DISPLAY = ESC + b"=\x01", ESC + b"=\x02"
"""Where a cable serves both, the POS may have left the line to the pole display."""
_BOLD, _TALL, _WIDE = 0x08, 0x10, 0x20
_DOUBLED: Final = 3
"""For `GS v 0`: twice as wide and twice as high."""


def qr_modules(size: int) -> int:
    """Return the modules along a side of the QR code, level M, that holds *size* bytes."""
    assert 0 < size <= QR_BYTES_MAX, "longer links are refused where they are configured"
    return 21 + 4 * next(i for i, holds in enumerate(_QR_BYTES_AT_M) if size <= holds)


def plain(text: str) -> str:
    """Return *text* from outside with nothing in it that could command a printer."""
    kept = ("".join(_harmless(text[:TEXT_MAX]))).split()
    return " ".join(kept)


def _harmless(text: str) -> Iterator[str]:
    for character in text:
        category = unicodedata.category(character)
        if category.startswith("Z") or character in "\t\r\n":
            yield " "
        elif not category.startswith("C"):
            yield character


def encoded(text: str, encoding: str) -> bytes | None:
    """Return *text* as a printer in *encoding* wants it, None when it lacks a letter.

    Signs that have a plain twin are printed as that twin where the page lacks them.
    """
    if encoding == "utf-8":
        return text.encode()
    numbers = _numbers_of(encoding)
    twins = (it if it in numbers else _TWINS.get(it, it) for it in text)
    try:
        return bytes(numbers[character] for character in "".join(twins))
    except KeyError:
        return None


@lru_cache(maxsize=PAGES_KEPT)
def letters_of(encoding: str) -> frozenset[str]:
    """Return the characters that `encoded` has a way to print in a page."""
    numbers = _numbers_of(encoding)
    twins = {it for it, twin in _TWINS.items() if all(sign in numbers for sign in twin)}
    return frozenset(numbers) | twins


@lru_cache(maxsize=PAGES_KEPT)
def _numbers_of(encoding: str) -> dict[str, int]:
    """Return the byte of each printable character of a page, the lowest where there are two."""
    characters = table(encoding)
    printable = (n for n in range(255, 0x1F, -1) if n != 0x7F and characters[n] != UNREADABLE)
    return {characters[number]: number for number in printable}


class Writer:
    """Puts a block of bytes together and remembers which settings of the POS it changed.

    It never sends `ESC @`: that would clear the letters and settings that the POS has loaded.
    """

    def __init__(self, units_per_inch: int = DOTS_PER_INCH) -> None:
        self._units_per_inch = units_per_inch
        """Steps of the printer's paper motor, in which it counts small feeds."""
        self._parts: list[bytes] = []
        self._changed: set[Setting] = set()
        self.height = 0
        """Dots of paper that the block takes so far."""

    @property
    def data(self) -> bytes:
        """Return the block so far."""
        return b"".join(self._parts)

    @property
    def changed(self) -> frozenset[Setting]:
        """Return the settings that the block changed."""
        return frozenset(self._changed)

    def plain_settings(self, state: PrinterState, width_dots: int) -> None:
        """Undo what the POS set that would turn, shrink, shift, garble or hide a line of text."""
        if not state.on_printer:
            self._parts.append(_TO_PRINTER)
        for is_set, setting, command in (
            (state.kanji, Setting.KANJI, FS + b"."),
            (state.glyphs, Setting.GLYPHS, ESC + b"%\0"),
            (state.international, Setting.INTERNATIONAL, ESC + b"R\0"),
            (state.double_strike, Setting.DOUBLE_STRIKE, ESC + b"G\0"),
            (state.reverse, Setting.REVERSE, GS + b"B\0"),
            (state.upside_down, Setting.UPSIDE_DOWN, ESC + b"{\0"),
            (state.rotation, Setting.ROTATION, ESC + b"V\0"),
            (state.character_spacing, Setting.CHARACTER_SPACING, ESC + b" \0"),
            (state.line_spacing is not None, Setting.LINE_SPACING, ESC + b"2"),
            (state.left_margin, Setting.LEFT_MARGIN, GS + b"L\0\0"),
            (
                state.area_width is not None,
                Setting.AREA_WIDTH,
                GS + b"W" + width_dots.to_bytes(2, "little"),
            ),
        ):
            if is_set:
                self._set(setting, command)

    def code_page(self, number: int) -> None:
        """Choose the table of letters."""
        self._set(Setting.CODE_PAGE, ESC + b"t" + bytes([number]))

    def centre(self, *, on: bool = True) -> None:
        """Centre what follows; only at the beginning of a line."""
        self._set(Setting.ALIGN, ESC + b"a" + bytes([on]))

    def style(self, *, bold: bool = False, large: bool = False) -> None:
        """Choose font A, plain or bold, of usual or of double height and width."""
        self._set(Setting.MODE, ESC + b"!" + bytes([_BOLD * bold | (_TALL | _WIDE) * large]))

    def restore(self, state: PrinterState) -> None:
        """End the block: bring back the settings of *state* that it changed."""
        self._parts.append(state.restoring(self._changed))
        if not state.on_printer:
            self._parts.append(_TO_DISPLAY)

    def _set(self, setting: Setting, command: bytes) -> None:
        self._parts.append(command)
        self._changed.add(setting)

    def line(self, encoded: bytes, *, large: bool = False) -> None:
        """Print one line in the code page that is set; *encoded* holds no control bytes."""
        assert not any(byte < 0x20 or byte == 0x7F for byte in encoded), "made plain before"
        self._parts.append(encoded + LF)
        self.height += LARGE_DOTS if large else LINE_DOTS

    def end_line(self) -> None:
        """End the line that the POS left open, so that the block begins at a line's start."""
        self._parts.append(LF)
        self.height += LINE_DOTS

    def feed(self, lines: int = 1) -> None:
        """Move the paper by whole lines."""
        self._parts.append(ESC + b"d" + bytes([lines]) if lines > 1 else LF * lines)
        self.height += LINE_DOTS * lines

    def feed_dots(self, dots: int) -> None:
        """Move the paper by a part of a line."""
        units = round(dots * self._units_per_inch / DOTS_PER_INCH)
        self._parts.append(ESC + b"J" + bytes([min(units, 0xFF)]))
        self.height += dots

    def qr_native(self, link: bytes, module_dots: int) -> None:
        """Have the printer draw a QR code, model 2, level M: functions 165, 167, 169, 180, 181."""
        assert 0 < module_dots <= MODULE_DOTS_MAX, "or the printer takes another size"
        self._changed.add(Setting.QR)
        self._code_function(65, b"\x32\x00")
        self._code_function(67, bytes([module_dots]))
        self._code_function(69, bytes([_LEVEL_M]))
        self._code_function(80, b"\x30" + link)
        self._code_function(81, b"\x30")
        self.height += qr_modules(len(link)) * module_dots

    def _code_function(self, number: int, parameters: bytes) -> None:
        body = bytes([49, number]) + parameters
        self._parts.append(GS + b"(k" + len(body).to_bytes(2, "little") + body)

    def qr_esc_z(self, link: bytes, module_dots: int) -> None:
        """Have a Rongta and its kin draw a QR code of level M."""
        self._set(Setting.CODE_KIND, GS + b"Z" + bytes([_ESC_Z_QR]))
        settings = bytes([0, _ESC_Z_LEVEL_M, module_dots])
        self._parts.append(ESC + b"Z" + settings + len(link).to_bytes(2, "little") + link)
        self.height += qr_modules(len(link)) * module_dots

    def picture(self, bitmap: Bitmap, *, doubled: bool = False) -> None:
        """Print a picture; *doubled* asks the printer for two dots by two for each of its dots."""
        stride = bitmap.stride
        mode = _DOUBLED if doubled else 0
        for top in range(0, bitmap.height, STRIP_ROWS):
            rows = bitmap.rows[top * stride : (top + STRIP_ROWS) * stride]
            size = stride.to_bytes(2, "little") + (len(rows) // stride).to_bytes(2, "little")
            self._parts.append(GS + b"v0" + bytes([mode]) + size + rows)
        self.height += bitmap.height * (2 if doubled else 1)

    def feed_and_cut(self) -> None:
        """Move what was printed beyond the cutter and cut there, leaving a corner uncut."""
        self._parts.append(GS + b"VB\x00")
