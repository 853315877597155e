"""The counter's tables. Their guards are the last word: no lease exceeded, no voucher twice."""

import sqlite3
from typing import Final

from contracts.wire.units import TillId

SCHEMA_VERSION: Final = 1

_TABLES: Final = """
CREATE TABLE about (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  till INTEGER NOT NULL,
  enrolment TEXT NOT NULL,
  checked_up_to INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE heads (
  generation INTEGER NOT NULL,
  number INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (generation, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE cancelled (voucher INTEGER PRIMARY KEY, number INTEGER NOT NULL) STRICT;
CREATE TABLE leases (
  lease INTEGER PRIMARY KEY,
  count INTEGER NOT NULL CHECK (count >= 0),
  amount INTEGER NOT NULL CHECK (amount >= 0),
  expires_at INTEGER NOT NULL,
  open INTEGER NOT NULL CHECK (open IN (0, 1)),
  said INTEGER NOT NULL DEFAULT 0 CHECK (said IN (0, 1))
) STRICT;
CREATE TABLE spent (
  id INTEGER PRIMARY KEY,
  voucher INTEGER NOT NULL,
  lease INTEGER,
  amount INTEGER,
  body TEXT NOT NULL,
  at INTEGER NOT NULL,
  redemption BLOB,
  after INTEGER NOT NULL,
  sequence INTEGER,
  undone INTEGER NOT NULL DEFAULT 0,
  from_chain INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX spent_vouchers ON spent (voucher);
CREATE INDEX spent_leases ON spent (lease) WHERE lease IS NOT NULL;
CREATE INDEX spent_unbooked ON spent (id) WHERE sequence IS NULL;
CREATE TABLE asking (asked BLOB PRIMARY KEY, id BLOB NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE TABLE set_aside (sequence INTEGER PRIMARY KEY, why TEXT NOT NULL) STRICT;
CREATE TRIGGER a_lease_never_opens_again BEFORE UPDATE ON leases
WHEN (OLD.open = 0 AND NEW.open = 1) OR NEW.lease IS NOT OLD.lease
  OR NEW.count IS NOT OLD.count OR NEW.amount IS NOT OLD.amount
BEGIN SELECT RAISE(ABORT, 'a lease only ends'); END;
CREATE TRIGGER leases_stay BEFORE DELETE ON leases
BEGIN SELECT RAISE(ABORT, 'a lease stays'); END;
CREATE TRIGGER offline_within_the_lease BEFORE INSERT ON spent
WHEN NEW.lease IS NOT NULL AND NEW.from_chain = 0 AND (
  NEW.amount IS NULL
  OR EXISTS (SELECT 1 FROM spent WHERE voucher = NEW.voucher)
  OR EXISTS (SELECT 1 FROM cancelled WHERE voucher = NEW.voucher)
  OR NOT EXISTS (
    SELECT 1 FROM leases WHERE lease = NEW.lease AND open = 1 AND NEW.at < expires_at
      AND count > (SELECT count(*) FROM spent WHERE lease = NEW.lease)
      AND amount >= NEW.amount
        + (SELECT coalesce(sum(amount), 0) FROM spent WHERE lease = NEW.lease)
  )
)
BEGIN SELECT RAISE(ABORT, 'above the lease, or taken before'); END;
CREATE TRIGGER what_is_spent_stays BEFORE DELETE ON spent
BEGIN SELECT RAISE(ABORT, 'what is spent stays'); END;
CREATE TRIGGER what_is_spent_never_changes BEFORE UPDATE ON spent
WHEN NEW.voucher IS NOT OLD.voucher OR NEW.lease IS NOT OLD.lease
  OR NEW.amount IS NOT OLD.amount OR NEW.at IS NOT OLD.at
BEGIN SELECT RAISE(ABORT, 'what is spent never changes'); END;
"""


def create(connection: sqlite3.Connection, till: TillId, enrolment: str) -> None:
    """Make the tables of a new file and bind them to one enrolment."""
    connection.executescript(_TABLES)
    connection.execute(
        "INSERT INTO about (id, till, enrolment) VALUES (1, ?, ?)", (till, enrolment)
    )
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of the tables in this file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
