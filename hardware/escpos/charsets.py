"""Which encoding a receipt's text is in: chosen by what the bytes say, `ESC t` only as a prior."""

import codecs
import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final

from hardware.escpos.codepages import (
    CYRILLIC,
    GLYPHS,
    SAID,
    SAID_ELSEWHERE,
    UNREADABLE,
    candidates,
    said_by,
    table,
)

ASCII: Final = "ascii"
WORDS_WEIGHED: Final = 250
"""Different words that take part in the choice: many times what a receipt holds."""
LONGEST_WORD: Final = 64
"""Bytes: twenty ideographs in UTF-8. What is longer is a rule across the paper, or no text."""

_PERCENT: Final = {
    "о": 11, "е": 8.5, "а": 8, "и": 7.4, "н": 6.7, "т": 6.3, "с": 5.5, "р": 4.7, "в": 4.5,
    "л": 4.4, "к": 3.5, "м": 3.2, "д": 3, "п": 2.8, "у": 2.6, "я": 2, "ы": 1.9, "ь": 1.7,
    "г": 1.7, "з": 1.6, "б": 1.6, "ч": 1.4, "й": 1.2, "х": 1, "ж": 0.9, "ш": 0.7, "ю": 0.6,
    "ц": 0.5, "щ": 0.4, "э": 0.3, "ф": 0.3, "ъ": 0.04, "ё": 0.6, "і": 1, "қ": 1, "ғ": 0.6,
    "ң": 0.6, "ә": 0.5, "ө": 0.4, "ұ": 0.4, "ү": 0.4, "һ": 0.05, "є": 0.02, "ї": 0.02, "ґ": 0.01,
}  # fmt: skip
"""How often letters stand in Russian, with the Kazakh ones that it lacks.

ё has the share of ң, whose byte it has in Posiflex's page: a draw is left to other letters.
"""

_LABELS: Final = (
    "итого итог всего оплате сумма чек чека кассир смена скидка сдача наличные наличными карта "
    "банковская продажа возврат ндс стоимость порядковый номер фискальный признак время дата "
    "бин иин знм оператор данных документ спасибо покупку тенге тг товар цена кол-во оплата "
    "барлығы жиыны жиынтығы төлеуге құны қолма-қол қайтарым сату ауысым кассашы уақыты күні "
    "фискалдық белгі фискалды бсн жсн ққс құжат рахмет чектің нөмірі реттік банк картасы "
    "город улица адрес телефон стол официант заказ счет касса"
)
_KNOWN_WORDS: Final = frozenset(_LABELS.split())
"""Words that receipts here are full of."""
_KNOWN: Final = 4.0
_LONGEST_LONE: Final = 3
"""Bytes of letters that were sent one by one, each under a page of its own, as they may meet."""
_ENOUGH_LETTERS: Final = 8
"""Letters from which on their frequency tells Russian and Kazakh from nonsense."""
_UTF8_LETTER: Final = 2.2
"""Weight of a character that is valid UTF-8: other text hardly ever is by chance."""

_WORD: Final = re.compile(rb"[A-Za-z\x80-\xff]+")
_RULE: Final = re.compile(rb"([\x80-\xff])\1{3,}")

# Each byte's class in a page: u l Cyrillic cases, U L Latin ones, x accented, g of another
# alphabet, b box drawing, v an upright line (which may stand by a word), s another sign, n one
# that may touch a letter, ? unreadable.
_FAULTS: Final = (
    (re.compile(rb"l(?=u)"), 2.5),
    (re.compile(rb"(?<=[ulULxg])[bs]|[bs](?=[ulULxg])"), 3.0),
    (re.compile(rb"(?<=[ul])[ULxg]|(?<=[ULx])[ulg]|(?<=g)[ulULx]"), 2.0),
    (re.compile(rb"(?<![ULx])x(?![ULx])"), 1.5),
    (re.compile(rb"(?<=[ulULxg])v(?=[ulULxg])"), 3.0),
    (re.compile(rb"xx"), 1.0),
    (re.compile(rb"(?<!b)b(?!b)"), 1.5),
    (re.compile(rb"\?"), 6.0),
)
_UPRIGHT: Final = "│║"
_MAY_TOUCH: Final = "№«»„“”‘’–—°·•…‰±§\N{NO-BREAK SPACE}"


class Coding(Enum):
    """How the printer was told to take bytes above 7Fh."""

    SINGLE = "single"
    KANJI = "kanji"
    UTF8 = "utf8"


@dataclass(frozen=True, slots=True)
class Run:
    """Bytes printed in one go under one code page."""

    data: bytes
    page: int | None = None
    """The number of the last ESC t."""
    coding: Coding = Coding.SINGLE
    glyphs: bool = False
    """User-defined characters are on."""
    glyphs_defined: bool = False
    """The stream defined some where the Kazakh letters go."""


@dataclass(frozen=True, slots=True)
class Charset:
    """The encodings that a receipt's text was found to be in."""

    name: str
    """Of most of the text; `ascii` when there is nothing to choose."""
    by_page: dict[int | None, str]
    """Of what was printed under each ESC t."""

    def text(self, run: Run) -> str:
        """Return what *run* says; a byte that means nothing comes out as U+FFFD."""
        if run.glyphs and (run.glyphs_defined or (len(run.data) <= 2 and self.name in CYRILLIC)):
            return "".join(GLYPHS.get(byte) or chr(byte) for byte in run.data)
        if run.data.isascii():
            return run.data.decode("ascii").replace("\x7f", UNREADABLE)
        if run.coding is Coding.UTF8:
            return _clean(run.data.decode("utf-8", "replace"))
        if run.coding is Coding.KANJI:
            return _clean(run.data.decode("gb18030", "replace"))
        return _decoded(run.data, self.by_page.get(run.page, self.name))


class CharsetChoice:
    """Gathers what a receipt's text says about its encodings, run by run, and chooses."""

    def __init__(self) -> None:
        self._words: dict[int | None, set[bytes]] = {}
        self._told: Counter[str] = Counter()
        """Bytes printed in an encoding that a command named: nothing is left to choose."""
        self._chosen: Charset | None = None
        self._count = 0

    def add(self, run: Run) -> None:
        """Take one more run of the same receipt into account."""
        if run.data.isascii():
            return
        if run.coding is not Coding.SINGLE:
            self._told["utf-8" if run.coding is Coding.UTF8 else "gb18030"] += len(run.data)
            self._chosen = None
            return
        words = self._words.setdefault(run.page, set())
        known = len(words)
        if self._count < WORDS_WEIGHED:
            words.update(
                word
                for word in _WORD.findall(run.data)
                if len(word) <= LONGEST_WORD and not word.isascii()
            )
        if len(words) > known or not known:
            self._count += len(words) - known
            self._chosen = None

    def charset(self) -> Charset:
        """Return the encodings that read all of it best."""
        if self._chosen is None:
            self._chosen = self._choose()
        return self._chosen

    def _choose(self) -> Charset:
        """Weigh each encoding for each page that ESC t named."""
        if not self._words:
            return Charset(self._told.most_common(1)[0][0] if self._told else ASCII, {})
        scores = {page: _scores(words, page) for page, words in self._words.items()}
        most = max(scores, key=lambda page: max(scores[page].values()))
        best = _best(scores[most])
        beside = {page: self._beside(best, page, scores[page]) for page in scores if page != most}
        return Charset(best, beside | {most: best})

    def _beside(self, best: str, page: int | None, scores: dict[str, float]) -> str:
        """Return the encoding of what stands under *page* on a receipt that is mostly in *best*.

        Some drivers change the page for each letter that theirs lacks. Letters alone look like
        anything: there the number of the page tells, as long as it reads letters.
        """
        words = self._words[page]
        if max(map(len, words), default=0) <= _LONGEST_LONE:
            said = [name for name in said_by(page) if all(_is_of_letters(it, name) for it in words)]
            weights = {name: said_by(page)[name] for name in said}
            return _also(best, weights | {best: weights.get(best, 0.0)})
        return _also(best, scores)


def chosen(runs: Iterable[Run]) -> Charset:
    """Return the encodings that read *runs*, all of one receipt, best."""
    choice = CharsetChoice()
    for run in runs:
        choice.add(run)
    return choice.charset()


def _also(best: str, scores: dict[str, float]) -> str:
    """Return the best name for a part of a receipt that is mostly in *best*."""
    return _best({name: score + SAID_ELSEWHERE * (name == best) for name, score in scores.items()})


def _is_of_letters(word: bytes, name: str) -> bool:
    """Tell whether a page reads *word* as letters and signs that stand among letters."""
    return all(it.isalpha() or it in _MAY_TOUCH for it in _decoded(word, name))


def _best(scores: dict[str, float]) -> str:
    """Return the name with the highest score; the first of equals."""
    return max(scores, key=lambda name: scores[name])


def _scores(words: set[bytes], page: int | None) -> dict[str, float]:
    """Return how well each encoding reads *words*, the word of `ESC t page` counted in."""
    rules = bytes({byte for word in words if _RULE.search(word) for byte in word})
    blob = b" ".join(sorted(word for word in words if not _RULE.search(word)))
    counts = Counter(blob)
    said = said_by(page)
    scores: dict[str, float] = {}
    # Only Cyrillic letters and rules add to a score: what these reach, no other page can.
    enough = SAID + SAID_ELSEWHERE + len(rules)
    for name in candidates(page):
        if name not in CYRILLIC and max(scores.values()) > enough:
            continue
        scores[name] = _score(blob, counts, name, rules) + said.get(name, 0.0)
    scores["utf-8"] = _score_many_bytes(blob, "utf-8")
    if page in (None, 0):
        # Printers made for China take two bytes a character from the start, without FS &.
        scores["gb18030"] = _score_many_bytes(blob, "gb18030")
    return scores


def _score(blob: bytes, counts: Counter[int], name: str, rules: bytes) -> float:
    """Return how much the words in *blob* look like words when read in a one-byte page."""
    classes, weights = _anatomy(name)
    score = sum(weights[byte] * count for byte, count in counts.items())
    shape = blob.translate(classes)
    for fault, price in _FAULTS:
        score -= price * len(fault.findall(shape))
    letters = shape.count(b"u") + shape.count(b"l")
    if letters >= _ENOUGH_LETTERS and score < letters / 2:
        # Real words are made of the usual letters; this is another alphabet's text.
        score -= letters
    if score > 0:
        score += _KNOWN * len(_KNOWN_WORDS & set(_decoded(blob, name).lower().split()))
    # A rule across the paper is drawn with a box character; a page that reads a letter is wrong.
    drawn = rules.translate(classes)
    return score + drawn.count(b"b") - sum(map(drawn.count, (b"u", b"l", b"x")))


def _score_many_bytes(blob: bytes, codec: str) -> float:
    """Return how well words read in an encoding of several bytes a character."""
    try:
        text = blob.decode(codec)
    except UnicodeDecodeError:
        return -math.inf
    characters = [character for character in text if character > "\x7f"]
    if codec == "utf-8":
        return _UTF8_LETTER * len(characters)
    return sum(map(_ideograph_weight, characters))


def _ideograph_weight(character: str) -> float:
    """Return how usual an ideograph is.

    Pairs of Cyrillic bytes are ideographs as well, but not only of the common half, whose first
    byte lies below D8h; a receipt in Chinese holds hardly any other.
    """
    first = character.encode("gb18030")[0]
    return 0.8 if 0xA1 <= first <= 0xD7 else -2.0


@lru_cache(maxsize=64)
def _anatomy(name: str) -> tuple[bytes, list[float]]:
    """Return the class and the weight of each byte in a page."""
    characters = table(name)
    classes = bytes(_class_of(character) for character in characters)
    return classes, [_weight(character) for character in characters]


def _class_of(character: str) -> int:
    """Return the class letter of a character, as the faults name it."""
    if "Ѐ" <= character <= "ӿ":
        return ord("u" if character.isupper() else "l")
    if character.isascii():
        return ord("U" if character.isupper() else "L" if character.isalpha() else " ")
    if character == UNREADABLE:
        return ord("?")
    if character in _MAY_TOUCH:
        return ord("n")
    if "─" <= character <= "▟":
        return ord("v" if character in _UPRIGHT else "b")
    if not character.isalpha():
        return ord("s")
    return ord("x" if character < "Ͱ" else "g" if character < "　" else "n")


def _weight(character: str) -> float:
    """Return how usual a Cyrillic letter is, above nought when it is; nought for the rest."""
    if not "Ѐ" <= character <= "ӿ":
        return 0.0
    return math.log(_PERCENT.get(character.lower(), 0.01) / 0.8)


def _decoded(data: bytes, name: str) -> str:
    """Return *data* as read in a page or encoding that this package knows."""
    if name in ("utf-8", "gb18030"):
        return _clean(data.decode(name, "replace"))
    return codecs.charmap_decode(data, "replace", table(name))[0]


def _clean(text: str) -> str:
    """Return *text* with the control characters that an encoding may hide made visible."""
    return "".join(UNREADABLE if "\x7f" <= character < "\xa0" else character for character in text)
