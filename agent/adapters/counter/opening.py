"""Opening the counter's file: made whole, checked, and set aside when it was damaged."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from agent.adapters.counter import schema
from agent.errors import AgentError
from contracts.wire.units import TillId, UnixTime

_COMPANIONS: Final = ("", "-wal", "-shm", "-journal")
_DAMAGE: Final = frozenset({11, 18, 26})
"""Result codes of SQLite that say the file itself is wrong."""
_LONGEST_VALUE: Final = 8 * 2**20
"""Bytes: a whole catalogue in three languages; a damaged length must not fill the memory."""
_BUSY_S: Final = 2.0
FOREIGN: Final = (sqlite3.Error, UnicodeDecodeError)


class CounterUnavailable(AgentError):
    """The file could not be read or written just now: no voucher is taken without the hub."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The list of vouchers taken here cannot be read or written ({why}).",
            "Check the disk and its free space; until then no vouchers are taken.",
        )


class CounterDamaged(CounterUnavailable):
    """The file itself is wrong; opening it anew sets it aside."""


@contextmanager
def speaking_plainly() -> Iterator[None]:
    """Turn SQLite's errors into ours."""
    try:
        yield
    except FOREIGN as error:
        raise translated(error) from error


def translated(error: Exception) -> CounterUnavailable:
    """Return our word for one of the FOREIGN errors."""
    code = int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
    damaged = code in _DAMAGE or isinstance(error, UnicodeDecodeError)
    return (CounterDamaged if damaged else CounterUnavailable)(str(error))


def opened(path: Path, till: TillId, enrolment: str) -> sqlite3.Connection:
    """Return a connection to the whole, undamaged file of this enrolment; make it when missing.

    Raises CounterDamaged for a file that is not whole, or of another enrolment.
    """
    if not any(path.with_name(path.name + it).exists() for it in _COMPANIONS):
        _create(path, till, enrolment)
    if not path.is_file() or path.stat().st_size == 0:
        raise CounterDamaged("it is empty or gone, what SQLite keeps beside it is not")
    with speaking_plainly():
        connection = _connect(path)
    try:
        with speaking_plainly():
            _check(connection, till, enrolment)
    except BaseException:
        connection.close()
        raise
    return connection


def set_aside(path: Path, now: UnixTime) -> Path:
    """Rename a damaged file and its companions; return the new name."""
    moment = datetime.fromtimestamp(now, UTC).strftime("%Y%m%dT%H%M%SZ")
    aside = path.with_name(f"{path.stem}-{moment}-corrupt{path.suffix}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.stem}-{moment}-corrupt-{number}{path.suffix}")
    try:
        # The main file last: until it is gone, the next start sets the rest aside again.
        for companion in reversed(_COMPANIONS):
            old = path.with_name(path.name + companion)
            if old.exists():
                old.replace(aside.with_name(aside.name + companion))
        _sync_folder(path.parent)
    except OSError as error:
        raise CounterUnavailable(f"a damaged one stands in the way: {error.strerror}") from error
    return aside


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
    )
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    # FULL: a commit is on disk when it returns, and only then is there a green light.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


def _check(connection: sqlite3.Connection, till: TillId, enrolment: str) -> None:
    version = schema.version_of(connection)
    if version > schema.SCHEMA_VERSION:
        raise CounterUnavailable("a newer agent wrote it; install that one again")
    if version < 1:
        raise CounterDamaged("it holds no tables")
    found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    if found != "ok":
        raise CounterDamaged(found)
    owner = connection.execute("SELECT till, enrolment FROM about").fetchone()
    if owner != (till, enrolment):
        raise CounterDamaged("it is of another enrolment")
    schema.bring_up_to_date(connection)


def _create(path: Path, till: TillId, enrolment: str) -> None:
    """Make the file under another name; under its own it is whole."""
    new = path.with_name(path.name + ".new")
    try:
        for companion in _COMPANIONS:
            new.with_name(new.name + companion).unlink(missing_ok=True)
        # It will hold keys: for its owner's eyes only.
        os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with speaking_plainly():
            connection = _connect(new)
            try:
                schema.create(connection, till, enrolment)
                connection.execute("PRAGMA journal_mode = WAL")
            finally:
                connection.close()
        new.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise CounterUnavailable(str(error.strerror)) from error


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # NTFS journals names itself, and Windows opens no folder for syncing.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
