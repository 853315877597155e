"""A backup is the whole database, comes back only where nothing is, and is known when damaged."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from contracts.wire.units import UnixTime
from hub.adapters.backups import BackupFailed, Moment, make_backup, read_manifest, restore_backup
from hub.adapters.database.engine import open_engine
from hub.adapters.database.store import DatabaseStore
from tests.hub.databases import PostgresServer

MOMENT = Moment(at=1_790_000_000, generation=1, block=0, head="00" * 32)


@pytest.fixture
def empty_url(database_url: str, tmp_path: Path, postgres: PostgresServer) -> str:
    """Return the URL of a database of the same kind with nothing in it."""
    if database_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'restored.sqlite3'}"
    return postgres.new_database()


def test_what_was_written_comes_back(
    store: DatabaseStore, database_url: str, empty_url: str, tmp_path: Path
) -> None:
    """The copy is made while the hub runs, and holds what it held."""
    with store.begin() as work:
        work.jobs.beat("web", UnixTime(77), {})
    made = make_backup(database_url, tmp_path / "backup", MOMENT)
    with store.begin() as work:
        work.jobs.beat("web", UnixTime(99), {})
    assert restore_backup(empty_url, tmp_path / "backup") == made
    engine = open_engine(empty_url)
    with DatabaseStore(engine).read() as work:
        assert work.jobs.beats() == {"web": UnixTime(77)}
    engine.dispose()


def test_nothing_is_written_over(store: DatabaseStore, database_url: str, tmp_path: Path) -> None:
    """Neither an older backup nor a database in use is lost by a second command."""
    assert store.engine.url is not None
    make_backup(database_url, tmp_path / "backup", MOMENT)
    with pytest.raises(BackupFailed, match="there already"):
        make_backup(database_url, tmp_path / "backup", MOMENT)
    with pytest.raises(BackupFailed):
        restore_backup(database_url, tmp_path / "backup")


def test_a_damaged_backup_is_not_brought_back(
    database_url: str, empty_url: str, tmp_path: Path
) -> None:
    """One byte that changed, or a manifest that is gone, is said before anything is written."""
    backup = tmp_path / "backup"
    make_backup(database_url, backup, MOMENT)
    raw = bytearray(backup.read_bytes())
    raw[len(raw) // 2] ^= 1
    backup.write_bytes(raw)
    with pytest.raises(BackupFailed, match="not as it was written"):
        restore_backup(empty_url, backup)
    backup.with_name("backup.json").unlink()
    with pytest.raises(BackupFailed, match="cannot be read"):
        read_manifest(backup)


def test_a_backup_of_another_kind_is_refused(tmp_path: Path) -> None:
    """A SQLite copy does not go into PostgreSQL."""
    with closing(sqlite3.connect(tmp_path / "hub.sqlite3")) as connection:
        connection.execute("CREATE TABLE t (x)")
    make_backup(f"sqlite:///{tmp_path / 'hub.sqlite3'}", tmp_path / "backup", MOMENT)
    with pytest.raises(BackupFailed, match="copy of sqlite"):
        restore_backup("postgresql://nowhere/hub", tmp_path / "backup")


def test_a_database_that_is_not_there_is_said(tmp_path: Path) -> None:
    """The next step is named, and no file is left behind."""
    with pytest.raises(BackupFailed, match="Check DATABASE_URL"):
        make_backup(f"sqlite:///{tmp_path / 'none.sqlite3'}", tmp_path / "backup", MOMENT)
    with pytest.raises(BackupFailed):
        make_backup("postgresql://x@/none?host=/nowhere", tmp_path / "backup", MOMENT)
    assert list(tmp_path.iterdir()) == []
