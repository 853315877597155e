"""A programme on chain with a real server before it, and a member with a phone and a wallet."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from contracts.ton.addresses import read_address
from contracts.ton.reading import address_of, cell_of, core_address
from contracts.ton.seen import Address
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.adapters.rates_memory import MemoryRates
from hub.core.ids import MemberId
from hub.core.settlement.deployment import Contract, Deployment
from hub.core.wallet_choices import WalletChoice
from hub.usecases.settlement_desk import Desk
from hub.web.factory import create_web
from hub.web.our_wallets import our_wallets
from hub.web.surroundings import Surroundings, WebSettings
from tests.fakes.ton_bridge import Bridge
from tests.fakes.ton_wallet import PhoneWallet, VersionedWallet
from tests.hub.web.chain_world import DEPLOYMENT, ChainWorld
from tests.hub.web.phone import Phone
from tests.hub.web.sockets import serving
from tests.settlers import LocalPlace
from tests.ton_chain import Sender

NUMBER = 77
WALLET = "Oqa Wallet"
SCREEN = "/app/wallet/"


class WalletWorld(ChainWorld):
    """The settlement world, served to phones whose wallets listen at a bridge of this machine."""

    app: Flask

    def __init__(self, store: DatabaseStore, folder: Path, bell: MemoryBell, bridge: str) -> None:
        self.bridge = f"http://{bridge}/bridge"
        super().__init__(store, folder, bell)

    def _served(self, deployment: Deployment | None) -> FlaskClient:
        choice = WalletChoice(WALLET, "https://wallet.example/connect", self.bridge)
        settings = WebSettings(secure=False, rate_factor=1000, wallets=(choice, *our_wallets()))
        around = Surroundings(MemoryRates(), self._bell, settings, deployment)
        self.app = create_web(self.hub, around)
        return self.app.test_client()

    def leave_the_chain(self) -> None:
        """Be a programme with TON_NETWORK=off from now on."""
        self.client = self._served(None)

    def settle_on(self, place: LocalPlace) -> None:
        """Settle on the real contracts, the one that takes points back among them."""
        self.stand_on(place)
        manager = address_of(place.manager)
        assert manager is not None
        self.desk = Desk(place.settler, self.archive, manager)
        there = dict(DEPLOYMENT.contracts)
        for contract, found in (
            (Contract.LOYALTY, address_of(place.token)),
            (Contract.REDEMPTION, manager),
            (Contract.REVENUE, address_of(place.revenue)),
        ):
            assert found is not None
            there[contract] = replace(there[contract], address=found)
        self.client = self._served(replace(DEPLOYMENT, contracts=there))

    def member_here(self) -> MemberId:
        """Return the member who opened the app on the phone."""
        with self.store.read() as work:
            found = work.members.of_telegram(NUMBER)
        assert found is not None, "he has opened the app"
        return found.id

    def wallet_here(self) -> str | None:
        """Return the wallet that the hub knows of him."""
        with self.store.read() as work:
            found = work.members.of_telegram(NUMBER)
        assert found is not None
        return found.wallet

    @contextmanager
    def open(self) -> Iterator[str]:
        """Serve the hub while the block lasts; return HOST:PORT."""
        with serving(self.app) as place:
            yield place

    def phone_wallet(self, own: VersionedWallet, place: LocalPlace | None = None) -> PhoneWallet:
        """Return a wallet's program on the member's phone; what it sends goes to *place*."""

        def send(to: str, value: int, body: bytes) -> None:
            assert place is not None
            sender = Sender(place.chain, core_address(Address(own.address)))
            sender.send(core_address(read_address(to)), cell_of(body), value=value)

        return PhoneWallet(own, self.bridge, lambda: self.clock.time, send)


@contextmanager
def a_bridge() -> Iterator[str]:
    """Run a bridge while the block lasts; return HOST:PORT."""
    with serving(Bridge().app) as place:
        yield place


def chosen(mobile: Phone) -> str:
    """Choose the wallet on the screen, and return the link that the page shows for it."""
    mobile.tap("[data-do=connect]")
    link = mobile.page.until("document.querySelector('[data-open]')?.href")
    mobile.page.until("document.querySelector('[data-qr] path') !== null")
    return str(link)
