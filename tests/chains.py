"""Local chains behind the chain port, for tests: over the real wire, or in this process."""

import asyncio
import json
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar

from contracts.ton.reading import core_address
from contracts.ton.seen import Address
from hub.adapters.chain_pytoniq.chain import PytoniqChain
from hub.core.ports.chain import Chain
from hub.core.settlement.network import LOCAL, LiteServer, Network, read_network
from hub.localchain.adnl import ServerKey
from hub.localchain.chain import LocalChain
from hub.localchain.faults import Faults
from hub.localchain.liteserver import LiteServer as Served
from hub.localchain.network import network_config
from hub.localchain.port import ChainInProcess
from tests.ton_chain import BEGINNING, local_chain

__all__ = ["BEGINNING", "Rig", "WireRig", "in_process", "over_the_wire"]

HOST: Final = "127.0.0.1"
BLOCK_S: Final = 0.2
"""Between empty blocks: whoever waits for the next one waits no longer."""
_PATIENCE_S: Final = 30.0

T = TypeVar("T")


class Rig(Protocol):
    """A chain and its port."""

    @property
    def port(self) -> Chain:
        """Return the port."""
        ...

    def act(self, act: Callable[[LocalChain], T]) -> T:
        """Do something to the chain itself."""
        ...

    def faucet(self, address: Address, value: int) -> None:
        """Give money, and return when the port can see it."""
        ...

    def close(self) -> None:
        """End port and chain."""
        ...


@dataclass(frozen=True)
class ProcessRig:
    """A chain in this process."""

    port: ChainInProcess

    def act(self, act: Callable[[LocalChain], T]) -> T:
        """Do something to the chain itself."""
        return act(self.port.chain)

    def faucet(self, address: Address, value: int) -> None:
        """Give money."""
        self.act(lambda chain: chain.faucet(core_address(address), value))

    def close(self) -> None:
        """End the port."""
        self.port.close()


class WireRig:
    """A chain behind lite-servers, each with faults of its own, and the hub's adapter to them."""

    def __init__(
        self, servers: int = 1, *, liars: int = 0, timeout: float = 5.0, patience: float = 20.0
    ) -> None:
        """Begin; the last *liars* servers stand before another chain, and say it is this one."""
        self._chain = local_chain()
        self._other = local_chain()
        self._honest = servers - liars
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._key = ServerKey(b"*" * 32)
        # One thread for all: the chain belongs to one.
        self._one = ThreadPoolExecutor(max_workers=1)
        self._served = [self._do(self._serve(number)) for number in range(servers)]
        self.faults: list[Faults] = [server.faults for server, _ in self._served]
        self.port = PytoniqChain(self.network(), timeout=timeout, patience=patience)

    def network(self) -> Network:
        """Return what the network's file says, with all the servers."""
        ports = [port for _, port in self._served]
        found = read_network(LOCAL, self.file())
        servers = tuple(LiteServer(HOST, port, self._key.public) for port in ports)
        return Network(found.name, servers, found.zero_state, found.init_block)

    def file(self) -> bytes:
        """Return the network's file, with the first server."""
        return json.dumps(network_config(HOST, self._served[0][1], self._key.public)).encode()

    def act(self, act: Callable[[LocalChain], T]) -> T:
        """Do something to the chain itself."""
        return self._do(self._served[0][0].with_chain(act))

    def faucet(self, address: Address, value: int) -> None:
        """Give money, and wait until the port can see it."""
        self.act(lambda chain: chain.faucet(core_address(address), value))
        seqno = self.act(lambda chain: chain.head().seqno)
        self.port.wait_block(seqno, _PATIENCE_S)

    def hang_up(self) -> None:
        """Break every line there is."""
        for server, _ in self._served:
            self._loop.call_soon_threadsafe(server.hang_up)

    def close(self) -> None:
        """End the port and the servers."""
        self.port.close()
        for server, _ in self._served:
            self._do(server.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._one.shutdown()

    async def _serve(self, number: int) -> tuple[Served, int]:
        block_s = None if number else BLOCK_S
        chain = self._chain if number < self._honest else self._other
        server = Served(chain, self._key, block_s=block_s, thread=self._one)
        return server, await server.start(HOST, 0)

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE_S)


def in_process() -> Rig:
    """Return a chain in this process."""
    return ProcessRig(ChainInProcess(local_chain()))


def over_the_wire() -> Rig:
    """Return a chain behind one lite-server."""
    return WireRig()
