"""What is read from the chain: accounts, transactions, messages and the items of a TVM stack.

Pure records. Cells are bytes here (a bag of cells with one root), so that who only looks at amounts
and outcomes needs no library of the chain.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NewType

Address = NewType("Address", str)
"""An account in its raw form: workchain, colon, 64 lower-case hexadecimal digits."""

LARGEST_MESSAGE: Final = 65_535
"""Bytes of an external message that validators take (the chain's own limit)."""


class AccountStatus(StrEnum):
    """What an account is."""

    ABSENT = "absent"
    """Nothing was ever sent there, or all of it is gone."""
    UNINIT = "uninit"
    """It has a balance and no code."""
    ACTIVE = "active"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account at one block."""

    status: AccountStatus
    balance: int = 0
    """NanoTON."""
    code_hash: bytes | None = None
    data: bytes | None = None
    """Its data cell: unlike a get-method's answer, proven where the chain's proofs are checked."""
    last_lt: int = 0
    last_hash: bytes = bytes(32)
    """Of its newest transaction; zeros before the first."""


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message, as the transaction that took or sent it holds it."""

    hash: bytes
    """Of an external message from outside: the normalized one (TEP-467), as `send` returns it.

    Of any other: of its cell, the same at both ends.
    """
    source: Address | None
    """None: from outside."""
    target: Address | None
    """None: a log for the outside."""
    value: int
    """NanoTON that came with it."""
    bounced: bool
    body: bytes
    created_lt: int = 0


@dataclass(frozen=True, slots=True)
class TransactionView:
    """One transaction of one account."""

    account: Address
    lt: int
    hash: bytes
    now: int
    """The chain's time, seconds."""
    ok: bool
    """Its code ran to the end and its actions were taken: an aborted one changed nothing."""
    exit_code: int | None
    """Of the code; None where it did not run."""
    action_code: int | None
    """What became of its actions; None where it came to none."""
    skipped: int
    """Actions that were left out, without an error, because they were marked so."""
    incoming: MessageView | None
    outgoing: tuple[MessageView, ...]
    fees: int
    """NanoTON taken from the account, without what the messages carry for their own way."""
    previous_lt: int
    previous_hash: bytes
    boc: bytes
    """The whole transaction."""


@dataclass(frozen=True, slots=True)
class CellItem:
    """A cell on a stack."""

    boc: bytes


@dataclass(frozen=True, slots=True)
class SliceItem:
    """A slice on a stack, as a cell that holds just what is left of it."""

    boc: bytes


@dataclass(frozen=True, slots=True)
class TupleItem:
    """A tuple on a stack."""

    items: tuple["StackItem", ...]


StackItem = int | CellItem | SliceItem | TupleItem | None
"""What a get-method takes and gives; None is TVM's null."""
