"""Columns of many rows as PostgreSQL's array literals.

The driver's own arrays cost ten times as much here, and change their type with the size of the
numbers in them, so that a statement would be prepared anew for each mix.
"""

from collections.abc import Iterable


def whole_array(values: Iterable[int | None]) -> str:
    """Return whole numbers as the literal of a `bigint[]`; None is NULL."""
    return "{" + ",".join(map(str, values)).replace("None", "NULL") + "}"


def octet_array(values: Iterable[bytes | None]) -> str:
    """Return bytes as the literal of a `bytea[]`; None is NULL."""
    return "{" + ",".join(["NULL" if it is None else f'"\\\\x{it.hex()}"' for it in values]) + "}"


def text_array(values: Iterable[str | None]) -> str:
    """Return texts as the literal of a `text[]`; None is NULL."""
    return "{" + ",".join(["NULL" if it is None else _quoted(it) for it in values]) + "}"


def flag_array(values: Iterable[bool]) -> str:
    """Return truths as the literal of a `boolean[]`."""
    return "{" + ",".join("t" if it else "f" for it in values) + "}"


def _quoted(value: str) -> str:
    if "\\" in value or '"' in value:
        value = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{value}"'
