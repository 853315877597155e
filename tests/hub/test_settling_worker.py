"""The worker as it runs in production: a process with keys, before a chain on the real wire."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from contracts.ton.seen import Address
from contracts.ton.token_books import Books, read_books
from contracts.wire import base64url
from contracts.wire.units import Points, UnixTime
from hub.assembly import hub_of
from hub.cli.chain import chain
from hub.config import HubSettings, load_settings
from hub.core.ids import MemberId, PartnerId
from hub.core.policy import DAY
from hub.core.ports.hub import Hub
from hub.core.ports.ledger import Credit, Reason
from hub.core.ports.settlement import EpochState
from hub.core.settlement.deployment import Contract
from hub.keeping import migrate_database
from hub.people import add_partner
from hub.usecases.chain_watch import WELL, chain_state
from hub.usecases.moves import ask_move
from hub.usecases.seal import seal_ledger
from hub.working import is_dead, run_worker
from installers.demo.chain import jettons_of
from tests.chains import WireRig
from tests.hub.settlement_world import named, wallet

PATIENCE_S: Final = 120.0
EARNED, MOVED = 500, 200
DELAY_S, INTERVAL_S = 79_200, 3_600
"""What `chain deploy` gives a programme."""


@dataclass
class Place:
    """A hub on a file, a chain before it, and the settings that join them."""

    rig: WireRig
    env_file: Path
    settings: HubSettings
    hub: Hub

    @property
    def token(self) -> Address:
        """Return LoyaltyToken's address."""
        assert self.settings.chain is not None
        assert self.settings.chain.deployment is not None
        return self.settings.chain.deployment.contracts[Contract.LOYALTY].address

    def books(self) -> Books:
        """Return what the token says."""
        data = self.rig.port.account(self.token).data
        assert data is not None, "it is deployed"
        return read_books(data)

    def stated(self) -> tuple[int, int, int]:
        """Return epoch, custody and issued as the token states them."""
        said = self.books().stated
        return said.epoch, said.custody, said.issued

    def pass_time(self, seconds: int) -> None:
        """Let time go by on the chain."""
        self.rig.act(lambda it: it.advance(seconds))

    def member_with(self, points: int) -> MemberId:
        """Return a member with points past the return window, and a wallet of his own."""
        now, partner = self.hub.clock.now(), PartnerId(1)
        add_partner(self.settings, "Бауырсақ", ("Абай 10",))
        with self.hub.store.begin() as work:
            made = work.members.add(10_001, "Айгерім", "kk", now)
            work.ledger.open_member(made)
            work.members.set_wallet(made, wallet(1))
            work.members.lock(made)
            credit = Credit(
                named("earn"), made, partner, Points(points), UnixTime(now - 40 * DAY),
                UnixTime(now + 300 * DAY), Reason.CLAIM, confirmed=True,
            )  # fmt: skip
            work.ledger.credit(credit)
        return made


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Return a programme whose contracts stand on the chain."""
    rig = WireRig()
    config, keys, deployment = (tmp_path / it for it in ("net.json", "keys", "deployment.json"))
    config.write_bytes(rig.file())
    for words in (
        ("keys", str(keys)),
        ("deploy", "--network", "local", "--config", str(config), "--keys", str(keys),
         "--out", str(deployment)),
    ):  # fmt: skip
        done = CliRunner().invoke(chain, list(words))
        assert done.exit_code == 0, done.output
    secret = base64url.encode(bytes(range(32)))
    values = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'hub.sqlite3'}", "HUB_HOST": "hub.example.kz",
        "HUB_MASTER_SECRET": secret, "JWT_SECRET": secret, "TON_NETWORK": "local",
        "TON_CONFIG": config, "TON_DEPLOYMENT": deployment,
        "TON_SETTLER_KEY_FILE": keys / "settler.key", "TON_SPONSOR_KEY_FILE": keys / "sponsor.key",
    }  # fmt: skip
    env_file = tmp_path / "hub.env"
    env_file.write_text("".join(f"{name}={it}\n" for name, it in values.items()), encoding="utf-8")
    settings = load_settings({}, env_file, keys=True)
    migrate_database(settings)
    yield Place(rig, env_file, settings, hub_of(settings))
    rig.close()


@contextmanager
def worker(place: Place) -> Iterator[subprocess.Popen[bytes]]:
    """Keep a worker running; one that is still there afterwards is told to stop, and does."""
    words = ["-m", "installers", "hub", "worker", "--env", str(place.env_file)]
    with (place.env_file.parent / "worker.log").open("ab") as log:
        process = subprocess.Popen([sys.executable, *words], stdout=log, stderr=log)
        try:
            yield process
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                assert process.wait(PATIENCE_S) == 0, "it ends when it is told to"
        finally:
            process.kill()
            process.wait()


def wait_for(look: Callable[[], object]) -> None:
    """Return once *look* finds something."""
    deadline = time.monotonic() + PATIENCE_S
    while not look():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.05)


def test_a_receipts_points_reach_a_wallet_though_the_worker_is_killed(place: Place) -> None:
    """Stated, moved out and claimed, each once, by workers that end at any moment."""
    member = place.member_with(EARNED)
    with worker(place) as first:
        wait_for(lambda: place.stated() == (1, EARNED, 0))
        ask_move(place.hub, member, named("move"), Points(MOVED))
        seal_ledger(place.hub)
        place.pass_time(DELAY_S + INTERVAL_S)
        wait_for(lambda: last_epoch(place.hub) == 2)
        first.kill()
        first.wait()
    with worker(place):
        wait_for(lambda: place.stated() == (2, EARNED - MOVED, MOVED))
        place.pass_time(DELAY_S)
        wait_for(lambda: jettons_of(place.rig.port, place.token, Address(wallet(1))) == MOVED)
        wait_for(lambda: confirmed(place.hub) == 2)
        assert chain_state(place.hub) == WELL
    books = place.books()
    assert books.supply == books.stated.custody + books.stated.issued == EARNED
    deployment = place.settings.chain.deployment if place.settings.chain else None
    assert deployment is not None
    assert place.rig.port.get(deployment.settler, "seqno") == (2,), "one message an epoch"
    with place.hub.store.read() as work:
        assert work.ledger.balances(member).chain == MOVED
    assert "Traceback" not in (place.env_file.parent / "worker.log").read_text(encoding="utf-8")


def last_epoch(hub: Hub) -> int:
    """Return the newest epoch that is stored."""
    with hub.store.read() as work:
        last = work.settlements.last()
    return 0 if last is None else last.statement.epoch


def confirmed(hub: Hub) -> int:
    """Return the newest epoch that was checked on both sides, and good."""
    with hub.store.read() as work:
        last = work.settlements.last()
    if last is None or last.state is not EpochState.CONFIRMED or last.found is None:
        return 0
    return last.statement.epoch if last.found["good"] else 0


def test_with_another_key_nothing_is_sent_and_the_ledger_goes_on(
    place: Place, capfd: pytest.CaptureFixture[str]
) -> None:
    """It says what is wrong and what to do; what is no matter of the chain is done."""
    place.member_with(EARNED)
    text = place.env_file.read_text(encoding="utf-8")
    other = base64url.encode(bytes(range(7, 39)))
    place.env_file.write_text(
        text.replace("TON_SETTLER_KEY_FILE", "# ") + f"TON_SETTLER_KEY={other}\n", encoding="utf-8"
    )
    settings = load_settings({}, place.env_file, keys=True)
    run_worker(settings, once=True)
    assert chain_state(place.hub) == "refused: chain.settler_key"
    said = capfd.readouterr().err
    assert "Set the right key." in said
    assert other not in said
    with place.hub.store.read() as work:
        assert work.blocks.head() is not None, "the ledger is sealed"
    assert place.stated()[0] == 0

    def settled() -> bool:
        run_worker(place.settings, once=True)
        return place.stated() == (1, EARNED, 0)

    wait_for(settled)


def test_only_what_ended_on_this_machine_is_taken_for_dead() -> None:
    """A worker elsewhere may live; our own number was another's before us."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    here = socket.gethostname()
    assert is_dead(f"{here}/{ended.pid}")
    assert is_dead(f"{here}/{ended.pid}/chain")
    assert is_dead(f"{here}/{os.getpid()}")
    assert not is_dead(f"{here}/{os.getppid()}")
    assert not is_dead(f"elsewhere/{ended.pid}")
    assert not is_dead("")
    assert not is_dead(f"{here}/x")
