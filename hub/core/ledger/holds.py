"""Holds: points are set aside for a voucher, then taken by a partner or given back.

A hold has a part for each account that it takes from. A part is resolved by transfers in one
line, each taking up the one before: what goes back, then what is posted, then what a refund gives
back. `resolves` is unique in the database, so that a part is resolved once, whoever asks.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from contracts.wire.units import Points, UnixTime
from hub.core.accounts import Account, AccountId, AccountKind, account_of
from hub.core.ids import PartnerId, TransferId
from hub.core.ledger.lots import (
    Lot,
    Slice,
    lives_until,
    points_of,
    soonest_first,
    spendable_points,
    taken_of,
)
from hub.core.ports.ledger import Hold
from hub.core.transfers import Change, LotChange, Phase, Reason, Transfer, Use, part_id

SOURCES = (AccountKind.CONFIRMED, AccountKind.UNCONFIRMED)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a hold, with what its lots are by now and what each has given to it."""

    transfer: Transfer
    slices: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a hold ends: the rest of what is not posted goes back."""

    posted: Points
    partner: PartnerId | None
    at: UnixTime


def hold_parts(hold: TransferId) -> tuple[TransferId, ...]:
    """Return the ids that the parts of *hold* may have."""
    return tuple(part_id(hold, kind.name) for kind in SOURCES)


def resolutions(part: TransferId) -> tuple[TransferId, ...]:
    """Return the ids that the transfers which end *part* may have, in their order."""
    return (*(part_id(part, f"back {kind.name}") for kind in SOURCES), part_id(part, "post"))


def place(hold: Hold, lots: Iterable[Lot], confirmed: int) -> Change | None:
    """Return what setting *hold* aside does, soonest to expire first; None: not enough points."""
    assert hold.points > 0, "a hold sets points aside"
    lots = [lot for lot in lots if lot.spendable]
    if spendable_points(lots, confirmed) < hold.points:
        return None
    slices = taken_of(soonest_first(lots), hold.points)
    held = Account(AccountKind.HELD, hold.member).id
    transfers, uses = [], []
    for kind in SOURCES:
        source = Account(kind, hold.member).id
        mine = [it for it in slices if it.lot.account == source]
        if mine:
            name = part_id(hold.id, kind.name)
            transfers.append(
                Transfer(
                    name, source, held, points_of(mine), hold.at, Reason.VOUCHER,
                    hold.reference, Phase.PENDING,
                )
            )  # fmt: skip
            uses += [Use(name, it.lot.id, it.points) for it in mine]
    changes = tuple(it.lot.changed(-it.points) for it in slices)
    return Change(tuple(transfers), changes, tuple(uses))


def resolve(parts: Sequence[Part], ending: Ending, debt: Points) -> Change:
    """Return what ending a hold does; what goes back pays the member's *debt* first."""
    story = _Story(ending.at, debt)
    slices = [it for part in parts for it in part.slices]
    order = soonest_first(it.lot for it in slices)
    rank = {lot.id: place for place, lot in enumerate(order)}
    left = ending.posted
    posted: dict[TransferId, list[Slice]] = {part.transfer.id: [] for part in parts}
    back: dict[TransferId, list[Slice]] = {part.transfer.id: [] for part in parts}
    everything = [(part, it) for part in parts for it in part.slices]
    for part, it in sorted(everything, key=lambda pair: rank[pair[1].lot.id]):
        taken = Points(min(left, it.points))
        left = Points(left - taken)
        if taken:
            posted[part.transfer.id].append(Slice(it.lot, taken))
        if taken < it.points:
            back[part.transfer.id].append(Slice(it.lot, Points(it.points - taken)))
    for part in parts:
        name = part.transfer.id
        names = {kind: part_id(name, f"back {kind.name}") for kind in SOURCES}
        last = story.give_back(part.transfer, name, back[name], names)
        if ending.partner is not None and posted[name]:
            story.post(part.transfer, last, posted[name], ending.partner)
    return story.change()


def refund(posts: Sequence[Part], held_at: UnixTime, refund_id: TransferId, at: UnixTime,
           debt: Points) -> Change:  # fmt: skip
    """Return what undoing posted parts of a hold does."""
    story = _Story(at, debt, held_at)
    for post in posts:
        name = post.transfer.id
        names = {kind: part_id(refund_id, f"{name.hex()} {kind.name}") for kind in SOURCES}
        story.give_back(post.transfer, name, list(post.slices), names)
    return story.change()


class _Story:
    """Gathers the transfers that end a hold, and what they do to the lots."""

    def __init__(self, at: UnixTime, debt: Points, held_at: UnixTime | None = None) -> None:
        self._at = at
        self._debt = debt
        self._held_at = held_at
        self._transfers: list[Transfer] = []
        self._lots: list[LotChange] = []
        self._uses: list[Use] = []

    def give_back(
        self,
        of: Transfer,
        last: TransferId,
        slices: Sequence[Slice],
        names: Mapping[AccountKind, TransferId],
    ) -> TransferId:
        """Give *slices* back out of the account that *of* filled; return the last transfer."""
        for kind, name in names.items():
            mine = [it for it in slices if account_of(it.lot.account).kind is kind]
            if mine:
                target = mine[0].lot.account
                self._transfer(name, of, target, points_of(mine), Phase.VOIDED, last)
                self._restore(name, mine, of.at if self._held_at is None else self._held_at)
                last = name
        return last

    def post(
        self, of: Transfer, last: TransferId, slices: Sequence[Slice], partner: PartnerId
    ) -> None:
        """Give *slices* to *partner*."""
        name = part_id(of.id, "post")
        target = Account(AccountKind.REDEEMED, partner).id
        self._transfer(name, of, target, points_of(slices), Phase.POSTED, last)
        self._uses += [Use(name, it.lot.id, it.points) for it in slices]

    def change(self) -> Change:
        """Return all of it."""
        return Change(tuple(self._transfers), tuple(self._lots), tuple(self._uses))

    def _transfer(
        self, name: TransferId, of: Transfer, target: AccountId, points: Points, phase: Phase,
        last: TransferId,
    ) -> None:  # fmt: skip
        self._transfers.append(
            Transfer(
                name, of.credit, target, points, self._at, Reason.VOUCHER, of.reference, phase,
                last,
            )
        )  # fmt: skip

    def _restore(self, name: TransferId, slices: Sequence[Slice], held_at: UnixTime) -> None:
        for it in soonest_sliced(slices):
            paid = min(self._debt, it.points) if it.lot.confirmed else 0
            self._debt = Points(self._debt - paid)
            if paid < it.points:
                back = Points(it.points - paid)
                until = lives_until(it.lot.expires_at, held_at, self._at)
                self._lots.append(it.lot.changed(back, until))
                self._uses.append(Use(name, it.lot.id, back))


def soonest_sliced(slices: Iterable[Slice]) -> list[Slice]:
    """Return *slices* with the lot that expires soonest first."""
    return sorted(slices, key=lambda it: (it.lot.expires_at, it.lot.id))
