"""The Passkeys port over the database."""

from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from contracts.wire.units import UnixTime
from hub.adapters.database.tables.access import passkeys
from hub.adapters.database.taken import saying_taken
from hub.core.access.passkeys import NewPasskey, Passkey
from hub.core.ids import MemberId


class DatabasePasskeys:
    """The passkeys of members, in the tables of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, member: MemberId, made: NewPasskey, handle: bytes, name: str, at: UnixTime
    ) -> int:
        """Add a member's key and return its id; raise Taken when the credential is there."""
        row = {
            "member": member, "credential": made.credential, "public_key": made.public_key,
            "handle": handle, "counter": made.counter, "name": name, "created_at": at,
            "used_at": at,
        }  # fmt: skip
        with saying_taken(self._connection):
            added = insert(passkeys).values(row).returning(passkeys.c.id)
            return int(self._connection.execute(added).scalar_one())

    def lock(self, credential: bytes) -> Passkey | None:
        """Return the key of that credential; nobody else uses it meanwhile."""
        asked = select(passkeys).where(passkeys.c.credential == credential).with_for_update()
        row = self._connection.execute(asked).first()
        return None if row is None else _passkey(row)

    def of_member(self, member: MemberId) -> list[Passkey]:
        """Return a member's keys, oldest first."""
        asked = select(passkeys).where(passkeys.c.member == member).order_by(passkeys.c.id)
        return [_passkey(row) for row in self._connection.execute(asked)]

    def use(self, passkey: int, counter: int, at: UnixTime) -> None:
        """Note that a key has signed."""
        self._change(passkey, counter=counter, used_at=at)

    def rename(self, passkey: int, name: str) -> None:
        """Give a key another name."""
        self._change(passkey, name=name)

    def remove(self, passkey: int) -> None:
        """Forget a key."""
        self._connection.execute(delete(passkeys).where(passkeys.c.id == passkey))

    def _change(self, passkey: int, **values: Any) -> None:
        self._connection.execute(update(passkeys).where(passkeys.c.id == passkey).values(values))


def _passkey(row: Row[Any]) -> Passkey:
    return Passkey(
        row.id, MemberId(row.member), bytes(row.credential), bytes(row.public_key),
        bytes(row.handle), row.counter, row.name, UnixTime(row.created_at), UnixTime(row.used_at),
    )  # fmt: skip
