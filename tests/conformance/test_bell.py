"""What the live channel relies on of a bell: in one process, and over PostgreSQL for many."""

import threading
from collections.abc import Callable, Iterator

import psycopg
import pytest

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.bell_postgres import PostgresBell
from hub.core.ports.bell import Bell
from tests.hub.conftest import postgres  # noqa: F401 - a fixture
from tests.hub.databases import PostgresServer

WAIT_S = 10.0
NEVER_S = 3600.0
"""A bell that never looks by itself, so that only a ring wakes its listeners."""


@pytest.fixture(scope="module")
def url(postgres: PostgresServer) -> str:  # noqa: F811 - the fixture
    """Return the URL of an empty database."""
    return postgres.new_database()


@pytest.fixture(params=["memory", "postgresql"])
def bell(request: pytest.FixtureRequest, url: str) -> Iterator[Bell]:
    """Return each kind of bell."""
    made: Bell = MemoryBell(NEVER_S) if request.param == "memory" else PostgresBell(url, NEVER_S)
    yield made
    made.close()


def _told(events: list[threading.Event]) -> list[bool]:
    return [event.wait(WAIT_S) for event in events]


def test_every_listener_hears_a_ring(bell: Bell) -> None:
    """And goes on hearing."""
    heard = [threading.Event() for _ in range(3)]
    ends = [bell.listen(event.set) for event in heard]
    for _ in range(3):
        bell.ring()
        assert _told(heard) == [True] * 3
        for event in heard:
            event.clear()
    for end in ends:
        end()


def test_who_rings_does_not_wait(bell: Bell) -> None:
    """However long a listener takes; the rings meanwhile are heard as one more, at least."""
    began, go_on = threading.Event(), threading.Event()
    times: list[int] = []

    def slow() -> None:
        times.append(1)
        began.set()
        go_on.wait(WAIT_S)

    end = bell.listen(slow)
    bell.ring()
    assert began.wait(WAIT_S)
    for _ in range(100):
        bell.ring()
    began.clear()
    go_on.set()
    assert began.wait(WAIT_S)
    end()
    assert 2 <= len(times) < 50


def test_who_has_gone_hears_nothing(bell: Bell) -> None:
    """After its end a listener is not called; ending twice is ending once."""
    called: list[int] = []
    other = threading.Event()
    end = bell.listen(lambda: called.append(1))
    stays = bell.listen(other.set)
    end()
    end()
    called.clear()
    bell.ring()
    assert other.wait(WAIT_S)
    stays()
    assert called == []


def test_a_listener_may_end_itself(bell: Bell) -> None:
    """From within the call, without waiting for itself."""
    ends: list[Callable[[], None]] = []
    done = threading.Event()

    def once() -> None:
        if ends:
            ends[0]()
            done.set()

    ends.append(bell.listen(once))
    bell.ring()
    assert done.wait(WAIT_S)


def test_after_closing_a_ring_does_nothing(bell: Bell) -> None:
    """The process ends; nobody is woken, nothing is raised."""
    bell.listen(lambda: None)
    bell.close()
    bell.ring()
    bell.close()


def test_a_ring_is_heard_in_another_process(url: str) -> None:
    """Two bells over one database are two processes to it."""
    mine, theirs = PostgresBell(url), PostgresBell(url, NEVER_S)
    heard = threading.Event()
    theirs.listen(heard.set)
    assert heard.wait(WAIT_S), "it looks once as soon as it has its line"
    heard.clear()
    mine.ring()
    assert heard.wait(WAIT_S)
    mine.close()
    theirs.close()


def test_a_line_that_broke_is_made_again(url: str) -> None:
    """The server ends every connection; soon after, rings from elsewhere are heard again."""
    bell = PostgresBell(url, NEVER_S)
    heard = threading.Event()
    bell.listen(heard.set)
    assert heard.wait(WAIT_S)
    heard.clear()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert heard.wait(WAIT_S), "it looks for what it may have missed"
        heard.clear()
        connection.execute("NOTIFY baursak_feed")
        assert heard.wait(WAIT_S)
    bell.close()
