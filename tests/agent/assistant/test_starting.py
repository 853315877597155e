"""Starting the agent from the assistant: it is there, once, and outlives whoever started it."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent.assistant.devices import look
from agent.assistant.starting import command_for, start_agent
from agent.config import SUPERVISOR_FILE
from agent.core.assistant.wishes import AgentStarted
from agent.standing import standing_of
from hardware.printers.profiles import load_profile
from hardware.printers.virtual import VirtualPrinter
from hardware.taps.lock import holder
from tests.bench.till import free_port

WAIT_S = 20.0


@contextmanager
def ended(home: Path) -> Iterator[None]:
    """End the agent of this till afterwards, by its own number."""
    try:
        yield
    finally:
        until = time.monotonic() + WAIT_S
        if process := holder(home / SUPERVISOR_FILE):
            os.kill(process, signal.SIGTERM)
        while holder(home / SUPERVISOR_FILE) and time.monotonic() < until:
            time.sleep(0.05)
        assert not holder(home / SUPERVISOR_FILE)


def test_an_agent_is_started_once(tmp_path: Path) -> None:
    """A second start finds the first; devices are its own from then on."""
    port = free_port()
    with VirtualPrinter.on_tcp(load_profile("epson-tm")) as printer, ended(tmp_path):
        (tmp_path / "agent.toml").write_text(
            f'[printer]\nurl = "{printer.url}"\n[tap]\nlisten = "tcp://127.0.0.1:{port}"\n'
        )
        assert not look(tmp_path).agent_runs
        assert start_agent(tmp_path) == AgentStarted("")
        first = holder(tmp_path / SUPERVISOR_FILE)
        assert first
        assert os.getsid(first) != os.getsid(0)  # it stays when this window is closed
        assert start_agent(tmp_path) == AgentStarted("")
        assert holder(tmp_path / SUPERVISOR_FILE) == first
        assert standing_of(tmp_path).agent.relay
        assert look(tmp_path).agent_runs


def test_what_does_not_start_is_named(tmp_path: Path) -> None:
    """By the command that says more."""
    said = start_agent(tmp_path)
    assert said.problem == f"{command_for(tmp_path)}: 2"


def test_the_command_names_the_tills_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it is not the usual one; quoted where it must be."""
    monkeypatch.setenv("BAURSAK_HOME", str(tmp_path))
    assert command_for(tmp_path) == "baursak agent run"
    assert command_for(tmp_path / "a") == f"baursak agent run --home {tmp_path / 'a'}"
    assert command_for(tmp_path / "a b").endswith(f'--home "{tmp_path / "a b"}"')
