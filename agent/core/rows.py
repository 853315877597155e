"""The rows of a receipt: what each line says, its amounts paired with their labels."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from agent.core.amounts import Amount, amounts_in
from agent.core.labels import STRICT_TOTALS, Role, names_tax, role_of
from agent.core.words import LONGEST_LINE, clean, gather, words_of, words_with_places

MOST_LINES: Final = 500
"""Lines of a receipt that are looked at: two metres of paper."""
MOST_CHARACTERS: Final = 24_000
"""Characters that are looked at, 500 full lines of 48: this bounds the time of reading."""

_FILLING: Final = re.compile(r"[^\w]*")


class Nearness(Enum):
    """How a label and its amount were brought together."""

    LINE = auto()
    """They stand in one line."""
    NEXT = auto()
    """The amount stands alone in the next line."""
    GUESSED = auto()
    """They stand in columns, or otherwise apart."""


@dataclass(frozen=True, slots=True)
class Said:
    """An amount with its label."""

    role: Role
    amount: Amount
    label: tuple[str, ...]
    row: int
    """Index of the row that holds the amount."""
    nearness: Nearness = Nearness.LINE


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a receipt."""

    index: int
    printed: str
    """The line as it stands on the paper."""
    text: str
    """The line in plain characters; amounts know their places in it."""
    words: tuple[str, ...]
    """Its words, folded."""
    places: tuple[int, ...]
    """Where each word begins in the text."""
    amounts: tuple[Amount, ...]
    said: tuple[Said, ...]
    """Its amounts of money, each with the words before it."""
    is_large: bool

    def after(self, word: int) -> str:
        """Return the text after the word with that index."""
        return self.text[self.places[word] + len(self.words[word]) :]

    @property
    def tail(self) -> tuple[str, ...]:
        """Return the words after the last amount."""
        end = self.amounts[-1].end if self.amounts else 0
        return tuple(
            word for place, word in zip(self.places, self.words, strict=True) if place >= end
        )

    @property
    def role(self) -> Role:
        """Return what the line says as a label."""
        return _role(self.words, self.text)

    @property
    def is_empty(self) -> bool:
        """Tell whether the line holds no letter and no digit."""
        return _FILLING.fullmatch(self.text) is not None

    @property
    def is_amount_only(self) -> bool:
        """Tell whether the line is one amount of money and nothing else but its currency."""
        return len(self.said) == 1 == len(self.amounts) and self.said[0].role is Role.NOTHING

    @property
    def has_goods(self) -> bool:
        """Tell whether the line holds a quantity or a price of goods."""
        return any(amount.is_quantity or amount.is_price for amount in self.amounts)


def rows_of(lines: Iterable[tuple[str, bool]]) -> tuple[Row, ...]:
    """Return the rows of printed lines, each given with whether it is large."""
    rows = []
    left = MOST_CHARACTERS
    for index, (printed, is_large) in enumerate(lines):
        left -= min(len(printed), LONGEST_LINE)
        if index == MOST_LINES or left < 0:
            break
        text, placed, amounts = _parsed(printed)
        rows.append(
            Row(
                index=index,
                printed=printed,
                text=text,
                words=tuple(word for _, word in placed),
                places=tuple(place for place, _ in placed),
                amounts=amounts,
                said=tuple(_said(index, text, amounts, placed)),
                is_large=is_large,
            )
        )
    return tuple(rows)


_GLUED: Final = re.compile(r"(?<=[^\W\d_]{3})(?==?\d[\d ]*[.,]\d\d\s*$)")
"""Between a word and the amount that a till prints without a space after it."""


_TIYN_APART: Final = re.compile(r"(?<=\d) ?(тг|тенге|теңге)\.? (\d\d) ?тиын", re.IGNORECASE)
"""Between tenge and tiyn, where a till names both."""


@lru_cache(maxsize=1024)
def _parsed(printed: str) -> tuple[str, list[tuple[int, str]], tuple[Amount, ...]]:
    """Return a line in plain characters, its words and its amounts; tills repeat many lines."""
    text = _GLUED.sub(" ", gather(clean(printed)))
    text = _TIYN_APART.sub(r".\2 \1", text)
    return text, words_with_places(text), amounts_in(text)


def _said(
    index: int, text: str, amounts: tuple[Amount, ...], placed: list[tuple[int, str]]
) -> list[Said]:
    """Pair the amounts of money in a line with the words before each."""
    found: list[Said] = []
    label: tuple[str, ...] = ()
    edge = 0
    if not amounts:
        return found
    for amount in amounts:
        if amount.is_quantity:
            placed = [it for it in placed if not amount.end <= it[0] <= amount.end + _UNIT_GAP]
            continue
        words = tuple(word for place, word in placed if edge <= place < amount.start)
        role = _role(words, text[edge : amount.start])
        if role in STRICT_TOTALS and _counts(amount, placed):
            role = Role.COUNT
        if role is Role.NOTHING and label:
            words, role = label, found[-1].role
        found.append(Said(role, amount, words, index))
        label, edge = words, amount.end
    if len(found) == 1 and found[0].role is Role.NOTHING:
        words = tuple(word for place, word in placed if place >= edge)
        if role_of(words) is not Role.NOTHING:
            found[0] = Said(role_of(words), found[0].amount, words, index, Nearness.GUESSED)
    return _columns(found)


_UNIT_GAP: Final = 2
"""Characters between a quantity and its unit, at most."""


def _counts(amount: Amount, placed: list[tuple[int, str]]) -> bool:
    """Tell whether the word after a bare number says that things are counted."""
    if amount.looks_like_money:
        return False
    near = (word for place, word in placed if amount.end <= place <= amount.end + _UNIT_GAP)
    return any(role_of((word,)) is Role.COUNT for word in near)


_QUOTES: Final = frozenset('"«»“”')


def _role(words: tuple[str, ...], text: str) -> Role:
    """Return the role of a label; a percentage makes a total one of many, unless it is a tax's."""
    role = role_of(words)
    if role in STRICT_TOTALS and not _QUOTES.isdisjoint(text):
        return Role.OTHER  # Goods that bear a name like a total's.
    return Role.LOOSE if role in STRICT_TOTALS and "%" in text and not names_tax(words) else role


_UNSAID: Final = frozenset({Role.OTHER, Role.COUNT, Role.SUM})


def _columns(found: list[Said]) -> list[Said]:
    """Return the amounts; totals of several columns of money are only guessed at."""
    if len(found) > 1 and found[0].role is Role.CHANGE and found[0].label == found[1].label:
        return [replace(it, role=Role.OTHER) for it in found]  # Goods by that name, counted.
    if len(found) > 1 and found[0].role in STRICT_TOTALS and not found[0].amount.looks_like_money:
        sums = [it for it in found[1:] if it.amount.looks_like_money and it.role in _UNSAID]
        if sums:  # The number was a count with a unit of its own.
            return [replace(sums[-1], role=found[0].role, nearness=Nearness.GUESSED)]
    for role in STRICT_TOTALS:
        alike = [it for it in found if it.role is role]
        if len({it.amount.value for it in alike if it.amount.looks_like_money}) > 1:
            found = [replace(it, nearness=Nearness.GUESSED) if it in alike else it for it in found]
        elif len(alike) > 1:
            money = next((it for it in alike if it.amount.looks_like_money), alike[-1])
            found = [it for it in found if it not in alike or it is money]
    return found


_Label = tuple[Role, tuple[str, ...]]


def labelled(rows: tuple[Row, ...]) -> tuple[Said, ...]:
    """Return all amounts with their labels, also where the amounts stand on the next lines."""
    found: list[Said] = []
    labels: list[_Label] = []
    alone: list[Row] = []
    in_taxes = False
    for line in rows:
        row = line
        if row.is_empty or (not row.amounts and row.role is Role.NOTHING):
            continue
        if labels and row.is_amount_only:
            alone.append(row)
            continue
        if alone:
            found.extend(_paired(labels, alone))
            labels, alone = [], []
        row = _continued(row, labels)
        in_taxes = in_taxes or (not _SUMMARY.isdisjoint(row.words) and names_tax(row.words))
        said = [_demoted(it) for it in row.said] if in_taxes else list(row.said)
        found.extend(said)
        labels = _labels_after(row, labels)
    return (*found, *_paired(labels, alone))


def _continued(row: Row, labels: list[_Label]) -> Row:
    """Return *row* with the label that a narrow paper broke off above it."""
    if not labels or not row.words:
        return row
    _, above = labels[-1]
    first = row.text[row.places[0]]
    if not first.islower() and above[-1] not in _UNFINISHED:
        return row
    labels.pop()
    said = row.said
    if said and said[0].label == row.words[: len(said[0].label)]:
        words = (*above, *said[0].label)
        said = (replace(said[0], label=words, role=role_of(words)), *said[1:])
    return replace(
        row, words=(*above, *row.words), places=(*((0,) * len(above)), *row.places), said=said
    )


_UNFINISHED: Final = frozenset(words_of("ПРОМЕЖУТОЧНЫЙ ПРОМЕЖ АРАЛЫҚ БЕЗ ПО НА К С СО УЧЕТОМ SUB"))
_SUMMARY: Final = frozenset(words_of("SUMMARY ANALYSIS BREAKDOWN СВОДКА РАЗБИВКА СПРАВОЧНО"))


def _demoted(said: Said) -> Said:
    """Return what a table of taxes says: its total is not the receipt's."""
    return replace(said, role=Role.TAX) if said.role is Role.TOTAL else said


def _labels_after(row: Row, labels: list[_Label]) -> list[_Label]:
    """Return the labels that wait for an amount after *row*."""
    if not row.amounts:
        return [] if row.role is Role.OTHER else [*labels, (row.role, row.words)]
    tail = row.tail
    role = role_of(tail)
    return [(role, tail)] if role in STRICT_TOTALS else []


def _paired(labels: list[_Label], alone: list[Row]) -> list[Said]:
    """Pair labels that stand alone with the amounts that stand alone below them."""
    if len(alone) > len(labels):
        if len(labels) != 1:
            return []
        labels = labels * len(alone)
    nearness = Nearness.NEXT if len(alone) == 1 else Nearness.GUESSED
    return [
        replace(row.said[0], role=role, label=words, nearness=nearness)
        for (role, words), row in zip(labels[-len(alone) :], alone, strict=False)
    ]
