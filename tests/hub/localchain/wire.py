"""A served local chain, and pytoniq on the other end of the line."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Final, TypeVar

from nacl.bindings import crypto_sign_seed_keypair
from pytoniq.liteclient.balancer import LiteBalancer
from pytoniq.liteclient.client import LiteClient

from hub.adapters.world import SystemClock
from hub.localchain.adnl import ServerKey
from hub.localchain.chain import LocalChain
from hub.localchain.disk import Disk
from hub.localchain.executor import executor_here
from hub.localchain.liteserver import FOR_US, Limits
from hub.localchain.prices import config
from hub.localchain.serving import Listening, Running

T = TypeVar("T")

KEY: Final = ServerKey(b"\x2a" * 32)
TON: Final = 10**9
SECRET: Final = crypto_sign_seed_keypair(b"a wallet's seed".ljust(32, b"\0"))[1]
PATIENCE_S: Final = 60
"""A busy machine is slow; a test that needs so long is broken."""


def new_chain(disk: Disk | None = None) -> LocalChain:
    """Return a chain whose clock is the machine's, as wallets of other libraries expect."""
    return LocalChain(executor_here(config("new")), disk, now=SystemClock().now)


@contextmanager
def served(
    chain: LocalChain, *, port: int = 0, block_s: float | None = None, limits: Limits = FOR_US
) -> Iterator[Running]:
    """Serve *chain*; blocks are made only when something happens, unless *block_s* says so."""
    with Running(chain, KEY, Listening(port, block_s=block_s), limits=limits) as run:
        yield run


@asynccontextmanager
async def balancer(run: Running, timeout: int = 10) -> AsyncIterator[Any]:
    """Connect pytoniq's balancer as the hub does, and hang up in the end."""
    made: Any = LiteBalancer
    found = made.from_config(run.config, trust_level=2, timeout=timeout)
    await found.start_up()
    try:
        yield found
    finally:
        await found.close_all()


@asynccontextmanager
async def client(run: Running, timeout: int = 10) -> AsyncIterator[Any]:
    """Connect one plain client of pytoniq's, and hang up in the end."""
    made: Any = LiteClient
    found = made.from_config(run.config, trust_level=2, timeout=timeout)
    await found.connect()
    try:
        yield found
    finally:
        if found.inited:
            await found.close()


def playing(scene: Coroutine[Any, Any, T]) -> T:
    """Play an asynchronous scene to its end."""
    return asyncio.run(asyncio.wait_for(scene, PATIENCE_S))
