"""Lines of goods, as far as they can be read; nothing that is claimed rests on them alone."""

import re
from dataclasses import replace
from typing import Final

from agent.core.labels import STRICT_TOTALS, Role
from agent.core.receipt import Item
from agent.core.rows import Row, Said
from agent.core.words import words_of

MOST_ITEMS: Final = 300
LONGEST_NAME: Final = 80

_NUMBERED: Final = re.compile(r"^\s*\d{1,3}[.)]\s+")
_TRIM: Final = " .:*=-xх×|\t"
_END: Final = STRICT_TOTALS | {
    Role.SUBTOTAL, Role.CASH, Role.CARD, Role.PAID, Role.CHANGE, Role.LOOSE,
}  # fmt: skip
_PIECES: Final = frozenset(words_of("X Х ШТ ДАНА КГ ПОРЦ ПОРЦИЯ PCS PC EA УП"))
"""Words between a quantity and its amount; others make the number a part of the name."""
_ASIDE: Final = frozenset(
    {Role.DISCOUNT, Role.MARKUP, Role.TAX, Role.COUNT, Role.ROUNDING, Role.LOYALTY}
)


def items_of(rows: tuple[Row, ...]) -> tuple[Item, ...]:
    """Return the goods that stand between the head of a receipt and its sums."""
    found: list[Item] = []
    name: str | None = None
    is_started = False
    for row in rows:
        roles = {it.role for it in row.said}
        if found and roles & _END:
            break
        if len(found) == MOST_ITEMS:
            break
        is_started = is_started or row.has_goods or _has_priced_name(row)
        if row.is_empty:
            name = None
        elif _is_count(row):
            _count(found, name, row)
            name = None
        elif _is_aside(row) or (row.amounts and not is_started):
            continue
        elif roles == {Role.COST}:
            _set_last(found, amount=row.said[-1])
        elif _has_priced_name(row) and not roles & _END:
            found.append(_one_line(row))
            name = None
        elif not any(it.looks_like_money for it in row.amounts):
            # `Капучино, 300 мл`: a number alone is no price.
            name = row.printed
    return tuple(found)


def _is_aside(row: Row) -> bool:
    """Tell whether a line speaks of something else than goods; `Item 1  $10.00` is goods."""
    roles = {it.role for it in row.said} & _ASIDE
    has_money = any(it.amount.looks_like_money for it in row.said)
    return bool(roles - {Role.COUNT} if has_money else roles)


def sum_of(items: tuple[Item, ...]) -> int | None:
    """Return what the goods add up to; None unless every one of them has its amount."""
    amounts = [item.amount for item in items if item.amount is not None]
    return sum(amounts) if items and len(amounts) == len(items) else None


def _has_priced_name(row: Row) -> bool:
    """Tell whether a line is a name and its amount, and not the number of a house or a table."""
    names_goods = any(it.role in (Role.OTHER, Role.COUNT) for it in row.said)
    has_money = any(it.amount.looks_like_money for it in row.said)
    return names_goods and (has_money or len(row.amounts) > 1)


def _set_last(found: list[Item], amount: Said) -> None:
    """Give the last item its cost."""
    if found:
        found[-1] = replace(found[-1], amount=amount.amount.value)


def _is_count(row: Row) -> bool:
    """Tell whether a line begins with a quantity, so that the name stands above it."""
    return row.has_goods and not row.text[: row.amounts[0].start].strip(_TRIM)


def _count(found: list[Item], name: str | None, row: Row) -> None:
    """Take a line of quantity and price: of the name above it, or of the last item."""
    quantity = _decimal(row.text[row.amounts[0].start : row.amounts[0].end])
    sums = [amount for amount in row.amounts[1:] if not (amount.is_price or amount.is_quantity)]
    amount = sums[-1].value if sums else None
    tail = (
        _name(row.text[row.amounts[0].end : row.amounts[1].start]) if len(row.amounts) > 1 else ""
    )
    if name is not None:
        found.append(Item(_name(name), quantity, amount))
    elif len(tail) > 3 and amount is not None:
        found.append(Item(tail, quantity, amount))
    elif found and found[-1].quantity is None and amount is None:
        found[-1] = replace(found[-1], quantity=quantity)


def _one_line(row: Row) -> Item:
    """Take a line that holds name and amount, and perhaps a quantity between them."""
    last = row.said[-1].amount
    counts = [it for it in row.amounts if it.end <= last.start and not it.is_price]
    for amount in reversed(counts[-1:]):
        between = words_of(row.text[amount.end : last.start])
        is_volume = bool(set(between) - _PIECES)
        if not is_volume and not amount.looks_like_money:
            quantity = _decimal(row.text[amount.start : amount.end])
            return Item(_name(row.text[: amount.start]), quantity, last.value)
    return Item(_name(row.text[: last.start]), None, last.value)


def _name(text: str) -> str:
    """Return the name of goods without its number and leaders."""
    return _NUMBERED.sub("", text).strip(_TRIM)[:LONGEST_NAME]


def _decimal(text: str) -> str:
    """Return a quantity with a point."""
    return text.replace(" ", "").replace(",", ".")
