"""When people of the staff were here, and where they are signed in, out of their sessions."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, func, select

from contracts.wire.units import UnixTime
from hub.adapters.database.tables.access import sessions
from hub.core.access.sessions import STAFF, OpenSession
from hub.core.ids import StaffId


class DatabasePresence:
    """The Presence port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def last_seen(self, people: Collection[StaffId]) -> Mapping[StaffId, UnixTime]:
        """Return when each of *people* was seen last, of those of whom that is known."""
        asked = (
            select(sessions.c.owner, func.max(sessions.c.issued_at))
            .where(sessions.c.kind == STAFF, sessions.c.owner.in_(people))
            .group_by(sessions.c.owner)
        )
        return {StaffId(who): UnixTime(at) for who, at in self._connection.execute(asked)}

    def open_of(self, staff: StaffId, now: UnixTime, limit: int) -> list[OpenSession]:
        """Return at most *limit* of somebody's sessions that have not ended, the newest first."""
        live = (
            (sessions.c.used_at.is_(None))
            & (sessions.c.revoked_at.is_(None))
            & (sessions.c.expires_at > now)
        )
        seen = func.max(sessions.c.issued_at)
        asked = (
            select(sessions.c.family, func.min(sessions.c.issued_at), seen)
            .where(sessions.c.kind == STAFF, sessions.c.owner == staff)
            .group_by(sessions.c.family)
            .having(func.count().filter(live) > 0)
            .order_by(seen.desc())
            .limit(limit)
        )
        return [
            OpenSession(bytes(family), UnixTime(since), UnixTime(last))
            for family, since, last in self._connection.execute(asked)
        ]
