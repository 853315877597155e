"""Opens the database: SQLite with WAL in a file, or PostgreSQL by URL."""

import sqlite3
import time
from typing import Any, Final

import psycopg
from psycopg.types.numeric import Int8Dumper
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError

from hub.adapters.database.arrays import teach_arrays

BUSY_MS: Final = 10_000
"""How long a writer waits for another on SQLite: far more than any of our transactions takes."""
STATEMENT_MS: Final = 30_000
"""A statement of a request that takes longer is a mistake; the worker's own are set higher."""
IDLE_S: Final = 1.0
"""A connection that has lain so long is tried before it is used. A busy one is not: after the
server's restart each of them costs one request, which is asked again."""


class LeanCursor(psycopg.Cursor[Any]):
    """A cursor that describes its columns by what is read of them: name and type.

    The driver's own description makes an object for each column of each answer: a tenth of the
    time of a claim.
    """

    @property
    def description(self) -> list[Any] | None:
        """Return name and type of each column, in the places that PEP 249 gives them."""
        found = self.pgresult
        if found is None or not (found.nfields or found.status == psycopg.pq.ExecStatus.TUPLES_OK):
            return None
        return [
            ((found.fname(it) or b"").decode(), found.ftype(it), None, None, None, None, None)
            for it in range(found.nfields)
        ]


def open_engine(url: str, *, pool: int = 10) -> Engine:
    """Return the engine for *url*: `sqlite:///FILE` or `postgresql://…`; opens nothing yet."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(url, pool)
    engine = create_engine(
        parsed.set(drivername="postgresql+psycopg"),
        pool_size=pool,
        max_overflow=0,
        pool_timeout=15,
        pool_use_lifo=True,  # the warm ones first: what they have prepared is prepared
        connect_args={
            "options": f"-c statement_timeout={STATEMENT_MS} -c timezone=UTC",
            "cursor_factory": LeanCursor,
            # Only prepared.py prepares: the driver would forget its own, and ours with them, at
            # each rollback.
            "prepare_threshold": None,
        },
    )
    event.listen(engine, "connect", _on_postgres_connect)
    event.listen(engine, "checkin", _on_checkin)
    event.listen(engine, "checkout", _on_checkout)
    return engine


def _on_postgres_connect(connection: psycopg.Connection[Any], _record: Any) -> None:
    # Whole numbers go as one type whatever their size: else each mix of sizes is a statement anew.
    connection.adapters.register_dumper(int, Int8Dumper)
    teach_arrays(connection)


def _on_checkin(_connection: Any, record: Any) -> None:
    record.info["idle_since"] = time.monotonic()


def _on_checkout(connection: Any, record: Any, _proxy: Any) -> None:
    """Try a connection that has lain for a while; the pool makes another one of a broken one."""
    if time.monotonic() - record.info.get("idle_since", 0.0) < IDLE_S:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except psycopg.Error as error:
        raise DisconnectionError from error


def _sqlite(url: str, pool: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=pool,
        max_overflow=0,
        pool_timeout=15,
        connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False},
    )
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver's own notion of transactions would begin them too late for a lock.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _on_begin(connection: Any) -> None:
    options = connection.get_execution_options()
    how = "DEFERRED" if options.get("hub_reads") else "IMMEDIATE"
    connection.exec_driver_sql(f"BEGIN {how}")
