"""The feed in the database: written in the transaction of what happened, numbered after it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy import true as anything

from contracts.wire.units import TillId, UnixTime
from hub.adapters.database.prepared import Prepared
from hub.adapters.database.tables.running import feed
from hub.core.happening import Audience, Happening
from hub.core.ids import MemberId, PartnerId

_ADDING: Final = Prepared(
    # Without asking for the new id.
    insert(feed)
    .values({it: bindparam(it) for it in ("kind", "body", "member", "till", "partner", "at")})
    .inline()
)
_LOCK: Final = 0x6261_7566
"""Of PostgreSQL: one at a time gives places."""


class DatabaseFeed:
    """The Feed port within one transaction."""

    def __init__(self, connection: Connection, now: Callable[[], UnixTime]) -> None:
        self._connection = connection
        self._now = now
        self.published = False

    def publish(
        self,
        kind: str,
        body: Mapping[str, object],
        *,
        member: MemberId | None = None,
        till: TillId | None = None,
        partner: PartnerId | None = None,
    ) -> None:
        """Say that something happened, if and when this transaction commits."""
        row = {"kind": kind, "body": dict(body), "member": member, "till": till}
        _ADDING.on(self._connection, row | {"partner": partner, "at": self._now()})
        self.published = True

    def number(self, limit: int) -> int:
        """Give at most *limit* committed happenings their places, and return how many."""
        if self._connection.dialect.name == "postgresql":
            # Behind the lock a new snapshot sees all that the one before us numbered.
            self._connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})
        last = self.newest()
        waiting = select(feed.c.id).where(feed.c.position.is_(None)).order_by(feed.c.id)
        ids = self._connection.execute(waiting.limit(limit)).scalars().all()
        if not ids:
            return 0
        rows = select(feed.c.id, func.row_number().over(order_by=feed.c.id).label("place"))
        placed = rows.where(feed.c.id.in_(ids)).subquery()
        place = select(placed.c.place + last).where(placed.c.id == feed.c.id).scalar_subquery()
        self._connection.execute(update(feed).where(feed.c.id.in_(ids)).values(position=place))
        return len(ids)

    def is_waiting(self) -> bool:
        """Whether anything has no place yet."""
        waiting = select(feed.c.id).where(feed.c.position.is_(None)).limit(1)
        return self._connection.execute(waiting).first() is not None

    def after(self, position: int, audience: Audience, limit: int) -> list[Happening]:
        """Return the happenings behind *position* that *audience* may see, in order."""
        query = select(feed).where(feed.c.position > position, _seen_by(audience))
        found = self._connection.execute(query.order_by(feed.c.position).limit(limit))
        return [_happening(row) for row in found.mappings()]

    def newest(self) -> int:
        """Return the highest place that was given, or 0."""
        return self._connection.execute(select(func.max(feed.c.position))).scalar_one() or 0

    def oldest(self) -> int:
        """Return the lowest place that is kept, or 0."""
        return self._connection.execute(select(func.min(feed.c.position))).scalar_one() or 0

    def forget(self, before: UnixTime, limit: int) -> int:
        """Remove at most *limit* numbered happenings from before then, and return how many."""
        old = select(feed.c.id).where(feed.c.at < before, feed.c.position < self.newest())
        ids = self._connection.execute(old.order_by(feed.c.at).limit(limit)).scalars().all()
        self._connection.execute(delete(feed).where(feed.c.id.in_(ids)))
        return len(ids)


def _seen_by(audience: Audience) -> ColumnElement[bool]:
    """Return the condition that `Audience.sees` states, for the database."""
    if audience.everything:
        return anything()
    ways: list[ColumnElement[bool]] = [false()]
    if audience.member is not None:
        ways.append(feed.c.member == audience.member)
    if audience.till is not None:
        ways.append(feed.c.till == audience.till)
    if audience.partners:
        ways.append(feed.c.partner.in_(sorted(audience.partners)))
    return or_(*ways)


def _happening(row: Mapping[str, Any] | Any) -> Happening:
    return Happening(
        position=row["position"],
        kind=row["kind"],
        body=row["body"],
        at=UnixTime(row["at"]),
        member=None if row["member"] is None else MemberId(row["member"]),
        till=None if row["till"] is None else TillId(row["till"]),
        partner=None if row["partner"] is None else PartnerId(row["partner"]),
    )
