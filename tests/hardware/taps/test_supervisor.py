"""The supervisor: relay and brain come back, and none takes the other along."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.hardware.taps.rig import RecordingPrinter, relay_command, wait_until
from tests.programs import program_running

BACK_S = 2.0
"""The promise: a killed relay takes connections again."""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


class Watched:
    """A supervisor with a relay and a brain."""

    def __init__(self, folder: Path, port: int, printer: RecordingPrinter) -> None:
        self.folder = folder
        self.link = folder / "link"
        self.lock = folder / "link.lock"
        self.port = port
        self.printer = printer
        relay = relay_command(f"tcp://127.0.0.1:{printer.port}", self.link, port=port)
        relay += ["--wait-for-turn", "--log-file", str(folder / "relay.log")]
        brain = [sys.executable, "-m", "tests.hardware.taps.brain", str(self.link)]
        command = [
            sys.executable, "-m", "hardware.taps.supervisor", "--pid-file", str(folder / "pid"),
            "--relay-lock", str(self.lock), "--log-file", str(folder / "supervisor.log"),
            "--relay", *relay, "--brain", *brain,
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def relay(self) -> int:
        """Return the process number of the relay at work."""
        wait_until(lambda: bool(self.lock.exists() and self.lock.read_text()), "a relay")
        return int(self.lock.read_text())

    def brains(self) -> int:
        """Return how often a brain has connected."""
        log = self.folder / "relay.log"
        return log.read_text().count("brain: connected") if log.exists() else 0

    def listens(self) -> bool:
        """Tell whether a POS can connect."""
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def prints(self, data: bytes) -> None:
        """Print as a POS and wait until it is on paper."""
        before = bytes(self.printer.got)
        with socket.create_connection(("127.0.0.1", self.port), 5) as pos:
            pos.sendall(data)
            wait_until(lambda: bytes(self.printer.got) == before + data, "it is on paper")


@contextmanager
def watched(folder: Path, *, port: int, printer: RecordingPrinter) -> Iterator[Watched]:
    """Run a supervisor while the test lasts, and end what it leaves behind."""
    supervised = Watched(folder, port, printer)
    wait_until(supervised.listens, "the relay listens")
    wait_until(lambda: supervised.brains() > 0, "the brain connects")
    try:
        yield supervised
    finally:
        supervised.process.terminate()
        supervised.process.wait(15)


def test_whoever_dies_comes_back(tmp_path: Path) -> None:
    """The relay within 2 s of SIGKILL; the brain without the relay noticing more than that."""
    printer = RecordingPrinter()
    with watched(tmp_path, port=free_port(), printer=printer) as till:
        old = till.relay()
        os.kill(old, signal.SIGKILL)
        killed = time.monotonic()
        wait_until(till.listens, "the relay is back")
        assert time.monotonic() - killed <= BACK_S
        wait_until(lambda: till.brains() == 2, "the brain is back with the new relay")
        assert till.relay() != old
        till.prints(b"after the relay's death#")
    assert not till.listens()
    printer.vanish()


def test_a_relay_outlives_its_supervisor_and_the_next_one_takes_over(tmp_path: Path) -> None:
    """The till prints on; a new supervisor waits for the old relay's place, and stops it too."""
    printer, port = RecordingPrinter(), free_port()
    with watched(tmp_path, port=port, printer=printer) as till:
        relay = till.relay()
        till.process.kill()
        till.process.wait()
        till.prints(b"without a supervisor#")
    with watched(tmp_path, port=port, printer=printer) as till:
        assert till.relay() == relay
        till.prints(b"with another#")
        os.kill(relay, signal.SIGKILL)
        killed = time.monotonic()
        wait_until(lambda: till.relay() != relay, "the waiting relay takes over")
        wait_until(till.listens, "it listens")
        assert time.monotonic() - killed <= BACK_S
        till.prints(b"with another relay#")
    with suppress(ProcessLookupError):
        os.kill(relay, signal.SIGKILL)
    printer.vanish()


def test_two_supervisors_do_not_share_a_pid_file(tmp_path: Path) -> None:
    """The second refuses with exit code 3."""
    printer, port = RecordingPrinter(), free_port()
    with watched(tmp_path, port=port, printer=printer) as till:
        done = subprocess.run(till.process.args, capture_output=True, check=False, timeout=20)
        assert done.returncode == 3
        assert b"use the one that runs" in done.stderr
    printer.vanish()


def test_fast_crashes_are_slowed_down_but_never_given_up(tmp_path: Path) -> None:
    """A command that cannot start is tried again at most every second, for ever."""
    log = tmp_path / "log"
    command = [
        sys.executable, "-m", "hardware.taps.supervisor", "--pid-file", str(tmp_path / "pid"),
        "--log-file", str(log), "--relay", "/nowhere/relay",
    ]  # fmt: skip
    with program_running(command) as process:
        wait_until(lambda: log.exists() and log.read_text().count("again in") >= 5, "five tries")
        process.terminate()
        assert process.wait(10) == 0
    waits = [float(line.split("again in ")[1].split()[0]) for line in log.read_text().splitlines()]
    assert waits[:5] == [0.1, 0.2, 0.4, 0.8, 1.0]
