"""The counter on the real programs: a phone before the camera, the cashier, the hub."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from click.testing import CliRunner

from agent.cli.main import agent
from contracts.wire.enrolling import code_shown
from hardware.codes.showing import code_png
from hardware.printers.profiles import load_profile
from hardware.printers.virtual import VirtualPrinter
from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate
from hub.adapters.database.store import DatabaseStore
from hub.usecases.enrolment import add_till
from tests.bench.till import free_port
from tests.hub.http_town import HttpTown, serving
from tests.hub.reward_world import PRODUCT
from tests.journeys.face import CashiersPage
from tests.programs import program_running

PATIENCE_S = 20.0
PROFILE = "epson-tm"


@contextmanager
def counter(home: Path, hub: str, camera: Path) -> Iterator[CashiersPage]:
    """Run an enrolled till with a camera that looks at a folder's pictures, over and over."""
    with VirtualPrinter.on_tcp(load_profile(PROFILE)) as printer:
        (home / "agent.toml").write_text(
            f'[hub]\nurl = "{hub}"\n[printer]\nurl = "{printer.url}"\nprofile = "{PROFILE}"\n'
            f'[tap]\nlisten = "tcp://127.0.0.1:{free_port()}"\n'
            f'[counter]\ncamera = "folder://{camera}?fps=15&loop=1"\n'
        )
        words = [sys.executable, "-m", "installers", "agent", "run", "--home", str(home)]
        with program_running(words, stdout=subprocess.DEVNULL) as process:
            try:
                yield CashiersPage(home)
            finally:  # or relay and brain, which outlive a killed supervisor, stay behind
                process.send_signal(signal.SIGTERM)
                code = process.wait(PATIENCE_S)
            assert code == 0


def show(camera: Path, text: str) -> None:
    """Hold a phone with a code before the camera, in place of the one before."""
    (camera / "next.png").write_bytes(code_png(text))
    (camera / "next.png").replace(camera / "phone.png")


def test_a_voucher_at_the_counter(tmp_path: Path) -> None:
    """Offered with how to ring it up, taken when the cashier nods; by the lease, too."""
    url = f"sqlite:///{tmp_path / 'hub.sqlite3'}"
    engine = open_engine(url)
    migrate(engine)
    town = HttpTown(DatabaseStore(engine), members=1)
    reward, member = town.offered(PRODUCT).id, town.citizens[0].id
    one, two = (str(town.bought(member, reward).code) for _ in range(2))
    waiting = add_till(town.hub, town.owner, town.shop, "Касса 2")
    home, camera = tmp_path / "till", tmp_path / "camera"
    camera.mkdir()
    show(camera, "https://example.kz/menu")
    with serving(url, tmp_path) as (address, _):
        words = ["enrol", code_shown(waiting.code), "--hub", address, "--home", str(home)]
        assert CliRunner().invoke(agent, words).exit_code == 0
        words = ["sync", "--once", "--home", str(home)]
        (home / "agent.toml").write_text(f'[hub]\nurl = "{address}"\n')
        assert CliRunner().invoke(agent, words).exit_code == 0
        with counter(home, address, camera) as page:
            page.until(glance="staff", saying="is_link", line="online")
            show(camera, one)
            offer = page.until(glance="offer")
            assert offer["hand_over"]
            assert offer["ring_up"]
            page.does("confirm", offer["number"] - 1)  # of a view that is no more
            page.does("confirm", offer["number"])
            taken = page.until(glance="accepted")
            assert (taken["sound"], taken["saying"]) == ("ok", "accepted")
    with counter(home, address, camera) as page:
        show(camera, two)
        page.does("confirm", page.until(glance="offer", line="offline")["number"])
        assert page.until(glance="accepted")["saying"] == "accepted_alone"
        page.until(glance="idle")  # by now the camera has seen the first phone go
        show(camera, one)
        # By the agent that ran before this one, half a minute ago or longer.
        told = page.until(glance={"just_accepted", "used"})
        assert (told["hand_over"], told["queued"] > 0) == (None, True)
