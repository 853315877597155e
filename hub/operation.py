"""What `baursak hub serve` does: the API, and the heartbeat of the hub that answers."""

import logging
import socket
from importlib.metadata import version
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from hub.adapters.database.engine import open_engine
from hub.adapters.database.store import DatabaseStore
from hub.adapters.logs import set_up_logs, set_up_sentry
from hub.adapters.server import Listening, Server, every
from hub.adapters.world import SystemClock
from hub.app import web_of
from hub.config import HubSettings
from hub.errors import DatabaseUnavailable, HubError
from hub.keeping import closing_engine, prepare
from hub.worker.loop import BEAT_S

log = logging.getLogger(__name__)

PAUSE_S: Final = 300
"""Without a heartbeat for so long the hub was away, and members could not claim."""
LARGEST_PORT: Final = 65_535


def serve(settings: HubSettings) -> None:
    """Serve the API until told to stop; the database must be at this program's schema."""
    set_up_logs(settings.log_level)
    set_up_sentry(settings.sentry_dsn, f"baursak@{version('baursak')}")
    require_free(settings.listen)
    prepare(settings)
    note_pause(settings)
    listening = Listening(settings.listen, settings.workers, settings.threads)
    Server(listening, lambda: web_of(settings), lambda: beat_for_ever(settings)).run()


def require_free(listen: str) -> None:
    """Refuse an address at which this machine cannot listen, before anything is begun."""
    host, _, port = listen.rpartition(":")
    hint = "Stop what listens there, or name another address with HUB_LISTEN=127.0.0.1:8001."
    # The system would quietly take another port for one that is too large.
    if int(port) > LARGEST_PORT:
        raise HubError(f"The hub cannot listen at {listen}: no such port.", hint)
    try:
        found = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)
        with socket.socket(found[0][0], socket.SOCK_STREAM) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(found[0][4])
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or "no such port"
        raise HubError(f"The hub cannot listen at {listen}: {why}.", hint) from error


def note_pause(settings: HubSettings) -> None:
    """Put on record how long the hub was away: claim windows are longer by it."""
    with closing_engine(settings) as engine:
        store, now = DatabaseStore(engine), SystemClock().now()
        with store.begin() as work:
            last = work.jobs.beat("web", now, {})
            if last is not None and now - last > PAUSE_S:
                work.jobs.add_outage(last, now)


def beat_for_ever(settings: HubSettings) -> None:
    """Say every half minute that this process answers."""
    store = DatabaseStore(open_engine(settings.database_url, pool=1))

    def beat() -> None:
        try:
            with store.begin() as work:
                work.jobs.beat("web", SystemClock().now(), {})
        except (DatabaseUnavailable, SQLAlchemyError) as error:
            log.warning("no heartbeat: %s", type(error).__name__)

    every(BEAT_S, beat)
