"""A database that cannot be used says why, as far as it tells."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event, text

from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate
from hub.adapters.database.store import DatabaseStore
from hub.errors import DatabaseUnavailable


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    """Nothing is made in its place."""
    engine = open_engine(f"sqlite:///{tmp_path / 'none' / 'hub.sqlite3'}")
    with pytest.raises(DatabaseUnavailable, match="cannot be opened"):
        migrate(engine)


def test_a_full_disk_and_rights_that_are_missing_are_said(tmp_path: Path) -> None:
    """Not mistaken for a database that is away; and what was there is there."""
    engine = open_engine(f"sqlite:///{tmp_path / 'hub.sqlite3'}")
    migrate(engine)
    store = DatabaseStore(engine)
    for pragma, said in [("max_page_count = 1", "no room left"), ("query_only = 1", "be read")]:
        with pytest.raises(DatabaseUnavailable, match=said):
            write_much(store, pragma)
        engine.dispose()
    with store.read() as work:
        assert work.is_current
    engine.dispose()


def test_a_file_that_somebody_holds_is_said(tmp_path: Path) -> None:
    """As a database browser does in the middle of a change."""
    file = tmp_path / "hub.sqlite3"
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    impatient = open_engine(f"sqlite:///{file}")
    event.listen(impatient, "connect", lambda it, _: it.execute("PRAGMA busy_timeout = 1"))
    with pytest.raises(DatabaseUnavailable, match="does not let go"):
        write_much(DatabaseStore(impatient), "user_version")
    other.close()
    for it in (engine, impatient):
        it.dispose()


def write_much(store: DatabaseStore, pragma: str) -> None:
    """Write ten megabytes on a connection with *pragma*."""
    with store.begin() as work:
        work.connection.execute(text(f"PRAGMA {pragma}"))
        work.connection.execute(text("CREATE TABLE large (it BLOB)"))
        work.connection.execute(text("INSERT INTO large VALUES (zeroblob(10000000))"))
