"""A partner registry on a local chain, with those who have to do with it."""

import functools
from typing import Any

from pytoniq_core.boc.address import Address
from pytoniq_core.boc.hashmap.hashmap import HashMap
from pytoniq_core.tlb.account import StateInit

from contracts.ton import jetton
from contracts.ton import partner_registry as registry
from contracts.ton.cells import builder
from contracts.ton.codes import code
from contracts.ton.partner_registry import Commissions, Founding, PartnerView, Registration, Tier
from contracts.ton.roles import first_roles
from hub.localchain.prices import Prices
from hub.localchain.traces import Trace
from tests.contracts.ton.asking import account, ask
from tests.ton_chain import TON, Sender, local_chain, wallet

COMMISSIONS = Commissions(300, 200, 100)
SINCE = 1_780_000_000


class RegistryWorld:
    """The registry, its admin, its settler and a partner that is about to register."""

    def __init__(self, prices: Prices = "new", init: StateInit | None = None) -> None:
        self.chain = local_chain(prices)
        self.admin = wallet(self.chain, "admin")
        self.settler = wallet(self.chain, "settler")
        self.partner = wallet(self.chain, "partner")
        self.stranger = wallet(self.chain, "stranger")
        founding = Founding(self.admin.address, COMMISSIONS, self.settler.address)
        self.registry = self.admin.deploy(
            init or founding.init(), value=5 * TON, body=jetton.top_up()
        )

    def register(self, who: Sender, number: int = 1, *, value: int = TON) -> list[Trace]:
        """Send a registration from somebody's wallet."""
        return who.send(self.registry, registration(number).body(), value=value)

    def active(self, name: str = "partner", number: int = 1) -> Sender:
        """Return a partner that was registered and approved."""
        who = wallet(self.chain, name)
        self.register(who, number)
        self.admin.send(
            self.registry, registry.approve(who.address, registration(number), Tier.SILVER)
        )
        return who

    def seen(self, who: Address) -> PartnerView | None:
        """Return what the registry says of a partner."""
        return registry.read_partner(ask(self.chain, self.registry, "get_partner", who))

    def whole(self) -> registry.RegistryView:
        """Return what the registry says of itself."""
        return registry.read_registry(ask(self.chain, self.registry, "get_registry"))

    def needs(self) -> int:
        """Return what a registration must bring."""
        return int(ask(self.chain, self.registry, "get_registration_needs")[0])


def registration(number: int = 1) -> Registration:
    """Return what the partner of this number registers."""
    return Registration(number, bytes([number % 256]) * 32)


def crowd(admin: Address, settler: Address, count: int, pending: int) -> StateInit:
    """Return a registry in which *count* partners stand, the first *pending* of them waiting."""
    data = builder().store_ref(first_roles(admin)).store_address(settler)
    data.store_uint(0, 8).store_address(None)
    for points in (COMMISSIONS.bronze, COMMISSIONS.silver, COMMISSIONS.gold):
        data.store_uint(points, 16)
    data.store_uint(count, 16).store_uint(pending, 16).store_uint(0, 32)
    data.store_dict(_partners(count, pending))
    return StateInit(code=code("partner_registry").cell, data=data.end_cell())


@functools.cache
def _partners(count: int, pending: int) -> Any:
    partners: Any = HashMap(registry.ACCOUNT_BITS, value_serializer=_store)
    for number in range(count):
        partners.set_int_key(account(number), _partner(number, is_pending=number < pending))
    return partners.serialize()


def _partner(number: int, *, is_pending: bool) -> Any:
    made = builder().store_uint(0 if is_pending else 1, 2).store_uint(0, 2)
    made.store_uint(number, 64).store_uint(number, 256).store_uint(SINCE, 32)
    return made.store_uint(0, 32).store_coins(0)


def _store(value: Any, into: Any) -> Any:
    return into.store_cell(value.end_cell())
