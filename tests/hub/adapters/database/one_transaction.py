"""A store for checks of what is then forgotten."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from hub.adapters.database.store import DatabaseWork
from tests.hub.hubs import SetClock


class OneTransaction:
    """A store whose transactions are all the same one, which its owner never keeps."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @contextmanager
    def begin(self) -> Iterator[DatabaseWork]:
        """Go on with the transaction."""
        yield DatabaseWork(self._connection, SetClock().now)

    read = look = begin
