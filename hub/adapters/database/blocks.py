"""The Blocks port over the database."""

import struct
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Select, func, insert, select, text
from sqlalchemy.exc import OperationalError

from contracts.wire.units import UnixTime
from hub.adapters.database.ledger_rows import transfer_from
from hub.adapters.database.tables.ledger import blocks, transfers
from hub.adapters.database.tables.running import programme
from hub.core.blocks import Block, Head, Leaf, leaf_of

PATIENCE_MS: Final = 100
"""How long the sealer asks writers to make way: those who come meanwhile wait behind it."""
_HEAD: Final = (
    blocks.c.number, blocks.c.generation, blocks.c.first_seq, blocks.c.last_seq, blocks.c.count,
    blocks.c.sealed_at, blocks.c.root, blocks.c.previous, blocks.c.hash,
)  # fmt: skip
# What comes to members' own points, or leaves for the chain, is what an epoch states more.
_GROWN: Final = text(
    """
    WITH part AS (
        SELECT seq, sum(CASE WHEN credit & 15 IN (1, 4) THEN amount ELSE 0 END)
                    OVER (ORDER BY seq) AS given
        FROM (SELECT seq, credit, amount FROM transfers WHERE seq > :after AND seq <= :until
              ORDER BY seq LIMIT :most) AS next)
    SELECT min(seq) AS first, min(CASE WHEN given > :points THEN seq END) AS beyond FROM part
    """
)
_MOVE_HOT: Final = text(
    """
    UPDATE accounts SET balance = balance + sums.delta
    FROM (SELECT account, sum(delta) AS delta
          FROM (SELECT debit AS account, -amount AS delta FROM transfers
                WHERE seq BETWEEN :first AND :last
                UNION ALL
                SELECT credit, amount FROM transfers WHERE seq BETWEEN :first AND :last) AS sides
          WHERE account & 15 BETWEEN 5 AND 8
          GROUP BY account) AS sums
    WHERE accounts.id = sums.account
    """
)


class DatabaseBlocks:
    """Blocks in the table of that name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def safe_last(self) -> int | None:
        """Return a seq up to which every entry is there or never will be."""
        # On SQLite whoever may write is alone. On PostgreSQL numbers are given out before they
        # are committed: once nobody else writes, no lower one can come any more.
        if self._connection.dialect.name == "postgresql" and not self._writers_made_way():
            return None
        query = select(func.coalesce(func.max(transfers.c.seq), 0))
        return int(self._connection.execute(query).scalar_one())

    def lock_last(self) -> Block | None:
        """Return the last block without its leaves; no other sealer adds one meanwhile."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(text("LOCK TABLE blocks IN SHARE ROW EXCLUSIVE MODE"))
        query = select(*_HEAD).order_by(blocks.c.number.desc()).limit(1)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _block(row, b"")

    def head(self) -> Head | None:
        """Return which block is the last."""
        query = select(blocks.c.number, blocks.c.hash).order_by(blocks.c.number.desc()).limit(1)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else Head(row.number, row.hash)

    def generation(self) -> int:
        """Return the hub's generation."""
        return int(self._connection.execute(select(programme.c.generation)).scalar_one())

    def leaves(self, after: int, until: int, limit: int) -> list[Leaf]:
        """Return the leaves of the first *limit* entries above *after*, up to *until*."""
        query = select(transfers).where(transfers.c.seq > after, transfers.c.seq <= until)
        rows = self._connection.execute(query.order_by(transfers.c.seq).limit(limit))
        return [_leaf(row) for row in rows]

    def until_grown(self, after: int, until: int, most: int, points: int) -> int:
        """Return how far above *after* entries go that give members *points* or less in all."""
        asked = {"after": after, "until": until, "most": most, "points": points}
        row = self._connection.execute(_GROWN, asked).one()
        # Too much with the first of them: that one goes alone.
        if row.first is None or row.beyond is None:
            return until
        return max(int(row.first), int(row.beyond) - 1)

    def add(self, block: Block) -> None:
        """Store *block*, and move the balances of hot accounts by what it seals."""
        self._connection.execute(
            insert(blocks).values(
                number=block.number, generation=block.generation, first_seq=block.first_seq,
                last_seq=block.last_seq, count=block.count, sealed_at=block.sealed_at,
                root=block.root, previous=block.previous, hash=block.hash, leaves=block.leaves,
            )
        )  # fmt: skip
        self._connection.execute(_MOVE_HOT, {"first": block.first_seq, "last": block.last_seq})

    def walk(self) -> Iterator[Block]:
        """Return all blocks in order, one at a time."""
        number: int | None = None
        while (row := self._connection.execute(_after(number)).one_or_none()) is not None:
            yield _block(row, row.leaves)
            number = row.number

    def _writers_made_way(self) -> bool:
        # The table's lock waits for whoever writes to it, and is gone with this transaction.
        try:
            with self._connection.begin_nested():
                self._connection.execute(text(f"SET LOCAL lock_timeout = {PATIENCE_MS}"))
                self._connection.execute(text("LOCK TABLE transfers IN SHARE MODE"))
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != "55P03":
                raise
            return False
        return True


def _after(number: int | None) -> Select[Any]:
    query = select(*_HEAD, blocks.c.leaves).order_by(blocks.c.number).limit(1)
    return query if number is None else query.where(blocks.c.number > number)


def _block(row: Any, leaves: bytes) -> Block:
    return Block(
        row.number, row.generation, row.first_seq, row.last_seq, row.count,
        UnixTime(row.sealed_at), row.root, row.previous, row.hash, leaves,
    )  # fmt: skip


def _leaf(row: Any) -> Leaf:
    # Whoever altered a row may have put there what no entry can hold: it is wrong all the same.
    try:
        return leaf_of(row.seq, transfer_from(row))
    except (ValueError, struct.error, TypeError, AttributeError):
        return Leaf(row.seq, b"")
