"""Decoding tables of printers' code pages, and the numbers that makers gave them."""

from functools import lru_cache
from typing import Final

POSIFLEX_224: Final = "posiflex-224"
"""Posiflex's page 224: cp866 with the Kazakh letters in place of box drawing."""

KATAKANA: Final = "epson-katakana"
"""Page 1: half-width Japanese, used here for the fine lines at 8Fh to 9Fh."""

UNREADABLE: Final = "\N{REPLACEMENT CHARACTER}"

CYRILLIC: Final = (
    "kz1048", "cp1251", "cp866", POSIFLEX_224, "cp1125", "ptcp154", "cp855",
)  # fmt: skip
"""Pages with Russian letters, the likelier first; kz1048 reads the Russian of cp1251 as well."""

LATIN: Final = (
    "cp437", "cp858", "cp850", "cp1252", "cp852", "cp860", "cp863", "cp865", "cp857", "cp1250",
    "cp1254", "cp775", "cp737", "cp1253", "cp1257", "cp862", "cp869", KATAKANA,
)  # fmt: skip

_KATAKANA_SIGNS: Final = (
    "▁▂▃▄▅▆▇█▏▎▍▌▋▊▉┼┴┬┤├▔─│▕┌┐└┘╭╮╰╯",
    "═╞╪╡◢◣◥◤♠♥♦♣•○╱╲╳円年月日時分秒〒市区町村人▒" + UNREADABLE,
)
"""What stands at 80h to 9Fh and at E0h to FFh around the syllables."""

_POSIFLEX_LETTERS: Final = {
    0xDB: "Ғ", 0xDC: "ғ", 0xDE: "Қ", 0xDF: "қ", 0xF0: "Ң", 0xF1: "ң", 0xF7: "Ү", 0xF2: "ү",
    0xF5: "Ұ", 0xF6: "ұ", 0xFD: "Һ", 0xFE: "һ", 0xB0: "Ә", 0xB1: "ә", 0xF3: "Ө", 0xF4: "ө",
}  # fmt: skip
"""Its І and і are the Latin letters; the other sixteen stand here."""

_GLYPH_LETTERS: Final = "ҒғҚқҢңҮүҰұҺһӘәӨөІі"
_FIRST_GLYPHS: Final = (0x20, 0x32)
"""Where drivers of Rongta, OA-48 and XPrinter download the letters to: fonts A and B."""

GLYPHS: Final[dict[int, str]] = {
    first + place: letter for first in _FIRST_GLYPHS for place, letter in enumerate(_GLYPH_LETTERS)
}
"""Kazakh letter by the byte that prints it while ESC % has user-defined characters on."""

_EPSON_NUMBERS: Final[dict[int, str]] = {
    0: "cp437", 1: KATAKANA, 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 13: "cp857",
    14: "cp737", 15: "iso8859-7", 16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858",
    33: "cp775", 34: "cp855", 35: "cp861", 36: "cp862", 37: "cp864", 38: "cp869",
    39: "iso8859-2", 40: "iso8859-15", 44: "cp1125", 45: "cp1250", 46: "cp1251", 47: "cp1253",
    48: "cp1254", 49: "cp1255", 50: "cp1256", 51: "cp1257", 52: "cp1258", 53: "kz1048",
}  # fmt: skip

_OTHER_MAKES: Final[dict[int, tuple[str, ...]]] = {
    6: ("cp1251",),  # Rongta, youku, MPT
    7: ("cp866",),  # Rongta, HP, Citizen
    11: ("cp866",),  # OCD
    12: ("cp866", "cp1251"),  # OA-48 and KR-306, OCD
    13: ("cp1251",),  # HP
    15: ("kz1048",),  # HP
    18: ("cp1251", "ptcp154"),  # OA-48: a ParaType page over cp1251
    23: ("cp1251", "ptcp154"),  # XPrinter: the same
    28: ("cp855", "cp1251"),  # Rongta; Posiflex, Bixolon
    36: ("cp855",),  # Posiflex
    37: ("cp866",),  # OA-48
    38: ("cp855",),  # OA-48
    46: ("cp866",),  # Bixolon
    51: ("cp1251",),  # OA-48
    59: ("cp866",),  # XPrinter
    60: ("cp855",),  # XPrinter
    73: ("cp1251",),  # XPrinter
    224: (POSIFLEX_224,),
}

_COUSINS: Final = {"cp1251": ("kz1048", "ptcp154"), "cp866": (POSIFLEX_224, "cp1125")}
"""Pages that firmware here holds under another's number: the Kazakh letters were added to it."""

SAID_ELSEWHERE: Final = 2.0
"""What the page of most of a receipt weighs for the rest of it, printed under other numbers."""
SAID: Final = 4.0
"""What a maker's number for a page weighs against content, about three letters' worth."""


@lru_cache(maxsize=64)
def table(name: str) -> str:
    """Return the 256 characters of a code page; what it leaves open is unreadable."""
    codec = {POSIFLEX_224: "cp866", KATAKANA: "shift_jis"}.get(name, name)
    characters = [bytes((byte,)).decode(codec, "replace") for byte in range(256)]
    if name == KATAKANA:
        characters[0x80:0xA0], characters[0xE0:] = _KATAKANA_SIGNS
    if name == POSIFLEX_224:
        for byte, letter in _POSIFLEX_LETTERS.items():
            characters[byte] = letter
    for byte in range(0x7F, 256):
        if 0x7F <= ord(characters[byte]) < 0xA0:
            characters[byte] = UNREADABLE
    return "".join(characters)


@lru_cache(maxsize=256)
def said_by(number: int | None) -> dict[str, float]:
    """Return how much `ESC t number` speaks for each page, over all makers."""
    if number is None:
        # Nothing was said: most factories begin with cp437, but it settles only a draw.
        return {"cp437": 0.5}
    names = (_EPSON_NUMBERS.get(number, ""), *_OTHER_MAKES.get(number, ()))
    weights = {
        cousin: SAID - 0.5 for name in names for cousin in _COUSINS.get(name, ())
    }  # a cousin differs in few letters, which may overrule the number
    return weights | {name: SAID for name in names if name}


def candidates(number: int | None) -> tuple[str, ...]:
    """Return the pages to try for text printed under `ESC t number`, in order of preference."""
    extra = tuple(name for name in said_by(number) if name not in CYRILLIC + LATIN)
    return CYRILLIC + LATIN + extra
