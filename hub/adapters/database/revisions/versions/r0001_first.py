"""The first schema: what stands in the SQL file of each database."""

from pathlib import Path
from typing import Final

from alembic import op
from sqlalchemy import text

revision = "0001"
down_revision = None

SEPARATOR: Final = "\n--;\n"
"""Between statements: a trigger has semicolons of its own."""


def upgrade() -> None:
    """Make every table, index and trigger."""
    dialect = op.get_bind().dialect.name
    script = Path(__file__).with_name(f"r0001_{dialect}.sql").read_text(encoding="utf-8")
    for statement in script.split(SEPARATOR):
        op.get_bind().execute(text(statement))
