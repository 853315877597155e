"""What `baursak hub worker` does: the ledger's jobs and, beside them, those of the chain."""

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from contracts.wire.refusals import Refused
from hub.adapters.archive import FolderArchive
from hub.adapters.backups import backup_in
from hub.adapters.bot_api import HttpBotApi
from hub.adapters.logs import set_up_logs, set_up_sentry
from hub.adapters.outside import AlertWebhook, BotDoor
from hub.adapters.webhook_sender import HttpWebhookSender
from hub.assembly import started_hub_of
from hub.chain_assembly import chain_of, desk_of, look_of, public_addresses
from hub.config import HubSettings
from hub.core.ports.archive import ArchiveMismatch, ArchiveUnavailable
from hub.core.ports.chain import Chain, ChainError
from hub.core.ports.hub import Hub
from hub.core.ports.ledger import NotEnoughPoints, TransferMismatch, UnknownTransfer
from hub.core.ports.outward import AlertDoor, OutsideUnavailable
from hub.core.ports.settler import SettlerUnavailable
from hub.core.settlement.network import LOCAL
from hub.environment import SQLITE
from hub.errors import HubError
from hub.worker.bot_jobs import bot_jobs
from hub.worker.chain_gate import ChainGate
from hub.worker.chain_jobs import AT_HOME, Pace, chain_jobs
from hub.worker.jobs import all_jobs
from hub.worker.loop import Worker, free_jobs_of_the_dead
from hub.worker.together import run_together

BROKEN: Final = (
    HubError, Refused, SQLAlchemyError, OutsideUnavailable,
    ChainError, SettlerUnavailable, ArchiveUnavailable, ArchiveMismatch,
    NotEnoughPoints, TransferMismatch, UnknownTransfer,
)  # fmt: skip
"""What a job may raise without ending the worker: it is noted, and done again at its next time."""


def run_worker(settings: HubSettings, *, once: bool = False) -> int:
    """Do the worker's jobs until told to stop, or once; return how many were done last."""
    set_up_logs(settings.log_level, public_addresses(settings))
    set_up_sentry(settings.sentry_dsn, f"baursak@{version('baursak')}")
    require_archive(settings)
    stop, hub = threading.Event(), started_hub_of(settings)
    free_jobs_of_the_dead(hub, is_dead)
    with ExitStack() as open_lines:
        api = _bot_api_of(settings, open_lines)
        door = _alert_door_of(settings, api)
        jobs = all_jobs(door, settings.alert_language, HttpWebhookSender())
        worker = Worker(hub, jobs, _holder(), stop.wait, BROKEN)
        settling = open_lines.enter_context(_settling(settings, hub, stop))
        others = [] if settling is None else [settling.worker]
        if api is not None and settings.bot is not None:
            # Telegram may be silent, too: it must not hold up the ledger.
            telling = f"{_holder()}/bot"
            others.append(Worker(hub, bot_jobs(api), telling, stop.wait, BROKEN, beats=False))
        if once:
            return worker.turn() + sum(it.turn() for it in others)
        for number in (signal.SIGTERM, signal.SIGINT):
            # In a thread of its own: whom the signal interrupts may hold the lock of the Event.
            signal.signal(number, lambda *_: threading.Thread(target=stop.set).start())
        run_together(worker, others, stop, _closing(settling))
    return 0


def require_archive(settings: HubSettings) -> None:
    """Refuse an archive that cannot be written, or that would come back with the database.

    A restored database goes on from what the archive knows beyond it: what is restored with it
    knows nothing more.
    """
    if settings.chain is None or settings.chain.archive is None:
        return
    archive = settings.chain.archive
    try:
        FolderArchive(archive).require_writable()
    except ArchiveUnavailable as error:
        hint = "Name another folder in TON_ARCHIVE, or mend the rights to this one."
        raise HubError(f"Epochs cannot be kept: {error}.", hint) from error
    beside = books_folder(settings)
    if beside is not None and archive.resolve() in (beside, *beside.parents):
        raise HubError(
            f"The folder of epochs holds the database itself: {archive}.",
            "Name another folder in TON_ARCHIVE: the two must never be restored together.",
        )
    for folder in (archive.resolve(), *archive.resolve().parents):
        # Beside the database itself the archive lies by default, and so may a backup.
        found = None if folder == beside else backup_in(folder)
        if found is not None:
            raise HubError(
                f"The folder of epochs, {archive}, lies where backups of the database do: {found}.",
                "Move it elsewhere and name it in TON_ARCHIVE: the two must never be restored"
                " together.",
            )


def books_folder(settings: HubSettings) -> Path | None:
    """Return the folder of SQLite's file; None where the database is a server's."""
    if not settings.is_sqlite:
        return None
    return Path(settings.database_url.removeprefix(SQLITE)).resolve().parent


@dataclass(frozen=True, slots=True)
class _Settling:
    """A worker of its own for the chain: a server that is silent must not hold up the ledger."""

    worker: Worker
    chain: Chain


@contextmanager
def _settling(settings: HubSettings, hub: Hub, stop: threading.Event) -> Iterator[_Settling | None]:
    """Have what settles for the block, where the programme is on a chain."""
    if settings.chain is None:
        yield None
        return
    chain = chain_of(settings)
    desk = desk_of(settings, chain)
    assert desk is not None, "the worker has read the keys"
    pace = AT_HOME if settings.network == LOCAL else Pace()
    jobs = chain_jobs(desk, ChainGate(look_of(settings, chain), pace.look_again), stop.wait, pace)
    try:
        # The holder is another one: the two hold different jobs at the same time.
        yield _Settling(
            Worker(hub, jobs, f"{_holder()}/chain", stop.wait, BROKEN, beats=False), chain
        )
    finally:
        chain.close()


def _closing(settling: _Settling | None) -> Callable[[], None]:
    """Return what lets go of the chain, which may keep a worker waiting."""
    return settling.chain.close if settling is not None else lambda: None


def _bot_api_of(settings: HubSettings, open_lines: ExitStack) -> HttpBotApi | None:
    """Return what speaks to Telegram until *open_lines* end; None without the bot's token."""
    token = settings.bot_token
    if token is None:
        return None
    return open_lines.enter_context(closing(HttpBotApi(token, settings.bot_api)))


def is_dead(holder: str) -> bool:
    """Tell whether *holder* was a process of this machine that is no more, or of our own number."""
    host, _, rest = holder.partition("/")
    pid = rest.partition("/")[0]
    if os.name != "posix" or host != socket.gethostname() or not pid.isdigit():
        return False
    if int(pid) == os.getpid():
        return True  # a container's main process has the same number again after a restart
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _holder() -> str:
    """Return what this process is called where it holds a job."""
    return f"{socket.gethostname()}/{os.getpid()}"


def _alert_door_of(settings: HubSettings, api: HttpBotApi | None) -> AlertDoor | None:
    """Return where the operator's alerts go, if anywhere."""
    if settings.alert_url is not None:
        return AlertWebhook(settings.alert_url)
    if settings.alert_chat is not None and api is not None:
        return BotDoor(api.say, settings.alert_chat)
    return None
