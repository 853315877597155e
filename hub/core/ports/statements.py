"""What moved a member's points, and what partners owe each other for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from contracts.wire.units import Points, UnixTime
from hub.core.ids import LotId, MemberId, PartnerId
from hub.core.transfers import Reason


@dataclass(frozen=True, slots=True)
class StatementLine:
    """Points that came to a member or left him."""

    seq: int
    """Its place: later ones are higher."""
    points: int
    """Below zero: they left."""
    reason: Reason
    reference: str
    at: UnixTime
    partner: PartnerId
    partner_name: str


@dataclass(frozen=True, slots=True)
class UnvestedBonus:
    """A bonus that waits for more receipts."""

    lot: LotId
    member: MemberId
    partner: PartnerId
    points: Points
    granted_at: UnixTime
    reference: str


@dataclass(frozen=True, slots=True)
class Netted:
    """Points of one partner that another one took, on one day."""

    day: int
    """Days since 1970-01-01 in Almaty."""
    issuer: PartnerId
    taker: PartnerId
    points: int
    """Below zero: they went back."""


class Statements(Protocol):
    """Reads the ledger's transfers for people and for settling between partners."""

    def of_member(
        self,
        member: MemberId,
        before: int | None,
        limit: int,
        only: frozenset[PartnerId] | None = None,
    ) -> list[StatementLine]:
        """Return a page of what moved a member's points, newest first, below place *before*.

        Of all partners, or of those in *only*.
        """
        ...

    def unvested(self, after: LotId, limit: int) -> list[UnvestedBonus]:
        """Return a page of bonuses that wait, by lot."""
        ...

    def mark(self, name: str) -> tuple[int, Mapping[str, int]]:
        """Return up to which place *name* has been reckoned, and its remainders; locked."""
        ...

    def set_mark(self, name: str, seq: int, remainders: Mapping[str, int]) -> None:
        """Store up to which place *name* has been reckoned."""
        ...

    def sealed(self) -> int:
        """Return the place of the last transfer that stands in a sealed block."""
        ...

    def netted(self, after: int, until: int) -> list[Netted]:
        """Return what partners took of each other's points between two places."""
        ...

    def add_clearing(self, rows: Sequence[Netted]) -> None:
        """Add to what partners owe each other."""
        ...

    def issued(self, after: int, until: int) -> dict[PartnerId, int]:
        """Return what each partner issued between two places, less what was taken back."""
        ...

    def charge(self, partner: PartnerId, points: int, upto: int, at: UnixTime) -> None:
        """Book the programme's share of what a partner issued up to a place, once."""
        ...

    def charged(self, since: UnixTime, until: UnixTime) -> dict[PartnerId, int]:
        """Return what was booked as the programme's share between two times, both included."""
        ...

    def owed(self, since: int, until: int, partner: PartnerId | None) -> list[Netted]:
        """Return what partners owe each other for days from *since* up to *until*."""
        ...
