"""The port of what settlement keeps outside the database, so that a restored hub can go on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from contracts.wire.units import UnixTime
from hub.core.ids import MemberId
from hub.core.settlement.epochs import Statement
from hub.core.settlement.leaves import Leaves
from hub.core.settlement.moves import Move


@dataclass(frozen=True, slots=True)
class EpochRecord:
    """An epoch as it is kept beside the database."""

    statement: Statement
    generation: int
    """Of the hub that stored it."""
    stored_at: UnixTime


class ArchiveMismatch(Exception):
    """The archive holds another epoch of that number."""


class ArchiveUnavailable(Exception):
    """The archive cannot be written or read, or is damaged; the text is safe to show."""


class Archive(Protocol):
    """Epochs, each written whole and durable before its message is sent."""

    def store(
        self,
        record: EpochRecord,
        leaves: Leaves,
        balances: Sequence[tuple[MemberId, int]],
        moves: Sequence[Move],
        proofs: Iterable[tuple[str, bytes]],
    ) -> None:
        """Keep an epoch; the same again changes nothing, another one is an ArchiveMismatch."""
        ...

    def record(self, epoch: int) -> EpochRecord | None:
        """Return what an epoch states; None where it was never kept."""
        ...

    def leaves(self, epoch: int) -> Leaves:
        """Return an epoch's cumulative tree, checked against its root."""
        ...

    def balances(self, epoch: int) -> list[tuple[MemberId, int]]:
        """Return what each member had in custody at an epoch's block."""
        ...

    def moves(self, epoch: int) -> list[Move]:
        """Return the moves that an epoch states first."""
        ...
