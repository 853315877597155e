"""The members who were at a partner's lately, by what they bring to a reward."""

from typing import Any

from sqlalchemy import Row, Select, case, func, select

from contracts.wire.units import Points, UnixTime
from hub.adapters.database.tables.access import members
from hub.adapters.database.tables.ledger import accounts, lots
from hub.adapters.database.tables.receipts import claims
from hub.adapters.database.tables.rewards import reward_uses
from hub.core.accounts import AccountKind
from hub.core.ids import PartnerId, RewardId
from hub.core.receipts.records import ClaimState
from hub.core.rewards.catalogue import Standing
from hub.core.rewards.trying import Guests
from hub.core.tiers import Tier

_STANDS = (ClaimState.UNCONFIRMED.value, ClaimState.CONFIRMED.value)


def guests_of(partner: PartnerId, since: UnixTime, reward: RewardId) -> Select[Any]:
    """Return the question, without its limit."""
    here = (
        select(claims.c.member)
        .where(
            claims.c.partner == partner, claims.c.claimed_at >= since, claims.c.state.in_(_STANDS)
        )
        .distinct()
        .subquery("here")
    )
    purses = (
        select(lots.c.member, func.sum(lots.c.remaining).label("there"))
        .where(lots.c.remaining > 0, lots.c.spendable, lots.c.member.in_(select(here.c.member)))
        .group_by(lots.c.member)
        .subquery("purses")
    )
    own = (reward_uses.c.member == members.c.id) & (reward_uses.c.reward == reward)
    debt = case((accounts.c.balance < 0, accounts.c.balance), else_=0)
    each = (
        select(
            members.c.tier,
            members.c.blocked,
            (func.coalesce(purses.c.there, 0) + debt).label("points"),
            func.coalesce(reward_uses.c.count, 0).label("uses"),
        )
        .select_from(
            here.join(members, members.c.id == here.c.member)
            .join(accounts, accounts.c.id == members.c.id * 16 + AccountKind.CONFIRMED)
            .outerjoin(purses, purses.c.member == members.c.id)
            .outerjoin(reward_uses, own)
        )
        .where(members.c.erased_at.is_(None))
        .subquery("each")
    )
    alike = (each.c.tier, each.c.blocked, each.c.points, each.c.uses)
    counted = func.count().label("guests")
    return select(*alike, counted).group_by(*alike).order_by(counted.desc(), each.c.points)


def guests_from(row: Row[Any]) -> Guests:
    """Return one kind of them."""
    points = Points(max(0, int(row.points)))
    return Guests(row.guests, Standing(points, Tier(row.tier), row.uses, blocked=row.blocked))
