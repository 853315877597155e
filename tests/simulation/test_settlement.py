"""Settlement under faults: the chain says what the ledger says, and nothing happens twice."""

import gc
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate
from hub.adapters.database.store import DatabaseStore
from hub.adapters.database.tables.access import partners
from tests import evidence
from tests.hub.reward_world import ANYWHERE, RewardWorld
from tests.hub.settlement_world import SettlementWorld, wallet
from tests.simulation.settling import Ground, Town, found

SCHEDULES = 10_000
"""In full; a small sample otherwise."""
SAMPLE = 12
STEPS = 34
RARELY = (100_000, 50, 50)
RATES = (0.02, 0.1, 0.3)
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder in memory, where there is one


@dataclass(frozen=True)
class Field:
    """Where schedules are played: one engine for all of them, on a file that is new for each."""

    folder: Path
    empty: Path
    engine: Engine
    ground: Ground

    def play(self, seed: int) -> int:
        """Play one schedule of faults and check the town; return how many epochs there were."""
        self.engine.dispose()
        for it in self.folder.glob("hub.sqlite3*"):
            it.unlink()
        shutil.copy(self.empty, self.folder / "hub.sqlite3")
        epochs = self.folder / "epochs"
        shutil.rmtree(epochs, ignore_errors=True)
        rate = RATES[seed % len(RATES)]
        store = DatabaseStore(self.engine)
        town = Town.founded(store, epochs, self.ground, seed, rate)
        town.live(STEPS)
        town.settle_down()
        town.check()
        return len(town.world.chain.history)


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Field]:
    """Return a field in memory where there is such a folder: no disk is waited for."""
    there = MEMORY if MEMORY.is_dir() else tmp_path_factory.mktemp("settlement")
    folder = Path(tempfile.mkdtemp(prefix="baursak-settlement-", dir=there))
    empty = folder / "empty.sqlite3"
    ground = _founded(empty)
    engine = open_engine(f"sqlite:///{folder / 'hub.sqlite3'}")
    # Millions of small things are made, and few of them in circles: looked for now and then only.
    before = gc.get_threshold()
    gc.set_threshold(*RARELY)
    yield Field(folder, empty, engine, ground)
    gc.set_threshold(*before)
    engine.dispose()
    shutil.rmtree(folder)


def _founded(file: Path) -> Ground:
    """Make a database file that all towns begin with."""
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    world = RewardWorld(DatabaseStore(engine))
    reward = world.offered(ANYWHERE)
    with engine.begin() as connection:
        linked = update(partners).where(partners.c.id == world.partner)
        connection.execute(linked.values(wallet=wallet(0)))
    town = SettlementWorld(DatabaseStore(engine), file.parent / "first")
    ground = found(town, world.partner, reward)
    engine.dispose()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return ground


def test_no_fault_makes_chain_and_ledger_differ(field: Field) -> None:
    """Once all is well again both agree at the stated block, and every move happened once."""
    epochs = sum(field.play(seed) for seed in range(SAMPLE))
    assert epochs > SAMPLE


@pytest.mark.full
def test_ten_thousand_schedules(field: Field, full: bool) -> None:
    """The same for the count that the issue quotes; a broken run goes on where it was."""
    begun = time.monotonic()
    name, wanted = "settlement-faults", SCHEDULES if full else SAMPLE
    progress = evidence.resumed(name) if full else {}
    done, epochs = progress.get("schedules", 0), progress.get("epochs", 0)
    seconds = float(progress.get("seconds", 0))
    for seed in range(done, wanted):
        epochs += field.play(1_000_000 + seed)
        if full and seed % 100 == 99:
            spent = int(seconds + time.monotonic() - begun)
            evidence.remember(name, {"schedules": seed + 1, "epochs": epochs, "seconds": spent})
    assert epochs > wanted
    if full:
        counts: dict[str, object] = {"schedules": wanted, "steps": STEPS, "epochs": epochs}
        evidence.record(name, counts, seconds + time.monotonic() - begun)
        evidence.forget(name)
