"""Sums of a closing report: sales and returns of the day, and none of the many sums beside them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Final

from agent.core.amounts import Amount
from agent.core.dates import printed_time
from agent.core.labels import Role, names_tax, role_of
from agent.core.report_words import (
    ACCUMULATED,
    APART,
    ASIDE,
    AT_END,
    AT_START,
    BREAKDOWNS,
    COUNT_LABEL,
    COUNT_WORDS,
    DIRECT_LABEL,
    HEAD,
    NEUTRAL,
    RETURNS,
    SALES,
    SUM_LABEL,
    SUM_WORDS,
    UNFINISHED,
    has_stem,
)
from agent.core.rows import Row
from contracts.wire.units import Tiyn

MOST_RECEIPTS: Final = 100_000
"""Receipts of one shift: more in one is a misreading."""


class Side(Enum):
    """Which way goods went."""

    SALES = auto()
    RETURNS = auto()


class _Lock(Enum):
    """How long lines count for nothing."""

    OPEN = auto()
    UNTIL_RULE = auto()
    """A breakdown: it ends with a line across the paper."""
    TO_THE_END = auto()
    """Sums since the register was made: nothing of the day follows."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What a report says of one side; None where it is not said for sure."""

    total: Tiyn | None
    count: int | None


@dataclass(frozen=True, slots=True)
class _Entry:
    """A label with its numbers, put together where the paper broke it off."""

    words: tuple[str, ...]
    numbers: tuple[Amount, ...]
    text: str
    is_rule: bool = False
    has_date: bool = False

    def is_money(self, number: Amount) -> bool:
        """Tell whether a number must be money."""
        return number.looks_like_money or self.text[: number.start].rstrip().endswith("=")

    def money(self) -> list[Amount]:
        """Return the numbers that must be money."""
        return [it for it in self.numbers if self.is_money(it)]

    def counts(self) -> list[int]:
        """Return the whole numbers that need not be money."""
        return [
            it.value // 100
            for it in self.numbers
            if not self.is_money(it) and it.decimals == 0 and 0 <= it.value // 100 <= MOST_RECEIPTS
        ]

    def may_hold_count(self, number: Amount) -> bool:
        """Tell whether `12 500,00` may be twelve receipts of 500 rather than one sum."""
        if " " not in self.text[number.start : number.end]:
            return False
        before = self.text[: number.start]
        return len(before) - len(before.rstrip()) < 2 and before.rstrip()[-1:] not in (":", "=")


def sums_of(rows: tuple[Row, ...]) -> dict[Side, Sums]:
    """Return the day's sales and returns as the report says them."""
    ledger = _Ledger()
    for entry in _entries(rows):
        ledger.take(entry)
    return ledger.sums()


def _entries(rows: tuple[Row, ...]) -> Iterator[_Entry]:
    """Yield labels with their numbers; a label goes on below, or has its amount there."""
    above: tuple[str, ...] = ()
    for row in rows:
        if row.is_empty:
            if above:
                yield _Entry(above, (), "")
                above = ()
            if row.text.strip():
                yield _Entry((), (), "", is_rule=True)
            continue
        numbers = tuple(it for it in row.amounts if it.value or not it.is_quantity)
        if above and not _goes_on(above, row):
            yield _Entry(above, (), "")
            above = ()
        words = (*above, *row.words)
        has_date = printed_time((replace(row, index=0),)) is not None
        if numbers or has_date:
            yield _Entry(words, numbers, row.text, has_date=has_date)
            above = ()
        else:
            above = words
    if above:
        yield _Entry(above, (), "")


def _goes_on(above: tuple[str, ...], row: Row) -> bool:
    """Tell whether a row goes on with the label above it."""
    if not row.words or row.role is Role.NOTHING:
        return True
    return row.text[row.places[0]].islower() or above[-1] in UNFINISHED


@dataclass
class _Block:
    """Lines below the heading of one side."""

    side: Side
    counts: set[int] = field(default_factory=set)
    totals: list[int] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    """Totals without decimals: only payments can confirm that they are money."""
    payments: list[int] = field(default_factory=list)
    others: list[int] = field(default_factory=list)
    lines: int = 0

    def take(self, entry: _Entry) -> None:
        """Take a line as count, total or payment."""
        self.lines += 1
        words, numbers = set(entry.words), entry.numbers
        if len(numbers) != 1 or names_tax(entry.words):
            return
        value = abs(numbers[0].value)
        role = role_of(entry.words)
        if words <= COUNT_LABEL and words & COUNT_WORDS:
            if not (self.totals or self.whole):
                self.counts.update(entry.counts())
        elif words <= SUM_LABEL and words & SUM_WORDS:
            (self.totals if entry.money() else self.whole).append(value)
        elif role in _PAYING:
            self.payments.append(value)
        elif role not in _NO_PAYMENT:
            self.others.append(value)

    def total(self) -> int | None:
        """Return the total that all of the block agrees on."""
        said = set(self.totals or self.whole)
        if len(said) != 1:
            return None
        (total,) = said
        if not self.payments:
            return total if self.totals else None
        paid = sum(self.payments)
        return total if total in (paid, paid + sum(self.others)) else None


_PAYING: Final = frozenset({Role.CASH, Role.CARD, Role.PAID, Role.PREPAID, Role.LOYALTY})
_NO_PAYMENT: Final = frozenset({Role.DISCOUNT, Role.MARKUP, Role.ROUNDING, Role.CHANGE, Role.TAX})


class _Ledger:
    """Follows a report line by line, and keeps what it says of each side."""

    def __init__(self) -> None:
        self._totals: dict[Side, set[int | None]] = {side: set() for side in Side}
        self._counts: dict[Side, set[int | None]] = {side: set() for side in Side}
        self._block: _Block | None = None
        self._lock = _Lock.OPEN
        self._locked_numbers = 0
        self._is_of_whom = False
        """True below a heading that is not known: its sums may be a part of the day's."""
        self._has_columns = False
        self._has_begun = False
        self._is_below_unknown = self._is_unknown = False
        """True right below, and at, a line of the head that may be a heading."""

    def take(self, entry: _Entry) -> None:
        """Take the next line."""
        self._is_below_unknown, self._is_unknown = self._is_unknown, False
        if entry.is_rule:
            self._rule()
        elif entry.has_date:
            self._lock = _Lock.OPEN if not self._locked_numbers else self._lock
        elif (lock := _lock_of(entry)) is not None:
            self._close()
            if self._lock is not _Lock.TO_THE_END:
                self._lock, self._locked_numbers = lock, len(entry.numbers)
                self._is_of_whom = False
            self._has_begun = True
        elif self._lock is not _Lock.OPEN and (entry.numbers or self._lock is _Lock.TO_THE_END):
            self._locked_numbers += len(entry.numbers)
            self._doubt(entry)
        elif not entry.numbers:
            self._heading(entry)
        else:
            self._said(entry)

    def sums(self) -> dict[Side, Sums]:
        """Return what was said once, or always alike."""
        self._close()
        found = {}
        for side in Side:
            total, count = _only(self._totals[side]), _only(self._counts[side])
            if total is not None and count is not None and (total == 0) != (count == 0):
                total = count = None
            found[side] = Sums(None if total is None else Tiyn(total), count)
        return found

    def _rule(self) -> None:
        """End what has begun above a line across the paper."""
        if self._block is not None and self._block.lines:
            self._close()
        if self._lock is _Lock.UNTIL_RULE and self._locked_numbers:
            self._lock = _Lock.OPEN

    def _heading(self, entry: _Entry) -> None:
        """Take a line without numbers: it opens a side, or speaks of something else."""
        words = set(entry.words)
        side = side_of(entry.words)
        is_locked = self._lock is not _Lock.OPEN
        if words & SUM_WORDS and words & COUNT_WORDS:
            self._has_columns = True
        elif is_locked:
            return
        elif side is not None and words <= DIRECT_LABEL:
            self._close()
            self._block, self._has_begun = _Block(side), True
        elif words & NEUTRAL or has_stem(entry.words, APART):
            self._close()
        elif not self._has_begun:
            self._is_unknown = not words & HEAD
        elif words:
            self._close()
            self._lock, self._locked_numbers, self._is_of_whom = _Lock.UNTIL_RULE, 0, True

    def _doubt(self, entry: _Entry) -> None:
        """Believe no sums of a side that is named again below a heading that is not known."""
        side = side_of(entry.words)
        if self._is_of_whom and side is not None and set(entry.words) <= DIRECT_LABEL:
            self._totals[side].add(None)
            self._counts[side].add(None)

    def _said(self, entry: _Entry) -> None:
        """Take a line with numbers: of a side by its own words, or of the block it stands in."""
        self._has_begun = self._has_begun or bool(entry.money())
        if has_stem(entry.words, ASIDE):
            return
        side = side_of(entry.words)
        if side is None and not has_stem(entry.words, APART):
            if self._block is not None:
                self._block.take(entry)
            return
        is_of_block = set(entry.words) <= SUM_LABEL or role_of(entry.words) in _PAYING
        if self._block is not None and self._block.side is side and is_of_block:
            self._block.take(entry)
            return
        self._close()
        if side is not None and set(entry.words) <= DIRECT_LABEL:
            self._direct(side, entry)

    def _direct(self, side: Side, entry: _Entry) -> None:
        """Take a line that names its side: with a count, a sum, or both."""
        money, counts, words = entry.money(), entry.counts(), set(entry.words)
        if self._is_below_unknown:
            self._lock, self._locked_numbers, self._is_of_whom = _Lock.UNTIL_RULE, 1, True
            self._doubt(entry)
            return
        if len(money) > 1 or any(it.is_price for it in entry.numbers):
            self._totals[side].add(None)
            return
        if len(entry.numbers) == 1 and money:
            is_unsure = entry.may_hold_count(money[0]) or self._has_columns
            self._totals[side].add(None if is_unsure else _value(side, money[0]))
        elif len(entry.numbers) == 1 and counts and words & COUNT_WORDS and not words & SUM_WORDS:
            self._counts[side].update(counts)
        elif len(entry.numbers) == 2 and len(money) == 1 and len(counts) == 1:
            self._totals[side].add(_value(side, money[0]))
            self._counts[side].update(counts)

    def _close(self) -> None:
        """End the block, and keep what it says."""
        block, self._block = self._block, None
        if block is None:
            return
        self._counts[block.side] |= block.counts
        if block.totals or block.whole:
            self._totals[block.side].add(block.total())


def side_of(words: tuple[str, ...]) -> Side | None:
    """Return the side that a label names; what the shop buys is neither."""
    if has_stem(words, APART):
        return None
    if has_stem(words, RETURNS):
        return Side.RETURNS
    return Side.SALES if set(words) & SALES else None


def _lock_of(entry: _Entry) -> _Lock | None:
    """Return for how long a line says that what follows is not the day's."""
    words = entry.words
    if has_stem(words, AT_START):
        return _Lock.UNTIL_RULE
    if has_stem(words, ACCUMULATED) or has_stem(words, AT_END):
        return _Lock.UNTIL_RULE if entry.money() else _Lock.TO_THE_END
    if has_stem(words, BREAKDOWNS):
        return _Lock.UNTIL_RULE
    is_aside = has_stem(words, ASIDE) or names_tax(words) or role_of(words) in _PAYING
    return _Lock.UNTIL_RULE if is_aside and not entry.numbers else None


def _value(side: Side, amount: Amount) -> int | None:
    """Return an amount; returns may be printed below zero, sales may not."""
    if amount.value < 0 and side is Side.SALES:
        return None
    return abs(amount.value)


def _only(values: set[int | None]) -> int | None:
    """Return the one value that was said, None where several were or it was not sure."""
    return next(iter(values)) if len(values) == 1 else None
