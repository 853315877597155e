"""Brings a database to the schema that this program needs, all steps or none."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, insert, text
from sqlalchemy.exc import OperationalError

from hub.adapters.database.tables.running import programme
from hub.adapters.database.version import found_version, is_current, unavailable
from hub.errors import DatabaseUnavailable

_PLACE: Final = Path(__file__).with_name("revisions")
_LOCK: Final = 0x6261_7572
"""Of PostgreSQL: two hubs that start at once migrate one after the other."""


def migrate(engine: Engine) -> None:
    """Make or upgrade the schema and the programme's one row; nothing when it is current."""
    try:
        with engine.begin() as connection:
            if engine.name == "postgresql":
                connection.execute(text("SET LOCAL statement_timeout = 0"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})
            _refuse_newer(connection)
            command.upgrade(_config(connection), "head")
            if connection.execute(programme.select()).first() is None:
                connection.execute(insert(programme).values(id=1, policy={}, keys={}))
    except OperationalError as error:
        raise unavailable(error) from error


def require_current(engine: Engine) -> None:
    """Refuse to work on a database that this program has not migrated."""
    try:
        with engine.connect() as connection:
            current = is_current(connection)
    except OperationalError as error:
        raise unavailable(error) from error
    if not current:
        raise DatabaseUnavailable(
            "The database is not at this program's schema.", "Run: baursak hub migrate"
        )


def _refuse_newer(connection: Connection) -> None:
    """Refuse a database that a later program has migrated: it may mean other things by now."""
    found = found_version(connection)
    known = {it.revision for it in _scripts().walk_revisions()}
    if found is not None and found not in known:
        raise DatabaseUnavailable(
            f"The database has schema {found}, which this program does not know.",
            "Use the program that migrated it, or a later one.",
        )


def newest() -> str | None:
    """Return the last of the revisions that stand in their folder."""
    return _scripts().get_current_head()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(None))


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_PLACE))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
