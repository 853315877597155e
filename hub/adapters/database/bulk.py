"""Many rows by one statement, those that are there already left out, fast on either database."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, Text

_ARRAYS = {"text": "text[]", "octets": "bytea[]", "big": "bigint[]"}


def insert_new(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> int:
    """Insert *rows* that break no uniqueness, and return how many those were.

    PostgreSQL gets one array a column: a statement with a thousand parameters would cost more to
    read than to carry out.
    """
    if not rows:
        return 0
    if connection.dialect.name == "sqlite":
        return connection.exec_driver_sql(_for_sqlite(table, columns), list(rows)).rowcount
    arrays = tuple(list(values) for values in zip(*rows, strict=True))
    return connection.exec_driver_sql(_for_postgresql(table, columns), arrays).rowcount


@cache
def _for_sqlite(table: Table, columns: tuple[str, ...]) -> str:
    marks = ", ".join("?" for _ in columns)
    return (
        f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks}) "  # noqa: S608 - our own names
        "ON CONFLICT DO NOTHING"
    )


@cache
def _for_postgresql(table: Table, columns: tuple[str, ...]) -> str:
    arrays = ", ".join(f"%s::{_array_of(table, name)}" for name in columns)
    return (
        f"INSERT INTO {table.name} ({', '.join(columns)}) "  # noqa: S608 - our own names
        f"SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING"
    )


def _array_of(table: Table, name: str) -> str:
    kind = table.c[name].type
    if isinstance(kind, Text):
        return _ARRAYS["text"]
    return _ARRAYS["octets" if isinstance(kind, LargeBinary) else "big"]
