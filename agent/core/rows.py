"""The rows of a receipt: what each line says, its amounts paired with their labels."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from agent.core.amounts import Amount, amounts_in
from agent.core.labels import STRICT_TOTALS, Role, role_of
from agent.core.words import clean, gather, words_with_places

MOST_LINES: Final = 1000
"""Lines of a receipt that are looked at: four metres of paper."""

_FILLING: Final = re.compile(r"[^\w]*")


@dataclass(frozen=True, slots=True)
class Said:
    """An amount with its label."""

    role: Role
    amount: Amount
    label: tuple[str, ...]
    row: int
    """Index of the row that holds the amount."""
    is_sure: bool = True
    """False when label and amount were brought together by guessing."""


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
    for index, (printed, is_large) in enumerate(lines):
        if index == MOST_LINES:
            break
        rows.append(_row(index, printed, is_large))
    return tuple(rows)


def _row(index: int, printed: str, is_large: bool) -> Row:  # noqa: FBT001
    """Return one row, read."""
    text = gather(clean(printed))
    placed = words_with_places(text)
    amounts = amounts_in(text)
    return Row(
        index=index,
        printed=printed,
        text=text,
        words=tuple(word for _, word in placed),
        places=tuple(place for place, _ in placed),
        amounts=amounts,
        said=tuple(_said(index, text, amounts, placed)),
        is_large=is_large,
    )


def _said(
    index: int, text: str, amounts: tuple[Amount, ...], placed: list[tuple[int, str]]
) -> list[Said]:
    """Pair the amounts of money in a line with the words before each."""
    found: list[Said] = []
    label: tuple[str, ...] = ()
    edge = 0
    for amount in amounts:
        if amount.is_quantity:
            continue
        words = tuple(word for place, word in placed if edge <= place < amount.start)
        role = role_of(words)
        if role in STRICT_TOTALS and "%" in text[edge : amount.start]:
            role = Role.LOOSE  # A total of one tax group, or of a discount.
        if role is Role.NOTHING and label:
            words, role = label, role_of(label)
        found.append(Said(role, amount, words, index))
        label, edge = words, amount.end
    if len(found) == 1 and found[0].role is Role.NOTHING:
        words = tuple(word for place, word in placed if place >= edge)
        if role_of(words) is not Role.NOTHING:
            found[0] = Said(role_of(words), found[0].amount, words, index, is_sure=False)
    return found


def labelled(rows: tuple[Row, ...]) -> tuple[Said, ...]:
    """Return all amounts with their labels, also where the amount stands on the next line."""
    found: list[Said] = []
    waiting: list[Row] = []
    for row in rows:
        if row.is_empty:
            continue
        if row.is_amount_only and waiting:
            label = waiting.pop(0)
            found.append(
                Said(role_of(label.words), row.said[0].amount, label.words, row.index,
                     is_sure=not waiting and label.index >= row.index - 2)
            )  # fmt: skip
            continue
        found.extend(row.said)
        waiting = _waiting(row, waiting)
    return tuple(found)


def _waiting(row: Row, waiting: list[Row]) -> list[Row]:
    """Return the labels that still wait for an amount after *row*."""
    if row.amounts:
        return []
    role = role_of(row.words)
    if role is Role.NOTHING:
        return waiting
    if role is Role.OTHER:
        return []
    return [*waiting, row] if role in STRICT_TOTALS or waiting else [row]
