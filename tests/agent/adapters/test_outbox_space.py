"""No room: a clear error, nothing lost, and on it goes once there is room."""

import subprocess
import sys
from pathlib import Path

import pytest

from agent.adapters.outbox.store import open_outbox
from agent.core.delivery import KEPT, Level, OutboxFull, OutboxLimits
from contracts.wire.units import Sequence, UnixTime
from tests.contracts.wire.samples import ENROLMENT, OPENED, TILL, fiscal_accrual

ROOT = Path(__file__).parents[3]
SMALL = OutboxLimits(
    size=64 * 4096,
    warn_size=20 * 4096,
    urgent_size=50 * 4096,
    warn_free=0,
    urgent_free=0,
    full_free=0,
)


def test_the_limit_is_a_clear_error_and_loses_nothing(tmp_path: Path) -> None:
    """Warned long before, refused at the limit, intact, and open again after pruning."""
    path = tmp_path / "outbox.sqlite3"
    outbox = open_outbox(path, TILL, ENROLMENT, OPENED, SMALL)
    levels: list[Level] = []

    def sell_until_full() -> None:
        for number in range(10_000):
            outbox.append(fiscal_accrual(number), OPENED)
            levels.append(outbox.health(OPENED).level)

    with pytest.raises(OutboxFull, match="disk space"):
        sell_until_full()
    count = len(levels)
    assert levels.index(Level.WARNING) < levels.index(Level.URGENT) < count
    assert levels.index(Level.WARNING) < count / 2
    assert outbox.health(OPENED).level in {Level.URGENT, Level.FULL}
    assert (outbox.verify().checked, bool(outbox.verify())) == (count, True)
    with pytest.raises(OutboxFull):
        outbox.append(fiscal_accrual(10_001), OPENED)
    assert outbox.append(fiscal_accrual(3), OPENED).sequence == 4
    outbox.close()

    outbox = open_outbox(path, TILL, ENROLMENT, OPENED, SMALL)
    outbox.acknowledge(Sequence(count), OPENED)
    assert outbox.prune(UnixTime(OPENED + KEPT)) == count
    assert outbox.append(fiscal_accrual(10_001), OPENED).sequence == count + 1
    assert outbox.verify()
    assert outbox.health(OPENED).level is Level.OK
    outbox.close()


ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path
from agent.adapters.outbox.store import open_outbox
from agent.core.delivery import OutboxUnavailable
from tests.contracts.wire.samples import *

path = Path(sys.argv[1])
outbox = open_outbox(path, TILL, ENROLMENT, OPENED)
most = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), most[1]))
stored, refused = 0, 0
for number in range(60):
    try:
        outbox.append(fiscal_accrual(number), OPENED)
        stored += 1
    except OutboxUnavailable as error:
        refused += 1
assert bool(outbox.verify()), outbox.verify()
assert len(list(outbox.export())) == stored, "what was refused is not there"
resource.setrlimit(resource.RLIMIT_FSIZE, most)
assert outbox.append(fiscal_accrual(1000), OPENED).sequence == stored + 1
outbox.close()
outbox = open_outbox(path, TILL, ENROLMENT, OPENED)
assert len(list(outbox.export())) == stored + 1 and bool(outbox.verify())
outbox.close()
print(stored, refused)
"""


@pytest.mark.parametrize("room", [30_000, 100_001, 150_000])
def test_writes_that_fail_lose_nothing(tmp_path: Path, room: int) -> None:
    """A write refused in the middle of a commit loses that event only, and says so."""
    done = subprocess.run(
        [sys.executable, "-c", ON_A_FULL_DISK, str(tmp_path / "outbox.sqlite3"), str(room)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    stored, refused = map(int, done.stdout.split())
    assert stored > 0
    assert refused > 0
