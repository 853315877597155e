"""No job, however made, makes the command reader raise, hang or grow."""

import multiprocessing
import random
import time
import tracemalloc

from hardware.escpos.commands import CommandReader
from tests import evidence
from tests.hardware.escpos.jobs import random_job

SAMPLE = 2_000
JOBS = 1_000_000
BATCH = 10_000
SLOWEST_SECONDS = 1.0
"""Of one job of a few hundred bytes: a hang, even on a busy machine."""
PEAK_BYTES = 4 << 20
NAME = "command-fuzz"


def read_batch(number: int, jobs: int) -> tuple[int, int, float]:
    """Read *jobs* random jobs; return the bytes and tokens read and the slowest one's seconds."""
    rng = random.Random(number)
    size = tokens = 0
    slowest = 0.0
    for _ in range(jobs):
        job = random_job(rng)
        began = time.thread_time()
        reader = CommandReader()
        middle = rng.randrange(len(job) + 1)
        found = reader.feed(job[:middle]) + reader.feed(job[middle:]) + reader.finish()
        slowest = max(slowest, time.thread_time() - began)
        last = max((token.end for token in found), default=0)
        assert last == len(job), f"batch {number}: every byte belongs to a token"
        size += len(job)
        tokens += len(found)
    return size, tokens, slowest


def whole_batch(number: int) -> tuple[int, int, float]:
    """Read one batch of the full proof, in a process of its own."""
    return read_batch(number, BATCH)


def test_no_random_job_raises_hangs_or_grows(full: bool) -> None:
    """Random and mutated jobs are read to their last byte, quickly and in little memory."""
    tracemalloc.start()
    size, _tokens, slowest = read_batch(-1, SAMPLE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > SAMPLE
    assert slowest < SLOWEST_SECONDS
    assert peak < PEAK_BYTES
    if full:
        prove_in_full(peak)


def prove_in_full(peak: int) -> None:
    """Read a million jobs on two cores, going on where an earlier run stopped."""
    done = evidence.resumed(NAME)
    began = time.monotonic()
    counts = {key: done.get(key, 0) for key in ("jobs", "bytes", "tokens", "slowest_us", "ms")}
    earlier_ms = counts["ms"]
    batches = range(counts["jobs"] // BATCH, JOBS // BATCH)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        for size, tokens, slowest in pool.imap(whole_batch, batches):
            counts["jobs"] += BATCH
            counts["bytes"] += size
            counts["tokens"] += tokens
            counts["slowest_us"] = max(counts["slowest_us"], int(slowest * 1_000_000))
            counts["ms"] = earlier_ms + int((time.monotonic() - began) * 1000)
            evidence.remember(NAME, counts)
    seconds = counts.pop("ms") / 1000
    assert counts["jobs"] == JOBS
    assert counts["slowest_us"] < SLOWEST_SECONDS * 1_000_000
    evidence.record(NAME, {**counts, "raised": 0, "peak_bytes": peak}, seconds)
    evidence.forget(NAME)
