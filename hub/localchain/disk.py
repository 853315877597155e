"""The chain's state in SQLite: a block is one transaction of SQLite's, whole or not there."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pytoniq_core.boc.address import Address

from hub.errors import HubError
from hub.localchain.messages import NOBODY
from hub.localchain.traces import Block, Trace, Waiting

_VERSION: Final = 1
"""Of the tables; a file of another version is not touched."""
_BUSY_MS: Final = 5_000
"""How long to wait for another process that reads the file."""
_TABLES: Final = """
CREATE TABLE block (seqno INTEGER PRIMARY KEY, utime INTEGER NOT NULL,
  start_lt INTEGER NOT NULL, end_lt INTEGER NOT NULL) STRICT;
CREATE INDEX block_lt ON block (start_lt);
CREATE INDEX block_utime ON block (utime);
CREATE TABLE account (address TEXT PRIMARY KEY, state BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE trace (address TEXT NOT NULL, lt INTEGER NOT NULL, hash BLOB NOT NULL,
  block INTEGER NOT NULL REFERENCES block (seqno), boc BLOB NOT NULL, parent BLOB,
  PRIMARY KEY (address, lt)) STRICT;
CREATE INDEX trace_block ON trace (block);
CREATE INDEX trace_hash ON trace (hash);
CREATE TABLE waiting (number INTEGER PRIMARY KEY, created_lt INTEGER NOT NULL,
  message BLOB NOT NULL, parent BLOB) STRICT;
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""
_TRACE: Final = "SELECT address, lt, hash, block, boc, parent FROM trace"


class Disk:
    """Keeps blocks, accounts, transactions and what is on its way; in memory without a file."""

    def __init__(self, file: Path | None = None) -> None:
        self._connection = sqlite3.connect(
            ":memory:" if file is None else file, isolation_level=None, check_same_thread=False
        )
        run = self._connection.execute
        run(f"PRAGMA busy_timeout = {_BUSY_MS}")
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = FULL")
        run("PRAGMA foreign_keys = ON")
        self._prepare(str(file))

    def _prepare(self, name: str) -> None:
        """Make the tables where there are none; refuse a file of another kind."""
        run = self._connection.execute
        version = run("PRAGMA user_version").fetchone()[0]
        if version == 0 and not run("SELECT 1 FROM sqlite_master").fetchone():
            self._connection.executescript(
                f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {_VERSION}; COMMIT;"
            )
        elif version != _VERSION:
            self._connection.close()
            raise HubError(
                f"{name} is not a local chain's file of this version.",
                "Name another file, or delete this one to begin a new chain.",
            )

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    @contextmanager
    def _whole(self) -> Iterator[sqlite3.Connection]:
        """Do everything inside, or nothing."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def keep(
        self,
        block: Block,
        accounts: Mapping[str, bytes],
        traces: Sequence[Trace],
        waiting: Iterable[Waiting],
    ) -> None:
        """Keep a block: the states it left, its transactions, and all that is on its way now."""
        with self._whole() as whole:
            whole.execute(
                "INSERT INTO block VALUES (?, ?, ?, ?)",
                (block.seqno, block.utime, block.start_lt, block.end_lt),
            )
            whole.executemany(
                "INSERT INTO account VALUES (?, ?) "
                "ON CONFLICT (address) DO UPDATE SET state = excluded.state",
                accounts.items(),
            )
            whole.executemany(
                "INSERT INTO trace VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (address_text(one.account), one.lt, one.hash, one.block, one.boc, one.parent)
                    for one in traces
                ),
            )
            _rewrite(whole, waiting)

    def keep_waiting(self, waiting: Iterable[Waiting]) -> None:
        """Keep what is on its way, between two blocks."""
        with self._whole() as whole:
            _rewrite(whole, waiting)

    def waiting(self) -> list[Waiting]:
        """Return what is on its way, in the order it was sent."""
        rows = self._connection.execute("SELECT * FROM waiting ORDER BY number")
        return [Waiting(*row) for row in rows]

    def setting(self, name: str) -> str | None:
        """Return what was set under *name*."""
        row = self._connection.execute(
            "SELECT value FROM setting WHERE name = ?", (name,)
        ).fetchone()
        return None if row is None else str(row[0])

    def set(self, name: str, value: str) -> None:
        """Set *name*."""
        self._connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def account(self, address: Address) -> bytes:
        """Return an account's state; that of nobody where nothing ever happened."""
        row = self._connection.execute(
            "SELECT state FROM account WHERE address = ?", (address_text(address),)
        ).fetchone()
        return NOBODY if row is None else bytes(row[0])

    def accounts(self) -> list[tuple[Address, bytes]]:
        """Return every account that anything ever happened to."""
        rows = self._connection.execute("SELECT address, state FROM account ORDER BY address")
        return [(Address(text), bytes(state)) for text, state in rows]

    def last_block(self) -> Block | None:
        """Return the newest block."""
        return self._block("ORDER BY seqno DESC LIMIT 1")

    def block(self, seqno: int) -> Block | None:
        """Return the block of this number."""
        return self._block("WHERE seqno = ?", seqno)

    def block_at_lt(self, lt: int) -> Block | None:
        """Return the block in whose logical time *lt* lies, or the last one before it."""
        return self._block("WHERE start_lt <= ? ORDER BY start_lt DESC LIMIT 1", lt)

    def block_at_utime(self, utime: int) -> Block | None:
        """Return the last block made not later than *utime*."""
        return self._block("WHERE utime <= ? ORDER BY utime DESC, seqno DESC LIMIT 1", utime)

    def _block(self, which: str, *given: int) -> Block | None:
        row = self._connection.execute(f"SELECT * FROM block {which}", given).fetchone()  # noqa: S608  # texts of ours
        return None if row is None else Block(*row)

    def traces_of(self, seqno: int) -> list[Trace]:
        """Return a block's transactions, in logical time and then by account."""
        return self._traces("WHERE block = ? ORDER BY lt, address", seqno)

    def traces_after(self, address: Address, lt: int, most: int) -> list[Trace]:
        """Return at most *most* of an account's transactions later than *lt*, in order."""
        which = "WHERE address = ? AND lt > ? ORDER BY lt LIMIT ?"
        return self._traces(which, address_text(address), lt, most)

    def traces_back(self, address: Address, lt: int, most: int) -> list[Trace]:
        """Return at most *most* of an account's transactions not later than *lt*, newest first."""
        which = "WHERE address = ? AND lt <= ? ORDER BY lt DESC LIMIT ?"
        return self._traces(which, address_text(address), lt, most)

    def _traces(self, which: str, *given: str | int) -> list[Trace]:
        return [
            Trace(Address(text), *rest)
            for text, *rest in self._connection.execute(f"{_TRACE} {which}", given)
        ]


def address_text(address: Address) -> str:
    """Return *address* as it stands in the tables: workchain, colon, 64 hex digits."""
    return f"{address.wc}:{address.hash_part.hex()}"


def _rewrite(whole: sqlite3.Connection, waiting: Iterable[Waiting]) -> None:
    """Write down exactly what is on its way now."""
    whole.execute("DELETE FROM waiting")
    whole.executemany(
        "INSERT INTO waiting VALUES (?, ?, ?, ?)",
        ((one.number, one.created_lt, one.message, one.parent) for one in waiting),
    )
