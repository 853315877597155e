"""What an operator's commands do: serve, work, keep copies, check the books, add people."""

import logging
import os
import signal
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from contracts.ton.codes import code
from contracts.ton.reading import MalformedCells
from contracts.ton.seen import Address
from contracts.ton.token_books import NoSettlement, read_books
from contracts.wire import base64url
from contracts.wire.keys import SHORTEST_SECRET
from contracts.wire.refusals import Refused
from contracts.wire.units import ShopId
from hub.adapters.backups import Manifest, Moment, make_backup, restore_backup
from hub.adapters.chain_pytoniq.chain import PytoniqChain
from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate, require_current
from hub.adapters.database.store import DatabaseStore
from hub.adapters.logs import set_up_logs, set_up_sentry
from hub.adapters.outside import AlertWebhook, BotDoor, RealOutside
from hub.adapters.server import Listening, Server, every
from hub.adapters.telegram import TelegramBot
from hub.adapters.webhook_sender import HttpWebhookSender
from hub.adapters.world import SystemClock, SystemRandomness
from hub.app import hub_of, web_of
from hub.config import HubSettings
from hub.core.access.actor import CONSOLE
from hub.core.access.people import LARGEST_PAGE, Page
from hub.core.access.roles import PROGRAMME, Grant, Role, Scope
from hub.core.access.secrets import require_good_password
from hub.core.access.sessions import SignedIn
from hub.core.blocks import Head
from hub.core.findings import Report
from hub.core.ids import PartnerId
from hub.core.ports.chain import ChainError
from hub.core.ports.outward import AlertDoor, OutsideUnavailable
from hub.core.ports.tills import TillView
from hub.core.settlement.network import MalformedNetwork, read_network
from hub.core.settlement.proof_files import TokenState
from hub.errors import DatabaseUnavailable, HubError
from hub.usecases.enrolment import TillCode, add_till
from hub.usecases.founding import Founded, found_partner
from hub.usecases.generations import open_generation
from hub.usecases.look_around import (
    Seen,
    look_at_bot,
    look_at_certificate,
    look_at_link,
    look_at_residency,
)
from hub.usecases.own_account import TotpEnrolment, accept_invitation, confirm_totp, enrol_totp
from hub.usecases.sessions import recognise_staff
from hub.usecases.staff import add_staff, list_staff
from hub.usecases.tills import list_tills
from hub.usecases.verify import verify_ledger
from hub.worker.jobs import all_jobs
from hub.worker.loop import BEAT_S, Worker

log = logging.getLogger(__name__)

PAUSE_S: Final = 300
"""Without a heartbeat for so long the hub was away, and members could not claim."""
NO_HEAD: Final = Head(0, bytes(32))
"""Of a ledger in which nothing is sealed yet."""


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


def prepare(settings: HubSettings) -> None:
    """Bring a SQLite file up to date; refuse a PostgreSQL that nobody has migrated."""
    with closing_engine(settings) as engine:
        if settings.is_sqlite:
            migrate(engine)
        else:
            require_current(engine)


def migrate_database(settings: HubSettings) -> None:
    """Bring the database to this program's schema."""
    with closing_engine(settings) as engine:
        migrate(engine)


@contextmanager
def closing_engine(settings: HubSettings) -> Iterator[Engine]:
    """Open the database for the block, and let go of it."""
    engine = open_engine(settings.database_url, pool=2)
    try:
        yield engine
    finally:
        engine.dispose()


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


def back_up(settings: HubSettings, target: Path) -> Manifest:
    """Copy the whole database to *target* while the hub runs."""
    with closing_engine(settings) as engine, DatabaseStore(engine).read() as work:
        head = work.blocks.head() or NO_HEAD
        moment = Moment(SystemClock().now(), work.blocks.generation(), head.number, head.hash.hex())
    return make_backup(settings.database_url, target, moment)


def bring_back(settings: HubSettings, backup: Path) -> tuple[Manifest, int]:
    """Bring a backup into the empty database, and open a new generation of ids."""
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


def add_partner(settings: HubSettings, name: str, shops: tuple[str, ...]) -> Founded:
    """Add a partner that is approved at once, and its shops."""
    return found_partner(hub_of(settings), CONSOLE, name, shops)


def add_owner(
    settings: HubSettings, login: str, name: str, partner: int | None, password: str
) -> SignedIn:
    """Add somebody who signs in with a password: a partner's owner, or an operator."""
    hub = hub_of(settings)
    where = Grant(Role.OPERATOR, PROGRAMME)
    if partner is not None:
        where = Grant(Role.OWNER, Scope(PartnerId(partner)))
    require_good_password(password, login)
    invited = add_staff(hub, CONSOLE, login, name, where)
    return accept_invitation(hub, invited.code, password, CONSOLE.address)


def new_codes(settings: HubSettings, signed_in: SignedIn, password: str) -> TotpEnrolment:
    """Begin with one-time codes for somebody who has just signed in."""
    hub = hub_of(settings)
    claims, actor = recognise_staff(hub, signed_in.access, CONSOLE.address, "setup")
    return enrol_totp(hub, actor, claims, password)


def confirm_codes(settings: HubSettings, signed_in: SignedIn, code: str) -> list[str]:
    """Turn one-time codes on, and return the recovery codes."""
    hub = hub_of(settings)
    claims, actor = recognise_staff(hub, signed_in.access, CONSOLE.address, "setup")
    return confirm_totp(hub, actor, claims, code)


def has_staff(settings: HubSettings) -> bool:
    """Tell whether anybody can sign in to the dashboard."""
    return bool(list_staff(hub_of(settings), CONSOLE, Page(0, 1)))


def look_around(settings: HubSettings, *, in_kazakhstan: bool, offline: bool) -> list[Seen]:
    """Look at everything that slips and members will depend on."""
    seen = [look_at_link(settings.host, settings.bot)]
    seen.append(look_at_residency(in_kazakhstan=in_kazakhstan))
    if not offline:
        seen.append(look_at_certificate(RealOutside(SystemClock().now), settings.host))
        if settings.bot_token is not None:
            seen += look_at_bot(TelegramBot(settings.bot_token), settings.bot, settings.host)
    return seen


def write_env(path: Path, values: Mapping[str, str]) -> None:
    """Write a file of settings that only its owner can read; refuse to replace one."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise HubError(f"{path} cannot be written ({error.strerror}).", "Name another.") from error
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in values.items())


def add_till_of(settings: HubSettings, shop: int, name: str) -> TillCode:
    """Make a till and its one-time code."""
    return add_till(hub_of(settings), CONSOLE, ShopId(shop), name)


def tills_known(settings: HubSettings) -> list[TillView]:
    """Return every till."""
    hub, found = hub_of(settings), list[TillView]()
    page = Page(0, LARGEST_PAGE)
    while more := list_tills(hub, CONSOLE, page):
        found += more
        page = Page(more[-1].till.id, LARGEST_PAGE)
    return found


def new_secret() -> str:
    """Return a new secret as the settings hold it."""
    return base64url.encode(SystemRandomness().octets(SHORTEST_SECRET))


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
