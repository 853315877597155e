"""The chain, as small as the hub needs it: everything else is built above it out of cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from contracts.ton.seen import (
    LARGEST_MESSAGE,
    AccountStatus,
    AccountView,
    Address,
    CellItem,
    MessageView,
    SliceItem,
    StackItem,
    TransactionView,
    TupleItem,
)

__all__ = [
    "AccountStatus",
    "AccountView",
    "Address",
    "CellItem",
    "Chain",
    "ChainError",
    "ChainUnavailable",
    "GetMethodFailed",
    "Head",
    "LARGEST_MESSAGE",
    "MessageRefused",
    "MessageView",
    "MOST_TRANSACTIONS",
    "NO_CODE",
    "SliceItem",
    "StackItem",
    "TransactionView",
    "TupleItem",
    "WrongNetwork",
]

MOST_TRANSACTIONS: Final = 1_000
"""Transactions that one call returns: a few megabytes; who has as many asks again."""
NO_CODE: Final = -256
"""The exit code of a get-method where there is no active account."""


class ChainError(Exception):
    """Something about the chain went wrong; the text is safe to show and to log."""


class ChainUnavailable(ChainError):
    """No server gave an answer that can be trusted, in time.

    Of `send` it says that the outcome is unknown: the message may be on its way. Sending the very
    same bytes again is harmless; what became of them is found out by reading.
    """


class WrongNetwork(ChainError):
    """The servers are of another network than the settings say; nothing was read or sent."""


class GetMethodFailed(ChainError):
    """A get-method ended with an error of its own, or the account has no code (NO_CODE)."""

    def __init__(self, method: str, exit_code: int) -> None:
        super().__init__(f"{method} ended with exit code {exit_code}")
        self.method = method
        self.exit_code = exit_code


class MessageRefused(ChainError):
    """The account would not take the message in its state of now: it has not happened.

    A wallet also refuses what it has taken before; only reading tells the two apart.
    """

    def __init__(self, why: str, exit_code: int | None = None) -> None:
        super().__init__(why)
        self.exit_code = exit_code
        """Of the account's code; None where it did not come to run."""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest block that is known."""

    seqno: int
    utime: int
    """The chain's time, seconds."""


class Chain(Protocol):
    """Reads accounts and sends messages; safe to call from several threads."""

    def head(self) -> Head:
        """Return the newest block that is known; it never goes back."""
        ...

    def account(self, address: Address) -> AccountView:
        """Return what the account is at the newest block."""
        ...

    def get(
        self, address: Address, method: str, stack: Sequence[StackItem] = ()
    ) -> tuple[StackItem, ...]:
        """Return what a get-method leaves on its stack, the deepest first, or GetMethodFailed.

        The answer is the word of one server: money is decided by `account`, which is proven.
        """
        ...

    def send(self, message: bytes) -> bytes:
        """Hand an external message over and return its normalized hash.

        That it was taken is not that it happened: its transaction tells, and its children.
        """
        ...

    def transactions(self, address: Address, after_lt: int = 0) -> list[TransactionView]:
        """Return the account's transactions after *after_lt*, in order, none left out.

        At most MOST_TRANSACTIONS, the oldest of them: who has that many asks for what follows.
        """
        ...

    def wait_block(self, seqno: int, timeout: float) -> Head:
        """Return as soon as the head is *seqno* or later; after *timeout* seconds, unavailable."""
        ...

    def close(self) -> None:
        """Let go of threads and connections; after it every call is unavailable."""
        ...
