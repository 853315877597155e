"""What tills did with vouchers, in the database."""

from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    func,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from contracts.wire.units import Points, ShopId, TillId, Tiyn, UnixTime
from hub.adapters.database.insights_marks import DayMarks
from hub.adapters.database.prepared import Prepared
from hub.adapters.database.tables.base import Big
from hub.adapters.database.tables.receipts import accruals
from hub.adapters.database.tables.rewards import redemptions
from hub.core.ids import LeaseId, LotId, MemberId, PartnerId, RewardVersion, VoucherId
from hub.core.ports.redemptions import Redemption, RedemptionState

_COUNTS = accruals.c.state != "duplicate"
NEWEST: Final = 50
"""Receipts that are looked at to tell which came last by the till's clock: it may have been set
back, but not by more than these took."""


_TILL: Final[BindParameter[int]] = bindparam("till")
_PLACE: Final[BindParameter[int]] = bindparam("sequence")
_TIME: Final = bindparam("at", type_=Big)
_CAME: Final = redemptions.c.sequence.is_not(None)
_LAST: Final = (
    # The newest receipts before it, once for all redemptions: never through a till's whole past.
    select(accruals.c.sequence, accruals.c.at)
    .where(accruals.c.till == _TILL, accruals.c.sequence < _PLACE, _COUNTS)
    .order_by(accruals.c.sequence.desc())
    .limit(NEWEST)
    .subquery()
)
_BEFORE: Final = Prepared(
    select(redemptions).where(
        # Made once: each claim asks it.
        redemptions.c.till == _TILL,
        redemptions.c.state == RedemptionState.GOOD.value,
        redemptions.c.at >= _TIME - bindparam("window", type_=Big),
        or_(
            and_(
                _CAME,
                redemptions.c.sequence < _PLACE,
                redemptions.c.sequence
                >= func.coalesce(select(func.max(_LAST.c.sequence)).scalar_subquery(), 0),
            ),
            and_(
                not_(_CAME),
                redemptions.c.at <= _TIME,
                redemptions.c.at > func.coalesce(select(func.max(_LAST.c.at)).scalar_subquery(), 0),
            ),
        ),
    )
)
_OF_ID: Final = Prepared(select(redemptions).where(redemptions.c.id == bindparam("id")))
_ADDING: Final = {
    name: Prepared(
        make(redemptions)
        .values({it: bindparam(it) for it in Redemption.__slots__})
        .on_conflict_do_nothing()
        .returning(redemptions.c.id)
    )
    for name, make in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
}


class DatabaseRedemptions:
    """The Redemptions port over one open transaction."""

    def __init__(self, connection: Connection, marks: DayMarks) -> None:
        self._connection = connection
        self._marks = marks

    def add(self, redemption: Redemption) -> bool:
        """Add a redemption; False when its id or its event has one already."""
        row = {name: getattr(redemption, name) for name in Redemption.__slots__}
        row["state"] = redemption.state.value
        self._marks.note(redemption.partner, redemption.at, visits=True)
        return bool(_ADDING[self._connection.dialect.name].on(self._connection, row))

    def get(self, redemption: bytes) -> Redemption | None:
        """Return a redemption."""
        row = _OF_ID.on(self._connection, {"id": redemption}).first()
        return None if row is None else redemption_of_row(row)

    def of_event(self, till: TillId, sequence: int) -> Redemption | None:
        """Return the redemption that an event is about."""
        return self._one((redemptions.c.till == till) & (redemptions.c.sequence == sequence))

    def of_voucher(self, voucher: VoucherId) -> list[Redemption]:
        """Return all redemptions of a voucher, oldest first."""
        asked = select(redemptions).where(redemptions.c.voucher == voucher)
        asked = asked.order_by(redemptions.c.received_at, redemptions.c.id)
        return [redemption_of_row(row) for row in self._connection.execute(asked)]

    def undo(self, redemption: bytes, at: UnixTime, cashier: str | None) -> None:
        """Note that a redemption was taken back, when, and by which cashier."""
        self._mark(redemption)
        undone = RedemptionState.UNDONE.value
        self._update(redemption, state=undone, undone_at=at, undone_by=cashier)

    def make_good(self, redemption: bytes, points: Points) -> None:
        """Turn a loss into a redemption that points were given for."""
        self._mark(redemption)
        self._update(redemption, state=RedemptionState.GOOD.value, points=points, why="")

    def set_event(self, redemption: bytes, sequence: int, lease: LeaseId | None) -> None:
        """Note which event is about it, and which lease its till counted it under."""
        self._update(redemption, sequence=sequence, lease=lease)

    def set_accrual(self, redemption: bytes, accrual: int) -> None:
        """Note the receipt that it stands on."""
        self._update(redemption, accrual=accrual)

    def cashback_of(self, till: TillId, accrual: int) -> list[Redemption]:
        """Return good redemptions that stand on a receipt and gave cashback of it."""
        asked = select(redemptions).where(
            redemptions.c.till == till,
            redemptions.c.accrual == accrual,
            redemptions.c.lot.is_not(None),
            redemptions.c.state == RedemptionState.GOOD.value,
        )
        return [redemption_of_row(row) for row in self._connection.execute(asked)]

    def unmatched(
        self, since: UnixTime, until: UnixTime, limit: int, only: frozenset[PartnerId] | None = None
    ) -> list[Redemption]:
        """Return good redemptions between two times without a receipt, oldest first."""
        asked = select(redemptions).where(
            redemptions.c.accrual.is_(None),
            redemptions.c.state == RedemptionState.GOOD.value,
            redemptions.c.at.between(since, until),
        )
        if only is not None:
            asked = asked.where(redemptions.c.partner.in_(sorted(only)))
        rows = self._connection.execute(asked.order_by(redemptions.c.at).limit(limit))
        return [redemption_of_row(row) for row in rows]

    def next_receipt(self, redemption: Redemption, window: int) -> int | None:
        """Return the sequence of the first receipt of its till at or after it.

        The chain's order decides, once the event has come; before, the time.
        """
        if redemption.sequence is not None:
            later = accruals.c.sequence > redemption.sequence
        else:
            # Of its partner, so that the index by time is of use.
            later = and_(accruals.c.partner == redemption.partner, accruals.c.at >= redemption.at)
        asked = (
            select(accruals.c.sequence)
            .where(accruals.c.till == redemption.till, later, _COUNTS)
            .where(accruals.c.at <= redemption.at + window)
            .order_by(accruals.c.sequence)
            .limit(1)
        )
        return self._connection.execute(asked).scalar()

    def before_receipt(
        self, till: TillId, sequence: int, at: UnixTime, window: int
    ) -> list[Redemption]:
        """Return good redemptions whose next receipt is, or will be, the one with *sequence*."""
        asked = {"till": till, "sequence": sequence, "at": at, "window": window}
        return [redemption_of_row(row) for row in _BEFORE.on(self._connection, asked)]

    def _one(self, condition: ColumnElement[bool]) -> Redemption | None:
        row = self._connection.execute(select(redemptions).where(condition)).first()
        return None if row is None else redemption_of_row(row)

    def _mark(self, redemption: bytes) -> None:
        """Note the day whose sums it is in."""
        found = self.get(redemption)
        if found is not None:
            self._marks.note(found.partner, found.at)

    def _update(self, redemption: bytes, **values: Any) -> None:
        asked = update(redemptions).where(redemptions.c.id == redemption).values(**values)
        self._connection.execute(asked)


def redemption_of_row(row: Row[Any]) -> Redemption:
    """Return a redemption out of its row."""
    return Redemption(
        id=bytes(row.id),
        voucher=VoucherId(row.voucher),
        member=None if row.member is None else MemberId(row.member),
        version=RewardVersion(row.version),
        partner=PartnerId(row.partner),
        shop=ShopId(row.shop),
        till=TillId(row.till),
        sequence=row.sequence,
        lease=None if row.lease is None else LeaseId(row.lease),
        at=UnixTime(row.at),
        received_at=UnixTime(row.received_at),
        points=Points(row.points),
        value=None if row.value is None else Tiyn(row.value),
        receipt_total=None if row.receipt_total is None else Tiyn(row.receipt_total),
        cashier=row.cashier,
        state=RedemptionState(row.state),
        why=row.why,
        lot=None if row.lot is None else LotId(row.lot),
        accrual=row.accrual,
        undone_at=None if row.undone_at is None else UnixTime(row.undone_at),
        undone_by=row.undone_by,
    )
