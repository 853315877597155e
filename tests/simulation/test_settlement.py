"""Settlement under faults: the chain says what the ledger says, and nothing happens twice."""

import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate
from hub.adapters.database.store import DatabaseStore
from tests import evidence
from tests.simulation.settling import Town

SCHEDULES = 10_000
"""In full; a small sample otherwise."""
SAMPLE = 12
STEPS = 60


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database file with the whole schema and nothing in it."""
    file = tmp_path_factory.mktemp("empty") / "hub.sqlite3"
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


def play(empty: Path, folder: Path, seed: int) -> int:
    """Play one schedule of faults and check the town; return how many epochs there were."""
    folder.mkdir()
    shutil.copy(empty, folder / "hub.sqlite3")
    engine = open_engine(f"sqlite:///{folder / 'hub.sqlite3'}")
    try:
        rate = (0.02, 0.1, 0.3)[seed % 3]
        town = Town.founded(DatabaseStore(engine), folder / "epochs", seed, rate)
        town.live(STEPS)
        town.settle_down()
        town.check()
        return len(town.world.chain.history)
    finally:
        engine.dispose()
        shutil.rmtree(folder)


def test_no_fault_makes_chain_and_ledger_differ(empty: Path, tmp_path: Path) -> None:
    """Once all is well again both agree at the stated block, and every move happened once."""
    epochs = sum(play(empty, tmp_path / str(seed), seed) for seed in range(SAMPLE))
    assert epochs > SAMPLE


@pytest.mark.full
def test_ten_thousand_schedules(empty: Path, tmp_path: Path, full: bool) -> None:
    """The same for the count that the issue quotes; a broken run goes on where it was."""
    begun = time.monotonic()
    name, wanted = "settlement-faults", SCHEDULES if full else SAMPLE
    progress = evidence.resumed(name) if full else {}
    done, epochs = progress.get("schedules", 0), progress.get("epochs", 0)
    seconds = float(progress.get("seconds", 0))
    for seed in range(done, wanted):
        epochs += play(empty, tmp_path / f"full {seed}", 1_000_000 + seed)
        if full and seed % 100 == 99:
            spent = int(seconds + time.monotonic() - begun)
            evidence.remember(name, {"schedules": seed + 1, "epochs": epochs, "seconds": spent})
    assert epochs > wanted
    if full:
        counts: dict[str, object] = {"schedules": wanted, "steps": STEPS, "epochs": epochs}
        evidence.record(name, counts, seconds + time.monotonic() - begun)
        evidence.forget(name)
