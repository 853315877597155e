"""Run as people run it: one instance, its status, its logs, settings that hold while it runs."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema
import pytest

from agent.core.status import schema
from agent.enrolments import enrolment_in
from agent.standing import standing_of
from contracts.wire import base64url
from tests.agent.core.rig import capture
from tests.journeys.till import PATIENCE_S, Till, running
from tests.programs import program_running

DEMO = capture("demo-bakery")


@pytest.fixture(scope="module")
def till(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Till]:
    """A till that runs, in a folder that others could look into; the last test kills it."""
    home = tmp_path_factory.mktemp("till")
    home.chmod(0o755)
    with running(home) as it:
        yield it


def status(till: Till) -> dict[str, Any]:
    """Return the till's status."""
    return standing_of(till.home).to_json()


def told(till: Till) -> tuple[dict[str, Any], int]:
    """Return what `status --json` prints, which is what its schema promises, and its exit code."""
    said = till.command("status", "--json")
    found: dict[str, Any] = json.loads(said.stdout)
    jsonschema.validate(found, schema())
    return found, said.returncode


def set_to(till: Till, changed: Callable[[str], str]) -> None:
    """Write other settings, as an editor does."""
    path = till.home / "agent.toml"
    text = changed(path.read_text())
    path.with_name("agent.toml.new").write_text(text)
    path.with_name("agent.toml.new").replace(path)


def logs_of(till: Till) -> str:
    """Return all logs of a till."""
    return "".join(it.read_text() for it in sorted(till.home.glob("*.log*")))


def test_a_day_of_one_agent(till: Till) -> None:
    """Its status, a second one that is refused, settings while it runs, and what its logs hold."""
    found, code = told(till)
    assert (found["state"], found["tap"]["last_receipt"], code) == ("well", None, 0)
    assert till.home.stat().st_mode & 0o777 == 0o700

    words = [sys.executable, "-m", "installers", "agent", "run", "--home", str(till.home)]
    second = subprocess.run(words, capture_output=True, text=True, check=False)
    assert second.returncode == 3
    assert "use the one that runs" in second.stderr

    till.prints(DEMO)
    till.waits_for(lambda: status(till)["printer"]["last_printed"] is not None)
    found = status(till)
    last = found["tap"]["last_receipt"]
    assert (last["kind"], last["total"], last["earns"]) == ("sale", 1_088_000, True)
    assert found["outbox"]["queued"] == 2

    set_to(till, lambda text: f"registers = ['010199009999']\n{text}")
    till.waits_for(lambda: "registers changed" in logs_of(till))
    till.prints(DEMO)
    till.waits_for(lambda: status(till)["tap"]["last_receipt"]["why"] is not None)
    assert status(till)["outbox"]["queued"] == 2, "the register is not this till's any more"

    set_to(till, lambda text: text.replace("registers", "colours"))
    till.waits_for(lambda: status(till)["state"] == "trouble")
    assert "colours" in status(till)["settings"]["file"][0]
    set_to(till, lambda text: text.replace("colours", "#").replace("127.0.0.1", "127.0.0.2"))
    till.waits_for(lambda: not status(till)["settings"]["file"])
    found, code = told(till)
    assert (found["settings"]["after_restart"], code) == (["printer.url", "tap.listen"], 1)
    set_to(till, lambda text: text.replace("127.0.0.2", "127.0.0.1"))
    till.waits_for(lambda: not status(till)["settings"]["after_restart"])

    made = enrolment_in(till.home)
    logs, paper = logs_of(till), till.printer.received.decode("latin-1")
    codes = re.findall(r"/c/([\w-]{20,})", paper)
    secrets = [*codes, base64url.encode(made.claim_key), made.claim_key.hex(), "010199009999"]
    assert codes
    assert [it for it in secrets if it in logs] == []
    assert not re.search(r"[\u0400-\u04ff]", logs), "a receipt's words"
    for path in till.home.iterdir():
        mine = path.stat().st_mode & 0o077 == 0
        assert mine or path.name == "agent.toml", f"{path.name} can be read by others"


def test_a_killed_agent_leaves_no_lock_behind(till: Till) -> None:
    """Its files are there, and no process holds them: the next one starts and is well."""
    doomed = [till.process("relay"), till.process("brain"), till.supervisor]
    for number in doomed:
        os.kill(number, signal.SIGSTOP)
    for number in doomed:
        os.kill(number, signal.SIGKILL)
    till.waits_for(lambda: status(till)["state"] == "not_running")
    assert told(till)[1] == 3
    assert (till.home / "supervisor.pid").exists()
    words = [sys.executable, "-m", "installers", "agent", "run", "--home", str(till.home)]
    with program_running(words, stdout=subprocess.DEVNULL) as next_one:
        try:
            till.waits_for(lambda: status(till)["state"] == "well")
            assert status(till)["agent"]["pid"] == next_one.pid
        finally:
            next_one.send_signal(signal.SIGTERM)
            next_one.wait(PATIENCE_S)
