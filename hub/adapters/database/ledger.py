"""The Ledger port over the database."""

from sqlalchemy import Connection


class DatabaseLedger:
    """Double entry in whole points, in the tables of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
