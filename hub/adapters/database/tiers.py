"""Standings of members and partners, in the database."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, func, insert, select, update

from contracts.wire.units import Tiyn, UnixTime
from hub.adapters.database.tables.access import members, partners
from hub.adapters.database.tables.receipts import accruals, claims
from hub.adapters.database.tables.running import tier_history
from hub.core.access.people import Page
from hub.core.ids import MemberId
from hub.core.ports.tiers import Placed, TierOf
from hub.core.receipts.records import ClaimState, SaleState
from hub.core.tiers import Standing, Tier, TierChange, TierReason

_TABLE: Final[dict[TierOf, Table]] = {TierOf.MEMBER: members, TierOf.PARTNER: partners}
_LEFT: Final = func.coalesce(func.sum(accruals.c.total - accruals.c.returned), 0)


class DatabaseTiers:
    """The Tiers port over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self, kind: TierOf, owner: int) -> Standing | None:
        """Return a standing that nobody else changes until this transaction ends."""
        return self._one(_standing(kind).where(_TABLE[kind].c.id == owner).with_for_update())

    def get(self, kind: TierOf, owner: int) -> Standing | None:
        """Return a standing."""
        return self._one(_standing(kind).where(_TABLE[kind].c.id == owner))

    def tier_at(self, member: MemberId, at: UnixTime) -> Tier | None:
        """Return the tier that a member had then; None where it has not changed since."""
        asked = (
            select(tier_history.c.before)
            .where(
                tier_history.c.kind == TierOf.MEMBER.value, tier_history.c.owner == member,
                tier_history.c.at > at,
            )
            .order_by(tier_history.c.at, tier_history.c.id)
            .limit(1)
        )  # fmt: skip
        found = self._connection.execute(asked).scalar_one_or_none()
        return None if found is None else Tier(found)

    def spend(self, kind: TierOf, owner: int, since: UnixTime) -> Tiyn:
        """Return a member's money of confirmed receipts, or a partner's volume, since then."""
        asked = _spends(kind, since).where(_owner(kind) == owner).subquery()
        found = self._connection.execute(select(asked.c.spend)).scalar_one_or_none()
        return Tiyn(int(found or 0))

    def placed(self, kind: TierOf, after: int, limit: int, since: UnixTime) -> list[Placed]:
        """Return a page of all standings by id, with what was spent since then."""
        table = _TABLE[kind]
        page = _standing(kind).where(table.c.id > after).order_by(table.c.id).limit(limit)
        rows = self._connection.execute(page).all()
        if not rows:
            return []
        within = _owner(kind).between(rows[0].id, rows[-1].id)
        spends = {
            row.owner: int(row.spend)
            for row in self._connection.execute(_spends(kind, since).where(within))
        }
        return [Placed(row.id, _read(row), Tiyn(spends.get(row.id, 0))) for row in rows]

    def set(
        self, kind: TierOf, owner: int, standing: Standing, changes: Iterable[TierChange]
    ) -> None:
        """Store a standing, and add *changes* to the history."""
        table = _TABLE[kind]
        values = {
            "tier": standing.tier.value,
            "tier_since": standing.since,
            "tier_at_risk_since": standing.at_risk_since,
            "tier_given_until": standing.given_until,
        }
        self._connection.execute(update(table).where(table.c.id == owner).values(values))
        rows = [
            {
                "kind": kind.value,
                "owner": owner,
                "before": change.before.value,
                "after": change.after.value,
                "why": {"reason": change.reason.value, "spend": change.spend},
                "at": change.at,
            }
            for change in changes
        ]
        if rows:
            self._connection.execute(insert(tier_history), rows)

    def history(self, kind: TierOf, owner: int, page: Page) -> list[tuple[int, TierChange]]:
        """Return a page of the history, newest first, below `page.after`; 0 begins with it."""
        asked = (
            select(tier_history)
            .where(tier_history.c.kind == kind.value, tier_history.c.owner == owner)
            .order_by(tier_history.c.id.desc())
            .limit(page.limit)
        )
        if page.after:
            asked = asked.where(tier_history.c.id < page.after)
        return [(row.id, _change(row)) for row in self._connection.execute(asked)]

    def _one(self, asked: Select[Any]) -> Standing | None:
        row = self._connection.execute(asked).first()
        return None if row is None else _read(row)


def _standing(kind: TierOf) -> Select[Any]:
    table = _TABLE[kind]
    return select(
        table.c.id, table.c.tier, table.c.tier_since, table.c.tier_at_risk_since,
        table.c.tier_given_until,
    )  # fmt: skip


def _owner(kind: TierOf) -> ColumnElement[int]:
    return claims.c.member if kind is TierOf.MEMBER else accruals.c.partner


def _spends(kind: TierOf, since: UnixTime) -> Select[Any]:
    """Return what each one spent: confirmed claims of a member, good sales of a partner."""
    asked = select(_owner(kind).label("owner"), _LEFT.label("spend")).group_by(_owner(kind))
    if kind is TierOf.PARTNER:
        return asked.where(accruals.c.at >= since, accruals.c.state == SaleState.GOOD.value)
    same = (accruals.c.till == claims.c.till) & (accruals.c.sequence == claims.c.sequence)
    return asked.join_from(claims, accruals, same).where(
        claims.c.state == ClaimState.CONFIRMED.value, claims.c.sealed_at >= since
    )


def _read(row: Row[Any]) -> Standing:
    return Standing(
        tier=Tier(row.tier),
        since=UnixTime(row.tier_since),
        at_risk_since=None if row.tier_at_risk_since is None else UnixTime(row.tier_at_risk_since),
        given_until=None if row.tier_given_until is None else UnixTime(row.tier_given_until),
    )


def _change(row: Row[Any]) -> TierChange:
    return TierChange(
        before=Tier(row.before),
        after=Tier(row.after),
        at=UnixTime(row.at),
        spend=Tiyn(row.why["spend"]),
        reason=TierReason(row.why["reason"]),
    )
