"""The outbox on disk: one SQLite file, one agent, durable before it answers."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from agent.adapters.outbox import damage, schema
from agent.adapters.outbox.lock import FileLock
from agent.adapters.outbox.reading import (
    FOREIGN,
    OutboxReader,
    connect,
    speaking_plainly,
    translated,
)
from agent.adapters.outbox.receipts import ReceiptIndex
from agent.core.delivery import (
    KEPT,
    CorruptOutbox,
    DamagedEvent,
    OutboxDamaged,
    OutboxGone,
    OutboxLimits,
    OutboxOfAnotherTill,
    OutboxUnavailable,
    ReceiptMismatch,
)
from contracts.wire.bodies import AccrualBody, Body, ReturnBody
from contracts.wire.event import Event, genesis
from contracts.wire.units import Sequence, TillId, UnixTime

CHECKPOINT_PAGES: Final = 1000
"""Pages in the log before it is copied into the file: 4 MB, some 400 receipts."""
CHECKED_ON_OPEN: Final = 500
"""Newest events whose hashes are checked when the file is opened; `verify` checks all."""
_RESERVE_PAGES: Final = 64
"""Pages above the limit kept for acknowledging and pruning, which make room again."""
_INSERT: Final = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)"


def open_outbox(
    path: Path, till: TillId, enrolment: str, now: UnixTime, limits: OutboxLimits | None = None
) -> "SqliteOutbox":
    """Open the outbox of *till* at *path*, making it when there is none.

    AlreadyRunning while another agent holds it. CorruptOutbox when the file was damaged: it is
    set aside, and the chain of this enrolment is over.
    """
    lock = FileLock(path.with_name(path.name + ".lock"))
    try:
        damage.refuse_ended_chain(path, till, enrolment)
        if not any(path.with_name(path.name + it).exists() for it in damage.COMPANIONS):
            damage.refuse_second_beginning(path, till, enrolment)
            _create(path, till, enrolment)
        return _opened(path, lock, (till, enrolment), limits or OutboxLimits())
    except (OutboxDamaged, DamagedEvent) as error:
        try:
            aside = damage.set_aside(path, till, enrolment, now, error.reason)
        finally:
            lock.release()
        raise CorruptOutbox(aside, error.reason) from error
    except BaseException:
        lock.release()
        raise


def may_begin(path: Path, till: TillId, enrolment: str) -> None:
    """Raise CorruptOutbox or OutboxGone when a file at *path* would be a forked chain."""
    damage.refuse_ended_chain(path, till, enrolment)
    if not path.exists():
        damage.refuse_second_beginning(path, till, enrolment)


class SqliteOutbox(OutboxReader):
    """The Outbox port over one SQLite file."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, lock: FileLock, limits: OutboxLimits
    ) -> None:
        super().__init__(path, connection, limits)
        self._lock = lock
        self._inode = path.stat().st_ino
        self._looked_at: UnixTime | None = None
        """When the file was last seen to be where it was: once in a second is enough."""
        self._place: tuple[int, bytes] | None = None
        self._insert = connection.cursor().execute
        with speaking_plainly():
            connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
            page_size = connection.execute("PRAGMA page_size").fetchone()[0]
        self._most_pages = limits.size // page_size
        self._allow_pages(self._most_pages)
        self._receipts = ReceiptIndex()
        self._load_receipts()

    def find_receipt(self, identity: bytes) -> Event | None:
        """Return the accrual or return that the receipt with *identity* already has."""
        with self._guard:
            return self._stored(identity)

    def append(self, body: Body, at: UnixTime) -> Event:
        """Store *body* as the chain's next event and return it once it is durable."""
        with self._guard:
            identity = body.receipt_identity()
            if identity is not None and (stored := self._stored(identity)):
                return _the_same(stored, body)
            event = self._next(body, at)
            try:
                # One statement, so one transaction: it commits, and syncs, before it returns.
                self._insert(_INSERT, _row(event))
            except FOREIGN as error:
                self._place = None
                raise translated(error) from error
            self._added(event)
            return event

    def append_both(
        self, body: Body, then: Callable[[Event], Body], at: UnixTime
    ) -> tuple[Event, Event | None]:
        """Store *body* and right after it what *then* says of its event: both or neither."""
        with self._guard:
            identity = body.receipt_identity()
            if identity is not None and (stored := self._stored(identity)):
                return _the_same(stored, body), None
            first = self._next(body, at)
            second = Event(self.till, Sequence(first.sequence + 1), at, then(first), first.hash)
            with self._in_one():
                self._insert(_INSERT, _row(first))
                self._insert(_INSERT, _row(second))
            self._added(first)
            self._added(second)
            return first, second

    def _next(self, body: Body, at: UnixTime) -> Event:
        """Return what the chain goes on with, once the file is seen to be where it was."""
        if at != self._looked_at:
            self._be_where_it_was()
            self._looked_at = at
        last, head = self._place or self.head()
        return Event(self.till, Sequence(last + 1), at, body, head)

    def _added(self, event: Event) -> None:
        """Remember an event that is durable now."""
        self._place = (event.sequence, event.hash)
        identity = event.body.receipt_identity()
        if identity is not None:
            self._receipts.add(identity, event.sequence)

    @contextmanager
    def _in_one(self) -> Iterator[None]:
        """Hold one transaction; all of it is durable once it is left, or nothing is."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield
            self._connection.execute("COMMIT")
        except FOREIGN as error:
            self._place = None
            with suppress(*FOREIGN):
                self._connection.execute("ROLLBACK")
            raise translated(error) from error

    def _be_where_it_was(self) -> None:
        """Raise OutboxGone when the file's name leads elsewhere: what is written would be lost."""
        try:
            found = self.path.stat().st_ino
        except OSError:
            found = 0
        if found != self._inode:
            raise OutboxGone(self.path)

    def acknowledge(self, up_to: Sequence, at: UnixTime) -> None:
        """Note that the hub holds every event up to *up_to*."""
        with self._making_room():
            if up_to <= self._acknowledged():
                return
            if up_to > self.head()[0]:
                raise OutboxUnavailable(
                    f"The hub acknowledged event {up_to}, which this till has not made.",
                    "Run: baursak agent outbox verify; then ask the hub's operator.",
                )
            self._connection.execute("INSERT INTO acknowledgements VALUES (?, ?)", (up_to, at))

    def prune(self, now: UnixTime) -> int:
        """Remove events acknowledged longer ago than they are kept, and return how many."""
        with self._making_room():
            oldest_kept = now - KEPT
            query = "SELECT max(up_to) FROM acknowledgements WHERE at <= ?"
            foot = self._rows(query, oldest_kept)[0][0]
            if foot is None or foot <= self._foot()[0]:
                return 0
            self._connection.execute(
                "UPDATE chain SET foot = :foot,"
                " foot_hash = (SELECT hash FROM events WHERE sequence = :foot)",
                {"foot": foot},
            )
            removed = self._connection.execute("DELETE FROM events WHERE sequence <= ?", (foot,))
            self._connection.execute("DELETE FROM acknowledgements WHERE up_to < ?", (foot,))
            # The index of receipts may go on naming what is gone: the row is what counts.
            return removed.rowcount

    def close(self) -> None:
        """Let go of the file and of the lock."""
        super().close()
        self._lock.release()

    def belongs_to(self, till: TillId, enrolment: str) -> None:
        """Raise OutboxOfAnotherTill unless the chain is that of *till* under *enrolment*."""
        if (self.till, self.enrolment) != (till, enrolment):
            held = f"till {self.till}, enrolment {self.enrolment}"
            raise OutboxOfAnotherTill(self.path, held, f"till {till}, enrolment {enrolment}")

    def check(self) -> None:
        """Raise OutboxDamaged or DamagedEvent when the file or its newest events are wrong."""
        found = str(self._rows("PRAGMA quick_check(1)")[0][0])
        if found != "ok":
            raise OutboxDamaged(found)
        foot, foot_hash = self._foot()
        after = max(foot, self.head()[0] - CHECKED_ON_OPEN)
        if after > foot:
            rows = self._rows("SELECT hash FROM events WHERE sequence = ?", after)
            if not rows:
                raise DamagedEvent(after, "it is missing")
            foot_hash = rows[0][0]
        report = self._walk(Sequence(after), foot_hash)
        if report.wrong is not None:
            raise DamagedEvent(report.wrong, str(report.reason))

    def _stored(self, identity: bytes) -> Event | None:
        for sequence in self._receipts.candidates(identity):
            event = self.find(sequence)
            if event is not None and event.body.receipt_identity() == identity:
                return event
        return None

    def _load_receipts(self) -> None:
        query = (
            "SELECT sequence, receipt FROM events WHERE typeof(receipt) = 'blob' ORDER BY receipt"
        )
        with self._guard, speaking_plainly():
            self._receipts.load(self._connection.execute(query))

    @contextmanager
    def _making_room(self) -> Iterator[None]:
        """Hold one transaction that may use the reserve; all of it happens or nothing."""
        with self._guard, speaking_plainly():
            self._allow_pages(self._most_pages + _RESERVE_PAGES)
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                self._allow_pages(self._most_pages)

    def _allow_pages(self, pages: int) -> None:
        with speaking_plainly():
            self._connection.execute(f"PRAGMA max_page_count = {pages}")


def _opened(
    path: Path, lock: FileLock, owner: tuple[TillId, str], limits: OutboxLimits
) -> SqliteOutbox:
    """Return the outbox in the file at *path*, brought up to date, checked, and its owner's."""
    if not path.is_file() or path.stat().st_size == 0:
        raise OutboxDamaged("the file is empty or gone, what SQLite keeps beside it is not")
    with speaking_plainly():
        connection = connect(path)
    try:
        with speaking_plainly():
            if 0 < schema.version_of(connection) < schema.SCHEMA_VERSION:
                schema.upgrade(connection)
        outbox = SqliteOutbox(path, connection, lock, limits)
        outbox.check()
        outbox.belongs_to(*owner)
        damage.note_begun(path, *owner)
    except BaseException:
        connection.close()
        raise
    return outbox


def _row(event: Event) -> tuple[int, str, bytes | None, int | None, bytes, bytes]:
    """Return an event as its table holds it."""
    body = event.body
    kind, identity = body.KIND.value, body.receipt_identity()
    return event.sequence, kind, identity, body.slip_of(), event.hash, event.raw


def _the_same(stored: Event, body: Body) -> Event:
    """Return *stored*, the event of the same receipt, unless *body* says another total."""
    known = stored.body
    assert isinstance(body, AccrualBody | ReturnBody), "only papers have an identity"
    if type(known) is not type(body) or known.total != body.total:
        raise ReceiptMismatch(stored.sequence)
    return stored


def _create(path: Path, till: TillId, enrolment: str) -> None:
    """Make the file under another name, and give it its own once it is whole and durable."""
    new = path.with_name(path.name + ".new")
    try:
        for companion in damage.COMPANIONS:
            new.with_name(new.name + companion).unlink(missing_ok=True)
        os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with speaking_plainly():
            connection = connect(new)
            try:
                schema.create(connection, till, enrolment, genesis(till, enrolment))
                connection.execute("PRAGMA journal_mode = WAL")
            finally:
                connection.close()
        new.replace(path)
        damage.sync_folder(path.parent)
    except OSError as error:
        raise OutboxUnavailable(
            f"The outbox {path} cannot be made ({error.strerror}).",
            "Check the disk, its free space, and that this user may write there.",
        ) from error
