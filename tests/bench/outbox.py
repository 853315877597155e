"""Durable appends of the outbox against bare sqlite3 inserts, in interleaved rounds.

Both on the same disk, with the same pragmas, a row of the same size and one transaction each;
the bodies are made before the clock starts, the events with their bytes and hashes are not.
The bare side is what nobody can beat with SQLite: one table, one prepared INSERT, no chain, no
guards. Where the disk's own sync is nearly free (tmpfs), the ratio says nothing: hence sync_us.
"""

import gc
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from agent.adapters.outbox.reading import connect
from agent.adapters.outbox.store import CHECKPOINT_PAGES, open_outbox
from contracts.wire.bodies import AccrualBody
from contracts.wire.event import Event
from contracts.wire.units import Sequence
from tests.contracts.wire.samples import ENROLMENT, OPENED, TILL, fiscal_accrual

Stock = TypeVar("Stock")
ROOT: Final = Path(__file__).parents[2]
ROUNDS: Final = 121
WARM_UP: Final = 25
"""Rounds before the counted ones: both logs have reached their full size and been copied once."""
A_ROUND: Final = 40


def run() -> dict[str, object]:
    """Return appends and bare inserts a second, and the median ratio of the rounds."""
    place = ROOT / ".dev"
    place.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place) as folder:
        return _measured(Path(folder))


def _measured(folder: Path) -> dict[str, object]:
    outbox = open_outbox(folder / "outbox.sqlite3", TILL, ENROLMENT, OPENED)
    bare = _bare(folder / "bare.sqlite3")

    def append(part: list[AccrualBody]) -> None:
        for body in part:
            outbox.append(body, OPENED)

    def insert(part: list[bytes]) -> None:
        for row in part:
            bare.execute("INSERT INTO rows VALUES (NULL, ?)", (row,))

    ours: list[float] = []
    theirs: list[float] = []
    row = b""
    for number in range(WARM_UP + ROUNDS):
        # Who goes first changes, so that neither always meets the disk's cache warm; both get
        # what they store fresh, as a till does.
        for side in (0, 1) if number % 2 else (1, 0):
            bodies = [fiscal_accrual(number * A_ROUND + it) for it in range(A_ROUND)]
            if side == 0:
                ours.append(_seconds(append, bodies))
            else:
                rows = [_row_of(body) for body in bodies]
                row = rows[0]
                theirs.append(_seconds(insert, rows))
    outbox.close()
    bare.close()
    ratios = [
        bare_s / our_s for our_s, bare_s in zip(ours[WARM_UP:], theirs[WARM_UP:], strict=True)
    ]
    return {
        "appends_per_s": round(A_ROUND / statistics.median(ours[WARM_UP:])),
        "sqlite_per_s": round(A_ROUND / statistics.median(theirs[WARM_UP:])),
        "ratio": round(statistics.median(ratios), 3),
        "ratio_worst_round": round(min(ratios), 3),
        "row_bytes": len(row),
        "rounds": ROUNDS,
        "sync_us": _sync_us(folder / "sync.bin"),
    }


def _row_of(body: AccrualBody) -> bytes:
    """Return as many bytes as the event of *body* has in its row: event, kind, hash, identity."""
    event = Event(TILL, Sequence(1), OPENED, body, bytes(32))
    return event.raw + body.KIND.encode() + event.hash + body.receipt


def _bare(path: Path) -> sqlite3.Connection:
    connection = connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    connection.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, row BLOB NOT NULL) STRICT")
    return connection


def _seconds(work: Callable[[list[Stock]], None], part: list[Stock]) -> float:
    gc.collect()
    begun = time.perf_counter()
    work(part)
    return time.perf_counter() - begun


def _sync_us(path: Path) -> int:
    """Return the median microseconds of one small write and its sync on this disk."""
    times = []
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
    for _ in range(100):
        begun = time.perf_counter()
        os.pwrite(descriptor, bytes(4096), 0)
        os.fsync(descriptor)
        times.append(time.perf_counter() - begun)
    os.close(descriptor)
    return round(statistics.median(times) * 1e6)
