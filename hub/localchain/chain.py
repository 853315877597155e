"""A TON chain for one process: real transactions and prices, blocks as they are needed.

Every message from outside makes a block, and the block holds all that follows from it, in logical
time across all accounts, as far as a block goes. Time comes in from outside and can be moved on.
"""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pytoniq_core.boc.address import Address
from pytoniq_core.boc.cell import Cell
from pytoniq_core.crypto.crc import crc16
from pytoniq_core.tlb.vm_stack import VmStack

from hub.localchain.bags import EMPTY, Node, NotABag, read_bag, write_bag
from hub.localchain.disk import Disk, address_text
from hub.localchain.executor import Executor, ExecutorBroke, GetCall, Got
from hub.localchain.messages import (
    DEEPEST_MESSAGE,
    MOST_MESSAGE_CELLS,
    AccountState,
    last_transaction,
    message_from_outside,
    read_account,
    read_envelope,
)
from hub.localchain.outside import faucet_message
from hub.localchain.traces import Block, Head, Trace, Waiting

LT_A_BLOCK: Final = 1_000_000
"""Logical time begins anew with every block at a multiple of this, as on mainnet."""
MOST_A_BLOCK: Final = 4_096
"""Transactions: a message that would call others for ever goes on in the next block."""
MOST_WAITING: Final = 65_536
"""Messages on their way, so that nobody fills the memory; mainnet stops taking external ones."""
MOST_ASKED: Final = 1_000
"""Transactions that are handed out at once."""
LONGEST_LEAP: Final = 10 * 366 * 86_400
"""Seconds that the clock moves at once: ten years are a slip of the keyboard's already."""
LATEST: Final = (1 << 32) - 1
"""Times on TON have 32 bits."""
_SHIFT: Final = "clock shift"
_SUCCESS: Final = (0, 1)
"""Exit codes of what went well."""
_NO_CONTRACT: Final = -256
"""What lite-servers say for a get-method of an account without code."""
_NO_STACK: Final = write_bag(Node(0, 24, bytes(3), (), 0))
"""A VmStack with nothing on it."""


class NotAccepted(Exception):
    """The account did not take a message from outside: nothing happened."""

    def __init__(self, exit_code: int | None, reason: str) -> None:
        said = "" if exit_code is None else f" (exit code {exit_code})"
        super().__init__(f"The account does not accept this message{said}: {reason}")
        self.exit_code = exit_code


class GetMethodFailed(Exception):
    """A get-method ended with other than success."""

    def __init__(self, method: str, exit_code: int) -> None:
        super().__init__(f"{method} ended with exit code {exit_code}")
        self.exit_code = exit_code


@dataclass(slots=True)
class _Making:
    """A block while it is being made."""

    block: Block
    states: dict[str, bytes]
    traces: list[Trace]
    queue: list[Waiting]
    """A heap."""
    end_lt: int = 0


class LocalChain:
    """Accounts, messages on their way, blocks and get-methods."""

    def __init__(
        self,
        executor: Executor,
        disk: Disk | None = None,
        *,
        now: Callable[[], int],
        most_a_block: int = MOST_A_BLOCK,
    ) -> None:
        self._executor = executor
        self._disk = disk or Disk()
        self._now = now
        self._most_a_block = most_a_block
        self._shift = int(self._disk.setting(_SHIFT) or 0)
        self._waiting = self._disk.waiting()
        self._number = max((one.number for one in self._waiting), default=0)
        last = self._disk.last_block()
        self._block = last or Block(0, self._clock(), 0, 0)
        if last is None:
            self._disk.keep(self._block, {}, (), ())

    # ── what there is ──

    @property
    def prices(self) -> bytes:
        """Return the configuration's cell, a bag of cells."""
        return self._executor.prices

    @property
    def disk(self) -> Disk:
        """Return where blocks and transactions are kept."""
        return self._disk

    def head(self) -> Head:
        """Return the newest block's number and time."""
        return Head(self._block.seqno, self._block.utime)

    def now(self) -> int:
        """Return the time: that from outside, moved on; never before the newest block's."""
        return max(self._clock(), self._block.utime)

    def advance(self, seconds: int) -> None:
        """Move the clock on."""
        if not 0 <= seconds <= LONGEST_LEAP:
            raise ValueError(f"the clock moves on by 0 to {LONGEST_LEAP} seconds")
        if self.now() + seconds > LATEST:
            raise ValueError("no time on TON is later than the year 2106")
        self._shift += seconds
        self._disk.set(_SHIFT, str(self._shift))

    def account(self, address: Address) -> AccountState:
        """Return an account as it stands."""
        return read_account(self._disk.account(address))

    def transactions(
        self, address: Address, after_lt: int = 0, most: int = MOST_ASKED
    ) -> list[Trace]:
        """Return an account's transactions later than *after_lt*, in order."""
        return self._disk.traces_after(address, after_lt, min(most, MOST_ASKED))

    def get(self, address: Address, method: str, stack: Sequence[object] = ()) -> list[Any]:
        """Return what the get-method *method* leaves on the stack; or GetMethodFailed."""
        asked: Any = VmStack.serialize(list(stack))
        got = self.call(address, method_id(method), bytes(asked.to_boc()))
        if got.exit_code not in _SUCCESS:
            raise GetMethodFailed(method, got.exit_code)
        return list(VmStack.deserialize(_cell(got.stack).begin_parse()))

    def call(self, address: Address, number: int, stack: bytes) -> Got:
        """Run the get-method of this *number* with a VmStack; -256 where no contract is."""
        state = self.account(address)
        if state.code is None:
            return Got(_NO_CONTRACT, _NO_STACK, 0)
        read_bag(stack, most=MOST_MESSAGE_CELLS, deepest=DEEPEST_MESSAGE)
        asked = GetCall(
            code=state.code,
            data=state.data or write_bag(EMPTY),
            address=address_text(address),
            balance=state.balance,
            now=self.now(),
            method_id=number,
            stack=stack,
        )
        try:
            return self._executor.get(asked)
        except ExecutorBroke as broken:
            raise NotABag(f"arguments that the machine cannot read: {broken}") from broken

    # ── what happens ──

    def send(self, message: bytes) -> list[Trace]:
        """Take an external message and run all that follows; or NotAccepted, and nothing was."""
        read = write_bag(message_from_outside(message))
        try:
            return self._enter(read)
        except ExecutorBroke as broken:
            raise NotAccepted(None, f"it cannot be run: {broken}") from broken

    def inject(self, message: bytes) -> list[Trace]:
        """Run an internal message that comes from nowhere with its money, and all that follows."""
        return self._enter(message)

    def faucet(self, address: Address, nanotons: int) -> list[Trace]:
        """Give *address* money that comes from nowhere."""
        return self.inject(faucet_message(address, nanotons, self.now()))

    def tick(self) -> list[Trace]:
        """Make a block of what is on its way: an empty one where nothing is."""
        return self._make_block(self._waiting)

    # ── one message at a time ──

    def post(self, message: bytes) -> Waiting:
        """Put an internal message on its way and run nothing."""
        posted = self._new(self._block.end_lt, message, None)
        self._settle([*self._waiting, posted])
        return posted

    def waiting(self) -> tuple[Waiting, ...]:
        """Return what is on its way, in the order it was sent."""
        return tuple(self._waiting)

    def deliver(self, number: int) -> Trace:
        """Run one message that is on its way, and leave what it sends on its way."""
        return self._make_block([self._named(number)], most=1)[0]

    def lose(self, number: int) -> None:
        """Lose a message that is on its way, which mainnet never does."""
        lost = self._named(number)
        self._settle([one for one in self._waiting if one is not lost])

    # ── how ──

    def _clock(self) -> int:
        return min(max(self._now() + self._shift, 0), LATEST)

    def _named(self, number: int) -> Waiting:
        for one in self._waiting:
            if one.number == number:
                return one
        raise KeyError(f"no message {number} is on its way")

    def _settle(self, waiting: list[Waiting]) -> None:
        """Keep what is on its way now."""
        self._disk.keep_waiting(waiting)
        self._waiting = waiting

    def _new(self, created_lt: int, message: bytes, parent: bytes | None) -> Waiting:
        """Give a message its number."""
        self._number += 1
        return Waiting(self._number, created_lt, message, parent)

    def _enter(self, message: bytes) -> list[Trace]:
        """Make a block that begins with *message*."""
        if len(self._waiting) >= MOST_WAITING:
            raise NotAccepted(None, "too many messages are on their way")
        return self._make_block([self._new(0, message, None)])

    def _make_block(self, first: list[Waiting], most: int | None = None) -> list[Trace]:
        """Make a block of *first* and, up to *most* transactions, of what follows from it."""
        end = self._block.end_lt
        start = end - end % LT_A_BLOCK + LT_A_BLOCK
        block = _Making(Block(self._block.seqno + 1, self.now(), start, start), {}, [], list(first))
        heapq.heapify(block.queue)
        while block.queue and len(block.traces) < (most or self._most_a_block):
            self._run(heapq.heappop(block.queue), block)
        begun = {one.number for one in first}
        waiting = [one for one in self._waiting if one.number not in begun]
        waiting.extend(sorted(block.queue, key=lambda one: one.number))
        made = replace(block.block, end_lt=max(block.end_lt, start))
        self._disk.keep(made, block.states, block.traces, waiting)
        self._block, self._waiting = made, waiting
        return block.traces

    def _run(self, one: Waiting, making: "_Making") -> None:
        """Run one message, and put what it sends into the queue."""
        to = one.to
        text = address_text(to)
        state = making.states.get(text) or self._disk.account(to)
        lt = max(making.block.start_lt, one.created_lt + 1)
        ran = self._executor.run(state, one.message, making.block.utime, lt)
        if not ran.accepted:
            raise NotAccepted(ran.exit_code, ran.log)
        made_lt, digest = last_transaction(ran.account)
        trace = Trace(
            to, made_lt, digest, making.block.seqno, ran.transaction, one.parent, ran.log, ran.read
        )
        making.states[text] = ran.account
        making.traces.append(trace)
        making.end_lt = max(making.end_lt, made_lt + len(trace.read.out_messages))
        for message in trace.read.out_messages:
            envelope = read_envelope(message)
            if envelope.to is not None:
                new = self._new(envelope.created_lt, write_bag(message), digest)
                heapq.heappush(making.queue, new)


def method_id(name: str) -> int:
    """Return the number by which a contract knows the get-method *name*."""
    return int.from_bytes(crc16(name.encode()), "big") & 0xFFFF | 0x10000


def _cell(boc: bytes) -> Any:
    return Cell.one_from_boc(boc)
