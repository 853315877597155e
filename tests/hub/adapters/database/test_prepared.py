"""Statements that go straight to the driver do what they do through SQLAlchemy."""

from collections.abc import Iterator
from typing import Final

import psycopg
import pytest
from sqlalchemy import Connection, Engine, bindparam, insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from hub.adapters.database.prepared import Prepared
from hub.adapters.database.tables.running import feed, programme

_SAID: Final = ("kind", "body", "member", "till", "partner", "at")
ADDED: Final = Prepared(insert(feed).values({it: bindparam(it) for it in _SAID}).inline())
FOUND: Final = Prepared(select(feed).where(feed.c.kind == bindparam("kind")).order_by(feed.c.id))
TWO_NAMES: Final = Prepared(
    select(feed.c.kind, programme.c.id, feed.c.id)
    .select_from(feed)
    .join(programme, programme.c.id == 1)
    .where(feed.c.kind == bindparam("kind"))
)
SECOND_PROGRAMME: Final = Prepared(
    insert(programme).values(id=2, policy={}, keys=bindparam("keys"))
)
BIG: Final = 2**62


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A transaction that nobody keeps."""
    with engine.connect() as opened:
        yield opened


def said(kind: str, **more: object) -> dict[str, object]:
    """Return the row of a happening."""
    return {"kind": kind, "body": {"n": 1}, "member": None, "till": None, "partner": 7,
            "at": 5} | more  # fmt: skip


@pytest.mark.parametrize("kind", ["a", "жаңа", "it's; -- %s %(x)s"])
def test_what_is_written_is_read(connection: Connection, kind: str) -> None:
    """Texts, objects, nothing and the largest numbers come back as they were."""
    ADDED.on(connection, said(kind, at=BIG, body={"ә": [1, None, "%"]}))
    row = FOUND.on(connection, {"kind": kind}).one()
    assert (row.kind, row.body, row.member, row.partner, row.at) == (
        kind, {"ә": [1, None, "%"]}, None, 7, BIG,
    )  # fmt: skip


def test_it_is_of_the_transaction(engine: Engine) -> None:
    """What is rolled back was never written, and SQLAlchemy's own statements see the rest."""
    with engine.begin() as connection:
        ADDED.on(connection, said("kept"))
        assert connection.execute(select(feed.c.kind)).scalars().all() == ["kept"]
    with engine.connect() as connection:
        ADDED.on(connection, said("lost"))
        connection.execute(update(feed).values(partner=8))
        assert [it.partner for it in FOUND.on(connection, {"kind": "lost"})] == [8]
        connection.rollback()
    with engine.connect() as connection:
        assert FOUND.on(connection, {"kind": "lost"}).first() is None
        assert FOUND.on(connection, {"kind": "kept"}).one().partner == 7


def test_many_rows_and_none(connection: Connection) -> None:
    """Rows come in order; a statement that returns none says so."""
    for at in range(3):
        ADDED.on(connection, said("many", at=at))
    assert [it.at for it in FOUND.on(connection, {"kind": "many"})] == [0, 1, 2]
    assert ADDED.on(connection, said("other")) == []
    assert FOUND.on(connection, {"kind": "none"}).first() is None


def test_two_columns_of_one_name_are_told_by_place(connection: Connection) -> None:
    """A join may name a column twice."""
    ADDED.on(connection, said("twice"))
    kind, first, second = TWO_NAMES.on(connection, {"kind": "twice"}).one()
    assert (kind, first) == ("twice", 1)
    assert second >= 1


def test_a_broken_constraint_is_sqlalchemys_error(connection: Connection) -> None:
    """The stores that catch it know no driver."""
    with pytest.raises(IntegrityError, match="programme"):
        SECOND_PROGRAMME.on(connection, {"keys": {}})


def test_what_is_no_statement_is_sqlalchemys_error(connection: Connection) -> None:
    """The driver's kinds of errors are SQLAlchemy's; SQLite calls this one operational."""
    wrong = Prepared(text("SELECT nothing FROM nowhere"))
    kind = ProgrammingError if connection.dialect.name == "postgresql" else OperationalError
    with pytest.raises(kind):
        wrong.on(connection, {})


def test_a_line_that_broke_is_not_used_again(engine: Engine) -> None:
    """The server ends a session; the next transaction has another."""
    if engine.name != "postgresql":
        with engine.connect() as connection:
            assert FOUND.on(connection, {"kind": "a"}) == []
        return
    with engine.connect() as connection:
        FOUND.on(connection, {"kind": "a"})
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with psycopg.connect(engine.url.render_as_string(hide_password=False)
                             .replace("+psycopg", ""), autocommit=True) as other:  # fmt: skip
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        with pytest.raises(OperationalError):
            FOUND.on(connection, {"kind": "a"})
    with engine.connect() as connection:
        assert FOUND.on(connection, {"kind": "a"}) == []
