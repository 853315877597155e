"""The pictures of rewards, in the database."""

from sqlalchemy import Connection, select

from contracts.wire.units import UnixTime
from hub.adapters.database.tables.rewards import pictures
from hub.adapters.database.upsert import inserting
from hub.core.ports.pictures import Picture


class DatabasePictures:
    """The Pictures port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, digest: bytes, picture: Picture, at: UnixTime) -> None:
        """Keep a picture; adding it twice is adding it once."""
        row = {
            "digest": digest,
            "kind": picture.media_type,
            "content": picture.content,
            "created_at": at,
        }
        asked = inserting(self._connection, pictures).values(row).on_conflict_do_nothing()
        self._connection.execute(asked)

    def get(self, digest: bytes) -> Picture | None:
        """Return a picture."""
        row = self._connection.execute(select(pictures).where(pictures.c.digest == digest)).first()
        return None if row is None else Picture(row.kind, bytes(row.content))
