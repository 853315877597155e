"""A redemption manager with a real token and real wallets, on a local chain."""

from typing import Any

from pytoniq_core.boc.address import Address
from pytoniq_core.boc.hashmap.hashmap import HashMap
from pytoniq_core.tlb.account import StateInit

from contracts.ton import jetton, loyalty_token
from contracts.ton import redemption_manager as manager
from contracts.ton.cells import builder, comment_free_text
from contracts.ton.codes import code
from contracts.ton.roles import first_roles
from hub.localchain.chain import LocalChain
from hub.localchain.prices import Prices
from hub.localchain.traces import Trace
from tests.contracts.ton.asking import account, ask, bodies
from tests.ton_chain import TON, Sender, local_chain, wallet

CAKE = 7
PRICE = 500
STOCK = 3
NONCE = 0x0123456789ABCDEF


class RedemptionWorld:
    """The manager with a catalogue of one reward, and a member with jettons."""

    def __init__(self, prices: Prices = "new", init: StateInit | None = None) -> None:
        self.chain: LocalChain = local_chain(prices)
        self.admin = wallet(self.chain, "admin")
        self.member = wallet(self.chain, "member")
        self.stranger = wallet(self.chain, "stranger")
        content = comment_free_text("token").end_cell()
        token = loyalty_token.Founding(self.admin.address, content).init()
        self.token = self.admin.deploy(token, value=5 * TON)
        its = manager.set_token(self.token, code("jetton_wallet_open").cell, locked=False)
        founding = init or manager.Founding(self.admin.address).init()
        self.manager = self.admin.deploy(founding, value=5 * TON, body=its)
        self.admin.send(self.manager, manager.set_reward(CAKE, PRICE, STOCK))

    @property
    def own_wallet(self) -> Sender:
        """Return the manager's own jetton wallet, for messages that only it could send."""
        return Sender(self.chain, jetton.wallet_address(self.manager, self.token))

    def give(self, amount: int, to: Address | None = None) -> None:
        """Mint jettons to the member, or to another."""
        credit = jetton.InternalTransfer(amount).body()
        minted = loyalty_token.mint(to or self.member.address, TON // 5, credit)
        self.admin.send(self.token, minted)

    def pay(
        self, amount: int, payload: Any = None, *, forward: int | None = None, body: Any = None
    ) -> list[Trace]:
        """Transfer the member's jettons to the manager, forwarding what it needs."""
        asked = jetton.Transfer(
            amount,
            self.manager,
            self.member.address,
            self.needs() if forward is None else forward,
            payload,
            42,
        )
        own = jetton.wallet_address(self.member.address, self.token)
        return self.member.send(own, body or asked.body())

    def needs(self) -> int:
        """Return what a redemption must bring."""
        return self.seen().needs

    def seen(self) -> manager.RedemptionsView:
        """Return what the manager says of itself."""
        return manager.read_redemptions(ask(self.chain, self.manager, "get_redemptions"))

    def held(self, whose: Address | None = None) -> int:
        """Return what is held for the member, or for another."""
        asked = whose or self.member.address
        return int(ask(self.chain, self.manager, "get_held", asked)[0])

    def stock(self, reward: int = CAKE) -> int:
        """Return how many of a reward are left."""
        seen = manager.read_reward(ask(self.chain, self.manager, "get_reward", reward))
        return -1 if seen is None else seen.stock

    def jettons(self, whose: Address | None = None) -> int:
        """Return the member's jettons, or another's."""
        own = jetton.wallet_address(whose or self.member.address, self.token)
        if self.chain.account(own).status != "active":
            return 0
        return jetton.read_wallet_data(ask(self.chain, own, "get_wallet_data")).balance

    def supply(self) -> int:
        """Return the token's supply."""
        return int(ask(self.chain, self.token, "get_jetton_data")[0])

    def logs(self) -> list[manager.Redeemed | manager.Refunded]:
        """Return all that the manager ever logged."""
        found = []
        for trace in self.chain.transactions(self.manager):
            found += [log for body in bodies(trace) if (log := manager.read_log(body))]
        return found

    def phantom(self, amount: int, payload: Any, value: int = TON) -> list[Trace]:
        """Notify of jettons that the manager's wallet does not hold: what it orders bounces."""
        said = jetton.transfer_notification(amount, self.member.address, payload=payload)
        return self.own_wallet.send(self.manager, said, value=value)


def crowded(admin: Address, rewards: int, held: int) -> StateInit:
    """Return a manager with so many rewards, and so many members with something held."""
    catalogue: Any = HashMap(32, value_serializer=_store)
    for number in range(1, rewards + 1):
        catalogue.set_int_key(number + 1_000, builder().store_coins(5).store_uint(5, 32))
    waiting: Any = HashMap(256, value_serializer=_store)
    for number in range(held):
        waiting.set_int_key(account(number), builder().store_coins(9))
    data = builder().store_ref(first_roles(admin)).store_bit_int(0).store_address(None)
    data.store_uint(rewards, 16).store_uint(held, 16).store_coins(0)
    data.store_dict(catalogue.serialize() if rewards else None)
    data.store_dict(waiting.serialize() if held else None)
    return StateInit(code=code("redemption_manager").cell, data=data.end_cell())


def _store(value: Any, into: Any) -> Any:
    return into.store_cell(value.end_cell())
