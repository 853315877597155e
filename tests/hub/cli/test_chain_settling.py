"""The next epoch foreseen and a halt lifted, from the console."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from contracts.wire import base64url
from contracts.wire.units import UnixTime
from hub.assembly import hub_of
from hub.cli.chain import chain
from hub.cli.deployment_words import HALTS, WAITS, foreseen_text, next_epoch_text
from hub.cli.main import hub
from hub.config import load_settings
from hub.localchain.adnl import ServerKey
from hub.localchain.serving import Listening, Running
from hub.usecases.next_epoch import NextEpoch, Wait
from hub.usecases.settlement_desk import Halt
from hub.usecases.settlement_plan import FORESEEN_CLAIMS, Foreseen
from tests.ton_chain import local_chain

SECRET = base64url.encode(bytes(32))


@pytest.fixture
def env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the settings' file of a hub whose contracts stand on a served chain."""
    monkeypatch.chdir(tmp_path)
    listening = Listening(0, block_s=0.2)
    with Running(local_chain(), ServerKey(b"*" * 32), listening) as running:
        (tmp_path / "net.json").write_text(json.dumps(running.config))
        run("keys", "keys")
        run("deploy", "--network", "local", "--config", "net.json", "--keys", "keys")
        settings = {
            "DATABASE_URL": f"sqlite:///{tmp_path / 'hub.sqlite3'}",
            "HUB_HOST": "points.example.kz",
            "HUB_MASTER_SECRET": SECRET,
            "JWT_SECRET": SECRET,
            "TON_NETWORK": "local",
            "TON_CONFIG": "net.json",
            "TON_DEPLOYMENT": "ton-deployment.json",
            "TON_SETTLER_KEY_FILE": "keys/settler.key",
            "TON_SPONSOR_KEY_FILE": "keys/sponsor.key",
        }
        file = tmp_path / "hub.env"
        file.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
        assert CliRunner().invoke(hub, ["migrate", "--env", str(file)]).exit_code == 0
        yield file


def run(*words: str, code: int = 0, typed: str | None = None) -> Result:
    """Run a command, which must end with *code*."""
    result = CliRunner().invoke(chain, list(words), input=typed)
    assert result.exit_code == code, result.output
    return result


def test_a_halt_is_lifted_once_somebody_has_looked(env: Path) -> None:
    """It says why it stopped; whoever does not confirm changes nothing; it is in the audit log."""
    where = ("--env", str(env))
    assert "Nothing new is sealed" in run("dry-run", *where).output
    assert "is not halted; nothing was changed" in run("resume", *where).output
    store = hub_of(load_settings(file=env)).store
    with store.begin() as work:
        work.settlements.halt(Halt.NOT_OURS.value, UnixTime(1_790_000_000))
    assert "takes roots from somebody else" in run("dry-run", *where).output
    assert "takes roots from somebody else" in run("resume", *where, typed="n\n", code=1).output
    with store.read() as work:
        assert work.settlements.mark().halted == Halt.NOT_OURS.value
    assert "goes on with the worker's next turn" in run("resume", *where, typed="y\n").output
    with store.read() as work:
        assert work.settlements.mark().halted == ""


def test_a_dry_run_says_when_the_next_epoch_is_due_and_looks_at_the_purses(env: Path) -> None:
    """The first as soon as anything is sealed; a wrong key and an empty wallet with what to do."""
    where = ("--env", str(env))
    said = run("dry-run", *where).output
    assert "Why not now:\n  - nothing new is sealed" in said
    text = env.read_text()
    env.write_text(text.replace("keys/settler.key", "keys/admin.key"))
    wrong = run("dry-run", *where, code=1).output
    assert "TON_SETTLER_KEY is the key of another wallet" in wrong
    assert "Set the right key" in wrong


def test_a_chain_that_cannot_be_reached_is_said_as_a_person_says_it(env: Path) -> None:
    """With what to do, and without the name of a class of ours."""
    file = env.parent / "net.json"
    net = json.loads(file.read_text())
    net["liteservers"] = [{**it, "port": 1} for it in net["liteservers"]]
    file.write_text(json.dumps(net))
    said = run("dry-run", "--env", str(env), code=1).output
    assert "The chain does not answer" in said
    assert "is `baursak chain serve` running?" in said
    assert not re.search(r"[A-Z][a-z]+(Error|Unavailable)", said)


def test_every_wait_is_explained_and_its_time_is_said() -> None:
    """In hours and minutes, by the chain's clock."""
    assert set(WAITS) == set(Wait)
    now = UnixTime(1_790_000_000)
    text = next_epoch_text(NextEpoch(now, UnixTime(now + 82_800 + 65), (Wait.MATURING,), None))
    assert "in 23 h 1 min" in text
    assert "veto" in text
    assert "due now" in next_epoch_text(NextEpoch(now, None, (), None))


def test_every_halt_is_explained() -> None:
    """In words that say what to look at."""
    assert set(HALTS) == {it.value for it in Halt}


@pytest.mark.parametrize(("unclaimed", "said"), [(3, "3 wallets"), (FORESEEN_CLAIMS, "or more")])
def test_what_comes_next_is_said_with_its_cost(unclaimed: int, said: str) -> None:
    """In points and TON."""
    text = foreseen_text(
        Foreseen(4, 9, 2, 1_500, 200, 7, 13_000_000, unclaimed, 4_500_000, 1_500_000_000)
    )
    for it in ("Epoch 4", "block 9", "custody 1500 points", "issued 200", "0.013 TON", "1.5 TON",
               "0.0045 TON", said):  # fmt: skip
        assert it in text
