"""The first schema."""

from alembic import op

from hub.adapters.database.guards import add_guards
from hub.adapters.database.schema import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, and guard what the ledger keeps."""
    metadata.create_all(op.get_bind())
    add_guards(op.get_bind())
