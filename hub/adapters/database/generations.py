"""The hub's generation, and where ids go on, in the database."""

from typing import Final

from sqlalchemy import Connection, Table, func, select, text, update

from hub.adapters.database.tables import access, receipts, rewards, running
from hub.adapters.database.tables.access import tills
from hub.adapters.database.tables.running import programme
from hub.core.generations import SMALL_STRIDE, STRIDE, VOUCHER_STRIDE, leapt

_ROWS: Final[dict[Table, int]] = {
    access.tills: SMALL_STRIDE,
    access.shops: SMALL_STRIDE,
    access.partners: STRIDE,
    access.members: STRIDE,
    access.staff: STRIDE,
    access.cashiers: STRIDE,
    access.sessions: STRIDE,
    access.audit: STRIDE,
    receipts.earning_rules: STRIDE,
    rewards.rewards: STRIDE,
    running.reviews: STRIDE,
    running.feed: STRIDE,
    running.webhooks: STRIDE,
}
"""Tables whose ids the database counts up and somebody outside may know."""
_COUNTERS: Final = {
    programme.c.next_voucher: VOUCHER_STRIDE,
    programme.c.next_version: SMALL_STRIDE,
    programme.c.next_lease: STRIDE,
    programme.c.next_cancellation: STRIDE,
    programme.c.catalogue: STRIDE,
}


class DatabaseGenerations:
    """The Generations port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self) -> int:
        """Return the generation; nobody else opens one until this transaction ends."""
        asked = select(programme.c.generation).with_for_update()
        generation: int = self._connection.execute(asked).scalar_one()
        return generation

    def seen_by_tills(self) -> int:
        """Return the highest generation that any till has spoken of, 0 for none."""
        return self._connection.execute(select(func.max(tills.c.generation))).scalar() or 0

    def enrolled_tills(self) -> int:
        """Return how many tills there are that may have something to hand in again."""
        asked = select(func.count()).select_from(tills).where(tills.c.enrolment.is_not(None))
        return self._connection.execute(asked).scalar_one()

    def secret_mark(self) -> bytes | None:
        """Return which master secret is this hub's; None before its first start."""
        found = self._connection.execute(select(programme.c.secret_mark)).scalar_one_or_none()
        return None if found is None else bytes(found)

    def keep_secret_mark(self, mark: bytes) -> None:
        """Store which master secret is this hub's."""
        self._connection.execute(update(programme).values(secret_mark=mark))

    def open(self, generation: int) -> None:
        """Begin *generation*: store its number, and let all ids leap to where they go on.

        Every enrolled till counts as one that has more to hand in, until it says otherwise.
        """
        counters = select(*_COUNTERS)
        now = self._connection.execute(counters).one()
        values = {
            column.name: leapt(at, generation, stride)
            for (column, stride), at in zip(_COUNTERS.items(), now, strict=True)
        }
        self._connection.execute(update(programme).values(generation=generation, **values))
        enrolled = update(tills).where(tills.c.enrolment.is_not(None))
        self._connection.execute(enrolled.values(resend_from=tills.c.head_sequence + 1))
        for table, stride in _ROWS.items():
            self._leap(table, generation, stride)

    def _leap(self, table: Table, generation: int, stride: int) -> None:
        """Let the database's own counter of *table* go on behind the reserved range."""
        newest = self._connection.execute(select(func.max(table.c.id))).scalar() or 0
        first = leapt(max(newest, self._counted(table)) + 1, generation, stride)
        if self._connection.dialect.name == "sqlite":
            self._connection.execute(
                text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name}
            )
            self._connection.execute(
                text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"),
                {"name": table.name, "seq": first - 1},
            )
            return
        self._connection.execute(
            text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :seq, false)"),
            {"name": table.name, "seq": first},
        )

    def _counted(self, table: Table) -> int:
        """Return the last id that the database's own counter gave, rows since deleted too."""
        if self._connection.dialect.name == "sqlite":
            asked = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        else:
            asked = text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:name, 'id'))")
        return self._connection.execute(asked, {"name": table.name}).scalar() or 0
