"""Vouchers, their short codes and their cancellations, in the database."""

from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from contracts.wire.sync_news import Cancellation
from contracts.wire.units import KeyId, Points, ShopId, TillId, UnixTime
from contracts.wire.voucher import Scope
from hub.adapters.database.prepared import Prepared
from hub.adapters.database.tables.access import shops, tills
from hub.adapters.database.tables.rewards import cancellations, short_codes, vouchers
from hub.adapters.database.upsert import inserting
from hub.core.access.people import Page
from hub.core.ids import MemberId, PartnerId, RewardId, RewardVersion, TransferId, VoucherId
from hub.core.rewards.vouchers import ENDING, Voucher, VoucherState

_ENDING: Final = ("cancelling", "expiring", "undoing")
_OF_ID: Final = Prepared(select(vouchers).where(vouchers.c.id == bindparam("voucher")))
_ENDED: Final = (
    update(vouchers)
    .where(vouchers.c.id == bindparam("voucher"))
    .values(state=bindparam("now_is"), ended_at=bindparam("at"))
)
_MOVED_ON: Final = Prepared(_ENDED)
assert set(_ENDING) == set(ENDING), "the partial index names the same states"


class DatabaseVouchers:
    """The Vouchers port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, voucher: Voucher) -> None:
        """Add a voucher."""
        row = {name: getattr(voucher, name) for name in Voucher.__slots__}
        row |= {"scope": voucher.scope.value, "state": voucher.state.value}
        self._connection.execute(insert(vouchers).values(row))

    def get(self, voucher: VoucherId) -> Voucher | None:
        """Return a voucher; whoever holds its member's lock sees its last word."""
        row = _OF_ID.on(self._connection, {"voucher": voucher}).first()
        return None if row is None else voucher_of_row(row)

    def of_request(self, request: bytes) -> Voucher | None:
        """Return the voucher that was bought under this id."""
        return self._one(vouchers.c.request == request)

    def listed(self, page: Page, member: MemberId) -> list[Voucher]:
        """Return a page of a member's vouchers, newest first, below `page.after`."""
        asked = select(vouchers).where(vouchers.c.member == member)
        if page.after:
            asked = asked.where(vouchers.c.id < page.after)
        asked = asked.order_by(vouchers.c.id.desc()).limit(page.limit)
        return [voucher_of_row(row) for row in self._connection.execute(asked)]

    def set_state(
        self,
        voucher: VoucherId,
        state: VoucherState,
        at: UnixTime | None,
        cancellation: int | None = None,
    ) -> None:
        """Move a voucher on; *at* is when it ended, None while it has not."""
        values: dict[str, Any] = {"voucher": voucher, "now_is": state.value, "at": at}
        if cancellation is None:
            _MOVED_ON.on(self._connection, values)
            return
        numbered = _ENDED.values(cancellation=cancellation)
        self._connection.execute(numbered, values)

    def past(self, now: UnixTime, limit: int) -> list[Voucher]:
        """Return vouchers that are held and past their time."""
        due = and_(vouchers.c.state == "held", vouchers.c.not_after < now)
        asked = select(vouchers).where(due).order_by(vouchers.c.not_after).limit(limit)
        return [voucher_of_row(row) for row in self._connection.execute(asked)]

    def nearly_over(
        self, after: UnixTime, until: UnixTime, above: VoucherId, limit: int
    ) -> list[Voucher]:
        """Return vouchers that are held and end after *after* and until *until*, by id."""
        mine = and_(vouchers.c.state == "held", vouchers.c.id > above)
        near = and_(vouchers.c.not_after > after, vouchers.c.not_after <= until)
        asked = select(vouchers).where(mine, near).order_by(vouchers.c.id).limit(limit)
        return [voucher_of_row(row) for row in self._connection.execute(asked)]

    def ending(self, after: VoucherId, limit: int, shop: ShopId | None = None) -> list[Voucher]:
        """Return vouchers that wait to be released, by id, of one shop and its tills or of all."""
        asked = select(vouchers).where(vouchers.c.state.in_(_ENDING), vouchers.c.id > after)
        if shop is not None:
            own = select(tills.c.id).where(tills.c.shop == shop)
            asked = asked.where(
                or_(
                    and_(vouchers.c.scope == Scope.SHOP.value, vouchers.c.place == shop),
                    and_(vouchers.c.scope == Scope.TILL.value, vouchers.c.place.in_(own)),
                )
            )
        rows = self._connection.execute(asked.order_by(vouchers.c.id).limit(limit))
        return [voucher_of_row(row) for row in rows]

    def cancel(self, number: int, voucher: Voucher, at: UnixTime) -> None:
        """Note a cancellation for the tills."""
        row: dict[str, Any] = {"number": number, "voucher": voucher.id, "at": at}
        row |= {"scope": voucher.scope.value, "place": voucher.place}
        self._connection.execute(insert(cancellations).values(row))

    def cancellations(
        self, till: TillId, shop: ShopId, after: int, live_at: UnixTime, limit: int
    ) -> list[Cancellation]:
        """Return what a till must hear of, above a number, in order.

        Of a voucher whose time is long over, and which waits for nobody, no till need hear.
        """
        joined = cancellations.join(vouchers, vouchers.c.id == cancellations.c.voucher)
        waits = or_(vouchers.c.state.in_(_ENDING), vouchers.c.not_after >= live_at)
        asked = (
            select(cancellations.c.number, cancellations.c.voucher)
            .select_from(joined)
            .where(cancellations.c.number > after, _concerns(till, shop), waits)
            .order_by(cancellations.c.number)
            .limit(limit)
        )
        return [Cancellation(row.number, row.voucher) for row in self._connection.execute(asked)]

    def newest_cancellation(self, till: TillId, shop: ShopId) -> int:
        """Return the highest number that concerns a till, or 0."""
        asked = select(func.max(cancellations.c.number)).where(_concerns(till, shop))
        return self._connection.execute(asked).scalar_one() or 0

    def shop_key(self, shop: ShopId) -> KeyId:
        """Return the id of the key that a shop's vouchers are sealed with now."""
        asked = select(shops.c.voucher_key).where(shops.c.id == shop)
        return KeyId(self._connection.execute(asked).scalar_one())

    def members_at(self, shop: ShopId) -> list[MemberId]:
        """Return the members with vouchers that are held for a shop."""
        asked = (
            select(vouchers.c.member)
            .distinct()
            .where(vouchers.c.state == "held", vouchers.c.scope == Scope.SHOP.value)
            .where(vouchers.c.place == shop)
            .order_by(vouchers.c.member)
        )
        return [MemberId(it) for it in self._connection.execute(asked).scalars()]

    def add_short_code(
        self, shop: ShopId, digest: bytes, voucher: VoucherId, expires_at: UnixTime
    ) -> bool:
        """Note a short code instead of the voucher's earlier ones; False if it is taken."""
        self._connection.execute(delete(short_codes).where(short_codes.c.voucher == voucher))
        row = {"shop": shop, "digest": digest, "voucher": voucher, "expires_at": expires_at}
        asked = inserting(self._connection, short_codes).values(row).on_conflict_do_nothing()
        made = self._connection.execute(asked.returning(short_codes.c.voucher))
        return made.first() is not None

    def of_short_code(self, shop: ShopId, digest: bytes, now: UnixTime) -> VoucherId | None:
        """Return the voucher that a short code stands for."""
        same = and_(
            short_codes.c.shop == shop,
            short_codes.c.digest == digest,
            short_codes.c.expires_at >= now,
        )
        found = self._connection.execute(select(short_codes.c.voucher).where(same)).scalar()
        return None if found is None else VoucherId(found)

    def forget_short_codes(self, before: UnixTime, limit: int) -> int:
        """Remove at most *limit* short codes that ran out before then, and return how many."""
        old = select(short_codes.c.digest).where(short_codes.c.expires_at < before).limit(limit)
        digests = self._connection.execute(old).scalars().all()
        over = and_(short_codes.c.digest.in_(digests), short_codes.c.expires_at < before)
        self._connection.execute(delete(short_codes).where(over))
        return len(digests)

    def _one(self, condition: ColumnElement[bool]) -> Voucher | None:
        row = self._connection.execute(select(vouchers).where(condition)).first()
        return None if row is None else voucher_of_row(row)


def _concerns(till: TillId, shop: ShopId) -> ColumnElement[bool]:
    return or_(
        and_(cancellations.c.scope == Scope.SHOP.value, cancellations.c.place == shop),
        and_(cancellations.c.scope == Scope.TILL.value, cancellations.c.place == till),
    )


def voucher_of_row(row: Row[Any]) -> Voucher:
    """Return a voucher out of its row."""
    return Voucher(
        id=VoucherId(row.id),
        request=bytes(row.request),
        member=MemberId(row.member),
        reward=RewardId(row.reward),
        version=RewardVersion(row.version),
        partner=PartnerId(row.partner),
        scope=Scope(row.scope),
        place=row.place,
        issued_at=UnixTime(row.issued_at),
        not_after=UnixTime(row.not_after),
        points=Points(row.points),
        hold=None if row.hold is None else TransferId(bytes(row.hold)),
        state=VoucherState(row.state),
        offline=row.offline,
        cancellation=row.cancellation,
        ended_at=None if row.ended_at is None else UnixTime(row.ended_at),
    )
