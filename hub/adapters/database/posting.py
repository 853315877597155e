"""Writes transfers, and all that goes with them, in as few statements as the database allows.

PostgreSQL does each act in one statement, SQLite in a few within a savepoint. Balances of live
accounts move in the same statement and are held above their floors by a constraint.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import Any, Final, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from hub.adapters.database.arrays import flag_array, octet_array, text_array, whole_array
from hub.adapters.database.prepared import Prepared
from hub.adapters.database.violations import broken_constraint
from hub.core.accounts import AccountId, is_live
from hub.core.ports.ledger import NotEnoughPoints, TransferMismatch
from hub.core.transfers import Change, Transfer

Item = TypeVar("Item")
SAID: Final = "SELECT debit, credit, amount, reason, reference FROM transfers WHERE id = %(id)s"
_BELOW_FLOOR: Final = {"ck_accounts_least", "ck_lots_remaining"}

_CELLS: Final = attrgetter(
    "id", "debit", "credit", "amount", "phase", "resolves", "reason.value", "reference", "at"
)
TRANSFER_COLUMNS: Final = "id, debit, credit, amount, phase, resolves, reason, reference, at"
# One transfer, the plain way: half of the work of a statement for many.
_POST_ONE: Final = Prepared(f"""
WITH new AS (
    INSERT INTO transfers ({TRANSFER_COLUMNS})
    VALUES (%(id)s, %(debit)s, %(credit)s, %(amount)s, %(phase)s, %(resolves)s, %(reason)s,
            %(reference)s, %(at)s)
    ON CONFLICT (id) DO NOTHING RETURNING debit, credit, amount),
moved AS (
    UPDATE accounts SET balance = balance + CASE WHEN accounts.id = new.credit THEN new.amount
                                                 ELSE -new.amount END
    FROM new WHERE accounts.id IN (new.debit, new.credit) AND least IS NOT NULL RETURNING 1)
SELECT (SELECT count(*) FROM new), (SELECT count(*) FROM moved)
""")  # noqa: S608 - our own names, no values
# Arrays stand in sub-selects so that the planner does not look into them: it would plan anew for
# each number of rows, which takes longer than the work.
_UNNESTED: Final = """
unnest((SELECT %(id)s::bytea[]), (SELECT %(debit)s::bigint[]), (SELECT %(credit)s::bigint[]),
       (SELECT %(amount)s::bigint[]), (SELECT %(phase)s::bigint[]),
       (SELECT %(resolves)s::bytea[]), (SELECT %(reason)s::text[]),
       (SELECT %(reference)s::text[]), (SELECT %(at)s::bigint[]))
"""
ROWS: Final = f"r AS (SELECT * FROM {_UNNESTED} WITH ORDINALITY AS r({TRANSFER_COLUMNS}, n))"  # noqa: S608 - our own names, no values
# What live accounts gain or lose; locked in the order of their ids, so that no two acts wait for
# each other in a ring.
_LOCKED: Final = """
locked AS (SELECT accounts.id, sums.delta
           FROM unnest((SELECT %(account)s::bigint[]), (SELECT %(delta)s::bigint[]))
                AS sums(account, delta)
           JOIN accounts ON accounts.id = sums.account
           {where} ORDER BY accounts.id FOR NO KEY UPDATE OF accounts),
moved AS (UPDATE accounts SET balance = balance + locked.delta FROM locked
          WHERE accounts.id = locked.id RETURNING 1)
"""
_APPLY: Final = Prepared(f"""
WITH new AS (INSERT INTO transfers ({TRANSFER_COLUMNS}) SELECT * FROM {_UNNESTED} AS r),
{_LOCKED.format(where="")},
changed AS (UPDATE lots SET remaining = remaining + c.by, expires_at = c.until,
                   confirmed = c.confirmed, spendable = c.spendable
            FROM unnest((SELECT %(lot)s::bigint[]), (SELECT %(by)s::bigint[]),
                        (SELECT %(until)s::bigint[]), (SELECT %(confirmed)s::boolean[]),
                        (SELECT %(spendable)s::boolean[]))
                 AS c(lot, by, until, confirmed, spendable)
            WHERE lots.id = c.lot),
used AS (INSERT INTO lot_uses (transfer, lot, amount)
         SELECT * FROM unnest((SELECT %(use_transfer)s::bytea[]), (SELECT %(use_lot)s::bigint[]),
                              (SELECT %(use_amount)s::bigint[])))
SELECT count(*) FROM moved
""")  # noqa: S608 - our own names, no values
# Does nothing where one of them is known already.
_POST: Final = Prepared(f"""
WITH known AS (SELECT count(*) AS n FROM transfers
               WHERE id = ANY ((SELECT %(id)s::bytea[])::bytea[])),
new AS (INSERT INTO transfers ({TRANSFER_COLUMNS})
        SELECT * FROM {_UNNESTED} AS r WHERE (SELECT n FROM known) = 0),
{_LOCKED.format(where="WHERE (SELECT n FROM known) = 0")}
SELECT (SELECT n FROM known), (SELECT count(*) FROM moved)
""")  # noqa: S608 - our own names, no values
_KNOWN: Final = Prepared(
    "SELECT id, debit, credit, amount, reason, reference FROM transfers"
    " WHERE id IN (SELECT unnest(%(id)s::bytea[]))"
)


def apply(connection: Connection, change: Change) -> None:
    """Do *change*, whose transfers are new and whose lots are locked with their member."""
    with translated():
        if connection.dialect.name == "postgresql":
            sums = live_sums(change.transfers)
            parameters = transfer_arrays(change.transfers) | _sums_arrays(sums)
            moved = _APPLY.on(connection, parameters | _lot_arrays(change)).one()[0]
        else:
            with connection.begin_nested():
                moved = _write_sqlite(connection, change)
    _all_open(moved, len(live_sums(change.transfers)))


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
        elif len(unique) == 1:
            _post_one(connection, unique[0])
        else:
            left = unique
            while left and _post_new(connection, left):
                left = _without_known(connection, left)


def live_sums(transfers: Sequence[Transfer]) -> dict[AccountId, int]:
    """Return by how much *transfers* change each account whose balance moves at once."""
    sums: dict[AccountId, int] = {}
    for it in transfers:
        if is_live(it.debit):
            sums[it.debit] = sums.get(it.debit, 0) - it.amount
        if is_live(it.credit):
            sums[it.credit] = sums.get(it.credit, 0) + it.amount
    return sums


def said(transfer: Transfer) -> tuple[object, ...]:
    """Return what *transfer* says: two of one id must agree in it."""
    return (transfer.debit, transfer.credit, transfer.amount, transfer.reason, transfer.reference)


def distinct(
    items: Sequence[Item],
    key: Callable[[Item], bytes],
    content: Callable[[Item], tuple[object, ...]],
) -> list[Item]:
    """Return *items* with each id once; or raise TransferMismatch where two of one id differ."""
    if len({key(item) for item in items}) == len(items):
        return list(items)
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


def transfer_cells(transfer: Transfer) -> dict[str, Any]:
    """Return the cells of *transfer*'s row."""
    return {
        "id": transfer.id,
        "debit": transfer.debit,
        "credit": transfer.credit,
        "amount": transfer.amount,
        "phase": int(transfer.phase),
        "resolves": transfer.resolves,
        "reason": transfer.reason.value,
        "reference": transfer.reference,
        "at": transfer.at,
    }


def transfer_arrays(transfers: Sequence[Transfer]) -> dict[str, Any]:
    """Return the columns of *transfers* as PostgreSQL's arrays."""
    found = list(map(_CELLS, transfers))
    ids, debits, credits_, amounts, phases, resolves, reasons, references, times = (
        zip(*found, strict=True) if found else [()] * 9
    )
    return {
        "id": octet_array(ids),
        "debit": whole_array(debits),
        "credit": whole_array(credits_),
        "amount": whole_array(amounts),
        "phase": whole_array(map(int, phases)),
        "resolves": octet_array(resolves),
        "reason": text_array(reasons),
        "reference": text_array(references),
        "at": whole_array(times),
    }


def _sums_arrays(sums: Mapping[AccountId, int]) -> dict[str, Any]:
    return {"account": whole_array(sums), "delta": whole_array(sums.values())}


def _lot_arrays(change: Change) -> dict[str, Any]:
    return {
        "lot": whole_array(it.lot for it in change.lots),
        "by": whole_array(it.by for it in change.lots),
        "until": whole_array(it.expires_at for it in change.lots),
        "confirmed": flag_array(it.confirmed for it in change.lots),
        "spendable": flag_array(it.spendable for it in change.lots),
        "use_transfer": octet_array(it.transfer for it in change.uses),
        "use_lot": whole_array(it.lot for it in change.uses),
        "use_amount": whole_array(it.amount for it in change.uses),
    }


def _post_new(connection: Connection, transfers: Sequence[Transfer]) -> int:
    """Write *transfers*; or nothing where some are known, and return how many those are."""
    sums = live_sums(transfers)
    known, moved = _POST.on(connection, transfer_arrays(transfers) | _sums_arrays(sums)).one()
    if not known:
        _all_open(moved, len(sums))
    return int(known)


def _without_known(connection: Connection, transfers: Sequence[Transfer]) -> list[Transfer]:
    """Return the new ones of *transfers*; raise TransferMismatch where a known one differs."""
    ids = {"id": octet_array(it.id for it in transfers)}
    known = {bytes(row[0]): tuple(row[1:]) for row in _KNOWN.on(connection, ids)}
    if any(known.get(it.id, said(it)) != said(it) for it in transfers):
        raise TransferMismatch
    return [it for it in transfers if it.id not in known]


def _post_one(connection: Connection, transfer: Transfer) -> None:
    new, moved = _POST_ONE.on(connection, transfer_cells(transfer)).one()
    if new:
        _all_open(moved, len(live_sums([transfer])))
        return
    known = connection.exec_driver_sql(SAID, {"id": transfer.id}).one_or_none()
    if known is None or tuple(known) != said(transfer):
        raise TransferMismatch


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
    sums = live_sums(transfers)
    if not sums:
        return 0
    return connection.exec_driver_sql(
        "UPDATE accounts SET balance = balance + ? WHERE id = ?",
        [(delta, account) for account, delta in sums.items()],
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
    _all_open(insert_sqlite(connection, fresh), len(live_sums(fresh)))


def _all_open(found: int, wanted: int) -> None:
    """Raise where an account that should have moved is not there: its owner was never opened."""
    if found != wanted:
        raise LookupError("an account of this change is not open")
