"""Who is signed in, how often somebody has tried, and what may be used once, in the database."""

from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Row,
    Table,
    and_,
    case,
    delete,
    exists,
    insert,
    select,
    update,
)

from contracts.wire.units import UnixTime
from hub.adapters.database.presence import DatabasePresence
from hub.adapters.database.tables.access import attempts, sessions, used_nonces
from hub.adapters.database.tables.running import one_time_codes
from hub.adapters.database.upsert import inserting
from hub.core.access.sessions import Session
from hub.core.ports.access import Invitation


class DatabaseSessions(DatabasePresence):
    """The Sessions port over one open transaction."""

    def add(self, session: Session) -> None:
        """Add the next link of a chain, or its first."""
        row = {
            "kind": session.kind,
            "owner": session.owner,
            "family": session.family,
            "refresh_digest": session.digest,
            "issued_at": session.issued_at,
            "expires_at": session.expires_at,
        }
        self._connection.execute(insert(sessions).values(row))

    def lock(self, digest: bytes) -> Session | None:
        """Return the link whose token has *digest*; nobody else uses it meanwhile."""
        asked = select(sessions).where(sessions.c.refresh_digest == digest).with_for_update()
        row = self._connection.execute(asked).first()
        return None if row is None else _session(row)

    def use(self, digest: bytes, at: UnixTime) -> None:
        """Note that a link's token was exchanged for the next."""
        asked = update(sessions).where(sessions.c.refresh_digest == digest).values(used_at=at)
        self._connection.execute(asked)

    def is_live(self, family: bytes, now: UnixTime) -> bool:
        """Whether the chain is neither revoked nor run out."""
        live = and_(
            sessions.c.family == family,
            sessions.c.used_at.is_(None),
            sessions.c.revoked_at.is_(None),
            sessions.c.expires_at > now,
        )
        return bool(self._connection.execute(select(exists().where(live))).scalar_one())

    def revoke(self, family: bytes, at: UnixTime) -> None:
        """End one chain."""
        ended = and_(sessions.c.family == family, sessions.c.revoked_at.is_(None))
        self._connection.execute(update(sessions).where(ended).values(revoked_at=at))

    def revoke_all(self, kind: str, owner: int, at: UnixTime, keep: bytes | None = None) -> None:
        """End every chain of somebody, but for the one that *keep* names."""
        ended = and_(
            sessions.c.kind == kind, sessions.c.owner == owner, sessions.c.revoked_at.is_(None)
        )
        if keep is not None:
            ended = and_(ended, sessions.c.family != keep)
        self._connection.execute(update(sessions).where(ended).values(revoked_at=at))

    def forget(self, before: UnixTime, limit: int) -> int:
        """Remove at most *limit* links that ran out before then, and return how many."""
        return _forget(self._connection, sessions, sessions.c.expires_at, before, limit)


class DatabaseAttempts:
    """The Attempts port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, subject: bytes, now: UnixTime, window: int) -> int:
        """Add one attempt and return how many there are within the *window* that it falls in."""
        over = attempts.c.since + window <= now
        added = inserting(self._connection, attempts).values(subject=subject, since=now, count=1)
        asked = added.on_conflict_do_update(
            index_elements=[attempts.c.subject],
            set_={
                "count": case((over, 1), else_=attempts.c.count + 1),
                "since": case((over, now), else_=attempts.c.since),
            },
        ).returning(attempts.c.count)
        return int(self._connection.execute(asked).scalar_one())

    def forgive(self, subject: bytes) -> None:
        """Take one attempt back, since it was a good one."""
        good = and_(attempts.c.subject == subject, attempts.c.count > 0)
        self._connection.execute(update(attempts).where(good).values(count=attempts.c.count - 1))

    def clear(self, subject: bytes) -> None:
        """Forget all attempts."""
        self._connection.execute(delete(attempts).where(attempts.c.subject == subject))

    def forget(self, before: UnixTime, limit: int) -> int:
        """Remove at most *limit* windows that began before then, and return how many."""
        return _forget(self._connection, attempts, attempts.c.since, before, limit)


class DatabaseNonces:
    """The Nonces port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def use(self, purpose: str, nonce: bytes, expires_at: UnixTime) -> bool:
        """Note that *nonce* is used now; False when it was before."""
        row = {"purpose": purpose, "nonce": nonce, "expires_at": expires_at}
        added = inserting(self._connection, used_nonces).values(row).on_conflict_do_nothing()
        # The row itself, not a count of rows: SQLAlchemy has none of an INSERT on PostgreSQL.
        made = self._connection.execute(added.returning(used_nonces.c.nonce)).first()
        return made is not None

    def forget(self, before: UnixTime, limit: int) -> int:
        """Remove at most *limit* that ran out before then, and return how many."""
        return _forget(self._connection, used_nonces, used_nonces.c.expires_at, before, limit)


class DatabaseInvitations:
    """The Invitations port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, digest: bytes, invitation: Invitation) -> None:
        """Add a code that was just made."""
        row = {
            "digest": digest,
            "purpose": invitation.purpose,
            "owner": invitation.owner,
            "facts": dict(invitation.facts),
            "expires_at": invitation.expires_at,
        }
        self._connection.execute(insert(one_time_codes).values(row))

    def lock(self, digest: bytes) -> Invitation | None:
        """Return what a code is for; nobody else uses it meanwhile."""
        codes = one_time_codes
        asked = select(codes).where(codes.c.digest == digest).with_for_update()
        row = self._connection.execute(asked).first()
        if row is None:
            return None
        return Invitation(
            purpose=row.purpose,
            owner=row.owner,
            facts=row.facts,
            expires_at=UnixTime(row.expires_at),
            used_at=None if row.used_at is None else UnixTime(row.used_at),
        )

    def use(self, digest: bytes, at: UnixTime) -> None:
        """Note that a code is used up."""
        codes = one_time_codes
        self._connection.execute(update(codes).where(codes.c.digest == digest).values(used_at=at))

    def withdraw(self, purpose: str, owner: int, at: UnixTime) -> None:
        """Use up every unused code for somebody, so that only the next one counts."""
        codes = one_time_codes
        unused = and_(codes.c.purpose == purpose, codes.c.owner == owner, codes.c.used_at.is_(None))
        self._connection.execute(update(codes).where(unused).values(used_at=at))


def _forget(
    connection: Connection, table: Table, column: Column[int], before: UnixTime, limit: int
) -> int:
    """Remove at most *limit* rows of *table* whose *column* lies before then."""
    keys = [*table.primary_key.columns]
    old = select(*keys).where(column < before).limit(limit)
    gone = connection.execute(old).all()
    for key in gone:
        match = and_(*(name == value for name, value in zip(keys, key, strict=True)))
        connection.execute(delete(table).where(match))
    return len(gone)


def _session(row: Row[Any]) -> Session:
    return Session(
        kind=row.kind,
        owner=row.owner,
        family=bytes(row.family),
        digest=bytes(row.refresh_digest),
        issued_at=UnixTime(row.issued_at),
        expires_at=UnixTime(row.expires_at),
        used_at=None if row.used_at is None else UnixTime(row.used_at),
        revoked_at=None if row.revoked_at is None else UnixTime(row.revoked_at),
    )
