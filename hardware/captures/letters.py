"""Kazakh letters where code pages lack them: Posiflex's page 224, user glyphs, lookalikes."""

from typing import Final

KAZAKH: Final = "ҒғҚқҢңҮүҰұҺһӘәӨөІі"

POSIFLEX_224: Final = {
    "Ғ": 0xDB, "ғ": 0xDC, "Қ": 0xDE, "қ": 0xDF, "Ң": 0xF0, "ң": 0xF1, "Ү": 0xF7, "ү": 0xF2,
    "Ұ": 0xF5, "ұ": 0xF6, "Һ": 0xFD, "һ": 0xFE, "Ә": 0xB0, "ә": 0xB1, "Ө": 0xF3, "ө": 0xF4,
    "І": 0x49, "і": 0x69,
}  # fmt: skip
"""Where Posiflex's Kazakh page differs from cp866."""

GLYPHS: Final = {letter: 0x20 + place for place, letter in enumerate(KAZAKH)}
"""Bytes that drivers of Rongta, OA-48 and XPrinter define the letters on, font A."""

_LOOKALIKES: Final = dict(zip(KAZAKH, "ГгКкНнУуУуХхАаОоIi", strict=True))
_PLAINER: Final = {"«": '"', "»": '"', "×": "x", "\xa0": " ", "—": "-", "–": "-"}


def encodable(character: str, charset: str) -> bytes | None:
    """Return the bytes of *character* in *charset*, None where it has none."""
    if charset == "posiflex-224" and character in POSIFLEX_224:
        return bytes([POSIFLEX_224[character]])
    codec = "cp866" if charset == "posiflex-224" else charset
    try:
        encoded = character.encode(codec)
    except UnicodeEncodeError:
        return None
    # A page that holds a Kazakh letter in place of a Russian sign says so by its own bytes only.
    taken = charset == "posiflex-224" and encoded[0] in POSIFLEX_224.values()
    return None if taken and not character.isascii() else encoded


def plainer(character: str) -> str:
    """Return what drivers print for signs that their page lacks: `"` for «, `x` for ×."""
    return _PLAINER.get(character, character)


def lookalike(character: str) -> str:
    """Return the Russian letter next to a Kazakh one."""
    return _LOOKALIKES.get(character, character)
