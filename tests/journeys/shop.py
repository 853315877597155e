"""A shop on the real programs: a hub that can be killed, a line that can be cut, and its tills."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Final

from click.testing import CliRunner

from agent.cli.main import agent
from agent.config import COUNTER_FILE, FACE_FILE, OUTBOX_FILE
from contracts.wire.enrolling import code_shown
from contracts.wire.units import TillId, Tiyn
from contracts.wire.voucher import Scope
from hardware.printers.profiles import load_profile
from hardware.printers.virtual import VirtualPrinter
from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate
from hub.adapters.database.store import DatabaseStore
from hub.core.ids import RewardId
from hub.core.ports.redemptions import Redemption
from hub.core.rewards.catalogue import Terms
from hub.core.rewards.vouchers import VoucherState
from hub.usecases.enrolment import add_till
from hub.usecases.exposure import exposures
from hub.usecases.voucher_upkeep import finish_cancellations
from hub.usecases.vouchers import ShownVoucher, cancel_voucher
from tests.bench.till import children_of, free_port
from tests.hub.http_town import HttpTown, serving
from tests.hub.reward_world import PRODUCT
from tests.journeys.face import CashiersPage
from tests.journeys.line import CuttableLine
from tests.programs import program_running

PROFILE: Final = "epson-tm"
PATIENCE_S: Final = 20.0
VALUE: Final = Tiyn(900_00)
HOUR_S: Final = 3600


@dataclass
class RunningCounter:
    """A till's counter while its agent runs."""

    home: Path
    supervisor: int
    page: CashiersPage

    def brain(self) -> int:
        """Return the process that decides; 0 while it is not there."""
        return children_of(self.supervisor).get("brain", 0)

    def kill(self, brain: int = 0) -> None:
        """Kill the brain where it stands."""
        os.kill(brain or self.brain(), signal.SIGKILL)
        (self.home / FACE_FILE).unlink()

    def comes_back(self) -> None:
        """Wait for the brain that the supervisor starts in the place of the one before."""
        self.page = CashiersPage(self.home)

    @contextmanager
    def no_room_in_the_chain(self) -> Iterator[None]:
        """Hold whoever wants to write into the outbox, as a slow disk does."""
        holder = sqlite3.connect(self.home / OUTBOX_FILE, isolation_level=None)
        try:
            holder.execute("BEGIN IMMEDIATE")
            yield
        finally:
            holder.close()

    def waits_until_spent(self, voucher: int) -> None:
        """Wait until a voucher is in the spent list on disk."""
        until = time.monotonic() + PATIENCE_S
        with sqlite3.connect(f"file:{self.home / COUNTER_FILE}?mode=ro", uri=True) as looked_at:
            query = "SELECT 1 FROM spent WHERE voucher = ?"
            while looked_at.execute(query, (voucher,)).fetchone() is None:
                assert time.monotonic() < until, "it was never spent"
                time.sleep(0.001)
        looked_at.close()


@dataclass(frozen=True)
class EnrolledTill:
    """A till's folder, whose agent may run."""

    number: TillId
    home: Path
    hub: str

    def command(self, *words: str) -> str:
        """Run `baursak agent …` on it; return what it says."""
        said = CliRunner().invoke(agent, [*words, "--home", str(self.home)])
        assert said.exit_code == 0, said.output
        return said.output

    def syncs(self) -> None:
        """Hand everything in, and hear what is new of what that has changed."""
        for _ in range(2):
            self.command("sync", "--once")

    @contextmanager
    def open(
        self, counter: str = "", environment: Mapping[str, str] | None = None
    ) -> Iterator[RunningCounter]:
        """Run the agent while the block lasts; *counter* is its section of the settings."""
        with VirtualPrinter.on_tcp(load_profile(PROFILE)) as printer:
            (self.home / "agent.toml").write_text(
                f'[hub]\nurl = "{self.hub}"\n'
                f'[printer]\nurl = "{printer.url}"\nprofile = "{PROFILE}"\n'
                f'[tap]\nlisten = "tcp://127.0.0.1:{free_port()}"\n[counter]\n{counter}\n'
            )
            words = [sys.executable, "-m", "installers", "agent", "run", "--home", str(self.home)]
            with program_running(words, stdout=subprocess.DEVNULL, env=environment) as process:
                try:
                    yield RunningCounter(self.home, process.pid, CashiersPage(self.home))
                finally:  # or relay and brain, which outlive a killed supervisor, stay behind
                    process.send_signal(signal.SIGTERM)
                    code = process.wait(PATIENCE_S)
                assert code == 0


class Shop:
    """A hub that runs, a member with points, and what the hub knows of it all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._url = f"sqlite:///{folder / 'hub.sqlite3'}"
        self._engine = open_engine(self._url)
        migrate(self._engine)
        self.store = DatabaseStore(self._engine)
        self.town = HttpTown(self.store, members=1)
        self.line = CuttableLine()
        self._running = ExitStack()

    def __enter__(self) -> "Shop":
        self.line.__enter__()
        self.start_hub()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill_hub()
        self.line.__exit__(kind, error, trace)
        self._engine.dispose()

    def start_hub(self) -> None:
        """Serve as an operator would."""
        address, _ = self._running.enter_context(serving(self._url, self._folder))
        self.line.port = int(address.rpartition(":")[2])

    def kill_hub(self) -> None:
        """Kill it where it stands."""
        self._running.close()

    def till(self, name: str) -> EnrolledTill:
        """Enrol a till and let it hold a lease."""
        waiting = add_till(self.town.hub, self.town.owner, self.town.shop, name)
        home = self._folder / name
        made = EnrolledTill(waiting.till, home, self.line.address)
        made.command("enrol", code_shown(waiting.code), "--hub", self.line.address)
        (home / "agent.toml").write_text(f'[hub]\nurl = "{self.line.address}"\n')
        made.syncs()
        return made

    def reward(self, hours: int = 48, *, value: Tiyn = VALUE) -> RewardId:
        """Offer a reward that tills may give without the hub; its vouchers live so long."""
        terms = Terms(scope=Scope.SHOP, life=hours * HOUR_S)
        return self.town.offered(replace(PRODUCT, terms=terms, value=value)).id

    def bought(self, reward: RewardId) -> tuple[str, ShownVoucher]:
        """Return the code of a new voucher, and the voucher."""
        shown = self.town.bought(self.town.citizens[0].id, reward)
        assert shown.code is not None
        return shown.code, shown

    def bought_before(self, reward: RewardId, hours: int) -> tuple[str, ShownVoucher]:
        """Return a voucher that was bought so long ago."""
        self.town.clock.time -= hours * HOUR_S
        try:
            return self.bought(reward)
        finally:
            self.town.clock.time += hours * HOUR_S

    def cancels(self, shown: ShownVoucher) -> None:
        """Let the member give a voucher back."""
        cancel_voucher(self.town.hub, shown.voucher.member, shown.voucher.id)

    def works(self) -> None:
        """Let the hub's worker have its turn."""
        finish_cancellations(self.town.hub)

    def state_of(self, shown: ShownVoucher) -> VoucherState:
        """Return how a voucher stands."""
        with self.store.read() as work:
            found = work.vouchers.get(shown.voucher.id)
        assert found is not None
        return found.state

    def redeemed(self, shown: ShownVoucher) -> list[Redemption]:
        """Return what the hub knows of a voucher's redemptions."""
        with self.store.read() as work:
            return work.redemptions.of_voucher(shown.voucher.id)

    def bound(self) -> dict[TillId, Tiyn]:
        """Return what the hub shows that each till may have handed out, or yet may."""
        with self.store.read() as work:
            return {it.till: it.amount for it in exposures(work)}
