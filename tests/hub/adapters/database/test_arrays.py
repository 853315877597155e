"""Arrays in the form of PostgreSQL's wire: it reads what Python wrote."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from hub.adapters.database.arrays import flag_array, octet_array, text_array, whole_array
from hub.adapters.database.prepared import Prepared

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
READ = {
    kind: Prepared(f"SELECT %(a)s::{kind}[]") for kind in ("bigint", "bytea", "text", "boolean")
}
WHOLES = st.none() | st.integers(-(2**63), 2**63 - 1)
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=80)


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A transaction that nobody keeps."""
    with engine.connect() as opened:
        yield opened


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(WHOLES, max_size=40),
    st.lists(st.none() | st.binary(max_size=40), max_size=40),
    st.lists(st.none() | TEXTS, max_size=40),
    st.lists(st.booleans(), max_size=40),
)
def test_what_is_written_is_read(
    connection: Connection,
    wholes: list[int | None],
    octets: list[bytes | None],
    texts: list[str | None],
    flags: list[bool],
) -> None:
    """Empty arrays, nulls, the largest numbers, any octets and any text come back as they were."""
    assert READ["bigint"].on(connection, {"a": whole_array(wholes)}).one()[0] == wholes
    assert READ["bytea"].on(connection, {"a": octet_array(octets)}).one()[0] == octets
    assert READ["text"].on(connection, {"a": text_array(texts)}).one()[0] == texts
    assert READ["boolean"].on(connection, {"a": flag_array(flags)}).one()[0] == flags
