"""Epochs: what one states, and what to do about one whose outcome is not known; pure.

An epoch is stored whole before its message exists, and never changes. Whatever happens to the
message, the chain is read: it says this epoch and everything in it (done), the one before (not
there: the stored message goes again, or, once that can no longer be accepted, a newly signed one
of the same content), an older one (the server is behind), or something else: then somebody else
holds the settler's key, and nothing more is sent.
"""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

from contracts.wire.units import UnixTime

ROOT_SIZE: Final = 32
MESSAGE_LIFE: Final = 600
"""Seconds for which a signed message can be accepted: long enough for a busy chain, and short
enough that a lost one is soon known to be lost."""
SURE_AFTER: Final = 30
"""Seconds of the chain's own time beyond a message's life before it is taken to be lost: shard
blocks may be a few seconds behind the head that was read."""
BURNED_AFTER: Final = 600
"""Seconds from a log of RedemptionManager until the burn that it began is over, at most."""
PATIENCE: Final = 6
"""Messages of one epoch before somebody is told: an hour, or a wallet that has run dry."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one SetRoot says: all of it, or nothing of it, is on chain."""

    epoch: int
    root: bytes
    """Over wallet -> jettons ever issued to it."""
    issued: int
    custody: int
    sum_root: bytes
    block: int
    """The sealed block of the ledger that it states."""

    @property
    def total(self) -> int:
        """Return what is owed by it, before what was burned."""
        return self.issued + self.custody


NOTHING: Final = Statement(0, bytes(ROOT_SIZE), 0, 0, bytes(ROOT_SIZE), 0)
"""What the chain says before the first epoch."""


@dataclass(frozen=True, slots=True)
class ChainState:
    """LoyaltyToken and the settler's wallet, as one state of the chain shows them."""

    stated: Statement
    matures_at: UnixTime
    """From when on claims are checked against it, and no veto takes it away; 0 before the first."""
    growth_cap: int
    least_interval: int
    delay: int
    claimable_epoch: int
    supply: int
    burned: int
    ours: bool
    """The token takes roots from this settler."""
    now: UnixTime
    """The chain's own time."""
    sequence: int
    """Of the settler's wallet: the number that its next message must have."""
    balance: int
    """NanoTON of the settler's wallet."""


class Verdict(StrEnum):
    """What the chain says of an epoch."""

    DONE = "done"
    NOT_THERE = "not_there"
    BEHIND = "behind"
    """The server shows an older state than we have seen already."""
    FOREIGN = "foreign"
    """The chain states what we never stored."""


def judge(wanted: Statement, before: Statement, stated: Statement) -> Verdict:
    """Return what *stated* says of *wanted*, which comes after *before*."""
    if stated == wanted:
        return Verdict.DONE
    if stated == before:
        return Verdict.NOT_THERE
    if stated.epoch < before.epoch:
        return Verdict.BEHIND
    return Verdict.FOREIGN


@dataclass(frozen=True, slots=True)
class Message:
    """A signed message, stored before it was sent."""

    epoch: int
    attempt: int
    """From 1."""
    boc: bytes
    hash: bytes
    """Normalized (TEP-467), as explorers show it."""
    sequence: int
    valid_until: UnixTime


class Step(StrEnum):
    """What an epoch that is not there needs next."""

    SIGN = "sign"
    SEND = "send"
    """The stored message, again."""


def next_step(message: Message | None, seen: ChainState) -> Step:
    """Return what to do for an epoch whose newest *message* has not done it.

    A message is dead once the chain is past its life, or its wallet past its number. Signing
    anew is safe in any case: the content is the same, and LoyaltyToken takes an epoch once.
    """
    if message is None:
        return Step.SIGN
    expired = seen.now > message.valid_until + SURE_AFTER
    return Step.SIGN if expired or seen.sequence > message.sequence else Step.SEND


def is_due(seen: ChainState, every: int) -> bool:
    """Whether the next epoch may be stated now, by the chain's clock."""
    pause = max(seen.least_interval, every - seen.delay)
    return seen.stated.epoch == 0 or seen.now >= seen.matures_at + pause


@dataclass(frozen=True, slots=True)
class Books:
    """What the hub's own books say of what is out and came back, each counted on its own."""

    members_off: int = 0
    """Members whose part of custody is not what their account in the ledger says."""
    issued_by_moves: int = 0
    out: int = 0
    """Points out in all, by the accounts of the ledger."""
    out_by_logs: int = 0
    """The same by the moves and by the logs that were credited."""
    returned: int = 0
    """By the logs that are so old that what they say is burned by now."""
    unburned: int = 0
    """Of these, what RedemptionManager could not burn yet."""
    lost: int = 0
    """By logs that were there when the hub read on beyond them, and that it does not have."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What the check after an epoch found; kept for the metrics and the API."""

    epoch: int
    block: int
    custody_chain: int
    custody_ledger: int
    """Added up from the ledger at that block."""
    supply: int
    issued: int
    burned: int
    books: Books
    spent: int | None = None
    """NanoTON that the settler's wallet lost by it; None where nobody saw it."""

    @property
    def good(self) -> bool:
        """Tell whether both sides say the same."""
        owed = self.custody_chain + self.issued - self.burned
        custody = self.custody_chain == self.custody_ledger and not self.books.members_off
        return custody and self.supply == owed and self._returns_are_whole

    @property
    def _returns_are_whole(self) -> bool:
        """Tell whether each return was taken once: none that was not burned, none passed over.

        Jettons that their owners burned themselves are burned without a log, so more may be
        burned than came back, and never less.
        """
        it = self.books
        moved = self.issued == it.issued_by_moves and it.out == it.out_by_logs
        return moved and it.returned <= self.burned + it.unburned and not it.lost

    def to_json(self) -> dict[str, int | bool]:
        """Return it as heartbeats and the API hold it."""
        spent = {} if self.spent is None else {"spent": self.spent}
        return {
            "epoch": self.epoch, "block": self.block, "custody_chain": self.custody_chain,
            "custody_ledger": self.custody_ledger, "supply": self.supply, "issued": self.issued,
            "burned": self.burned, **asdict(self.books), "good": self.good, **spent,
        }  # fmt: skip
