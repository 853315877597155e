"""The port of what people read of settlement, and of what is kept so that reading is quick."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from contracts.wire.units import Points, UnixTime
from hub.core.ids import MemberId
from hub.core.settlement.moves import Move


class Parts(StrEnum):
    """Of which tree parts are kept; stored."""

    CLAIMS = "claims"
    """The cumulative tree: one part, what stands over its buckets."""
    SUMS = "sums"
    """The sum tree: its crown, then its chunks."""


@dataclass(frozen=True, slots=True)
class FollowedMove:
    """A move, its place among all of them, and whether its wallet has it."""

    number: int
    move: Move
    claimed: bool
    """As far as the worker has seen."""


@dataclass(frozen=True, slots=True)
class ReturnSeen:
    """Jettons that came back, as RedemptionManager said."""

    lt: int
    sender: str
    points: Points
    reward: int
    """0: back to custody."""
    at: UnixTime
    member: MemberId | None
    """Whom it was credited to."""
    credited_at: UnixTime | None
    unmatched: Points
    """Of them, what found nothing that was out."""


@dataclass(frozen=True, slots=True)
class MovesAsked:
    """Which moves are asked for."""

    member: MemberId | None = None
    epoch: int | None = None
    waiting: bool = False
    """Only those that no epoch states yet."""


class Chronicle(Protocol):
    """What settlement has done, for people."""

    def keep(self, kind: Parts, epoch: int, parts: Iterable[bytes]) -> None:
        """Keep a tree's parts, numbered from 0, and let go of those of epochs long past."""
        ...

    def part(self, kind: Parts, epoch: int, number: int) -> bytes | None:
        """Return one part of a tree; None where it is not kept (any more)."""
        ...

    def leaves(self, epoch: int, first: str, last: str) -> list[tuple[str, int]]:
        """Return what wallets from *first* to *last* had been issued at *epoch*, in order."""
        ...

    def leaf_count(self, epoch: int) -> int:
        """Return how many wallets had been issued anything at *epoch*."""
        ...

    def leaves_after(self, epoch: int, wallet: str, limit: int) -> list[tuple[str, int]]:
        """Return what the wallets behind *wallet* had been issued at *epoch*, in order."""
        ...

    def moves(self, asked: MovesAsked, before: int | None, limit: int) -> list[FollowedMove]:
        """Return moves, newest first, from below the place *before*."""
        ...

    def moves_waiting(self) -> tuple[int, Points]:
        """Return how many moves no epoch states yet, and their points."""
        ...

    def returns(
        self, member: MemberId | None, wallet: str | None, before: int | None, limit: int
    ) -> list[ReturnSeen]:
        """Return what came back, newest first, from below logical time *before*.

        Of *member*, and what *wallet* sent that nobody was credited with yet; of everybody where
        both are None.
        """
        ...
