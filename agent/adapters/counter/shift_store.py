"""The ShiftBook port over the counter's file."""

from typing import Any, Final

from agent.adapters.counter.transactions import Transactions
from agent.core.shift_ports import Unsaid
from agent.core.shifts import Attempts, Cashier, Shift
from contracts.wire.bodies import ShiftAct, ShiftBody
from contracts.wire.units import Sequence, UnixTime

_CLOSE: Final = "UPDATE shifts SET closed_at = ?, closed_after = ? WHERE closed_at IS NULL"


class SqliteShifts:
    """Cashiers and shifts, durable before they are answered."""

    def __init__(self, transactions: Transactions) -> None:
        self._changing, self._rows = transactions.changing, transactions.rows

    def cashiers(self) -> list[Cashier]:
        """Return those who may open a shift, by number."""
        query = "SELECT cashier, name, pin FROM cashiers WHERE active = 1 ORDER BY cashier"
        return [Cashier(*row) for row in self._rows(query)]

    def add_cashier(self, name: str, hashed: str) -> int:
        """Add a cashier and return the number."""
        with self._changing() as connection:
            added = connection.execute(
                "INSERT INTO cashiers (name, pin) VALUES (?, ?)", (name, hashed)
            )
            return int(added.lastrowid or 0)

    def change_pin(self, cashier: int, hashed: str) -> None:
        """Give a cashier another PIN."""
        with self._changing() as connection:
            connection.execute("UPDATE cashiers SET pin = ? WHERE cashier = ?", (hashed, cashier))

    def retire(self, cashier: int) -> None:
        """Let a cashier open no shift any more; what was his stays."""
        with self._changing() as connection:
            connection.execute(
                "UPDATE cashiers SET active = 0, pin = '' WHERE cashier = ?", (cashier,)
            )

    def attempts(self) -> Attempts:
        """Return the wrong PINs so far."""
        rows = self._rows("SELECT level, at FROM attempts")
        return Attempts(rows[0][0], UnixTime(rows[0][1])) if rows else Attempts()

    def note_attempts(self, attempts: Attempts) -> None:
        """Remember them."""
        with self._changing() as connection:
            connection.execute(
                "INSERT INTO attempts VALUES (1, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET level = excluded.level, at = excluded.at",
                (attempts.level, attempts.at),
            )

    def open_shift(self) -> Shift | None:
        """Return the shift that is open."""
        rows = self._rows(
            "SELECT shift, cashier, name, opened_at, locked FROM shifts WHERE closed_at IS NULL"
        )
        return _shift_in(rows[0]) if rows else None

    def last_number(self) -> int:
        """Return the number of the newest shift, 0 before the first."""
        return int(self._rows("SELECT coalesce(max(shift), 0) FROM shifts")[0][0])

    def begin(self, shift: Shift, after: Sequence) -> None:
        """Open a shift; the one that is open ends in the same moment."""
        with self._changing() as connection:
            connection.execute(_CLOSE, (shift.opened_at, after))
            connection.execute(
                "INSERT INTO shifts (shift, cashier, name, opened_at, opened_after, locked)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (shift.number, shift.cashier, shift.name, shift.opened_at, after, shift.locked),
            )

    def lock(self, shift: int, *, locked: bool) -> None:
        """Lock or unlock the open shift."""
        with self._changing() as connection:
            connection.execute(
                "UPDATE shifts SET locked = ? WHERE shift = ? AND closed_at IS NULL",
                (locked, shift),
            )

    def end(self, shift: int, at: UnixTime, after: Sequence) -> None:
        """Close a shift; one that is closed stays as it is."""
        with self._changing() as connection:
            connection.execute(_CLOSE + " AND shift = ?", (at, after, shift))

    def unsaid(self) -> list[Unsaid]:
        """Return what is not in the chain yet, in order."""
        rows = self._rows(
            "SELECT shift, name, opened_at, opened_after, opened_event,"
            " closed_at, closed_after, closed_event FROM shifts"
            " WHERE opened_event IS NULL OR closed_event IS NULL ORDER BY shift"
        )
        return [it for row in rows for it in _unsaid_in(row)]

    def said(self, body: ShiftBody, sequence: Sequence) -> None:
        """Note that a beginning or an end is in the chain."""
        column = "opened_event" if body.act is ShiftAct.OPENED else "closed_event"
        with self._changing() as connection:
            connection.execute(
                f"UPDATE shifts SET {column} = ? WHERE shift = ?",  # noqa: S608  # ours, both
                (sequence, int(body.number or 0)),
            )


def _shift_in(row: tuple[Any, ...]) -> Shift:
    number, cashier, name, opened_at, locked = row
    return Shift(number, cashier, name, UnixTime(opened_at), bool(locked))


def _unsaid_in(row: tuple[Any, ...]) -> list[Unsaid]:
    number, name, opened_at, opened_after, opened_event, *closed = row
    closed_at, closed_after, closed_event = closed
    found = []
    if opened_event is None:
        body = ShiftBody(ShiftAct.OPENED, str(number), name)
        found.append(Unsaid(body, UnixTime(opened_at), Sequence(opened_after)))
    if closed_at is not None and closed_event is None:
        body = ShiftBody(ShiftAct.CLOSED, str(number), name)
        found.append(Unsaid(body, UnixTime(closed_at), Sequence(closed_after)))
    return found
