"""Settlement under faults: the chain says what the ledger says, and nothing happens twice."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate
from hub.adapters.database.store import DatabaseStore
from tests.simulation.settling import Town

SCHEDULES = 10_000
"""In full; a small sample otherwise."""
SAMPLE = 25
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
