"""Runs of a TON contract: one message on one account, or one get-method; what goes in and out."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Final, Protocol, Self

from hub.localchain.bags import read_bag, rewritten, write_bag
from hub.localchain.transactions import Read, read_transaction

GAS_OF_A_GET: Final = 1_000_000
"""What a lite-server gives a get-method."""
SEED: Final = bytes(32)
"""Randomness is the same in every run, so that two executors can be compared."""
OUT_OF_GAS: Final = -14
"""The one exit code below zero."""
REJECTED: Final = "rejected by account"
"""What the machine says of a message from outside that no code ever saw."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a message did to an account."""

    transaction: bytes
    """Bag of cells; empty where the message was not accepted."""
    account: bytes
    """The account afterwards (a ShardAccount); as it was where the message was not accepted."""
    accepted: bool
    exit_code: int | None
    """Of the compute phase; None where there was none, or where the executor cannot tell."""
    gas: int
    log: str = field(repr=False)
    """What the executor said on the way: for people only."""
    read: Read | None = field(default=None, repr=False, compare=False)
    """The transaction, read already; None where there is none."""


def ran(transaction: bytes, account: bytes, log: str) -> Ran:
    """Return what an executor tells of a message that was accepted."""
    root = read_bag(transaction)
    read = read_transaction(root)
    return Ran(
        write_bag(root),
        rewritten(account),
        accepted=True,
        exit_code=read.exit_code,
        gas=read.gas,
        log=log,
        read=read,
    )


def refused(account: bytes, exit_code: int | None, reason: str) -> Ran:
    """Return what an executor tells of a message that was not accepted."""
    return Ran(b"", account, accepted=False, exit_code=exit_code, gas=0, log=reason)


@dataclass(frozen=True, slots=True)
class GetCall:
    """A question to a contract: which method, of which code and data, when."""

    code: bytes
    data: bytes
    address: str
    """Raw: workchain, colon, 64 hex digits."""
    balance: int
    now: int
    method_id: int
    stack: bytes
    """The arguments, a VmStack as a bag of cells."""


@dataclass(frozen=True, slots=True)
class Got:
    """A get-method's answer."""

    exit_code: int
    stack: bytes
    """A VmStack as a bag of cells."""
    gas: int


class ExecutorBroke(Exception):
    """The executor could not take what it was given: no refusal of a contract's."""


class Executor(Protocol):
    """Runs messages and get-methods at the prices it was made with."""

    @property
    def prices(self) -> bytes:
        """Return the configuration (a bag of cells) that it runs by."""
        ...

    def run(self, account: bytes, message: bytes, now: int, lt: int) -> Ran:
        """Run *message* on *account* (a ShardAccount), both bags of cells."""
        ...

    def get(self, asked: GetCall) -> Got:
        """Run a get-method."""
        ...

    def close(self) -> None:
        """Give back what it holds; closed twice is closed once."""
        ...


class PricedExecutor(ABC):
    """What every executor is: something that runs at its prices until it is closed."""

    def __init__(self, prices: bytes) -> None:
        self._prices = prices

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def prices(self) -> bytes:
        """Return the configuration (a bag of cells) that it runs by."""
        return self._prices

    @abstractmethod
    def close(self) -> None:
        """Give back what it holds; closed twice is closed once."""
