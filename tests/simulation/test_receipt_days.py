"""Days of print jobs of all kinds: what is read is right, and what is broken hurts nobody."""

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable
from time import monotonic

import pytest

from tests.evidence import forget, record, remember, resumed
from tests.simulation.receipts import Tally, simulate, simulate_broken

SAMPLE = 300
WHOLE = 20_000
WHOLE_BROKEN = 100_000
CHUNK = 500
MOST_MISSED = 100
"""One total in so many may be missed: a slip is refused, and the log says why."""
LONGEST_READING_S = 5.0
"""A job takes milliseconds; this only tells a hang from a busy machine."""
MOST_GROWTH_KB = 64 * 1024
KINDS = ("sale", "return", "copy", "report", "kitchen", "prebill", "cash", "other")
Simulation = Callable[[range], Tally]


def run(simulation: Simulation, name: str, count: int, *, full: bool) -> Tally:
    """Return what *simulation* saw in *count* jobs; whole runs use all cores and can go on."""
    if not full:
        return simulation(range(count))
    progress = Counter(resumed(name))
    done, slowest_ms = progress.pop("seeds", 0), progress.pop("slowest_ms", 0)
    tally = Tally(counts=progress, slowest_s=slowest_ms / 1000)
    chunks = [range(start, min(start + CHUNK, count)) for start in range(done, count, CHUNK)]
    with multiprocessing.get_context("spawn").Pool(os.cpu_count(), maxtasksperchild=20) as pool:
        for chunk, seen in zip(chunks, pool.imap(simulation, chunks), strict=True):
            tally.add(seen)
            if not tally.wrongs:
                seen_ms = round(tally.slowest_s * 1000)
                remember(name, {**tally.counts, "seeds": chunk.stop, "slowest_ms": seen_ms})
    forget(name)
    return tally


@pytest.fixture(scope="module")
def day(full: bool) -> tuple[Tally, float]:
    """Return what reading a day's jobs saw, and how long it took."""
    began = monotonic()
    tally = run(simulate, "whole-reading", WHOLE if full else SAMPLE, full=full)
    return tally, monotonic() - began


def test_no_total_is_wrong(day: tuple[Tally, float], full: bool) -> None:
    """Whatever is printed, no total is misread, and hardly one is missed."""
    tally, seconds = day
    counts = tally.counts
    if full:
        record("whole-reading", {**counts, "slowest_ms": round(tally.slowest_s * 1000)}, seconds)
    assert not sum(counts[f"{kind}/wrong"] for kind in KINDS), tally.wrongs
    assert counts["sale/missed"] * MOST_MISSED <= counts["sale/papers"], tally.wrongs


def test_kinds_are_told_apart(day: tuple[Tally, float]) -> None:
    """Sales, returns, copies, reports, tickets, bills and cash are each known for what they are."""
    counts = day[0].counts
    assert counts["jobs cut up wrongly"] == 0, day[0].wrongs
    assert counts["pieces matter"] == 0, day[0].wrongs
    for kind in KINDS:
        assert counts[f"{kind}/papers"] > 0
        assert (counts[f"{kind}/papers"] - counts[f"{kind}/kind"]) * MOST_MISSED <= counts[
            f"{kind}/papers"
        ], (kind, day[0].wrongs)


def test_only_sales_get_slips(day: tuple[Tally, float]) -> None:
    """Every slip is a sale's with its right total, and hardly a sale goes without."""
    counts = day[0].counts
    assert counts["slips wrong"] == 0, day[0].wrongs
    assert counts["slips"] * 100 >= counts["sale/papers"] * 98, day[0].wrongs


def test_what_names_a_receipt_is_right(day: tuple[Tally, float]) -> None:
    """Number, time, currency and fiscal key are hardly ever missed, and never another's."""
    counts = day[0].counts
    for name in ("number", "time", "currency", "fiscal"):
        assert counts[f"{name}/wrong"] == 0, (name, day[0].wrongs)
        assert counts[f"{name}/missed"] * 50 <= counts[f"{name}/all"], (name, day[0].wrongs)


def test_broken_jobs_hurt_nobody(full: bool) -> None:
    """Jobs cut off, flipped, spliced, stuttering or of noise never raise, hang, swell or lie."""
    began = monotonic()
    tally = run(simulate_broken, "broken-reading", WHOLE_BROKEN if full else SAMPLE, full=full)
    if full:
        counts: dict[str, object] = {**tally.counts}
        counts["slowest_ms"] = round(tally.slowest_s * 1000)
        record("broken-reading", counts, monotonic() - began)
    assert tally.counts["broken/wrong"] == 0, tally.wrongs
    assert tally.slowest_s < LONGEST_READING_S
    assert tally.growth_kb < MOST_GROWTH_KB
