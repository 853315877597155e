"""The API keeps to its own description, whoever asks and whatever he sends."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from hub.adapters.database.store import DatabaseStore
from hub.app import hub_of
from hub.usecases.live import TILL, make_ticket
from tests.evidence import record
from tests.hub.databases import PostgresServer
from tests.hub.web.contract_hub import furnish, settings_in
from tests.hub.web.sockets import Listener

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
WHOLE = ("examples,coverage,fuzzing,stateful", "50")
SAMPLE = ("fuzzing", "1")
START_S = 60.0


def test_every_endpoint_keeps_its_contract(
    postgres: PostgresServer, tmp_path: Path, *, full: bool
) -> None:
    """Members, staff and tills ask everything, well and badly formed, over a real server.

    In full: all phases of schemathesis on both databases; else a little of one on one.
    """
    databases = {"sqlite": f"sqlite:///{tmp_path / 'hub.sqlite3'}"}
    if full:
        databases["postgresql"] = postgres.new_database()
    for kind, database in databases.items():
        folder = tmp_path / kind
        folder.mkdir()
        furnish(folder, database)
        began = time.monotonic()
        with _serving(folder) as url:
            said = _ask_everything(folder, url, *(WHOLE if full else SAMPLE))
            assert _hears(folder, url) == {"type": "hello", "lost": False}
        counts = _counts(said)
        assert "Incident" not in (folder / "hub.log").read_text()
        if full:
            record(f"api-contract-{kind}", counts, time.monotonic() - began)


def _hears(folder: Path, url: str) -> dict[str, object]:
    """Return what the live channel says first, over the real server."""
    settings = settings_in(folder)
    hub = hub_of(settings)
    listener = Listener(url.removeprefix("http://"), {"ticket": make_ticket(hub, TILL, 1)})
    said = listener.next() or {}
    listener.close()
    assert isinstance(hub.store, DatabaseStore)
    hub.store.engine.dispose()
    said.pop("id")
    return said


def _counts(said: str) -> dict[str, object]:
    """Return how much schemathesis tried; all of it must have passed."""
    cases = re.search(r"(\d+) generated, (\d+) passed", said)
    tested = re.search(r"Tested: (\d+)", said)
    assert cases is not None, said[-6000:]
    assert tested is not None, said[-6000:]
    assert cases[1] == cases[2], said[-6000:]
    return {"endpoints": int(tested[1]), "cases": int(cases[1]), "failures": 0}


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    """Serve the hub of *folder* by gunicorn while the block lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "tests.hub.web.contract_hub", str(folder), str(port)]
    with (folder / "hub.log").open("wb") as log:
        server = subprocess.Popen(words, cwd=ROOT, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(server, url)
        yield url
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(server: subprocess.Popen[bytes], url: str) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and server.poll() is None:
        try:
            if httpx.get(f"{url}/health/ready", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the hub did not start")


def _ask_everything(folder: Path, url: str, phases: str, examples: str) -> str:
    """Return what schemathesis says of the hub at *url*."""
    settings = {
        **os.environ,
        "CONTRACT_HUB": str(folder),
        "SCHEMATHESIS_HOOKS": "tests.hub.web.contract_hooks",
        "PYTHONPATH": str(ROOT),
    }
    words = ["--config-file", str(HERE / "contract.toml"), "run", f"{url}/api/openapi.json",
             "--checks", "all", "--phases", phases, "--max-examples", examples, "--seed", "1",
             "--no-shrink", "--continue-on-failure", "--no-color"]  # fmt: skip
    program = [sys.executable, "-m", "schemathesis.cli", *words]
    done = subprocess.run(
        program, cwd=folder, env=settings, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr
