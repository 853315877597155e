"""A whole till as its processes: supervisor, relay and brain, with a printer that takes all."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from agent.app import enrol_locally


@dataclass
class RunningTill:
    """A till that runs, and what its printer got."""

    home: Path
    port: int
    pids: dict[str, int] = field(default_factory=dict)


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@contextmanager
def running_till(*, wait: bool = True) -> Iterator[RunningTill]:
    """Start `baursak agent run` on a home of its own, and stop it at the end."""
    with tempfile.TemporaryDirectory() as folder, printer_that_takes_all() as printer:
        home = Path(folder)
        port = free_port()
        (home / "agent.toml").write_text(
            f'[printer]\nurl = "{printer}"\nprofile = "epson-tm"\n'
            f'[tap]\nlisten = "tcp://127.0.0.1:{port}"\n'
        )
        enrol_locally(home, till=1, host="demo.baursak.example", bot=None)
        words = [sys.executable, "-m", "installers", "agent", "run", "--home", str(home)]
        with subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            till = RunningTill(home, port)
            try:
                if wait:
                    wait_for_till(home, till, process.pid)
                yield till
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(10)


@contextmanager
def printer_that_takes_all() -> Iterator[str]:
    """Give the address of a printer that swallows what it gets."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        Thread(target=_print_all, args=(door,), daemon=True).start()
        yield f"tcp://127.0.0.1:{door.getsockname()[1]}"


def _print_all(door: socket.socket) -> None:
    while True:
        try:
            line, _ = door.accept()
        except OSError:
            return
        Thread(target=_swallow, args=(line,), daemon=True).start()


def _swallow(line: socket.socket) -> None:
    with line:
        while line.recv(65536):
            pass


def wait_for_till(home: Path, till: RunningTill, supervisor: int) -> None:
    """Wait until relay and brain talk to each other, and note who is who."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        words = [sys.executable, "-m", "installers", "agent", "check", "--json"]
        done = subprocess.run(
            [*words, "--home", str(home)], capture_output=True, text=True, check=False
        )
        found = {it["what"]: it for it in map(json.loads, done.stdout.splitlines())}
        if found.get("printer", {}).get("state") == found["agent"]["state"] == "ok":
            till.pids = {"supervisor": supervisor, **children_of(supervisor)}
            if len(till.pids) == 3:
                return
        time.sleep(0.2)
    raise AssertionError("the till did not start")


def children_of(parent: int) -> dict[str, int]:
    """Return the process ids of a supervisor's relay and brain, those that run."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if int(fields[1]) == parent:
            name = "relay" if b"relay" in words or b"hardware.taps.relay" in words else "brain"
            found[name] = int(entry.name)
    assert os.getpid() != parent, "the supervisor is another process"
    return found
