"""A local chain and its lite-server as one running thing: from a folder, or inside a test."""

import asyncio
import json
import os
import secrets
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from hub.errors import HubError
from hub.localchain.adnl import ServerKey
from hub.localchain.chain import LocalChain
from hub.localchain.disk import Disk
from hub.localchain.executor import executor_here
from hub.localchain.faults import Faults
from hub.localchain.liteserver import FOR_US, Limits, LiteServer
from hub.localchain.network import CONFIG_FILE, network_config
from hub.localchain.prices import Prices, config

T = TypeVar("T")

LOOPBACK: Final = "127.0.0.1"
"""Where a local chain listens: its faucet is for whoever reaches it, so nobody else may."""
PORT: Final = 18900
_KEY_FILE: Final = "server.key"
_CHAIN_FILE: Final = "chain.sqlite3"
_LOCK_FILE: Final = "lock.sqlite3"
_SEED_SIZE: Final = 32


@dataclass(frozen=True, slots=True)
class Listening:
    """Where a server is to listen, and how often it makes a block when nothing happens."""

    port: int = 0
    host: str = LOOPBACK
    block_s: float | None = 5.0


ANYWHERE: Final = Listening()
"""At whatever port is free."""


class Running:
    """A lite-server in a thread of its own, for whoever is not asynchronous."""

    def __init__(
        self,
        chain: LocalChain,
        key: ServerKey,
        listening: Listening = ANYWHERE,
        *,
        limits: Limits = FOR_US,
        faults: Faults | None = None,
    ) -> None:
        self.faults = faults or Faults()
        self.port = 0
        self._chain, self._key, self._listening, self._limits = chain, key, listening, limits
        self._started = threading.Event()
        self._failed: OSError | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: LiteServer | None = None
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="lite-server", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._started.wait()
        if self._failed is not None:
            raise self._failed
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    @property
    def config(self) -> dict[str, Any]:
        """Return the network's configuration."""
        return network_config(self._listening.host, self.port, self._key.public)

    def with_chain(self, act: Callable[[LocalChain], T]) -> T:
        """Do something with the chain where the server does, and wait for it."""
        if self._loop is None or self._server is None:
            raise RuntimeError("the server does not run")
        return asyncio.run_coroutine_threadsafe(self._server.with_chain(act), self._loop).result()

    def _run(self) -> None:
        asyncio.run(self._main())

    async def _main(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        block_s, limits = self._listening.block_s, self._limits
        server = LiteServer(
            self._chain, self._key, block_s=block_s, limits=limits, faults=self.faults
        )
        try:
            self.port = await server.start(self._listening.host, self._listening.port)
        except OSError as error:
            self._failed = error
        else:
            self._server = server
        self._started.set()
        if self._failed is None:
            await self._stop.wait()
        await server.stop()


def serve_folder(
    folder: Path, listening: Listening, prices: Prices, say: Callable[[str], None]
) -> None:
    """Serve the chain that lives in *folder*, or a new one, until told to stop.

    *say* is told where, once it listens.
    """
    make_folder(folder)
    with _alone(folder):
        key, disk = key_in(folder), Disk(folder / _CHAIN_FILE)
        chain = LocalChain(executor_here(config(prices)), disk, now=_now)
        try:
            asyncio.run(_until_told(LiteServer(chain, key), folder, listening, say))
        finally:
            disk.close()


async def _until_told(
    server: LiteServer, folder: Path, listening: Listening, say: Callable[[str], None]
) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    with suppress(NotImplementedError):  # on Windows Ctrl+C ends the program by itself
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
    try:
        port = await server.start(listening.host, listening.port)
    except OSError as error:
        await server.stop()
        raise HubError(
            f"The chain cannot listen at {listening.host}:{listening.port}: {error.strerror}.",
            "Stop what listens there, or name another port with --port.",
        ) from error
    write_config(folder, network_config(listening.host, port, server.key.public))
    say(f"{listening.host}:{port}")
    await stop.wait()
    await server.stop()


def make_folder(folder: Path) -> None:
    """Make the chain's folder where there is none."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HubError(
            f"{folder} cannot be made ({error.strerror}).", "Name another with --folder."
        ) from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Refuse a folder that another process serves; its end, however it comes, frees it."""
    lock = sqlite3.connect(folder / _LOCK_FILE, isolation_level=None, timeout=0)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        lock.close()
        raise HubError(
            f"The chain in {folder} is being served already.",
            "Use that one, or name another folder with --folder.",
        ) from error
    try:
        yield
    finally:
        lock.close()


def key_in(folder: Path) -> ServerKey:
    """Return the folder's key, made when it is missing and readable by its owner only."""
    file = folder / _KEY_FILE
    if not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(secrets.token_hex(_SEED_SIZE))
    try:
        seed = bytes.fromhex(file.read_text(encoding="ascii"))
    except ValueError:
        seed = b""
    if len(seed) != _SEED_SIZE:
        raise HubError(
            f"{file} holds no key.", "Delete the folder to begin a new chain, or restore the file."
        )
    return ServerKey(seed)


def write_config(folder: Path, config: dict[str, Any]) -> None:
    """Put the network's configuration into the folder, whole or not at all."""
    new = folder / f"{CONFIG_FILE}.new"
    new.write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    new.replace(folder / CONFIG_FILE)


def _now() -> int:
    """Return the machine's time: the served chain is a program of its own, outside the hub."""
    return int(time.time())  # noqa: TID251  # its clock ends here; no hub's Clock is at hand
