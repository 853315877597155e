"""Databases for the hub's tests: the real ones, both kinds."""

import logging
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine

from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate
from hub.adapters.database.store import DatabaseStore
from tests.hub.databases import PostgresServer, running_server


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Give the process its logs back: a program run in it sends them to a stream that is gone."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Run one PostgreSQL for all tests of the session."""
    with running_server("fsync=off", "synchronous_commit=off") as server:
        yield server


@pytest.fixture(scope="session")
def templates(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what new databases are copied from: one of each kind, with the whole schema."""
    file = tmp_path_factory.mktemp("template") / "hub.sqlite3"
    urls = {"sqlite": f"sqlite:///{file}", "postgresql": postgres.new_database()}
    for url in urls.values():
        engine = open_engine(url)
        migrate(engine)
        engine.dispose()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return urls


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    postgres: PostgresServer,
    templates: dict[str, str],
) -> Iterator[str]:
    """Return the URL of a fresh database with the whole schema, of one kind and then the other."""
    if request.param == "sqlite":
        shutil.copy(templates["sqlite"].removeprefix("sqlite:///"), tmp_path / "hub.sqlite3")
        yield f"sqlite:///{tmp_path / 'hub.sqlite3'}"
        return
    url = postgres.new_database(templates["postgresql"])
    yield url
    postgres.drop_database(url)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Return an engine on a fresh database with the whole schema."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> DatabaseStore:
    """Return the store on a fresh database with the whole schema and one programme row."""
    return DatabaseStore(engine)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_store(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgres: PostgresServer,
    templates: dict[str, str],
) -> Iterator[DatabaseStore]:
    """Return a store that a module's tests share: each makes people and things of its own."""
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("shared") / "hub.sqlite3"
        shutil.copy(templates["sqlite"].removeprefix("sqlite:///"), file)
        url = f"sqlite:///{file}"
    else:
        url = postgres.new_database(templates["postgresql"])
    engine = open_engine(url)
    yield DatabaseStore(engine)
    engine.dispose()
