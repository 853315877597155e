"""What a block of the local chain is made of: transactions, and messages on their way."""

import functools
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pytoniq_core.boc.address import Address
from pytoniq_core.boc.cell import Cell
from pytoniq_core.tlb.transaction import Transaction

from hub.localchain.bags import NotABag, read_bag, write_bag
from hub.localchain.messages import Envelope, read_envelope
from hub.localchain.transactions import Read, read_transaction


class Head(NamedTuple):
    """The newest block."""

    seqno: int
    utime: int


@dataclass(frozen=True, slots=True)
class Block:
    """What happened together, between two points of logical time."""

    seqno: int
    utime: int
    start_lt: int
    end_lt: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message on its way."""

    number: int
    """In the order in which messages were sent; never given twice."""
    created_lt: int
    message: bytes
    """Bag of cells."""
    parent: bytes | None
    """The hash of the transaction that sent it; None for one from outside."""

    @property
    def to(self) -> Address:
        """Return where it goes."""
        to = read_envelope(read_bag(self.message)).to
        if to is None:
            raise ValueError("a message that goes nowhere does not wait")
        return to

    def __lt__(self, other: "Waiting") -> bool:
        """Tell which runs first: logical time rules, then the order of sending."""
        return (self.created_lt, self.number) < (other.created_lt, other.number)


@dataclass(frozen=True)
class Trace:
    """A transaction: as the chain keeps it, and as it reads."""

    account: Address
    lt: int
    hash: bytes
    block: int
    """The number of its block."""
    boc: bytes
    """The transaction's cell as a bag of cells."""
    parent: bytes | None
    """The hash of the transaction that sent its message; None where that came from outside."""
    log: str = field(default="", repr=False, compare=False)
    """What the executor said; only with the call that ran it."""
    seen: Read | None = field(default=None, repr=False, compare=False)
    """The transaction, where it was read already."""

    @functools.cached_property
    def read(self) -> Read:
        """Return what the transaction says of itself."""
        return self.seen or read_transaction(read_bag(self.boc))

    @property
    def exit_code(self) -> int | None:
        """Return the compute phase's exit code; None where it was skipped."""
        return self.read.exit_code

    @property
    def action_code(self) -> int | None:
        """Return the action phase's code; None where there was none."""
        return self.read.action_code

    @property
    def gas(self) -> int:
        """Return the gas used."""
        return self.read.gas

    @property
    def fees(self) -> int:
        """Return what validators took in nanotons, without what forwarding costs on the way."""
        return self.read.fees

    @property
    def succeeded(self) -> bool:
        """Tell whether everything it meant to do was done."""
        return not self.read.aborted

    @property
    def envelope(self) -> Envelope:
        """Return what the outside of its message says."""
        message = self.read.in_message
        if message is None:
            raise NotABag("a transaction that no message began")
        return read_envelope(message)

    @property
    def out(self) -> tuple[bytes, ...]:
        """Return the messages it sent, logs among them, each a bag of cells."""
        return tuple(write_bag(message) for message in self.read.out_messages)

    @functools.cached_property
    def transaction(self) -> Any:
        """Return the transaction as pytoniq-core reads it: slower, and everything."""
        return Transaction.deserialize(_cell(self.boc).begin_parse())


def _cell(boc: bytes) -> Any:
    return Cell.one_from_boc(boc)
