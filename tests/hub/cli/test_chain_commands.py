"""The local chain from the console: served, given money, looked at, and there again."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hub.cli.chain import chain, tons
from tests.programs import program_running

SOMEBODY = "0:" + "77" * 32
PATIENCE_S = 60


def run(*words: str, code: int = 0) -> Result:
    """Run a command, which must end with *code*."""
    result = CliRunner().invoke(chain, list(words))
    assert result.exit_code == code, result.output
    return result


@contextmanager
def serving(folder: Path) -> Iterator[None]:
    """Serve the chain in *folder* by a process of its own, and stop it as an operator does."""
    main = "from installers.program import main; main()"
    words = ["chain", "serve", "--folder", str(folder), "--port", "0"]
    program = [sys.executable, "-c", main, *words]
    with program_running(program, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert "listens at 127.0.0.1:" in process.stdout.readline()
        try:
            yield
        finally:
            process.terminate()
            assert process.wait(PATIENCE_S) == 0


def test_a_chain_is_served_and_goes_on_where_it_was(tmp_path: Path) -> None:
    """Money given in one run is there in the next, and only one process may serve a folder."""
    folder = tmp_path / "chain"
    where = ("--folder", str(folder))
    with serving(folder):
        assert "has 2.5 TON" in run("faucet", SOMEBODY, "2.5", *where).output
        assert "is being served already" in run("serve", "--port", "0", *where, code=1).output
        assert "on the local chain" in run("advance", "3600", *where).output
        config = json.loads((folder / "local.config.json").read_text())
    with serving(folder):
        shown = run("show", SOMEBODY, *where).output
        assert "uninit, 2.5 TON" in shown
        assert "no code ran" in shown
        found = json.loads(run("show", SOMEBODY, "--json", *where).output)
        assert (found["status"], found["balance"]) == ("uninit", 2_500_000_000)
        assert len(found["transactions"]) == 1
        nobody = json.loads(run("show", "0:" + "78" * 32, "--json", *where).output)
        assert (nobody["status"], nobody["transactions"]) == ("nonexist", [])
        again = json.loads((folder / "local.config.json").read_text())
    assert again["validator"] == config["validator"]
    assert again["liteservers"][0]["id"] == config["liteservers"][0]["id"]
    assert (folder / "server.key").stat().st_mode & 0o777 == 0o600
    assert "Nobody serves the chain" in run("show", SOMEBODY, *where, code=1).output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("faucet", "EQbad", "1"), "no address"),
        (("faucet", SOMEBODY, "much"), "as 10 or 0.5"),
        (("faucet", SOMEBODY, "0"), "above 0"),
        (("faucet", SOMEBODY, "-1"), "No such option"),
        (("faucet", SOMEBODY, "0.0000000001"), "nine digits"),
        (("faucet", SOMEBODY, "NaN"), "above 0"),
        (("faucet", SOMEBODY, "Infinity"), "above 0"),
        (("advance", "-5"), "No such option"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_to_do(words: tuple[str, ...], said: str) -> None:
    """Before anybody is called."""
    assert said in run(*words, code=2).output


def test_a_folder_without_a_chain_is_named(tmp_path: Path) -> None:
    """And the command that makes one."""
    said = run("show", SOMEBODY, "--folder", str(tmp_path), code=1).output
    assert "no chain that was ever served" in said
    assert "baursak chain serve" in said
    (tmp_path / "local.config.json").write_text("{}")
    assert "damaged" in run("show", SOMEBODY, "--folder", str(tmp_path), code=1).output


def test_a_key_that_is_none_is_not_used(tmp_path: Path) -> None:
    """It is not replaced either: the chain's name hangs on it."""
    (tmp_path / "server.key").write_text("not hex")
    assert "holds no key" in run("serve", "--folder", str(tmp_path), code=1).output


@pytest.mark.parametrize(
    ("nanotons", "said"), [(0, "0"), (1, "0.000000001"), (10**9, "1"), (1_500_000_000, "1.5")]
)
def test_amounts_read_as_people_write_them(nanotons: int, said: str) -> None:
    """Without idle zeros."""
    assert tons(nanotons) == said
