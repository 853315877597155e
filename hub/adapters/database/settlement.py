"""The Settlements port over the database."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from contracts.wire.units import Points, UnixTime
from hub.adapters.database.tables.chain import (
    chain_messages,
    custody,
    epochs,
    leaves,
    moves,
    settlement,
)
from hub.adapters.database.tables.ledger import blocks, transfers
from hub.adapters.database.upsert import inserting
from hub.core.ids import MemberId, TransferId
from hub.core.ports.settlement import Epoch, EpochState, Mark, SealedBlock
from hub.core.settlement.custody import Kept, Moved
from hub.core.settlement.epochs import Message, Reconciled, Statement
from hub.core.settlement.moves import Move

# What ends a hold names its part, or the row before it in the same story: three rows at most.
_SIDES: Final = """
WITH part AS (SELECT * FROM transfers WHERE seq > :after AND seq <= :until),
sides AS (
    SELECT credit / 16 AS member, amount AS confirmed, 0 AS held FROM part WHERE credit & 15 = 1
    UNION ALL
    SELECT debit / 16, -amount, CASE WHEN credit & 15 = 3 THEN amount ELSE 0 END
    FROM part WHERE debit & 15 = 1
    UNION ALL
    SELECT part.debit / 16, 0, -part.amount
    FROM part JOIN transfers first ON first.id = part.resolves
         LEFT JOIN transfers second ON second.id = first.resolves
         LEFT JOIN transfers third ON third.id = second.resolves
    WHERE part.debit & 15 = 3 AND coalesce(third.debit, second.debit, first.debit) & 15 = 1)
"""
_MOVED: Final = text(f"""
{_SIDES} SELECT member, CAST(sum(confirmed) AS bigint) AS confirmed,
       CAST(sum(held) AS bigint) AS held
FROM sides GROUP BY member HAVING sum(confirmed) <> 0 OR sum(held) <> 0 ORDER BY member
""")  # noqa: S608 - our own words
_FROM_NOTHING: Final = text(f"""
{_SIDES} SELECT CAST(coalesce(sum(points), 0) AS bigint)
FROM (SELECT sum(confirmed) + sum(held) AS points FROM sides GROUP BY member) AS parts
WHERE points > 0
""")  # noqa: S608 - our own words
_CUSTODY: Final = text("""
SELECT CAST(coalesce(sum(confirmed + held), 0) AS bigint) FROM custody WHERE confirmed + held > 0
""")
# The accounts move with the posting of each transfer, custody with the reckoning of an epoch.
_BOOKED: Final = text("""
WITH tail AS (
    SELECT account, sum(delta) AS delta FROM (
        SELECT credit AS account, amount AS delta FROM transfers WHERE seq > :seq
        UNION ALL SELECT debit, -amount FROM transfers WHERE seq > :seq) AS sides
    WHERE account & 15 = 1 GROUP BY account),
booked AS (
    SELECT accounts.id / 16 AS member, accounts.balance - coalesce(tail.delta, 0) AS confirmed
    FROM accounts LEFT JOIN tail ON tail.account = accounts.id WHERE accounts.id & 15 = 1)
SELECT CAST(coalesce(sum(CASE WHEN booked.confirmed + coalesce(held, 0) > 0
                              THEN booked.confirmed + coalesce(held, 0) END), 0) AS bigint),
       count(CASE WHEN booked.confirmed <> coalesce(custody.confirmed, 0) OR held < 0 THEN 1 END)
FROM booked LEFT JOIN custody ON custody.member = booked.member
""")
# Built once: every step of the worker asks these several times.
_MARK: Final = select(settlement)
_LOCKED: Final = select(settlement).with_for_update()
_FIRST: Final = text("INSERT INTO settlement (id) VALUES (1) ON CONFLICT DO NOTHING")
LAST_EPOCH: Final = 2**32 - 1
"""That the token can count to."""
_LISTED: Final = (
    select(epochs)
    .where(epochs.c.epoch < bindparam("before"))
    .order_by(epochs.c.epoch.desc())
    .limit(bindparam("most"))
)
_MANY: Final = 500
"""Members in one question: SQLite takes so many parameters, and more."""


class DatabaseSettlements:
    """Custody, epochs, leaves and messages, in the tables of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self) -> Mark:
        """Return where settlement stands; nobody else changes it until this transaction ends."""
        self._connection.execute(_FIRST)
        row = self._connection.execute(_LOCKED).one()
        return Mark(row.seq, row.halted, row.returns, row.query)

    def mark(self) -> Mark:
        """Return where settlement stands."""
        row = self._connection.execute(_MARK).one_or_none()
        return (
            Mark(0, "", 0, 0) if row is None else Mark(row.seq, row.halted, row.returns, row.query)
        )

    def halt(self, why: str, at: UnixTime) -> None:
        """Stop sending, or go on where *why* is empty."""
        self.lock()
        values = {"halted": why, "halted_at": at if why else None}
        self._connection.execute(update(settlement).values(values))

    def last(self) -> Epoch | None:
        """Return the newest epoch."""
        return next(iter(self.listed(None, 1)), None)

    def epoch(self, number: int) -> Epoch | None:
        """Return one epoch."""
        return next(iter(self.listed(number + 1, 1)), None)

    def listed(self, before: int | None, limit: int) -> list[Epoch]:
        """Return epochs, newest first."""
        asked = {"before": LAST_EPOCH + 1 if before is None else before, "most": limit}
        return [_epoch(row) for row in self._connection.execute(_LISTED, asked)]

    def blocks(self, after_seq: int, above: int, limit: int) -> list[SealedBlock]:
        """Return the first blocks that seal something after *after_seq*, numbered above *above*."""
        asked = select(blocks.c.number, blocks.c.last_seq).order_by(blocks.c.number).limit(limit)
        asked = asked.where(blocks.c.number > above, blocks.c.last_seq > after_seq)
        return [SealedBlock(*row) for row in self._connection.execute(asked)]

    def kept(self, members: Sequence[MemberId]) -> dict[MemberId, Kept]:
        """Return what these members had at the mark."""
        found: dict[MemberId, Kept] = {}
        for first in range(0, len(members), _MANY):
            asked = select(custody).where(custody.c.member.in_(members[first : first + _MANY]))
            for row in self._connection.execute(asked):
                found[MemberId(row.member)] = Kept(MemberId(row.member), row.confirmed, row.held)
        return found

    def moved(self, after: int, until: int) -> list[Moved]:
        """Return by how much members moved between two places of the ledger."""
        rows = self._connection.execute(_MOVED, {"after": after, "until": until})
        return [Moved(MemberId(it.member), it.confirmed, it.held) for it in rows]

    def keep(self, kept: Sequence[Kept], seq: int) -> None:
        """Store members as they are at transfer *seq*, the new mark."""
        if kept:
            adding = inserting(self._connection, custody)
            change = adding.on_conflict_do_update(
                index_elements=["member"],
                set_={"confirmed": adding.excluded.confirmed, "held": adding.excluded.held},
            )
            rows = [{"member": it.member, "confirmed": it.confirmed, "held": it.held}
                    for it in kept]  # fmt: skip
            self._connection.execute(change, rows)
        self._connection.execute(update(settlement).values(seq=seq))

    def custody(self) -> int:
        """Return custody at the mark: the sum that is kept."""
        return int(self._connection.execute(_CUSTODY).scalar_one())

    def booked_custody(self) -> tuple[int, int]:
        """Return custody at the mark by the accounts' own balances, and whose part differs."""
        self._take_time()
        row = self._connection.execute(_BOOKED, {"seq": self.mark().seq}).one()
        return int(row[0]), int(row[1])

    def custody_from_nothing(self, until: int) -> int:
        """Return custody at a place of the ledger, added up from its first transfer."""
        self._take_time()
        found = self._connection.execute(_FROM_NOTHING, {"after": 0, "until": until})
        return int(found.scalar_one())

    def _take_time(self) -> None:
        """Of millions of members and transfers a sum takes longer than a request may."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(text("SET LOCAL statement_timeout = 0"))

    def balances(self) -> list[tuple[MemberId, int]]:
        """Return every member's part of custody at the mark, where there is any."""
        owed = custody.c.confirmed + custody.c.held
        asked = select(custody.c.member, owed).where(owed > 0).order_by(custody.c.member)
        return [(MemberId(member), points) for member, points in self._connection.execute(asked)]

    def state_moves(self, epoch: int, after: int, until: int) -> dict[str, int]:
        """Put the moves between two places into *epoch*; return what each wallet gained."""
        change = update(moves).where(
            moves.c.epoch.is_(None), moves.c.transfer.in_(_ids(after, until))
        )
        self._connection.execute(change.values(epoch=epoch))
        asked = select(moves.c.wallet, func.sum(moves.c.points)).where(moves.c.epoch == epoch)
        rows = self._connection.execute(asked.group_by(moves.c.wallet))
        return {wallet: int(points) for wallet, points in rows}

    def moved_out(self, after: int, until: int) -> int:
        """Return how many points the moves between two places come to."""
        asked = select(func.coalesce(func.sum(moves.c.points), 0))
        asked = asked.where(moves.c.epoch.is_(None), moves.c.transfer.in_(_ids(after, until)))
        return int(self._connection.execute(asked).scalar_one())

    def add(self, epoch: Epoch, gained: Mapping[str, int]) -> None:
        """Store *epoch* under its number, and what wallets have been issued in all by it."""
        said = epoch.statement
        self._connection.execute(
            insert(epochs).values(
                epoch=said.epoch, block=said.block, generation=epoch.generation, root=said.root,
                issued=said.issued, custody=said.custody, sum_root=said.sum_root,
                state=epoch.state.value, stored_at=epoch.stored_at,
            )
        )  # fmt: skip
        rows = [
            {"wallet": wallet, "epoch": said.epoch,
             "cumulative": self.leaf(wallet, said.epoch) + points}
            for wallet, points in gained.items()
        ]  # fmt: skip
        if rows:
            self._connection.execute(insert(leaves), rows)

    def leaves(self, epoch: int) -> list[tuple[str, int]]:
        """Return what each wallet had been issued in all at *epoch*."""
        asked = select(leaves.c.wallet, func.max(leaves.c.cumulative))
        asked = asked.where(leaves.c.epoch <= epoch).group_by(leaves.c.wallet)
        return [(wallet, int(points)) for wallet, points in self._connection.execute(asked)]

    def leaf(self, wallet: str, epoch: int) -> int:
        """Return what one wallet had been issued in all at *epoch*."""
        asked = select(func.coalesce(func.max(leaves.c.cumulative), 0))
        asked = asked.where(leaves.c.wallet == wallet, leaves.c.epoch <= epoch)
        return int(self._connection.execute(asked).scalar_one())

    def moves_of(self, epoch: int) -> list[Move]:
        """Return the moves that *epoch* states first."""
        asked = select(moves).where(moves.c.epoch == epoch).order_by(moves.c.number)
        return [move_from(row) for row in self._connection.execute(asked)]

    def issued_by_moves(self, epoch: int) -> int:
        """Return what all moves come to that *epoch* or one before it states."""
        asked = select(func.coalesce(func.sum(moves.c.points), 0)).where(moves.c.epoch <= epoch)
        return int(self._connection.execute(asked).scalar_one())

    def message(self, kind: str, epoch: int) -> Message | None:
        """Return the newest message of an epoch."""
        table = chain_messages
        asked = select(table).where(table.c.kind == kind, table.c.epoch == epoch)
        found = self._connection.execute(asked.order_by(table.c.attempt.desc()).limit(1))
        row = found.one_or_none()
        if row is None:
            return None
        return Message(
            row.epoch, row.attempt, row.boc, row.hash, row.sequence, UnixTime(row.valid_until)
        )

    def add_message(self, kind: str, message: Message, at: UnixTime) -> bool:
        """Store a message under its number; False where another worker has stored one."""
        adding = insert(chain_messages).values(
            kind=kind, epoch=message.epoch, attempt=message.attempt, boc=message.boc,
            hash=message.hash, sequence=message.sequence, valid_until=message.valid_until,
            stored_at=at,
        )  # fmt: skip
        try:
            with self._connection.begin_nested():
                self._connection.execute(adding)
        except IntegrityError:
            return False
        return True

    def confirm(self, epoch: int, at: UnixTime, found: Reconciled) -> None:
        """Note that the chain states *epoch*, and what the check after it said."""
        values = {
            "state": EpochState.CONFIRMED.value,
            "confirmed_at": func.coalesce(epochs.c.confirmed_at, at),
            "found": found.to_json(),
        }
        self._connection.execute(update(epochs).where(epochs.c.epoch == epoch).values(values))

    def unconfirm(self, epoch: int) -> None:
        """Note that the admin's veto took *epoch* off the chain: it is to be stated again."""
        change = update(epochs).where(epochs.c.epoch == epoch)
        self._connection.execute(change.values(state=EpochState.STORED.value, confirmed_at=None))


def move_from(row: Any) -> Move:
    """Return the move of a row of them."""
    return Move(
        TransferId(row.id), MemberId(row.member), row.wallet, Points(row.points),
        UnixTime(row.asked_at), row.epoch, Points(row.back),
    )  # fmt: skip


def _ids(after: int, until: int) -> Any:
    return select(transfers.c.id).where(transfers.c.seq > after, transfers.c.seq <= until)


def _epoch(row: Any) -> Epoch:
    said = Statement(row.epoch, row.root, row.issued, row.custody, row.sum_root, row.block)
    confirmed = None if row.confirmed_at is None else UnixTime(row.confirmed_at)
    return Epoch(
        said, row.generation, EpochState(row.state), UnixTime(row.stored_at), confirmed, row.found
    )
