"""Triggers that keep the past: what the ledger has written is neither changed nor deleted.

They stop mistakes and careless hands. Whoever owns the database can drop them; the sealed blocks
then tell what he did.
"""

from typing import Final

from sqlalchemy import Connection, text

FROZEN: Final = ("transfers", "blocks", "lot_uses", "takings")
"""Tables whose rows stay as they were written."""
LOGS: Final = ("audit",)
"""Logs: rows are added and stay."""
FROZEN_COLUMNS: Final = {
    "lots": ("id", "source", "member", "partner", "amount", "earned_at", "reason", "reference"),
    "accounts": ("id",),
}
"""Tables whose rows stay, and what of them never changes."""
_KEPT: Final = (*FROZEN, *LOGS, *FROZEN_COLUMNS)
REFUSAL: Final = "the ledger keeps what was written"
_FUNCTION: Final = f"""
CREATE OR REPLACE FUNCTION ledger_keeps() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}: %', TG_TABLE_NAME USING ERRCODE = '23000'; END $$
"""


def add_guards(connection: Connection) -> None:
    """Put the triggers into the database of *connection*; again changes nothing."""
    for statement in guard_statements(connection.dialect.name):
        connection.execute(text(statement))


def drop_guards(connection: Connection) -> None:
    """Take the triggers away: for a migration that must touch the past, and for tests of it."""
    for statement in _removals(connection.dialect.name):
        connection.execute(text(statement))


def guard_statements(dialect: str) -> list[str]:
    """Return the statements that make the triggers on *dialect*."""
    columns = {table: ", ".join(names) for table, names in FROZEN_COLUMNS.items()}
    whole = [(table, "UPDATE") for table in (*FROZEN, *LOGS)]
    whole += [(table, f"UPDATE OF {names}") for table, names in columns.items()]
    gone = [(table, "DELETE") for table in _KEPT]
    if dialect == "sqlite":
        return [_sqlite(table, event) for table, event in whole + gone]
    emptied = [(table, "TRUNCATE") for table in _KEPT]
    return [_FUNCTION, *(_postgresql(table, event) for table, event in whole + gone + emptied)]


def _name(table: str, event: str) -> str:
    return f"keep_{table}_{event.split(maxsplit=1)[0].lower()}"


def _sqlite(table: str, event: str) -> str:
    return (
        f"CREATE TRIGGER IF NOT EXISTS {_name(table, event)} BEFORE {event} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )


def _postgresql(table: str, event: str) -> str:
    each = "STATEMENT" if event == "TRUNCATE" else "ROW"
    return (
        f"CREATE OR REPLACE TRIGGER {_name(table, event)} BEFORE {event} ON {table}"
        f" FOR EACH {each} EXECUTE FUNCTION ledger_keeps()"
    )


def _removals(dialect: str) -> list[str]:
    events = ["UPDATE", "DELETE", *(["TRUNCATE"] if dialect == "postgresql" else [])]
    return [
        f"DROP TRIGGER IF EXISTS {_name(table, event)}"
        + (f" ON {table}" if dialect == "postgresql" else "")
        for table in _KEPT
        for event in events
    ]
