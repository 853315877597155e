"""Being told to end: no signal is lost, whichever thread the system hands it to."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import program_running

ROOT = Path(__file__).parents[2]
PATIENCE_S = 10.0
PROGRAM = """
import signal, sys, threading
from hardware.ending import on_ending

ended = threading.Event()
on_ending(ended.set)
threading.Thread(target=threading.Event().wait, daemon=True).start()
# The system may hand a signal to any thread that does not block it: here never to this one.
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
print("waiting", flush=True)
ended.wait()
"""


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_that_another_thread_gets_ends_the_program(told: signal.Signals) -> None:
    """The main thread waits without a time-out and is never interrupted, and ends all the same."""
    with program_running(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, stdout=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "waiting\n"
        program.send_signal(told)
        assert program.wait(PATIENCE_S) == 0
