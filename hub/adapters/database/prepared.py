"""Statements that are written once and go straight to PostgreSQL's library.

SQLAlchemy writes them, for either database. To send one through it and through the driver's cursor
costs five times what libpq itself takes, and a claim is a dozen statements: those of the hot paths
take the short way. The driver still turns values into what the wire takes, and back.
"""

import re
from collections import namedtuple
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

import psycopg
from psycopg import abc
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from sqlalchemy import Connection, exc
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.elements import ClauseElement

_LINE: Final = "prepared"
_PARAMETER: Final = re.compile(r"%(?:%|\((\w+)\)s)")
_DONE: Final = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)
_LEVELS: Final = {it: it.name.replace("_", " ") for it in psycopg.IsolationLevel}
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

    sql: bytes
    """With its parameters as $1, $2, and so on."""
    names: tuple[str, ...]
    """Of the parameters, in that order."""
    formats: list[PyFormat]
    constants: Mapping[str, Any]
    """What stands in the statement itself, ready for the driver."""
    processors: tuple[tuple[str, Callable[[Any], Any]], ...]
    """How values become what the driver takes, where they are not yet."""


@dataclass(slots=True)
class _Line:
    """A connection with what it has learned."""

    driver: psycopg.Connection[Any]
    transformer: abc.Transformer
    known: dict[tuple[int, tuple[int, ...]], bytes] = field(default_factory=dict)
    """The name that a statement has there, by its number and the types of its values."""

    def sent(self, number: int, written: _Written, values: Mapping[str, Any]) -> Any:
        """Execute a statement and return libpq's result, or raise the driver's error."""
        line, driver = self.transformer, self.driver
        wire = driver.pgconn
        if wire.transaction_status == TransactionStatus.IDLE and not driver.autocommit:
            _good(wire, wire.exec_(_begin(driver)))
        data = line.dump_sequence([values[it] for it in written.names], written.formats)
        types = line.types or ()
        name = self.known.get((number, types))
        if name is None:
            name = b"hub_%d" % len(self.known)
            _good(wire, wire.prepare(name, written.sql, types))
            self.known[number, types] = name
        return _good(wire, wire.exec_prepared(name, data, line.formats))  # type: ignore[arg-type]  # None is NULL


class Prepared:
    """A statement with named parameters; a Core one for either database, or PostgreSQL's text."""

    _made: int = 0

    def __init__(self, statement: Executable | str) -> None:
        Prepared._made += 1
        self._number = Prepared._made
        self._statement = statement
        self._written: _Written | None = None
        self._row: Callable[[Any], Any] | None = None

    def on(self, connection: Connection, values: Mapping[str, Any]) -> Rows:
        """Execute it with *values* and return its rows, or none where it has none.

        *connection* is in a transaction, or in autocommit: SQLAlchemy hears of none begun here.
        """
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
        line = _line(connection)
        try:
            found = line.sent(self._number, written, values)
        except psycopg.Error as error:
            raise _translated(error, connection, written.sql.decode()) from error
        if not found.nfields:
            return Rows()
        if self._row is None:
            self._row = _row_of([found.fname(it).decode() for it in range(found.nfields)])
        line.transformer.set_pgresult(found)
        return Rows(line.transformer.load_rows(0, found.ntuples, self._row))


def _row_of(names: list[str]) -> Callable[[Any], Any]:
    """Return what makes a row with *names*; of two with one name the second is told by place."""
    row = namedtuple("Row", names, rename=True)  # type: ignore[misc]  # its names come from outside
    return row._make


def _written(statement: Executable | str, connection: Connection) -> _Written:
    if isinstance(statement, str):
        return _numbered(statement, {}, ())
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
    return _numbered(str(compiled), constants, tuple(processors.items()))


def _numbered(
    sql: str,
    constants: Mapping[str, Any],
    processors: tuple[tuple[str, Callable[[Any], Any]], ...],
) -> _Written:
    """Return a statement whose parameters were named as the driver names them."""
    names: list[str] = []

    def number(found: re.Match[str]) -> str:
        name = found.group(1)
        if name is None:
            return "%"
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    numbered = _PARAMETER.sub(number, sql).encode()
    return _Written(numbered, tuple(names), [PyFormat.AUTO] * len(names), constants, processors)


def _itself(value: Any) -> Any:
    return value


def _line(connection: Connection) -> _Line:
    """Return what all statements of a connection share, one after the other."""
    line = connection.connection
    found = line.info.get(_LINE)
    if found is None:
        driver = line.driver_connection
        assert isinstance(driver, psycopg.Connection), "the engine says which driver"
        found = line.info[_LINE] = _Line(driver, Transformer.from_context(driver))
    return cast(_Line, found)


def _begin(driver: psycopg.Connection[Any]) -> bytes:
    """Return what begins a transaction as the driver would."""
    level = driver.isolation_level
    return b"BEGIN" if level is None else f"BEGIN ISOLATION LEVEL {_LEVELS[level]}".encode()


def _good(wire: Any, found: Any) -> Any:
    """Return a result that says that all went well, or raise the driver's error."""
    if found.status in _DONE:
        return found
    if wire.status == ConnStatus.BAD:
        raise psycopg.OperationalError(found.get_error_message())
    raise psycopg.errors.error_from_result(found)


def _translated(error: psycopg.Error, connection: Connection, sql: str) -> exc.DBAPIError:
    """Return the driver's error as SQLAlchemy says it; a line that broke is not used again."""
    if connection.connection.driver_connection.closed:  # type: ignore[union-attr]  # it is there
        connection.invalidate()
    kind = next(
        (ours for theirs, ours in _TRANSLATED if isinstance(error, theirs)), exc.DatabaseError
    )
    return kind(sql, None, error)
