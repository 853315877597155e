"""A till as a shop has it: `baursak agent run` with its processes, and a virtual printer."""

import json
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
from typing import Any

from agent.app import enrol_locally
from hardware.printers.profiles import load_profile
from hardware.printers.virtual import VirtualPrinter
from tests.bench.till import children_of, free_port
from tests.programs import program_running

PATIENCE_S = 20.0
PROFILE = "epson-tm"


@dataclass
class Till:
    """A running till; every command is a real one."""

    home: Path
    port: int
    printer: VirtualPrinter
    supervisor: int

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `baursak agent …` on this till."""
        line = [sys.executable, "-m", "installers", "agent", *words, "--home", str(self.home)]
        return subprocess.run(line, capture_output=True, text=True, check=False)

    def events(self) -> list[dict[str, Any]]:
        """Return the outbox as `outbox list --json` tells it."""
        said = self.command("outbox", "list", "--json")
        assert said.returncode == 0, said.stderr
        return [json.loads(line) for line in said.stdout.splitlines()]

    def kinds(self) -> list[str]:
        """Return the kinds of all events."""
        return [event["kind"] for event in self.events()]

    def prints(self, stream: bytes) -> None:
        """Print as a POS does, and wait until the printer has it."""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE_S) as line:
            line.settimeout(PATIENCE_S)
            line.sendall(stream)
            line.shutdown(socket.SHUT_WR)
            while line.recv(4096):
                continue
        assert self.printer.wait_idle(PATIENCE_S)

    def process(self, name: str) -> int:
        """Return the process id of relay or brain, 0 while it is not there."""
        return children_of(self.supervisor).get(name, 0)

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """Send a signal to relay or brain."""
        os.kill(self.process(name), number)

    def waits_for(self, done: Callable[[], bool]) -> None:
        """Wait until it is so, but not for ever."""
        until = time.monotonic() + PATIENCE_S
        while not done():
            assert time.monotonic() < until, "it did not come to pass"
            time.sleep(0.02)

    def listens(self) -> bool:
        """Tell whether the tap takes a connection."""
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def is_well(self) -> bool:
        """Tell whether the brain is there and hears of a printer that is up."""
        said = self.command("check", "--json").stdout.splitlines()
        found = {it["what"]: it for it in map(json.loads, said)}
        return {found[it]["state"] for it in ("printer", "agent")} == {"ok"}


@contextmanager
def running(home: Path, settings: str = "") -> Iterator[Till]:
    """Start a till in *home* and stop it at the end."""
    port = free_port()
    with VirtualPrinter.on_tcp(load_profile(PROFILE)) as printer:
        (home / "agent.toml").write_text(
            f'{settings}\n[printer]\nurl = "{printer.url}"\nprofile = "{PROFILE}"\n'
            f'[tap]\nlisten = "tcp://127.0.0.1:{port}"\n'
        )
        enrol_locally(home, till=1, host="demo.baursak.example", bot=None)
        words = [sys.executable, "-m", "installers", "agent", "run", "--home", str(home)]
        with program_running(words, stdout=subprocess.DEVNULL) as process:
            till = Till(home, port, printer, process.pid)
            try:
                till.waits_for(till.is_well)
                yield till
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(PATIENCE_S)
