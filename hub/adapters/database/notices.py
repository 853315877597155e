"""What members are told by the bot, in the database."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, update

from contracts.wire.units import UnixTime
from hub.adapters.database.tables.running import notices
from hub.adapters.database.upsert import inserting
from hub.core.bot.notices import Notice, NoticeKind, NoticeState, QueuedNotice
from hub.core.ids import MemberId

_WAITING = notices.c.state == NoticeState.WAITING.value
_HEARD = (NoticeState.SENT.value, NoticeState.UNKNOWN.value)
"""What a member has on his phone, or may have."""


class DatabaseNotices:
    """The Notices port within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def plan(self, notices_: Sequence[Notice]) -> int:
        """Add notices and return how many were new; one whose name is there stays as it is."""
        if not notices_:
            return 0
        rows = [_row(it) for it in {it.name: it for it in notices_}.values()]
        new = inserting(self._connection, notices).values(rows).on_conflict_do_nothing()
        # PostgreSQL's driver counts no rows here; what came back was new.
        return len(self._connection.execute(new.returning(notices.c.id)).all())

    def due(self, now: UnixTime, limit: int) -> list[QueuedNotice]:
        """Return notices to send now, the oldest first, at most one of each member."""
        place = func.row_number().over(partition_by=notices.c.member, order_by=notices.c.id)
        ranked = select(notices, place.label("place")).where(_WAITING, notices.c.next_at <= now)
        found = ranked.subquery()
        first = select(found).where(found.c.place == 1).order_by(found.c.id).limit(limit)
        return [_queued(row) for row in self._connection.execute(first).mappings()]

    def take(self, queued: QueuedNotice, until: UnixTime) -> bool:
        """Count a try of a notice that is still as it was read; nobody else sends it till then."""
        same = and_(
            notices.c.id == queued.id,
            _WAITING,
            notices.c.tries == queued.tries,
            notices.c.next_at == queued.next_at,
        )
        taken = update(notices).where(same).values(tries=queued.tries + 1, next_at=until)
        return self._connection.execute(taken).rowcount == 1

    def note(
        self, queued: QueuedNotice, state: NoticeState, at: UnixTime, last: str, *, again: bool
    ) -> None:
        """Note what came of a try: how it ended then, or that it waits until *at*."""
        values: dict[str, Any] = {"state": state.value, "last": last}
        values["next_at" if state is NoticeState.WAITING else "ended_at"] = at
        if again:
            values["tries"] = queued.tries
        # Erased members' notices are gone, and those who want none have theirs dropped.
        mine = and_(notices.c.id == queued.id, _WAITING)
        self._connection.execute(update(notices).where(mine).values(values))

    def sent_since(self, member: MemberId, since: UnixTime) -> int:
        """Return how many notices a member was sent since then, those in doubt included."""
        in_doubt = and_(_WAITING, notices.c.tries > 0)
        heard = and_(notices.c.state.in_(_HEARD), notices.c.ended_at >= since)
        asked = select(func.count()).select_from(notices)
        return self._count(asked.where(notices.c.member == member, or_(heard, in_doubt)))

    def drop_waiting(self, member: MemberId, at: UnixTime, last: str) -> int:
        """Drop what waits for a member who hears nothing any more, and return how many."""
        dropped = {"state": NoticeState.DROPPED.value, "ended_at": at, "last": last}
        mine: ColumnElement[bool] = and_(notices.c.member == member, _WAITING)
        return self._connection.execute(update(notices).where(mine).values(dropped)).rowcount

    def counts(self) -> Mapping[str, int]:
        """Return how many notices there are in each state."""
        asked = select(notices.c.state, func.count().label("many")).group_by(notices.c.state)
        found = {str(row.state): int(row.many) for row in self._connection.execute(asked)}
        return {it.value: found.get(it.value, 0) for it in NoticeState}

    def forget(self, before: UnixTime, limit: int) -> int:
        """Remove at most *limit* notices that ended before then, and return how many."""
        old = select(notices.c.id).where(notices.c.ended_at < before).limit(limit)
        ids = self._connection.execute(old).scalars().all()
        self._connection.execute(delete(notices).where(notices.c.id.in_(ids)))
        return len(ids)

    def _count(self, asked: Any) -> int:
        return int(self._connection.execute(asked).scalar_one())


def _row(notice: Notice) -> dict[str, Any]:
    return {
        "name": notice.name,
        "member": notice.member,
        "kind": notice.kind.value,
        "facts": dict(notice.facts),
        "state": NoticeState.WAITING.value,
        "next_at": notice.not_before,
        "good_until": notice.good_until,
    }


def _queued(row: Mapping[str, Any] | Any) -> QueuedNotice:
    notice = Notice(
        name=row["name"],
        member=MemberId(row["member"]),
        kind=NoticeKind(row["kind"]),
        facts=row["facts"],
        not_before=UnixTime(row["next_at"]),
        good_until=UnixTime(row["good_until"]),
    )
    return QueuedNotice(row["id"], notice, row["tries"], UnixTime(row["next_at"]))
