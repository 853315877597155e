"""Within one unit of work: how a member comes in without Telegram, and two accounts become one."""

from typing import Protocol

from hub.core.ports.cards import Cards
from hub.core.ports.merging import Merging
from hub.core.ports.passkeys import Passkeys


class Joining(Protocol):
    """The stores of members who come by themselves, within one transaction."""

    @property
    def passkeys(self) -> Passkeys:
        """Return what members without Telegram sign in with."""
        ...

    @property
    def cards(self) -> Cards:
        """Return the member cards."""
        ...

    @property
    def merging(self) -> Merging:
        """Return what goes with a member into another account."""
        ...
