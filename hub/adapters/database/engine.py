"""Opens the database: SQLite with WAL in a file, or PostgreSQL by URL."""

import sqlite3
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url

BUSY_MS: Final = 10_000
"""How long a writer waits for another on SQLite: far more than any of our transactions takes."""
STATEMENT_MS: Final = 30_000
"""A statement of a request that takes longer is a mistake; the worker's own are set higher."""


def open_engine(url: str, *, pool: int = 10) -> Engine:
    """Return the engine for *url*: `sqlite:///FILE` or `postgresql://…`; opens nothing yet."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(url, pool)
    return create_engine(
        parsed.set(drivername="postgresql+psycopg"),
        pool_size=pool,
        max_overflow=0,
        pool_timeout=15,
        pool_pre_ping=True,
        connect_args={"options": f"-c statement_timeout={STATEMENT_MS} -c timezone=UTC"},
    )


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
