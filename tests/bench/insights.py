"""The dashboard's numbers over a programme with a past: how long each takes, and what it costs.

By default a past of 20,000 members and 200,000 transfers; `--full` makes 10⁶ and 10⁷. Each request
goes through the whole app, of the programme and of one partner, over thirty days and over a year;
what only pages show is asked of the use case that gives it to them. `tile_max_ms` is the slowest of
them, `tile_worst` its name, each by the 95th of a hundred of its times; its median, and the least
of its times, say how much of that is the machine's other work. `page_ms` is whole pages, each with
all of its tiles and charts.
"""

import argparse
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import psycopg
from flask.testing import FlaskClient

from contracts.wire.units import UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.rates_memory import MemoryRates
from hub.core.access.actor import CONSOLE
from hub.core.access.roles import Grant, Role, Scope
from hub.core.access.sessions import STAFF
from hub.core.almaty import day_from_number
from hub.core.ids import StaffId
from hub.core.insights.figures import Where
from hub.core.insights.periods import Period, day_of
from hub.core.policy import DAY, HOUR
from hub.usecases import insights as use
from hub.usecases.insights_counting import (
    count_days,
    count_groups,
    count_points,
    count_visits,
)
from hub.usecases.sessions import open_session
from hub.web.factory import create_web
from hub.web.page_session import SHOWN
from hub.web.surroundings import Surroundings, WebSettings
from tests.bench.hub import MEMBERS, MEMBERS_FULL, SERVER, crowd_of, statements
from tests.bench.hub import counting as counting_statements
from tests.hub.crowd import TRANSFERS_EACH, Crowd
from tests.hub.crowd_sql import NUMBERS_PAST
from tests.hub.databases import running_server
from tests.hub.open_loop import part
from tests.hub.web.people import sign_in_staff

TIMES: Final = 30
_FIRST: Final = 3
"""Requests that are not counted: connections learn their statements."""
BAR_MS: Final = 300
_TABLES: Final = (
    "insight_hours", "insight_days", "insight_shops", "insight_clock", "insight_points",
    "insight_gaps", "insight_rewards", "insight_cohorts", "insight_rfm", "insight_frequency",
    "insight_tiers",
)  # fmt: skip
_PAGES: Final = (
    "/owner/", "/owner/?span=days30", "/owner/?span=days30&part=1", "/owner/?span=days30&hour=13",
    "/owner/habits", "/owner/habits?span=year",
)  # fmt: skip
_SEALED: Final = (
    "INSERT INTO blocks (number, first_seq, last_seq, count, root, previous, hash, leaves,"
    " sealed_at, generation) SELECT 1, 1, max(seq), count(*), '\\x00', '\\x00', '\\x01', '', 0, 1"
    " FROM transfers"
)


def add_options(reader: argparse.ArgumentParser) -> None:
    """Add what this bench can be told."""
    reader.add_argument("--full", action="store_true", help="10^6 members and 10^7 transfers")
    reader.add_argument("--members", type=int, help="another number of members")


def run(*, full: bool = False, members: int | None = None) -> dict[str, object]:
    """Measure all of it."""
    size = members or (MEMBERS_FULL if full else MEMBERS)
    began = time.monotonic()
    with running_server(*SERVER) as server, crowd_of(server, size, NUMBERS_PAST) as crowd:
        _seal(crowd)
        found: dict[str, object] = {
            "members_preloaded": size,
            "transfers_preloaded": size * TRANSFERS_EACH,
            "preload_s": round(time.monotonic() - began, 1),
        }
        found |= measured(crowd)
        found["load_average_after"] = os.getloadavg()[0]
        found["seconds"] = round(time.monotonic() - began, 1)
    return found


def measured(crowd: Crowd) -> dict[str, object]:
    """Return what counting and asking take over the past of a crowd."""
    crowd.hub = replace(crowd.hub, clock=_Then(crowd.hub.clock.now() - 2 * DAY - HOUR))
    return {**counting(crowd), **tiles(crowd), **pages(crowd), **raw(crowd)}


@dataclass(frozen=True)
class _Then:
    """A clock that stands at the end of the past: today and yesterday were busy days."""

    time: int

    def now(self) -> UnixTime:
        """Return that time."""
        return UnixTime(self.time)


def counting(crowd: Crowd) -> dict[str, object]:
    """Return what the first count takes, and each one after it."""
    hub = crowd.hub
    first = {
        "days": _seconds(lambda: count_days(hub)),
        "visits": _seconds(lambda: count_visits(hub)),
        "points": _seconds(lambda: count_points(hub)),
        "groups": _seconds(lambda: count_groups(hub)),
    }
    with psycopg.connect(crowd.url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        rows = {
            table: _one(connection, f"SELECT count(*) FROM {table}")  # noqa: S608 - our own
            for table in _TABLES
        }
        size = _one(
            connection,
            "SELECT sum(pg_total_relation_size(oid)) FROM pg_class"
            " WHERE relname LIKE 'insight_%' AND relkind = 'r'",
        )
    again = {
        "days": min(_seconds(lambda: count_days(hub)) for _ in range(3)),
        "visits": min(_seconds(lambda: count_visits(hub)) for _ in range(3)),
    }
    return {
        "first_count_s": {name: round(it, 1) for name, it in first.items()},
        "count_ms": {name: _ms(it) for name, it in again.items()},
        "rows": rows,
        "size_mb": round(int(size) / 2**20, 1),
    }


def tiles(crowd: Crowd) -> dict[str, object]:
    """Return how long each request takes."""
    settings = WebSettings(secure=False, rate_factor=10**6)
    app = create_web(crowd.hub, Surroundings(MemoryRates(), MemoryBell(), settings))
    client, headers = app.test_client(), sign_in_staff(crowd.hub, Role.OPERATOR).headers
    counting_statements(crowd.url, on=True)
    taken = {path: _times(client, path, headers) for path in _paths(crowd)}
    taken |= {name: _repeated(ask) for name, ask in _asks(crowd)}
    slowest = sorted(taken.items(), key=lambda it: -part(it[1], 0.95))
    return {
        "tile_max_ms": _ms(part(slowest[0][1], 0.95)),
        "tile_worst": slowest[0][0],
        "tiles_within_bar": all(part(it, 0.95) * 1000 <= BAR_MS for it in taken.values()),
        "tile_max_median_ms": _ms(max(part(times, 0.5) for times in taken.values())),
        "tile_max_least_ms": _ms(max(times[0] for times in taken.values())),
        "tile_median_ms": _ms(part(sorted(it for times in taken.values() for it in times), 0.5)),
        "requests": len(taken) * TIMES,
        "statements": statements(crowd.url, len(taken) * TIMES),
        "slowest": {path: _ms(part(times, 0.95)) for path, times in slowest[:12]},
    }


def _asks(crowd: Crowd) -> Iterator[tuple[str, Callable[[], object]]]:
    """Return what pages ask of use cases and the API gives not."""
    hub, actor, today = crowd.hub, CONSOLE, day_of(crowd.hub.clock.now())
    with hub.store.read() as work:
        place = work.insights.place_of(crowd.tills[0].till)
    assert place is not None, "it has enrolled"
    for name, where in (("programme", Where()), ("partner", Where(place.partner))):
        for days in (30, 90, 365):
            period = Period(today - days + 1, today)
            yield (f"arrivals {name} {days}",
                   partial(use.show_arrivals, hub, actor, where, period))  # fmt: skip
            yield (f"frequency {name} {days}",
                   partial(use.show_frequency, hub, actor, where.partner, days))  # fmt: skip
        year = Period(today - 364, today)
        yield (f"tier_days {name}",
               partial(use.list_tier_days, hub, actor, where.partner, year))  # fmt: skip


def pages(crowd: Crowd) -> dict[str, object]:
    """Return how long whole pages take, each with all of its tiles and charts."""
    hub = crowd.hub
    app = create_web(
        hub, Surroundings(MemoryRates(), MemoryBell(), WebSettings(secure=False, rate_factor=10**6))
    )
    client = app.test_client()
    with hub.store.begin() as work:
        staff = work.staff.add("bench-pages", "Айсұлу", None, hub.clock.now())
        work.staff.grant(staff, Grant(Role.OPERATOR, Scope()))
        signed = open_session(work, hub, STAFF, StaffId(staff))
    client.set_cookie(SHOWN, signed.access, path="/owner")

    def ask(path: str) -> None:
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 200, answer.text

    taken = {path: _repeated(partial(ask, path)) for path in _PAGES}
    return {"page_ms": {path: _ms(part(times, 0.95)) for path, times in taken.items()}}


def raw(crowd: Crowd) -> dict[str, object]:
    """Return what the same sums take without what the worker keeps; they must be equal."""
    today = day_of(crowd.hub.clock.now())
    month = Period(today - 29, today)
    begun = time.perf_counter()
    with crowd.hub.store.begin() as work:
        work.counting.lock()
        differences = work.counting.differences(month)
    return {
        "raw_equal": not differences,
        "raw_month_s": round(time.perf_counter() - begun, 2),
        "differences": differences[:3],
    }


def _paths(crowd: Crowd) -> Iterator[str]:
    until = day_of(crowd.hub.clock.now())
    with crowd.hub.store.read() as work:
        shop = work.insights.place_of(crowd.tills[0].till)
    assert shop is not None, "it has enrolled"
    places = ("", f"&partner={shop.partner}")
    for place in places:
        for door in ("now", "unconfirmed", "rfm", "cohorts"):
            yield f"{door}?{place[1:]}"
    for place in (*places, f"&shop={shop.shop}", f"&till={shop.till}"):
        for days in (30, 365):
            span = f"since={_date(until - days + 1)}&until={_date(until)}{place}"
            yield f"summary?{span}"
            yield f"summary?{span}&against=year"
            for by in ("day", "weekday", "hour", "shop", "till", "cashier"):
                yield f"split?by={by}&{span}"
            for by in ("day", "shop", "cashier"):
                yield f"split?by={by}&hour=13&{span}"
            yield f"summary?hour=13&{span}"
            yield f"rewards?{span}"
    for place in places:
        yield f"tiers?since={_date(until - 364)}&until={_date(until)}{place}"


def _times(client: FlaskClient, path: str, headers: dict[str, str]) -> list[float]:
    def ask() -> None:
        answer = client.get(f"/api/v1/insights/{path}", headers=headers)
        assert answer.status_code == 200, answer.text

    return _repeated(ask)


def _repeated(ask: Callable[[], object]) -> list[float]:
    for _ in range(_FIRST):
        ask()
    return sorted(_seconds(ask) for _ in range(TIMES))


def _seal(crowd: Crowd) -> None:
    """Make one block of the past: points are counted of what is sealed."""
    with psycopg.connect(crowd.url, autocommit=True) as connection:
        connection.execute(_SEALED)
        connection.execute("CHECKPOINT")


def _one(connection: psycopg.Connection[Any], asked: str) -> int:
    row = connection.execute(asked.encode()).fetchone()
    assert row is not None, "a count has a row"
    return int(row[0])


def _date(day: int) -> str:
    return day_from_number(day).isoformat()


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
