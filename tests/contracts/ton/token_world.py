"""A token on the local chain, plain or with settlement, and people around it."""

from typing import Any

from pytoniq_core.boc.address import Address
from pytoniq_core.boc.cell import Cell

from contracts.ton import jetton
from contracts.ton import loyalty_token as token
from contracts.ton.cells import builder
from contracts.ton.loyalty_token import Bounds, Epoch, Founding
from hub.core.settlement.leaves import Leaves
from hub.localchain.prices import Prices
from hub.localchain.traces import Trace
from tests.contracts.ton.asking import ask
from tests.ton_chain import TON, Sender, local_chain, wallet

CONTENT: Any = builder().store_uint(1, 8).store_bytes(b"https://baursak.test/token.json").end_cell()
CAP = 10**6
SUM_ROOT = bytes([7]) * 32


class TokenWorld:
    """One chain, one token of ours."""

    def __init__(
        self,
        prices: Prices = "new",
        *,
        bounds: tuple[int, int, int] | None = (CAP, 0, 0),
        manager: str | None = None,
    ) -> None:
        """*bounds* are growth cap, least interval and delay; None makes a plain jetton."""
        self.prices = prices
        self.chain = local_chain(prices)
        self.admin, self.settler = self.person("admin"), self.person("settler")
        self.alice, self.bob = self.person("alice"), self.person("bob")
        self.manager = None if manager is None else self.person(manager)
        held = None if bounds is None else Bounds(self.settler.address, *bounds)
        founding = Founding(self.admin.address, CONTENT, held, self._locked_to)
        self.token = self.admin.deploy(founding.init())
        self.leaves = Leaves()

    @property
    def _locked_to(self) -> Address | None:
        return None if self.manager is None else self.manager.address

    def person(self, name: str) -> Sender:
        """Return somebody with money."""
        return wallet(self.chain, name)

    def wallet_of(self, owner: Sender) -> Address:
        """Return where somebody's jettons are."""
        return jetton.wallet_address(owner.address, self.token, self._locked_to)

    def balance(self, owner: Sender) -> int:
        """Return somebody's jettons."""
        where = self.wallet_of(owner)
        if self.chain.account(where).status != "active":
            return 0
        return jetton.read_wallet_data(self.chain.get(where, "get_wallet_data")).balance

    def claimed(self, owner: Sender) -> int:
        """Return what somebody's wallet has claimed in all."""
        (found,) = ask(self.chain, self.wallet_of(owner), "get_claimed")
        return int(found)

    @property
    def supply(self) -> int:
        """Return the token's total supply."""
        return token.read_jetton_data(self.chain.get(self.token, "get_jetton_data")).total_supply

    @property
    def settlement(self) -> token.Settlement:
        """Return what the token states."""
        return token.read_settlement(self.chain.get(self.token, "get_settlement"))

    @property
    def roles(self) -> token.Roles:
        """Return who may do what."""
        return token.read_roles(self.chain.get(self.token, "get_roles"))

    def mint(self, owner: Sender, amount: int, *, by: Sender | None = None) -> list[Trace]:
        """Mint as an outside suite's wrapper does: a notification, and the rest to the token."""
        paid = jetton.InternalTransfer(amount, None, self.token, TON // 20)
        order = token.mint(owner.address, TON, paid.body())
        return (by or self.admin).send(self.token, order, value=TON + TON * 15 // 1000)

    def owe(self, owner: Sender, cumulative: int) -> None:
        """Put into the next tree what was issued to somebody in all."""
        self.leaves.put(owner.address.hash_part, cumulative)

    def next_epoch(self, custody: int = 0, **changed: Any) -> Epoch:
        """Return the epoch that comes next, with what the test wants changed."""
        told: dict[str, Any] = {
            "epoch": self.settlement.stated.epoch + 1,
            "root": self.leaves.root(),
            "issued": self.leaves.total(),
            "custody": custody,
            "sum_root": SUM_ROOT,
            "block": 17,
        }
        return Epoch(**(told | changed))

    def state(self, epoch: Epoch | None = None, *, by: Sender | None = None) -> list[Trace]:
        """State an epoch."""
        order = token.set_root(epoch or self.next_epoch())
        return (by or self.settler).send(self.token, order, value=TON // 10)

    def proof(self, owner: Sender) -> Any:
        """Return the cell that proves what somebody is owed."""
        return Cell.one_from_boc(self.leaves.proof(owner.address.hash_part))

    def claim(
        self, owner: Sender, proof: Any = None, *, by: Sender | None = None, value: int = TON // 10
    ) -> list[Trace]:
        """Push somebody's claim."""
        order = token.claim(owner.address, self.proof(owner) if proof is None else proof)
        return (by or self.settler).send(self.token, order, value=value)

    def transfer(
        self, sender: Sender, to: Address, amount: int, *, forward: int = 0, value: int = TON // 5
    ) -> list[Trace]:
        """Ask somebody's wallet for a transfer."""
        asked = jetton.Transfer(amount, to, sender.address, forward)
        return sender.send(self.wallet_of(sender), asked.body(), value=value)

    def burn(self, owner: Sender, amount: int, *, value: int = TON // 10) -> list[Trace]:
        """Ask somebody's wallet to burn."""
        asked = jetton.burn(amount, excesses_to=owner.address)
        return owner.send(self.wallet_of(owner), asked, value=value)
