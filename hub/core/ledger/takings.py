"""Taking points back: from the lot itself, from the member's others, then by the policy."""

from collections.abc import Iterable
from dataclasses import dataclass

from contracts.wire.units import Points, UnixTime
from hub.core.accounts import Account, AccountId, AccountKind
from hub.core.ids import TransferId
from hub.core.ledger.lots import Lot, Slice, points_of, soonest_first, taken_of
from hub.core.ports.ledger import Taken
from hub.core.transfers import Change, Reason, Transfer, Use, part_id


@dataclass(frozen=True, slots=True)
class Reversal:
    """What is to be taken back, and why."""

    id: TransferId
    lot: Lot
    points: Points
    at: UnixTime
    reason: Reason


@dataclass(frozen=True, slots=True)
class Room:
    """How much further down two accounts may go."""

    below_zero: Points
    """Of the member's confirmed points, once his lots are used up."""
    shortfall: Points
    """Of the partner's shortfall."""


def split(reversal: Reversal, others: Iterable[Lot]) -> tuple[list[Slice], list[Slice], Points]:
    """Return what the lot gives, what the member's other lots give, and what is missing then.

    The others: confirmed ones first, then unconfirmed ones that he might spend; a bonus that has
    not vested is not his yet, and pays nobody's debt.
    """
    assert reversal.points > 0, "a reversal takes points"
    own = taken_of([reversal.lot], reversal.points)
    left = Points(reversal.points - points_of(own))
    usable = [lot for lot in others if lot.id != reversal.lot.id]
    order = soonest_first(lot for lot in usable if lot.confirmed)
    order += soonest_first(lot for lot in usable if not lot.confirmed and lot.spendable)
    more = taken_of(order, left)
    return own, more, Points(left - points_of(more))


def take(
    reversal: Reversal, own: list[Slice], more: list[Slice], missing: Points, room: Room
) -> tuple[Change, Taken]:
    """Return what the reversal does, and what it came to."""
    below = Points(min(missing, room.below_zero))
    shortfall = Points(min(missing - below, room.shortfall))
    lot = reversal.lot
    issued = Account(AccountKind.ISSUED, lot.partner).id
    transfers: list[Transfer] = []
    uses: list[Use] = []
    for name, slices in _rows(own, more):
        row = part_id(reversal.id, name)
        transfers.append(_row(reversal, row, slices[0].lot.account, issued, points_of(slices)))
        uses += [Use(row, it.lot.id, it.points) for it in slices]
    if below:
        confirmed = Account(AccountKind.CONFIRMED, lot.member).id
        row = part_id(reversal.id, "below zero")
        transfers.append(_row(reversal, row, confirmed, issued, below))
    if shortfall:
        bearing = Account(AccountKind.SHORTFALL, lot.partner).id
        row = part_id(reversal.id, "shortfall")
        transfers.append(_row(reversal, row, bearing, issued, shortfall))
    changes = tuple(it.lot.changed(-it.points) for it in [*own, *more])
    forgiven = Points(missing - below - shortfall)
    taken = Taken(points_of(own), points_of(more), below, shortfall, forgiven)
    return Change(tuple(transfers), changes, tuple(uses)), taken


def _rows(own: list[Slice], more: list[Slice]) -> list[tuple[str, list[Slice]]]:
    """Return the transfers that lots pay: one of the lot itself, one of each account's others."""
    confirmed = [it for it in more if it.lot.confirmed]
    unconfirmed = [it for it in more if not it.lot.confirmed]
    rows = [("lot", own), ("confirmed", confirmed), ("unconfirmed", unconfirmed)]
    return [(name, slices) for name, slices in rows if slices]


def _row(
    reversal: Reversal, row: TransferId, debit: AccountId, credit: AccountId, amount: Points
) -> Transfer:
    return Transfer(
        row, debit, credit, amount, reversal.at, reversal.reason,
        str(reversal.lot.id),
    )  # fmt: skip
