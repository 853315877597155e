"""What of a receipt earns: its money without excluded goods, points spent and goods given back."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from contracts.wire.units import Tiyn

NO_MONEY: Final = Tiyn(0)
_ONE: Final = Fraction(1)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of goods; None where the paper does not tell its money."""

    name: str
    amount: Tiyn | None


@dataclass(frozen=True, slots=True)
class Base:
    """The money that earns, exact, and what was left out of it, in whole tiyn for people."""

    earns: Fraction
    """In tiyn, exact: rounding comes once, at the end."""
    excluded: Tiyn
    paid_with_points: Tiyn
    returned: Tiyn


def is_excluded(name: str, patterns: Sequence[str]) -> bool:
    """Tell whether a name holds one of *patterns*, whatever the letter case and the spaces."""
    folded = _folded(name)
    return any(_folded(pattern) in folded for pattern in patterns)


def base_of(
    total: Tiyn,
    lines: Sequence[Line],
    patterns: Sequence[str],
    paid_with_points: Tiyn,
    returned: Tiyn,
    returned_lines: Sequence[Line],
) -> Base:
    """Return what earns of a receipt.

    A discount on the whole receipt lowers all its goods alike, excluded or not. What was paid with
    points and vouchers paid for all goods alike. Goods that came back leave with their own money
    where their lines are known, and else as a like share of everything.
    """
    assert 0 <= returned <= total, "more came back than was sold: the caller caps it"
    if not total:
        return Base(Fraction(0), NO_MONEY, NO_MONEY, returned)
    excluded = _excluded_part(total, lines, patterns)
    known = Fraction(min(returned, _sum(returned_lines)))
    excluded_back = min(_excluded_part(Tiyn(int(known)), returned_lines, patterns), excluded)
    left = total - known
    excluded_left = min(excluded - excluded_back, left)
    unpaid = _ONE - Fraction(min(max(0, paid_with_points), total), total)
    unknown = returned - known
    share_left = _ONE - unknown / left if left else Fraction(0)
    earns = (left - excluded_left) * unpaid * share_left
    whole_excluded = Tiyn(-(-excluded.numerator // excluded.denominator))
    return Base(earns, whole_excluded, Tiyn(max(0, paid_with_points)), returned)


def _excluded_part(total: Tiyn, lines: Sequence[Line], patterns: Sequence[str]) -> Fraction:
    """Return how much of *total* excluded goods cost, at least 0 and at most *total*.

    An excluded line without money of its own may have cost all that the others did not.
    """
    marked = [line for line in lines if is_excluded(line.name, patterns)] if patterns else []
    if not marked:
        return Fraction(0)
    if any(line.amount is None for line in marked):
        others = [line for line in lines if line not in marked]
        return Fraction(max(0, total - _sum(others)))
    excluded = max(0, sum(line.amount or 0 for line in marked))
    gross = _sum(lines)
    if all(line.amount is not None for line in lines) and gross > total:
        return Fraction(excluded * total, gross) if excluded < gross else Fraction(total)
    return Fraction(min(excluded, total))


def _sum(lines: Sequence[Line]) -> int:
    return max(0, sum(line.amount or 0 for line in lines))


def _folded(text: str) -> str:
    return "".join(text.casefold().split())
