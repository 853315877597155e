"""The Ledger port over the database.

Each act reads in one statement or two, decides in hub.core.ledger, and writes in one.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, func, select

from contracts.wire.units import Points, UnixTime
from hub.adapters.database import crediting, ledger_rows
from hub.adapters.database.posting import apply
from hub.adapters.database.reversing import take_back
from hub.adapters.database.tables.access import members
from hub.adapters.database.tables.ledger import accounts, lot_uses, lots
from hub.adapters.database.upsert import inserting
from hub.core.accounts import MEMBER_KINDS, PARTNER_KINDS, Account, AccountKind
from hub.core.ids import LotId, MemberId, PartnerId, TransferId
from hub.core.ledger.expiry import confirmation, expiry
from hub.core.ledger.holds import (
    Ending,
    Part,
    hold_parts,
    place,
    refund,
    resolutions,
    resolve,
)
from hub.core.ledger.lots import Lot, spendable_points
from hub.core.ledger.takings import Reversal
from hub.core.policy import Policy
from hub.core.ports.ledger import (
    Balances,
    Credit,
    Expiring,
    Hold,
    LotView,
    NotEnoughPoints,
    Reason,
    Taken,
    TransferMismatch,
    UnknownTransfer,
)
from hub.core.transfers import Phase, Transfer


class DatabaseLedger:
    """Double entry in whole points, in the tables of one transaction."""

    def __init__(self, connection: Connection, policy: Policy) -> None:
        self._connection = connection
        self._policy = policy

    def open_member(self, member: MemberId) -> None:
        """Make a new member's accounts."""
        self._open([(Account(kind, member), 0) for kind in MEMBER_KINDS])

    def open_partner(self, partner: PartnerId, shortfall_most: Points) -> None:
        """Make a new partner's accounts; its shortfall never exceeds *shortfall_most*."""
        self._open(
            [
                (Account(kind, partner), -shortfall_most if kind is AccountKind.SHORTFALL else None)
                for kind in PARTNER_KINDS
            ]
        )

    def credit(self, credit: Credit) -> LotId:
        """Give points as a new lot and return it; first they pay a negative balance off."""
        return crediting.credit_all(self._connection, [credit])[0]

    def credit_all(self, many: Sequence[Credit]) -> list[LotId]:
        """Give many lots at once, as `credit` would one by one; for imports and batches."""
        return crediting.credit_all(self._connection, many) if many else []

    def confirm(self, lot: LotId, id: TransferId, at: UnixTime) -> Points:  # noqa: A002
        """Turn what is left of an unconfirmed lot into confirmed, spendable points; return it."""
        found = self._lot(lot)
        if found.confirmed:
            done = ledger_rows.transfers_of(self._connection, [id]).get(id)
            if done is not None and done.debit != Account(AccountKind.UNCONFIRMED, found.member).id:
                raise TransferMismatch
            return Points(0 if done is None else done.amount)
        balance = self._stored(Account(AccountKind.CONFIRMED, found.member))
        apply(self._connection, confirmation(found, id, at, Points(max(0, -balance))))
        return found.remaining

    def hold(self, hold: Hold) -> None:
        """Set points aside, lots that expire soonest first; or raise NotEnoughPoints."""
        known = ledger_rows.transfers_of(self._connection, hold_parts(hold.id))
        if known:
            _same_hold(hold, list(known.values()))
            return
        purse = ledger_rows.purse_of(self._connection, hold.member)
        change = place(hold, purse.lots, purse.confirmed)
        if change is None:
            raise NotEnoughPoints
        apply(self._connection, change)

    def post(
        self, hold: TransferId, partner: PartnerId, at: UnixTime, points: Points | None = None
    ) -> Points:
        """Give held points to the partner that took the voucher; release the rest of the hold."""
        parts, endings = self._hold(hold)
        held = sum(it.transfer.amount for it in parts)
        wanted = Points(held if points is None else points)
        if endings:
            target = Account(AccountKind.REDEEMED, partner).id
            posts = [it for it in endings if it.phase is Phase.POSTED]
            if sum(it.amount for it in posts) != wanted or any(it.credit != target for it in posts):
                raise TransferMismatch
            return wanted
        if not 0 <= wanted <= held:
            raise NotEnoughPoints
        # A debt is paid by what goes back.
        debt = self._debt(parts) if wanted < held else Points(0)
        apply(self._connection, resolve(parts, Ending(wanted, partner, at), debt))
        return wanted

    def release(self, hold: TransferId, at: UnixTime) -> Points:
        """Give held points back to the lots they came from, and return how many."""
        parts, endings = self._hold(hold)
        if any(it.phase is Phase.POSTED for it in endings):
            raise TransferMismatch
        if not endings:
            apply(self._connection, resolve(parts, Ending(Points(0), None, at), self._debt(parts)))
        return Points(sum(it.transfer.amount for it in parts))

    def refund(self, hold: TransferId, id: TransferId, at: UnixTime) -> Points:  # noqa: A002
        """Undo a posted hold within its undo time: points return to their lots."""
        parts, endings = self._hold(hold)
        names = [it.id for it in endings if it.phase is Phase.POSTED]
        if not names:
            raise TransferMismatch
        found = ledger_rows.parts_of(self._connection, names)
        posts = [found[it] for it in names]
        change = refund(posts, parts[0].transfer.at, id, at, self._debt(parts))
        done = ledger_rows.resolved_by(self._connection, names)
        if not done:
            apply(self._connection, change)
        elif not {it.id for it in done} <= {it.id for it in change.transfers}:
            raise TransferMismatch
        return Points(sum(it.transfer.amount for it in posts))

    def take_back(
        self,
        lot: LotId,
        id: TransferId,  # noqa: A002
        points: Points,
        at: UnixTime,
        reason: Reason,
        *,
        may_go_negative: bool,
    ) -> Taken:
        """Reverse *points* of a lot: from what is left of it, then by the policy."""
        most = Points(self._policy.negative_most if may_go_negative else 0)
        reversal = Reversal(id, self._owned(self._lot(lot)), points, at, reason)
        return take_back(self._connection, reversal, most)

    def expire(self, member: MemberId, at: UnixTime) -> Points:
        """Move what is left of a member's lots past their time to breakage."""
        due = (
            select(lots.c.id, func.count(lot_uses.c.transfer))
            .select_from(lots.outerjoin(lot_uses, lot_uses.c.lot == lots.c.id))
            .where(lots.c.member == member, lots.c.remaining > 0, lots.c.expires_at <= at)
            .group_by(lots.c.id)
        )
        uses = {LotId(lot): count for lot, count in self._connection.execute(due)}
        if not uses:
            return Points(0)
        purse = ledger_rows.purse_of(self._connection, member)
        change = expiry([(it, uses[it.id]) for it in purse.lots if it.id in uses], at)
        apply(self._connection, change)
        return Points(sum(it.amount for it in change.transfers))

    def due(self, at: UnixTime, limit: int) -> list[MemberId]:
        """Return members with lots past their time, at most *limit* of them."""
        return ledger_rows.due_members(self._connection, at, limit)

    def expiring(
        self, after: UnixTime, until: UnixTime, above: MemberId, limit: int
    ) -> list[Expiring]:
        """Return what expires after *after* and until *until*, of members above *above*."""
        return ledger_rows.expiring_lots(self._connection, (after, until), above, limit)

    def balances(self, member: MemberId) -> Balances:
        """Return what a member has."""
        ids = {Account(kind, member).id: kind for kind in MEMBER_KINDS}
        query = select(accounts.c.id, accounts.c.balance).where(accounts.c.id.in_(ids))
        there = {ids[row.id]: Points(row.balance) for row in self._connection.execute(query)}
        purse = ledger_rows.purse_of(self._connection, member)
        return Balances(
            there[AccountKind.CONFIRMED],
            there[AccountKind.UNCONFIRMED],
            there[AccountKind.HELD],
            there[AccountKind.CHAIN],
            spendable_points(purse.lots, purse.confirmed),
        )

    def lots(self, member: MemberId) -> list[LotView]:
        """Return the lots with something left, soonest to expire first."""
        query = (
            select(
                lots.c.id, lots.c.partner, lots.c.amount, lots.c.remaining, lots.c.earned_at,
                lots.c.expires_at, lots.c.confirmed, lots.c.spendable, lots.c.reason,
                lots.c.reference,
            )
            .where(lots.c.member == member, lots.c.remaining > 0)
            .order_by(lots.c.expires_at, lots.c.id)
        )  # fmt: skip
        rows = self._connection.execute(query)
        return [LotView(*row[:8], Reason(row.reason), row.reference) for row in rows]

    def balance_of(self, account: Account) -> int:
        """Return any account's balance: sealed part and what came since."""
        return ledger_rows.balance_of(self._connection, account)

    def resolve_lot(self, transfer: TransferId) -> LotId | None:
        """Return the lot that the credit with this id made, if there was one."""
        query = select(lots.c.id).where(lots.c.source == transfer)
        found = self._connection.execute(query).scalar_one_or_none()
        return None if found is None else LotId(found)

    def _open(self, wanted: Sequence[tuple[Account, int | None]]) -> None:
        rows = [{"id": account.id, "balance": 0, "least": least} for account, least in wanted]
        statement = inserting(self._connection, accounts).on_conflict_do_nothing()
        self._connection.execute(statement, rows)

    def _lot(self, lot: LotId) -> Lot:
        found = ledger_rows.lot_of(self._connection, lot)
        if found is None:
            raise UnknownTransfer
        return found

    def _owned(self, lot: Lot) -> Lot:
        """Return *lot* as its owner's of today, where it is used up and the account was merged.

        What it cannot give any more, the other lots of the same person can.
        """
        if lot.remaining:
            return lot
        asked = select(members.c.merged_into).where(members.c.id == lot.member)
        into = self._connection.execute(asked).scalar_one_or_none()
        return lot if into is None else replace(lot, member=MemberId(into))

    def _hold(self, hold: TransferId) -> tuple[list[Part], list[Transfer]]:
        """Return the parts of a hold, and the transfers that ended it, if it has ended."""
        parts = hold_parts(hold)
        ends = [end for part in parts for end in resolutions(part)]
        found = ledger_rows.parts_of(self._connection, [*parts, *ends])
        if not any(it in found for it in parts):
            raise UnknownTransfer
        return (
            [found[it] for it in parts if it in found],
            [found[it].transfer for it in ends if it in found],
        )

    def _debt(self, parts: Sequence[Part]) -> Points:
        """Return what the member of a hold owes."""
        member = ledger_rows.owner_of(parts[0].transfer.debit)
        return Points(max(0, -self._stored(Account(AccountKind.CONFIRMED, member))))

    def _stored(self, account: Account) -> int:
        return ledger_rows.stored_balance(self._connection, account.id)


def _same_hold(hold: Hold, parts: Sequence[Transfer]) -> None:
    """Raise TransferMismatch unless *parts* are what *hold* asks for."""
    held = Account(AccountKind.HELD, hold.member).id
    same = all(it.credit == held and it.reference == hold.reference for it in parts)
    if not same or sum(it.amount for it in parts) != hold.points:
        raise TransferMismatch
