"""A programme on chain, as its web sees it: the settlement world with an API before it."""

from pathlib import Path

from flask.testing import FlaskClient

from contracts.ton.codes import code
from contracts.ton.seen import Address
from contracts.wire import base64url
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.adapters.rates_memory import MemoryRates
from hub.core.access.sessions import MEMBER
from hub.core.ids import MemberId
from hub.core.settlement.deployment import Contract, Deployed, Deployment
from hub.usecases.sessions import open_session
from hub.web.factory import create_web
from hub.web.surroundings import Surroundings, WebSettings
from tests.hub.settlement_world import SettlementWorld, named
from tests.hub.web.people import Caller

METRICS_TOKEN = "scrape-me-if-you-can"
DEPLOYMENT = Deployment(
    network="local",
    contracts={
        it: Deployed(Address(f"0:{number:064x}"), code(it.value).code_hash)
        for number, it in enumerate(Contract, 1)
    },
    wallet_code_hash=code("jetton_wallet_locked").code_hash,
    locked=True,
    settler=Address(f"0:{11:064x}"),
    sponsor=Address(f"0:{12:064x}"),
)


def move_name(*facts: object) -> str:
    """Return a move's id as the API takes it."""
    return base64url.encode(named(*facts))


class ChainWorld(SettlementWorld):
    """The settlement world, and HTTP."""

    def __init__(self, store: DatabaseStore, folder: Path, bell: MemoryBell) -> None:
        super().__init__(store, folder)
        settings = WebSettings(secure=False, metrics_token=METRICS_TOKEN)
        around = Surroundings(MemoryRates(), bell, settings, DEPLOYMENT)
        self.client: FlaskClient = create_web(self.hub, around).test_client()

    def sign_in(self, member: MemberId) -> Caller:
        """Return a session of a member."""
        with self.store.begin() as work:
            signed = open_session(work, self.hub, MEMBER, member)
        return Caller(member, {"Authorization": f"Bearer {signed.access}"})
