"""The chain port on a local chain in the same process: no server, no wire, the same answers."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from contracts.ton.reading import (
    MalformedCells,
    cell_of,
    core_address,
    message_hash,
    read_shard_account,
    read_stack_boc,
    read_transaction,
    stack_boc,
)
from contracts.ton.seen import AccountStatus, AccountView, Address, StackItem, TransactionView
from hub.core.ports.chain import (
    MOST_TRANSACTIONS,
    ChainUnavailable,
    GetMethodFailed,
    Head,
    MessageRefused,
)
from hub.localchain.chain import LocalChain, NotAccepted, method_id
from hub.localchain.traces import Trace

BLOCK_S: Final = 0.02
"""Seconds until an empty block comes, where somebody waits for one."""
_LONGEST_REASON: Final = 200


class ChainInProcess:
    """One local chain behind the port; what it does to the chain it does alone."""

    def __init__(self, chain: LocalChain) -> None:
        self.chain = chain
        self._changed = threading.Condition()
        self._closed = False

    def head(self) -> Head:
        """Return the newest block."""
        with self._use() as chain:
            return Head(*chain.head())

    def account(self, address: Address) -> AccountView:
        """Return what the account is."""
        with self._use() as chain:
            found = chain.account(core_address(address))
        if found.status == "nonexist":
            return AccountView(AccountStatus.ABSENT)
        return read_shard_account(found.shard_account)

    def get(
        self, address: Address, method: str, stack: Sequence[StackItem] = ()
    ) -> tuple[StackItem, ...]:
        """Return what a get-method leaves on its stack."""
        with self._use() as chain:
            got = chain.call(core_address(address), method_id(method), stack_boc(stack))
        if got.exit_code != 0:
            raise GetMethodFailed(method, got.exit_code)
        return read_stack_boc(got.stack)

    def send(self, message: bytes) -> bytes:
        """Run the message and all that follows from it."""
        try:
            hashed = message_hash(message)
        except MalformedCells as error:
            raise MessageRefused(str(error)) from None
        with self._use() as chain:
            try:
                chain.send(message)
            except NotAccepted as error:
                raise MessageRefused(str(error)[:_LONGEST_REASON], error.exit_code) from None
        return hashed

    def transactions(self, address: Address, after_lt: int = 0) -> list[TransactionView]:
        """Return the account's transactions after *after_lt*, in order."""
        with self._use() as chain:
            found = chain.transactions(core_address(address), after_lt, MOST_TRANSACTIONS)
        return [_seen(trace) for trace in found]

    def wait_block(self, seqno: int, timeout: float) -> Head:
        """Return as soon as block *seqno* is there; while somebody waits, blocks come."""
        until = time.monotonic() + timeout
        while (head := self.head()).seqno < seqno:
            if time.monotonic() >= until:
                raise ChainUnavailable(f"block {seqno} did not come in time")
            with self._use() as chain:
                if not self._changed.wait(BLOCK_S) and chain.head().seqno < seqno:
                    chain.tick()
        return head

    def close(self) -> None:
        """Answer nothing from now on; the chain goes on."""
        self._closed = True

    def act(self, act: Callable[[LocalChain], object]) -> None:
        """Do something to the chain itself while nobody else is at it."""
        with self._use() as chain:
            act(chain)

    @contextmanager
    def _use(self) -> Iterator[LocalChain]:
        with self._changed:
            if self._closed:
                raise ChainUnavailable("the chain's connections are closed")
            yield self.chain
            self._changed.notify_all()


def _seen(trace: Trace) -> TransactionView:
    return read_transaction(cell_of(trace.boc))
