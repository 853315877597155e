"""Reading the outbox: for the agent that writes it, and for commands while that one runs."""

import hashlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from agent.adapters.outbox import schema
from agent.core.delivery import (
    DamagedEvent,
    Level,
    OutboxDamaged,
    OutboxFull,
    OutboxHealth,
    OutboxLimits,
    OutboxUnavailable,
    VerifyReport,
)
from contracts.wire.event import Event, genesis, read_event
from contracts.wire.refusals import Refused
from contracts.wire.units import Sequence, TillId, UnixTime

_PAGE: Final = 200
"""Events read at a time by verify and export: at most 10 MB in memory."""
_BUSY_MS: Final = 2000
"""How long a command waits for another connection's commit or checkpoint."""
_MOST_WITHOUT_SLIP: Final = 1000
"""Accruals without a slip that are told of: a till that prints none must not fill the memory."""
_HEAD: Final = "SELECT sequence, kind, receipt, claim, hash, event FROM events "

FOREIGN: Final = (sqlite3.Error, UnicodeDecodeError)
"""What sqlite3 raises; the second when an error's text quotes a damaged name."""

# Primary result codes of SQLite.
_SQLITE_FULL: Final = 13
_DAMAGE: Final = frozenset({11, 18, 26})
"""Result codes that say the file itself is wrong: SQLITE_CORRUPT, SQLITE_TOOBIG, SQLITE_NOTADB."""
_LONGEST_VALUE: Final = 2**20
"""Bytes: no row of ours comes near it, and a damaged length must not fill the memory."""


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection whose commits are on disk when they return.

    WAL: a commit is one append and one sync of the log, each frame under a checksum that a torn
    write breaks, and commands read while the agent writes. FULL syncs the log at each commit.
    """
    connection = sqlite3.connect(
        path, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False
    )
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.execute("PRAGMA synchronous = FULL")
    # A damaged text is a wrong text, not an exception of another kind.
    connection.text_factory = _lenient_text
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


def _lenient_text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


@contextmanager
def speaking_plainly() -> Iterator[None]:
    """Turn SQLite's errors into ours, said so that a person can act on them."""
    try:
        yield
    except FOREIGN as error:
        raise translated(error) from error


def translated(error: Exception) -> OutboxUnavailable:
    """Return our word for one of the FOREIGN errors."""
    if isinstance(error, UnicodeDecodeError):
        return OutboxDamaged("names in it cannot be read")
    code = int(getattr(error, "sqlite_errorcode", 0)) & 0xFF  # the primary result code
    if code == _SQLITE_FULL:
        return OutboxFull("the disk or the file's limit is reached")
    if code in _DAMAGE:
        return OutboxDamaged(str(error))
    return OutboxUnavailable(
        f"The outbox could not be read or written ({error}).",
        "Check the disk and its free space; the agent tries again with the next receipt.",
    )


class OutboxReader:
    """Reads the events of an outbox; opens it without touching what it holds."""

    def __init__(self, path: Path, connection: sqlite3.Connection, limits: OutboxLimits) -> None:
        self.path = path
        self._connection = connection
        self._limits = limits
        # The brain prints in one thread and will send in another.
        self._guard = threading.RLock()
        _check_version(connection)
        self.till, self.enrolment = self._bound_to()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def find(self, sequence: Sequence) -> Event | None:
        """Return the event with *sequence*, if it is on disk."""
        return self._one(_HEAD + "WHERE sequence = ?", sequence)

    def find_receipt(self, identity: bytes) -> Event | None:
        """Return the accrual or return that the receipt with *identity* already has."""
        return self._one(_HEAD + "WHERE receipt = ?", identity)

    def slips_of(self, claim: Sequence) -> list[Event]:
        """Return what became of the slips of *claim*, oldest first."""
        rows = self._rows(_HEAD + "WHERE claim = ? ORDER BY sequence", claim)
        return [_event_in(row) for row in rows]

    def last_slip(self) -> Event | None:
        """Return the newest event about a slip."""
        return self._one(_HEAD + "WHERE claim IS NOT NULL ORDER BY sequence DESC LIMIT 1")

    def without_slip(self) -> list[Sequence]:
        """Return accruals of which no event says what became of their slip, newest first."""
        rows = self._rows(
            "SELECT sequence FROM events AS accrual WHERE kind = 'accrual' AND NOT EXISTS"
            " (SELECT 1 FROM events AS slip WHERE slip.claim = accrual.sequence)"
            " ORDER BY sequence DESC LIMIT ?",
            _MOST_WITHOUT_SLIP,
        )
        return [Sequence(row[0]) for row in rows]

    def head(self) -> tuple[Sequence, bytes]:
        """Return sequence and hash of the newest event; 0 and the genesis before the first."""
        rows = self._rows("SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1")
        return (Sequence(rows[0][0]), rows[0][1]) if rows else self._foot()

    def events(self, after: Sequence, limit: int) -> list[Event]:
        """Return at most *limit* events that follow *after*, in order."""
        return [_event_in(row) for row in self._page(after, limit)]

    def pending(self, limit: int) -> list[Event]:
        """Return at most *limit* events that are not acknowledged, in order."""
        return self.events(self._acknowledged(), limit)

    def export(self) -> Iterator[Event]:
        """Yield every event on disk, in order."""
        after = Sequence(0)
        while page := self.events(after, _PAGE):
            yield from page
            after = page[-1].sequence

    def verify(self) -> VerifyReport:
        """Check file, events and links, and name the first wrong event."""
        try:
            damage = str(self._rows("PRAGMA quick_check(1)")[0][0])
            report = self._walk(*self._foot())
        except OutboxUnavailable as error:
            return VerifyReport(0, None, error.title)
        if report and (twice := self._stored_twice()):
            return VerifyReport(report.checked, twice, "its receipt is stored before it already")
        if report and damage != "ok":
            return VerifyReport(report.checked, None, f"the file is damaged: {damage}")
        return report

    def counts(self) -> dict[str, int]:
        """Return how many events of each kind there are on disk."""
        rows = self._rows("SELECT kind, count(*) FROM events GROUP BY kind ORDER BY kind")
        return {str(kind): int(count) for kind, count in rows}

    def health(self, now: UnixTime) -> OutboxHealth:
        """Return how full and how far behind the outbox is."""
        acknowledged = self._acknowledged()
        count, pending = self._rows(
            "SELECT count(*), coalesce(sum(sequence > ?), 0) FROM events", acknowledged
        )[0]
        oldest = self.events(acknowledged, 1)
        age = max(0, now - oldest[0].time) if oldest else 0
        size, free = self._size(), self._free()
        level, reasons = judge(self._limits, size, free, age)
        return OutboxHealth(size, free, count, pending, age, level, reasons)

    def _size(self) -> int:
        pages, unused, page_size = (
            int(self._rows(f"PRAGMA {name}")[0][0])
            for name in ("page_count", "freelist_count", "page_size")
        )
        return (pages - unused) * page_size

    def _free(self) -> int:
        try:
            return _free_in(self.path.parent)
        except OSError as error:
            raise OutboxUnavailable(
                f"The disk of {self.path} does not answer ({error.strerror}).", "Check the disk."
            ) from error

    def _walk(self, last: Sequence, head: bytes) -> VerifyReport:
        """Follow the chain from the event *last* with hash *head* to its end."""
        below = self._rows("SELECT min(sequence) FROM events WHERE sequence <= ?", self._foot()[0])
        if below[0][0] is not None:
            return VerifyReport(0, Sequence(below[0][0]), "it stands below the chain's foot")
        checked = 0
        while page := self._page(last, _PAGE):
            for row in page:
                try:
                    event = _event_in(row)
                except DamagedEvent as error:
                    return VerifyReport(checked, error.sequence, error.reason)
                if event.till != self.till or not event.follows(last, head):
                    wrong = Sequence(row[0])
                    return VerifyReport(checked, wrong, "it does not follow the event before it")
                last, head, checked = event.sequence, event.hash, checked + 1
        return VerifyReport(checked, None, None)

    def _stored_twice(self) -> Sequence | None:
        rows = self._rows(
            "SELECT max(sequence) FROM events WHERE receipt IS NOT NULL"
            " GROUP BY receipt HAVING count(*) > 1 ORDER BY 1 LIMIT 1"
        )
        return Sequence(rows[0][0]) if rows else None

    def _bound_to(self) -> tuple[TillId, str]:
        """Return the till and enrolment that this chain is bound to."""
        rows = self._rows("SELECT till, enrolment, genesis FROM chain")
        till, enrolment, beginning = rows[0] if rows else (None, None, None)
        if not isinstance(till, int) or not isinstance(enrolment, str):
            raise OutboxDamaged("it does not say whose it is")
        try:
            if genesis(TillId(till), enrolment) == beginning:
                return TillId(till), enrolment
        except Refused as refused:
            raise OutboxDamaged("it says an impossible till or enrolment") from refused
        raise OutboxDamaged("it is bound to no enrolment")

    def _foot(self) -> tuple[Sequence, bytes]:
        """Return sequence and hash of the newest event that was pruned, or the genesis."""
        foot, digest = self._rows("SELECT foot, foot_hash FROM chain")[0]
        if not isinstance(foot, int) or not isinstance(digest, bytes):
            raise OutboxDamaged("it does not say where its chain begins")
        return Sequence(foot), digest

    def _acknowledged(self) -> Sequence:
        found = self._rows("SELECT coalesce(max(up_to), 0) FROM acknowledgements")
        return Sequence(found[0][0])

    def _page(self, after: Sequence, limit: int) -> list[tuple[Any, ...]]:
        query = _HEAD + "WHERE sequence > ? ORDER BY sequence LIMIT ?"
        return self._rows(query, after, limit)

    def _one(self, query: str, *values: object) -> Event | None:
        rows = self._rows(query, *values)
        return _event_in(rows[0]) if rows else None

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._guard, speaking_plainly():
            return self._connection.execute(query, values).fetchall()


def read_outbox(path: Path, limits: OutboxLimits | None = None) -> OutboxReader:
    """Open the outbox at *path* for reading, also while an agent writes it."""
    if not path.is_file():
        raise OutboxUnavailable(
            f"There is no outbox at {path}.", "Run the agent once; it makes the file."
        )
    with speaking_plainly():
        connection = connect(path)
        connection.execute("PRAGMA query_only = ON")
    return OutboxReader(path, connection, limits or OutboxLimits())


def judge(limits: OutboxLimits, size: int, free: int, age: int) -> tuple[Level, tuple[str, ...]]:
    """Return how urgent these numbers are, and why."""
    said: list[tuple[Level, str]] = []
    days = age // 86400
    if size >= limits.size:
        said.append((Level.FULL, "The outbox is full: connect the till to the hub."))
    elif size >= limits.warn_size:
        level = Level.URGENT if size >= limits.urgent_size else Level.WARNING
        percent = size * 100 // limits.size
        said.append((level, f"The outbox is {percent} % full: connect the till to the hub."))
    if age >= limits.warn_age:
        level = Level.URGENT if age >= limits.urgent_age else Level.WARNING
        said.append((level, f"Nothing was sent for {days} days: connect the till to the hub."))
    if free < limits.full_free:
        said.append((Level.FULL, "The disk is full: free some space."))
    elif free < limits.warn_free:
        level = Level.URGENT if free < limits.urgent_free else Level.WARNING
        said.append((level, f"The disk has {free // 2**20} MB left: free some space."))
    order = list(Level)
    worst = max((level for level, _ in said), key=order.index, default=Level.OK)
    return worst, tuple(reason for _, reason in said)


def _event_in(row: tuple[Any, ...]) -> Event:
    """Return the event of a row, once row and event agree."""
    sequence, kind, receipt, claim, digest, raw = row
    if not isinstance(raw, bytes) or hashlib.sha256(raw).digest() != digest:
        raise DamagedEvent(sequence, "its bytes do not give its hash")
    try:
        event = read_event(raw)
    except Refused as refused:
        raise DamagedEvent(sequence, refused.detail) from refused
    body = event.body
    found = (event.sequence, body.KIND.value, body.receipt_identity(), body.slip_of())
    if found != (sequence, kind, receipt, claim):
        raise DamagedEvent(sequence, "its row says something else than its bytes")
    return event


def _check_version(connection: sqlite3.Connection) -> None:
    """Refuse a file of a newer agent, and one that has no tables."""
    with speaking_plainly():
        version = schema.version_of(connection)
    if version < 1:
        raise OutboxDamaged("it holds no tables")
    if version > schema.SCHEMA_VERSION:
        raise OutboxUnavailable(
            f"The outbox was written by a newer agent (version {version}).",
            "Install that version of the agent again; this one would not understand the file.",
        )


def _free_in(folder: Path) -> int:
    """Return the bytes that a file in this folder can still take."""
    if hasattr(os, "statvfs"):
        disk = os.statvfs(folder)
        return disk.f_bavail * disk.f_frsize
    import shutil  # noqa: PLC0415  # half a megabyte, where the system says it otherwise

    return shutil.disk_usage(folder).free
