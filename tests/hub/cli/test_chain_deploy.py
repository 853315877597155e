"""Deploying from the console, over the real wire: as an operator does it, with his mistakes."""

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from contracts.ton.seen import Address
from contracts.wire import base64url
from hub.adapters.chain_pytoniq.chain import PytoniqChain
from hub.adapters.wallets import SettlerWallet
from hub.cli.chain import chain
from hub.cli.chain_deploy import confirm_mainnet
from hub.core.settlement.network import LOCAL, ZERO_STATES, read_network
from hub.localchain.adnl import ServerKey
from hub.localchain.serving import Listening, Running
from tests.hub.core.settlement.samples import network_file
from tests.programs import program_running
from tests.ton_chain import local_chain

STEPS = 5
PATIENCE_S = 60


@pytest.fixture(scope="module")
def servers() -> Iterator[bytes]:
    """Serve a local chain, and return its network's file."""
    with Running(local_chain(), ServerKey(b"*" * 32), Listening(0, block_s=0.2)) as running:
        yield json.dumps(running.config).encode()


@pytest.fixture
def place(tmp_path: Path, servers: bytes, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with keys and the network's file, where the operator stands."""
    (tmp_path / "net.json").write_bytes(servers)
    monkeypatch.chdir(tmp_path)
    for name in ("TON_NETWORK", "TON_CONFIG", "TON_DEPLOYMENT", "HUB_ENV_FILE"):
        monkeypatch.delenv(name, raising=False)
    run("keys", "keys")
    return tmp_path


WHERE = ("--network", "local", "--config", "net.json", "--keys", "keys")


def run(*words: str, code: int = 0, typed: str | None = None) -> Result:
    """Run a command, which must end with *code*."""
    result = CliRunner().invoke(chain, list(words), input=typed)
    assert result.exit_code == code, result.output
    return result


def test_the_first_hour_of_an_operator(place: Path) -> None:
    """Keys, a dry run, the deployment, a check; and all of it again changes nothing."""
    dry = run("deploy", *WHERE, "--dry-run").output
    for said in (
        "locked: jettons go to the redemption manager only",
        f"Messages of the admin's wallet: {STEPS}",
        "Together at most 0.71 TON",
        "not there yet",
        "79200 s",
    ):
        assert said in dry
    assert not (place / "ton-deployment.json").exists()
    done = run("deploy", *WHERE).output
    assert done.count("done, and read back from the chain") == STEPS
    assert "TON_DEPLOYMENT=ton-deployment.json" in done
    written = (place / "ton-deployment.json").read_text()
    key = (place / "keys" / "admin.key").read_text().strip()
    assert key not in written
    assert key not in done
    again = run("deploy", *WHERE).output
    assert "Everything stands already: there is nothing to send." in again
    assert (place / "ton-deployment.json").read_text() == written
    checked = run("check", *WHERE).output
    assert "All is as it should be." in checked


def test_keys_are_made_once_and_for_their_owner_only(place: Path) -> None:
    """Shown with their wallets; a file that holds no key is not replaced."""
    files = sorted((place / "keys").iterdir())
    assert [it.name for it in files] == ["admin.key", "settler.key", "sponsor.key"]
    assert {it.stat().st_mode & 0o777 for it in files} == {0o600}
    before = [it.read_text() for it in files]
    assert run("keys", "keys").output.count("kept") == 3
    assert [it.read_text() for it in files] == before
    files[0].write_text("nothing")
    assert "holds no key" in run("keys", "keys", code=1).output


@pytest.mark.usefixtures("place")
def test_whatever_is_missing_is_named() -> None:
    """No network, no file, no keys: each with what to do."""
    assert "--network local, testnet or mainnet" in run("deploy", code=2).output
    said = run("deploy", "--network", "local", code=2).output
    assert "local.config.json" in said
    assert "baursak chain serve" in said
    said = run("deploy", "--network", "mainnet", code=2).output
    assert "global.config.json that the network publishes" in said
    said = run("deploy", "--network", "local", "--config", "net.json", code=2).output
    assert all(f"TON_{name}_KEY is not set" in said for name in ("ADMIN", "SETTLER", "SPONSOR"))
    assert "baursak chain keys FOLDER" in said
    said = run("deploy", *WHERE[:-1], "nowhere", code=2).output
    assert "nowhere/admin.key cannot be read" in said
    assert "is not set" not in said
    assert "cannot be read" in run("deploy", "--network", "local", "--config", "x", code=2).output
    assert "no deployment's file" in run("check", *WHERE, code=1).output


def test_the_file_of_another_network_is_refused(place: Path) -> None:
    """By its zero state, before any key is read."""
    said = run("deploy", "--network", "mainnet", "--config", "net.json", "--keys", "x", code=2)
    assert "net.json is of no public network, but what you say is mainnet" in said.output
    zero = bytes.fromhex(ZERO_STATES["mainnet"])
    (place / "net.json").write_bytes(network_file(zero))
    said = run("deploy", "--network", "testnet", "--config", "net.json", "--keys", "x", code=2)
    assert "is of mainnet, but what you say is testnet" in said.output


def test_one_key_for_two_is_refused(place: Path) -> None:
    """Whoever pays for claims must not be who states epochs."""
    keys = place / "keys"
    (keys / "sponsor.key").write_text((keys / "settler.key").read_text())
    assert "must have different keys" in run("deploy", *WHERE, code=2).output


def test_what_stands_in_the_way_is_said_by_a_dry_run_too(place: Path) -> None:
    """The record of another deployment, the key of another wallet, a file that is none."""
    run("deploy", *WHERE)
    said = run("deploy", *WHERE, "--name", "Other", "--dry-run", code=1).output
    assert "--name is Other here, and Baursak there" in said
    assert "Nothing was sent" in said
    (place / "keys" / "settler.key").unlink()
    run("keys", "keys")
    said = run("deploy", *WHERE, "--dry-run", code=1).output
    assert "TON_SETTLER_KEY is the key of another wallet" in said
    assert "TON_SETTLER_KEY is the key of" in run("check", *WHERE, code=1).output
    (place / "other.json").write_text("{}")
    assert "is no deployment" in run("deploy", *WHERE, "--out", "other.json", code=1).output
    said = run("deploy", *WHERE, "--out", "nowhere/it.json", "--change", code=1).output
    assert "its folder takes no file" in said


@pytest.mark.parametrize("typed", ["", "yes\n", "Mainnet\n"])
def test_mainnet_is_typed_or_nothing_is_sent(typed: str) -> None:
    """Anything else than its name stops."""
    command = click.Command("ask", callback=confirm_mainnet)
    result = CliRunner().invoke(command, input=typed)
    assert result.exit_code == 1
    assert "Nothing was sent" in result.output or "Aborted" in result.output
    assert CliRunner().invoke(command, input="mainnet\n").exit_code == 0


def test_real_kills_between_and_within_the_steps(place: Path, servers: bytes) -> None:
    """SIGKILL at a line of every run: in the end each message was taken exactly once."""
    chance, deaths = random.Random(5), 0
    while not deployed(kill_at=2, pause=chance.random() / 20):
        deaths += 1
        assert deaths < STEPS
    assert deaths > 1
    assert "All is as it should be." in run("check", *WHERE).output
    assert taken(place, servers) == {
        "loyalty_token": 2, "redemption_manager": 1, "revenue_distribution": 2,
        "partner_registry": 2, "admin": STEPS,
    }  # fmt: skip


def deployed(kill_at: int, pause: float) -> bool:
    """Deploy by a program of its own, killed at a step of that number; return whether it ended."""
    program = [sys.executable, "-c", "from installers.program import main; main()"]
    words = [*program, "chain", "deploy", *WHERE]
    with program_running(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as it:
        assert it.stdout is not None
        begun = 0
        for line in it.stdout:
            begun += line.rstrip().endswith("…") and not line.startswith(" ")
            if begun == kill_at:
                time.sleep(pause)  # the kill falls somewhere within the step
                it.send_signal(signal.SIGKILL)
                break
        code = it.wait(PATIENCE_S)
    assert code in (0, -signal.SIGKILL)
    return code == 0


def taken(place: Path, servers: bytes) -> dict[str, int]:
    """Return how many messages of the admin each contract has taken, and he from outside."""
    seed = (place / "keys" / "admin.key").read_text().strip()
    admin = SettlerWallet(base64url.decode(seed), LOCAL).address
    contracts = json.loads((place / "ton-deployment.json").read_text())["contracts"]
    port = PytoniqChain(read_network(LOCAL, servers))
    try:
        found = {
            name: sum(it.incoming is not None and it.incoming.source == admin
                      for it in port.transactions(Address(at["address"])))
            for name, at in contracts.items()
        }  # fmt: skip
        found["admin"] = sum(it.incoming is not None and it.incoming.source is None
                             for it in port.transactions(admin))  # fmt: skip
    finally:
        port.close()
    return found
