"""Reads lots, holds and balances for the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    Connection,
    LargeBinary,
    Row,
    Select,
    bindparam,
    func,
    literal_column,
    select,
)

from contracts.wire.units import Points, UnixTime
from hub.adapters.database.prepared import Prepared
from hub.adapters.database.tables.ledger import accounts, blocks, lot_uses, lots, transfers
from hub.core.accounts import Account, AccountId, AccountKind, account_of, is_live
from hub.core.ids import LotId, MemberId, PartnerId, TransferId
from hub.core.ledger.holds import Part
from hub.core.ledger.lots import Lot, Slice
from hub.core.ports.ledger import Expiring, Reason
from hub.core.transfers import Phase, Transfer

_LOT: Final = (
    lots.c.id, lots.c.source, lots.c.member, lots.c.partner, lots.c.remaining, lots.c.expires_at,
    lots.c.confirmed, lots.c.spendable,
)  # fmt: skip

_PART: Final = (
    select(
        transfers, lot_uses.c.amount.label("used"), lots.c.id.label("lot"), lots.c.source,
        lots.c.member, lots.c.partner, lots.c.remaining, lots.c.expires_at, lots.c.confirmed,
        lots.c.spendable,
    )
    .select_from(transfers.outerjoin(lot_uses, lot_uses.c.transfer == transfers.c.id)
                 .outerjoin(lots, lots.c.id == lot_uses.c.lot))
)  # fmt: skip
_BALANCE: Final = select(accounts.c.balance).where(accounts.c.id == bindparam("account"))

# As the index has it: with a parameter in its place the planner would not know the index by it.
LEFT: Final = lots.c.remaining > literal_column("0")


@dataclass(frozen=True, slots=True)
class Purse:
    """A member's lots, and what his confirmed account holds: below zero is a debt."""

    lots: tuple[Lot, ...]
    confirmed: int

    @property
    def debt(self) -> Points:
        """Return what he owes."""
        return Points(max(0, -self.confirmed))


def lot_from(row: Any) -> Lot:
    """Return the lot of a row that holds the columns of one."""
    return Lot(
        LotId(row.id), TransferId(row.source), MemberId(row.member), PartnerId(row.partner),
        Points(row.remaining), UnixTime(row.expires_at), row.confirmed, row.spendable,
    )  # fmt: skip


def transfer_from(row: Row[Any]) -> Transfer:
    """Return the transfer of a row of them."""
    return Transfer(
        TransferId(row.id), AccountId(row.debit), AccountId(row.credit), Points(row.amount),
        UnixTime(row.at), Reason(row.reason), row.reference, Phase(row.phase),
        None if row.resolves is None else TransferId(row.resolves),
    )  # fmt: skip


def purse_of(connection: Connection, member: MemberId) -> Purse:
    """Return *member*'s lots with something left, and his balance, in one statement."""
    confirmed = Account(AccountKind.CONFIRMED, member).id
    query = (
        select(accounts.c.balance, *_LOT)
        .select_from(accounts.outerjoin(lots, (lots.c.member == member) & (lots.c.remaining > 0)))
        .where(accounts.c.id == confirmed)
    )
    rows = connection.execute(query).all()
    if not rows:
        raise LookupError("a member has no accounts")
    found = tuple(lot_from(row) for row in rows if row.id is not None)
    return Purse(found, rows[0].balance)


def due_members(connection: Connection, at: UnixTime, limit: int) -> list[MemberId]:
    """Return members with lots past their time."""
    query = select(lots.c.member).where(LEFT, lots.c.expires_at <= at).distinct().limit(limit)
    return [MemberId(member) for member in connection.execute(query).scalars()]


def expiring_lots(
    connection: Connection, window: tuple[UnixTime, UnixTime], above: MemberId, limit: int
) -> list[Expiring]:
    """Return what expires after the first and until the second time, by member."""
    query = (
        select(lots.c.member, func.sum(lots.c.remaining), func.min(lots.c.expires_at))
        .where(LEFT, lots.c.expires_at > window[0], lots.c.expires_at <= window[1])
        .where(lots.c.member > above)
        .group_by(lots.c.member)
        .order_by(lots.c.member)
        .limit(limit)
    )
    return [
        Expiring(MemberId(member), Points(int(points)), UnixTime(until))
        for member, points, until in connection.execute(query)
    ]


def lot_of(connection: Connection, lot: LotId) -> Lot | None:
    """Return one lot."""
    row = connection.execute(select(*_LOT).where(lots.c.id == lot)).one_or_none()
    return None if row is None else lot_from(row)


def transfers_of(connection: Connection, ids: Sequence[TransferId]) -> dict[TransferId, Transfer]:
    """Return the transfers of *ids* that there are."""
    rows = connection.execute(select(transfers).where(transfers.c.id.in_(ids)))
    return {TransferId(row.id): transfer_from(row) for row in rows}


@cache
def _parts(count: int) -> Prepared:
    """Return the statement that looks for so many: a hold has few parts, and always as many."""
    asked = [bindparam(f"id_{it}", type_=LargeBinary) for it in range(count)]
    return Prepared(_PART.where(transfers.c.id.in_(asked)))


def parts_of(connection: Connection, ids: Sequence[TransferId]) -> dict[TransferId, Part]:
    """Return the transfers of *ids* with what each lot gave to them, in one statement."""
    found: dict[TransferId, Part] = {}
    asked = {f"id_{number}": it for number, it in enumerate(ids)}
    for row in _parts(len(ids)).on(connection, asked):
        transfer = transfer_from(row)
        slices = found[transfer.id].slices if transfer.id in found else ()
        if row.lot is not None:
            lot = Lot(
                LotId(row.lot), TransferId(row.source), MemberId(row.member),
                PartnerId(row.partner), Points(row.remaining), UnixTime(row.expires_at),
                row.confirmed, row.spendable,
            )  # fmt: skip
            slices = (*slices, Slice(lot, Points(row.used)))
        found[transfer.id] = Part(transfer, slices)
    return found


def resolved_by(connection: Connection, ids: Sequence[TransferId]) -> list[Transfer]:
    """Return the transfers that resolve one of *ids*."""
    rows = connection.execute(select(transfers).where(transfers.c.resolves.in_(ids)))
    return [transfer_from(row) for row in rows]


def stored_balance(connection: Connection, account: AccountId) -> int:
    """Return the balance as it is stored; of a hot account that of the last block."""
    return connection.execute(_BALANCE, {"account": account}).scalar_one_or_none() or 0


def balance_of(connection: Connection, account: Account) -> int:
    """Return the balance of *account*, with what came after the last block."""
    stored = stored_balance(connection, account.id)
    return stored if is_live(account.id) else stored + _tail(connection, account.id)


def _tail(connection: Connection, account: AccountId) -> int:
    sealed = select(func.coalesce(func.max(blocks.c.last_seq), 0)).scalar_subquery()

    def moved(column: Any) -> Select[Any]:
        total = func.coalesce(func.sum(transfers.c.amount), 0)
        return select(total).where(transfers.c.seq > sealed, column == account)

    came = connection.execute(moved(transfers.c.credit)).scalar_one()
    went = connection.execute(moved(transfers.c.debit)).scalar_one()
    return int(came) - int(went)


def owner_of(account: AccountId) -> int:
    """Return whose account it is."""
    return account_of(account).owner
