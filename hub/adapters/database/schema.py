"""The whole schema: importing this file knows every table."""

from typing import Final

from sqlalchemy import MetaData

from hub.adapters.database.tables import access, ledger, receipts, rewards, running
from hub.adapters.database.tables.base import metadata as _metadata

metadata: Final[MetaData] = _metadata
AREAS: Final = (access, ledger, receipts, rewards, running)
