"""The commands of docs/chain.md for the local chain, run as they stand there, in a new folder."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.docs.pages import ROOT, block_under

HEADING = "### On the local chain"
LONGEST_S = 60


def test_the_local_chain_is_served_deployed_to_and_checked(tmp_path: Path) -> None:
    """One after another, each with exit code 0; the check says that all is well."""
    serving, *others = block_under("docs/chain.md", HEADING)
    assert serving[:3] == ["baursak", "chain", "serve"]
    said = ""
    with served([*serving, "--port", "0"], tmp_path):
        for words in others:
            said = finished(words, tmp_path)
    assert "All is as it should be." in said
    assert (tmp_path / "ton-deployment.json").exists()


def program(words: list[str]) -> list[str]:
    """Return what runs a command of ours with this Python."""
    return [sys.executable, "-m", "installers", *words[1:]]


def surroundings() -> dict[str, str]:
    """Return an environment without settings of anybody's hub."""
    kept = {name: it for name, it in os.environ.items() if not name.startswith(("TON_", "HUB_"))}
    return {**kept, "PYTHONPATH": str(ROOT)}


def finished(words: list[str], folder: Path) -> str:
    """Run a command to its end, which must be good, and return what it said."""
    done = subprocess.run(
        program(words), cwd=folder, env=surroundings(), capture_output=True, text=True,
        timeout=LONGEST_S, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def served(words: list[str], folder: Path) -> Iterator[None]:
    """Run a command that serves for the block, from when its clients' file is there."""
    with (folder / "serve.log").open("w") as log:
        serving = subprocess.Popen(
            program(words), cwd=folder, env=surroundings(), stdout=log, stderr=log
        )
        try:
            wait_for(folder / "serve.log", "listens at", serving)
            yield
        finally:
            serving.terminate()
            serving.wait(LONGEST_S)


def wait_for(log: Path, words: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until *words* are in the log of a process that lives."""
    deadline = time.monotonic() + LONGEST_S
    while words not in log.read_text(encoding="utf-8"):
        assert process.poll() is None, log.read_text(encoding="utf-8")
        assert time.monotonic() < deadline, "it never came up"
        time.sleep(0.05)
