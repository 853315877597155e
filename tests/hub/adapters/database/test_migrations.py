"""The schema that migrations make is the one that the program knows; nothing is guessed."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate, newest, require_current
from hub.adapters.database.schema import metadata
from hub.adapters.database.version import NEWEST, is_current
from hub.errors import DatabaseUnavailable
from tests.hub.first_schema import PLACE, URLS, first_schema


def test_migrations_make_what_the_program_knows(engine: Engine) -> None:
    """Tables, columns, types, indexes and uniqueness, on either database."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert is_current(connection)


@pytest.mark.parametrize("dialect", URLS)
def test_the_files_hold_todays_schema(dialect: str) -> None:
    """Constraints and triggers, too: python -m tests.hub.first_schema writes them anew."""
    written = (PLACE / f"r0001_{dialect}.sql").read_text(encoding="utf-8")
    assert written == first_schema(dialect)


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    """And two that start at once do it one after the other."""
    migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM programme")).scalar_one() == 1


def test_the_newest_revision_is_the_one_that_the_program_asks_for() -> None:
    """It is written down apart, so that looking at a database does not load what migrates it."""
    assert newest() == NEWEST


def test_a_database_that_nobody_migrated_is_not_current(engine: Engine) -> None:
    """There is not even the table that would tell."""
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
        assert not is_current(connection)


def test_a_database_of_a_later_program_is_left_alone(engine: Engine) -> None:
    """It may mean other things by now."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseUnavailable, match="9999"):
        migrate(engine)
    with pytest.raises(DatabaseUnavailable, match="hub migrate"):
        require_current(engine)


def test_a_database_that_is_away_is_said() -> None:
    """With the next step."""
    engine = open_engine("postgresql://hub@/none?host=/nowhere")
    for do in (migrate, require_current):
        with pytest.raises(DatabaseUnavailable, match="Check DATABASE_URL"):
            do(engine)
    engine.dispose()
