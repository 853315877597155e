"""Many rows by one statement, those that are there already left out, fast on either database."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, Text

from hub.adapters.database.arrays import octet_array, text_array, whole_array
from hub.adapters.database.prepared import Prepared

Writer = Callable[[Iterable[Any]], bytes]


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
    kinds = _kinds(table, columns)
    arrays = {
        name: write(values)
        for (name, (_, write)), values in zip(kinds.items(), zip(*rows, strict=True), strict=True)
    }
    return int(_for_postgresql(table, columns).on(connection, arrays).one()[0])


@cache
def _for_sqlite(table: Table, columns: tuple[str, ...]) -> str:
    marks = ", ".join("?" for _ in columns)
    return (
        f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks}) "  # noqa: S608 - our own names
        "ON CONFLICT DO NOTHING"
    )


@cache
def _for_postgresql(table: Table, columns: tuple[str, ...]) -> Prepared:
    # In sub-selects, so that the planner does not look into the arrays and plan for each anew.
    kinds = _kinds(table, columns)
    arrays = ", ".join(f"(SELECT %({name})s::{kind}[])" for name, (kind, _) in kinds.items())
    return Prepared(
        f"WITH new AS (INSERT INTO {table.name} ({', '.join(columns)}) "  # noqa: S608 - our own names
        f"SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING RETURNING 1) "
        "SELECT count(*) FROM new"
    )


@cache
def _kinds(table: Table, columns: tuple[str, ...]) -> dict[str, tuple[str, Writer]]:
    """Return of what type each column is to PostgreSQL, and what writes its values."""
    return {name: _kind(table, name) for name in columns}


def _kind(table: Table, name: str) -> tuple[str, Writer]:
    kind = table.c[name].type
    if isinstance(kind, Text):
        return "text", text_array
    return ("bytea", octet_array) if isinstance(kind, LargeBinary) else ("bigint", whole_array)
