"""Gives lots, one or many, in one statement on PostgreSQL; a debt is paid off first."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection

from hub.adapters.database.arrays import flag_array, whole_array
from hub.adapters.database.posting import (
    ROWS,
    TRANSFER_COLUMNS,
    distinct,
    insert_sqlite,
    said,
    transfer_arrays,
    transfer_cells,
    translated,
)
from hub.adapters.database.prepared import Prepared
from hub.core.accounts import Account, AccountKind
from hub.core.ids import LotId, TransferId
from hub.core.ports.ledger import Credit, TransferMismatch
from hub.core.transfers import Transfer

# What remains of a lot is what its account then holds of it: less than all where a debt was paid.
# Several lots of one account come in the order given, hence the running sum.
_MANY: Final = Prepared(f"""
WITH {ROWS},
l AS (SELECT * FROM unnest(
        (SELECT %(member)s::bigint[]), (SELECT %(partner)s::bigint[]),
        (SELECT %(until)s::bigint[]), (SELECT %(confirmed)s::boolean[]),
        (SELECT %(spendable)s::boolean[]))
      WITH ORDINALITY AS l(member, partner, until, confirmed, spendable, n)),
known AS (SELECT r.n, r.id, t.debit = r.debit AND t.credit = r.credit AND t.amount = r.amount
                 AND t.reason = r.reason AND t.reference = r.reference AS same
          FROM r JOIN transfers t ON t.id = r.id),
fresh AS (SELECT * FROM r WHERE n NOT IN (SELECT n FROM known)
          AND NOT EXISTS (SELECT FROM known WHERE NOT same)),
sums AS (SELECT credit AS account, sum(amount)::bigint AS delta FROM fresh GROUP BY credit),
locked AS (SELECT accounts.id, sums.delta FROM sums JOIN accounts ON accounts.id = sums.account
           ORDER BY accounts.id FOR NO KEY UPDATE OF accounts),
moved AS (UPDATE accounts SET balance = balance + locked.delta FROM locked
          WHERE accounts.id = locked.id
          RETURNING accounts.id, accounts.balance - locked.delta AS before),
given AS (SELECT fresh.*, least(fresh.amount, greatest(0, moved.before + sum(fresh.amount)
                 OVER (PARTITION BY fresh.credit ORDER BY fresh.n)))::bigint AS remaining
          FROM fresh JOIN moved ON moved.id = fresh.credit),
new AS (INSERT INTO transfers ({TRANSFER_COLUMNS})
        SELECT {TRANSFER_COLUMNS} FROM given ORDER BY n),
made AS (INSERT INTO lots (source, member, partner, amount, remaining, earned_at, expires_at,
                           confirmed, spendable, reason, reference)
         SELECT id, member, partner, amount, remaining, at, until, confirmed, spendable, reason,
                reference FROM given JOIN l USING (n) ORDER BY n
         RETURNING id, source, amount - remaining AS paid),
used AS (INSERT INTO lot_uses (transfer, lot, amount)
         SELECT source, id, paid FROM made WHERE paid > 0)
SELECT source, id FROM made
UNION ALL SELECT lots.source, lots.id FROM known JOIN lots ON lots.source = known.id WHERE same
""")  # noqa: S608 - our own names, no values
_ONE: Final = Prepared(f"""
WITH new AS (
    INSERT INTO transfers ({TRANSFER_COLUMNS})
    VALUES (%(id)s, %(debit)s, %(credit)s, %(amount)s, %(phase)s, %(resolves)s, %(reason)s,
            %(reference)s, %(at)s)
    ON CONFLICT (id) DO NOTHING RETURNING id, credit, amount, at, reason, reference),
moved AS (UPDATE accounts SET balance = balance + new.amount FROM new
          WHERE accounts.id = new.credit RETURNING balance),
made AS (INSERT INTO lots (source, member, partner, amount, remaining, earned_at, expires_at,
                           confirmed, spendable, reason, reference)
         SELECT id, %(member)s, %(partner)s, amount, least(amount, greatest(0, balance)), at,
                %(until)s, %(confirmed)s, %(spendable)s, reason, reference FROM new, moved
         RETURNING id, source, amount - remaining AS paid),
used AS (INSERT INTO lot_uses (transfer, lot, amount)
         SELECT source, id, paid FROM made WHERE paid > 0)
SELECT source, id FROM made
""")  # noqa: S608 - our own names, no values


def credit_all(connection: Connection, many: Sequence[Credit]) -> list[LotId]:
    """Give *many* as lots, in their order, each once; or raise TransferMismatch."""
    unique = distinct(many, lambda it: it.id, lambda it: said(_transfer(it)))
    with translated():
        if connection.dialect.name != "postgresql":
            with connection.begin_nested():
                lots = {it.id: _credit_sqlite(connection, it) for it in unique}
        else:
            rows = _rows(connection, unique)
            lots = {TransferId(source): LotId(lot) for source, lot in rows}
    if len(lots) != len(unique):
        _say_why(connection, unique)
    return [lots[it.id] for it in many]


def _transfer(credit: Credit) -> Transfer:
    kind = AccountKind.CONFIRMED if credit.confirmed else AccountKind.UNCONFIRMED
    return Transfer(
        credit.id,
        Account(AccountKind.ISSUED, credit.partner).id,
        Account(kind, credit.member).id,
        credit.points,
        credit.at,
        credit.reason,
        credit.reference,
    )


def _rows(connection: Connection, many: Sequence[Credit]) -> Sequence[Any]:
    """Return the source and the id of each lot."""
    if len(many) == 1:
        found = _ONE.on(connection, _cells(many[0]))
        if found:
            return found
    return _MANY.on(connection, _arrays(many))


def _cells(credit: Credit) -> dict[str, Any]:
    return transfer_cells(_transfer(credit)) | {
        "member": credit.member,
        "partner": credit.partner,
        "until": credit.expires_at,
        "confirmed": credit.confirmed,
        "spendable": credit.spendable,
    }


def _arrays(many: Sequence[Credit]) -> dict[str, Any]:
    return transfer_arrays([_transfer(it) for it in many]) | {
        "member": whole_array(it.member for it in many),
        "partner": whole_array(it.partner for it in many),
        "until": whole_array(it.expires_at for it in many),
        "confirmed": flag_array(it.confirmed for it in many),
        "spendable": flag_array(it.spendable for it in many),
    }


def _say_why(connection: Connection, many: Sequence[Credit]) -> None:
    """Raise for the reason why some of *many* gave no lot."""
    for credit in many:
        account = _transfer(credit).credit
        there = "SELECT 1 FROM accounts WHERE id = %(id)s"
        if connection.exec_driver_sql(there, {"id": account}).one_or_none() is None:
            raise LookupError("a member of these credits has no accounts")
    raise TransferMismatch


def _credit_sqlite(connection: Connection, credit: Credit) -> LotId:
    transfer = _transfer(credit)
    known = connection.exec_driver_sql(
        "SELECT t.debit, t.credit, t.amount, t.reason, t.reference, lots.id FROM transfers t"
        " LEFT JOIN lots ON lots.source = t.id WHERE t.id = ?",
        (credit.id,),
    ).one_or_none()
    if known is not None:
        if tuple(known[:5]) != said(transfer) or known[5] is None:
            raise TransferMismatch
        return LotId(known[5])
    if insert_sqlite(connection, [transfer]) != 1:
        raise LookupError("a member of these credits has no accounts")
    balance = connection.exec_driver_sql(
        "SELECT balance FROM accounts WHERE id = ?", (transfer.credit,)
    ).scalar_one()
    remaining = min(credit.points, max(0, balance))
    lot = connection.exec_driver_sql(
        "INSERT INTO lots (source, member, partner, amount, remaining, earned_at, expires_at,"
        " confirmed, spendable, reason, reference) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (credit.id, credit.member, credit.partner, credit.points, remaining, credit.at,
         credit.expires_at, credit.confirmed, credit.spendable, credit.reason.value,
         credit.reference),
    ).lastrowid  # fmt: skip
    if remaining < credit.points:
        connection.exec_driver_sql(
            "INSERT INTO lot_uses (transfer, lot, amount) VALUES (?, ?, ?)",
            (credit.id, lot, credit.points - remaining),
        )
    return LotId(lot)
