"""A revenue distribution on a local chain, with those who pay in and those who are paid."""

import functools
from collections.abc import Mapping
from typing import Any

from pytoniq_core.boc.address import Address
from pytoniq_core.boc.cell import Cell
from pytoniq_core.boc.hashmap.hashmap import HashMap
from pytoniq_core.tlb.account import StateInit

from contracts.ton import jetton
from contracts.ton import revenue_distribution as revenue
from contracts.ton.cells import builder
from contracts.ton.codes import code
from contracts.ton.revenue_distribution import Shares
from contracts.ton.roles import first_roles
from hub.core.settlement.leaves import Leaves
from hub.localchain.prices import Prices
from hub.localchain.traces import Trace
from tests.contracts.ton.asking import account, ask
from tests.ton_chain import TON, Sender, local_chain, wallet

PLATFORM_POINTS = 1_250
DELAY = 3_600
FUND = 5 * TON


class RevenueWorld:
    """The distribution, and the hub's side of it: the tree of what partners have earned."""

    def __init__(
        self,
        prices: Prices = "new",
        *,
        points: int = PLATFORM_POINTS,
        fund: int = FUND,
        init: StateInit | None = None,
    ) -> None:
        self.chain = local_chain(prices)
        self.admin = wallet(self.chain, "admin")
        self.settler = wallet(self.chain, "settler")
        self.platform = wallet(self.chain, "platform")
        self.stranger = wallet(self.chain, "stranger")
        self.founding = revenue.Founding(
            self.admin.address, self.platform.address, points, self.settler.address, DELAY
        )
        self.at = self.admin.deploy(init or self.founding.init(), value=fund, body=jetton.top_up())
        self.leaves = Leaves()
        self.epoch = 0

    def partner(self, name: str) -> Sender:
        """Return a partner with a wallet of its own."""
        return wallet(self.chain, name)

    def deposit(self, amount: int, *, value: int | None = None) -> list[Trace]:
        """Bring revenue, with what a deposit needs beside it."""
        brought = amount + self.needs().deposit if value is None else value
        return self.stranger.send(self.at, revenue.deposit(amount), value=brought)

    def state_shares(self, earned: Mapping[Address, int]) -> list[Trace]:
        """Let the settler state the next epoch: what partners have earned in all."""
        for whose, amount in earned.items():
            self.leaves.put(whose.hash_part, amount)
        self.epoch += 1
        return self.settler.send(self.at, revenue.set_shares(self.shares()))

    def shares(
        self, *, epoch: int | None = None, root: bytes | None = None, total: int | None = None
    ) -> Shares:
        """Return what the tree says for this epoch, but for what is said here."""
        return Shares(
            self.epoch if epoch is None else epoch,
            self.leaves.root() if root is None else root,
            self.leaves.total() if total is None else total,
        )

    def in_force(self, earned: Mapping[Address, int]) -> None:
        """State an epoch and wait until it pays."""
        traces = self.state_shares(earned)
        assert traces[0].succeeded
        self.chain.advance(DELAY)

    def proof(self, whose: Address) -> Any:
        """Return the proof of a partner's leaf."""
        return Cell.one_from_boc(self.leaves.proof(whose.hash_part))

    def claim(self, whose: Address, proof: Any = None, *, value: int | None = None) -> list[Trace]:
        """Let a stranger push a partner's claim."""
        body = revenue.claim_share(whose, proof or self.proof(whose))
        brought = self.needs().claim if value is None else value
        return self.stranger.send(self.at, body, value=brought)

    def needs(self) -> revenue.Needs:
        """Return what must come with messages."""
        return revenue.read_needs(ask(self.chain, self.at, "get_needs"))

    def books(self) -> revenue.RevenueView:
        """Return what came in and what went out."""
        return revenue.read_revenue(ask(self.chain, self.at, "get_revenue"))

    def platform_books(self) -> revenue.PlatformView:
        """Return the platform's side."""
        return revenue.read_platform(ask(self.chain, self.at, "get_platform"))

    def seen(self) -> revenue.SharesView:
        """Return the shares stated and in force."""
        return revenue.read_shares(ask(self.chain, self.at, "get_shares"))

    def paid(self, whose: Address) -> int:
        """Return what a partner was paid in all, as the contract knows it."""
        return int(ask(self.chain, self.at, "get_paid", whose)[0])

    @property
    def balance(self) -> int:
        """Return the contract's TON."""
        return self.chain.account(self.at).balance

    def is_sound(self) -> bool:
        """Tell whether the TON that is owed is there, and the books add up."""
        books, platform = self.books(), self.platform_books()
        owed = books.for_partners - books.paid + platform.due - platform.taken
        return (
            books.received == books.for_partners + platform.due
            and 0 <= books.paid <= books.for_partners
            and 0 <= platform.taken <= platform.due
            and self.balance >= owed
        )


def crowded(world: RevenueWorld, paid: int) -> StateInit:
    """Return a distribution that has paid so many partners, the platform's wallet among them."""
    platform = builder().store_address(world.platform.address).store_uint(PLATFORM_POINTS, 16)
    nothing = builder().store_uint(0, 32).store_uint(0, 256).store_coins(0).store_uint(0, 32)
    stated = nothing.end_cell()
    history = builder().store_cell(stated).store_dict(_paid(paid, world.platform.address.hash_part))
    data = builder().store_ref(first_roles(world.admin.address))
    data.store_ref(platform.store_coins(0).store_coins(0).end_cell()).store_ref(stated)
    data.store_address(world.settler.address).store_uint(DELAY, 32)
    data.store_coins(9 * paid).store_coins(9 * paid).store_coins(9 * paid).store_uint(paid, 16)
    data.store_ref(history.end_cell())
    return StateInit(code=code("revenue_distribution").cell, data=data.end_cell())


@functools.cache
def _paid(count: int, known: bytes) -> Any:
    entries: Any = HashMap(256, value_serializer=_store)
    for number in range(1, count):
        entries.set_int_key(account(number), builder().store_coins(9))
    entries.set_int_key(int.from_bytes(known), builder().store_coins(9))
    return entries.serialize()


def _store(value: Any, into: Any) -> Any:
    return into.store_cell(value.end_cell())
