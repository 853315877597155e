"""Statements that are written once and go straight to PostgreSQL's driver.

SQLAlchemy writes them, for either database. To send one through it as well costs twice what the
driver itself takes, and a claim is a dozen statements: those of the hot paths take the short way.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import psycopg
from sqlalchemy import Connection, exc
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.elements import ClauseElement

_CURSOR: Final = "prepared"
_TRANSLATED: Final = (
    (psycopg.IntegrityError, exc.IntegrityError),
    (psycopg.OperationalError, exc.OperationalError),
    (psycopg.InterfaceError, exc.InterfaceError),
    (psycopg.InternalError, exc.InternalError),
    (psycopg.ProgrammingError, exc.ProgrammingError),
    (psycopg.DataError, exc.DataError),
)


class Rows(list[Any]):
    """What a statement returned: rows whose columns have names."""

    def first(self) -> Any:
        """Return the first row, or None."""
        return self[0] if self else None

    def one(self) -> Any:
        """Return the only row."""
        (row,) = self
        return row


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement in PostgreSQL's words."""

    sql: str
    constants: Mapping[str, Any]
    """What stands in the statement itself, ready for the driver."""
    processors: tuple[tuple[str, Callable[[Any], Any]], ...]
    """How values become what the driver takes, where they are not yet."""


class Prepared:
    """A statement with named parameters; a Core one for either database, or PostgreSQL's text."""

    def __init__(self, statement: Executable | str) -> None:
        self._statement = statement
        self._written: _Written | None = None
        self._row: Callable[[Any], Any] | None = None

    def on(self, connection: Connection, values: Mapping[str, Any]) -> Rows:
        """Execute it with *values* and return its rows, or none where it has none."""
        if connection.dialect.name != "postgresql":
            assert not isinstance(self._statement, str), "text is PostgreSQL's alone"
            found = connection.execute(self._statement, values)
            return Rows(found.all() if found.returns_rows else ())
        return self._sent(connection, values)

    def _sent(self, connection: Connection, values: Mapping[str, Any]) -> Rows:
        written = self._written
        if written is None:
            written = self._written = _written(self._statement, connection)
        values = {**written.constants, **values}
        for name, processor in written.processors:
            values[name] = processor(values[name])
        cursor = _cursor(connection)
        try:
            cursor.execute(written.sql, values, prepare=True)
        except psycopg.Error as error:
            raise _translated(error, connection, written.sql) from error
        if not cursor.description:
            return Rows()
        if self._row is None:
            self._row = _row_of([it[0] for it in cursor.description])
        return Rows(map(self._row, cursor.fetchall()))


def _row_of(names: list[str]) -> Callable[[Any], Any]:
    """Return what makes a row with *names*; of two with one name the second is told by place."""
    row = namedtuple("Row", names, rename=True)  # type: ignore[misc]  # its names come from outside
    return row._make


def _written(statement: Executable | str, connection: Connection) -> _Written:
    if isinstance(statement, str):
        return _Written(statement, {}, ())
    dialect = connection.dialect
    compiled = cast(ClauseElement, statement).compile(dialect=dialect)
    binds = compiled.binds  # type: ignore[attr-defined]  # SQLAlchemy's statements have them
    processors = {}
    for name, bind in binds.items():
        processor = bind.type.dialect_impl(dialect).bind_processor(dialect)
        if processor is not None:
            processors[name] = processor
    constants = {
        name: processors.pop(name, _itself)(bind.value)
        for name, bind in binds.items()
        if not bind.required
    }
    return _Written(str(compiled), constants, tuple(processors.items()))


def _itself(value: Any) -> Any:
    return value


def _cursor(connection: Connection) -> psycopg.Cursor[Any]:
    """Return the one cursor of a connection that all of these use, one after the other."""
    line = connection.connection
    found = line.info.get(_CURSOR)
    if found is None:
        driver = line.driver_connection
        assert isinstance(driver, psycopg.Connection), "the engine says which driver"
        found = line.info[_CURSOR] = driver.cursor()
    return cast(psycopg.Cursor[Any], found)


def _translated(error: psycopg.Error, connection: Connection, sql: str) -> exc.DBAPIError:
    """Return the driver's error as SQLAlchemy says it; a line that broke is not used again."""
    if connection.connection.driver_connection.closed:  # type: ignore[union-attr]  # it is there
        connection.invalidate()
    kind = next(
        (ours for theirs, ours in _TRANSLATED if isinstance(error, theirs)), exc.DatabaseError
    )
    return kind(sql, None, error)
