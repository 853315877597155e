"""What the database itself keeps of who may do what, and of what they did."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from contracts.wire.units import UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import Entry
from hub.core.access.people import PartnerState
from hub.core.ids import StaffId
from hub.core.ports.access import Taken
from tests.hub.hubs import NOW


def refused(engine: Engine, statement: str) -> None:
    """Expect that the database refuses *statement* for breaking one of its rules."""
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(statement))


def test_the_log_is_only_added_to(store: DatabaseStore, engine: Engine) -> None:
    """No statement changes or removes what somebody did."""
    with store.begin() as work:
        work.audit.write(Entry(UnixTime(NOW), StaffId(1), "shop.add", "shop 1"))
    refused(engine, "UPDATE audit SET staff = 2")
    refused(engine, "DELETE FROM audit")
    if engine.name == "postgresql":
        refused(engine, "TRUNCATE audit")


@pytest.mark.parametrize(
    "row",
    [
        "1, 'king', NULL, NULL",
        "1, 'operator', 1, NULL",
        "1, 'owner', NULL, NULL",
        "1, 'manager', NULL, 1",
        "1, 'auditor', NULL, 1",
    ],
)
def test_no_role_stands_where_it_cannot(shared_store: DatabaseStore, row: str) -> None:
    """The rules of roles are the database's as well."""
    into = "INSERT INTO roles (staff, role, partner, shop) VALUES (VALUES_HERE)"
    refused(shared_store.engine, into.replace("VALUES_HERE", row))


def test_a_broken_uniqueness_leaves_the_rest_of_the_work(shared_store: DatabaseStore) -> None:
    """What was done before and after the refused row is kept."""
    at = UnixTime(NOW)
    with shared_store.begin() as work:
        first = work.partners.add("Бірінші", "0:aa", PartnerState.PENDING, at)
        with pytest.raises(Taken):
            work.partners.add("Екінші", "0:aa", PartnerState.PENDING, at)
        second = work.partners.add("Үшінші", None, PartnerState.PENDING, at)
    with shared_store.read() as work:
        found = [work.partners.get(it) for it in (first, second)]
    assert [it.name for it in found if it is not None] == ["Бірінші", "Үшінші"]


def test_a_nonce_is_used_once(shared_store: DatabaseStore) -> None:
    """For each purpose; and forgotten when its time is long over."""
    with shared_store.begin() as work:
        used = [work.nonces.use(it, b"n" * 16, UnixTime(NOW)) for it in ("a", "a", "b")]
        assert work.nonces.forget(UnixTime(NOW), 10) == 0
        assert work.nonces.forget(UnixTime(NOW + 1), 1) == 1
        assert work.nonces.forget(UnixTime(NOW + 1), 10) == 1
    assert used == [True, False, True]


def test_tries_are_counted_by_window(shared_store: DatabaseStore) -> None:
    """A new window begins with the first try after the old one; a good try is taken back."""
    with shared_store.begin() as work:
        count = work.attempts.count
        assert [count(b"s", UnixTime(NOW + late), 100) for late in (0, 99, 100, 101)] == [
            1,
            2,
            1,
            2,
        ]
        work.attempts.forgive(b"s")
        assert count(b"s", UnixTime(NOW + 102), 100) == 2
        work.attempts.clear(b"s")
        assert count(b"s", UnixTime(NOW + 103), 100) == 1
        assert work.attempts.forget(UnixTime(NOW + 103), 10) == 0
        assert work.attempts.forget(UnixTime(NOW + 104), 10) == 1
