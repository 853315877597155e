"""The ports of sealing and of checking the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from hub.core.accounts import AccountId, AccountKind
from hub.core.blocks import Block, Head, Leaf
from hub.core.ids import LotId, MemberId, PartnerId


class Blocks(Protocol):
    """Sealed blocks, and the entries that they seal."""

    def safe_last(self) -> int | None:
        """Return a seq up to which every entry is there or never will be.

        None when writers did not make way in time: the sealer tries again later. To be called in
        a transaction of its own, which ends at once: writers wait while it lasts.
        """
        ...

    def lock_last(self) -> Block | None:
        """Return the last block without its leaves; no other sealer adds one meanwhile."""
        ...

    def head(self) -> Head | None:
        """Return which block is the last."""
        ...

    def generation(self) -> int:
        """Return the hub's generation."""
        ...

    def leaves(self, after: int, until: int, limit: int) -> list[Leaf]:
        """Return the leaves of the first *limit* entries above *after*, up to *until*.

        An entry that cannot be one of ours has an empty hash.
        """
        ...

    def until_grown(self, after: int, until: int, most: int, points: int) -> int:
        """Return how far above *after* entries go that give members *points* or less in all.

        The first one is among them whatever it gives; *most* of them are looked at.
        """
        ...

    def add(self, block: Block) -> None:
        """Store *block*, and move the balances of hot accounts by what it seals."""
        ...

    def walk(self) -> Iterator[Block]:
        """Return all blocks in order, one at a time."""
        ...


@dataclass(frozen=True, slots=True)
class WrongBalance:
    """An account whose stored balance is not what its transfers come to."""

    account: AccountId
    stored: int | None
    """None: there is no such account."""
    found: int


@dataclass(frozen=True, slots=True)
class WrongLot:
    """A lot that does not agree with the transfers that made and used it."""

    lot: LotId | None
    """None: a credit has no lot."""
    member: MemberId
    remaining: int
    found: int | None
    """None: the transfer that made it is missing or says something else."""


@dataclass(frozen=True, slots=True)
class TrialRow:
    """A line of the trial balance."""

    kind: AccountKind
    partner: PartnerId | None
    """None: of all members together."""
    accounts: int
    balance: int


class Books(Protocol):
    """The whole ledger added up anew, by the database, in one state of it."""

    def wrong_balances(self, limit: int) -> list[WrongBalance]:
        """Return accounts whose balance is not the sum of their transfers."""
        ...

    def below_floor(self, limit: int) -> list[WrongBalance]:
        """Return accounts below their floor, or with a floor that their kind does not allow."""
        ...

    def wrong_lots(self, limit: int) -> list[WrongLot]:
        """Return lots that do not hold what their transfers leave of them."""
        ...

    def wrong_purses(self, limit: int) -> list[WrongBalance]:
        """Return members' accounts that do not hold what their lots come to."""
        ...

    def wrong_holds(self, limit: int) -> list[WrongBalance]:
        """Return members' accounts that do not hold what their open holds come to."""
        ...

    def trial(self) -> list[TrialRow]:
        """Return the balances by kind of account and partner, with what is not sealed yet."""
        ...
