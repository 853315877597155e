"""Claims of whole shops, read for the fraud rules."""

from typing import Final

from sqlalchemy import Connection, exists, func, or_, select

from contracts.wire.units import Sequence, ShopId, TillId, UnixTime
from hub.adapters.database.tables.access import shops
from hub.adapters.database.tables.receipts import accruals, claims, z_reports
from hub.core.almaty import local_day
from hub.core.fiscal_claims import FISCAL_TILL
from hub.core.fraud_concentration import ClaimedReceipt
from hub.core.ids import MemberId, PartnerId
from hub.core.receipts.records import ClaimState, SaleState

_LIVE: Final = (ClaimState.UNCONFIRMED.value, ClaimState.CONFIRMED.value, ClaimState.REVIEW.value)


class DatabaseFraud:
    """The Fraud port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def shops(self, since: UnixTime, after: ShopId, limit: int) -> list[tuple[ShopId, PartnerId]]:
        """Return shops above *after* with claims made since then, by id."""
        busy = exists().where(claims.c.shop == shops.c.id, claims.c.claimed_at >= since)
        asked = select(shops.c.id, shops.c.partner).where(shops.c.id > after, busy)
        rows = self._connection.execute(asked.order_by(shops.c.id).limit(limit))
        return [(ShopId(row.id), PartnerId(row.partner)) for row in rows]

    def claimed(self, shop: ShopId, since: UnixTime, most: int) -> list[ClaimedReceipt]:
        """Return at most so many live claims of a shop's receipts made since then, newest first."""
        asked = (
            select(claims.c.member, claims.c.till, claims.c.cashier, claims.c.sealed_at)
            .where(
                claims.c.shop == shop, claims.c.claimed_at >= since, claims.c.till != FISCAL_TILL,
                claims.c.state.in_(_LIVE),
            )
            .order_by(claims.c.claimed_at.desc())
            .limit(most)
        )  # fmt: skip
        found = []
        for row in self._connection.execute(asked):
            # Where nobody says who stands at a till, the till's day stands for his shift.
            cashier = row.cashier or f"till {row.till}"
            day = local_day(UnixTime(row.sealed_at)).isoformat()
            at = UnixTime(row.sealed_at)
            found.append(ClaimedReceipt(MemberId(row.member), shop, cashier, day, at))
        return found

    def reported(self, till: TillId, report: Sequence, most: int) -> list[Sequence]:
        """Return the sales that the closing report at *report* should count, at most so many."""
        its = z_reports.c.till == till
        asked = select(z_reports.c.register).where(its, z_reports.c.sequence == report)
        found = self._connection.execute(asked).first()
        if found is None:
            return []
        register = found.register
        before = select(func.max(z_reports.c.sequence)).where(
            its, z_reports.c.sequence < report,
            z_reports.c.register.is_not_distinct_from(register),
        )  # fmt: skip
        own = or_(accruals.c.register.is_(None), accruals.c.register == register)
        since = self._connection.execute(before).scalar_one() or 0
        counted = select(accruals.c.sequence).where(
            accruals.c.till == till, accruals.c.sequence > since, accruals.c.sequence < report,
            accruals.c.state.in_([SaleState.GOOD.value, SaleState.REVIEW.value]),
            *([] if register is None else [own]),
        )  # fmt: skip
        rows = self._connection.execute(counted.order_by(accruals.c.sequence).limit(most))
        return [Sequence(it) for it in rows.scalars()]
