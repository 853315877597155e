"""The hub on PostgreSQL over a programme with a past: its rates, its times, and where they go.

By default a past of 20,000 members and 200,000 transfers; `--full` makes 10⁶ and 10⁷. Growth is
measured on two databases of one server in turns, the smaller with a tenth of the past, so that
the same noise meets both. Times over HTTP are those of `baursak hub serve` on the larger one, from
when each request was due.
"""

import argparse
import base64
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg

from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate
from hub.usecases.claims import claim_receipt
from hub.usecases.redemptions_online import redeem_online
from hub.usecases.sync import sync_till
from hub.usecases.sync_parts import PARTS
from hub.usecases.verify import verify_ledger
from tests.bench import ingest, posting
from tests.hub import crowd_sql
from tests.hub.crowd import TRANSFERS_EACH, Asked, Crowd
from tests.hub.databases import PostgresServer, running_server
from tests.hub.http_town import serving
from tests.hub.open_loop import part

MEMBERS: Final = 20_000
MEMBERS_FULL: Final = 1_000_000
SMALLER: Final = 10
RATE: Final = 200.0
SECONDS: Final = 20.0
PASSES: Final = 3
WARM_UP: Final = 1_500
"""Requests first: each connection learns each statement, as those of a hub that runs have."""
SERVER: Final = (
    "shared_buffers=2GB", "effective_cache_size=6GB", "work_mem=32MB", "max_wal_size=8GB",
    "wal_compression=lz4", "random_page_cost=1.1", "shared_preload_libraries=pg_stat_statements",
    "pg_stat_statements.track_utility=on", "pg_stat_statements.track_planning=on",
)  # fmt: skip
"""As docs/operating.md says for a server of 8 GB; every commit is on the disk."""
HANDS: Final = {"HUB_WORKERS": "2", "HUB_THREADS": "8"}
ROUNDS: Final = 30
EACH: Final = 8
"""Claims, and redemptions, of a round of each side."""
BATCH: Final = 100
_TOP: Final = 14


def add_options(reader: argparse.ArgumentParser) -> None:
    """Add what this bench can be told."""
    reader.add_argument("--full", action="store_true", help="10^6 members and 10^7 transfers")
    reader.add_argument("--members", type=int, help="another number of members")
    reader.add_argument("--seconds", type=float, default=SECONDS, help="of load over HTTP")
    reader.add_argument("--pgledger", type=Path, help="the SQL file of the public pgledger")


def run(
    *,
    full: bool = False,
    members: int | None = None,
    seconds: float = SECONDS,
    pgledger: Path | None = None,
) -> dict[str, object]:
    """Measure all of it and return the keys of DESIGN §11, and more."""
    size = members or (MEMBERS_FULL if full else MEMBERS)
    began = time.monotonic()
    with ExitStack() as stack:
        server = stack.enter_context(running_server(*SERVER))
        large = stack.enter_context(crowd_of(server, size))
        small = stack.enter_context(crowd_of(server, size // SMALLER))
        preload_s = time.monotonic() - began
        for crowd in (large, small):
            with psycopg.connect(crowd.url, autocommit=True) as connection:
                ingest.warm(connection)
                connection.execute("CHECKPOINT")  # or the past would be written while we measure
        found: dict[str, object] = {
            "database": _version(large.url),
            "members_preloaded": size,
            "transfers_preloaded": size * TRANSFERS_EACH,
            "preload_s": round(preload_s, 1),
            "load_average_before": os.getloadavg()[0],
        }
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        found |= growth(small, large)
        # Both before ingest copies tables: their gigabytes are on the way to the disk long after,
        # and whoever commits waits for them.
        found |= over_http(server, large, folder, seconds)
        found |= _posting(server, pgledger)
        found |= ingest.measured(large.engine)
        found |= verified(large)
        if pgledger is None:
            found["posting_reason"] = "the SQL of pgledger was not given: --pgledger PATH"
        found["load_average_after"] = os.getloadavg()[0]
        found["seconds"] = round(time.monotonic() - began, 1)
    return found


def _posting(server: PostgresServer, pgledger: Path | None) -> dict[str, object]:
    """Return the rates of posting beside pgledger's, both in databases that were empty."""
    engine = open_engine(server.new_database())
    migrate(engine)
    found = posting.measured(engine, server.new_database(), pgledger)
    engine.dispose()
    return found


@contextmanager
def crowd_of(
    server: PostgresServer, members: int, past: tuple[str, ...] = crowd_sql.PAST
) -> Iterator[Crowd]:
    """Make a database with a past of so many members."""
    url = server.new_database()
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
    crowd = Crowd(url, members, past)
    yield crowd
    crowd.close()


def growth(small: Crowd, large: Crowd) -> dict[str, object]:
    """Return what the same work costs on the large past, as a ratio to the small one."""
    sides = {"small": _Works(small), "large": _Works(large)}
    taken: dict[str, dict[str, list[float]]] = {name: {} for name in sides}
    for number in range(ROUNDS + 3):
        for name in sorted(sides, reverse=bool(number % 2)):
            for work, seconds in sides[name].round().items():
                if number >= 3:
                    taken[name].setdefault(work, []).append(seconds)
    ratios = {
        work: round(statistics.median(taken["large"][work]) / statistics.median(times), 3)
        for work, times in taken["small"].items()
    }
    whole = {name: [sum(it) for it in zip(*works.values(), strict=True)]
             for name, works in taken.items()}  # fmt: skip
    return {
        "growth_10x": round(
            statistics.median(whole["large"]) / statistics.median(whole["small"]), 3
        ),
        "growth_of": ratios,
        "claim_ms": round(statistics.median(taken["large"]["claims"]) / EACH * 1000, 2),
        "redeem_ms": round(statistics.median(taken["large"]["redemptions"]) / EACH * 1000, 2),
    }


class _Works:
    """The same work again and again, in one programme."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        rounds = ROUNDS + 3
        self._codes = crowd.codes(rounds * EACH)
        self._vouchers = crowd.vouchers(rounds * EACH)
        self._members = 0

    def round(self) -> dict[str, float]:
        """Do a part of the work and return the seconds of each kind."""
        crowd = self._crowd
        codes, self._codes = self._codes[:EACH], self._codes[EACH:]
        vouchers, self._vouchers = self._vouchers[:EACH], self._vouchers[EACH:]
        chain = crowd.chains[1]
        sales = crowd.sales(chain, BATCH)
        request = chain.request([it.raw for it in sales])
        return {
            "claims": _seconds(lambda: self._claim(codes)),
            "redemptions": _seconds(
                lambda: [redeem_online(crowd.hub, till, crowd.redemption(code))
                         for till, code in vouchers]
            ),
            "sync": _seconds(lambda: sync_till(crowd.hub, chain.id, request, PARTS)),
        }  # fmt: skip

    def _claim(self, codes: list[str]) -> None:
        for code in codes:
            self._members += 1
            claim_receipt(self._crowd.hub, self._crowd.citizen(self._members), code)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def over_http(
    server: PostgresServer, crowd: Crowd, folder: Path, seconds: float
) -> dict[str, object]:
    """Return the times of claims and redemptions over HTTP, and what they are made of.

    The pass whose claims are in the middle stands for all: the machine is not ours alone.
    """
    with serving(crowd.url, folder, **HANDS) as (address, process):
        load = Load(crowd, int(address.rpartition(":")[2]), folder)
        counting(crowd.url, on=False)
        load.ask(WARM_UP, RATE / 2)
        passes = [_pass(load, server, process.pid, seconds) for _ in range(PASSES)]
        rss = {str(pid): rss_mb(pid) for pid in children_of(process.pid)}
        counting(crowd.url, on=True)
        counted = load.ask(WARM_UP, RATE).count
    answered, spent = sorted(passes, key=lambda it: part(it[0].claim, 0.95))[PASSES // 2]
    count = answered.count
    return {
        "rate_per_s": RATE,
        "requests": count,
        "hands": HANDS,
        **answered.found(),
        "claim_p95_ms_of": [round(part(it.claim, 0.95) * 1000, 1) for it, _ in passes],
        "redeem_p95_ms_of": [round(part(it.redeem, 0.95) * 1000, 1) for it, _ in passes],
        "cpu_ms_per_request": {
            "hub": round(spent.hub / count * 1000, 2),
            "postgresql": round(spent.postgresql / count * 1000, 2),
            "asking": round(answered.cpu_s / count * 1000, 2),
        },
        "statements": statements(crowd.url, counted),
        "worker_rss_mb": max(rss.values()),
    }


def _pass(
    load: "Load", server: PostgresServer, pid: int, seconds: float
) -> tuple["Answered", "Spent"]:
    load.prepare(int(RATE * seconds))
    before = Spent.of(pid, server)
    answered = load.go(RATE)
    return answered, Spent.of(pid, server).since(before)


@dataclass
class Answered:
    """What came of a load."""

    claim: list[float]
    redeem: list[float]
    statuses: dict[str, int]
    lags: list[float]
    cpu_s: float
    first_wrong: str

    @property
    def count(self) -> int:
        """Return how many were answered."""
        return len(self.claim) + len(self.redeem)

    def found(self) -> dict[str, object]:
        """Return what the bench says of it."""
        named = {"claim": self.claim, "redeem": self.redeem}
        times = {
            f"{name}_p{share}_ms": round(part(values, share / 100) * 1000, 1)
            for name, values in named.items()
            for share in (50, 95, 99)
        }
        lag = round(part(self.lags, 0.95) * 1000, 2)
        return {**times, "statuses": self.statuses, "asking_lag_p95_ms": lag,
                "first_wrong": self.first_wrong}  # fmt: skip


@dataclass
class Load:
    """Asks a hub, from a process of its own."""

    crowd: Crowd
    port: int
    folder: Path
    times: int = field(default=0)

    def ask(self, count: int, rate: float) -> Answered:
        """Ask *count* times, claims and redemptions in turns, *rate* a second."""
        self.prepare(count)
        return self.go(rate)

    def prepare(self, count: int) -> None:
        """Sell, buy and sign what *count* requests need."""
        crowd, half = self.crowd, -(-count // 2)
        codes, vouchers = crowd.codes(half), crowd.vouchers(half)
        plan = []
        for code, (till, voucher) in zip(codes, vouchers, strict=True):
            plan.append(("claim", self._raw(crowd.claiming(code))))
            plan.append(("redeem", self._raw(crowd.redeeming(till, voucher))))
        self._path.write_text(
            "\n".join(json.dumps([kind, base64.b64encode(raw).decode()]) for kind, raw in plan)
        )

    def go(self, rate: float) -> Answered:
        """Ask what was prepared, *rate* a second."""
        words = ["-m", "tests.hub.open_loop", str(self.port), str(rate), str(self._path)]
        done = subprocess.run([sys.executable, *words], check=True, stdout=subprocess.PIPE)
        said: dict[str, Any] = json.loads(done.stdout)
        times = said["seconds"]
        return Answered(
            times.get("claim", []), times.get("redeem", []), said["statuses"], said["lags"],
            said["cpu_s"], said["first_wrong"],
        )  # fmt: skip

    @property
    def _path(self) -> Path:
        return self.folder / "plan"

    def _raw(self, asked: Asked) -> bytes:
        head = {"Host": f"127.0.0.1:{self.port}", "Content-Length": str(len(asked.body))}
        lines = [f"{name}: {it}" for name, it in (head | asked.headers).items()]
        return "\r\n".join([f"POST {asked.path} HTTP/1.1", *lines, "", ""]).encode() + asked.body


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of CPU."""

    hub: float
    postgresql: float

    @classmethod
    def of(cls, serving_pid: int, server: PostgresServer) -> "Spent":
        """Return what a hub and its server have used by now."""
        file = server.folder / "cluster" / "postmaster.pid"
        postmaster = int(file.read_text().split()[0])
        return cls(_tree_cpu_s(serving_pid), _tree_cpu_s(postmaster))

    def since(self, before: "Spent") -> "Spent":
        """Return what was used since then."""
        return Spent(self.hub - before.hub, self.postgresql - before.postgresql)


def children_of(pid: int) -> list[int]:
    """Return the processes that *pid* has started."""
    words = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(it) for it in words]


def rss_mb(pid: int) -> float:
    """Return the resident memory of a process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    raise AssertionError("a process has a size")


def _tree_cpu_s(pid: int) -> float:
    """Return the CPU seconds of a process, its children, and those that have ended."""
    ticks = 0
    for it in [pid, *children_of(pid)]:
        try:
            fields = Path(f"/proc/{it}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        ticks += sum(int(value) for value in fields[11 : 15 if it == pid else 13])
    return ticks / os.sysconf("SC_CLK_TCK")


def counting(url: str, *, on: bool) -> None:
    """Count statements from now on, or count none: to count them takes a tenth of their time."""
    with psycopg.connect(url, autocommit=True) as connection:
        track = "top" if on else "none"
        connection.execute(f"ALTER SYSTEM SET pg_stat_statements.track = '{track}'")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("SELECT pg_stat_statements_reset()")


def statements(url: str, requests: int) -> dict[str, object]:
    """Return what the database spent on the statements of so many requests."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT query, calls, total_exec_time, total_plan_time FROM pg_stat_statements"
            " WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " ORDER BY total_exec_time DESC"
        ).fetchall()
    return {
        "per_request": round(sum(row[1] for row in rows) / requests, 1),
        "ms_per_request": round(sum(row[2] for row in rows) / requests, 3),
        "planning_ms_per_request": round(sum(row[3] for row in rows) / requests, 3),
        "most": [
            {"ms_per_request": round(ms / requests, 3), "calls_per_request": round(
                calls / requests, 2), "ms": round(ms / calls, 3),
             "planning_ms": round(planning / calls, 3), "query": _short(query)}
            for query, calls, ms, planning in rows[:_TOP]
        ],
    }  # fmt: skip


def verified(crowd: Crowd) -> dict[str, object]:
    """Return what `hub verify` says of the past and of all that was done to it."""
    begun = time.perf_counter()
    report = verify_ledger(crowd.hub)
    return {
        "verify_clean": report.good,
        "verify_findings": [it.words for it in report.findings[:3]],
        "verify_s": round(time.perf_counter() - begun, 1),
    }


def _short(query: str) -> str:
    words = " ".join(query.split())
    return words if len(words) < 150 else f"{words[:80]} … {words[-65:]}"


def _version(url: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute("SHOW server_version").fetchone()
    assert row is not None, "a server has a version"
    return f"PostgreSQL {str(row[0]).split()[0]}"
