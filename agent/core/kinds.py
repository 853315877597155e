"""What a piece of paper is; the names of goods must not be taken for its title."""

import re
from dataclasses import dataclass
from typing import Final

from agent.core.headings import heading_of, says_undone, tells_rules
from agent.core.labels import STRICT_TOTALS
from agent.core.make_up import kind_by_make_up, sums_of
from agent.core.receipt import Kind
from agent.core.rows import Row, Said
from agent.core.titles import Strength, titles_in
from agent.core.words import LOST, words_of

_DECORATION: Final = re.compile(r"^[\s*=#<>_.|~+!-]*")
_IN_ORDER: Final = (
    Kind.REPORT, Kind.OTHER, Kind.COPY, Kind.RETURN, Kind.PREBILL, Kind.CASH, Kind.KITCHEN,
    Kind.SALE,
)  # fmt: skip
"""Of several titles on one paper the first of these counts."""


@dataclass(frozen=True, slots=True)
class FoundKind:
    """A kind and the line that says it; no line when the paper's make-up says it."""

    kind: Kind
    quote: str | None


@dataclass(frozen=True, slots=True)
class _Title:
    """One line of titles."""

    kind: Kind
    strength: Strength
    row: Row


def kind_of(rows: tuple[Row, ...], said: tuple[Said, ...], *, has_fiscal: bool) -> FoundKind:
    """Return what the paper is: its titles first, then what is on it."""
    titles = _titles(rows, said)
    sums = sums_of(said, has_fiscal=has_fiscal)
    sale = next((title.row for title in titles if title.kind is Kind.SALE), None)
    for kind in _IN_ORDER:
        for title in titles:
            if title.kind is not kind:
                continue
            if title.strength is Strength.STRONG:
                return FoundKind(kind, title.row.printed)
            if kind is Kind.KITCHEN and not (sums.has_total or sums.is_paid):
                return FoundKind(kind, title.row.printed)
            if kind in (Kind.PREBILL, Kind.OTHER) and not sums.is_paid:
                return FoundKind(kind, title.row.printed)
            if kind is Kind.REPORT and not (sale and sums.is_paid):
                return FoundKind(kind, title.row.printed)
    kind, row = kind_by_make_up(rows, said, sale, sums)
    return FoundKind(kind, row.printed if row else None)


_SALE_WORDS: Final = frozenset(words_of("ПРОДАЖА ПРОДАЖИ САТУ"))
_TAKEN_BACK: Final = frozenset(words_of("ВОЗВРАТ ВОЗВРАТА ҚАЙТАРУ"))


def _titles(rows: tuple[Row, ...], said: tuple[Said, ...]) -> list[_Title]:
    """Return the titles on the paper, without goods that are named like one."""
    first, last = _goods_region(rows, said)
    is_sale_above = any(_is_sale_title(row) for row in rows[:first])
    found = []
    for row in rows:
        kinds = _kinds_said(rows, row, is_above=row.index < first)
        if not kinds or _is_goods(rows, row, inside=first <= row.index < last):
            continue
        for kind, strength in kinds:
            carries_money = len(row.amounts) > 1 or any(
                amount.decimals or amount.currency for amount in row.amounts
            )
            if carries_money and not (kind is Kind.CASH and row.index <= first):
                continue
            is_below = row.index > first - (not carries_money)
            if is_below and not (_is_loud(row) or _is_said_low(row, kind, strength)):
                continue
            is_rule = (row.index > last and is_sale_above) or tells_rules(
                row, _next_printed(rows, row)
            )
            if kind is Kind.RETURN and is_rule:
                continue
            found.append(_Title(kind, strength, row))
    return found


def _kinds_said(
    rows: tuple[Row, ...], row: Row, *, is_above: bool
) -> tuple[tuple[Kind, Strength], ...]:
    """Return what a line says as a title, also one that a narrow paper broke in two."""
    if kinds := titles_in(row.words):
        return kinds
    following = _next_printed(rows, row)
    heading = heading_of(row, following, is_above=is_above, is_loud=_is_loud(row))
    if heading is not None:
        return (heading,)
    if says_undone(row.words) and not row.said:
        return ((Kind.OTHER, Strength.STRONG),)
    if following is None or row.amounts or following.amounts or titles_in(following.words):
        return ()
    return titles_in(row.words + following.words)


def _is_said_low(row: Row, kind: Kind, strength: Strength) -> bool:
    """Tell whether a title counts below the goods too, even in small letters."""
    if kind is Kind.COPY:
        return True
    is_phrase = len(row.words) > 1
    return is_phrase and (
        kind is Kind.PREBILL or (kind is Kind.OTHER and strength is Strength.STRONG)
    )


def _next_printed(rows: tuple[Row, ...], row: Row) -> Row | None:
    """Return the next line that is not blank."""
    return next((it for it in rows[row.index + 1 :] if it.text.strip()), None)


def _is_sale_title(row: Row) -> bool:
    """Tell whether a title names a sale, and not that a sale is taken back."""
    words = set(row.words)
    return bool(titles_in(row.words) and words & _SALE_WORDS and not words & _TAKEN_BACK)


def _goods_region(rows: tuple[Row, ...], said: tuple[Said, ...]) -> tuple[int, int]:
    """Return the first row with goods or money, and the first with a total, or else the last."""
    first = next((row.index for row in rows if _is_priced(row)), len(rows))
    ends = [it.row for it in said if it.role in STRICT_TOTALS]
    if not ends:
        ends = [row.index for row in reversed(rows) if row.has_goods][:1]
    return first, max([first, *ends[:1]])


_TABLE_HEAD: Final = frozenset(words_of("НАИМЕНОВАНИЕ АТАУЫ КОЛ САНЫ СУММА СОМАСЫ ЦЕНА БАҒАСЫ"))


def _is_priced(row: Row) -> bool:
    """Tell whether a line holds a price or money, not only the number of a house or a shift."""
    if any(amount.is_price for amount in row.amounts) or len(_TABLE_HEAD & set(row.words)) > 1:
        return True
    return any(it.amount.looks_like_money or it.role in STRICT_TOTALS for it in row.said)


def _is_loud(row: Row) -> bool:
    """Tell whether a line is in capitals only, or stands between marks."""
    return row.printed == row.printed.upper() or _MARKED.match(row.text) is not None


_MARKED: Final = re.compile(r"\s*([*!#=])\1.*\1\1\s*$")
_QUOTES: Final = frozenset('"«»“”')


def _is_goods(rows: tuple[Row, ...], row: Row, *, inside: bool) -> bool:
    """Tell whether a line that reads like a title is rather the name of goods."""
    if row.has_goods or not _QUOTES.isdisjoint(row.text):
        return True
    above = next((it for it in reversed(rows[: row.index]) if it.text.strip()), None)
    if inside and above is not None and not above.is_empty:
        return True  # The rest of a name that the paper is too narrow for.
    begin = _DECORATION.sub("", row.text)
    if not begin or not (begin[0].isalpha() or begin[0] in LOST):
        return True
    following = _next_printed(rows, row)
    if following is not None and _is_multiplication(following):
        return True
    return inside and not _is_loud(row)


def _is_multiplication(row: Row) -> bool:
    """Tell whether a line is the quantity and price of the goods named above it."""
    if not row.amounts or row.text[: row.amounts[0].start].strip(" =*xх×"):
        return False
    return row.amounts[0].is_quantity or any(amount.is_price for amount in row.amounts)
