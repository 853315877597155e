"""A hub to be asked everything: real processes, real HTTP, somebody of each kind who may ask.

Run as `python -m tests.hub.web.contract_hub FOLDER PORT`, it serves what `furnish` made there.
"""

import json
import secrets
import sys
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts.wire import base64url
from contracts.wire.units import Points, UnixTime
from hub.adapters.archive import FolderArchive
from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate
from hub.adapters.database.store import DatabaseStore
from hub.adapters.server import Listening, Server
from hub.app import bell_of, hub_of, surroundings_of
from hub.config import HubSettings, load_settings
from hub.core.access.actor import CONSOLE
from hub.core.access.people import PartnerState
from hub.core.ids import PartnerId, TransferId
from hub.core.policy import DAY
from hub.core.ports.hub import Hub
from hub.core.ports.ledger import Credit, Reason
from hub.usecases.enrolment import add_till, enrol_till
from hub.usecases.moves import ask_move
from hub.usecases.seal import seal_ledger
from hub.usecases.settlement import settle
from hub.usecases.settlement_desk import Desk
from hub.web.factory import create_web
from tests.fakes.settler import MemoryChain, MemorySettler
from tests.hub.till_world import enrol_request
from tests.hub.web.chain_world import DEPLOYMENT

OFTEN = 1_000_000
"""Times every allowance: this is about what is answered, not how often."""


def settings_in(folder: Path) -> HubSettings:
    """Return the settings of the hub in *folder*."""
    database, master, signing = json.loads((folder / "settings.json").read_text())
    named = {
        "DATABASE_URL": database,
        "HUB_HOST": "points.example.kz",
        "TELEGRAM_BOT": "sweet_bot",
        "TELEGRAM_BOT_TOKEN": "7342037359:" + "T" * 35,
        "HUB_MASTER_SECRET": master,
        "JWT_SECRET": signing,
        "JWT_LIFE_SECONDS": "86400",
    }
    return load_settings(named)


def furnish(folder: Path, database: str) -> None:
    """Make the schema, a partner with a shop, and a till whose key is kept in *folder*."""
    made = [base64url.encode(secrets.token_bytes(32)) for _ in range(2)]
    (folder / "settings.json").write_text(json.dumps([database, *made]))
    settings = settings_in(folder)
    engine = open_engine(settings.database_url)
    migrate(engine)
    engine.dispose()
    hub = hub_of(settings)
    with hub.store.begin() as work:
        partner = work.partners.add("Бауырсақ", None, PartnerState.ACTIVE, hub.clock.now())
        shop = work.shops.add(partner, "Абай 1", "", hub.clock.now())
    key = Ed25519PrivateKey.generate()
    code = add_till(hub, CONSOLE, shop, "Касса").code
    public = key.public_key().public_bytes_raw()
    reply = enrol_till(hub, enrol_request(code, public), "127.0.0.1")
    said = {
        "till": reply.till,
        "enrolment": reply.enrolment,
        "key": base64url.encode(key.private_bytes_raw()),
        "partner": partner,
    }
    (folder / "people.json").write_text(json.dumps(said))
    _state_an_epoch(hub, folder)
    assert isinstance(hub.store, DatabaseStore)
    hub.store.engine.dispose()


def _state_an_epoch(hub: Hub, folder: Path) -> None:
    """Let there be an epoch, a move that it states, and one that waits."""
    at = hub.clock.now()
    with hub.store.begin() as work:
        member = work.members.add(1_001, "Айгүл", "kk", at)
        work.ledger.open_member(member)
        work.members.set_wallet(member, "0:" + "ab" * 32)
        earned = Credit(
            TransferId(bytes(16)), member, PartnerId(1), Points(900), UnixTime(at - 40 * DAY),
            UnixTime(at + 300 * DAY), Reason.CLAIM, confirmed=True,
        )  # fmt: skip
        work.ledger.credit(earned)
    desk = Desk(MemorySettler(MemoryChain(time=at)), FolderArchive(folder / "epochs"), "0:manager")
    ask_move(hub, member, TransferId(b"stated".ljust(16)), Points(200))
    seal_ledger(hub)
    for _ in range(3):
        settle(hub, desk)
    ask_move(hub, member, TransferId(b"waiting".ljust(16)), Points(200))


def main() -> None:
    """Serve the hub of a folder, both named by the command line, until told to stop."""
    folder, port = Path(sys.argv[1]), sys.argv[2]
    settings = settings_in(folder)

    def make() -> object:
        bell = bell_of(settings)
        around = surroundings_of(settings, bell)
        often = replace(around.settings, rate_factor=OFTEN)
        around = replace(around, settings=often, chain=DEPLOYMENT)
        return create_web(hub_of(settings, bell), around)

    Server(Listening(f"127.0.0.1:{port}", 1, 8), make, lambda: None).run()


if __name__ == "__main__":
    main()
