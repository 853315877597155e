"""The dashboard's numbers are those that somebody would reckon by hand, however days went."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, update

from contracts.wire.units import Tiyn
from hub.adapters.database.tables.insights import (
    insight_clock,
    insight_days,
    insight_hours,
    insight_points,
    insight_shops,
)
from hub.core.insights.bands import WINDOWS
from hub.core.insights.figures import REWARDED, By, Counts, Moved, Where
from hub.core.insights.periods import Period, day_of
from hub.core.policy import DAY
from hub.core.ports.insights import Insights
from hub.core.ports.tiers import TierOf
from hub.core.receipts.records import SaleState
from hub.core.tiers import Standing, Tier, TierChange, TierReason
from hub.usecases.insights_counting import check_counts, check_lately, count_anew, count_days
from tests.hub.usecases.insight_model import Plain
from tests.hub.usecases.insight_town import MOST_STEPS, InsightTown

KINDS = (
    "sell", "sell", "sell", "claim", "claim", "hand in", "return", "void", "redeem", "undo",
    "wait", "wait", "work", "count", "take", "drop",
)  # fmt: skip
steps = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 3), st.integers(0, 4), st.integers(1, 6)),
    min_size=10, max_size=MOST_STEPS,
)  # fmt: skip


@pytest.fixture
def town(engine: Engine) -> InsightTown:
    """Return a town on either database."""
    return InsightTown(engine)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
def test_every_number_is_what_the_rows_say(
    town: InsightTown, drawn: list[tuple[str, int, int, int]]
) -> None:
    """Sales, claims, returns, voids, reversals, undone redemptions, late tills; day by day."""
    for step in drawn:
        town.do(step)
    town.count()
    _same(town)
    today = day_of(town.clock.now())
    assert check_counts(town.hub, Period(today - 60, today)) == []


def _same(town: InsightTown) -> None:
    today = day_of(town.clock.now())
    periods = [Period(today, today), Period(today - 1, today - 1), Period(today - 12, today - 2),
               Period(today - 400, today)]  # fmt: skip
    partner, other = Where(town.partner), Where(town.other)
    places = [Where(), partner, other, *(Where(shop=it) for it in town.shops)]
    with town.store.read() as work:
        plain, insights = Plain.of(work.connection), work.insights
        for period in periods:
            for where in places:
                assert insights.counts(where, period) == plain.counts(where, period)
                assert insights.moved(where, period) == plain.moved(where, period)
                assert insights.people(where, period) == plain.people(where, period)
                assert insights.arrivals(where, period) == plain.arrivals(where, period)
                assert _rewards(insights, where, period) == plain.rewards(where, period)
            for stall in town.stalls:
                where = Where(till=stall.rig.id)
                assert insights.counts(where, period) == plain.counts(where, period)
                assert insights.moved(where, period) == plain.moved(where, period)
            third = Where(shop=town.shops[2])
            for hour, counts in insights.counts_by(third, period, By.HOUR):
                assert counts == plain.counts(third, period, hours=[int(hour)])
            named = replace(partner, cashier="7")
            assert insights.counts(named, period) == plain.counts(named, period)
            for hour, counts in insights.counts_by(partner, period, By.HOUR):
                assert counts == plain.counts(partner, period, hours=[int(hour)])
            _same_hours(plain, insights, [*places, named], period)
            for by in By:
                split = insights.counts_by(Where(), period, by)
                assert sum((it for _, it in split), Counts()) == plain.counts(Where(), period)
        whole = Period(today - 1000, today)
        assert insights.moved(Where(), whole).live == plain.live(None)
        assert insights.moved(partner, whole).live == plain.live(town.partner)


def _rewards(insights: Insights, where: Where, period: Period) -> dict[int, dict[str, int]]:
    rows = insights.rewards(where, period, 100)
    return {it.reward: {name: getattr(it, name) for name in REWARDED} for it in rows}


def _same_hours(plain: Plain, insights: Insights, places: list[Where], period: Period) -> None:
    """One hour of each day, and a day up to an hour."""
    for where in places:
        noon = replace(where, hour=12)
        assert insights.counts(noon, period) == plain.counts(noon, period)
        for by in (By.DAY, By.SHOP):
            parts = (it for _, it in insights.counts_by(noon, period, by))
            assert sum(parts, Counts()) == plain.counts(noon, period)
        last = Period(period.last, period.last)
        for hour in (0, 13, 24):
            assert insights.counts_before(where, period.last, hour) == plain.counts(
                where, last, hours=range(hour)
            )


def test_cohorts_and_bands_are_what_the_rows_say(town: InsightTown) -> None:
    """As of the end of yesterday: what happens today is told tomorrow."""
    for number in range(30):
        for kind in ("sell", "claim", "hand in"):
            town.do((kind, number % 4, number * 7 % 11 // 2, 1 + number % 3))
        if number % 3 == 0:
            town.do(("redeem", 0, 0, 1))
            town.do(("wait", 0, 0, 5))
    town.do(("wait", 0, 0, 4))
    town.count()
    day = day_of(town.clock.now()) - 1
    with town.store.read() as work:
        plain = Plain.of(work.connection)
        for partner in (None, town.partner, town.other):
            assert work.insights.cohorts(partner, 0) == plain.cohorts(partner, day)
            assert work.insights.rfm(partner) == plain.rfm(partner, day)
            for days in WINDOWS:
                rows = plain.frequency(partner, day, days)
                assert work.insights.frequency(partner, days) == rows
                assert rows or days < WINDOWS[-1]
        assert work.insights.grouped() == day
        assert min(len(plain.cohorts(None, day)), len(plain.rfm(None, day))) > 1


def test_who_rose_and_who_fell_is_what_the_history_says(town: InsightTown) -> None:
    """Of days that are counted, and of those since."""
    town.do(("sell", 0, 0, 1))
    town.do(("claim", 0, 1, 1))
    _moves(town, Tier.BRONZE, Tier.SILVER)
    town.do(("wait", 0, 0, 5))
    town.count()
    _moves(town, Tier.SILVER, Tier.GOLD)
    _moves(town, Tier.GOLD, Tier.SILVER)
    today = day_of(town.clock.now())
    for period in (Period(today - 30, today), Period(today - 30, today - 1), Period(today, today)):
        with town.store.read() as work:
            plain = Plain.of(work.connection)
            for partner in (None, town.partner, town.other):
                found = work.insights.tier_days(partner, period)
                assert found == plain.tier_days(partner, period)
                assert bool(found) is (partner != town.other)


def _moves(town: InsightTown, before: Tier, after: Tier) -> None:
    now = town.clock.now()
    change = TierChange(before, after, now, Tiyn(0), TierReason.UPGRADED)
    with town.store.begin() as work:
        for member in town.people[1:3]:
            work.tiers.set(TierOf.MEMBER, member, Standing(after, now), [change])


def test_an_old_day_that_changes_is_counted_again(town: InsightTown) -> None:
    """A till that was offline for a week hands in sales; then one of them is undone."""
    stall = town.stalls[0]
    sold = stall.rig.append(town.sale(10_000), town.sale(20_000), at=town.clock.now())
    then = day_of(town.clock.now())
    town.clock.time += 7 * DAY
    town.count()
    assert _receipts(town, then) == 0
    town.hand_in(stall.rig)
    assert _receipts(town, then) == 0
    count_days(town.hub)
    assert _receipts(town, then) == 2
    stall.rig.append(town.void(sold[0].sequence), at=town.clock.now())
    town.hand_in(stall.rig)
    count_days(town.hub)
    assert _receipts(town, then) == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_is_not_yet_committed_is_counted_later(town: InsightTown) -> None:
    """The worker takes the marks that it sees, and leaves those that it does not."""
    stall = town.stalls[0]
    sold = stall.rig.append(town.sale(10_000), town.sale(20_000), at=town.clock.now())
    then = day_of(town.clock.now())
    town.hand_in(stall.rig)
    town.clock.time += 7 * DAY
    town.count()
    with town.store.begin() as slow:
        for event in sold:
            sale = slow.sales.get(event.till, event.sequence)
            assert sale is not None, "handed in"
            slow.sales.set_state(sale, SaleState.VOID)
        count_days(town.hub)
        assert _receipts(town, then) == 2
    count_days(town.hub)
    assert _receipts(town, then) == 0


def test_what_was_counted_wrong_is_found_and_put_right(town: InsightTown) -> None:
    """By the daily check, which says what it found."""
    stall = town.stalls[0]
    stall.rig.append(town.sale(10_000), at=town.clock.now())
    town.hand_in(stall.rig)
    town.count()
    today = day_of(town.clock.now())
    with town.store.begin() as work:
        for table in (insight_hours, insight_days, insight_shops, insight_clock):
            work.connection.execute(update(table).values(total=table.c.total + 1))
    found = check_counts(town.hub, Period(today - 3, today))
    assert len(found) == 4 * 2, "each row as it was, and as it is"
    assert check_lately(town.hub) == {"wrong": 0}
    with town.store.begin() as work:
        work.connection.execute(update(insight_points).values(live=insight_points.c.live + 1))
    assert check_counts(town.hub, Period(today, today)) == [
        f"points of partner {town.partner}: 401, in lots 400"
    ]
    count_anew(town.hub)
    assert check_lately(town.hub) == {"wrong": 0}


def _receipts(town: InsightTown, day: int) -> int:
    with town.store.read() as work:
        return work.insights.counts(Where(), Period(day, day)).receipts


def test_counting_anew_changes_nothing(town: InsightTown) -> None:
    """What was added up bit by bit, with changes of old days, is what one count of all gives."""
    for number in range(60):
        town.do((KINDS[number * 5 % len(KINDS)], number, number // 3, 1 + number % 6))
        if number % 7 == 0:
            town.do(("wait", 0, 0, 4))
            town.do(("count", 0, 0, 1))
    town.count()
    today = day_of(town.clock.now())
    period = Period(today - 400, today)
    with town.store.read() as work:
        read = work.insights
        before = [read.counts_by(Where(), period, it) for it in By]
        moved, people = read.moved(Where(), period), read.people(Where(), period)
    count_anew(town.hub)
    with town.store.read() as work:
        read = work.insights
        assert [read.counts_by(Where(), period, it) for it in By] == before
        assert read.moved(Where(), period) == moved
        assert moved != Moved()
        assert read.people(Where(), period) == people
    _same(town)
