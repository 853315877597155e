"""The Counter port over one SQLite file: durable before it answers."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from agent.adapters.counter import facts, opening
from agent.adapters.counter.file_mark import mark_of
from agent.adapters.counter.opening import CounterDamaged, CounterUnavailable
from agent.adapters.counter.shift_store import SqliteShifts
from agent.adapters.counter.transactions import Transactions
from agent.core.till_memory import HeldLease, NothingSpent, Spent, TillMemory
from contracts.wire.bodies import LeaseAct, LeaseBody, RedemptionBody
from contracts.wire.event import Event
from contracts.wire.refusals import Refused
from contracts.wire.sync_news import Cancellations, Lease, LedgerHead
from contracts.wire.units import Sequence, TillId, Tiyn, UnixTime

HEADS_KEPT: Final = 2000
"""Heads of the ledger that are remembered: some days of a hub that seals each minute."""
ASKING_KEPT_S: Final = 7 * 24 * 3600
"""Seconds that the id of an unanswered question is kept; a voucher is asked about sooner."""
LONGEST_NOTE: Final = 200
_MARK: Final = "file_mark"

_LEASE: Final = (
    "SELECT lease, count, amount, expires_at, open,"
    " (SELECT count(*) FROM spent WHERE spent.lease = leases.lease),"
    " (SELECT coalesce(sum(amount), 0) FROM spent WHERE spent.lease = leases.lease) FROM leases "
)
_SPENT: Final = "SELECT body, at, redemption, sequence, undone, after, total FROM spent "
_SPEND: Final = (
    "INSERT INTO spent (voucher, lease, amount, body, at, redemption, after, sequence, from_chain,"
    " total) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def open_counter(
    path: Path, till: TillId, enrolment: str, generation: int, now: UnixTime
) -> "SqliteCounter":
    """Open the counter of *till* at *path*; a damaged one is set aside and begun anew.

    A new file knows no lease: those that the chain says were taken are over, so no voucher is
    taken without the hub until it has granted another.
    """
    try:
        counter = SqliteCounter(opening.opened(path, till, enrolment), generation)
    except CounterDamaged as error:
        aside = opening.set_aside(path, now)
        counter = SqliteCounter(opening.opened(path, till, enrolment), generation)
        note = f"the list of vouchers was damaged and is set aside as {aside.name} ({error})"
        counter.remember(replace(counter.memory, damage_note=note[:LONGEST_NOTE]))
    try:
        counter.recognise(mark_of(path))
    except OSError as error:
        counter.close()
        raise CounterUnavailable(str(error.strerror)) from error
    except BaseException:
        counter.close()
        raise
    return counter


class SqliteCounter:
    """What the till must not forget, in one file of one process."""

    def __init__(self, connection: sqlite3.Connection, generation: int) -> None:
        self._connection = connection
        transactions = Transactions(connection)
        self._changing, self._rows = transactions.changing, transactions.rows
        self.shifts = SqliteShifts(transactions)
        """Cashiers and their shifts, in the same file."""
        try:
            self._memory = self._loaded(generation)
        except BaseException:
            connection.close()
            raise

    def recognise(self, mark: str) -> None:
        """Notice that the file is a copy of the one that was written before, put in its place.

        It asks nothing under an old id: the answer may have come after the copy was made.
        """
        known = dict(self._rows("SELECT name, value FROM facts WHERE name = ?", _MARK)).get(_MARK)
        if known == mark:
            return
        memory = replace(self._memory, copied=self._memory.copied or known is not None)
        with self._changing():
            self._write_facts([(_MARK, mark), *facts.changed(self._memory, memory)])
            if known is not None:
                self._connection.execute("DELETE FROM asking")
        self._memory = memory

    @property
    def memory(self) -> TillMemory:
        """Return what is remembered."""
        return self._memory

    def remember(self, memory: TillMemory) -> None:
        """Remember *memory* instead of what was, all of it or nothing."""
        with self._changing():
            self._write_facts(facts.changed(self._memory, memory))
        self._memory = memory

    def cancel(self, cancellations: Cancellations) -> None:
        """Remember cancelled vouchers, and up to which number they are known."""
        memory = replace(self._memory, cancellations_up_to=cancellations.up_to)
        with self._changing():
            self._connection.executemany(
                "INSERT INTO cancelled VALUES (?, ?) ON CONFLICT DO NOTHING",
                [(it.voucher, it.number) for it in cancellations.vouchers],
            )
            self._write_facts(facts.changed(self._memory, memory))
        self._memory = memory

    def is_cancelled(self, voucher: int) -> bool:
        """Tell whether a voucher was cancelled."""
        return bool(self._rows("SELECT 1 FROM cancelled WHERE voucher = ?", voucher))

    def head(self, generation: int, number: int) -> bytes | None:
        """Return the hash of a ledger's head that the hub once showed."""
        query = "SELECT hash FROM heads WHERE generation = ? AND number = ?"
        rows = self._rows(query, generation, number)
        return bytes(rows[0][0]) if rows else None

    def remember_head(self, generation: int, head: LedgerHead) -> None:
        """Remember a head; a number keeps its first hash."""
        with self._changing():
            self._connection.execute(
                "INSERT INTO heads VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (generation, head.number, head.hash),
            )
            self._connection.execute(
                "DELETE FROM heads WHERE (generation, number) <= (SELECT generation, number"
                " FROM heads ORDER BY generation DESC, number DESC LIMIT 1 OFFSET ?)",
                (HEADS_KEPT,),
            )

    def leases(self) -> list[HeldLease]:
        """Return the open leases, oldest first: one, or none."""
        return [_lease_in(row) for row in self._rows(_LEASE + "WHERE open = 1 ORDER BY lease")]

    def lease(self, lease: int) -> HeldLease | None:
        """Return a lease that this till ever held."""
        rows = self._rows(_LEASE + "WHERE lease = ?", lease)
        return _lease_in(rows[0]) if rows else None

    def open_lease(self, granted: Lease) -> None:
        """Begin to accept under a lease; one that was held before changes nothing."""
        memory = replace(self._memory, damage_note=None)
        with self._changing():
            self._connection.execute(
                "INSERT INTO leases (lease, count, amount, expires_at, open)"
                " VALUES (?, ?, ?, ?, 1) ON CONFLICT DO NOTHING",
                (granted.lease, granted.count, granted.amount, granted.expires_at),
            )
            self._write_facts(facts.changed(self._memory, memory))
        self._memory = memory

    def extend_lease(self, lease: int, expires_at: UnixTime) -> None:
        """Move the end of an open lease."""
        with self._changing():
            self._connection.execute(
                "UPDATE leases SET expires_at = ? WHERE lease = ? AND open = 1", (expires_at, lease)
            )

    def close_lease(self, lease: int) -> None:
        """Accept nothing more under a lease, ever; also one that was never open here."""
        with self._changing():
            self._close_lease(lease, said=False)

    def unsaid_closings(self) -> list[int]:
        """Return closed leases whose end is not yet in the chain."""
        rows = self._rows("SELECT lease FROM leases WHERE open = 0 AND said = 0 ORDER BY lease")
        return [int(row[0]) for row in rows]

    def said_closing(self, lease: int) -> None:
        """Note that a lease's end is in the chain."""
        with self._changing():
            self._close_lease(lease, said=True)

    def spend(self, spent: Spent, after: Sequence) -> None:
        """Write a voucher into the spent list, or raise NothingSpent when its guards refuse."""
        try:
            with self._changing():
                self._spend(spent, after, from_chain=False)
        except sqlite3.IntegrityError as error:
            raise NothingSpent(str(error)) from error

    def spent(self, voucher: int) -> Spent | None:
        """Return how a voucher was taken last."""
        rows = self._rows(_SPENT + "WHERE voucher = ? ORDER BY id DESC LIMIT 1", voucher)
        return _spent_in(rows[0])[0] if rows else None

    def spent_since(self, at: UnixTime) -> list[tuple[Spent, Sequence]]:
        """Return what was taken since *at* and not taken back, each with its *after*."""
        where = "WHERE at >= ? AND undone = 0 ORDER BY id"
        return [_spent_in(row) for row in self._rows(_SPENT + where, at)]

    def spent_count(self) -> int:
        """Return how many vouchers are in the list."""
        return int(self._rows("SELECT count(*) FROM spent WHERE undone = 0")[0][0])

    def unbooked(self) -> list[tuple[Spent, Sequence]]:
        """Return spent vouchers whose event is not stored yet, each with its *after*."""
        return [_spent_in(row) for row in self._rows(_SPENT + "WHERE sequence IS NULL ORDER BY id")]

    def booked(self, voucher: int, sequence: Sequence) -> None:
        """Note that a voucher's event is stored."""
        with self._changing():
            self._connection.execute(
                "UPDATE spent SET sequence = ? WHERE voucher = ? AND sequence IS NULL",
                (sequence, voucher),
            )

    def undone(self, voucher: int) -> None:
        """Note that the hub took a redemption back."""
        with self._changing():
            self._connection.execute("UPDATE spent SET undone = 1 WHERE voucher = ?", (voucher,))

    def asking(self, asked: bytes, fresh: bytes, at: UnixTime) -> bytes:
        """Return the id to ask the hub under: that of an unanswered question, else *fresh*."""
        with self._changing():
            self._connection.execute("DELETE FROM asking WHERE at < ?", (at - ASKING_KEPT_S,))
            self._connection.execute(
                "INSERT INTO asking VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (asked, fresh, at)
            )
        return bytes(self._rows("SELECT id FROM asking WHERE asked = ?", asked)[0][0])

    def answered(self, asked: bytes) -> None:
        """Note that a question was answered."""
        with self._changing():
            self._connection.execute("DELETE FROM asking WHERE asked = ?", (asked,))

    def set_aside(self, refused: Mapping[Sequence, str]) -> None:
        """Remember events that the hub will never accept, each with why."""
        with self._changing():
            self._connection.executemany(
                "INSERT INTO set_aside VALUES (?, ?) ON CONFLICT DO NOTHING", list(refused.items())
            )

    def set_aside_events(self) -> dict[Sequence, str]:
        """Return the events that the hub will never accept."""
        rows = self._rows("SELECT sequence, why FROM set_aside ORDER BY sequence")
        return {Sequence(sequence): str(why) for sequence, why in rows}

    def learn_from_chain(self, events: Iterable[Event]) -> None:
        """Note what the chain says was taken or ended here, where this memory lacks it."""
        with self._changing():
            for event in events:
                if isinstance(event.body, RedemptionBody):
                    self._learn_redemption(event, event.body)
                elif isinstance(event.body, LeaseBody):
                    self._learn_lease(event.body)
                self._connection.execute(
                    "UPDATE about SET checked_up_to = max(checked_up_to, ?)", (event.sequence,)
                )

    @property
    def checked_up_to(self) -> Sequence:
        """Return the newest event that `learn_from_chain` has seen."""
        return Sequence(self._rows("SELECT checked_up_to FROM about")[0][0])

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _loaded(self, generation: int) -> TillMemory:
        rows = dict(self._rows("SELECT name, value FROM facts"))
        if not rows:
            memory = TillMemory(generation=generation)
            with self._changing():
                self._write_facts(facts.changed(None, memory))
            return memory
        try:
            return facts.memory_in(rows)
        except (ValueError, TypeError, Refused) as error:
            # The error may quote a key: the sentence does not.
            raise CounterDamaged("what it remembers cannot be read") from error

    def _learn_redemption(self, event: Event, body: RedemptionBody) -> None:
        rows = self._rows("SELECT sequence FROM spent WHERE voucher = ?", body.voucher)
        if any(row[0] == event.sequence for row in rows):
            return
        if any(row[0] is None for row in rows):
            self._connection.execute(
                "UPDATE spent SET sequence = ? WHERE voucher = ? AND sequence IS NULL",
                (event.sequence, body.voucher),
            )
            return
        found = Spent(body, event.time, None, event.sequence)
        self._spend(found, Sequence(event.sequence - 1), from_chain=True)

    def _learn_lease(self, body: LeaseBody) -> None:
        """Close what the chain closed, and what it took without this memory knowing of it."""
        if body.act is LeaseAct.CLOSED:
            self._close_lease(body.lease, said=True)
        elif not self._rows("SELECT 1 FROM leases WHERE lease = ?", body.lease):
            self._close_lease(body.lease, said=False)

    def _close_lease(self, lease: int, *, said: bool) -> None:
        self._connection.execute(
            "INSERT INTO leases VALUES (:lease, 0, 0, 0, 0, :said) ON CONFLICT (lease)"
            " DO UPDATE SET open = 0, said = max(said, :said)",
            {"lease": lease, "said": int(said)},
        )

    def _spend(self, spent: Spent, after: Sequence, *, from_chain: bool) -> None:
        body = spent.body
        self._connection.execute(
            _SPEND,
            (
                body.voucher, body.lease, body.amount, json.dumps(body.to_json()), spent.at,
                spent.redemption, after, spent.sequence, int(from_chain), spent.total,
            ),
        )  # fmt: skip

    def _write_facts(self, rows: list[tuple[str, str]]) -> None:
        self._connection.executemany(
            "INSERT INTO facts VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            rows,
        )


def _lease_in(row: tuple[Any, ...]) -> HeldLease:
    lease, count, amount, expires_at, is_open, used_count, used_amount = row
    return HeldLease(
        lease, count, Tiyn(amount), UnixTime(expires_at), bool(is_open), used_count,
        Tiyn(used_amount),
    )  # fmt: skip


def _spent_in(row: tuple[Any, ...]) -> tuple[Spent, Sequence]:
    body, at, redemption, sequence, undone, after, total = row
    try:
        read = RedemptionBody.from_json(json.loads(body))
    except (ValueError, Refused) as error:
        raise CounterDamaged("a voucher in it cannot be read") from error
    spent = Spent(read, UnixTime(at), redemption, sequence, bool(undone), total)
    return spent, Sequence(after)
