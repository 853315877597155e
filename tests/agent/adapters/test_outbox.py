"""The outbox on disk: durable, guarded, read while it is written."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent.adapters.outbox.reading import judge, read_outbox
from agent.adapters.outbox.store import CHECKED_ON_OPEN, SqliteOutbox, open_outbox
from agent.core.delivery import (
    DAY,
    CorruptOutbox,
    DamagedEvent,
    Level,
    OutboxDamaged,
    OutboxLimits,
    OutboxOfAnotherTill,
    OutboxUnavailable,
)
from contracts.wire.units import Sequence, TillId, UnixTime
from tests.contracts.wire.samples import BODIES, ENROLMENT, OPENED, TILL, chain_of, fiscal_accrual

ROOT = Path(__file__).parents[3]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the outbox lies."""
    return tmp_path / "outbox.sqlite3"


@pytest.fixture
def outbox(path: Path) -> Iterator[SqliteOutbox]:
    """Return an open outbox with five receipts."""
    made = open_outbox(path, TILL, ENROLMENT, OPENED)
    for number in range(5):
        made.append(fiscal_accrual(number), OPENED)
    yield made
    made.close()


def changed(path: Path, *statements: str) -> None:
    """Change the closed file behind the guards' backs, as malware or a curious person would."""
    connection = sqlite3.connect(path)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_every_commit_is_synced(outbox: SqliteOutbox) -> None:
    """The log is synced at each commit, whatever SQLite was built with."""
    assert outbox._connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert outbox._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_only_its_owner_reads_it(outbox: SqliteOutbox) -> None:
    """Receipts are nobody else's business on a shared computer."""
    assert outbox.path.stat().st_mode & 0o777 == 0o600 or sys.platform == "win32"


def test_the_hot_path_needs_sqlite3_only(outbox: SqliteOutbox) -> None:
    """sqlite-utils costs 200 ms and 20 MB: it is imported to make or upgrade a file, never else."""
    outbox.close()
    program = (
        "import sys; from pathlib import Path\n"
        "from agent.adapters.outbox.store import open_outbox\n"
        "from tests.contracts.wire.samples import *\n"
        "box = open_outbox(Path(sys.argv[1]), TILL, ENROLMENT, OPENED)\n"
        "box.append(fiscal_accrual(77), OPENED)\n"
        "print('sqlite_utils' in sys.modules, len(list(box.export())))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(outbox.path)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["False", "6"]


def test_events_survive_a_restart(outbox: SqliteOutbox, path: Path) -> None:
    """Opened again, the chain goes on where it was."""
    before = list(outbox.export())
    outbox.close()
    again = open_outbox(path, TILL, ENROLMENT, OPENED)
    assert list(again.export()) == before
    assert again.append(fiscal_accrual(9), OPENED).follows(5, before[-1].hash)
    assert again.append(fiscal_accrual(2), OPENED) == before[2]
    again.close()


def test_commands_read_while_the_agent_writes(outbox: SqliteOutbox, path: Path) -> None:
    """A reader sees what is stored, also what is stored later, and cannot store anything."""
    reader = read_outbox(path)
    assert len(list(reader.export())) == 5
    outbox.append(fiscal_accrual(9), OPENED)
    assert reader.find_receipt(fiscal_accrual(9).receipt) == outbox.find(Sequence(6))
    assert reader.verify().checked == 6
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader._connection.execute("DELETE FROM events")
    reader.close()


def test_reading_what_is_not_there_says_so(path: Path) -> None:
    """No file, and a file that is something else, give a sentence each."""
    with pytest.raises(OutboxUnavailable, match="no outbox"):
        read_outbox(path)
    path.write_bytes(b"not a database, but long enough to look at" * 100)
    with pytest.raises(OutboxDamaged):
        read_outbox(path)
    path.write_bytes(b"")
    with pytest.raises(OutboxDamaged, match="no tables"):
        read_outbox(path)


def test_an_outbox_of_another_till_is_refused_and_kept(outbox: SqliteOutbox, path: Path) -> None:
    """Another till, or the same under another enrolment, never continues this chain."""
    outbox.close()
    for till, enrolment in ((TillId(9), ENROLMENT), (TILL, "second")):
        with pytest.raises(OutboxOfAnotherTill, match="258"):
            open_outbox(path, till, enrolment, OPENED)
    open_outbox(path, TILL, ENROLMENT, OPENED).close()


def test_a_file_of_a_newer_agent_is_left_alone(outbox: SqliteOutbox, path: Path) -> None:
    """An older agent neither reads nor damages what it does not understand."""
    outbox.close()
    changed(path, "PRAGMA user_version = 99")
    with pytest.raises(OutboxUnavailable, match="newer agent"):
        open_outbox(path, TILL, ENROLMENT, OPENED)
    assert path.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET event = x'00' WHERE sequence = 3",
        "UPDATE events SET sequence = 9 WHERE sequence = 5",
        "DELETE FROM events WHERE sequence = 5",
        "DELETE FROM events WHERE sequence = 1",
        "INSERT INTO events SELECT 7, kind, NULL, claim, hash, event FROM events WHERE sequence=5",
        "INSERT INTO events SELECT 5, kind, NULL, claim, hash, event FROM events WHERE sequence=5",
        "INSERT INTO events VALUES (6, 'void', NULL, NULL, x'00', x'00')",
        "UPDATE chain SET foot = 3",
        "UPDATE chain SET till = 9",
        "DELETE FROM chain",
        "INSERT INTO chain SELECT 2, till, enrolment, genesis, foot, foot_hash FROM chain",
        "INSERT INTO acknowledgements VALUES (6, 0)",
        "INSERT INTO acknowledgements VALUES (2, 0)",
        "UPDATE acknowledgements SET at = 0",
        "DELETE FROM acknowledgements",
    ],
)
def test_the_database_itself_refuses(outbox: SqliteOutbox, statement: str) -> None:
    """What no code of ours may do, no code of ours can."""
    outbox.acknowledge(Sequence(2), OPENED)
    with pytest.raises(sqlite3.IntegrityError):
        outbox._connection.execute(statement)
    assert outbox.verify()


WRONG: list[tuple[str, int | None]] = [
    ("UPDATE events SET event = CAST(replace(event, 'KZT', 'KGS') AS BLOB) WHERE sequence = 3", 3),
    ("UPDATE events SET event = CAST(event || ' ' AS BLOB) WHERE sequence = 2", 2),
    ("UPDATE events SET hash = randomblob(32) WHERE sequence = 4", 4),
    ("UPDATE events SET kind = 'return' WHERE sequence = 1", 1),
    ("UPDATE events SET receipt = randomblob(32) WHERE sequence = 5", 5),
    ("UPDATE events SET claim = 1 WHERE sequence = 5", 5),
    ("DELETE FROM events WHERE sequence = 2", 3),
    ("DELETE FROM events WHERE sequence = 1", 2),
    ("UPDATE events SET sequence = -1 WHERE sequence = 5", -1),
    ("UPDATE chain SET foot = 2", 1),
]


@pytest.mark.parametrize(("statement", "first_wrong"), WRONG)
def test_verify_names_the_first_wrong_event(
    outbox: SqliteOutbox, path: Path, statement: str, first_wrong: int
) -> None:
    """An event edited, removed or moved is named, and everything before it counted."""
    outbox.close()
    changed(path, statement)
    reader = read_outbox(path)
    report = reader.verify()
    assert not report
    assert report.wrong == first_wrong
    assert report.reason
    reader.close()


def test_verify_names_an_event_slipped_in_with_its_hash(outbox: SqliteOutbox, path: Path) -> None:
    """A forger who mends the hash of his event breaks the link of the next one."""
    outbox.close()
    forged = chain_of(*[fiscal_accrual(0, total=10**6), *(fiscal_accrual(it) for it in (1, 2))])[0]
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER events_never_change")
    connection.execute(
        "UPDATE events SET event = ?, hash = ? WHERE sequence = 1", (forged.raw, forged.hash)
    )
    connection.commit()
    connection.close()
    reader = read_outbox(path)
    assert reader.verify().wrong == 2
    reader.close()


def test_verify_names_a_receipt_stored_twice(path: Path) -> None:
    """The same receipt as two events, each whole in its chain, is still wrong."""
    outbox = open_outbox(path, TILL, ENROLMENT, OPENED)
    outbox.append(fiscal_accrual(1), OPENED)
    outbox._receipts.load([])
    outbox.append(fiscal_accrual(1), OPENED)
    assert outbox.verify().wrong == 2
    outbox.close()


def test_opening_checks_the_newest_events_and_verify_all(outbox: SqliteOutbox, path: Path) -> None:
    """A long chain opens fast: an old event that was edited is left for verify to name."""
    outbox._connection.execute("PRAGMA synchronous = OFF")
    for number in range(100, 100 + CHECKED_ON_OPEN):
        outbox.append(fiscal_accrual(number), OPENED)
    outbox.close()
    changed(path, "UPDATE events SET event = CAST(event || ' ' AS BLOB) WHERE sequence = 4")
    again = open_outbox(path, TILL, ENROLMENT, OPENED)
    assert again.verify().wrong == 4
    assert again.append(fiscal_accrual(9), OPENED).sequence == 6 + CHECKED_ON_OPEN
    again.close()
    changed(path, "UPDATE events SET hash = randomblob(32) WHERE sequence = 500")
    with pytest.raises(CorruptOutbox):
        open_outbox(path, TILL, ENROLMENT, OPENED)


def test_a_damaged_event_is_never_read_as_if_it_were_whole(
    outbox: SqliteOutbox, path: Path
) -> None:
    """Whoever reads it is told which one, and what to do."""
    outbox.close()
    changed(path, "UPDATE events SET event = x'7b7d' WHERE sequence = 3")
    reader = read_outbox(path)
    asks: list[Callable[[], object]] = [
        lambda: reader.find(Sequence(3)),
        lambda: reader.pending(9),
        lambda: list(reader.export()),
        lambda: reader.find_receipt(fiscal_accrual(2).receipt),
    ]
    for ask in asks:
        with pytest.raises(DamagedEvent, match="Event 3") as damaged:
            ask()
        assert "verify" in damaged.value.hint
    assert reader.find(Sequence(2)) is not None
    reader.close()


def test_threads_share_one_chain(outbox: SqliteOutbox) -> None:
    """Printing in one thread and sending in another leave no hole and no double."""

    def sell(first: int) -> None:
        for number in range(first, first + 25):
            outbox.append(fiscal_accrual(number), OPENED)
            outbox.pending(3)
            outbox.acknowledge(Sequence(1 + number % 5), OPENED)

    threads = [threading.Thread(target=sell, args=(100 * it,)) for it in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [event.sequence for event in outbox.export()] == list(range(1, 106))
    assert outbox.verify()


def test_all_kinds_of_event_survive_on_disk(path: Path) -> None:
    """Every kind is read back from the file as it was stored."""
    outbox = open_outbox(path, TILL, ENROLMENT, OPENED)
    stored = [outbox.append(body, OPENED) for body in BODIES]
    outbox.close()
    reader = read_outbox(path)
    assert list(reader.export()) == stored
    reader.close()


LIMITS = OutboxLimits(
    size=1000, warn_size=300, urgent_size=700, warn_age=2 * DAY, urgent_age=9 * DAY,
    warn_free=100, urgent_free=10, full_free=2,
)  # fmt: skip


@pytest.mark.parametrize(
    ("size", "free", "age", "level", "words"),
    [
        (299, 100, 2 * DAY - 1, Level.OK, []),
        (300, 100, 0, Level.WARNING, ["30 % full"]),
        (700, 100, 0, Level.URGENT, ["70 % full"]),
        (1000, 100, 0, Level.FULL, ["is full"]),
        (0, 100, 2 * DAY, Level.WARNING, ["2 days"]),
        (0, 100, 9 * DAY, Level.URGENT, ["9 days"]),
        (0, 99, 0, Level.WARNING, ["disk"]),
        (0, 9, 0, Level.URGENT, ["disk"]),
        (0, 1, 0, Level.FULL, ["disk is full"]),
        (300, 9, 2 * DAY, Level.URGENT, ["30 % full", "2 days", "disk"]),
    ],
)
def test_warnings_come_long_before_the_limits(
    size: int, free: int, age: int, level: Level, words: list[str]
) -> None:
    """Size, age and the disk's free space each warn, then urge; all reasons are said."""
    found, reasons = judge(LIMITS, size, free, age)
    assert found is level
    assert len(reasons) == len(words)
    assert all(word in reason for word, reason in zip(words, reasons, strict=True))


def test_health_measures_the_real_file(outbox: SqliteOutbox) -> None:
    """Size and free space are those of the disk, and a fresh outbox is well."""
    health = outbox.health(UnixTime(OPENED + 60))
    assert 4096 <= health.size < 2**20
    assert health.free > 0
    assert (health.count, health.pending, health.oldest_pending_age) == (5, 5, 60)
