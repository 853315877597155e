"""The numbers of the dashboard, for whoever may see reports of that place."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Final

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.access.actor import Actor
from hub.core.access.roles import Permission, Scope
from hub.core.ids import PartnerId
from hub.core.insights.bands import WINDOWS
from hub.core.insights.breakage import years
from hub.core.insights.figures import (
    Arrivals,
    By,
    CohortRow,
    Counted,
    Counts,
    FrequencyRow,
    Moved,
    RewardRow,
    RfmRow,
    TierDay,
    TierMove,
    WaitingTill,
    Where,
)
from hub.core.insights.periods import Against, Period, day_of, hour_of
from hub.core.insights.tiles import (
    COUNTED_TILES,
    MOVED_TILES,
    Figures,
    Now,
    Tile,
    change,
    of_period,
)
from hub.core.ports.hub import Hub, Work
from hub.core.ports.insights import Key
from hub.core.tiers import Tier
from hub.usecases.exposure import offline_bound

REWARDS_MOST: Final = 100
"""Rewards of a list: more than a catalogue of one partner has."""
_WITH_POINTS: Final = frozenset({By.DAY, By.WEEKDAY, By.PARTNER, By.SHOP, By.TILL})
_NAMED: Final = frozenset({By.PARTNER, By.SHOP, By.TILL})
SLICES_MOST: Final = 2_000
"""Of one answer: more than the days of the longest period, or a chain's tills and cashiers."""
SPLIT_TILES: Final = frozenset(COUNTED_TILES) | frozenset(MOVED_TILES)
"""What can be told of a part: members are counted in wholes only."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The numbers of a period, and of the one that it is compared with."""

    where: Where
    period: Period
    before: Period
    figures: Figures
    figures_before: Figures
    counted: Counted
    hour: int | None = None
    """While today's last hour runs: of both last days, receipts are compared up to it."""
    even: Figures | None = None
    """Receipts of the period up to that hour."""
    even_before: Figures | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A number beside that of another period."""

    value: int | None
    before: int | None
    change: int | None
    """Basis points; None where it says nothing."""
    whole_day: bool = False
    """*before* is of a whole day, and today is not over: there is no change to tell."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The numbers of one day, hour, or place."""

    key: Key
    """Of a place its id; 0: points of no receipt, such as bonuses."""
    name: str | None
    figures: Figures


@dataclass(frozen=True, slots=True)
class Split:
    """The numbers of a period, split."""

    where: Where
    period: Period
    by: By
    slices: tuple[Slice, ...]
    cut: bool
    """There were more than one answer holds."""
    counted: Counted


def show_summary(hub: Hub, actor: Actor, where: Where, period: Period, against: Against) -> Summary:
    """Return the numbers of a period beside those of another."""
    before, now = period.against(against), hub.clock.now()
    with hub.store.read() as work:
        where = _allowed(work, actor, where)
        found = Summary(
            where,
            period,
            before,
            _figures(work, where, period),
            _figures(work, where, before),
            work.insights.counted(),
        )
        if period.last != day_of(now):
            return found
        hour = hour_of(now)
        even, even_before = (_even(work, where, it, hour) for it in (period, before))
        return replace(found, hour=hour, even=even, even_before=even_before)


def compared(tile: Tile, summary: Summary) -> Compared:
    """Return a number beside that of the other period.

    A day that is not over is told against the same hours of the other one. What is not counted by
    the hour is told against the whole other day, without a change.
    """
    value = of_period(tile, summary.figures)
    if summary.even is None or summary.even_before is None:
        before = of_period(tile, summary.figures_before)
        return Compared(value, before, change(value, before))
    if tile in COUNTED_TILES:
        before = of_period(tile, summary.even_before)
        return Compared(value, before, change(of_period(tile, summary.even), before))
    before = of_period(tile, summary.figures_before)
    if summary.period.length == 1:
        return Compared(value, before, None, whole_day=True)
    return Compared(value, before, change(value, before))


def show_split(hub: Hub, actor: Actor, where: Where, period: Period, by: By) -> Split:
    """Return the numbers of a period by day, hour, or place; members are counted in wholes only."""
    with hub.store.read() as work:
        where = _allowed(work, actor, where)
        counts = dict(work.insights.counts_by(where, period, by))
        moved: dict[Key, Moved] | None = None
        if by in _WITH_POINTS and where.cashier is None and where.hour is None:
            moved = dict(work.insights.moved_by(where, period, by))
        moves = {
            key for key, it in (moved or {}).items() if it.issued or it.taken_back or it.expired
        }
        keys = _keys(by, period, day_of(hub.clock.now()), {*counts, *moves})
        cut, keys = len(keys) > SLICES_MOST, keys[:SLICES_MOST]
        names = work.insights.names(by, [int(it) for it in keys]) if by in _NAMED else {}
        slices = tuple(
            Slice(key, names.get(int(key)) if by in _NAMED else None,
                  Figures(counts.get(key, Counts()),
                          None if moved is None else moved.get(key, Moved())))
            for key in keys
        )  # fmt: skip
        return Split(where, period, by, slices, cut, work.insights.counted())


def show_now(hub: Hub, actor: Actor, partner: PartnerId | None) -> tuple[Now, UnixTime]:
    """Return what is owed at this moment, and the most that tills may have handed out."""
    now = hub.clock.now()
    with hub.store.read() as work:
        where = _allowed(work, actor, Where(partner))
        matured, ripe = years(now, work.policy.lot_life)
        standing = work.insights.standing(where.partner, matured, ripe)
        return Now(standing, offline_bound(work, where.partner), work.policy.point_value), now


def list_waiting(hub: Hub, actor: Actor, where: Where) -> tuple[list[WaitingTill], dict[int, str]]:
    """Return tills with unconfirmed points, most first, and what those tills are called."""
    with hub.store.read() as work:
        found = work.insights.waiting(_allowed(work, actor, where))
        return found, work.insights.names(By.TILL, [it.till for it in found])


def list_top_rewards(
    hub: Hub, actor: Actor, where: Where, period: Period, most: int
) -> list[RewardRow]:
    """Return the rewards that were taken most."""
    with hub.store.read() as work:
        where = _allowed(work, actor, replace(where, till=None, cashier=None, hour=None))
        return work.insights.rewards(where, period, min(most, REWARDS_MOST))


def show_cohorts(hub: Hub, actor: Actor, partner: PartnerId | None, since: int) -> list[CohortRow]:
    """Return who came back in which month after the first."""
    with hub.store.read() as work:
        where = _allowed(work, actor, Where(partner))
        return work.insights.cohorts(where.partner, since)


def show_rfm(hub: Hub, actor: Actor, partner: PartnerId | None) -> list[RfmRow]:
    """Return the members of the last year by recency, frequency and money."""
    with hub.store.read() as work:
        return work.insights.rfm(_allowed(work, actor, Where(partner)).partner)


def show_arrivals(hub: Hub, actor: Actor, where: Where, period: Period) -> list[Arrivals]:
    """Return new and returning members of each day until today, also of days without any."""
    with hub.store.read() as work:
        where = _allowed(work, actor, where)
        found = {it.day: it for it in work.insights.arrivals(where, period)}
    days = range(period.first, min(period.last, day_of(hub.clock.now())) + 1)
    return [found.get(day, Arrivals(day, 0, 0)) for day in days]


def show_frequency(
    hub: Hub, actor: Actor, partner: PartnerId | None, days: int
) -> list[FrequencyRow]:
    """Return how many members visited on how many of so many days, ending yesterday."""
    assert days in WINDOWS, "the caller offers these"
    with hub.store.read() as work:
        return work.insights.frequency(_allowed(work, actor, Where(partner)).partner, days)


def grouped_until(hub: Hub) -> int | None:
    """Return the day at whose end members were last put into groups; None before the first."""
    with hub.store.read() as work:
        return work.insights.grouped()


def list_tier_days(
    hub: Hub, actor: Actor, partner: PartnerId | None, period: Period
) -> list[TierDay]:
    """Return how many members went from one tier to another on each day."""
    with hub.store.read() as work:
        where = _allowed(work, actor, Where(partner))
        return work.insights.tier_days(where.partner, period)


def list_tier_moves(
    hub: Hub, actor: Actor, partner: PartnerId | None, period: Period
) -> list[TierMove]:
    """Return how many members went from one tier to another."""
    sums: Counter[tuple[Tier, Tier]] = Counter()
    for it in list_tier_days(hub, actor, partner, period):
        sums[it.before, it.after] += it.members
    return [TierMove(*key, members) for key, members in sorted(sums.items())]


def _keys(by: By, period: Period, today: int, found: set[Key]) -> list[Any]:
    """Return what a number is split into: days, weekdays and hours all, places that have any."""
    match by:
        case By.DAY:
            return list(range(period.first, min(period.last, today) + 1))
        case By.WEEKDAY:
            return list(range(1, 8))
        case By.HOUR:
            return list(range(24))
        case By.CASHIER:
            return sorted(map(str, found))
        case _:
            return sorted(map(int, found))


def _even(work: Work, where: Where, period: Period, hour: int) -> Figures:
    """Return the receipts of a period, of its last day those before an hour."""
    counts = work.insights.counts_before(where, period.last, hour)
    if period.length > 1:
        counts += work.insights.counts(where, Period(period.first, period.last - 1))
    return Figures(counts)


def _figures(work: Work, where: Where, period: Period) -> Figures:
    narrow = where.cashier is not None or where.hour is not None
    return Figures(
        work.insights.counts(where, period),
        None if narrow else work.insights.moved(where, period),
        None if narrow or where.till is not None else work.insights.people(where, period),
    )


def _allowed(work: Work, actor: Actor, where: Where) -> Where:
    """Return *where* with all that its place implies; refuse who may not see reports of it.

    Whoever may not see a place does not learn whether it exists.
    """
    actor.require_somewhere(Permission.REPORTS_READ)
    found = _whole(work, where)
    if found is None:
        raise Refused(Refusal.NOT_FOUND, f"no such place: {where}")
    scope = Scope(found.partner, found.shop)
    if where.partner is None and where.shop is None and where.till is None:
        actor.require(Permission.REPORTS_READ)
    elif not actor.may(Permission.REPORTS_READ, scope):
        if where.shop is None and where.till is None:
            raise Refused(Refusal.FORBIDDEN, f"no reports of partner {where.partner}")
        raise Refused(Refusal.NOT_FOUND, f"no such place: {where}")
    return found


def _whole(work: Work, where: Where) -> Where | None:
    """Return a place with its shop and partner; None where those that were named disagree."""
    found: Where | None = where
    if where.till is not None:
        found = work.insights.place_of(where.till)
    elif where.shop is not None:
        shop = work.shops.get(where.shop)
        found = None if shop is None else Where(shop.partner, where.shop)
    if found is None:
        return None
    agrees = where.shop in (None, found.shop) and where.partner in (None, found.partner)
    return replace(found, cashier=where.cashier, hour=where.hour) if agrees else None
