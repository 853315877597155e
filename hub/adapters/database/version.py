"""Which schema a database has, told without the tool that migrates: that is slow to start."""

import sqlite3
from typing import Final

from sqlalchemy import Connection, column, inspect, select, table

from hub.errors import DatabaseUnavailable

NEWEST: Final = "0001"
"""The last of the revisions; a test compares it with them."""
_AWAY: Final = (
    "The database does not answer, or holds no hub.",
    "Check DATABASE_URL and that it runs; a new one is made by: baursak hub migrate",
)
_FULL: Final = (
    "There is no room left where the database is.",
    "Make room on that disk and try again; nothing was changed.",
)
_READ_ONLY: Final = (
    "The database can only be read.",
    "Check the rights to its file and folder, and how that disk is mounted; nothing was changed.",
)
_WHY: Final = {
    "53100": _FULL,
    "25006": _READ_ONLY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_BUSY: (
        "Another program is at work in the database and does not let go of it.",
        "Close whatever else has its file open, and try again; nothing was changed.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The database's file cannot be opened.",
        "Check that its folder is there, and the rights to both.",
    ),
    sqlite3.SQLITE_IOERR: (
        "The disk with the database cannot be read or written.",
        "Check that disk, and that there is room on it; nothing was changed.",
    ),
}
"""By PostgreSQL's code, or SQLite's primary one."""
_PRIMARY: Final = 0xFF
"""Of SQLite's extended codes, what kind of trouble it is."""
_VERSIONS: Final = table("alembic_version", column("version_num"))


def found_version(connection: Connection) -> str | None:
    """Return the revision that the database is at, or None when nobody has migrated it."""
    if not inspect(connection).has_table(_VERSIONS.name):
        return None
    return connection.execute(select(_VERSIONS.c.version_num)).scalar()


def is_current(connection: Connection) -> bool:
    """Tell whether the schema is the one that this program needs."""
    return found_version(connection) == NEWEST


def unavailable(error: Exception | None = None) -> DatabaseUnavailable:
    """Return what to say when the database does not answer, as far as its *error* tells why."""
    cause = getattr(error, "orig", None)
    code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorcode", 0) & _PRIMARY
    return DatabaseUnavailable(*_WHY.get(code, _AWAY))
