"""An event loop in a thread of its own, for callers that are not asynchronous."""

import asyncio
import logging
import threading
from collections.abc import Coroutine
from concurrent.futures import TimeoutError as TooLate
from typing import Any, Final, TypeVar

from hub.core.ports.chain import ChainUnavailable

log = logging.getLogger(__name__)

END_S: Final = 5.0
"""Seconds for what is under way to end when the loop is closed."""

_ROUNDS: Final = 20
_ROUND_S: Final = 0.2
"""The library swallows a cancellation where it is closing a line: so it is told again."""

T = TypeVar("T")


class LoopThread:
    """Runs coroutines for other threads; the thread begins with the first of them."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    def run(self, work: Coroutine[Any, Any, T], within: float) -> T:
        """Return what *work* comes to, or ChainUnavailable after *within* seconds."""
        try:
            loop = self._running()
        except ChainUnavailable:
            work.close()
            raise
        under_way = asyncio.run_coroutine_threadsafe(work, loop)
        try:
            return under_way.result(within)
        except (TooLate, asyncio.CancelledError) as error:
            under_way.cancel()
            raise ChainUnavailable("the servers did not answer in time") from error

    def close(self, last: Coroutine[Any, Any, None]) -> None:
        """Run *last*, then end loop and thread; closed twice is closed once."""
        with self._lock:
            self._closed = True
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            last.close()
            return
        ending = asyncio.run_coroutine_threadsafe(last, loop)
        try:
            ending.result(END_S)
        except TooLate:
            ending.cancel()
        loop.call_soon_threadsafe(loop.stop)
        thread.join(END_S)

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._closed:
                raise ChainUnavailable("the chain's connections are closed")
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(
                    target=_serve, args=(self._loop,), name=self._name, daemon=True
                )
                self._thread.start()
            return self._loop


def _noted(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Note that a task of the library died with its line, which is made again."""
    log.debug("%s: %s", context.get("message"), type(context.get("exception")).__name__)


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    """Run *loop* until it is stopped, then end what is left in it."""
    asyncio.set_event_loop(loop)
    loop.set_exception_handler(_noted)
    try:
        loop.run_forever()
        for _ in range(_ROUNDS):
            if not (left := asyncio.all_tasks(loop)):
                break
            for task in left:
                task.cancel()
            loop.run_until_complete(asyncio.wait(left, timeout=_ROUND_S))
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        asyncio.set_event_loop(None)
        loop.close()
