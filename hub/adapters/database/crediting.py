"""Gives lots, one or many, in one statement on PostgreSQL; a debt is paid off first."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection

from hub.adapters.database.posting import (
    distinct,
    insert_sqlite,
    numbers,
    said,
    transfer_arrays,
    translated,
)
from hub.core.accounts import Account, AccountKind
from hub.core.ids import LotId
from hub.core.ports.ledger import Credit, TransferMismatch
from hub.core.transfers import Transfer

# What remains of a lot is what its account then holds of it: less than all where a debt was paid.
# Several lots of one account come in the order given, hence the running sum.
_CREDIT: Final = """
WITH r AS (SELECT * FROM unnest(%(id)s::bytea[], %(debit)s::bigint[], %(credit)s::bigint[],
        %(amount)s::bigint[], %(reason)s::text[], %(reference)s::text[], %(at)s::bigint[],
        %(member)s::bigint[], %(partner)s::bigint[], %(until)s::bigint[],
        %(confirmed)s::boolean[], %(spendable)s::boolean[])
      WITH ORDINALITY AS r(id, debit, credit, amount, reason, reference, at, member, partner,
                           until, confirmed, spendable, n)),
known AS (SELECT r.n, r.id, t.debit = r.debit AND t.credit = r.credit AND t.amount = r.amount
                 AND t.reason = r.reason AND t.reference = r.reference AS same
          FROM r JOIN transfers t ON t.id = r.id),
fresh AS (SELECT * FROM r WHERE n NOT IN (SELECT n FROM known)
          AND NOT EXISTS (SELECT FROM known WHERE NOT same)),
sums AS (SELECT credit AS account, sum(amount)::bigint AS delta FROM fresh GROUP BY credit),
locked AS (SELECT id FROM accounts WHERE id IN (SELECT account FROM sums)
           ORDER BY id FOR NO KEY UPDATE),
moved AS (UPDATE accounts SET balance = balance + sums.delta
          FROM sums JOIN locked ON locked.id = sums.account
          WHERE accounts.id = sums.account
          RETURNING accounts.id, accounts.balance - sums.delta AS before),
given AS (SELECT fresh.*, least(fresh.amount, greatest(0, moved.before + sum(fresh.amount)
                 OVER (PARTITION BY fresh.credit ORDER BY fresh.n)))::bigint AS remaining
          FROM fresh JOIN moved ON moved.id = fresh.credit),
new AS (INSERT INTO transfers (id, debit, credit, amount, phase, reason, reference, at)
        SELECT id, debit, credit, amount, 0, reason, reference, at FROM given ORDER BY n),
made AS (INSERT INTO lots (source, member, partner, amount, remaining, earned_at, expires_at,
                           confirmed, spendable, reason, reference)
         SELECT id, member, partner, amount, remaining, at, until, confirmed, spendable, reason,
                reference FROM given ORDER BY n
         RETURNING id, source, amount - remaining AS paid),
used AS (INSERT INTO lot_uses (transfer, lot, amount)
         SELECT source, id, paid FROM made WHERE paid > 0)
SELECT source, id FROM made
UNION ALL SELECT lots.source, lots.id FROM known JOIN lots ON lots.source = known.id WHERE same
"""


def credit_all(connection: Connection, many: Sequence[Credit]) -> list[LotId]:
    """Give *many* as lots, in their order, each once; or raise TransferMismatch."""
    unique = distinct(many, lambda it: it.id, lambda it: said(_transfer(it)))
    with translated():
        if connection.dialect.name == "postgresql":
            rows = connection.exec_driver_sql(_CREDIT, _arrays(unique)).all()
            lots = {bytes(source): LotId(lot) for source, lot in rows}
        else:
            with connection.begin_nested():
                lots = {it.id: _credit_sqlite(connection, it) for it in unique}
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


def _arrays(many: Sequence[Credit]) -> dict[str, Any]:
    return transfer_arrays([_transfer(it) for it in many]) | {
        "member": numbers([it.member for it in many]),
        "partner": numbers([it.partner for it in many]),
        "until": numbers([it.expires_at for it in many]),
        "confirmed": [it.confirmed for it in many],
        "spendable": [it.spendable for it in many],
    }


def _say_why(connection: Connection, many: Sequence[Credit]) -> None:
    """Raise for the reason why some of *many* gave no lot."""
    for credit in many:
        known = connection.exec_driver_sql(
            "SELECT debit, credit, amount, reason, reference FROM transfers WHERE id = %(id)s",
            {"id": credit.id},
        ).one_or_none()
        if known is not None and tuple(known) != said(_transfer(credit)):
            raise TransferMismatch
    raise LookupError("a member of these credits has no accounts")


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
