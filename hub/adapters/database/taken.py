"""Turns a broken uniqueness into `Taken`, and leaves the transaction usable."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from hub.adapters.database.violations import broken_constraint
from hub.core.ports.access import Taken


@contextmanager
def saying_taken(connection: Connection) -> Iterator[None]:
    """Raise Taken where the block breaks a uniqueness; what it wrote is undone, no more."""
    try:
        with connection.begin_nested():
            yield
    except IntegrityError as error:
        name = broken_constraint(error)
        if not name.startswith("uq_"):
            raise
        raise Taken(name) from error
