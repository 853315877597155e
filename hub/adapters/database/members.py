"""The members of the programme, in the database."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    bindparam,
    exists,
    insert,
    select,
    update,
)

from contracts.wire.units import UnixTime
from hub.adapters.database.prepared import Prepared
from hub.adapters.database.tables.access import members, sessions
from hub.adapters.database.taken import saying_taken
from hub.core.access.people import Member
from hub.core.access.sessions import MEMBER
from hub.core.ids import MemberId, PartnerId
from hub.core.tiers import Tier

_LOCKED: Final = Prepared(
    select(members).where(members.c.id == bindparam("member")).with_for_update()
)
_SIGNED_IN: Final = Prepared(
    select(members).where(
        members.c.id == bindparam("member"),
        exists().where(
            sessions.c.family == bindparam("family"),
            sessions.c.kind == MEMBER,
            sessions.c.owner == members.c.id,
            sessions.c.used_at.is_(None),
            sessions.c.revoked_at.is_(None),
            sessions.c.expires_at > bindparam("now"),
        ),
    )
)


class DatabaseMembers:
    """The Members port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, telegram: int | None, first_name: str, language: str, at: UnixTime) -> MemberId:
        """Add a member; raise Taken when the Telegram account has one."""
        row: dict[str, Any] = {
            "telegram": telegram,
            "first_name": first_name,
            "language": language,
            "tier_since": at,
            "settings": {},
            "created_at": at,
        }
        with saying_taken(self._connection):
            made = self._connection.execute(insert(members).values(row).returning(members.c.id))
            return MemberId(made.scalar_one())

    def get(self, member: MemberId) -> Member | None:
        """Return a member."""
        return self._one(members.c.id == member)

    def lock(self, member: MemberId) -> Member | None:
        """Return a member whose points nobody else moves until this transaction ends."""
        row = _LOCKED.on(self._connection, {"member": member}).first()
        if row is not None and row.merged_into is not None:
            # Whoever looked before the two were merged is after the other one's points by now.
            _LOCKED.on(self._connection, {"member": row.merged_into}).first()
        return None if row is None else member_of(row)

    def signed_in(self, member: MemberId, family: bytes, now: UnixTime) -> Member | None:
        """Return a member while the session that *family* names is his and live, in one look."""
        asked = {"member": member, "family": family, "now": now}
        row = _SIGNED_IN.on(self._connection, asked).first()
        return None if row is None else member_of(row)

    def of_telegram(self, telegram: int) -> Member | None:
        """Return the member with this Telegram account."""
        return self._one(members.c.telegram == telegram)

    def set_profile(self, member: MemberId, *, first_name: str, language: str) -> None:
        """Store what Telegram says of a member now."""
        self._update(member, {"first_name": first_name, "language": language})

    def set_settings(self, member: MemberId, settings: Mapping[str, Any]) -> None:
        """Store what a member chose for himself."""
        self._update(member, {"settings": dict(settings)})

    def set_staff_of(self, member: MemberId, partner: PartnerId | None) -> None:
        """Note at whose tills a member works, or that he works at none."""
        self._update(member, {"staff_of": partner})

    def set_blocked(self, member: MemberId, *, blocked: bool) -> None:
        """Let a member take part no more, or again."""
        self._update(member, {"blocked": blocked})

    def set_wallet(self, member: MemberId, wallet: str | None) -> None:
        """Link a wallet that its owner has proven, or none; raise Taken when it is another's."""
        with saying_taken(self._connection):
            self._update(member, {"wallet": wallet})

    def _update(self, member: MemberId, values: Mapping[str, Any]) -> None:
        self._connection.execute(update(members).where(members.c.id == member).values(values))

    def _one(self, condition: ColumnElement[bool]) -> Member | None:
        row = self._connection.execute(select(members).where(condition)).first()
        return None if row is None else member_of(row)


def merged_into(connection: Connection, member: MemberId) -> list[MemberId]:
    """Return the accounts that *member* went on with, when they were merged into his."""
    query = select(members.c.id).where(members.c.merged_into == member).order_by(members.c.id)
    return [MemberId(it) for it in connection.execute(query).scalars()]


def member_of(row: Row[Any]) -> Member:
    """Return a member out of his row."""
    return Member(
        id=MemberId(row.id),
        telegram=row.telegram,
        first_name=row.first_name,
        language=row.language,
        tier=Tier(row.tier),
        wallet=row.wallet,
        staff_of=None if row.staff_of is None else PartnerId(row.staff_of),
        blocked=row.blocked,
        created_at=UnixTime(row.created_at),
        erased_at=None if row.erased_at is None else UnixTime(row.erased_at),
        settings=row.settings,
        merged_into=None if row.merged_into is None else MemberId(row.merged_into),
    )
