"""The Chronicle port over the database."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, and_, delete, func, insert, or_, select

from contracts.wire.units import Points, UnixTime
from hub.adapters.database.settlement import move_from
from hub.adapters.database.tables.chain import chain_returns, claimed, leaves, moves, proof_parts
from hub.core.ids import MemberId
from hub.core.ports.chronicle import FollowedMove, MovesAsked, Parts, ReturnSeen

EPOCHS_KEPT: Final = 3
"""What is stated, what is claimed against while that waits, and one that is being stored."""
_AT_ONCE: Final = 50
"""Parts in one statement: two megabytes."""


class DatabaseChronicle:
    """What settlement has done, from the tables of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, kind: Parts, epoch: int, parts: Iterable[bytes]) -> None:
        """Keep a tree's parts, numbered from 0, and let go of those of epochs long past."""
        table = proof_parts
        past = or_(table.c.epoch <= epoch - EPOCHS_KEPT, table.c.epoch >= epoch)
        self._connection.execute(delete(table).where(table.c.kind == kind.value, past))
        rows: list[dict[str, object]] = []
        for number, part in enumerate(parts):
            rows.append({"kind": kind.value, "epoch": epoch, "number": number, "content": part})
            if len(rows) == _AT_ONCE:
                self._connection.execute(insert(table), rows)
                rows.clear()
        if rows:
            self._connection.execute(insert(table), rows)

    def part(self, kind: Parts, epoch: int, number: int) -> bytes | None:
        """Return one part of a tree; None where it is not kept (any more)."""
        table = proof_parts
        asked = select(table.c.content).where(
            table.c.kind == kind.value, table.c.epoch == epoch, table.c.number == number
        )
        found = self._connection.execute(asked).scalar_one_or_none()
        return None if found is None else bytes(found)

    def leaves(self, epoch: int, first: str, last: str) -> list[tuple[str, int]]:
        """Return what wallets from *first* to *last* had been issued at *epoch*, in order."""
        asked = (
            select(leaves.c.wallet, func.max(leaves.c.cumulative))
            .where(leaves.c.wallet.between(first, last), leaves.c.epoch <= epoch)
            .group_by(leaves.c.wallet)
        )
        rows = self._connection.execute(asked)
        # In the order of the bytes, whatever order the database has for texts.
        return sorted((wallet, int(points)) for wallet, points in rows)

    def leaf_count(self, epoch: int) -> int:
        """Return how many wallets had been issued anything at *epoch*."""
        asked = select(func.count(leaves.c.wallet.distinct())).where(leaves.c.epoch <= epoch)
        return int(self._connection.execute(asked).scalar_one())

    def leaves_after(self, epoch: int, wallet: str, limit: int) -> list[tuple[str, int]]:
        """Return what the wallets behind *wallet* had been issued at *epoch*, in order."""
        asked = (
            select(leaves.c.wallet, func.max(leaves.c.cumulative))
            .where(leaves.c.wallet > wallet, leaves.c.epoch <= epoch)
            .group_by(leaves.c.wallet)
            .order_by(leaves.c.wallet)
            .limit(limit)
        )
        return [(it, int(points)) for it, points in self._connection.execute(asked)]

    def moves(self, asked: MovesAsked, before: int | None, limit: int) -> list[FollowedMove]:
        """Return moves, newest first, from below the place *before*."""
        due = and_(leaves.c.wallet == moves.c.wallet, leaves.c.epoch == moves.c.epoch)
        found = select(moves, leaves.c.cumulative, claimed.c.cumulative.label("got"))
        found = found.select_from(
            moves.outerjoin(leaves, due).outerjoin(claimed, claimed.c.wallet == moves.c.wallet)
        )
        if asked.member is not None:
            found = found.where(moves.c.member == asked.member)
        if asked.epoch is not None:
            found = found.where(moves.c.epoch == asked.epoch)
        if asked.waiting:
            found = found.where(moves.c.epoch.is_(None))
        if before is not None:
            found = found.where(moves.c.number < before)
        found = found.order_by(moves.c.number.desc()).limit(limit)
        return [
            FollowedMove(row.number, move_from(row), _has(row))
            for row in self._connection.execute(found)
        ]

    def moves_waiting(self) -> tuple[int, Points]:
        """Return how many moves no epoch states yet, and their points."""
        asked = select(func.count(), func.coalesce(func.sum(moves.c.points), 0))
        count, points = self._connection.execute(asked.where(moves.c.epoch.is_(None))).one()
        return int(count), Points(int(points))

    def returns(
        self, member: MemberId | None, wallet: str | None, before: int | None, limit: int
    ) -> list[ReturnSeen]:
        """Return what came back, newest first, from below logical time *before*."""
        table = chain_returns
        asked = select(table).order_by(table.c.lt.desc()).limit(limit)
        if before is not None:
            asked = asked.where(table.c.lt < before)
        if member is not None or wallet is not None:
            waits = and_(table.c.sender == wallet, table.c.credited_at.is_(None))
            asked = asked.where(or_(table.c.member == member, waits))
        return [_return(row) for row in self._connection.execute(asked)]


def _has(row: Any) -> bool:
    return row.cumulative is not None and (row.got or 0) >= row.cumulative


def _return(row: Any) -> ReturnSeen:
    return ReturnSeen(
        row.lt, row.sender, Points(row.points), row.reward, UnixTime(row.at),
        None if row.member is None else MemberId(row.member),
        None if row.credited_at is None else UnixTime(row.credited_at), Points(row.unmatched),
    )  # fmt: skip
