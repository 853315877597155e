"""The chain port over lite-servers: pytoniq keeps the connections, we decide whom to believe.

One event loop in one thread serves the hub's threads, and begins with the first call, so that
processes may fork before it. On public networks every account is proven against a block (trust
level 1), which our own local chain cannot do; everywhere the block is one that two servers know and
the account one that two servers tell alike, where there are two.
"""

import asyncio
import re
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any, Final, TypeVar

from pytoniq.liteclient.balancer import LiteBalancer
from pytoniq.liteclient.client import LiteServerError, RunGetMethodError
from pytoniq_core.boc.cell import Cell

from contracts.ton.reading import (
    MalformedCells,
    core_address,
    message_hash,
    read_account,
    read_stack,
    read_transaction,
    reading,
    write_stack,
)
from contracts.ton.seen import AccountView, Address, StackItem, TransactionView
from hub.adapters.chain_pytoniq.links import LONGEST_REASON, TROUBLE, Link, in_words
from hub.adapters.chain_pytoniq.loop import LoopThread
from hub.core.ports.chain import (
    MOST_TRANSACTIONS,
    ChainUnavailable,
    GetMethodFailed,
    Head,
    MessageRefused,
    WrongNetwork,
)
from hub.core.settlement.network import Network

TIMEOUT_S: Final = 5.0
"""Seconds for one server's answer."""
PATIENCE_S: Final = 20.0
"""Seconds for an answer of any server, with all tries."""
FIRST_PAUSE_S: Final = 0.1
LONGEST_PAUSE_S: Final = 2.0
SLACK_S: Final = 10.0
"""Seconds beyond its patience after which a call is given up from outside the loop."""
SENT_TO: Final = 3
"""Servers that get a message: one may be cut off or hold it back."""
PAGE: Final = 16
"""Transactions that a lite-server gives at once."""
MOST_PAGES: Final = 4_000
"""Pages gone back for one question: 64,000 transactions; a hub that is so far behind needs help."""
_REFUSED: Final = re.compile(
    r"cannot apply external message|external message was not accepted", re.IGNORECASE
)
_EXIT_CODE: Final = re.compile(r"exit ?code[=: ]+(-?[0-9]{1,10})", re.IGNORECASE)

T = TypeVar("T")


class PytoniqChain:
    """Reads and sends over the lite-servers of a network."""

    def __init__(
        self, network: Network, *, timeout: float = TIMEOUT_S, patience: float = PATIENCE_S
    ) -> None:
        self._network = network
        self._timeout = timeout
        self._patience = patience
        self._thread = LoopThread("baursak-chain")
        self._links: list[Link] = []
        self._balancer: Any = None
        self._starting: asyncio.Task[None] | None = None
        self._newest = Head(-1, 0)

    def head(self) -> Head:
        """Return the newest block that two servers know, or one where there is one."""
        return self._run(self._head())

    def account(self, address: Address) -> AccountView:
        """Return the account at that block, as two servers say and prove it."""
        return self._run(self._account(address))

    def get(
        self, address: Address, method: str, stack: Sequence[StackItem] = ()
    ) -> tuple[StackItem, ...]:
        """Return what a get-method leaves on its stack."""
        return self._run(self._get(address, method, stack))

    def send(self, message: bytes) -> bytes:
        """Hand an external message to several servers."""
        return self._run(self._send(message))

    def transactions(self, address: Address, after_lt: int = 0) -> list[TransactionView]:
        """Return the account's transactions after *after_lt*, their chain of hashes checked."""
        return self._run(self._transactions(address, after_lt), self._patience * MOST_PAGES)

    def wait_block(self, seqno: int, timeout: float) -> Head:
        """Return as soon as the head is *seqno* or later."""
        return self._run(self._wait_block(seqno, timeout), timeout + self._patience)

    def close(self) -> None:
        """Let go of the thread and the connections."""
        self._thread.close(self._shut())

    def _run(self, work: Coroutine[Any, Any, T], within: float | None = None) -> T:
        return self._thread.run(work, (within or self._patience) + self._patience + SLACK_S)

    async def _shut(self) -> None:
        if self._starting is not None and not self._starting.done():
            self._starting.cancel()
        # Not the balancer's own way to close: it spins for ever where a cancellation is swallowed.
        for link in self._links:
            link.end()
        await asyncio.sleep(0)

    async def _started(self) -> None:
        """Connect to the servers, once; the balancer goes on trying those that are away."""
        if self._starting is None:
            self._starting = asyncio.ensure_future(self._start())
        await asyncio.shield(self._starting)

    async def _start(self) -> None:
        for server in self._network.servers:
            with suppress(RuntimeError):  # a key that is no point of the curve: nobody has it
                self._links.append(Link(server, self._network, self._timeout))
        self._balancer = LiteBalancer(list(self._links), timeout=round(self._timeout))
        await self._balancer.start_up()

    def _live(self) -> list[Link]:
        """Return the servers to ask, those without faults first, the freshest of them first."""
        live = [link for link in self._links if link.is_live]
        if not live and any(link.foreign for link in self._links):
            raise WrongNetwork(
                f"the lite-servers are not of {self._network.name}: nothing was read or sent;"
                " mend TON_NETWORK or TON_CONFIG"
            )
        return sorted(live, key=lambda link: (link.faults, -link.last_mc_block.seqno))

    def _agreed(self) -> Any:
        """Return the newest block that two live servers know, or one where there is but one."""
        live = sorted(self._live(), key=lambda link: link.last_mc_block.seqno, reverse=True)
        if not live:
            raise ChainUnavailable("no lite-server answers")
        return live[min(1, len(live) - 1)].last_mc_block

    async def _tried(self, ask: Callable[[Link], Awaitable[T]], question: str) -> T:
        """Return the first good answer of any server, trying all of them again with pauses."""
        await self._started()
        loop = asyncio.get_running_loop()
        deadline, pause, trouble = (
            loop.time() + self._patience,
            FIRST_PAUSE_S,
            "none can be reached",
        )
        while True:
            for link in self._live():
                try:
                    with reading("an answer"):
                        answer = await asyncio.wait_for(ask(link), self._timeout)
                except RunGetMethodError as failed:
                    raise GetMethodFailed(question, failed.exit_code) from None
                except TROUBLE as error:
                    link.faults += 1
                    trouble = in_words(error)
                else:
                    link.faults = 0
                    return answer
            if loop.time() + pause > deadline:
                raise ChainUnavailable(f"no lite-server answered {question}: {trouble}")
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_S)

    async def _head(self) -> Head:
        async def ask(link: Any) -> Head:
            block = self._agreed()
            if self._network.is_proven:
                header: Any = await link.raw_get_block_header(block)
                return Head(block.seqno, header.info.gen_utime)
            info = await link.get_masterchain_info_ext()
            return Head(block.seqno, info["last_utime"])

        found = await self._tried(ask, "the head")
        if found.seqno > self._newest.seqno:
            self._newest = found
        return self._newest

    async def _account(self, address: Address) -> AccountView:
        async def ask(link: Link) -> AccountView:
            block = self._agreed()
            found = await _read(link, address, block)
            await self._witnessed(link, found, lambda other: _read(other, address, block))
            return found

        return await self._tried(ask, "getAccountState")

    async def _witnessed(
        self, link: Link, found: AccountView, ask: Callable[[Link], Awaitable[AccountView]]
    ) -> None:
        """Return once another server says the same; raise where all that answer say otherwise."""
        contradicted = False
        for other in [it for it in self._live() if it is not link]:
            try:
                with reading("an answer"):
                    said = await asyncio.wait_for(ask(other), self._timeout / 3)
            except TROUBLE:
                other.faults += 1
                continue
            if said == found:
                return
            contradicted = True
        if contradicted:
            raise MalformedCells("two servers tell an account differently")

    async def _get(
        self, address: Address, method: str, stack: Sequence[StackItem]
    ) -> tuple[StackItem, ...]:
        async def ask(link: Link) -> tuple[StackItem, ...]:
            block = self._agreed()
            found = await link.run_get_method_remote(
                core_address(address), method, write_stack(stack), block
            )
            return read_stack(found)

        return await self._tried(ask, method)

    async def _transactions(self, address: Address, after_lt: int) -> list[TransactionView]:
        newest = await self._account(address)
        lt, expected = newest.last_lt, newest.last_hash
        # What is walked over first is the newest; of too many the oldest are kept.
        kept: deque[TransactionView] = deque(maxlen=MOST_TRANSACTIONS)
        for _ in range(MOST_PAGES):
            if lt <= after_lt:
                return list(reversed(kept))
            for found in await self._page(address, lt, expected):
                if found.lt > after_lt:
                    kept.append(found)
                lt, expected = found.previous_lt, found.previous_hash
        raise ChainUnavailable("an account has more transactions than can be gone through")

    async def _page(self, address: Address, lt: int, expected: bytes) -> list[TransactionView]:
        """Return transactions from that one back, each named by the hash that follows it."""

        async def ask(link: Link) -> list[TransactionView]:
            answer = await link.liteserver_request(
                "getTransactions",
                {
                    "count": PAGE,
                    "account": core_address(address).to_tl_account_id(),
                    "lt": lt,
                    "hash": expected.hex(),
                },
            )
            return _chained(answer["transactions"], lt, expected)

        return await self._tried(ask, "getTransactions")

    async def _send(self, message: bytes) -> bytes:
        try:
            hashed = message_hash(message)
        except MalformedCells as error:
            raise MessageRefused(str(error)) from None
        await self._started()
        loop = asyncio.get_running_loop()
        deadline, pause, unknown = loop.time() + self._patience, FIRST_PAUSE_S, ""
        while True:
            asked = [self._sent(link, message) for link in self._live()[:SENT_TO]]
            outcomes = await asyncio.gather(*asked)
            if any(it is None for it in outcomes):
                return hashed
            unsure = [it for it in outcomes if not isinstance(it, MessageRefused)]
            unknown = in_words(unsure[0]) if unsure and unsure[0] else unknown
            if outcomes and not unsure and not unknown:
                raise next(it for it in outcomes if isinstance(it, MessageRefused))
            if loop.time() + pause > deadline or (outcomes and not unsure):
                raise ChainUnavailable(f"whether a message was taken is not known: {unknown}")
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_S)

    async def _sent(self, link: Link, message: bytes) -> Exception | None:
        """Hand the message to one server; return None, its refusal, or why that is not known."""
        try:
            await asyncio.wait_for(link.raw_send_message(message), self._timeout)
        except LiteServerError as error:
            said = str(error.message)
            if not _REFUSED.search(said):
                link.faults += 1
                return error
            code = _EXIT_CODE.search(said)
            why = said[:LONGEST_REASON].replace("\n", " ")
            return MessageRefused(why, int(code[1]) if code else None)
        except TROUBLE as error:
            link.faults += 1
            return error
        return None

    async def _wait_block(self, seqno: int, timeout: float) -> Head:
        await self._started()
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while True:
            live = self._live()
            if live and self._agreed().seqno >= seqno:
                return await self._head()
            if loop.time() >= deadline:
                raise ChainUnavailable(f"block {seqno} did not come in time")
            await asyncio.sleep(0.05)


async def _read(link: Link, address: Address, block: Any) -> AccountView:
    """Return the account at *block*; the library proves it where the link's trust level asks."""
    core = core_address(address)
    state, shard = await link.raw_get_account_state(core, block)
    if shard is None:
        return read_account(None, 0, bytes(32))
    with reading("a shard account"):
        return read_account(state, shard.last_trans_lt, bytes(shard.last_trans_hash))


def _chained(boc: bytes, lt: int, expected: bytes) -> list[TransactionView]:
    """Return the transactions in *boc*, of which each must be the one that the one before names."""
    with reading("a list of transactions"):
        cells = Cell.from_boc(boc)
    found: list[TransactionView] = []
    for cell in cells[:PAGE]:
        seen = read_transaction(cell)
        if (seen.hash, seen.lt) != (expected, lt):
            raise MalformedCells("a history that does not hang together")
        found.append(seen)
        lt, expected = seen.previous_lt, seen.previous_hash
        if lt == 0:
            break
    if not found:
        raise MalformedCells("an empty history")
    return found
