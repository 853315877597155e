"""The outbox's tables, and how an older file becomes a newer one.

The constraints are the last guard: what a mistake of ours could do to the chain, the database
refuses. sqlite-utils is imported here only, and only when a file is made or upgraded.
"""

import sqlite3
from pathlib import Path
from typing import Any, Final

from contracts.wire.units import TillId

SCHEMA_VERSION: Final = 1
_HEADER_SIZE: Final = 100
"""Bytes of a SQLite file's header; user_version stands at 60 (sqlite.org/fileformat2.html)."""

_TABLES: Final = """
CREATE TABLE chain (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  till INTEGER NOT NULL,
  enrolment TEXT NOT NULL,
  genesis BLOB NOT NULL CHECK (length(genesis) = 32),
  foot INTEGER NOT NULL,
  foot_hash BLOB NOT NULL CHECK (length(foot_hash) = 32)
) STRICT;
CREATE TABLE events (
  sequence INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  receipt BLOB,
  claim INTEGER,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  event BLOB NOT NULL
) STRICT;
CREATE INDEX slips ON events (claim) WHERE claim IS NOT NULL;
CREATE TABLE acknowledgements (
  up_to INTEGER PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT;
"""

_GUARDS: Final = """
CREATE TRIGGER events_have_no_holes BEFORE INSERT ON events
WHEN NEW.sequence IS NOT
  1 + coalesce((SELECT max(sequence) FROM events), (SELECT foot FROM chain))
BEGIN SELECT RAISE(ABORT, 'an event out of its place'); END;
CREATE TRIGGER events_never_change BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'an event never changes'); END;
CREATE TRIGGER events_leave_from_the_foot BEFORE DELETE ON events
WHEN OLD.sequence > (SELECT foot FROM chain)
BEGIN SELECT RAISE(ABORT, 'an event above the foot stays'); END;
CREATE TRIGGER the_foot_only_climbs BEFORE UPDATE ON chain
WHEN NEW.till IS NOT OLD.till OR NEW.enrolment IS NOT OLD.enrolment
  OR NEW.genesis IS NOT OLD.genesis OR NEW.foot <= OLD.foot
  OR NEW.foot_hash IS NOT (SELECT hash FROM events WHERE sequence = NEW.foot)
  OR NEW.foot > coalesce((SELECT max(up_to) FROM acknowledgements), 0)
BEGIN SELECT RAISE(ABORT, 'the foot climbs over acknowledged events only'); END;
CREATE TRIGGER the_chain_stays BEFORE DELETE ON chain
BEGIN SELECT RAISE(ABORT, 'the chain stays'); END;
CREATE TRIGGER acknowledgements_climb BEFORE INSERT ON acknowledgements
WHEN NEW.up_to <= coalesce((SELECT max(up_to) FROM acknowledgements), 0)
  OR NEW.up_to > coalesce((SELECT max(sequence) FROM events), (SELECT foot FROM chain))
BEGIN SELECT RAISE(ABORT, 'an acknowledgement out of its place'); END;
CREATE TRIGGER acknowledgements_never_change BEFORE UPDATE ON acknowledgements
BEGIN SELECT RAISE(ABORT, 'an acknowledgement never changes'); END;
CREATE TRIGGER the_last_acknowledgement_stays BEFORE DELETE ON acknowledgements
WHEN OLD.up_to = (SELECT max(up_to) FROM acknowledgements)
BEGIN SELECT RAISE(ABORT, 'the last acknowledgement stays'); END;
"""


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of the tables in this file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_current(path: Path) -> bool:
    """Tell whether the file at *path* needs no making and no upgrade: its header says so."""
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_SIZE)
    except OSError:
        return False
    return int.from_bytes(header[60:64], "big") == SCHEMA_VERSION


def create(connection: sqlite3.Connection, till: TillId, enrolment: str, genesis: bytes) -> None:
    """Make the tables of a new file and bind them to one chain."""
    upgrade(connection)
    connection.execute(
        "INSERT INTO chain VALUES (1, ?, ?, ?, 0, ?)", (till, enrolment, genesis, genesis)
    )


def upgrade(connection: sqlite3.Connection) -> None:
    """Bring the tables to SCHEMA_VERSION, each step whole or not at all."""
    # Costs 200 ms and 20 MB: only a new or an old file pays for it.
    from sqlite_utils import Database  # noqa: PLC0415
    from sqlite_utils.migrations import Migrations  # noqa: PLC0415

    steps = Migrations("outbox")

    @steps(name="1: events, acknowledgements and the chain they stand in")
    def first(database: Any) -> None:
        for statement in _statements(_TABLES + _GUARDS):
            database.execute(statement)
        database.execute("PRAGMA user_version = 1")

    steps.apply(Database(connection))


def _statements(script: str) -> list[str]:
    """Return the statements of *script*; executescript would commit in the middle of a step."""
    found, pending = [], ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending.strip())
            pending = ""
    return found
