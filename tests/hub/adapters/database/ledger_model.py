"""The ledger as a baker would keep it: a few lists, no database, no double entry tricks."""

from collections import defaultdict
from dataclasses import dataclass, field

from hub.core.accounts import AccountKind
from hub.core.ports.ledger import Taken

Owner = tuple[AccountKind, int]


@dataclass
class ModelLot:
    """A lot and what is left of it."""

    place: int
    member: int
    partner: int
    rest: int
    until: int
    confirmed: bool
    spendable: bool

    @property
    def owner(self) -> Owner:
        """Return the account that it stands in."""
        kind = AccountKind.CONFIRMED if self.confirmed else AccountKind.UNCONFIRMED
        return (kind, self.member)


@dataclass
class ModelHold:
    """A hold: which lots gave how much, and how it ended."""

    member: int
    at: int
    parts: list[tuple[ModelLot, int, bool]]
    """Lot, points, and whether they were confirmed when they were held."""
    posted: list[tuple[ModelLot, int, bool]] | None = None
    """None while the hold is open."""
    partner: int = 0
    refunded: bool = False

    @property
    def points(self) -> int:
        """Return how many points were set aside."""
        return sum(points for _, points, _ in self.parts)

    @property
    def taken(self) -> int:
        """Return how many were posted."""
        return sum(points for _, points, _ in self.posted or [])

    def ended_by(self, points: int, partner: int) -> bool:
        """Tell whether it ended with *points* for *partner*; none for one is none for another."""
        return self.taken == points and (not points or self.partner == partner)


@dataclass
class Model:
    """What each account has, and each lot."""

    negative_most: int
    shortfall_most: int
    has: dict[Owner, int] = field(default_factory=lambda: defaultdict(int))
    lots: list[ModelLot] = field(default_factory=list)

    def move(self, debit: Owner, credit: Owner, points: int) -> None:
        """Move points."""
        self.has[debit] -= points
        self.has[credit] += points

    def debt(self, member: int) -> int:
        """Return what a member owes."""
        return max(0, -self.has[AccountKind.CONFIRMED, member])

    def mine(self, member: int) -> list[ModelLot]:
        """Return a member's lots with something left, soonest first."""
        found = [lot for lot in self.lots if lot.member == member and lot.rest]
        return sorted(found, key=lambda lot: (lot.until, lot.place))

    def spendable(self, member: int) -> int:
        """Return what a voucher may cost."""
        there = sum(lot.rest for lot in self.mine(member) if lot.spendable)
        return max(0, there - self.debt(member))

    def credit(self, lot: ModelLot) -> None:
        """Give a lot; a debt is paid first."""
        paid = min(lot.rest, self.debt(lot.member)) if lot.confirmed else 0
        self.move((AccountKind.ISSUED, lot.partner), lot.owner, lot.rest)
        lot.rest -= paid
        self.lots.append(lot)

    def confirm(self, lot: ModelLot) -> int:
        """Confirm a lot and return what was left of it."""
        if lot.confirmed:
            return 0
        left, paid = lot.rest, min(lot.rest, self.debt(lot.member))
        before, lot.confirmed, lot.spendable = lot.owner, True, True
        self.move(before, lot.owner, left)
        lot.rest -= paid
        return left

    def hold(self, member: int, points: int, at: int) -> ModelHold | None:
        """Set points aside, or None where there are not enough."""
        if points > self.spendable(member):
            return None
        hold = ModelHold(member, at, [])
        for lot in self.mine(member):
            part = min(points, lot.rest) if lot.spendable else 0
            if part:
                points -= part
                lot.rest -= part
                self.move(lot.owner, (AccountKind.HELD, member), part)
                hold.parts.append((lot, part, lot.confirmed))
        return hold

    def end(self, hold: ModelHold, partner: int, points: int, at: int) -> None:
        """Post so many of the held points, and give the rest back."""
        hold.posted, hold.partner, back = [], partner, []
        for lot, held, was in sorted(hold.parts, key=lambda it: (it[0].until, it[0].place)):
            part = min(points, held)
            points -= part
            if part:
                hold.posted.append((lot, part, was))
                self.move((AccountKind.HELD, lot.member), (AccountKind.REDEEMED, partner), part)
            if held > part:
                back.append((lot, held - part, was))
        self._give_back(hold, (AccountKind.HELD, hold.member), back, at)

    def refund(self, hold: ModelHold, at: int) -> None:
        """Give what was posted back."""
        hold.refunded = True
        self._give_back(hold, (AccountKind.REDEEMED, hold.partner), hold.posted or [], at)

    def take_back(self, lot: ModelLot, points: int, *, may_go_negative: bool) -> Taken:
        """Reverse points of a lot."""
        issued = (AccountKind.ISSUED, lot.partner)
        others = [it for it in self.mine(lot.member) if it is not lot]
        order = [it for it in others if it.confirmed]
        order += [it for it in others if not it.confirmed and it.spendable]
        parts, left = [], points
        for it in [lot, *order]:
            part = min(left, it.rest)
            left, it.rest = left - part, it.rest - part
            self.move(it.owner, issued, part)
            parts.append(part)
        confirmed = (AccountKind.CONFIRMED, lot.member)
        floor = self.negative_most if may_go_negative else 0
        below = min(left, max(0, self.has[confirmed] + floor))
        self.move(confirmed, issued, below)
        bearing = (AccountKind.SHORTFALL, lot.partner)
        shortfall = min(left - below, self.shortfall_most + self.has[bearing])
        self.move(bearing, issued, shortfall)
        numbers = (parts[0], sum(parts[1:]), below, shortfall, left - below - shortfall)
        return Taken(*numbers)  # type: ignore[arg-type]  # the model counts in plain numbers

    def expire(self, member: int, at: int) -> int:
        """Move what is past its time to breakage."""
        due = [lot for lot in self.mine(member) if lot.until <= at]
        total = sum(lot.rest for lot in due)
        for lot in due:
            self.move(lot.owner, (AccountKind.BREAKAGE, lot.partner), lot.rest)
            lot.rest = 0
        return total

    def _give_back(
        self, hold: ModelHold, source: Owner, parts: list[tuple[ModelLot, int, bool]], at: int
    ) -> None:
        # Confirmed points first, then by their day: the order in which a debt is paid of them.
        order = sorted(parts, key=lambda it: (not it[2], not it[0].confirmed, it[0].until,
                                              it[0].place))  # fmt: skip
        for lot, points, _ in order:
            paid = min(points, self.debt(lot.member)) if lot.confirmed else 0
            self.move(source, lot.owner, points)
            if points > paid:
                lot.rest += points - paid
                gained = min(at - hold.at, lot.until - hold.at)
                lot.until = max(lot.until, at + max(0, gained))
