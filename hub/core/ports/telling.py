"""Within one unit of work: what happened, and who is told of it."""

from typing import Protocol

from hub.core.ports.bot import Notices
from hub.core.ports.feed import Feed
from hub.core.ports.webhooks import Webhooks


class Telling(Protocol):
    """The stores of what is told to somebody, within one transaction."""

    @property
    def feed(self) -> Feed:
        """Return what happened."""
        ...

    @property
    def webhooks(self) -> Webhooks:
        """Return the webhooks of partners."""
        ...

    @property
    def notices(self) -> Notices:
        """Return what members are told by the bot."""
        ...
