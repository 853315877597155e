"""What was asked under an Idempotency-Key, in the database."""

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select, update

from contracts.wire.units import UnixTime
from hub.adapters.database.tables.running import idempotency
from hub.adapters.database.upsert import inserting
from hub.core.ports.repeats import Asked


class DatabaseRepeats:
    """The Repeats port within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, principal: str, key: str, digest: bytes, at: UnixTime) -> bool:
        """Note that work on a request begins; False when its key was used before."""
        row = {"principal": principal, "key": key, "digest": digest, "at": at}
        new = inserting(self._connection, idempotency).values(row).on_conflict_do_nothing()
        added = self._connection.execute(new.returning(idempotency.c.at))
        return added.first() is not None

    def lock(self, principal: str, key: str) -> Asked | None:
        """Return the request with this key; nobody else changes it meanwhile."""
        query = select(idempotency).where(_of(principal, key)).with_for_update()
        row = self._connection.execute(query).mappings().first()
        return None if row is None else Asked(row["digest"], row["at"], row["reply"])

    def restart(self, principal: str, key: str, at: UnixTime) -> None:
        """Note that work on a request that nobody finished begins anew."""
        changed = update(idempotency).where(_of(principal, key)).values(at=at)
        self._connection.execute(changed)

    def finish(self, principal: str, key: str, at: UnixTime, status: int, reply: bytes) -> None:
        """Store the sealed answer of the work that began at *at*."""
        mine = and_(_of(principal, key), idempotency.c.at == at)
        self._connection.execute(update(idempotency).where(mine).values(status=status, reply=reply))

    def remove(self, principal: str, key: str, at: UnixTime) -> None:
        """Forget the request whose work began at *at* and has no answer."""
        mine = and_(_of(principal, key), idempotency.c.at == at, idempotency.c.reply.is_(None))
        self._connection.execute(delete(idempotency).where(mine))

    def forget(self, before: UnixTime, limit: int) -> int:
        """Remove at most *limit* requests from before then, and return how many."""
        old = select(idempotency.c.principal, idempotency.c.key).where(idempotency.c.at < before)
        rows = self._connection.execute(old.order_by(idempotency.c.at).limit(limit)).all()
        if rows:
            self._connection.execute(
                delete(idempotency).where(or_(*(_of(row.principal, row.key) for row in rows)))
            )
        return len(rows)


def _of(principal: str, key: str) -> ColumnElement[bool]:
    return and_(idempotency.c.principal == principal, idempotency.c.key == key)
