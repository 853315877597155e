"""Settlers over a chain in memory, and over the real contracts on a local chain in this process."""

from dataclasses import dataclass, field
from typing import Protocol

from pytoniq_core.boc.address import Address as CoreAddress

from contracts.ton import jetton, loyalty_token, redemption_manager, revenue_distribution
from contracts.ton.cells import builder
from contracts.ton.codes import code
from contracts.ton.reading import address_of, core_address
from contracts.ton.seen import Address
from hub.adapters.settler import Addresses, ChainSettler
from hub.adapters.wallets import SettlerWallet, SponsorWallet
from hub.core.ports.settler import Settler
from hub.localchain.port import ChainInProcess
from tests.fakes.settler import TON, MemoryChain, MemorySettler
from tests.ton_chain import Sender, local_chain, wallet

CAP = 10**9


class Place(Protocol):
    """A chain with the programme's contracts, and what members and time do to it."""

    settler: Settler

    def owner(self, name: str) -> str:
        """Return a member's wallet."""
        ...

    def pass_time(self, seconds: int) -> None:
        """Let the chain's time go by."""
        ...

    def jettons(self, owner: str) -> int:
        """Return what a wallet holds."""
        ...

    def send_back(self, owner: str, points: int) -> None:
        """Let a wallet send jettons back to custody."""
        ...

    def deposit(self, nano: int) -> None:
        """Bring revenue in."""
        ...


@dataclass
class MemoryPlace:
    """A chain in memory."""

    chain: MemoryChain = field(default_factory=MemoryChain)

    def __post_init__(self) -> None:
        self.settler: Settler = MemorySettler(self.chain)

    def owner(self, name: str) -> str:
        """Return a member's wallet."""
        return "0:" + name.encode().hex().rjust(64, "0")

    def pass_time(self, seconds: int) -> None:
        """Let the chain's time go by."""
        self.chain.time += seconds

    def jettons(self, owner: str) -> int:
        """Return what a wallet holds."""
        return self.chain.jettons.get(owner, 0)

    def send_back(self, owner: str, points: int) -> None:
        """Let a wallet send jettons back to custody."""
        self.chain.send_back(owner, points)

    def deposit(self, nano: int) -> None:
        """Bring revenue in."""
        self.chain.received += nano


class LocalPlace:
    """The real contracts on the real TVM."""

    def __init__(self, delay: int = 0, *, locked: bool = False) -> None:
        self.chain = local_chain()
        port = ChainInProcess(self.chain)
        signing = SettlerWallet(bytes(range(32)), "local")
        sponsor = SponsorWallet(bytes(range(1, 33)))
        for it in (signing.address, sponsor.address):
            self.chain.faucet(core_address(it), 100 * TON)
        admin = wallet(self.chain, "admin")
        founding = redemption_manager.Founding(admin.address)
        self.manager = admin.deploy(founding.init())
        bounds = loyalty_token.Bounds(core_address(signing.address), CAP, 0, delay)
        content = builder().store_uint(0, 8).end_cell()
        token = loyalty_token.Founding(
            admin.address, content, bounds, self.manager if locked else None
        )
        self.token = admin.deploy(token.init(), value=10 * TON)
        wallet_code = code("jetton_wallet_locked" if locked else "jetton_wallet_open").cell
        admin.send(
            self.manager, redemption_manager.set_token(self.token, wallet_code, locked=locked)
        )
        revenue = revenue_distribution.Founding(
            admin.address, admin.address, 0, core_address(signing.address)
        )
        self.revenue = admin.deploy(revenue.init())
        self._admin, self._locked, self._port = admin, locked, port
        places = [address_of(it) for it in (self.token, self.manager, self.revenue)]
        at = Addresses(_known(places[0]), _known(places[1]), locked, places[2])
        self.settler: Settler = ChainSettler(port, signing, sponsor, at)
        self._people: dict[str, Sender] = {}

    def owner(self, name: str) -> str:
        """Return a member's wallet."""
        person = wallet(self.chain, name)
        raw = _known(address_of(person.address))
        self._people[raw] = person
        return raw

    def pass_time(self, seconds: int) -> None:
        """Let the chain's time go by."""
        self.chain.advance(seconds)
        self.chain.tick()

    def jettons(self, owner: str) -> int:
        """Return what a wallet holds."""
        place = self._wallet(owner)
        if self.chain.account(place).status != "active":
            return 0
        return int(self.chain.get(place, "get_wallet_data", [])[0])

    def send_back(self, owner: str, points: int) -> None:
        """Let a wallet send jettons back to custody."""
        asked = jetton.Transfer(
            points, self.manager, core_address(Address(owner)), TON // 2,
            redemption_manager.payload(0, 7),
        )  # fmt: skip
        self._people[owner].send(self._wallet(owner), asked.body())

    def deposit(self, nano: int) -> None:
        """Bring revenue in."""
        self._admin.send(self.revenue, revenue_distribution.deposit(nano), value=nano + TON)

    def _wallet(self, owner: str) -> CoreAddress:
        manager = self.manager if self._locked else None
        return jetton.wallet_address(core_address(Address(owner)), self.token, manager)


def _known(address: Address | None) -> Address:
    assert address is not None, "on the basechain"
    return address
