"""A local TON chain for tests of contracts, and senders with money on it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pytoniq_core.boc.address import Address
from pytoniq_core.boc.builder import Builder
from pytoniq_core.boc.cell import Cell
from pytoniq_core.tlb.account import StateInit

from hub.localchain.bags import read_bag
from hub.localchain.chain import LocalChain
from hub.localchain.executor import Kind, executor_here
from hub.localchain.messages import read_account, read_envelope
from hub.localchain.outside import Letter, internal_message
from hub.localchain.prices import Prices, config
from hub.localchain.traces import Trace, Waiting

BEGINNING: Final = 1_790_000_000
"""When a test's chain begins (September 2026); only `advance` moves its clock."""
TON: Final = 10**9
"""Nanotons."""
RICH: Final = 100_000 * TON
"""What a sender has at the start."""


def local_chain(prices: Prices = "new", kind: Kind = "auto") -> LocalChain:
    """Return a new, empty chain in memory at the prices since May 2026, or the old ones."""
    return LocalChain(executor_here(config(prices), kind=kind), now=lambda: BEGINNING)


@dataclass(frozen=True)
class Sender:
    """A person's stand-in: an account that takes all it is sent, and whose messages are given.

    What it sends comes from its address but not from its balance: `sent_to` and `post` bring the
    value with them, so a test's books begin with what it says itself.
    """

    chain: LocalChain
    address: Address
    sent: list[int] = field(default_factory=list)
    """The value of everything it sent."""

    def send(
        self,
        to: Address,
        body: Cell | None = None,
        *,
        value: int = TON,
        init: StateInit | None = None,
        bounce: bool = True,
    ) -> list[Trace]:
        """Send an internal message and run all that follows; the first trace is the receiver's."""
        return self.chain.inject(self._message(Letter(self.address, to, value, body, init, bounce)))

    def post(
        self,
        to: Address,
        body: Cell | None = None,
        *,
        value: int = TON,
        init: StateInit | None = None,
        bounce: bool = True,
    ) -> Waiting:
        """Put an internal message on its way, for chain.deliver(number) or chain.lose(number)."""
        return self.chain.post(self._message(Letter(self.address, to, value, body, init, bounce)))

    def deploy(self, init: StateInit, *, value: int = TON, body: Cell | None = None) -> Address:
        """Deploy a contract from its code and data, and return its address."""
        to = address_of(init)
        self.send(to, body, value=value, init=init, bounce=False)
        return to

    @property
    def balance(self) -> int:
        """Return what the account holds in nanotons."""
        return self.chain.account(self.address).balance

    def _message(self, letter: Letter) -> bytes:
        self.sent.append(letter.value)
        return internal_message(letter, self.chain.now())


def wallet(chain: LocalChain, name: str = "sender", *, workchain: int = 0) -> Sender:
    """Return the sender called *name*, with money: one name is one address on every chain."""
    init = _taking_all(name)
    sender = Sender(chain, address_of(init, workchain))
    if chain.account(sender.address).status != "active":
        chain.inject(
            internal_message(
                Letter(sender.address, sender.address, RICH, init=init, bounce=False), chain.now()
            )
        )
    return sender


def address_of(init: StateInit, workchain: int = 0) -> Address:
    """Return where a contract with this code and data lives."""
    cell: Any = init.serialize()
    return Address((workchain, cell.hash))


@dataclass(frozen=True)
class Books:
    """Where all nanotons of a chain are: what came in is held, on its way, or paid as fees."""

    brought: int
    held: int
    under_way: int
    paid: int

    @property
    def balanced(self) -> bool:
        """Tell whether nothing was lost and nothing made."""
        return self.brought == self.held + self.under_way + self.paid


def books(chain: LocalChain) -> Books:
    """Return where all the money is; a message that was lost is missing from it."""
    brought = paid = held = 0
    for address, state in chain.disk.accounts():
        held += read_account(state).balance
        for trace in _all_of(chain, address):
            paid += trace.fees
            if trace.parent is None:
                brought += trace.envelope.value
            else:
                paid += trace.envelope.forward_fee
    under_way = 0
    for one in chain.waiting():
        envelope = read_envelope(read_bag(one.message))
        under_way += envelope.value + envelope.forward_fee
        brought += 0 if one.parent else envelope.value + envelope.forward_fee
    return Books(brought, held, under_way, paid)


def _all_of(chain: LocalChain, address: Address) -> Iterator[Trace]:
    """Go through all of an account's transactions, in order."""
    after = 0
    while part := chain.transactions(address, after):
        yield from part
        after = part[-1].lt


def at(account: Address, traces: list[Trace]) -> Trace:
    """Return the first transaction of *account* among *traces*."""
    return next(trace for trace in traces if trace.account == account)


def _taking_all(name: str) -> StateInit:
    """Return a contract that takes every internal message and no external one."""
    begin: Any = Builder
    code = begin().store_uint(0xFF00, 16).end_cell()  # SETCP0, and nothing more
    data = begin().store_bytes(name.encode()[:100]).end_cell()
    return StateInit(code=code, data=data)
