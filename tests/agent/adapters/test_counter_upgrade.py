"""The counter's file of an older agent is brought up to date, and nothing in it is lost."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.adapters.counter import schema
from agent.adapters.counter.opening import CounterUnavailable
from agent.adapters.counter.store import SqliteCounter, open_counter
from agent.core.shifts import Attempts, Shift
from contracts.wire.units import Sequence, TillId, UnixTime
from tests.agent.adapters.test_counter import TILL, opened, taken
from tests.agent.core.vouchers import NOON

OLD = {
    version: (Path(__file__).parent / f"counter_v{version}.sql").read_text(encoding="utf-8")
    for version in range(1, schema.SCHEMA_VERSION)
}
"""What the agents of all schemas before today's had written."""


@pytest.fixture(params=OLD)
def version(request: pytest.FixtureRequest) -> int:
    """Return an old schema's number."""
    number: int = request.param
    return number


@pytest.fixture
def old(tmp_path: Path, version: int) -> Path:
    """Return a folder with the old file."""
    connection = sqlite3.connect(tmp_path / "counter.sqlite3")
    connection.executescript(OLD[version])
    connection.close()
    return tmp_path


def tables(connection: sqlite3.Connection) -> dict[str, str]:
    """Return what makes the tables, their indexes and triggers."""
    rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {name: " ".join(str(sql).split()) for name, sql in rows}


def test_all_that_an_old_file_held_is_there(old: Path) -> None:
    """Vouchers, leases, cancellations, memory; twice opened is once upgraded."""
    for _ in range(2):
        counter = opened(old)
        assert schema.version_of(counter._connection) == schema.SCHEMA_VERSION
        spent = counter.spent(1)
        assert spent is not None
        assert spent.sequence == 5
        assert counter.spent(2) == taken(2)
        assert [it.total for it, _ in counter.spent_since(UnixTime(0))] == [None, None]
        assert counter.is_cancelled(66)
        assert [it.left for it in counter.leases()] == [(1, 100_000)]
        assert (counter.memory.hub_has, counter.memory.clock_note) == (4, "a")
        assert counter.memory.damage_note is None
        assert counter.shifts.cashiers() == []
        counter.close()
    assert list(old.glob("*corrupt*")) == []


def test_an_upgraded_file_is_as_a_new_one(
    old: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same tables with the same guards."""
    upgraded, new = opened(old), opened(tmp_path_factory.mktemp("new"))
    assert tables(upgraded._connection) == tables(new._connection)
    upgraded.close()
    new.close()


_IN_THE_WAY = {
    1: "CREATE TABLE attempts (in_the_way)",
    2: "CREATE INDEX spent_times ON spent (voucher)",
}
"""What makes the step after a version fail at its end."""


def test_an_upgrade_that_fails_changes_nothing(old: Path, version: int) -> None:
    """Half of the new tables are none: the file is the old one, to be tried again."""
    connection = sqlite3.connect(old / "counter.sqlite3", isolation_level=None)
    connection.execute(_IN_THE_WAY[version])
    before = tables(connection)
    with pytest.raises(sqlite3.OperationalError):
        schema.bring_up_to_date(connection)
    connection.execute("ROLLBACK")
    assert schema.version_of(connection) == version
    assert tables(connection) == before
    connection.close()
    with pytest.raises(CounterUnavailable):
        open_counter(old / "counter.sqlite3", TillId(7), "first", 1, NOON)


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[SqliteCounter]:
    """Return a new counter with an open shift."""
    made = opened(tmp_path)
    number = made.shifts.add_cashier("Айгүль", "h")
    made.shifts.begin(Shift(NOON, number, "Айгүль", NOON), Sequence(3))
    yield made
    made.close()


def test_a_shift_only_ends(counter: SqliteCounter) -> None:
    """Whatever mistake our code makes: no two open, none deleted, none opened again."""
    shifts, connection = counter.shifts, counter._connection
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(
            "INSERT INTO shifts (shift, cashier, name, opened_at, opened_after)"
            " VALUES (9, 1, 'x', 1, 1)"
        )
    shifts.end(NOON, UnixTime(NOON + 60), Sequence(4))
    shifts.end(NOON, UnixTime(NOON + 90), Sequence(5))
    assert shifts.open_shift() is None
    assert [(it.at, it.after) for it in shifts.unsaid()] == [(NOON, 3), (NOON + 60, 4)]
    for statement in (
        "UPDATE shifts SET closed_at = NULL, closed_after = NULL",
        "UPDATE shifts SET name = 'x'",
        "DELETE FROM shifts",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)


def test_what_is_noted_of_shifts_comes_back(tmp_path: Path, counter: SqliteCounter) -> None:
    """After the file was closed."""
    counter.shifts.note_attempts(Attempts(3, NOON))
    counter.shifts.note_attempts(Attempts(4, NOON))
    counter.shifts.lock(NOON, locked=True)
    for unsaid in counter.shifts.unsaid():
        counter.shifts.said(unsaid.body, Sequence(4))
    counter.close()
    again = open_counter(tmp_path / "counter.sqlite3", TILL, "first", 1, NOON)
    assert again.shifts.attempts() == Attempts(4, NOON)
    assert again.shifts.open_shift() == Shift(NOON, 1, "Айгүль", NOON, locked=True)
    assert again.shifts.unsaid() == []
    assert again.shifts.last_number() == NOON
    again.close()
