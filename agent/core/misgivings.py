"""What on a paper that is a sale speaks against a slip, whatever its total is."""

from itertools import pairwise
from typing import Final

from agent.core.identity import number_of
from agent.core.labels import PAYMENTS, STRICT_TOTALS, Role
from agent.core.rows import Row, Said
from agent.core.words import words_of

_INSTALMENT: Final = words_of("РАССРОЧ")[0]
"""Begins words of bank loans: the shop gets all of its money, so nothing was paid before."""


def misgivings_about(rows: tuple[Row, ...], said: tuple[Said, ...]) -> list[str]:
    """Return why a sale may have earned already, or may be two; one sentence each."""
    found = []
    if _is_prepaid(rows, said):
        found.append("A part of it was paid before, and that payment had its own receipt.")
    if _is_numbered_twice(rows, said) or _goes_on_after_payment(rows, said):
        found.append("Two receipts stand on one piece of paper.")
    return found


def _is_prepaid(rows: tuple[Row, ...], said: tuple[Said, ...]) -> bool:
    """Tell whether an advance was taken off; an advance that is itself what is sold is none."""
    totals = [it for it in said if it.role in STRICT_TOTALS]
    first = min((it.row for it in totals), default=len(rows))
    values = {abs(it.amount.value) for it in totals}
    paid = [it for it in said if it.role in PAYMENTS]
    last_paid = max((it.row for it in paid), default=len(rows))
    is_all_paid = sum(it.amount.value for it in paid) in values
    for it in said:
        if it.role is not Role.PREPAID or not it.amount.value:
            continue
        if any(word.startswith(_INSTALMENT) for word in it.label):
            continue
        if it.row > last_paid and is_all_paid:
            continue  # What the shop asks for orders, said below the receipt.
        is_sold = rows[it.row].has_goods or abs(it.amount.value) in values
        if it.row > first or not is_sold:
            return True
    return False


def _is_numbered_twice(rows: tuple[Row, ...], said: tuple[Said, ...]) -> bool:
    """Tell whether a number of a receipt stands above a total and another one below it."""
    totals = [it.row for it in said if it.role in STRICT_TOTALS]
    if len(totals) < 2:
        return False
    last: dict[tuple[str, ...], tuple[int, str]] = {}
    for row in rows:
        named = number_of((row,))
        if named is None:
            continue
        above = last.get(row.words)
        if above and above[1] != named.value and any(above[0] < it < row.index for it in totals):
            return True
        last[row.words] = row.index, named.value
    return False


def _goes_on_after_payment(rows: tuple[Row, ...], said: tuple[Said, ...]) -> bool:
    """Tell whether goods and a total follow a total that was paid."""
    totals = [it.row for it in said if it.role in STRICT_TOTALS]
    paid = [it.row for it in said if it.role in PAYMENTS]
    goods = [row.index for row in rows if any(amount.is_price for amount in row.amounts)]
    return any(
        any(one < pay < sold < other for pay in paid for sold in goods)
        for one, other in pairwise(totals)
    )
