"""What names a receipt: its number, its fiscal key as printed, and the receipt it takes back."""

import re
from dataclasses import dataclass
from typing import Final

from agent.core.receipt import FiscalKey
from agent.core.rows import Row
from agent.core.words import words_of

_NUMBER: Final = re.compile(
    r"(?:№|#|N[º°o]\.?|:|=)?\s*[:№#]?\s*([A-Za-zА-Я]{0,4}[-/]?\d[\dA-Za-z/-]{0,23})(?![\w%])"
)
_LONG_NUMBER: Final = 10
"""Digits from which on a receipt's number is its fiscal sign rather than its place in a shift."""

_PREFERENCE: Final[tuple[tuple[str, ...], ...]] = (
    ("ПОРЯДКОВЫИ", "НОМЕР", "ЧЕКА"),
    ("ЧЕКТИН", "РЕТТИК", "НОМИРИ"),
    ("РЕТТИК", "НОМИРИ"),
    ("НОМЕР", "ЧЕКА"),
    ("ЧЕК", "НОМИРИ"),
    ("ЧЕКТИН", "НОМИРИ"),
    ("ДОКУМЕНТ",),
    ("КУЖАТ",),
    ("НОМЕР", "ДОКУМЕНТА"),
    ("ЧЕК",),
    ("ЧЕКА",),
    ("САТУ", "ЧЕГИ"),
    ("ТАУАР", "ЧЕГИ"),
    ("ТОВАРНЫИ", "ЧЕК"),
    ("КАССОВЫИ", "ЧЕК"),
    ("ЧЕГИ",),
    ("ТУБИРТЕК",),
    ("КВИТАНЦИЯ",),
    ("RЕСЕИРТ",),
    ("ИNVОИСЕ",),
    ("ВИLL",),
    ("СНЕСК",),
    ("СНК",),
    ("ЗАКАЗ",),
    ("ТАПСЫРЫС",),
    ("ОRDЕR",),
    ("АNТRЕАN",),
    ("ТRАNSАСТИОN",),
    ("ТИСКЕТ",),
    ("МАРКА",),
    ("СЧЕТ",),
    ("ЕСЕПШОТ",),
    ("ШОТ",),
    ("单号",),
    ("订单号",),
    ("СТОЛ", "ЗАКАЗ"),
)
"""Labels of a number, folded, in the order in which they are believed."""

_FIRST_WORDS: Final = frozenset(label[0] for label in _PREFERENCE)
_FILLERS: Final = frozenset(words_of("N NО NОМОR НОМЕР NUМВЕR ТАХ CАSН САSН ИD №"))

_OPERATORS: Final[tuple[tuple[str, str], ...]] = (
    ("КАЗТРАНСКОМ", "kofd"), ("JUSАN", "kofd"), ("КОFD", "kofd"), ("КОФД", "kofd"),
    ("КАЗАХТЕЛЕКОМ", "oofd"), ("КАЗАКТЕЛЕКОМ", "oofd"), ("ООFD", "oofd"),
    ("ТРАНСТЕЛЕКОМ", "transtelecom"), ("ТRАNSТЕLЕСОМ", "transtelecom"),
    ("WОFD", "wofd"), ("КАSРИ", "kaspi"), ("АLТЕСО", "alteco"), ("АЛТЕКО", "alteco"),
)  # fmt: skip
_OPERATOR_WORDS: Final = frozenset(words_of("ОПЕРАТОР ОПЕРАТОРЫ ОФД ФДО ОFD"))
_SIGN_LABELS: Final = (("ФИСКАЛЬНЫИ", "ПРИЗНАК"), ("ФИСКАЛДЫК", "БЕЛГИ"), ("ФП",), ("ФБ",))
_REGISTER_LABELS: Final = frozenset(words_of("РНМ ТНМ МТН КТН"))
_DIGITS: Final = re.compile(r"(?<![\w])(\d{6,15})(?!\w)")
_REGISTER: Final = re.compile(r"(?<!\w)([A-Z]{0,4}-?\d{8,14})(?!\w)")
_ORIGINAL: Final = frozenset(words_of("ОСНОВАНИЕ ОСНОВАНИЯ НЕГИЗ ИСХОДНЫИ БАСТАПКЫ ОRИGИNАL"))


@dataclass(frozen=True, slots=True)
class Named:
    """A name found on the paper and the line that says it."""

    value: str
    quote: str


def number_of(rows: tuple[Row, ...]) -> Named | None:
    """Return the receipt's number: its place in the shift before its fiscal sign."""
    original = rows_of_original(rows)
    best: tuple[int, Named] | None = None
    for row in rows:
        if row.index in original or _FIRST_WORDS.isdisjoint(row.words):
            continue
        for rank, label in enumerate(_PREFERENCE):
            if best is not None and rank >= best[0]:
                break
            if (value := _number_after(row, label)) is not None:
                long = len(value) >= _LONG_NUMBER and value.isdigit()
                place = rank + (len(_PREFERENCE) if long else 0)
                if best is None or place < best[0]:
                    best = place, Named(value, row.printed)
                break
    return best[1] if best else None


def _number_after(row: Row, label: tuple[str, ...]) -> str | None:
    """Return the number that stands in *row* after *label*; None when there is none."""
    size = len(label)
    places = [place for place in range(len(row.words)) if row.words[place : place + size] == label]
    if not places:
        return None
    place = places[0]
    if place > 2 and len(label) == 1:
        return None
    tail = _after_words(row, place + size)
    found = _NUMBER.match(tail.lstrip(" .:-"))
    return found[1] if found else None


def _after_words(row: Row, count: int) -> str:
    """Return the text after the first *count* words and the fillers that follow them."""
    while count < len(row.words) and row.words[count] in _FILLERS:
        count += 1
    return row.after(count - 1)


@dataclass(frozen=True, slots=True)
class PrintedKey:
    """Parts of a fiscal key as printed in words."""

    sign: Named | None
    register: Named | None
    operator: str

    @property
    def whole(self) -> FiscalKey | None:
        """Return the key; None unless sign and register both stand."""
        if self.sign is None or self.register is None:
            return None
        return FiscalKey(self.operator or "unknown", self.sign.value, self.register.value)


def fiscal_of(rows: tuple[Row, ...]) -> PrintedKey:
    """Return what the paper says of its fiscal key, beside codes."""
    sign: Named | None = None
    register: Named | None = None
    operator = ""
    original = rows_of_original(rows)
    for row in rows:
        if row.index in original:
            continue
        sign = sign or _sign(rows, row)
        if register is None and not _REGISTER_LABELS.isdisjoint(row.words):
            register = _value_near(rows, row, _REGISTER)
        operator = operator or _operator(row)
    return PrintedKey(sign, register, operator)


def _sign(rows: tuple[Row, ...], row: Row) -> Named | None:
    """Return the fiscal sign that a row names."""
    for label in _SIGN_LABELS:
        if row.words[: len(label)] == label:
            return _value_near(rows, row, _DIGITS)
    return None


def _value_near(rows: tuple[Row, ...], row: Row, form: re.Pattern[str]) -> Named | None:
    """Return what fits *form* in the row, or alone in the next one."""
    if found := form.search(row.text):
        return Named(found[1], row.printed)
    following = rows[row.index + 1 : row.index + 2]
    if following and not following[0].words and (found := form.search(following[0].text)):
        return Named(found[1], row.printed)
    return None


def _operator(row: Row) -> str:
    """Return the operator of fiscal data that a row names, or nothing."""
    joined = "".join(row.words)
    return next((name for word, name in _OPERATORS if word in joined), "")


def rows_of_original(rows: tuple[Row, ...]) -> frozenset[int]:
    """Return the indexes of the rows that speak of the receipt being taken back."""
    for row in rows:
        if not _ORIGINAL.isdisjoint(row.words):
            end = row.index + 1
            while end < len(rows) and end <= row.index + 6 and _speaks_of_original(rows[end]):
                end += 1
            return frozenset(range(row.index, end))
    return frozenset()


_ORIGINAL_LABELS: Final = (
    ("НОМЕР",), ("ЧЕК",), ("ЧЕКА",), ("ОСНОВАНИЕ",), ("ОСНОВАНИЯ",), ("НЕГИЗ",),
)  # fmt: skip
_SIGN_WORDS: Final = frozenset(words_of("БЕЛГІ ПРИЗНАК ФП ФБ"))
_ORIGINAL_WORDS: Final = frozenset(
    words_of(
        "ПРИЗНАК БЕЛГИ ФП ДАТА ВРЕМЯ УАКЫТЫ КУНИ РНМ ТНМ СОМАСЫ СУММА НОМЕР НОМИРИ ЧЕК ЧЕКА "
        "ВОЗВРАТА ФИСКАЛЬНЫИ ФИСКАЛДЫК"
    )
)


def _speaks_of_original(row: Row) -> bool:
    """Tell whether a row goes on speaking of the original receipt."""
    return not row.words or not _ORIGINAL_WORDS.isdisjoint(row.words)


def original_of(rows: tuple[Row, ...]) -> Named | None:
    """Return the number or fiscal sign of the receipt that a return takes back."""
    block = [rows[index] for index in sorted(rows_of_original(rows))]
    if (found := _labelled_original(block, _SIGN_LABELS)) is not None:
        return found
    signed = any(not _SIGN_WORDS.isdisjoint(row.words) for row in block)
    for row in block:
        if signed and not row.words and (digits := _DIGITS.fullmatch(row.text.strip())):
            return Named(digits[1], row.printed)
    return _labelled_original(block, _ORIGINAL_LABELS)


def _labelled_original(block: list[Row], labels: tuple[tuple[str, ...], ...]) -> Named | None:
    """Return what the first of *labels* that has a value says."""
    for label in labels:
        for place, row in enumerate(block):
            following = block[place + 1] if place + 1 < len(block) else None
            if any(amount.looks_like_money for amount in row.amounts):
                continue
            if (value := _original_in(row, following, label)) is not None:
                return Named(value, row.printed)
    return None


def _original_in(row: Row, following: Row | None, label: tuple[str, ...]) -> str | None:
    """Return what stands after *label* in a row, or alone in the next one."""
    for place in range(len(row.words)):
        if row.words[place : place + len(label)] != label:
            continue
        tail = _after_words(row, place + len(label)).strip(" .:-№#")
        if not tail and following is not None and not following.words:
            tail = following.text.strip()
        if found := _NUMBER.match(tail):
            return found[1]
    return None
