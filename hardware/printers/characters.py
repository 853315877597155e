"""Which character a byte prints: code pages, multi-byte modes and the glyphs of the POS."""

import codecs
from collections.abc import Iterator
from typing import Final
from unicodedata import east_asian_width

from hardware.escpos.codepages import UNREADABLE, table
from hardware.printers.profile import PrinterProfile

_SWAPPED: Final = "#$@[\\]^`{|}~"
"""The twelve places that an international character set fills anew."""
_INTERNATIONAL: Final = (
    _SWAPPED,  # USA
    "#$à°ç§^`éùè¨",  # France
    "#$§ÄÖÜ^`äöüß",  # Germany
    "£$@[\\]^`{|}~",  # United Kingdom
    "#$@ÆØÅ^`æøå~",  # Denmark I
    "#¤ÉÄÖÅÜéäöåü",  # Sweden
    "#$@°\\é^ùàòèì",  # Italy
    "₧$@¡Ñ¿^`¨ñ}~",  # Spain I
    "#$@[¥]^`{|}~",  # Japan
    "#¤ÉÆØÅÜéæøåü",  # Norway
    "#$ÉÆØÅÜéæøåü",  # Denmark II
    "#$á¡Ñ¿é`íñóú",  # Spain II
    "#$á¡Ñ¿éüíñóú",  # Latin America
    "#$@[₩]^`{|}~",  # Korea
    "#$ŽŠĐĆČžšđćč",  # Slovenia, Croatia
    "#¥@[\\]^`{|}~",  # China
)
"""By the number after ESC R."""
_MULTIBYTE: Final = {"gb18030": 4, "big5": 2, "utf-8": 4}
"""Longest character of each multi-byte mode, in bytes."""


def page_letters(encoding: str) -> str:
    """Return what the 256 bytes of a single-byte page print; a blank where it has nothing."""
    return table(encoding).replace(UNREADABLE, " ")


class Letters:
    """Reads text bytes as the printer is set to; holds the start of an unfinished character."""

    def __init__(self, profile: PrinterProfile) -> None:
        self._profile = profile
        self.reset()

    def reset(self) -> None:
        """Go back to how the printer wakes up."""
        self._page = page_letters(self._profile.code_pages[self._profile.default_page])
        self._swaps: dict[str, str] = {}
        self._hanzi = "gb18030"
        self._kanji = self._profile.kanji_at_start
        self._utf8 = False
        self._held = b""

    def choose_page(self, number: int) -> None:
        """Take the code page of that number; one that the printer lacks changes nothing."""
        if number in self._profile.code_pages:
            self._page = page_letters(self._profile.code_pages[number])

    def choose_country(self, number: int) -> None:
        """Swap the ASCII places that ESC R names."""
        if number < len(_INTERNATIONAL):
            pairs = zip(_SWAPPED, _INTERNATIONAL[number], strict=True)
            self._swaps = {usual: other for usual, other in pairs if usual != other}

    def choose_kanji(self, *, on: bool) -> None:
        """Read two bytes as one hanzi, or no more."""
        self._kanji = on
        self._held = b""

    def choose_utf8(self, *, on: bool) -> None:
        """Read UTF-8, or no more."""
        self._utf8 = on
        self._held = b""

    def choose_code_format(self, number: int) -> None:
        """Take the code format of ESC 9: GBK, UTF-8 or Big5."""
        self.choose_utf8(on=number in (1, 49))
        self._hanzi = "big5" if number in (3, 51) else "gb18030"

    def read(self, text: bytes) -> Iterator[tuple[str, int, bool]]:
        """Yield each character, its byte (-1 when it took several), and whether it is wide."""
        mode = "utf-8" if self._utf8 else self._hanzi if self._kanji else ""
        for byte in text:
            if self._held:
                yield from self._go_on(byte, mode)
            else:
                yield from self._begin(byte, mode)

    def _begin(self, byte: int, mode: str) -> Iterator[tuple[str, int, bool]]:
        """Take the first byte of a character."""
        if mode and byte >= 0x80:
            self._held = bytes((byte,))
        else:
            letter = chr(byte) if mode else self._page[byte]
            yield self._swaps.get(letter, letter) if byte < 0x80 else letter, byte, False

    def _go_on(self, byte: int, mode: str) -> Iterator[tuple[str, int, bool]]:
        """Take one more byte of a multi-byte character."""
        self._held += bytes((byte,))
        letter = _decoded(self._held, mode)
        if letter:
            self._held = b""
            # In the Chinese modes all characters of several bytes have two columns.
            yield letter, -1, mode != "utf-8" or east_asian_width(letter) in "WF"
        elif len(self._held) >= _MULTIBYTE[mode] or not _may_begin(self._held, mode):
            self._held = b""
            yield " ", -1, False
            # What broke the character off is not lost with it.
            yield from self._begin(byte, mode)


def _decoded(held: bytes, mode: str) -> str:
    """Return the character that *held* is, "" when it is none (yet)."""
    try:
        return held.decode(mode)
    except UnicodeDecodeError:
        return ""


def _may_begin(held: bytes, mode: str) -> bool:
    """Tell whether more bytes could make a character of *held*."""
    try:
        codecs.getincrementaldecoder(mode)().decode(held)
    except UnicodeDecodeError:
        return False
    return True
