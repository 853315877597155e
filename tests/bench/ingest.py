"""Accruals a second through a till's sync, against the same rows by bare multi-row INSERTs.

Both on one PostgreSQL, durable as in production, in interleaved rounds. Our side is the whole use
case: a request's bytes are read, each event checked and hashed, the chain followed, events and
accruals stored, claims looked for, the reply made. The bare side is the limit: the very same rows
into copies of the tables with the same indexes, one statement a table, one transaction a batch.
"""

import gc
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import psycopg
from sqlalchemy import Engine

from contracts.wire.event import Event
from contracts.wire.sync import MOST_EVENTS
from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate
from hub.adapters.database.store import DatabaseStore
from hub.usecases.sync import sync_till
from hub.usecases.sync_parts import PARTS
from tests.contracts.wire.samples import fiscal_accrual
from tests.hub.databases import running_server
from tests.hub.till_world import TillRig, TillWorld

ROUNDS: Final = 20
WARM_UP: Final = 4
_TABLES: Final = ("events", "accruals")


def run() -> dict[str, object]:
    """Return accruals and bare rows a second, and the median ratio of the rounds."""
    with running_server() as server:
        engine = open_engine(server.new_database())
        migrate(engine)
        found = measured(engine)
        engine.dispose()
    return found


def measured(engine: Engine, rounds: int = ROUNDS) -> dict[str, object]:
    """Return what `run` does, on the PostgreSQL of *engine*, whatever is in it already."""
    world = TillWorld(DatabaseStore(engine))
    till = world.till()
    bare = _Bare(engine)
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(WARM_UP + rounds):
        request, events = _request(till, number)
        ours.append(_seconds(partial(sync_till, world.hub, till.id, request, PARTS)))
        rows = bare.rows_of(till.id, events[0].sequence, events[-1].sequence)
        theirs.append(_seconds(partial(bare.insert, rows)))
    bare.close()
    ours, theirs = ours[WARM_UP:], theirs[WARM_UP:]
    ratios = [raw_s / our_s for our_s, raw_s in zip(ours, theirs, strict=True)]
    return {
        "ingest_per_s": round(MOST_EVENTS / statistics.median(ours)),
        "insert_per_s": round(MOST_EVENTS / statistics.median(theirs)),
        "ingest_ratio": round(statistics.median(ratios), 3),
        "batch": MOST_EVENTS,
        "rounds": rounds,
    }


def _request(till: TillRig, number: int) -> tuple[bytes, list[Event]]:
    """Return the next full batch of a till's receipts, as its request brings them."""
    first = number * MOST_EVENTS
    events = till.append(
        *(fiscal_accrual(first + it, 50_000 + it * 100) for it in range(MOST_EVENTS))
    )
    return till.request([event.raw for event in events]), events


def warm(connection: psycopg.Connection[Any]) -> None:
    """Let the server's machine hold all tables and indexes in memory, as one that has long run."""
    connection.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm")
    connection.execute(
        "SELECT pg_prewarm(oid, 'read') FROM pg_class WHERE relkind IN ('r', 'i')"
        " AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    connection.commit()


class _Bare:
    """The limit: rows into copies of our tables, by multi-row statements."""

    def __init__(self, engine: Engine) -> None:
        url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._connection = psycopg.connect(url)
        with self._connection.transaction():
            for table in _TABLES:
                self._connection.execute(f"DROP TABLE IF EXISTS bare_{table}")
                self._connection.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
                # As full as ours: an index of millions costs more than one of none.
                self._connection.execute(f"INSERT INTO bare_{table} SELECT * FROM {table}")  # noqa: S608 - our own names
        warm(self._connection)

    def rows_of(self, till: int, first: int, last: int) -> list[list[tuple[Any, ...]]]:
        """Return what our side stored of that part of a chain, table by table."""
        asked = "SELECT * FROM {} WHERE till = %s AND sequence BETWEEN %s AND %s ORDER BY sequence"
        with self._connection.transaction():
            return [
                self._connection.execute(asked.format(table), (till, first, last)).fetchall()
                for table in _TABLES
            ]

    def insert(self, rows: list[list[tuple[Any, ...]]]) -> None:
        """Insert a batch: one statement a table, one transaction."""
        with self._connection.transaction():
            for table, found in zip(_TABLES, rows, strict=True):
                marks = "(" + ", ".join(["%s"] * len(found[0])) + ")"
                statement = f"INSERT INTO bare_{table} VALUES " + ", ".join([marks] * len(found))  # noqa: S608 - our own names
                self._connection.execute(statement, [value for row in found for value in row])

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
