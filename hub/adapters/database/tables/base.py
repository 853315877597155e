"""What all tables share: one metadata, names for constraints, and column types."""

from typing import Final

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Text
from sqlalchemy.types import TypeEngine

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Big: Final[TypeEngine[int]] = BigInteger().with_variant(Integer(), "sqlite")
"""A whole number; SQLite's own INTEGER holds 64 bits and may be a row id."""

IN_ORDER: Final[TypeEngine[str]] = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is compared byte by byte on both databases."""

ROOMY: Final = {"fillfactor": "70"}
"""Of a table whose rows change all the time: PostgreSQL then writes the new state of a row beside
the old one, and no index is touched."""


def identity(name: str = "id") -> Column[int]:
    """Return a primary key that the database counts up and never reuses."""
    return Column(name, Big, primary_key=True, autoincrement=True)


def big(name: str, *, null: bool = False, **more: object) -> Column[int]:
    """Return a whole-number column: an id, an amount or a time."""
    return Column(name, Big, nullable=null, **more)  # type: ignore[arg-type]  # SQLAlchemy's own options


def octets(name: str, *, null: bool = False, **more: object) -> Column[bytes]:
    """Return a column of bytes: an id, a hash or a code's digest."""
    return Column(name, LargeBinary, nullable=null, **more)  # type: ignore[arg-type]  # as above
