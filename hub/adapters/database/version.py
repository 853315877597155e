"""Which schema a database has, told without the tool that migrates: that is slow to start."""

from typing import Final

from sqlalchemy import Connection, column, inspect, select, table

from hub.errors import DatabaseUnavailable

NEWEST: Final = "0001"
"""The last of the revisions; a test compares it with them."""
_VERSIONS: Final = table("alembic_version", column("version_num"))


def found_version(connection: Connection) -> str | None:
    """Return the revision that the database is at, or None when nobody has migrated it."""
    if not inspect(connection).has_table(_VERSIONS.name):
        return None
    return connection.execute(select(_VERSIONS.c.version_num)).scalar()


def is_current(connection: Connection) -> bool:
    """Tell whether the schema is the one that this program needs."""
    return found_version(connection) == NEWEST


def unavailable() -> DatabaseUnavailable:
    """Return what to say when the database does not answer."""
    return DatabaseUnavailable(
        "The database does not answer, or holds no hub.",
        "Check DATABASE_URL and that it runs; a new one is made by: baursak hub migrate",
    )
