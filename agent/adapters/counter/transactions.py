"""Reading and changing the counter's file: one change at a time, all of it or nothing."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from agent.adapters.counter import opening


class Transactions:
    """One connection, as all that write to it share it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        # The link syncs in one thread, vouchers come in another.
        self._guard = threading.RLock()

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """Hold one transaction: all of it is on disk when it ends, or nothing happened."""
        with self._guard:
            try:
                self.connection.execute("BEGIN IMMEDIATE")
                yield self.connection
                self.connection.execute("COMMIT")
            except sqlite3.IntegrityError:
                raise
            except opening.FOREIGN as error:
                raise opening.translated(error) from error
            finally:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what a query finds."""
        with self._guard, opening.speaking_plainly():
            return self.connection.execute(query, values).fetchall()
