"""What keeps the books: the schema, copies, bringing them back, and checking every entry."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from hub.adapters.backups import Manifest, Moment, make_backup, read_manifest, restore_backup
from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate, require_current
from hub.adapters.database.store import DatabaseStore
from hub.adapters.world import MasterKeyring, SystemClock
from hub.assembly import hub_of
from hub.config import HubSettings
from hub.core.access.actor import CONSOLE
from hub.core.blocks import Head
from hub.core.findings import Report
from hub.errors import HubError
from hub.usecases.generations import open_generation
from hub.usecases.master_secret import OtherSecret, mark_of, require_secret
from hub.usecases.morning import BACKUP
from hub.usecases.verify import verify_ledger

NO_HEAD: Final = Head(0, bytes(32))
"""Of a ledger in which nothing is sealed yet."""


def prepare(settings: HubSettings) -> None:
    """Bring a SQLite file up to date; refuse a PostgreSQL that nobody has migrated."""
    with closing_engine(settings) as engine:
        if settings.is_sqlite:
            keep_to_yourself(settings)
            migrate(engine)
        else:
            require_current(engine)
        require_secret(DatabaseStore(engine), MasterKeyring(settings.master_secret))


def migrate_database(settings: HubSettings) -> None:
    """Bring the database to this program's schema; refuse another hub's."""
    with closing_engine(settings) as engine:
        if settings.is_sqlite:
            keep_to_yourself(settings)
        migrate(engine)
        require_secret(DatabaseStore(engine), MasterKeyring(settings.master_secret))


def keep_to_yourself(settings: HubSettings) -> None:
    """Make a SQLite file that is not there yet for its owner only: it says who has what.

    SQLite gives what it lays beside the same rights. Who may not write here is told on opening.
    """
    with suppress(OSError):
        Path(settings.database_url.removeprefix("sqlite:///")).touch(mode=0o600)


@contextmanager
def closing_engine(settings: HubSettings) -> Iterator[Engine]:
    """Open the database for the block, and let go of it."""
    engine = open_engine(settings.database_url, pool=2)
    try:
        yield engine
    finally:
        engine.dispose()


def back_up(settings: HubSettings, target: Path) -> Manifest:
    """Copy the whole database to *target* while the hub runs, and note that it was done."""
    with closing_engine(settings) as engine, DatabaseStore(engine).read() as work:
        head = work.blocks.head() or NO_HEAD
        mark = work.generations.secret_mark() or b""
        moment = Moment(
            SystemClock().now(), work.blocks.generation(), head.number, head.hash.hex(), mark.hex()
        )
    manifest = make_backup(settings.database_url, target, moment)
    with closing_engine(settings) as engine, DatabaseStore(engine).begin() as work:
        work.jobs.beat(BACKUP, SystemClock().now(), {"block": head.number})
    return manifest


def bring_back(settings: HubSettings, backup: Path) -> tuple[Manifest, int]:
    """Bring a backup into the empty database, and open a new generation of ids."""
    mark = mark_of(MasterKeyring(settings.master_secret))
    if read_manifest(backup).secret not in ("", mark.hex()):
        raise OtherSecret(f"the hub of {backup}")
    manifest = restore_backup(settings.database_url, backup)
    migrate_database(settings)
    opened = open_generation(hub_of(settings), CONSOLE, least=manifest.generation + 1)
    return manifest, opened.generation


def verify_books(settings: HubSettings, head: str | None) -> Report:
    """Check the whole ledger, also against a head that somebody remembers as NUMBER:HEX."""
    return verify_ledger(hub_of(settings), [] if head is None else [head_in(head)])


def head_in(text: str) -> Head:
    """Return the head that *text* names, or raise HubError."""
    number, _, digest = text.partition(":")
    try:
        return Head(int(number), bytes.fromhex(digest))
    except ValueError as error:
        raise HubError("That is no head of a ledger.", "Write NUMBER:HEX.") from error
