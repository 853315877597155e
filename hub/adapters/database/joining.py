"""How members come in without Telegram, and two accounts become one, over one transaction."""

from functools import cached_property

from sqlalchemy import Connection

from hub.adapters.database.cards import DatabaseCards
from hub.adapters.database.insights_marks import DayMarks
from hub.adapters.database.merging import DatabaseMerging
from hub.adapters.database.passkeys import DatabasePasskeys


class DatabaseJoining:
    """The Joining port over one open transaction."""

    connection: Connection
    marks: DayMarks

    @cached_property
    def passkeys(self) -> DatabasePasskeys:
        """Return what members without Telegram sign in with."""
        return DatabasePasskeys(self.connection)

    @cached_property
    def cards(self) -> DatabaseCards:
        """Return the member cards."""
        return DatabaseCards(self.connection)

    @cached_property
    def merging(self) -> DatabaseMerging:
        """Return what goes with a member into another account."""
        return DatabaseMerging(self.connection, self.marks)
