"""Confirmation and expiry of lots."""

from collections.abc import Iterable

from contracts.wire.units import Points, UnixTime
from hub.core.accounts import Account, AccountKind
from hub.core.ids import TransferId
from hub.core.ledger.lots import Lot
from hub.core.transfers import Change, LotChange, Reason, Transfer, Use, part_id


def confirmation(lot: Lot, name: TransferId, at: UnixTime, debt: Points) -> Change:
    """Return what confirming *lot* does: what is left of it pays the member's *debt* first."""
    paid = Points(min(debt, lot.remaining))
    change = LotChange(lot.id, -paid, lot.expires_at, confirmed=True, spendable=True)
    if not lot.remaining:
        return Change(lots=(change,))
    target = Account(AccountKind.CONFIRMED, lot.member).id
    transfer = Transfer(name, lot.account, target, lot.remaining, at, Reason.CONFIRM)
    uses = (Use(name, lot.id, paid),) if paid else ()
    return Change((transfer,), (change,), uses)


def expiry(due: Iterable[tuple[Lot, int]], at: UnixTime) -> Change:
    """Return what the expiry of lots does, each given with how often it was used before.

    That count makes the id: points that come back to a lot later expire under another one.
    """
    transfers, changes, uses = [], [], []
    for lot, used in due:
        name = part_id(lot.source, f"expiry {used}")
        target = Account(AccountKind.BREAKAGE, lot.partner).id
        transfers.append(Transfer(name, lot.account, target, lot.remaining, at, Reason.EXPIRY))
        changes.append(lot.changed(-lot.remaining))
        uses.append(Use(name, lot.id, lot.remaining))
    return Change(tuple(transfers), tuple(changes), tuple(uses))
