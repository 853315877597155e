"""Transactions over the database."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from contracts.wire.units import UnixTime
from hub.adapters.database.kept import Kept
from hub.adapters.database.version import unavailable
from hub.adapters.database.work import DatabaseWork
from hub.errors import TransactionLost

__all__ = ["DatabaseStore", "DatabaseWork"]

HANDS: Final = 3
"""Transactions of a process under way at once: one interpreter does one thing at a time, and more
of them take its turns from each other: at 200 requests a second, ten times the waiting."""
TURN_S: Final = 15.0
_GAVE_WAY: Final = ("40001", "40P01")
"""PostgreSQL's codes for serialization failures and deadlocks."""


class DatabaseStore:
    """The Store port over an engine.

    *ring* is called after each commit that put something into the feed; *now* dates it.
    """

    def __init__(
        self,
        engine: Engine,
        ring: Callable[[], None] = lambda: None,
        now: Callable[[], UnixTime] = lambda: UnixTime(int(time.time())),
    ) -> None:
        self.engine = engine
        self._ring = ring
        self._now = now
        self._kept = Kept()
        self._hands = BoundedSemaphore(HANDS)

    @contextmanager
    def begin(self) -> Iterator[DatabaseWork]:
        """Begin a transaction that may write."""
        with _answering(), self._hand(), self.engine.begin() as connection:
            work = DatabaseWork(connection, self._now, self._kept)
            yield work
            work.marks.write()
        if work.policy_is_new:  # Only now: before, others would keep the old one once more.
            self._kept.forget_policy()
        if work.feed.published:
            self._ring()

    @contextmanager
    def read(self) -> Iterator[DatabaseWork]:
        """Begin a transaction that only reads, of one state of the database."""
        isolation = {} if self.engine.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        options = {"hub_reads": True, **isolation}
        with (
            _answering(),
            self.engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            yield DatabaseWork(connection, self._now, self._kept)

    @contextmanager
    def look(self) -> Iterator[DatabaseWork]:
        """Read one thing, in one statement: a transaction around it would be two round trips."""
        isolation = {} if self.engine.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
        options = {"hub_reads": True, **isolation}
        with (
            _answering(),
            self._hand(),
            self.engine.connect().execution_options(**options) as connection,
        ):
            yield DatabaseWork(connection, self._now, self._kept)

    @contextmanager
    def _hand(self) -> Iterator[None]:
        """Wait for a turn; a hub that is so busy that none comes says so."""
        if not self._hands.acquire(timeout=TURN_S):
            raise unavailable()
        try:
            yield
        finally:
            self._hands.release()


@contextmanager
def _answering() -> Iterator[None]:
    """Turn a database that is away, or too busy, into our own error."""
    try:
        yield
    except (OperationalError, InterfaceError, NoConnection) as error:
        said = unavailable(error)
        if getattr(getattr(error, "orig", None), "sqlstate", None) in _GAVE_WAY:
            said = TransactionLost(said.title, said.hint)
        raise said from error
