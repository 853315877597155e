"""What the hub's processes hold in memory under load, and whether it grows."""

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.hub import HANDS, MEMBERS, SERVER, Load, children_of, crowd_of, rss_mb
from tests.hub.databases import running_server
from tests.hub.http_town import serving

SECONDS = 600.0
RATE = 100.0
"""Half of what the hub is to bear: a day's rush, for ten minutes, on a machine that does more."""
SLICE_S = 20.0
"""Between looks at the memory."""


def add_options(reader: argparse.ArgumentParser) -> None:
    """Add what this bench can be told."""
    reader.add_argument("--seconds", type=float, default=SECONDS, help="of load")


def run(*, seconds: float = SECONDS) -> dict[str, object]:
    """Ask a hub for so many seconds, and return the memory of its processes and its slope."""
    seen: list[tuple[float, dict[int, float]]] = []
    statuses: dict[str, int] = {}
    with (
        running_server(*SERVER) as server,
        crowd_of(server, MEMBERS) as crowd,
        tempfile.TemporaryDirectory() as folder,
        serving(crowd.url, Path(folder), **HANDS) as (address, process),
    ):
        load = Load(crowd, int(address.rpartition(":")[2]), Path(folder))
        load.ask(int(RATE * SLICE_S), RATE)
        began = time.monotonic()
        while time.monotonic() < began + seconds:
            for name, count in load.ask(int(RATE * SLICE_S), RATE).statuses.items():
                statuses[name] = statuses.get(name, 0) + count
            sizes = {pid: rss_mb(pid) for pid in children_of(process.pid)}
            seen.append((time.monotonic() - began, sizes))
    pids = sorted(seen[0][1])
    return {
        "seconds": round(seen[-1][0], 1),
        "rate_per_s": RATE,
        "statuses": statuses,
        "hands": HANDS,
        "worker_rss_mb": max(max(sizes.values()) for _, sizes in seen),
        "first_rss_mb": [seen[0][1][pid] for pid in pids],
        "half_way_rss_mb": [seen[len(seen) // 2][1].get(pid) for pid in pids],
        "last_rss_mb": [seen[-1][1].get(pid) for pid in pids],
        "slope_mb_per_minute": [
            _slope([(at, sizes[pid]) for at, sizes in seen[len(seen) // 2 :] if pid in sizes])
            for pid in pids
        ],
        "same_processes": all(sorted(sizes) == pids for _, sizes in seen),
    }


def _slope(points: Sequence[tuple[float, float]]) -> float | None:
    """Return the slope of the straight line through *points*, by least squares, a minute."""
    if len(points) < 2:
        return None
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
    return round(slope * 60, 3)
