"""Takes points back, and keeps what each reversal came to, so that a second asking changes nothing.

Also where nothing could be taken: else a late repetition would find points that came meanwhile.
"""

from sqlalchemy import Connection, insert, select, update

from contracts.wire.units import Points
from hub.adapters.database import ledger_rows
from hub.adapters.database.posting import apply
from hub.adapters.database.tables.ledger import accounts, takings
from hub.core.accounts import Account, AccountKind
from hub.core.ledger.takings import Reversal, Room, split, take
from hub.core.ports.ledger import Taken, TransferMismatch


def take_back(connection: Connection, reversal: Reversal, negative_most: Points) -> Taken:
    """Do *reversal*; the member may go to -*negative_most* by it."""
    known = _known(connection, reversal)
    if known is not None:
        return known
    purse = ledger_rows.purse_of(connection, reversal.lot.member)
    own, more, missing = split(reversal, purse.lots)
    room = Room(Points(0), Points(0))
    if missing:
        confirmed = purse.confirmed - sum(it.points for it in [*own, *more] if it.lot.confirmed)
        below = Points(max(0, confirmed + negative_most))
        room = Room(below, _shortfall_room(connection, reversal))
    change, taken = take(reversal, own, more, missing, room)
    if taken.below_zero:
        _lower_floor(connection, reversal, negative_most)
    apply(connection, change)
    _keep(connection, reversal, taken)
    return taken


def _known(connection: Connection, reversal: Reversal) -> Taken | None:
    row = connection.execute(select(takings).where(takings.c.id == reversal.id)).one_or_none()
    if row is None:
        return None
    if (row.lot, row.points, row.reason) != (reversal.lot.id, reversal.points, reversal.reason):
        raise TransferMismatch
    return Taken(row.from_lot, row.from_other_lots, row.below_zero, row.shortfall, row.forgiven)


def _shortfall_room(connection: Connection, reversal: Reversal) -> Points:
    """Return what the partner's shortfall may still hold; nobody else books it meanwhile."""
    account = Account(AccountKind.SHORTFALL, reversal.lot.partner).id
    query = select(accounts.c.balance, accounts.c.least).where(accounts.c.id == account)
    row = connection.execute(query.with_for_update(key_share=True)).one_or_none()
    return Points(0 if row is None else max(0, row.balance - row.least))


def _lower_floor(connection: Connection, reversal: Reversal, negative_most: Points) -> None:
    """Let the member's account go as low as the policy says, now that it does."""
    account = Account(AccountKind.CONFIRMED, reversal.lot.member).id
    statement = update(accounts).where(accounts.c.id == account, accounts.c.least > -negative_most)
    connection.execute(statement.values(least=-negative_most))


def _keep(connection: Connection, reversal: Reversal, taken: Taken) -> None:
    connection.execute(
        insert(takings).values(
            id=reversal.id, lot=reversal.lot.id, points=reversal.points, at=reversal.at,
            reason=reversal.reason.value, from_lot=taken.from_lot,
            from_other_lots=taken.from_other_lots, below_zero=taken.below_zero,
            shortfall=taken.shortfall, forgiven=taken.forgiven,
        )
    )  # fmt: skip
