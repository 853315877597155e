"""Rows that all layouts share: pairs, rules, wrapped names."""

from collections.abc import Sequence

from hardware.captures.dice import Dice
from hardware.captures.document import Align, Mark, Row


def pair(left: str, right: str, columns: int, *, wide: bool = False) -> list[Mark]:
    """Return *left* and *right* on one row, or on two where they do not fit."""
    room = columns // 2 if wide else columns
    if len(left) + len(right) + 1 <= room:
        return [Row(left, right, wide=wide)]
    below = [Row("", right, wide=wide)] if len(right) <= room else wrapped(right, room, wide=wide)
    return [*(wrapped(left, room, wide=wide) if left else []), *below]


def total_rows(dice: Dice, label: str, amount: str, columns: int, *, wide: bool) -> list[Mark]:
    """Return the line of the total, in one of the ways that programs make it stand out."""
    way = dice.number(0, 11)
    if way == 0:
        return [*wrapped(label, columns), Row("", amount, wide=wide)]
    if way == 1 and len(label) + len(amount) + 9 <= columns:
        return centred(f"*** {label} {amount} ***", columns, bold=True)
    if way == 2 and len(label) + len(amount) + 4 < columns:
        return [Row(f"{label}{'.' * (columns - len(label) - len(amount))}{amount}")]
    if way == 3:
        return [rule(columns, "="), *pair(label, amount, columns), rule(columns, "=")]
    if way == 4 and len(label) + len(amount) < columns:
        return wrapped(f"{label} {amount}", columns)
    return pair(label, amount, columns, wide=wide)


def wrapped(text: str, columns: int, *, wide: bool = False, indent: str = "") -> list[Mark]:
    """Return *text* on as many rows as it needs, broken at spaces where it can be."""
    rows: list[Mark] = []
    rest = indent + text
    while len(rest) > columns:
        place = rest.rfind(" ", len(indent) + 1, columns + 1)
        place = place if place > len(indent) else columns
        rows.append(Row(rest[:place].rstrip(" "), wide=wide))
        rest = indent + rest[place:].lstrip(" ")
    return [*rows, Row(rest, wide=wide)]


def centred(text: str, columns: int, *, wide: bool = False, bold: bool = False) -> list[Mark]:
    """Return *text* in the middle of as many rows as it needs."""
    room = columns // 2 if wide else columns
    lines = (row.left for row in wrapped(text, room) if isinstance(row, Row))
    return [Row(line, align=Align.CENTRE, wide=wide, tall=wide, bold=bold) for line in lines]


def rule(columns: int, character: str = "-") -> Row:
    """Return a line across the paper."""
    return Row(character * columns)


def fitted(marks: Sequence[Mark], columns: int) -> tuple[Mark, ...]:
    """Return *marks* with every row that is too long for the paper broken, as printers do."""
    rows: list[Mark] = []
    for mark in marks:
        if isinstance(mark, Row) and mark.right:
            parts = pair(mark.left, mark.right, columns, wide=mark.wide)
        elif isinstance(mark, Row):
            parts = wrapped(mark.left, columns // 2 if mark.wide else columns, wide=mark.wide)
        else:
            parts = [mark]
        # A row that fits keeps its place and weight; the parts of a broken one are plain.
        rows += [mark] if len(parts) == 1 else parts
    return tuple(rows)
