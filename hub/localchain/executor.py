"""What runs a TON contract: one message on one account, or one get-method."""

import functools
import importlib.util
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

from hub.errors import HubError

GAS_OF_A_GET: Final = 1_000_000
"""What a lite-server gives a get-method."""
SEED: Final = bytes(32)
"""Randomness is the same in every run, so that two executors can be compared."""
OUT_OF_GAS: Final = -14
"""The one exit code below zero."""
REJECTED: Final = "rejected by account"
"""What the machine says of a message from outside that no code ever saw."""

Kind = Literal["native", "wasm", "auto"]


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


def executor_here(prices: bytes, *, kind: Kind = "auto") -> Executor:
    """Return the fastest executor that this Python has, or the one asked for; one a process."""
    chosen = kind
    if kind == "auto":
        chosen = "native" if has_native() else "wasm"
    return _made(prices, chosen)


def has_native() -> bool:
    """Tell whether the native TVM is installed here."""
    return importlib.util.find_spec("tonpy") is not None


@functools.cache
def _made(prices: bytes, kind: Kind) -> Executor:
    if kind == "native":
        if not has_native():
            raise HubError(
                "The native TVM is not installed here.",
                "It needs tonpy-dev, Python 3.12 or 3.13 and Linux; the WASM one runs anywhere.",
            )
        from hub.localchain.native import NativeExecutor  # noqa: PLC0415  # see above

        return NativeExecutor(prices)
    from hub.localchain.wasm import WasmExecutor  # noqa: PLC0415  # starts V8

    return WasmExecutor(prices)
