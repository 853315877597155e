"""What the worker does so that the dashboard's numbers are there when somebody looks.

Yesterday and today are counted again and again; an older day only when it has changed: whoever
changes something of it leaves a mark in the same transaction. Transfers are immutable, so each is
added once, when its block is sealed.
"""

from typing import Final

from contracts.wire.units import UnixTime
from hub.core.ids import PartnerId
from hub.core.insights.periods import FIRST, LONGEST, Period, day_of
from hub.core.ports.hub import Hub, Work

DAYS: Final = "days"
VISITS: Final = "visits"
POINTS: Final = "points"
GROUPS: Final = "groups"
OPEN_DAYS: Final = {DAYS: 2, VISITS: 1}
"""Days that are always counted again, with today: what is written of them leaves no mark."""
SLACK_S: Final = 2 * 3600
"""After midnight the day before yesterday is still counted: a transaction that began before
midnight took it for yesterday and left no mark, and none lasts for hours."""
CHUNK: Final = 31
"""Days of a first counting in one transaction."""
TRANSFERS: Final = 200_000
"""Transfers that are added in one transaction."""
MARKS: Final = 2_000
ROUNDS: Final = 200
"""Transactions of one run: others have their turn, and the job is not taken for dead."""


def count_days(hub: Hub) -> dict[str, object]:
    """Count what is open, what was never counted, and what has changed."""
    rounds = _advance(hub, DAYS, CHUNK)
    with hub.store.begin() as work:
        work.counting.lock()
        changed = _changed(work, day_of(hub.clock.now()))
    return {"rounds": rounds - 1, "changed": changed}


def count_visits(hub: Hub) -> dict[str, object]:
    """Count who visited, and when before; only of today, unless something else has changed."""
    return {"rounds": _advance(hub, VISITS, LONGEST) - 1}


def count_points(hub: Hub) -> dict[str, object]:
    """Add what sealed transfers did."""
    added = 0
    for _ in range(ROUNDS):
        with hub.store.begin() as work:
            work.counting.lock()
            after, _ = work.counting.progress(POINTS) or (0, None)
            until = work.counting.add_points(after, TRANSFERS)
            work.counting.set_progress(POINTS, until, hub.clock.now())
        added += until - after
        if until == after:
            break
    return {"points": added}


def count_groups(hub: Hub) -> dict[str, object]:
    """Count cohorts and bands once a day, as of the end of yesterday."""
    now = hub.clock.now()
    yesterday = day_of(now) - 1
    with hub.store.begin() as work:
        work.counting.lock()
        done = work.counting.progress(GROUPS)
        if done is not None and done[0] >= yesterday:
            return {"groups": 0}
        made = work.counting.recount_groups(yesterday)
        work.counting.set_progress(GROUPS, yesterday, now)
    return {"groups": made}


def count_anew(hub: Hub) -> dict[str, object]:
    """Forget all that was counted and count it again: what comes out is the same."""
    with hub.store.begin() as work:
        work.counting.lock()
        work.counting.forget()
    count_visits(hub)
    return {**count_days(hub), **count_points(hub), **count_groups(hub)}


def check_counts(hub: Hub, period: Period) -> list[str]:
    """Count these days anew and return where that differs from what was shown until now.

    What is found is right from then on. Of points, the whole is held against members' lots.
    """
    with hub.store.begin() as work:
        work.counting.lock()
        after, _ = work.counting.progress(POINTS) or (0, None)
        return [*work.counting.differences(period), *work.counting.points_apart(after)]


def check_lately(hub: Hub) -> dict[str, object]:
    """Check the last weeks as the worker does each day, and say how much was wrong."""
    today = day_of(hub.clock.now())
    return {"wrong": len(check_counts(hub, Period(today - CHUNK, today)))}


def _advance(hub: Hub, name: str, chunk: int) -> int:
    """Count days up to today, so many in one transaction, and return how many those were."""
    for rounds in range(1, ROUNDS + 1):
        with hub.store.begin() as work:
            work.counting.lock()
            if _next(work, hub.clock.now(), name, chunk):
                return rounds
    return ROUNDS


def _next(work: Work, now: UnixTime, name: str, chunk: int) -> bool:
    """Count the next days; tell whether that was the last of them."""
    today = day_of(now)
    done = work.counting.progress(name)
    if done is None:
        first = work.counting.first_day()
        start = today if first is None else max(FIRST, min(first, today))
    else:
        # From what was still open when it was last counted.
        upto, at = done
        start = min(upto + 1, day_of(UnixTime(at - SLACK_S)) - OPEN_DAYS[name] + 1, today)
    span = Period(start, min(today, start + chunk - 1))
    if name == VISITS:
        work.counting.recount_visits(span)
    else:
        work.counting.recount(span)
    work.counting.set_progress(name, span.last, now)
    return span.last == today


def _changed(work: Work, today: int) -> int:
    """Count the days that are marked; a visit that came late is the one before of later ones."""
    marked = work.counting.take_marks(MARKS)
    firsts: dict[PartnerId, int] = {}
    for (partner, day), visits in sorted(marked.items()):
        if not FIRST <= day <= today:
            continue  # no dashboard shows a day before any programme, or to come
        work.counting.recount(Period(day, day), partner)
        if visits:
            firsts[partner] = min(day, firsts.get(partner, day))
    for partner, first in firsts.items():
        since = max(first, today - LONGEST + 1)
        work.counting.recount_visits(Period(since, today), partner)
    return len(marked)
