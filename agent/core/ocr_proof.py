"""How sure a total read from a picture is, and what two readings of one picture agree on."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from agent.core.identity import rows_of_original
from agent.core.items import items_of, sum_of
from agent.core.labels import PAYMENTS, STRICT_TOTALS, Role
from agent.core.ocr_noise import mended
from agent.core.rows import Row, Said, labelled, rows_of
from agent.core.totals import steps_of, total_of, witnesses_of
from contracts.wire.units import Tiyn

_SPEAKING: Final = (
    STRICT_TOTALS | PAYMENTS | {Role.LOOSE, Role.SUM, Role.SUBTOTAL, Role.CHANGE, Role.PREPAID}
)
"""Labels whose amounts could be taken for the total or for its witness."""
_FEWEST_GOODS: Final = 2
"""A single line of goods shows the digits of the total, and a font's zero is misread in both."""


_LEAST: Final = 1_000
"""Tiyn: less is a sign of the tenge that was read as a figure, and no total."""
_TAX_RATES: Final = (5, 8, 10, 12, 16)
"""Percent of value added tax in Kazakhstan, old and new, full and reduced."""
_TAX_ERROR: Final = 100
"""Tiyn: tills round the tax, some to whole tenge; more is the tax of another total."""


class Certainty(IntEnum):
    """What speaks for a total that was read from a picture."""

    NONE = 0
    """There is no total."""
    SAID = 1
    """Labels say it; perhaps a payment with the same digits, misread in the same way."""
    TAXED = 2
    """The printed tax is that of this total, to the tiyn: sure but for the last digit."""
    PROVED = 3
    """Other digits make it: the goods add up to it, or cash less change."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines of one reading and the total in them."""

    lines: tuple[str, ...]
    total: Tiyn | None
    certainty: Certainty
    is_repeated: bool = False
    """True when payments, goods or a second line say the total too."""


def reading_of(lines: Sequence[str]) -> Reading:
    """Return what *lines* say the total is, and how sure it is."""
    rows = _rows(lines)
    original = rows_of_original(rows)
    said = tuple(it for it in labelled(rows) if it.row not in original)
    items = items_of(rows)
    goods = sum_of(items)
    witnesses = witnesses_of(said, goods)
    verdict = total_of(said, None, witnesses)
    total = verdict.total
    if total is None:
        return Reading(tuple(lines), None, Certainty.NONE)
    value = abs(total)
    has_change = any(it.role is Role.CHANGE and it.amount.value for it in said)
    steps = {0, *(step for _, step in steps_of(said))}
    priced = [item for item in items if item.amount]
    has_sum = goods is not None and abs(value - goods) in steps and len(priced) >= _FEWEST_GOODS
    is_proved = has_sum or (has_change and witnesses.exact == value)
    alike = {it.row for it in said if it.amount.value == total}
    is_repeated = witnesses.confirm(value) or len(alike) > 1
    if is_proved:
        return Reading(tuple(lines), total, Certainty.PROVED, is_repeated)
    taxes = _taxes(said)
    beside = rows[verdict.row].amounts if verdict.row is not None else ()
    is_unclear = value < _LEAST or sum(not it.is_quantity for it in beside) > 1
    if is_unclear or (taxes and not any(_fits(value, tax, _TAX_ERROR) for tax in taxes)):
        return Reading(without_sums(lines), None, Certainty.NONE)
    certainty = Certainty.TAXED if any(_fits(value, tax, 1) for tax in taxes) else Certainty.SAID
    if certainty is Certainty.SAID and _could_begin_with_a_sign(value, rows):
        return Reading(without_sums(lines), None, Certainty.NONE)
    return Reading(tuple(lines), total, certainty, is_repeated)


def _could_begin_with_a_sign(value: int, rows: tuple[Row, ...]) -> bool:
    """Tell whether the first figure may be the sign of the tenge: it is read as a 1 or a 7."""
    has_signs = any(
        "₸" in row.text[max(0, it.start - 1) : it.start + 1] for row in rows for it in row.amounts
    )
    return has_signs and str(value)[0] in "17"


def _taxes(said: tuple[Said, ...]) -> list[int]:
    """Return the taxes that the paper names."""
    return [abs(it.amount.value) for it in said if it.role is Role.TAX and it.amount.value]


def _fits(value: int, tax: int, error: int) -> bool:
    """Tell whether *tax* is contained in *value* at one of the rates."""
    return any(abs(tax - value * rate // (100 + rate)) <= error for rate in _TAX_RATES)


def agreed(first: Reading, second: Reading) -> tuple[str, ...]:
    """Return the lines of the better reading; without sums where the two differ on the total."""
    better = second if second.certainty > first.certainty else first
    if first.total == second.total and second.is_repeated and not first.is_repeated:
        better = second
    elif first.total == second.total and first.is_repeated:
        better = first
    if first.total == second.total or Certainty.NONE in (first.certainty, second.certainty):
        is_sure = first.total == second.total or better.certainty >= Certainty.TAXED
        return better.lines if is_sure else without_sums(better.lines)
    return without_sums(better.lines)


def without_sums(lines: Sequence[str]) -> tuple[str, ...]:
    """Return *lines* with the amounts made unreadable that a total could be taken from."""
    rows = _rows(lines)
    doubtful = {it.row for it in labelled(rows) if it.role in _SPEAKING}
    return tuple(_hidden(row) if row.index in doubtful else row.printed for row in rows)


def _rows(lines: Sequence[str]) -> tuple[Row, ...]:
    """Return the rows of lines as the reading of receipts makes them."""
    return rows_of((mended(line), False) for line in lines)


def _hidden(row: Row) -> str:
    """Return a row with question marks for digits."""
    return "".join("?" if char.isdigit() else char for char in row.printed)
