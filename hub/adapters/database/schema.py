"""The whole schema: importing this file knows every table."""

from typing import Final

from sqlalchemy import MetaData

from hub.adapters.database.tables import (
    access,
    cards,
    chain,
    insights,
    ledger,
    receipts,
    rewards,
    running,
)
from hub.adapters.database.tables.base import metadata as _metadata

metadata: Final[MetaData] = _metadata
AREAS: Final = (access, cards, chain, insights, ledger, receipts, rewards, running)

for _table in metadata.tables.values():
    if _table.autoincrement_column is not None:
        # Without the word, SQLite gives the id of a deleted newest row again.
        _table.dialect_options["sqlite"]["autoincrement"] = True
