"""Brings a database to the schema that this program needs, each step whole or not at all."""

from sqlalchemy import Engine, insert

from hub.adapters.database.schema import metadata
from hub.adapters.database.tables.running import programme


def migrate(engine: Engine) -> None:
    """Make or upgrade the schema, and the programme's one row."""
    metadata.create_all(engine)
    with engine.begin() as connection:
        if connection.execute(programme.select()).first() is None:
            connection.execute(insert(programme).values(id=1, policy={}, keys={}))
