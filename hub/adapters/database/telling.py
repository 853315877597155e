"""What happened and who is told of it, over one open transaction."""

from collections.abc import Callable
from functools import cached_property

from sqlalchemy import Connection

from contracts.wire.units import UnixTime
from hub.adapters.database.feed import DatabaseFeed
from hub.adapters.database.notices import DatabaseNotices
from hub.adapters.database.webhooks import DatabaseWebhooks


class DatabaseTelling:
    """The Telling port over one open transaction."""

    def __init__(self, connection: Connection, now: Callable[[], UnixTime]) -> None:
        self.connection = connection
        self.feed = DatabaseFeed(connection, now)

    @cached_property
    def webhooks(self) -> DatabaseWebhooks:
        """Return the webhooks of partners."""
        return DatabaseWebhooks(self.connection)

    @cached_property
    def notices(self) -> DatabaseNotices:
        """Return what members are told by the bot."""
        return DatabaseNotices(self.connection)
