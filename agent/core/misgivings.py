"""What on a paper that is a sale speaks against a slip, whatever its total is."""

from itertools import pairwise
from typing import Final

from agent.core.identity import number_of
from agent.core.labels import PAYMENTS, STRICT_TOTALS, Role
from agent.core.rows import Row, Said
from agent.core.words import words_of

_REST: Final = words_of("РАНЕЕ ДОПЛАТ")
"""Begin the words of what was paid earlier and of what is left."""


def misgivings_about(rows: tuple[Row, ...], said: tuple[Said, ...]) -> list[str]:
    """Return why a sale may have earned already, or may be two; one sentence each."""
    found = []
    if _is_rest_of_an_order(said):
        found.append("A part of it was paid before, and that payment had its own receipt.")
    if _is_numbered_twice(rows, said) or _goes_on_after_payment(rows, said):
        found.append("Two receipts stand on one piece of paper.")
    return found


def _is_rest_of_an_order(said: tuple[Said, ...]) -> bool:
    """Tell whether the paper says what was paid earlier and what is left to pay.

    An advance that is only one of the payments says neither: there the total is the sale's.
    """
    advances = [it for it in said if it.role is Role.PREPAID and it.amount.value]
    if any(word.startswith(_REST) for it in advances for word in it.label):
        return True
    nothing_due = any(it.role is Role.DUE and not it.amount.value for it in said)
    return bool(advances) and nothing_due


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
