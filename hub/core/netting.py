"""What is owed between partners: clearing's rows brought down to one sum a pair; pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from hub.core.ids import PartnerId


@dataclass(frozen=True, slots=True)
class Debt:
    """What one partner owes another."""

    debtor: PartnerId
    """Whose points were taken."""
    creditor: PartnerId
    """Who gave goods for them."""
    points: int


def debts(rows: Iterable[tuple[PartnerId, PartnerId, int]]) -> list[Debt]:
    """Return what is left between each two partners; *rows* say issuer, taker, points."""
    sums: dict[tuple[PartnerId, PartnerId], int] = {}
    for issuer, taker, points in rows:
        if issuer == taker:
            continue
        pair = (min(issuer, taker), max(issuer, taker))
        sums[pair] = sums.get(pair, 0) + (points if issuer == pair[0] else -points)
    return [
        Debt(low, high, points) if points > 0 else Debt(high, low, -points)
        for (low, high), points in sorted(sums.items())
        if points
    ]


def balance_of(partner: PartnerId, found: Iterable[Debt]) -> tuple[int, int]:
    """Return what a partner owes to all others, and what they owe it."""
    owes = owed = 0
    for it in found:
        owes += it.points if it.debtor == partner else 0
        owed += it.points if it.creditor == partner else 0
    return owes, owed
