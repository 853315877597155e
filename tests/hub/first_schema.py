"""Writes the first schema as SQL, one file for each database: python -m tests.hub.first_schema.

Only until the first release: from then on the files stay, and a change is a revision of its own.
"""

from pathlib import Path

from sqlalchemy import create_mock_engine
from sqlalchemy.sql.ddl import CreateIndex, CreateTable, ExecutableDDLElement

from hub.adapters.database.guards import guard_statements
from hub.adapters.database.revisions.versions.r0001_first import SEPARATOR
from hub.adapters.database.schema import metadata

PLACE = Path(__file__).parents[2] / "hub" / "adapters" / "database" / "revisions" / "versions"
URLS = {"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://"}


def first_schema(dialect: str) -> str:
    """Return the statements that make today's tables, indexes and triggers on *dialect*."""
    made: list[ExecutableDDLElement] = []
    for table in sorted(metadata.tables.values(), key=lambda it: it.name):
        indexes = sorted(table.indexes, key=lambda it: str(it.name))
        made += [CreateTable(table), *map(CreateIndex, indexes)]
    engine = create_mock_engine(URLS[dialect], print)
    said = [str(it.compile(dialect=engine.dialect)) for it in made]
    plain = [_plain(it) for it in (*said, *guard_statements(dialect))]
    return SEPARATOR.join(plain) + "\n"


def _plain(statement: str) -> str:
    lines = [line.rstrip().replace("\t", "  ") for line in statement.strip().splitlines()]
    return "\n".join(line for line in lines if line)


def main() -> None:
    """Write both files."""
    for dialect in URLS:
        (PLACE / f"r0001_{dialect}.sql").write_text(first_schema(dialect), encoding="utf-8")


if __name__ == "__main__":
    main()
