"""What a till must not forget: durable, guarded, set aside when damaged."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from agent.adapters.counter.opening import CounterUnavailable
from agent.adapters.counter.store import HEADS_KEPT, SqliteCounter, open_counter
from agent.core.till_memory import NothingSpent, Spent, TillMemory
from contracts.wire.bodies import RedemptionBody
from contracts.wire.sync_news import Cancellation, Cancellations, LedgerHead
from contracts.wire.units import Sequence, TillId, Tiyn, UnixTime
from contracts.wire.voucher import Scope
from tests.agent.core.vouchers import NOON, lease
from tests.contracts.wire.message_samples import REPLY
from tests.programs import program_running

TILL = TillId(7)
AFTER = Sequence(0)


def opened(folder: Path) -> SqliteCounter:
    """Open the counter in a folder."""
    return open_counter(folder / "counter.sqlite3", TILL, "first", 1, NOON)


def taken(
    voucher: int, lease: int | None = 1, amount: int | None = 50_000, at: int = NOON
) -> Spent:
    """Return a voucher taken at noon."""
    money = None if amount is None else Tiyn(amount)
    return Spent(RedemptionBody(voucher, 1, Scope.SHOP, 1, lease, money, None), UnixTime(at), None)


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[SqliteCounter]:
    """Return a new counter with an open lease."""
    made = opened(tmp_path)
    made.open_lease(lease(1))
    yield made
    made.close()


def test_what_is_remembered_comes_back(tmp_path: Path) -> None:
    """All of it, after the file was closed."""
    memory = TillMemory(
        generation=3, hub_has=Sequence(9), config=REPLY.config, catalogue=REPLY.catalogue,
        keys=REPLY.keys, cancellations_up_to=17, noticed_up_to=16, ledger_head=REPLY.ledger_head,
        offset=-5, latest=NOON, revoked=True, ledger_complaint="a", clock_note="b",
        damage_note="c",
    )  # fmt: skip
    counter = opened(tmp_path)
    assert counter.memory == TillMemory(generation=1)
    counter.remember(memory)
    counter.close()
    again = opened(tmp_path)
    assert again.memory == memory
    assert again.memory.notes() == ("a", "b", "c")
    again.remember(replace(memory, keys=None, revoked=False))
    again.close()
    assert opened(tmp_path).memory == replace(memory, keys=None, revoked=False)


def test_keys_are_for_their_owner_s_eyes_only(tmp_path: Path) -> None:
    """Nobody else on this computer can read the file."""
    opened(tmp_path).close()
    if os.name == "posix":
        assert (tmp_path / "counter.sqlite3").stat().st_mode & 0o077 == 0


def test_the_spent_list_has_guards_of_its_own(counter: SqliteCounter) -> None:
    """Whatever mistake our code makes: no voucher twice, no lease exceeded, nothing cancelled."""
    counter.cancel(Cancellations(1, (Cancellation(1, 66),)))
    counter.spend(taken(1), AFTER)
    for wrong in (
        taken(1), taken(66), taken(2, lease=2), taken(2, amount=None), taken(2, amount=150_001),
        taken(2, at=lease(1).expires_at),
    ):  # fmt: skip
        with pytest.raises(NothingSpent):
            counter.spend(wrong, AFTER)
    counter.spend(taken(2), AFTER)
    counter.spend(taken(3), AFTER)
    with pytest.raises(NothingSpent):
        counter.spend(taken(4, amount=0), AFTER)
    held = counter.lease(1)
    assert held is not None
    assert held.left == (0, 50_000)
    assert counter.spent_count() == 3


def test_a_closed_lease_accepts_nothing_ever(counter: SqliteCounter) -> None:
    """Not when it is granted again, nor after its file was opened anew."""
    counter.close_lease(1)
    counter.open_lease(lease(1))
    assert counter.leases() == []
    with pytest.raises(NothingSpent):
        counter.spend(taken(1), AFTER)
    assert counter.unsaid_closings() == [1]
    counter.said_closing(1)
    assert counter.unsaid_closings() == []
    counter.extend_lease(1, UnixTime(NOON + 10**6))
    with pytest.raises(sqlite3.IntegrityError):
        counter._connection.execute("UPDATE leases SET open = 1")
    for statement in ("DELETE FROM leases", "UPDATE leases SET count = 99"):
        with pytest.raises(sqlite3.IntegrityError):
            counter._connection.execute(statement)


def test_what_is_spent_stays(counter: SqliteCounter) -> None:
    """No statement of ours removes or changes it."""
    counter.spend(taken(1), AFTER)
    for statement in (
        "DELETE FROM spent",
        "UPDATE spent SET amount = 0",
        "UPDATE spent SET at = 0",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            counter._connection.execute(statement)
    spent = counter.spent(1)
    assert spent == taken(1)
    counter.booked(1, Sequence(5))
    counter.undone(1)
    assert counter.spent(1) == replace(taken(1), sequence=Sequence(5), undone=True)
    assert counter.spent_count() == 0


def test_heads_are_kept_for_days(counter: SqliteCounter) -> None:
    """A number keeps its first hash; the oldest go."""
    for number in range(1, 6):
        counter.remember_head(1, LedgerHead(number, bytes([number]) * 32))
    counter.remember_head(1, LedgerHead(3, b"x" * 32))
    assert counter.head(1, 3) == b"\x03" * 32
    assert counter.head(2, 3) is None
    with counter._changing():
        counter._connection.executemany(
            "INSERT INTO heads VALUES (1, ?, zeroblob(32))",
            [(it,) for it in range(6, 6 + HEADS_KEPT)],
        )
    counter.remember_head(1, LedgerHead(10**6, bytes(32)))
    assert counter.head(1, 5) is None
    assert counter.head(1, 10**6) is not None


def test_an_unanswered_question_keeps_its_id(counter: SqliteCounter) -> None:
    """Until it is answered, or a week has gone by."""
    assert counter.asking(b"q", b"1" * 16, NOON) == b"1" * 16
    assert counter.asking(b"q", b"2" * 16, NOON) == b"1" * 16
    counter.answered(b"q")
    assert counter.asking(b"q", b"3" * 16, NOON) == b"3" * 16
    later = UnixTime(NOON + 8 * 86_400)
    assert counter.asking(b"q", b"4" * 16, later) == b"4" * 16


def test_events_that_were_set_aside_are_remembered(counter: SqliteCounter) -> None:
    """Each with why; once."""
    counter.set_aside({Sequence(4): "mismatch: total"})
    counter.set_aside({Sequence(4): "another word", Sequence(5): "forged: x"})
    assert counter.set_aside_events() == {4: "mismatch: total", 5: "forged: x"}


def empty(path: Path) -> None:
    """Leave nothing."""
    path.write_bytes(b"")


def garbage(path: Path) -> None:
    """Overwrite the first page."""
    with path.open("r+b") as file:
        file.write(random.Random(2).randbytes(4096))


def cut(path: Path) -> None:
    """Leave the first half."""
    os.truncate(path, path.stat().st_size // 2)


def other_tables(path: Path) -> None:
    """Put another database in its place."""
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE other (id)")
    connection.close()


def nonsense(path: Path) -> None:
    """Change what it remembers."""
    connection = sqlite3.connect(path)
    connection.execute("UPDATE facts SET value = '{\"v\": 1}' WHERE name = 'generation'")
    connection.commit()
    connection.close()


def other_enrolment(path: Path) -> None:
    """Bind it to another enrolment."""
    connection = sqlite3.connect(path)
    connection.execute("UPDATE about SET enrolment = 'second'")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "harm",
    [empty, garbage, cut, other_tables, nonsense, other_enrolment],
    ids=lambda it: it.__name__,
)
def test_a_damaged_file_is_set_aside_and_begun_anew(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    """Nothing of it is believed, nothing is deleted, and it is said until another lease comes."""
    path = tmp_path / "counter.sqlite3"
    counter = opened(tmp_path)
    counter.open_lease(lease(1))
    counter.close()
    for _ in range(2):
        harm(path)
        counter = opened(tmp_path)
        assert counter.leases() == []
        assert "damaged" in str(counter.memory.damage_note)
        counter.close()
    counter = opened(tmp_path)
    assert "damaged" in str(counter.memory.damage_note)
    counter.open_lease(lease(2))
    assert counter.memory.damage_note is None
    counter.close()
    assert len(list(tmp_path.glob("counter-*-corrupt*.sqlite3"))) == 2


def test_a_file_of_a_newer_agent_is_left_alone(tmp_path: Path) -> None:
    """It is not damaged: that agent is to be installed again."""
    opened(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "counter.sqlite3")
    connection.execute("PRAGMA user_version = 9")
    connection.close()
    with pytest.raises(CounterUnavailable, match="newer"):
        opened(tmp_path)
    with pytest.raises(CounterUnavailable):
        open_counter(tmp_path / "nowhere" / "counter.sqlite3", TILL, "first", 1, NOON)


def asks_until_full(counter: SqliteCounter) -> None:
    """Write more than a few pages hold."""
    for number in range(10_000):
        counter.asking(str(number).encode() * 50, bytes(16), NOON)


def test_a_full_disk_is_said_and_changes_nothing(counter: SqliteCounter) -> None:
    """No green light without a row on disk."""
    pages = counter._connection.execute("PRAGMA page_count").fetchone()[0]
    counter._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(CounterUnavailable, match="full"):
        asks_until_full(counter)
    counter._connection.execute(f"PRAGMA max_page_count = {pages * 100}")
    counter.spend(taken(1), AFTER)
    assert counter.spent(1) is not None


_VICTIM = """
    import sys
    from pathlib import Path
    from tests.agent.adapters.test_counter import AFTER, opened, taken
    from tests.agent.core.vouchers import lease
    counter = opened(Path(sys.argv[1]))
    counter.open_lease(lease(1, count=10**6, amount=10**12))
    for number in range(1, 10**6):
        counter.spend(taken(number, amount=1), AFTER)
        print(number, flush=True)   # the green light
"""


def test_a_killed_till_forgets_no_green_light(tmp_path: Path) -> None:
    """Kill -9 at any moment: what was shown green is in the list, and the lease counts it."""
    shown = 0
    for lights in (3, 17, 40):
        folder = tmp_path / str(lights)
        folder.mkdir()
        words = [sys.executable, "-c", textwrap.dedent(_VICTIM), str(folder)]
        with program_running(words, stdout=subprocess.PIPE) as victim:
            assert victim.stdout is not None
            for _ in range(lights):
                shown = int(victim.stdout.readline())
            os.kill(victim.pid, signal.SIGKILL)
            shown = max([shown, *(int(line) for line in victim.stdout if line.endswith("\n"))])
        counter = opened(folder)
        assert all(counter.spent(it) == taken(it, amount=1) for it in range(1, shown + 1))
        held = counter.lease(1)
        assert held is not None
        assert held.used_count >= shown
        with pytest.raises(NothingSpent):
            counter.spend(taken(shown, amount=1), AFTER)
        counter.close()
