"""The ports of what the database holds of settlement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from contracts.wire.units import Points, UnixTime
from hub.core.ids import LotId, MemberId, TransferId
from hub.core.movable import Aging
from hub.core.settlement.custody import Kept, Moved
from hub.core.settlement.epochs import Message, Reconciled, Statement
from hub.core.settlement.moves import Back, Move, Out, Returned


class EpochState(StrEnum):
    """How far an epoch is; stored."""

    STORED = "stored"
    """It will never change; whether the chain has it is not known yet."""
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Epoch:
    """An epoch as the database holds it."""

    statement: Statement
    generation: int
    state: EpochState
    stored_at: UnixTime
    confirmed_at: UnixTime | None = None
    found: Mapping[str, Any] | None = None
    """What the check after it said."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where settlement stands; whoever holds it is alone."""

    seq: int
    """Custody and leaves are reckoned up to this transfer."""
    halted: str
    """Why nothing is sent any more; empty: all is well."""
    returns: int
    """Logical time of the last log of RedemptionManager that was taken in."""
    query: int
    """How many messages the sponsor's wallet has been given."""


@dataclass(frozen=True, slots=True)
class SealedBlock:
    """A block's number and the last transfer that it seals."""

    number: int
    last_seq: int


class Settlements(Protocol):
    """Custody, epochs, leaves and messages."""

    def lock(self) -> Mark:
        """Return where settlement stands; nobody else changes it until this transaction ends."""
        ...

    def mark(self) -> Mark:
        """Return where settlement stands."""
        ...

    def halt(self, why: str, at: UnixTime) -> None:
        """Stop sending, or go on where *why* is empty."""
        ...

    def last(self) -> Epoch | None:
        """Return the newest epoch."""
        ...

    def epoch(self, number: int) -> Epoch | None:
        """Return one epoch."""
        ...

    def blocks(self, after_seq: int, above: int, limit: int) -> list[SealedBlock]:
        """Return the first blocks that seal something after *after_seq*, numbered above *above*."""
        ...

    def kept(self, members: Sequence[MemberId]) -> dict[MemberId, Kept]:
        """Return what these members had at the mark."""
        ...

    def moved(self, after: int, until: int) -> list[Moved]:
        """Return by how much members moved between two places of the ledger."""
        ...

    def keep(self, kept: Sequence[Kept], seq: int) -> None:
        """Store members as they are at transfer *seq*, the new mark."""
        ...

    def custody(self) -> int:
        """Return custody at the mark: the sum that is kept."""
        ...

    def booked_custody(self) -> tuple[int, int]:
        """Return custody at the mark by the accounts' own balances, and whose part differs.

        The second number counts members whose kept part is not what their account says.
        """
        ...

    def custody_from_nothing(self, until: int) -> int:
        """Return custody at a place of the ledger, added up from its first transfer."""
        ...

    def balances(self) -> list[tuple[MemberId, int]]:
        """Return every member's part of custody at the mark, where there is any."""
        ...

    def state_moves(self, epoch: int, after: int, until: int) -> dict[str, int]:
        """Put the moves between two places into *epoch*; return what each wallet gained."""
        ...

    def moved_out(self, after: int, until: int) -> int:
        """Return how many points the moves between two places come to."""
        ...

    def add(self, epoch: Epoch, gained: Mapping[str, int]) -> None:
        """Store *epoch* under its number, and what wallets have been issued in all by it."""
        ...

    def leaves(self, epoch: int) -> list[tuple[str, int]]:
        """Return what each wallet had been issued in all at *epoch*."""
        ...

    def leaf(self, wallet: str, epoch: int) -> int:
        """Return what one wallet had been issued in all at *epoch*."""
        ...

    def moves_of(self, epoch: int) -> list[Move]:
        """Return the moves that *epoch* states first."""
        ...

    def issued_by_moves(self, epoch: int) -> int:
        """Return what all moves come to that *epoch* or one before it states."""
        ...

    def message(self, kind: str, epoch: int) -> Message | None:
        """Return the newest message of an epoch."""
        ...

    def add_message(self, kind: str, message: Message, at: UnixTime) -> bool:
        """Store a message under its number; False where another worker has stored one."""
        ...

    def confirm(self, epoch: int, at: UnixTime, found: Reconciled) -> None:
        """Note that the chain states *epoch*, and what the check after it said."""
        ...

    def unconfirm(self, epoch: int) -> None:
        """Note that the admin's veto took *epoch* off the chain: it is to be stated again."""
        ...

    def listed(self, before: int | None, limit: int) -> list[Epoch]:
        """Return epochs, newest first."""
        ...


class Moves(Protocol):
    """Moves out and back, and what they do to the ledger."""

    def get(self, move: TransferId) -> Move | None:
        """Return a move."""
        ...

    def leave(self, move: Move, earned_until: UnixTime, now: UnixTime) -> bool:
        """Store a move and take its points out of confirmed lots earned until then, soonest first.

        False, and nothing is done, where there are not so many.
        """
        ...

    def aging(self, member: MemberId, now: UnixTime) -> list[Aging]:
        """Return the member's confirmed lots that may leave, each once it is old enough."""
        ...

    def lose(self, move: Move) -> None:
        """Store a move of a lost past: on chain, and not in the ledger yet."""
        ...

    def unbooked(self, limit: int) -> list[Move]:
        """Return moves of a lost past that the ledger does not know yet."""
        ...

    def unbooked_one(self, move: TransferId) -> Move | None:
        """Return a move if the ledger still does not know it."""
        ...

    def book(self, move: Move, member: MemberId, now: UnixTime) -> bool:
        """Take an unbooked move's points out of *member*'s; False where he has not so many."""
        ...

    def state(self, move: TransferId, epoch: int) -> None:
        """Note that *epoch* of a lost past states a move."""
        ...

    def forget_unbooked(self, move: TransferId, points: Points) -> None:
        """Note that so much of an unbooked move has come back before it was booked."""
        ...

    def member_of(self, wallet: str) -> MemberId | None:
        """Return whose wallet this is now."""
        ...

    def out(self, member: MemberId, points: Points) -> list[Out]:
        """Return so much of what is out: the member's own first, oldest first, then others'."""
        ...

    def unbooked_of(self, member: MemberId) -> list[Move]:
        """Return moves to the member's wallet, of a lost past, that the ledger does not know."""
        ...

    def give_back(
        self, log: Returned, member: MemberId, backs: Sequence[Back], at: UnixTime
    ) -> list[LotId]:
        """Give points back to *member* as lots, and note on their moves that they came."""
        ...

    def outstanding(self) -> int:
        """Return how many points are out in all."""
        ...

    def out_by_ledger(self) -> int:
        """Return how many points are out in all by the accounts of the ledger."""
        ...

    def out_by_logs(self) -> int:
        """Return the same by the moves and the logs that were credited."""
        ...


class BuyingState(StrEnum):
    """How far the reward is that a log named; stored."""

    OPEN = "open"
    """The points are the member's; the reward is still to be bought for them."""
    DONE = "done"
    REFUSED = "refused"
    """The points stay his."""


class Logs(Protocol):
    """What RedemptionManager said."""

    def add(self, account: str, logs: Sequence[Returned]) -> int:
        """Store logs, each once, and move the mark; return how many were new."""
        ...

    def waiting(self, limit: int) -> list[tuple[Returned, MemberId]]:
        """Return logs whose wallet is linked and that are not credited, oldest first."""
        ...

    def lock(self, log: Returned) -> bool:
        """Tell whether *log* still waits; nobody else credits it until this transaction ends."""
        ...

    def credited(self, log: Returned, member: MemberId, at: UnixTime, unmatched: Points) -> None:
        """Note that a log was credited, and what of it found nothing that was out."""
        ...

    def buying(self, limit: int) -> list[tuple[Returned, MemberId]]:
        """Return credited logs whose rewards are still to be bought, oldest first."""
        ...

    def bought(self, log: Returned, state: BuyingState) -> None:
        """Note what became of a log's reward."""
        ...

    def unknown(self) -> int:
        """Return how many points wait for their wallets to be linked."""
        ...

    def strangers(self, limit: int) -> list[Returned]:
        """Return logs that wait and whose wallets nobody has linked, oldest first."""
        ...

    def get(self, lt: int) -> Returned | None:
        """Return the log of one transaction of the manager."""
        ...

    def audited(self) -> int:
        """Return up to which logical time the logs were read a second time."""
        ...

    def audit(self, account: str, logs: Sequence[Returned], until: int) -> Points:
        """Take in what of *logs* was passed over, and return how many points that were.

        *logs* are all that there are up to logical time *until* since the last audit.
        """
        ...

    def taken(self, until: UnixTime) -> Points:
        """Return how many points the logs said that came until then."""
        ...
