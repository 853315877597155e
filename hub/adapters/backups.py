"""Copies of the whole database, made while the hub runs, and brought back into an empty one."""

import hashlib
import json
import os
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import psycopg
from sqlalchemy.engine import URL, make_url

from hub.errors import HubError

VERSION: Final = 1
CHUNK: Final = 1 << 20
LONGEST_MANIFEST: Final = 4_096
"""Bytes; a real one has some hundreds."""
MOST_LOOKED_AT: Final = 1_000
_PG_FOLDERS: Final = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


class BackupFailed(HubError):
    """A backup could not be made or brought back; what was there before still is."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands beside a backup: what it is a copy of, and how to know that it is whole."""

    version: int
    kind: str
    """sqlite or postgresql."""
    made_at: int
    generation: int
    block: int
    """Number of the last sealed block in it."""
    head: str
    """That block's hash, hex."""
    size: int
    sha256: str
    secret: str = ""
    """Which master secret it needs: the mark that tells it from others, hex; empty: not known."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What the ledger was when the backup was made."""

    at: int
    generation: int
    block: int
    head: str
    secret: str = ""
    """The mark of its master secret, hex."""


def make_backup(url: str, target: Path, moment: Moment) -> Manifest:
    """Write a copy of the database at *url* to *target*, and its manifest beside it.

    The master secret is in neither: without it a backup opens no code and no session.
    """
    if target.exists():
        raise BackupFailed(f"{target} is there already.", "Name a new file.")
    parsed = make_url(url)
    kind = parsed.get_backend_name()
    unfinished = target.with_name(target.name + ".part")
    unfinished.unlink(missing_ok=True)
    try:
        unfinished.touch(mode=0o600)
        if kind == "sqlite":
            _copy_sqlite(Path(str(parsed.database)), unfinished)
        else:
            _postgres("pg_dump", parsed, "--format=custom", f"--file={unfinished}")
        size, digest = _measure(unfinished)
        manifest = Manifest(VERSION, kind, moment.at, moment.generation, moment.block,
                            moment.head, size, digest, moment.secret)  # fmt: skip
        _beside(target).write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")
        unfinished.replace(target)
    except OSError as error:
        raise BackupFailed(
            f"The backup could not be written ({error.strerror}).",
            f"Is the folder {target.parent.absolute()} there, with space and the right to write?",
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def read_manifest(backup: Path) -> Manifest:
    """Return the manifest of *backup* once the file fits it, or raise BackupFailed."""
    try:
        manifest = Manifest(**json.loads(_beside(backup).read_text(encoding="utf-8")))
        size, digest = _measure(backup)
    except (OSError, ValueError, TypeError) as error:
        raise BackupFailed(
            f"{backup} or the manifest beside it cannot be read.",
            f"Both files belong together: {backup.name} and {_beside(backup).name}.",
        ) from error
    if manifest.version != VERSION:
        raise BackupFailed(f"{backup} is of another version.", "Use the program that made it.")
    if (size, digest) != (manifest.size, manifest.sha256):
        raise BackupFailed(f"{backup} is not as it was written.", "Use another copy of it.")
    return manifest


def backup_in(folder: Path) -> Path | None:
    """Return a backup that lies in *folder* itself, as its manifest says; None where none does.

    Of more files than anybody looks through, the first are looked at.
    """
    for beside in islice(folder.glob("*.json"), MOST_LOOKED_AT):
        backup = beside.with_suffix("")
        try:
            if beside.stat().st_size <= LONGEST_MANIFEST and backup.is_file():
                Manifest(**json.loads(beside.read_text(encoding="utf-8")))
                return backup
        except (OSError, ValueError, TypeError):
            continue
    return None


def restore_backup(url: str, backup: Path) -> Manifest:
    """Bring *backup* back into the empty database at *url*, all of it or nothing."""
    manifest = read_manifest(backup)
    parsed = make_url(url)
    if manifest.kind != parsed.get_backend_name():
        raise BackupFailed(
            f"{backup} is a copy of {manifest.kind}, the database is another.",
            "Set DATABASE_URL to a database of that kind.",
        )
    if manifest.kind == "sqlite":
        _restore_sqlite(backup, Path(str(parsed.database)))
    else:
        _require_empty(parsed)
        _postgres("pg_restore", parsed, "--exit-on-error", "--single-transaction", "--no-owner",
                  f"--dbname={_name(parsed)}", str(backup))  # fmt: skip
    return manifest


def _beside(backup: Path) -> Path:
    return backup.with_name(backup.name + ".json")


def _measure(path: Path) -> tuple[int, str]:
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.is_file():
        raise BackupFailed(f"There is no database {source}.", "Check DATABASE_URL.")
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as there,
            closing(sqlite3.connect(target)) as here,
        ):
            there.backup(here)
            here.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise BackupFailed(f"SQLite could not be copied ({error}).", "Try again.") from error


def _restore_sqlite(backup: Path, target: Path) -> None:
    if target.exists():
        raise BackupFailed(
            f"{target} is there already.",
            "Stop the hub and move that file, its -wal and its -shm aside first.",
        )
    unfinished = target.with_name(target.name + ".part")
    unfinished.unlink(missing_ok=True)
    try:
        unfinished.touch(mode=0o600)
        _copy_sqlite(backup, unfinished)
        os.sync()
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _postgres(program: str, url: URL, *words: str) -> None:
    """Run one of PostgreSQL's own programs; the password goes by the environment only."""
    found = next((it / program for it in _PG_FOLDERS if (it / program).exists()), Path(program))
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    if url.password:
        environment["PGPASSWORD"] = str(url.password)
    words = words if program == "pg_restore" else (*words, f"--dbname={_name(url)}")
    try:
        done = subprocess.run(  # noqa: S603 - our own words, no shell
            [str(found), "--no-password", *words],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise BackupFailed(
            f"{program} is not installed.", "Install PostgreSQL's client."
        ) from error
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["no reason given"])[0]
        raise BackupFailed(f"{program} failed: {why}", "Mend that and try again.")


def _name(url: URL) -> str:
    """Return the URL without its password, as PostgreSQL's own programs take it."""
    return url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)


def _require_empty(url: URL) -> None:

    try:
        with psycopg.connect(_name(url), password=url.password) as connection:
            query = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
            row = connection.execute(query).fetchone()
    except psycopg.Error as error:
        raise BackupFailed("The database does not answer.", "Check DATABASE_URL.") from error
    if row is None or row[0]:
        raise BackupFailed("The database is not empty.", "Make a new one and name it.")
