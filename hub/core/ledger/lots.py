"""Lots: which pays, how much of each, and until when one lives that comes back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contracts.wire.units import Points, UnixTime
from hub.core.accounts import Account, AccountId, AccountKind
from hub.core.ids import LotId, MemberId, PartnerId, TransferId
from hub.core.transfers import LotChange


@dataclass(frozen=True, slots=True)
class Lot:
    """Points earned together, as they stand."""

    id: LotId
    source: TransferId
    member: MemberId
    partner: PartnerId
    remaining: Points
    expires_at: UnixTime
    confirmed: bool
    spendable: bool

    @property
    def account(self) -> AccountId:
        """Return the member's account that what is left of this lot stands in."""
        kind = AccountKind.CONFIRMED if self.confirmed else AccountKind.UNCONFIRMED
        return Account(kind, self.member).id

    def changed(self, by: int, expires_at: UnixTime | None = None) -> LotChange:
        """Return the change of this lot's rest *by*, and of its time where one is given."""
        until = self.expires_at if expires_at is None else expires_at
        return LotChange(self.id, by, until, self.confirmed, self.spendable)


@dataclass(frozen=True, slots=True)
class Slice:
    """Some points of one lot."""

    lot: Lot
    points: Points


def soonest_first(lots: Iterable[Lot]) -> list[Lot]:
    """Return *lots* in the order in which they are spent."""
    return sorted(lots, key=lambda lot: (lot.expires_at, lot.id))


def taken_of(lots: Iterable[Lot], points: Points) -> list[Slice]:
    """Return what *points* take of each lot, in the order given; less where lots run out."""
    found = []
    left = points
    for lot in lots:
        part = Points(min(left, lot.remaining))
        if part > 0:
            found.append(Slice(lot, part))
            left = Points(left - part)
    return found


def points_of(slices: Sequence[Slice]) -> Points:
    """Return how many points *slices* come to."""
    return Points(sum(it.points for it in slices))


def spendable_points(lots: Iterable[Lot], confirmed: int) -> Points:
    """Return what a voucher may cost: spendable lots, less a debt that *confirmed* shows."""
    there = sum(lot.remaining for lot in lots if lot.spendable)
    return Points(max(0, there + min(0, confirmed)))


def lives_until(expires_at: UnixTime, held_at: UnixTime, back_at: UnixTime) -> UnixTime:
    """Return until when a lot lives that was held from *held_at* and comes back at *back_at*.

    A voucher never costs its member time: the lot lives at least as long again as it was held,
    or as it still had to live when it was held, whichever is less. So points whose day came while
    they were held can still be spent, and a hold adds no more than it took.
    """
    held = back_at - held_at
    had = expires_at - held_at
    return UnixTime(max(expires_at, back_at + max(0, min(held, had))))
