"""Leases, what they may still cost, and what was lost, in the database."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    delete,
    insert,
    or_,
    select,
    update,
)

from contracts.wire.units import ShopId, TillId, Tiyn, UnixTime
from contracts.wire.voucher import Scope
from hub.adapters.database.tables.access import shops, tills
from hub.adapters.database.tables.rewards import leases, losses
from hub.adapters.database.upsert import inserting
from hub.core.ids import LeaseId, PartnerId, VoucherId
from hub.core.ports.redemptions import Exposed, Loss
from hub.core.rewards.leasing import Granted, LeaseState
from hub.core.rewards.vouchers import Voucher

_IS_OPEN: Final = leases.c.state.in_(("granted", "taken"))
_LEASE: Final = (*leases.c, leases.c.count.label("vouchers"))
"""A row's own `count` is the method that every tuple has."""
_FORGETFUL: Final = ("active", "quarantined", "revoked")
"""States of a till that may hold a lease which a restored hub has forgotten."""


class DatabaseLeases:
    """The Leases port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, lease: Granted) -> None:
        """Add a lease."""
        row = {name: getattr(lease, name) for name in Granted.__slots__}
        row["state"] = lease.state.value
        self._connection.execute(insert(leases).values(row))

    def get(self, lease: LeaseId) -> Granted | None:
        """Return a lease."""
        return self._one(leases.c.id == lease)

    def open_of(self, till: TillId) -> Granted | None:
        """Return the one open lease of a till."""
        return self._one(and_(leases.c.till == till, _IS_OPEN))

    def set_state(self, lease: LeaseId, state: LeaseState, at: UnixTime | None = None) -> None:
        """Move a lease on; *at* is when it was closed."""
        self._update(lease, state=state.value, closed_at=at)

    def set_end(self, lease: LeaseId, expires_at: UnixTime) -> None:
        """Move the end of a lease."""
        self._update(lease, expires_at=expires_at)

    def spend(self, lease: LeaseId, amount: Tiyn) -> None:
        """Count one more redemption under a lease."""
        self._update(
            lease,
            spent_count=leases.c.spent_count + 1,
            spent_amount=leases.c.spent_amount + amount,
        )

    def blocked(self, vouchers: Sequence[Voucher], generation: int) -> set[VoucherId]:
        """Return which of *vouchers* a till may still have taken without saying so."""
        of_shops = {it.place for it in vouchers if it.scope is Scope.SHOP}
        of_tills = {it.place for it in vouchers if it.scope is Scope.TILL}
        may_take = or_(
            leases.c.id.is_not(None),
            _is_behind(generation),
        )
        asked = (
            select(tills.c.id, tills.c.shop, tills.c.cancellations_acked)
            .select_from(tills.outerjoin(leases, and_(leases.c.till == tills.c.id, _IS_OPEN)))
            .where(or_(tills.c.shop.in_(sorted(of_shops)), tills.c.id.in_(sorted(of_tills))))
            .where(may_take)
        )
        deaf = self._connection.execute(asked).all()
        return {
            it.id
            for it in vouchers
            if any(
                it.place == (row.shop if it.scope is Scope.SHOP else row.id)
                and row.cancellations_acked < (it.cancellation or 0)
                for row in deaf
                if it.offline
            )
        }

    def acknowledged(self, till: TillId, up_to: int) -> None:
        """Note up to which cancellation a till takes none offline any more."""
        behind = and_(tills.c.id == till, tills.c.cancellations_acked < up_to)
        self._connection.execute(update(tills).where(behind).values(cancellations_acked=up_to))

    def open_ones(self, partner: PartnerId | None) -> list[Exposed]:
        """Return every open lease of a partner's tills, or of all."""
        asked = _asked(partner).join(leases, leases.c.till == tills.c.id).where(_IS_OPEN)
        rows = self._connection.execute(asked.add_columns(*_LEASE).order_by(tills.c.id))
        return [_exposed(row, _granted(row)) for row in rows]

    def forgetful(self, generation: int, partner: PartnerId | None) -> list[Exposed]:
        """Return tills that have not synced since a backup was restored."""
        behind = _is_behind(generation)
        rows = self._connection.execute(_asked(partner).where(behind).order_by(tills.c.id))
        return [_exposed(row, None) for row in rows]

    def lose(self, loss: Loss) -> None:
        """Book a loss; the same one again changes nothing."""
        row = {name: getattr(loss, name) for name in Loss.__slots__}
        asked = inserting(self._connection, losses).values(row).on_conflict_do_nothing()
        self._connection.execute(asked)

    def unlose(self, redemption: bytes) -> None:
        """Take the loss of one redemption out of the books: somebody gave points after all."""
        self._connection.execute(delete(losses).where(losses.c.redemption == redemption))

    def written_off(self, till: TillId) -> Loss | None:
        """Return what was booked for a lost till when it was given up."""
        same = and_(losses.c.till == till, losses.c.kind == "written_off")
        row = self._connection.execute(select(losses).where(same)).first()
        return None if row is None else _loss(row)

    def show(self, till: TillId, amount: Tiyn) -> None:
        """Note that a lost till handed in something that its write-off covers."""
        same = and_(losses.c.till == till, losses.c.kind == "written_off")
        asked = update(losses).where(same).values(shown=losses.c.shown + amount)
        self._connection.execute(asked)

    def losses(self, only: frozenset[PartnerId] | None, since: UnixTime, limit: int) -> list[Loss]:
        """Return the losses since then, newest first."""
        asked = select(losses).where(losses.c.at >= since)
        if only is not None:
            asked = asked.where(losses.c.partner.in_(sorted(only)))
        rows = self._connection.execute(asked.order_by(losses.c.id.desc()).limit(limit))
        return [_loss(row) for row in rows]

    def _one(self, condition: ColumnElement[bool]) -> Granted | None:
        row = self._connection.execute(select(*_LEASE).where(condition)).first()
        return None if row is None else _granted(row)

    def _update(self, lease: LeaseId, **values: Any) -> None:
        self._connection.execute(update(leases).where(leases.c.id == lease).values(**values))


def _is_behind(generation: int) -> ColumnElement[bool]:
    """Return the condition that a till has not handed everything in since a restore."""
    return and_(
        or_(tills.c.generation < generation, tills.c.resend_from.is_not(None)),
        tills.c.state.in_(_FORGETFUL),
    )


def _asked(partner: PartnerId | None) -> Select[Any]:
    asked = select(
        tills.c.id.label("of_till"),
        tills.c.shop.label("of_shop"),
        shops.c.partner,
        shops.c.settings.label("shop_settings"),
    ).select_from(tills.join(shops, shops.c.id == tills.c.shop))
    return asked if partner is None else asked.where(shops.c.partner == partner)


def _exposed(row: Row[Any], lease: Granted | None) -> Exposed:
    return Exposed(
        till=TillId(row.of_till),
        shop=ShopId(row.of_shop),
        partner=PartnerId(row.partner),
        shop_settings=row.shop_settings,
        lease=lease,
    )


def _granted(row: Row[Any]) -> Granted:
    return Granted(
        id=LeaseId(row.id),
        till=TillId(row.till),
        shop=ShopId(row.shop),
        count=row.vouchers,
        amount=Tiyn(row.amount),
        granted_at=UnixTime(row.granted_at),
        expires_at=UnixTime(row.expires_at),
        state=LeaseState(row.state),
        spent_count=row.spent_count,
        spent_amount=Tiyn(row.spent_amount),
    )


def _loss(row: Row[Any]) -> Loss:
    return Loss(
        kind=row.kind,
        partner=PartnerId(row.partner),
        shop=ShopId(row.shop),
        till=TillId(row.till),
        lease=None if row.lease is None else LeaseId(row.lease),
        redemption=None if row.redemption is None else bytes(row.redemption),
        amount=Tiyn(row.amount),
        at=UnixTime(row.at),
        shown=Tiyn(row.shown),
    )
