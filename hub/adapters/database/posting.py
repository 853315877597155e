"""Writes transfers, and all that goes with them, in as few statements as the database allows.

PostgreSQL does each act in one statement, SQLite in a few within a savepoint. Balances of live
accounts move in the same statement and are held above their floors by a constraint.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from psycopg.types.numeric import Int8
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from hub.adapters.database.violations import broken_constraint
from hub.core.accounts import AccountId, is_live
from hub.core.ports.ledger import NotEnoughPoints, TransferMismatch
from hub.core.transfers import Change, Transfer

Item = TypeVar("Item")
_BELOW_FLOOR: Final = {"ck_accounts_least", "ck_lots_remaining"}

TRANSFER_COLUMNS: Final = "id, debit, credit, amount, phase, resolves, reason, reference, at"
_ROWS: Final = """
r AS (SELECT * FROM unnest(%(id)s::bytea[], %(debit)s::bigint[], %(credit)s::bigint[],
        %(amount)s::bigint[], %(phase)s::bigint[], %(resolves)s::bytea[], %(reason)s::text[],
        %(reference)s::text[], %(at)s::bigint[])
      WITH ORDINALITY AS r(id, debit, credit, amount, phase, resolves, reason, reference, at, n))
"""
_MOVED: Final = """
sums AS (SELECT account, sum(delta)::bigint AS delta
         FROM (SELECT debit AS account, -amount AS delta FROM {rows}
               UNION ALL SELECT credit, amount FROM {rows}) AS both_sides
         GROUP BY account),
locked AS (SELECT id FROM accounts WHERE id IN (SELECT account FROM sums)
           AND least IS NOT NULL ORDER BY id FOR NO KEY UPDATE),
moved AS (UPDATE accounts SET balance = balance + sums.delta
          FROM sums JOIN locked ON locked.id = sums.account
          WHERE accounts.id = sums.account RETURNING 1)
"""
_APPLY: Final = f"""
WITH {_ROWS},
new AS (INSERT INTO transfers ({TRANSFER_COLUMNS})
        SELECT {TRANSFER_COLUMNS} FROM r ORDER BY n),
{_MOVED.format(rows="r")},
changed AS (UPDATE lots SET remaining = remaining + c.by, expires_at = c.until,
                   confirmed = c.confirmed, spendable = c.spendable
            FROM unnest(%(lot)s::bigint[], %(by)s::bigint[], %(until)s::bigint[],
                        %(confirmed)s::boolean[], %(spendable)s::boolean[])
                 AS c(lot, by, until, confirmed, spendable)
            WHERE lots.id = c.lot),
used AS (INSERT INTO lot_uses (transfer, lot, amount)
         SELECT * FROM unnest(%(use_transfer)s::bytea[], %(use_lot)s::bigint[],
                              %(use_amount)s::bigint[]))
SELECT count(*) FROM moved
"""  # noqa: S608 - our own names, no values
_POST: Final = f"""
WITH {_ROWS},
known AS (SELECT r.n, t.debit = r.debit AND t.credit = r.credit AND t.amount = r.amount
                 AND t.reason = r.reason AND t.reference = r.reference AS same
          FROM r JOIN transfers t ON t.id = r.id),
fresh AS (SELECT * FROM r WHERE n NOT IN (SELECT n FROM known)
          AND NOT EXISTS (SELECT FROM known WHERE NOT same)),
new AS (INSERT INTO transfers ({TRANSFER_COLUMNS})
        SELECT {TRANSFER_COLUMNS} FROM fresh ORDER BY n),
{_MOVED.format(rows="fresh")}
SELECT (SELECT count(*) FROM moved),
       (SELECT count(*) FROM sums WHERE account & 15 IN (1, 2, 3, 4, 9)),
       EXISTS (SELECT FROM known WHERE NOT same)
"""  # noqa: S608 - our own names, no values


def apply(connection: Connection, change: Change) -> None:
    """Do *change*, whose transfers are new and whose lots are locked with their member."""
    with translated():
        if connection.dialect.name == "postgresql":
            parameters = transfer_arrays(change.transfers) | _lot_arrays(change)
            moved = connection.exec_driver_sql(_APPLY, parameters).scalar_one()
        else:
            with connection.begin_nested():
                moved = _write_sqlite(connection, change)
    _all_open(moved, len(live_accounts(change.transfers)))


def post_transfers(connection: Connection, transfers: Sequence[Transfer]) -> None:
    """Write *transfers* that touch no lot, each once; all of them or none.

    For imports and measurements. Accounts are locked in the order of their ids, so that batches
    do not wait for each other in a ring.
    """
    unique = distinct(transfers, lambda it: it.id, said)
    with translated():
        if connection.dialect.name != "postgresql":
            with connection.begin_nested():
                _post_sqlite(connection, unique)
            return
        row = connection.exec_driver_sql(_POST, transfer_arrays(unique)).one()
    if row[2]:
        raise TransferMismatch
    _all_open(row[0], row[1])


def live_accounts(transfers: Sequence[Transfer]) -> set[AccountId]:
    """Return the accounts of *transfers* whose balances move at once."""
    both = {it.debit for it in transfers} | {it.credit for it in transfers}
    return {account for account in both if is_live(account)}


def said(transfer: Transfer) -> tuple[object, ...]:
    """Return what *transfer* says: two of one id must agree in it."""
    return (transfer.debit, transfer.credit, transfer.amount, transfer.reason, transfer.reference)


def distinct(
    items: Sequence[Item],
    key: Callable[[Item], bytes],
    content: Callable[[Item], tuple[object, ...]],
) -> list[Item]:
    """Return *items* with each id once; or raise TransferMismatch where two of one id differ."""
    first: dict[bytes, Item] = {}
    for item in items:
        known = first.setdefault(key(item), item)
        if known is not item and content(known) != content(item):
            raise TransferMismatch
    return list(first.values())


@contextmanager
def translated() -> Iterator[None]:
    """Turn broken constraints into the ledger's own exceptions."""
    try:
        yield
    except IntegrityError as error:
        name = broken_constraint(error)
        if name in _BELOW_FLOOR:
            raise NotEnoughPoints from error
        if name.startswith("uq_transfers"):
            raise TransferMismatch from error
        raise


def numbers(values: Sequence[int]) -> list[Int8]:
    """Return *values* as the driver sends them with one type, whatever their size.

    Else a statement would be prepared anew for each mix of small and large numbers.
    """
    return [Int8(value) for value in values]


def transfer_arrays(transfers: Sequence[Transfer]) -> dict[str, Any]:
    """Return the columns of *transfers* as PostgreSQL's arrays."""
    return {
        "id": [bytes(it.id) for it in transfers],
        "debit": numbers([it.debit for it in transfers]),
        "credit": numbers([it.credit for it in transfers]),
        "amount": numbers([it.amount for it in transfers]),
        "phase": numbers([it.phase for it in transfers]),
        "resolves": [it.resolves for it in transfers],
        "reason": [it.reason.value for it in transfers],
        "reference": [it.reference for it in transfers],
        "at": numbers([it.at for it in transfers]),
    }


def _lot_arrays(change: Change) -> dict[str, Any]:
    return {
        "lot": numbers([it.lot for it in change.lots]),
        "by": numbers([it.by for it in change.lots]),
        "until": numbers([it.expires_at for it in change.lots]),
        "confirmed": [it.confirmed for it in change.lots],
        "spendable": [it.spendable for it in change.lots],
        "use_transfer": [it.transfer for it in change.uses],
        "use_lot": numbers([it.lot for it in change.uses]),
        "use_amount": numbers([it.amount for it in change.uses]),
    }


def _write_sqlite(connection: Connection, change: Change) -> int:
    moved = insert_sqlite(connection, change.transfers)
    if change.lots:
        connection.exec_driver_sql(
            "UPDATE lots SET remaining = remaining + ?, expires_at = ?, confirmed = ?,"
            " spendable = ? WHERE id = ?",
            [(it.by, it.expires_at, it.confirmed, it.spendable, it.lot) for it in change.lots],
        )
    if change.uses:
        connection.exec_driver_sql(
            "INSERT INTO lot_uses (transfer, lot, amount) VALUES (?, ?, ?)",
            [(it.transfer, it.lot, it.amount) for it in change.uses],
        )
    return moved


def insert_sqlite(connection: Connection, transfers: Sequence[Transfer]) -> int:
    """Insert *transfers*, move live balances, and return how many of those there were."""
    if not transfers:
        return 0
    connection.exec_driver_sql(
        f"INSERT INTO transfers ({TRANSFER_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own names
        [
            (it.id, it.debit, it.credit, it.amount, int(it.phase), it.resolves, it.reason.value,
             it.reference, it.at)
            for it in transfers
        ],
    )  # fmt: skip
    deltas = dict.fromkeys(live_accounts(transfers), 0)
    for it in transfers:
        for account, delta in ((it.debit, -it.amount), (it.credit, it.amount)):
            if account in deltas:
                deltas[account] += delta
    return connection.exec_driver_sql(
        "UPDATE accounts SET balance = balance + ? WHERE id = ?",
        [(delta, account) for account, delta in deltas.items()],
    ).rowcount


def _post_sqlite(connection: Connection, transfers: Sequence[Transfer]) -> None:
    fresh = []
    for it in transfers:
        known = connection.exec_driver_sql(
            "SELECT debit, credit, amount, reason, reference FROM transfers WHERE id = ?", (it.id,)
        ).one_or_none()
        if known is None:
            fresh.append(it)
        elif tuple(known) != said(it):
            raise TransferMismatch
    _all_open(insert_sqlite(connection, fresh), len(live_accounts(fresh)))


def _all_open(found: int, wanted: int) -> None:
    """Raise where an account that should have moved is not there: its owner was never opened."""
    if found != wanted:
        raise LookupError("an account of this change is not open")
