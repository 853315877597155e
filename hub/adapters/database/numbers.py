"""Ids that are given once: counters in the programme's row, locked until the commit."""

from sqlalchemy import ColumnElement, Connection, select, update

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.sealing import U24, U40
from hub.adapters.database.tables.running import programme
from hub.core.ids import LeaseId, RewardVersion, VoucherId


class DatabaseNumbers:
    """The Numbers port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def voucher(self) -> VoucherId:
        """Return the next voucher's id."""
        return VoucherId(self._next(programme.c.next_voucher, U40))

    def version(self) -> RewardVersion:
        """Return the next reward version's id; refuse OVERFLOW when the wire can name no more."""
        return RewardVersion(self._next(programme.c.next_version, U24))

    def lease(self) -> LeaseId:
        """Return the next lease's id."""
        return LeaseId(self._next(programme.c.next_lease, 2**53 - 1))

    def cancellation(self) -> int:
        """Return the next cancellation's number."""
        return self._next(programme.c.next_cancellation, 2**53 - 1)

    def has_given_lease(self, lease: LeaseId) -> bool:
        """Whether an id was given, or leapt over when a backup was restored."""
        return lease < self._now(programme.c.next_lease)

    def catalogue(self) -> int:
        """Return the version of the whole catalogue."""
        return self._now(programme.c.catalogue)

    def catalogue_changed(self) -> None:
        """Count the catalogue's version up."""
        self._next(programme.c.catalogue, 2**53 - 1)

    def generation(self) -> int:
        """Return the hub's generation."""
        return self._now(programme.c.generation)

    def _now(self, counter: ColumnElement[int]) -> int:
        return self._connection.execute(select(counter)).scalar_one()

    def _next(self, counter: ColumnElement[int], most: int) -> int:
        """Return what the counter stood at, one higher from now on."""
        asked = update(programme).values({counter: counter + 1}).returning(counter)
        number = self._connection.execute(asked).scalar_one() - 1
        if number > most:
            raise Refused(Refusal.OVERFLOW, f"{counter} {number}, at most {most}")
        return number
