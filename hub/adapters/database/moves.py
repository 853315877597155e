"""The Moves port over the database."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, case, func, insert, select, update

from contracts.wire.units import Points, UnixTime
from hub.adapters.database import ledger_rows
from hub.adapters.database.posting import apply, post_transfers
from hub.adapters.database.settlement import move_from
from hub.adapters.database.tables.access import members
from hub.adapters.database.tables.chain import chain_returns, move_lots, moves
from hub.adapters.database.tables.ledger import accounts, lot_uses, lots
from hub.core.accounts import Account, AccountKind
from hub.core.ids import LotId, MemberId, PartnerId, TransferId
from hub.core.ledger.lots import Slice
from hub.core.ledger.moving import leaving
from hub.core.movable import Aging
from hub.core.receipts.naming import transfer_id
from hub.core.settlement.moves import Back, Move, Out, Returned
from hub.core.transfers import Reason, Transfer

_PAGE: Final = 500
"""Slices of other members' moves that one question brings."""


class DatabaseMoves:
    """Moves out and back, in the tables of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, move: TransferId) -> Move | None:
        """Return a move."""
        row = self._connection.execute(select(moves).where(moves.c.id == move)).one_or_none()
        return None if row is None else move_from(row)

    def leave(self, move: Move, earned_until: UnixTime, now: UnixTime) -> bool:
        """Store a move and take its points out of confirmed lots; False where they do not reach."""
        if not self._take(move, earned_until, now):
            return False
        self._store(move, booked=True)
        return True

    def aging(self, member: MemberId, now: UnixTime) -> list[Aging]:
        """Return the member's confirmed lots that may leave, each once it is old enough."""
        asked = select(lots.c.remaining, lots.c.earned_at, lots.c.expires_at)
        rows = self._connection.execute(asked.where(*_may_leave(member, now)))
        return [
            Aging(Points(row.remaining), UnixTime(row.earned_at), UnixTime(row.expires_at))
            for row in rows
        ]

    def lose(self, move: Move) -> None:
        """Store a move of a lost past: on chain, and not in the ledger yet."""
        self._store(move, booked=False)

    def unbooked(self, limit: int) -> list[Move]:
        """Return moves of a lost past that the ledger does not know yet."""
        asked = select(moves).where(~moves.c.booked, moves.c.back < moves.c.points)
        rows = self._connection.execute(asked.order_by(moves.c.number).limit(limit))
        return [move_from(row) for row in rows]

    def unbooked_one(self, move: TransferId) -> Move | None:
        """Return a move if the ledger still does not know it."""
        asked = select(moves).where(moves.c.id == move, ~moves.c.booked)
        row = self._connection.execute(asked).one_or_none()
        return None if row is None else move_from(row)

    def book(self, move: Move, member: MemberId, now: UnixTime) -> bool:
        """Take an unbooked move's points out of *member*'s; False where he has not so many."""
        if not self._take(replace(move, member=member, asked_at=now), now, now):
            return False
        self._change(
            move.id, booked=True, member=member, transfer=transfer_id("move", move.id.hex())
        )
        return True

    def state(self, move: TransferId, epoch: int) -> None:
        """Note that *epoch* of a lost past states a move."""
        self._change(move, epoch=epoch)

    def forget_unbooked(self, move: TransferId, points: Points) -> None:
        """Note that so much of an unbooked move has come back before it was booked."""
        self._change(move, back=moves.c.back + points)

    def member_of(self, wallet: str) -> MemberId | None:
        """Return whose wallet this is now."""
        asked = select(members.c.id).where(members.c.wallet == wallet)
        found = self._connection.execute(asked).scalar_one_or_none()
        return None if found is None else MemberId(found)

    def out(self, member: MemberId, points: Points) -> list[Out]:
        """Return so much of what is out: the member's own first, oldest first, then others'."""
        found: list[Out] = []
        place, left = 0, int(points)
        while left > 0:
            page = self._out(member, place)
            for it in page:
                found.append(it)
                left -= it.points
                if left <= 0:
                    break
            if len(page) < _PAGE:
                break
            place += _PAGE
        return found

    def _out(self, member: MemberId, place: int) -> list[Out]:
        own = case((moves.c.member == member, 0), else_=1)
        fresh = case((moves.c.member == member, 0), (moves.c.graced_until.is_(None), 0), else_=1)
        asked = (
            select(
                moves.c.id, moves.c.member, moves.c.graced_until, move_lots.c.lot,
                move_lots.c.partner, (move_lots.c.points - move_lots.c.back).label("points"),
                move_lots.c.expires_at,
            )
            .join(move_lots, move_lots.c.move == moves.c.id)
            .where(
                moves.c.back < moves.c.points, moves.c.epoch.is_not(None), moves.c.booked,
                move_lots.c.back < move_lots.c.points,
            )
            .order_by(own, fresh, moves.c.number, move_lots.c.expires_at, move_lots.c.lot)
            .offset(place)
            .limit(_PAGE)
        )  # fmt: skip
        return [
            Out(
                TransferId(row.id), MemberId(row.member), LotId(row.lot), PartnerId(row.partner),
                Points(row.points), UnixTime(row.expires_at),
                None if row.graced_until is None else UnixTime(row.graced_until),
            )
            for row in self._connection.execute(asked)
        ]  # fmt: skip

    def unbooked_of(self, member: MemberId) -> list[Move]:
        """Return moves to the member's wallet, of a lost past, that the ledger does not know."""
        his = select(members.c.wallet).where(members.c.id == member).scalar_subquery()
        asked = select(moves).where(moves.c.wallet == his, ~moves.c.booked)
        rows = self._connection.execute(asked.order_by(moves.c.number))
        return [move_from(row) for row in rows]

    def give_back(
        self, log: Returned, member: MemberId, backs: Sequence[Back], at: UnixTime
    ) -> list[LotId]:
        """Give points back to *member* as lots, and note on their moves that they came."""
        made = []
        for number, back in enumerate(backs):
            name = transfer_id("chain back", log.lt, log.hash.hex(), number)
            source = Account(AccountKind.CHAIN, back.out.member).id
            target = Account(AccountKind.CONFIRMED, member).id
            reference = f"chain/{log.lt}"
            transfer = Transfer(name, source, target, back.points, at, Reason.CHAIN, reference)
            post_transfers(self._connection, [transfer])
            made.append(self._lot(transfer, member, back))
            self._note(back)
        return made

    def outstanding(self) -> int:
        """Return how many points are out in all."""
        asked = select(func.coalesce(func.sum(moves.c.points - moves.c.back), 0))
        return int(self._connection.execute(asked).scalar_one())

    def out_by_ledger(self) -> int:
        """Return how many points are out in all by the accounts of the ledger."""
        asked = select(func.coalesce(func.sum(accounts.c.balance), 0))
        asked = asked.where(accounts.c.id.op("&")(15) == AccountKind.CHAIN.value)
        return int(self._connection.execute(asked).scalar_one())

    def out_by_logs(self) -> int:
        """Return the same by the moves and the logs that were credited."""
        asked = select(func.coalesce(func.sum(moves.c.points), 0))
        unbooked = select(func.coalesce(func.sum(moves.c.points - moves.c.back), 0))
        table = chain_returns
        back = select(func.coalesce(func.sum(table.c.points - table.c.unmatched), 0))
        numbers = [
            int(self._connection.execute(it).scalar_one())
            for it in (asked, unbooked.where(~moves.c.booked),
                       back.where(table.c.credited_at.is_not(None)))
        ]  # fmt: skip
        return numbers[0] - numbers[1] - numbers[2]

    def _take(self, move: Move, earned_until: UnixTime, now: UnixTime) -> bool:
        purse = ledger_rows.purse_of(self._connection, move.member)
        free = select(lots.c.id).where(
            *_may_leave(move.member, now), lots.c.earned_at <= earned_until
        )
        may = set(self._connection.execute(free).scalars())
        found = leaving(move, [it for it in purse.lots if it.id in may], purse.confirmed)
        if found is None:
            return False
        change, slices = found
        apply(self._connection, change)
        self._remember(move, slices)
        return True

    def _remember(self, move: Move, slices: Sequence[Slice]) -> None:
        rows = [
            {"move": move.id, "lot": it.lot.id, "partner": it.lot.partner, "points": it.points,
             "expires_at": it.lot.expires_at}
            for it in slices
        ]  # fmt: skip
        self._connection.execute(insert(move_lots), rows)

    def _store(self, move: Move, *, booked: bool) -> None:
        self._connection.execute(
            insert(moves).values(
                id=move.id, member=move.member, wallet=move.wallet, points=move.points,
                back=move.back, asked_at=move.asked_at, epoch=move.epoch, booked=booked,
                transfer=transfer_id("move", move.id.hex()) if booked else None,
            )
        )  # fmt: skip

    def _change(self, move: TransferId, **values: Any) -> None:
        self._connection.execute(update(moves).where(moves.c.id == move).values(values))

    def _lot(self, transfer: Transfer, member: MemberId, back: Back) -> LotId:
        """Make the lot of points that came back; what of them pays a debt is used at once."""
        balance = ledger_rows.stored_balance(self._connection, transfer.credit)
        remaining = min(back.points, max(0, balance))
        made = self._connection.execute(
            insert(lots)
            .values(
                source=transfer.id, member=member, partner=back.out.partner, amount=back.points,
                remaining=remaining, earned_at=transfer.at, expires_at=back.expires_at,
                confirmed=True, spendable=True, reason=transfer.reason.value,
                reference=transfer.reference,
            )
            .returning(lots.c.id)
        )  # fmt: skip
        lot = LotId(made.scalar_one())
        if remaining < back.points:
            paid = {"transfer": transfer.id, "lot": lot, "amount": back.points - remaining}
            self._connection.execute(insert(lot_uses).values(paid))
        return lot

    def _note(self, back: Back) -> None:
        mine = and_(move_lots.c.move == back.out.move, move_lots.c.lot == back.out.lot)
        more = update(move_lots).where(mine)
        self._connection.execute(more.values(back=move_lots.c.back + back.points))
        self._change(back.out.move, back=moves.c.back + back.points)
        if back.expires_at > back.out.expires_at:
            self._change(back.out.move, graced_until=back.expires_at)


def _may_leave(member: MemberId, now: UnixTime) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a lot that may leave as soon as it is old enough."""
    return (
        lots.c.member == member, lots.c.remaining > 0, lots.c.confirmed.is_(True),
        lots.c.spendable.is_(True), lots.c.expires_at > now,
    )  # fmt: skip
