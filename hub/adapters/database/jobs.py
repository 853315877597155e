"""The Jobs port over the database."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or

from contracts.wire.units import UnixTime
from hub.adapters.database.tables.running import heartbeats, jobs, outages

_LAST: Final = select(heartbeats.c.at).where(heartbeats.c.name == bindparam("part"))
_FACTS: Final = select(heartbeats.c.facts).where(heartbeats.c.name == bindparam("part"))
_BEATING: Final = insert_or(heartbeats)
_BEAT: Final = _BEATING.on_conflict_do_update(
    index_elements=["name"], set_={"at": _BEATING.excluded.at, "facts": _BEATING.excluded.facts}
)


class DatabaseJobs:
    """What the worker does, in the tables of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, name: str, holder: str, now: UnixTime, *, every: int, life: int) -> bool:
        """Take the job *name* for *life* seconds if it is due and free."""
        # Both databases know this form of ON CONFLICT; SQLAlchemy writes it the same for both.
        self._connection.execute(
            insert_or(jobs).values(name=name, facts={}).on_conflict_do_nothing()
        )
        taken = self._connection.execute(
            update(jobs)
            .where(jobs.c.name == name, jobs.c.leased_until <= now, jobs.c.done_at <= now - every)
            .values(holder=holder, leased_until=now + life)
        )
        return taken.rowcount == 1

    def done(self, name: str, holder: str, now: UnixTime, facts: Mapping[str, object]) -> None:
        """Note that the job was done now and let go of it."""
        self._connection.execute(
            update(jobs)
            .where(jobs.c.name == name, jobs.c.holder == holder)
            .values(done_at=now, leased_until=0, facts=dict(facts))
        )

    def failed(self, name: str, holder: str, now: UnixTime, why: str) -> None:
        """Note why the job failed and let go of it."""
        self.done(name, holder, now, {"failed": why})

    def holders(self, now: UnixTime) -> set[str]:
        """Return who holds a job now."""
        query = select(jobs.c.holder).where(jobs.c.leased_until > now)
        return set(self._connection.execute(query).scalars())

    def release(self, holder: str) -> None:
        """Free what *holder* held; when each was last done stays as it is."""
        self._connection.execute(update(jobs).where(jobs.c.holder == holder).values(leased_until=0))

    def beat(self, name: str, now: UnixTime, facts: Mapping[str, object]) -> UnixTime | None:
        """Note that the part *name* lives, and return when it last did."""
        last = self._connection.execute(_LAST, {"part": name}).scalar_one_or_none()
        self._connection.execute(_BEAT, {"name": name, "at": now, "facts": dict(facts)})
        return None if last is None else UnixTime(last)

    def beats(self) -> dict[str, UnixTime]:
        """Return when each part last lived."""
        rows = self._connection.execute(select(heartbeats.c.name, heartbeats.c.at))
        return {name: UnixTime(at) for name, at in rows}

    def facts(self, name: str) -> Mapping[str, Any]:
        """Return what a part said when it last lived; nothing when it never did."""
        return self._connection.execute(_FACTS, {"part": name}).scalar_one_or_none() or {}

    def add_outage(self, began_at: UnixTime, ended_at: UnixTime) -> None:
        """Note that the hub did not answer for a while."""
        self._connection.execute(insert(outages).values(began_at=began_at, ended_at=ended_at))
