"""The store of when people of the staff were here, and where they are signed in."""

from collections.abc import Collection, Mapping
from typing import Protocol

from contracts.wire.units import UnixTime
from hub.core.access.sessions import OpenSession
from hub.core.ids import StaffId


class Presence(Protocol):
    """Who of the staff was here when; what is older than the sessions that are kept is gone."""

    def last_seen(self, people: Collection[StaffId]) -> Mapping[StaffId, UnixTime]:
        """Return when each of *people* was seen last, of those of whom that is known."""
        ...

    def open_of(self, staff: StaffId, now: UnixTime, limit: int) -> list[OpenSession]:
        """Return at most *limit* of somebody's sessions that have not ended, the newest first."""
        ...
