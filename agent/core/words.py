"""Words on paper, folded so that alphabets, cases and damaged Kazakh letters do not matter."""

import re
from functools import lru_cache
from typing import Final

LONGEST_LINE: Final = 256
"""Characters of a line that are looked at: no printer here has more than 96 columns."""

_SPACES: Final = (
    "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
)
_PLAIN: Final = (
    {ord(char): " " for char in _SPACES}
    | dict.fromkeys(map(ord, "−–—‐‑‒―─━"), "-")
    | dict.fromkeys(map(ord, "’`´‘"), "'")
    | dict.fromkeys(map(ord, "≡＝"), "=")
    | {0xFF01 + step: chr(0x21 + step) for step in range(0x5E)}
)
"""One character for one character, so that places in a line stay what they were."""

_LOOK_ALIKES: Final = dict(
    # Latin letters that look Cyrillic, capitals as they stand on tills.
    zip("ABCEHIKMOPTXY", "АВСЕНИКМОРТХУ", strict=True)
) | {
    # Kazakh letters, and what a printer without them shows: the plain letter, or, where a
    # Kazakh code page is read as cp1251, the letter that lies at the same place.
    "Ә": "А", "Ғ": "Г", "Қ": "К", "Ң": "Н", "Ө": "О", "Ұ": "У", "Ү": "У", "Һ": "Н", "І": "И",
    "Ј": "А", "Є": "Г", "Ќ": "К", "Ѕ": "Н", "Ґ": "О", "Ў": "У", "Ї": "У", "Ћ": "Н",
    "Ё": "Е", "Й": "И", "Ҝ": "К", "Ҕ": "Г", "Ɵ": "О",
    "À": "А", "Á": "А", "Â": "А", "Ã": "А", "Ä": "А", "Ç": "С", "È": "Е", "É": "Е", "Ê": "Е",
    "Ë": "Е", "Í": "И", "Ì": "И", "Î": "И", "Ï": "И", "Ñ": "N", "Ó": "О", "Ò": "О", "Ô": "О",
    "Õ": "О", "Ö": "О", "Ú": "U", "Ù": "U", "Û": "U", "Ü": "U",
}  # fmt: skip

_KAZAKH: Final = frozenset("ӘҒҚҢӨҰҮҺІ")

LOST: Final = "?\ufffd¤□"
"""What printers and encoders put where they have no Kazakh letter."""


def _fold_table() -> dict[int, str]:
    """Return the table that folds one character to one character."""
    table = {}
    for start, end in ((0x41, 0x17F), (0x18F, 0x190), (0x259, 0x25A), (0x400, 0x530)):
        for code in range(start, end):
            upper = chr(code).upper()
            if len(upper) == 1:
                table[code] = _LOOK_ALIKES.get(upper, upper)
    return table


_FOLD: Final = _fold_table()
_WORD: Final = re.compile(
    rf"[^\W\d_](?:[^\W\d_]|[{LOST}]|0(?=[^\W\d_{LOST}0]))*(?:0(?!\d))?"
    rf"|[{LOST}]+[^\W\d_](?:[^\W\d_]|[{LOST}])*"
)
_SPREAD: Final = re.compile(r"(?<!\S)(?:\S ){3,}\S(?!\S)")
_TOUCHING: Final = re.compile(r"(?<=[^\W\d_])(?=[\d=])")


def clean(text: str) -> str:
    """Return *text* with plain spaces, dashes and digits, same length, cut at the longest line."""
    return text[:LONGEST_LINE].translate(_PLAIN)


def gather(text: str) -> str:
    """Return *text* with its spread-out words drawn together: `И Т О Г О` is one word."""
    if not _SPREAD.search(text):
        return text
    pieces = [_gather_piece(piece) for piece in re.split(r" {2,}", text)]
    return "  ".join(pieces)


def _gather_piece(piece: str) -> str:
    """Draw one run of single characters together; leave anything else as it is."""
    if not _SPREAD.fullmatch(piece.strip()):
        return piece
    return _TOUCHING.sub(" ", piece.replace(" ", ""))


def fold(text: str) -> str:
    """Return *text* in capitals of one alphabet, same length: for comparing, not for reading."""
    return text.translate(_FOLD)


def words_with_places(text: str) -> list[tuple[int, str]]:
    """Return the folded words of a cleaned line, each with where it begins."""
    return [(found.start(), _mend(found[0])) for found in _WORD.finditer(fold(text))]


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of a line."""
    return tuple(word for _, word in words_with_places(clean(text)))


@lru_cache(maxsize=8192)
def _mend(word: str) -> str:
    """Return a known word for one whose Kazakh letters were lost; else the word as it is."""
    if "0" in word:
        word = word.replace("0", "О")
    if not any(mark in word for mark in LOST):
        return word
    for known, form in _DAMAGED.get(len(word), ()):
        if form.fullmatch(word):
            return known
    return word.rstrip(LOST)


_WITH_KAZAKH_LETTERS: Final = (
    "БАРЛЫҒЫ ЖИЫНТЫҒЫ ЖИЫНТЫҚ ТӨЛЕУГЕ ТӨЛЕМ ТӨЛЕМГЕ ТӨЛЕНДІ ТӨЛЕНЕТІН АРАЛЫҚ ҚҰНЫ ҚОЛМА ҚОЛ АЛЫНДЫ "
    "ҚАЙТАРЫМ ҚАЙТАРУ ҚАЙТАРУҒА ҚАЙТАРЫЛДЫ ҚҚС СОНЫҢ ІШІНДЕ ЖЕҢІЛДІК ЖЕҢІЛДІКПЕН ҮСТЕМЕ КӨШІРМЕ "
    "КӨШІРМЕСІ РЕТТІК НӨМІРІ НӨМІР ҚҰЖАТ УАҚЫТЫ УАҚЫТ КҮНІ БЕЛГІ БЕЛГІСІ БЕЛГІЛЕРІ ФИСКАЛДЫҚ "
    "ЧЕГІ ЕСЕБІ АУЫСЫМДЫҚ ҮЙ АСҮЙ ШОТЫ ҚОНАҚ АЛДЫН ЕНГІЗУ ШЫҒАРУ САЛУ ҚЫЗМЕТ КӨРСЕТУ "
    "ҮШІН ЖӨНІНДЕГІ БАҒАСЫ ЖАЛПЫ ТЕҢГЕ КАССАДАҒЫ АҚША БОЙЫНША СОМАСЫ ДӨҢГЕЛЕКТЕУ ЖЕТКІЗУ "
    "НЕГІЗ ТІРКЕУ ҚАЙТАРЫЛҒАН ЖАРАМСЫЗ БОЛДЫРМАУ ӨТКІЗУ ДЕРЕКТЕР БАСТАПҚЫ  "
    "ТҮБІРТЕК ЖАБУ ҚАЗАҚТЕЛЕКОМ МӘЗІР ТАПСЫРЫС САТУДЫ САТЫП КАССАҒА КАССАДАН ШЫҒЫС "
    "ЖЕТКІЗУШІГЕ ЖҮКҚҰЖАТ ЖҮКҚҰЖАТЫ АКТІСІ ТҮГЕНДЕУ ТҮЗЕТУ ҚҰЖАТЫ КҮНДІК ТҮСІМ ҮСТЕЛ ҚОРЫТЫНДЫСЫ "
    "АУЫСЫМНЫҢ СЫНАҚ РЕЖИМІ ҚЫЗМЕТКЕРЛЕР ТАМАҒЫ ҚАРЫЗ ЖОЙЫЛДЫ ҮЛГІ"
)


def _damaged() -> dict[int, list[tuple[str, re.Pattern[str]]]]:
    """Return words with Kazakh letters by length: folded, and how they look without them."""
    by_length: dict[int, list[tuple[str, re.Pattern[str]]]] = {}
    for word in _WITH_KAZAKH_LETTERS.split():
        if _KAZAKH & set(word):
            form = "".join(f"[{fold(it)}{LOST}]" if it in _KAZAKH else fold(it) for it in word)
            by_length.setdefault(len(word), []).append((fold(word), re.compile(form)))
    return by_length


_DAMAGED: Final = _damaged()
