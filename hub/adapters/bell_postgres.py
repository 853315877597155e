"""The bell of many processes: PostgreSQL's LISTEN and NOTIFY, on connections of their own.

NOTIFY takes a lock of the whole server at commit; so it is never sent within a transaction that
moves points, but after it, by a thread of ours, many rings as one.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import psycopg

log = logging.getLogger(__name__)

LOOK_S: Final = 1.0
"""Seconds after which listeners look by themselves: a ring may have been lost with its line."""
TOGETHER_S: Final = 0.02
"""Seconds in which rings become one: nobody sees the difference, the server does."""
AGAIN_S: Final = 1.0
"""Seconds before a connection that broke is made again."""
_CHANNEL: Final = "baursak_feed"


class PostgresBell:
    """The Bell port over PostgreSQL; opens nothing until somebody rings or listens."""

    def __init__(self, url: str, look_s: float = LOOK_S) -> None:
        self._url = url
        self._look_s = look_s
        self._lock = threading.Lock()
        self._wakers: list[threading.Event] = []
        self._threads: list[threading.Thread] = []
        self._rung = threading.Event()
        self._closing = threading.Event()
        self._ringer: threading.Thread | None = None
        self._hearer: threading.Thread | None = None

    def ring(self) -> None:
        """Let every listener know, in every process."""
        self._wake()  # those in this process need no round trip
        self._rung.set()
        with self._lock:
            if self._ringer is None and not self._closing.is_set():
                self._ringer = self._start(self._send_rings)

    def listen(self, heard: Callable[[], None]) -> Callable[[], None]:
        """Call *heard* after each ring; return what ends it."""
        waker, ended = threading.Event(), threading.Event()

        def run() -> None:
            while not ended.is_set() and not self._closing.is_set():
                waker.wait(self._look_s)
                waker.clear()
                if not ended.is_set() and not self._closing.is_set():
                    heard()

        with self._lock:
            self._wakers.append(waker)
            if self._hearer is None and not self._closing.is_set():
                self._hearer = self._start(self._hear_rings)
            thread = self._start(run)

        def end() -> None:
            ended.set()
            waker.set()
            with self._lock:
                if waker in self._wakers:
                    self._wakers.remove(waker)
            if threading.current_thread() is not thread:
                thread.join()

        return end

    def close(self) -> None:
        """End all threads and their connections."""
        self._closing.set()
        self._rung.set()
        self._wake()
        with self._lock:
            threads, self._threads = self._threads, []
        for thread in threads:
            thread.join()

    def _start(self, run: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=run, name="bell", daemon=True)
        self._threads = [it for it in self._threads if it.is_alive()] + [thread]
        thread.start()
        return thread

    def _wake(self) -> None:
        with self._lock:
            for waker in self._wakers:
                waker.set()

    def _send_rings(self) -> None:
        """Send the rings of this process to the others, as long as it lives."""
        self._stay_connected(self._send_on)

    def _send_on(self, connection: psycopg.Connection) -> None:
        while not self._closing.is_set():
            self._rung.wait()
            self._rung.clear()
            if not self._closing.is_set():
                connection.execute(f"NOTIFY {_CHANNEL}".encode())
                self._closing.wait(TOGETHER_S)

    def _hear_rings(self) -> None:
        """Wake the listeners of this process for the rings of all, as long as it lives."""
        self._stay_connected(self._hear_on)

    def _hear_on(self, connection: psycopg.Connection) -> None:
        connection.execute(f"LISTEN {_CHANNEL}".encode())
        self._wake()  # for what was rung while there was no line
        while not self._closing.is_set():
            for _ in connection.notifies(timeout=LOOK_S, stop_after=1):
                self._wake()

    def _stay_connected(self, work: Callable[[psycopg.Connection], None]) -> None:
        """Do *work* on a connection, and on a new one when it breaks."""
        while not self._closing.is_set():
            with suppress(psycopg.Error):
                with psycopg.connect(self._url, autocommit=True) as connection:
                    work(connection)
                return
            log.warning("The bell has lost its line to the database.")
            self._closing.wait(AGAIN_S)
