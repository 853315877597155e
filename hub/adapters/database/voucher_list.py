"""Looks for vouchers in the database, each time at a bounded number of rows."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, exists, false, func, or_, select, true

from hub.adapters.database.redemptions import redemption_of_row
from hub.adapters.database.tables.access import tills
from hub.adapters.database.tables.rewards import redemptions, vouchers
from hub.adapters.database.vouchers import voucher_of_row
from hub.core.access.roles import Scope
from hub.core.ids import VoucherId
from hub.core.ports.redemptions import Redemption, RedemptionState
from hub.core.ports.voucher_list import STATES_OF, ListedVoucher, VoucherFilter, VouchersFound

WINDOW: Final = 20_000
"""Vouchers that one answer looks through at most; the next page goes on behind them."""


class DatabaseVoucherList:
    """The VoucherList port over one open transaction."""

    def __init__(self, connection: Connection, window: int = WINDOW) -> None:
        self._connection = connection
        self._window = window

    def listed(
        self, scopes: Iterable[Scope], asked: VoucherFilter, after: VoucherId | None, limit: int
    ) -> VouchersFound:
        """Return a page of the vouchers within *scopes*, newest first, below *after*."""
        asker = list(scopes)
        window = select(vouchers.c.id).where(_of_partners(asker)).order_by(vouchers.c.id.desc())
        if after is not None:
            window = window.where(vouchers.c.id < after)
        if asked.member is not None:
            window = window.where(vouchers.c.member == asked.member)
        looked = window.limit(self._window).subquery()
        found = (
            select(vouchers)
            .where(
                vouchers.c.id.in_(select(looked.c.id)), _within(asker, vouchers.c.id), *_said(asked)
            )
            .order_by(vouchers.c.id.desc())
            .limit(limit + 1)
        )
        rows = [voucher_of_row(row) for row in self._connection.execute(found)]
        taken = self._taken([it.id for it in rows[:limit]])
        items = [ListedVoucher(it, taken.get(it.id)) for it in rows[:limit]]
        if len(rows) > limit:
            return VouchersFound(items, items[-1].voucher.id)
        end = self._connection.execute(window.offset(self._window - 1).limit(1)).scalar()
        return VouchersFound(items, None if end is None else VoucherId(end))

    def seen_within(self, voucher: VoucherId, scopes: Iterable[Scope]) -> bool:
        """Whether a voucher lies within *scopes*: of a partner, or good or taken at a shop."""
        asker = list(scopes)
        asked = select(vouchers.c.id).where(
            vouchers.c.id == voucher, _of_partners(asker), _within(asker, vouchers.c.id)
        )
        return self._connection.execute(asked).first() is not None

    def _taken(self, numbers: Sequence[VoucherId]) -> dict[VoucherId, Redemption]:
        """Return how each of these vouchers was taken: the good time, or else the last."""
        asked = (
            select(redemptions)
            .where(redemptions.c.voucher.in_(numbers))
            .order_by(redemptions.c.received_at, redemptions.c.id)
        )
        found: dict[VoucherId, Redemption] = {}
        for row in self._connection.execute(asked):
            one = redemption_of_row(row)
            known = found.get(one.voucher)
            if known is None or known.state is not RedemptionState.GOOD:
                found[one.voucher] = one
        return found


def _of_partners(scopes: Sequence[Scope]) -> ColumnElement[bool]:
    """Return the condition that the voucher is one of these partners'."""
    if any(it.partner is None for it in scopes):
        return true()
    partners = sorted({it.partner for it in scopes if it.partner is not None})
    if len(partners) == 1:
        return vouchers.c.partner == partners[0]
    return vouchers.c.partner.in_(partners) if partners else false()


def _within(scopes: Sequence[Scope], voucher: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return the condition that a voucher of these partners is to be seen from *scopes*."""
    found: list[ColumnElement[bool]] = []
    for scope in scopes:
        if scope.partner is None:
            return true()
        mine = vouchers.c.partner == scope.partner
        found.append(mine if scope.shop is None else and_(mine, _at_shop(scope.shop, voucher)))
    return or_(*found) if found else false()


def _at_shop(shop: int, voucher: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return the condition that a voucher is good at a shop alone, or was taken there."""
    own = select(tills.c.id).where(tills.c.shop == shop)
    return or_(
        and_(vouchers.c.scope == "shop", vouchers.c.place == shop),
        and_(vouchers.c.scope == "till", vouchers.c.place.in_(own)),
        exists().where(redemptions.c.voucher == voucher, redemptions.c.shop == shop),
    )


def _said(asked: VoucherFilter) -> list[ColumnElement[bool]]:
    """Return the conditions that somebody asked for."""
    found: list[ColumnElement[bool]] = []
    if asked.group is not None:
        states = sorted(it.value for it in STATES_OF[asked.group])
        found.append(vouchers.c.state.in_(states))
    if asked.reward is not None:
        found.append(vouchers.c.reward == asked.reward)
    if asked.shop is not None:
        found.append(_at_shop(asked.shop, vouchers.c.id))
    taken: list[ColumnElement[bool]] = []
    if asked.till is not None:
        taken.append(redemptions.c.till == asked.till)
    if asked.cashier is not None:
        taken.append(redemptions.c.cashier == asked.cashier)
    if taken:
        found.append(exists().where(redemptions.c.voucher == vouchers.c.id, *taken))
    happened = func.coalesce(vouchers.c.ended_at, vouchers.c.issued_at)
    if asked.since is not None:
        found.append(happened >= asked.since)
    if asked.until is not None:
        found.append(happened < asked.until)
    return found
