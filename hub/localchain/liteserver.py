"""The lite-server in front of a local chain: sockets, limits and faults; Answers knows the rest.

The chain is slow (some milliseconds a transaction) and is not made for several threads: everything
that touches it happens in one thread of its own, beside the loop that speaks with clients.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeVar

from hub.localchain import tl
from hub.localchain.adnl import HANDSHAKE, NONCE, AdnlError, ServerKey, Session, accept
from hub.localchain.answers import Answers
from hub.localchain.chain import LocalChain
from hub.localchain.desk import error
from hub.localchain.faults import Fate, Faults

log = logging.getLogger(__name__)

T = TypeVar("T")

LARGEST_REQUEST: Final = 256 * 1024
"""Of a frame: an external message may have 64 KiB; a get-method's arguments hardly more."""
PIECE: Final = 64 * 1024
"""How much is read from a socket at once."""
BUSY: Final = 228
"""The code by which public lite-servers say that somebody asks too much."""
TIMEOUT: Final = 652
LONGEST_WAIT_S: Final = 60.0
"""For a block that somebody waits for; clients ask for ten seconds and come again."""
LOOK_AGAIN_S: Final = 0.5
"""How often somebody who waits for a block has the chain itself looked at."""
_PING_SIZE: Final = 8


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server takes upon itself; enough for a hub, its workers and a curious developer."""

    connections: int = 64
    requests: int = 32
    """Of one connection at once; a client that waits for blocks holds one of them."""
    handshake_s: float = 10.0
    idle_s: float = 120.0
    """A client that says nothing for so long is gone: all known ones ping every few seconds."""
    write_s: float = 30.0
    """How long a client may take to read what it has asked for."""


FOR_US: Final = Limits()


class LiteServer:
    """Serves one chain; made, started and stopped within one event loop.

    Several servers of one chain share the *thread* (of one worker) in which it is used.
    """

    def __init__(
        self,
        chain: LocalChain,
        key: ServerKey,
        *,
        block_s: float | None = 5.0,
        limits: Limits = FOR_US,
        faults: Faults | None = None,
        thread: ThreadPoolExecutor | None = None,
    ) -> None:
        self.key = key
        self.faults = faults or Faults()
        self._answers = Answers(chain, key.public)
        self._limits = limits
        self._block_s = block_s
        self._own_thread = None if thread else ThreadPoolExecutor(1, "local chain")
        self._thread = thread or self._own_thread
        self._news = asyncio.Event()
        self._seqno = 0
        self._clients: set[_Client] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    @property
    def answers(self) -> Answers:
        """Return what knows the answers."""
        return self._answers

    async def start(self, host: str, port: int) -> int:
        """Listen; return the port, which the system chooses when *port* is 0."""
        await self.with_chain(lambda chain: chain.head())
        self._server = await asyncio.start_server(self._welcome, host, port, limit=PIECE)
        if self._block_s is not None:
            self._keep(self._make_blocks(self._block_s))
        bound: int = self._server.sockets[0].getsockname()[1]
        return bound

    async def stop(self) -> None:
        """Hang up, and wait for what the chain is doing."""
        if self._server is not None:
            self._server.close()
        for task in list(self._tasks):
            task.cancel()
        self.hang_up()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        while self._clients:
            await asyncio.sleep(0)
        if self._server is not None:
            await self._server.wait_closed()
        if self._own_thread is not None:
            await asyncio.to_thread(self._own_thread.shutdown)

    def hang_up(self) -> None:
        """Break every line, and go on listening."""
        for client in list(self._clients):
            client.hang_up()

    async def with_chain(self, act: Callable[[LocalChain], T]) -> T:
        """Do something with the chain in its own thread, and tell those who wait for blocks."""

        def acting() -> tuple[T, int]:
            done = act(self._answers.chain)
            return done, self._answers.chain.head()[0]

        done, seqno = await asyncio.get_running_loop().run_in_executor(self._thread, acting)
        if seqno != self._seqno:
            self._seqno = seqno
            news, self._news = self._news, asyncio.Event()
            news.set()
        return done

    async def _make_blocks(self, every_s: float) -> None:
        while True:
            await asyncio.sleep(every_s)
            await self.with_chain(lambda chain: chain.tick())

    def _keep(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._clients) >= self._limits.connections:
            writer.close()
            return
        client = _Client(self, reader, writer, self._limits)
        self._clients.add(client)
        try:
            await client.serve()
        except (AdnlError, tl.TlMalformed) as problem:
            log.info("a client was hung up on: %s", problem)
        except (OSError, EOFError, TimeoutError):
            log.debug("a client is gone")
        except asyncio.CancelledError:
            log.debug("the server stops")
        finally:
            self._clients.discard(client)
            client.hang_up()

    async def answer(self, query: bytes) -> bytes | None:
        """Return the answer to a query, or None where a fault keeps it back."""
        reader = tl.Reader(query)
        if reader.number() != tl.WAIT:
            return await self._answer_now(query)
        seqno, timeout_ms = reader.int32(), reader.int32()
        if not await self._wait(seqno, min(timeout_ms / 1000, LONGEST_WAIT_S)):
            return error(TIMEOUT, "timeout")
        return await self._answer_now(reader.rest())

    async def _wait(self, seqno: int, timeout_s: float) -> bool:
        """Wait for a block; tell whether it came."""
        until = time.monotonic() + timeout_s
        while self._seqno + self.faults.head_shift < seqno:
            left = until - time.monotonic()
            if left <= 0:
                return False
            try:
                await asyncio.wait_for(self._news.wait(), min(left, LOOK_AGAIN_S))
            except TimeoutError:
                # Another server of the same chain may have made the block.
                await self.with_chain(lambda chain: chain.head())
        return True

    async def _answer_now(self, query: bytes) -> bytes | None:
        shift = self.faults.head_shift

        def answered(_: LocalChain) -> bytes:
            return self._answers.answer(query, shift)

        if int.from_bytes(query[:4], "little") != tl.SEND_MESSAGE:
            return await self.with_chain(answered)
        fate = self.faults.next_fate()
        if fate is Fate.DROPPED:
            return tl.number(tl.SEND_MESSAGE_STATUS) + tl.int32(1)
        first = await self.with_chain(answered)
        if fate is Fate.REPEATED:
            await self.with_chain(answered)
        return None if fate is Fate.UNANSWERED else first


class _Client:
    """One connection."""

    def __init__(
        self,
        server: LiteServer,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        limits: Limits,
    ) -> None:
        self._server = server
        self._reader = reader
        self._writer = writer
        self._limits = limits
        self._asked: set[asyncio.Task[None]] = set()

    async def serve(self) -> None:
        """Shake hands, and answer until the client is gone."""
        async with asyncio.timeout(self._limits.handshake_s):
            handshake = await self._reader.readexactly(HANDSHAKE)
        session = accept(handshake, self._server.key, LARGEST_REQUEST)
        await self._say(session, b"")
        while piece := await self._heard():
            for payload in session.hear(piece):
                await self._take(session, payload)

    async def _heard(self) -> bytes:
        async with asyncio.timeout(self._limits.idle_s):
            return await self._reader.read(PIECE)

    async def _take(self, session: Session, payload: bytes) -> None:
        reader = tl.Reader(payload)
        match reader.number():
            case tl.PING:
                ping = reader.octets(_PING_SIZE)
                if not self._server.faults.silent:
                    await self._say(session, tl.number(tl.PONG) + ping)
            case tl.ADNL_QUERY:
                name, wrapped = reader.hash(), tl.Reader(reader.text())
                if wrapped.number() != tl.QUERY:
                    raise AdnlError("only lite-server queries are answered")
                await self._start(session, name, wrapped.text())
            case _:
                raise AdnlError("neither ping nor query")

    async def _start(self, session: Session, name: bytes, query: bytes) -> None:
        """Answer beside what else is asked, up to the limit."""
        if len(self._asked) >= self._limits.requests:
            await self._reply(session, name, error(BUSY, "too many requests at once"))
            return
        task = asyncio.create_task(self._answer(session, name, query))
        self._asked.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Hang up when answering broke: with nobody told, the client would wait for ever."""
        self._asked.discard(task)
        if task.cancelled() or (broke := task.exception()) is None:
            return
        if not isinstance(broke, OSError | TimeoutError):
            log.error("a request could not be answered", exc_info=broke)
        self._writer.close()

    async def _answer(self, session: Session, name: bytes, query: bytes) -> None:
        answer = await self._server.answer(query)
        await asyncio.sleep(self._server.faults.late_s)
        if answer is not None:
            await self._reply(session, name, answer)

    async def _reply(self, session: Session, name: bytes, answer: bytes) -> None:
        faults = self._server.faults
        if faults.silent:
            return
        said = tl.number(tl.ADNL_ANSWER) + name + tl.text(answer)
        await self._say(session, said)
        if faults.repeated_answers:
            await self._say(session, said)

    async def _say(self, session: Session, payload: bytes) -> None:
        # Sealed and written without a pause between: the stream's order is the cipher's.
        self._writer.write(session.seal(payload, secrets.token_bytes(NONCE)))
        async with asyncio.timeout(self._limits.write_s):
            await self._writer.drain()

    def hang_up(self) -> None:
        """End the connection and what is still being answered."""
        for task in list(self._asked):
            task.cancel()
        self._writer.close()
