"""A damaged outbox is set aside whole, and its enrolment is over."""

import json
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.adapters.outbox.store import open_outbox
from agent.core.delivery import CorruptOutbox, OutboxUnavailable
from contracts.wire.bodies import AccrualBody
from contracts.wire.units import Sequence, TillId
from tests.contracts.wire.samples import ENROLMENT, OPENED, TILL, fiscal_accrual

EVENTS = 60


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a closed outbox with some receipts."""
    path = tmp_path / "outbox.sqlite3"
    outbox = open_outbox(path, TILL, ENROLMENT, OPENED)
    for number in range(EVENTS):
        outbox.append(fiscal_accrual(number), OPENED)
    outbox.close()
    return path


def garbage_header(path: Path) -> None:
    """Overwrite the first page."""
    with path.open("r+b") as file:
        file.write(random.Random(1).randbytes(4096))


def cut_short(path: Path) -> None:
    """Leave the first half."""
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def emptied(path: Path) -> None:
    """Leave nothing."""
    path.write_bytes(b"")


def zeroed(path: Path) -> None:
    """Keep the length and nothing else."""
    path.write_bytes(bytes(path.stat().st_size))


def without_tables(path: Path) -> None:
    """Put a fresh database in its place."""
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE other (id)")
    connection.close()


def without_owner(path: Path) -> None:
    """Take away what says whose it is."""
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER the_chain_stays")
    connection.execute("DELETE FROM chain")
    connection.commit()
    connection.close()


def another_owner(path: Path) -> None:
    """Change the till's number without being able to change what is bound to it."""
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER the_foot_only_climbs")
    connection.execute("UPDATE chain SET till = 99999999")
    connection.commit()
    connection.close()


def newest_event_edited(path: Path) -> None:
    """Flip one letter in the newest event."""
    raw = path.read_bytes()
    place = raw.rindex(b'"KZT"')
    path.write_bytes(raw[:place] + b'"KZX"' + raw[place + 5 :])


DAMAGES = [
    garbage_header, cut_short, emptied, zeroed, without_tables, without_owner, another_owner,
    newest_event_edited,
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_set_aside_and_never_deleted(
    path: Path, damage: Callable[[Path], None]
) -> None:
    """The bytes are all there under a name with the time; the answer says what follows."""
    damage(path)
    bytes_before = path.read_bytes()
    with pytest.raises(CorruptOutbox) as corrupt:
        open_outbox(path, TILL, ENROLMENT, OPENED)
    aside = corrupt.value.set_aside
    assert aside.name == "outbox-20251122T082640Z-corrupt.sqlite3"
    assert path.with_name(aside.name).read_bytes() == bytes_before
    assert not path.exists()
    assert "new id" in corrupt.value.hint


def test_the_ended_chain_never_begins_again(path: Path) -> None:
    """Each start says the same, until the till has enrolled under a new id."""
    cut_short(path)
    with pytest.raises(CorruptOutbox) as first:
        open_outbox(path, TILL, ENROLMENT, OPENED)
    with pytest.raises(CorruptOutbox) as second:
        open_outbox(path, TILL, ENROLMENT, OPENED)
    assert (second.value.set_aside.name, second.value.reason) == (
        first.value.set_aside.name, first.value.reason,
    )  # fmt: skip
    assert not path.exists()
    outbox = open_outbox(path, TillId(300), "second", OPENED)
    assert outbox.append(fiscal_accrual(1), OPENED).sequence == 1
    outbox.close()
    with pytest.raises(CorruptOutbox):
        open_outbox(path, TILL, ENROLMENT, OPENED)


def test_a_note_that_cannot_be_read_still_ends_the_chain(path: Path) -> None:
    """The note's being there is what counts."""
    note = path.with_name(f"outbox-ended-{TILL}-{ENROLMENT}.json")
    for content in ("", "[]", "{}", json.dumps({"set_aside": 5})):
        note.write_text(content)
        with pytest.raises(CorruptOutbox):
            open_outbox(path, TILL, ENROLMENT, OPENED)
    note.unlink()
    open_outbox(path, TILL, ENROLMENT, OPENED).close()


def test_what_sqlite_keeps_beside_the_file_goes_with_it(path: Path) -> None:
    """Log and index move under the new name too: the log may hold the newest events."""
    path.with_name(path.name + "-wal").write_bytes(b"log")
    path.write_bytes(b"")
    with pytest.raises(CorruptOutbox) as corrupt:
        open_outbox(path, TILL, ENROLMENT, OPENED)
    aside = corrupt.value.set_aside.name
    assert path.with_name(aside + "-wal").read_bytes() == b"log"
    assert not path.with_name(path.name + "-wal").exists()


def test_a_log_without_its_file_is_damage(path: Path) -> None:
    """A till whose file was deleted does not begin a second chain from one."""
    path.rename(path.with_name(path.name + "-wal"))
    with pytest.raises(CorruptOutbox):
        open_outbox(path, TILL, ENROLMENT, OPENED)


def test_two_damages_in_one_second_have_two_names(path: Path) -> None:
    """Nothing that was set aside is overwritten."""
    emptied(path)
    with pytest.raises(CorruptOutbox) as first:
        open_outbox(path, TILL, ENROLMENT, OPENED)
    path.write_bytes(b"again")
    with pytest.raises(CorruptOutbox) as second:
        open_outbox(path, TILL, "second", OPENED)
    assert first.value.set_aside != second.value.set_aside
    assert path.with_name(second.value.set_aside.name).read_bytes() == b"again"


def test_a_folder_that_is_no_folder_is_not_damage(tmp_path: Path) -> None:
    """What cannot be opened is not set aside: it may be there again in a minute."""
    with pytest.raises(OutboxUnavailable) as unavailable:
        open_outbox(tmp_path / "missing" / "outbox.sqlite3", TILL, ENROLMENT, OPENED)
    assert not isinstance(unavailable.value, CorruptOutbox)


def test_flipped_bytes_are_found_or_harmless(path: Path) -> None:
    """Wherever bytes flip: set aside on opening, named by verify, or nothing has changed."""
    whole = path.read_bytes()
    dice = random.Random(7)
    expected = [fiscal_accrual(number) for number in range(EVENTS)]
    outcomes = set()
    for turn in range(120):
        raw = bytearray(whole)
        for _ in range(dice.choice((1, 1, 8, 200))):
            raw[dice.randrange(len(raw))] ^= dice.randint(1, 255)
        place = path.parent / str(turn) / path.name
        place.parent.mkdir()
        place.write_bytes(bytes(raw))
        outcomes.add(outcome_of(place, expected))
    assert outcomes == {"set aside", "harmless"}


def outcome_of(path: Path, expected: list[AccrualBody]) -> str:
    """Open a file and tell whether it was set aside, or is as it was in everything asked."""
    try:
        outbox = open_outbox(path, TILL, ENROLMENT, OPENED)
    except CorruptOutbox:
        return "set aside"
    try:
        if not outbox.verify():
            return "named by verify"
        assert [event.body for event in outbox.export()] == expected
        assert outbox.append(fiscal_accrual(10**6), OPENED).sequence == EVENTS + 1
        assert outbox.find(Sequence(EVENTS + 1)) is not None
    finally:
        outbox.close()
    return "harmless"
