"""What an operator's commands do: serve, work, keep copies, check the books, add people."""

import logging
import os
import signal
import socket
import threading
from importlib.metadata import version
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from contracts.ton.codes import code
from contracts.ton.reading import MalformedCells
from contracts.ton.seen import Address
from contracts.ton.token_books import NoSettlement, read_books
from contracts.wire.refusals import Refused
from hub.adapters.chain_pytoniq.chain import PytoniqChain
from hub.adapters.database.engine import open_engine
from hub.adapters.database.store import DatabaseStore
from hub.adapters.logs import set_up_logs, set_up_sentry
from hub.adapters.outside import AlertWebhook, BotDoor
from hub.adapters.server import Listening, Server, every
from hub.adapters.telegram import TelegramBot
from hub.adapters.webhook_sender import HttpWebhookSender
from hub.adapters.world import SystemClock
from hub.app import hub_of, web_of
from hub.config import HubSettings
from hub.core.ports.chain import ChainError
from hub.core.ports.outward import AlertDoor, OutsideUnavailable
from hub.core.settlement.network import MalformedNetwork, read_network
from hub.core.settlement.proof_files import TokenState
from hub.errors import DatabaseUnavailable, HubError
from hub.keeping import closing_engine, prepare
from hub.worker.jobs import all_jobs
from hub.worker.loop import BEAT_S, Worker

log = logging.getLogger(__name__)

PAUSE_S: Final = 300
"""Without a heartbeat for so long the hub was away, and members could not claim."""


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


def run_worker(settings: HubSettings, *, once: bool = False) -> int:
    """Do the worker's jobs until told to stop, or once; return how many were done last."""
    set_up_logs(settings.log_level)
    set_up_sentry(settings.sentry_dsn, f"baursak@{version('baursak')}")
    stop = threading.Event()
    worker = Worker(
        hub_of(settings),
        all_jobs(alert_door_of(settings), settings.alert_language, HttpWebhookSender()),
        f"{socket.gethostname()}/{os.getpid()}",
        stop.wait,
        (HubError, Refused, SQLAlchemyError, OutsideUnavailable),
    )
    if once:
        return worker.turn()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    worker.run()
    return 0


def alert_door_of(settings: HubSettings) -> AlertDoor | None:
    """Return where the operator's alerts go, if anywhere."""
    if settings.alert_url is not None:
        return AlertWebhook(settings.alert_url)
    if settings.alert_chat is not None and settings.bot_token is not None:
        return BotDoor(TelegramBot(settings.bot_token).say, settings.alert_chat)
    return None


def token_state(name: str, servers: bytes, token: Address) -> TokenState:
    """Return what the token on the network *name* states, read over the servers of its file.

    With proof, except on our own local chain.
    """
    try:
        network = read_network(name, servers)
        chain = PytoniqChain(network)
        try:
            account = chain.account(token)
        finally:
            chain.close()
        if account.code_hash != code("loyalty_token").code_hash or account.data is None:
            raise HubError(
                f"{token} is not a LoyaltyToken of this version, on the network {network.name}.",
                "Check the address, the network's file, and that this program is up to date.",
            )
        books = read_books(account.data)
    except MalformedNetwork as problem:
        raise HubError(f"The network's file {problem}.", "Take the network's own file.") from None
    except (ChainError, MalformedCells, NoSettlement) as problem:
        raise HubError(f"The chain could not be read: {problem}.", "Try again later.") from None
    said = books.stated
    return TokenState(
        said.epoch, said.root, said.issued, said.custody, said.sum_root, said.block,
        books.supply, books.burned,
    )  # fmt: skip
