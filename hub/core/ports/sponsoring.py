"""The port of what the database holds of claims that the programme pushes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from contracts.wire.units import UnixTime


class BatchState(StrEnum):
    """How far a batch of claims is; stored."""

    STORED = "stored"
    DONE = "done"
    """Every claim of it was seen on chain."""
    OVER = "over"
    """It can no longer be accepted, and not all of it was seen."""


@dataclass(frozen=True, slots=True)
class ClaimBatch:
    """One message of the sponsor's wallet."""

    number: int
    query: int
    boc: bytes
    created_at: UnixTime
    valid_until: UnixTime
    cost: int
    """NanoTON set aside for it."""
    claims: Mapping[str, int]
    """Wallet -> what it is to have claimed."""


class Sponsoring(Protocol):
    """Claims that the programme pushes for members."""

    def unclaimed(self, epoch: int, limit: int) -> list[tuple[str, int]]:
        """Return wallets that had more issued at *epoch* than they are known to have claimed.

        Those in a batch that may still be accepted are not among them.
        """
        ...

    def note_claimed(self, wallet: str, cumulative: int, at: UnixTime) -> None:
        """Note what a wallet has claimed so far: it only grows."""
        ...

    def claimed(self, wallet: str) -> int:
        """Return what a wallet is known to have claimed."""
        ...

    def spent(self, since: UnixTime) -> int:
        """Return nanoTON that batches since then were given."""
        ...

    def next_query(self) -> int:
        """Return how many messages the sponsor's wallet was given before this one."""
        ...

    def add(self, batch: ClaimBatch) -> None:
        """Store a batch before it is sent."""
        ...

    def open(self) -> list[ClaimBatch]:
        """Return the batches whose outcome is not known."""
        ...

    def end(self, number: int, state: BatchState, at: UnixTime) -> None:
        """Note how a batch ended."""
        ...
