"""Numbers of this moment, which nothing needs to be counted for."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from contracts.wire.units import Points, ShopId, TillId, UnixTime
from hub.adapters.database.tables.access import tills
from hub.adapters.database.tables.chain import move_lots, moves
from hub.adapters.database.tables.insights import insight_points, insight_progress, insight_tiers
from hub.adapters.database.tables.receipts import claims
from hub.adapters.database.tables.rewards import vouchers
from hub.adapters.database.tables.running import tier_history
from hub.core.almaty import DAY
from hub.core.ids import PartnerId
from hub.core.insights.figures import Standing, TierDay, WaitingTill, Where
from hub.core.insights.periods import SHIFT, Period, starts
from hub.core.tiers import Tier

_WAITING: Final = claims.c.state == "unconfirmed"
_LEFT: Final = func.coalesce(func.sum(claims.c.points - claims.c.taken_back), 0)
_SET_ASIDE: Final = or_(
    # As the two partial indexes say it.
    vouchers.c.state == "held",
    and_(
        vouchers.c.state.in_(("cancelling", "expiring", "undoing")), vouchers.c.state != "undoing"
    ),
)


class DatabaseInsightsNow:
    """What stands at this moment, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def standing(self, partner: PartnerId | None, matured: Period, ripe: Period) -> Standing:
        """Return what is owed now; *matured* and *ripe* are for the share that expires."""
        points = insight_points.c
        net = func.sum(points.issued - points.taken_back)
        left = func.sum(move_lots.c.points - move_lots.c.back)
        out = (
            select(func.coalesce(left, 0))
            .select_from(moves)
            .join(move_lots, move_lots.c.move == moves.c.id)
            .where(moves.c.back < moves.c.points, moves.c.booked)
        )
        held = select(func.coalesce(func.sum(vouchers.c.points), 0)).where(_SET_ASIDE)
        waiting = select(_LEFT).where(_WAITING)
        if partner is not None:
            out = out.where(move_lots.c.partner == partner)
            held = held.where(vouchers.c.partner == partner)
            waiting = waiting.where(claims.c.partner == partner)
        return Standing(
            live=Points(self._sum(func.sum(points.live), partner)),
            held=Points(self._one(held)),
            on_chain=Points(self._one(out)),
            unconfirmed=Points(self._one(waiting)),
            issued_then=self._sum(net, partner, matured),
            expired_since=self._sum(func.sum(points.expired), partner, ripe),
        )

    def waiting(self, where: Where) -> list[WaitingTill]:
        """Return the tills with claims of receipts that they have not handed in."""
        asked = (
            select(
                claims.c.till, claims.c.shop, claims.c.partner, tills.c.synced_at,
                func.count().label("how_many"), _LEFT.label("points"),
                func.min(claims.c.claimed_at).label("oldest"),
            )
            .select_from(claims)
            .join(tills, tills.c.id == claims.c.till)
            .where(_WAITING, *_in(where))
            .group_by(claims.c.till, claims.c.shop, claims.c.partner, tills.c.synced_at)
            .order_by(_LEFT.desc(), claims.c.till)
        )  # fmt: skip
        return [
            WaitingTill(
                TillId(row.till), ShopId(row.shop), PartnerId(row.partner), row.how_many,
                Points(int(row.points)), UnixTime(row.oldest), row.synced_at,
            )
            for row in self._connection.execute(asked)
        ]  # fmt: skip

    def tier_days(self, partner: PartnerId | None, period: Period) -> list[TierDay]:
        """Return how many members went from one tier to another on each day, in order."""
        progress = insight_progress.c
        done = self._connection.execute(select(progress.upto).where(progress.name == "groups"))
        upto = min(done.scalar() or 0, period.last)
        kept = insight_tiers.c
        asked = select(kept.day, kept.before, kept.after, kept.members).where(
            kept.owner == (partner or 0), kept.day.between(period.first, upto)
        )
        rows = [*self._connection.execute(asked)]
        if upto < period.last:
            rows += self._tier_days_since(partner, max(period.first, upto + 1), period.last)
        found = [TierDay(it.day, Tier(it.before), Tier(it.after), it.members) for it in rows]
        return sorted(found, key=lambda it: (it.day, it.before, it.after))

    def _tier_days_since(
        self, partner: PartnerId | None, first: int, last: int
    ) -> Sequence[Row[Any]]:
        """Return the same of days whose groups nobody has counted yet: as a rule of today."""
        history = tier_history.c
        day = ((history.at + SHIFT) // DAY).label("day")
        asked = (
            select(day, history.before, history.after, func.count().label("members"))
            .where(
                history.kind == "member", history.at >= starts(first),
                history.at < starts(last + 1), history.before != history.after,
            )
            .group_by(day, history.before, history.after)
        )  # fmt: skip
        if partner is not None:
            known = select(claims.c.till).where(
                claims.c.member == history.owner, claims.c.partner == partner
            )
            asked = asked.where(known.exists())
        return self._connection.execute(asked).all()

    def _sum(
        self, what: ColumnElement[int], partner: PartnerId | None, period: Period | None = None
    ) -> int:
        asked = select(func.coalesce(what, 0)).select_from(insight_points)
        if partner is not None:
            asked = asked.where(insight_points.c.partner == partner)
        if period is not None:
            asked = asked.where(insight_points.c.day.between(period.first, period.last))
        return self._one(asked)

    def _one(self, asked: Select[int]) -> int:
        found: int = self._connection.execute(asked).scalar_one()
        return int(found)


def _in(where: Where) -> list[ColumnElement[bool]]:
    asked = {"partner": where.partner, "shop": where.shop, "till": where.till}
    return [claims.c[name] == it for name, it in asked.items() if it is not None]
