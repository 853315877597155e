"""Points that leave for a member's own wallet: what that does to his lots; pure."""

from collections.abc import Sequence

from contracts.wire.units import Points
from hub.core.accounts import Account, AccountKind
from hub.core.ledger.lots import Lot, Slice, points_of, soonest_first, taken_of
from hub.core.receipts.naming import transfer_id
from hub.core.settlement.moves import Move, key_of, short_of
from hub.core.transfers import Change, Reason, Transfer, Use


def leaving(move: Move, lots: Sequence[Lot], confirmed: int) -> tuple[Change, list[Slice]] | None:
    """Return what *move* does to the ledger and which lots go; None where they do not reach.

    *lots* are those that may leave; *confirmed* is the member's whole balance, debts included.
    The transfer names the wallet, so that the sealed ledger alone says what each was issued. Its
    id is not the asker's: nobody may take a number that another transfer is going to have.
    """
    points = Points(move.points - move.back)
    assert points > 0, "a move takes points"
    slices = taken_of(soonest_first(lots), points)
    if confirmed < points or points_of(slices) < points:
        return None
    source = Account(AccountKind.CONFIRMED, move.member).id
    target = Account(AccountKind.CHAIN, move.member).id
    wallet = short_of(key_of(move.wallet))
    name = transfer_id("move", move.id.hex())
    transfer = Transfer(name, source, target, points, move.asked_at, Reason.CHAIN, wallet)
    uses = tuple(Use(name, it.lot.id, it.points) for it in slices)
    changes = tuple(it.lot.changed(-it.points) for it in slices)
    return Change((transfer,), changes, uses), slices
