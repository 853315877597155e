"""Which code page a slip is printed in: what the make is known for, and what the receipt proves."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hardware.escpos.state import PrinterState
from hardware.escpos.writing import letters_of
from hardware.printers.profile import PrinterProfile

KAZAKH_LETTERS: Final = frozenset("ӘәҒғҚқҢңӨөҰұҮүҺһ")
"""Those that Russian pages lack; І and і pass for Latin letters anywhere."""
_READS_AS: Final = {"kz1048": "cp1251", "ptcp154": "cp1251", "posiflex-224": "cp866"}
"""Russian text looks the same in a Kazakh page and in the Russian one that it was made from."""


def profile_as_seen(
    profile: PrinterProfile, page: int | None, charset: str, text: str
) -> PrinterProfile:
    """Return *profile* with what a receipt proved: under `ESC t page` its *text* was *charset*."""
    charset = proven_charset(charset, text)
    if page is None or charset == "ascii":
        return profile
    known = profile.code_pages.get(page)
    if known is not None and _READS_AS.get(known, known) == charset:
        return profile
    return replace(profile, code_pages={**profile.code_pages, page: charset})


def proven_charset(charset: str, text: str) -> str:
    """Return the encoding that a receipt's *text*, read in *charset*, proves; `ascii` for none.

    A Kazakh page is proved by Kazakh letters only; without them it may be the Russian one.
    """
    if text.isascii() or charset in ("ascii", "utf-8", "gb18030"):
        return "ascii"
    return charset if KAZAKH_LETTERS.intersection(text) else _READS_AS.get(charset, charset)


def best_page(profile: PrinterProfile, state: PrinterState, texts: Sequence[str]) -> int:
    """Return the code page that has the letters of most lines; the one in use, if it is as good."""
    needed = [frozenset(text) for text in texts]

    def worth(number: int) -> tuple[int, bool, int]:
        letters = letters_of(profile.code_pages[number])
        said = sum(characters <= letters for characters in needed)
        return said, number == state.code_page, -number

    return max(profile.code_pages, key=worth)
