"""Claims of whole shops, read for the fraud rules."""

from typing import Final

from sqlalchemy import Connection, exists, select

from contracts.wire.units import ShopId, UnixTime
from hub.adapters.database.tables.access import shops
from hub.adapters.database.tables.receipts import claims
from hub.core.almaty import local_day
from hub.core.fiscal_claims import FISCAL_TILL
from hub.core.fraud_concentration import ClaimedReceipt
from hub.core.ids import MemberId, PartnerId
from hub.core.receipts.records import ClaimState

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
