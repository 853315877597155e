"""INSERT with ON CONFLICT, which both databases know and SQLAlchemy spells twice."""

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Inserting = postgresql.Insert | sqlite.Insert


def inserting(connection: Connection, table: Table) -> Inserting:
    """Return an INSERT into *table* that takes `on_conflict_do_nothing` and `…_do_update`."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)
