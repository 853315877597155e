"""A connection to one lite-server: pytoniq's, with limits, a check of the network, and manners."""

import asyncio
import base64
import logging
from typing import Any, Final

from pytoniq.liteclient.client import LiteClient, LiteClientError, LiteServerError
from pytoniq_core.tl.block import BlockIdExt
from pytoniq_core.tl.generator import TlError

from contracts.ton.reading import MALFORMED, MalformedCells
from hub.core.settlement.network import LiteServer, Network

TROUBLE: Final = (
    LiteClientError,
    TlError,
    ConnectionError,
    OSError,
    EOFError,
    TimeoutError,
    asyncio.InvalidStateError,
    *MALFORMED,
)
"""All that a server, a line or the library between may come up with instead of an answer."""
LONGEST_REASON: Final = 200
_WORDS: Final[tuple[tuple[type[BaseException], str], ...]] = (
    (TimeoutError, "no answer came in time"),
    (ConnectionRefusedError, "nothing listens there"),
    (OSError, "the connection could not be made, or broke off"),
    (EOFError, "the connection broke off"),
    (asyncio.InvalidStateError, "the connection broke off"),
)
_UNREADABLE: Final = "an answer could not be read"
LARGEST_ANSWER: Final = 16 * 1024 * 1024
"""Bytes; a page of transactions has some tens of thousands."""
STALE_S: Final = 30.0
"""A server that has told nothing new for that long is not asked: its line may hang."""
_SHARD: Final = -(1 << 63)


class Foreign(LiteClientError):
    """A server of another network."""


class Link(LiteClient):
    """One server: connected by the balancer, asked by us."""

    def __init__(self, server: LiteServer, network: Network, timeout: float) -> None:
        super().__init__(
            server.host,
            server.port,
            base64.b64encode(server.key).decode(),
            timeout=timeout,  # type: ignore[arg-type]  # seconds, also parts of one
            trust_level=1 if network.is_proven else 2,
            init_key_block=BlockIdExt(
                -1,
                _SHARD,
                network.init_block.seqno,
                network.init_block.root_hash,
                network.init_block.file_hash,
            ),
        )
        # The library logs each question with its content, and each unproven answer.
        self.logger = logging.getLogger("baursak.lite_server")
        self.logger.setLevel(logging.CRITICAL)
        self.zero_state = network.zero_state
        self.foreign = False
        self._over = False
        self.faults = 0
        self.heard = 0.0

    @property
    def is_live(self) -> bool:
        """Tell whether it is connected and has told us of blocks lately."""
        if not self.inited or self.last_mc_block is None:
            return False
        return self.loop.time() - self.heard < STALE_S

    async def connect(self) -> None:
        """Connect; what was begun and failed is taken back."""
        if self._over:
            raise ConnectionAbortedError("the chain's connections are closed")
        try:
            await super().connect()
        finally:
            if not self.inited:
                self.drop()

    def end(self) -> None:
        """Let go of the line for good."""
        self._over = True
        self.drop()

    def drop(self) -> None:
        """Let go of the line at once."""
        for task in (self.listener, self.pinger, self.updater):
            if task is not None:
                task.cancel()
                # What it died of is of no interest any more, and asyncio would print it at exit.
                task.add_done_callback(_let_go)
        if self.writer is not None:
            self.writer.close()
        self.inited = False

    async def receive(self, data_len: int) -> bytes:
        """Return that many bytes, unless no honest answer has as many."""
        if data_len > LARGEST_ANSWER:
            await self.close()
            raise ConnectionAbortedError("an answer that is too long")
        return bytes(await super().receive(data_len))

    async def get_masterchain_info(self) -> dict[str, Any]:
        """Return where the chain stands; Foreign where it is another network's."""
        theirs: Any = super()
        info: dict[str, Any] = await theirs.get_masterchain_info()
        if bytes.fromhex(info["init"]["root_hash"]) != self.zero_state:
            self.foreign = True
            raise Foreign("a lite-server of another network")
        self.foreign = False
        return info

    async def update_last_blocks(self) -> None:
        """Note the newest block, and when we heard of it."""
        theirs: Any = super()
        await theirs.update_last_blocks()
        self.heard = asyncio.get_running_loop().time()

    async def lookup_block(self, *_: Any, **__: Any) -> Any:
        """Refuse: only the balancer asks, for archives that we do not need."""
        raise LiteClientError("archives are not asked for")


def in_words(error: BaseException) -> str:
    """Return what went wrong in a person's words, without anything long or secret."""
    if isinstance(error, LiteServerError):
        return f"the server says: {error.message}".replace("\n", " ")[:LONGEST_REASON]
    if isinstance(error, (MalformedCells, Foreign)):
        return str(error)[:LONGEST_REASON]
    return next((words for kinds, words in _WORDS if isinstance(error, kinds)), _UNREADABLE)


def _let_go(task: asyncio.Task[Any]) -> None:
    """Take notice of how a task ended."""
    if not task.cancelled():
        task.exception()
