"""One agent a till: the second refuses, and a dead one holds nothing."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from agent.adapters.outbox.lock import FileLock
from agent.adapters.outbox.store import open_outbox
from agent.core.delivery import AlreadyRunning, OutboxOfAnotherTill, OutboxUnavailable
from tests.contracts.wire.samples import ENROLMENT, OPENED, TILL, fiscal_accrual
from tests.programs import program_running

ROOT = Path(__file__).parents[3]
HOLDING = """
import sys
from pathlib import Path
from agent.adapters.outbox.store import open_outbox
from tests.contracts.wire.samples import *
outbox = open_outbox(Path(sys.argv[1]), TILL, ENROLMENT, OPENED)
outbox.append(fiscal_accrual(1), OPENED)
print("held", flush=True)
sys.stdin.read()
"""


def test_the_second_agent_refuses_until_the_first_is_gone(tmp_path: Path) -> None:
    """Two real processes: refused while one lives, whatever way it dies, welcome afterwards."""
    path = tmp_path / "outbox.sqlite3"
    holding = [sys.executable, "-c", HOLDING, str(path)]
    with program_running(holding, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning) as refused:
            open_outbox(path, TILL, ENROLMENT, OPENED)
        assert refused.value.exit_code == 3
        assert "stop it first" in refused.value.hint
        first.send_signal(signal.SIGKILL)
        first.wait()
    outbox = open_outbox(path, TILL, ENROLMENT, OPENED)
    assert outbox.append(fiscal_accrual(2), OPENED).sequence == 2
    outbox.close()


def test_a_closed_outbox_can_be_opened_again(tmp_path: Path) -> None:
    """Closing lets go of the lock, once: a second close takes nobody else's."""
    path = tmp_path / "outbox.sqlite3"
    first = open_outbox(path, TILL, ENROLMENT, OPENED)
    first.close()
    second = open_outbox(path, TILL, ENROLMENT, OPENED)
    first.close()
    with pytest.raises(AlreadyRunning):
        open_outbox(path, TILL, ENROLMENT, OPENED)
    second.close()


def test_a_failed_opening_holds_no_lock(tmp_path: Path) -> None:
    """After an error the same process can try again."""
    path = tmp_path / "outbox.sqlite3"
    open_outbox(path, TILL, ENROLMENT, OPENED).close()
    for _ in range(2):
        with pytest.raises(OutboxOfAnotherTill):
            open_outbox(path, TILL, "other", OPENED)
    open_outbox(path, TILL, ENROLMENT, OPENED).close()


def test_a_lock_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    """A missing folder is a sentence, not a traceback."""
    with pytest.raises(OutboxUnavailable, match="cannot be opened"):
        FileLock(tmp_path / "missing" / "outbox.lock")
