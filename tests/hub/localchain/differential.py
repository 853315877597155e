"""Both executors on the same random messages: every byte and every exit code must be the same.

Run by test_differential.py under a Python that has the native TVM: `python -m
tests.hub.localchain.differential SEED TRANSACTIONS` prints what it compared, as JSON.
"""

import json
import random
import sys
from dataclasses import dataclass, field
from typing import Any, Final

from nacl.signing import SigningKey
from pytoniq.contract.wallets.highload_v3 import HIGHLOAD_V3_WALLET_CODE
from pytoniq.contract.wallets.wallet import WALLET_V3_R2_CODE, WALLET_V4_R2_CODE
from pytoniq_core.boc.address import Address
from pytoniq_core.boc.cell import Cell
from pytoniq_core.tlb.account import StateInit
from pytoniq_core.tlb.vm_stack import VmStack

from contracts.ton import jetton
from contracts.ton.cells import account_of, builder
from contracts.ton.loyalty_token import Bounds, Epoch, Founding, claim, mint, set_root
from hub.core.settlement.leaves import Leaves
from hub.localchain.bags import Node, write_bag
from hub.localchain.chain import LocalChain, NotAccepted, method_id
from hub.localchain.disk import address_text
from hub.localchain.executor import Executor, GetCall, Got, Ran, executor_here
from hub.localchain.outside import Letter, external_message, internal_message
from hub.localchain.prices import Prices, config
from tests.ton_chain import BEGINNING, TON, Sender, wallet

GARBAGE: Final = 24
"""Contracts of random bytes."""
A_LIFE: Final = 500
"""Accepted transactions of one town: with so many leaps its clock comes near the year 2106."""
LONGEST_LEAP: Final = 200 * 86_400
"""Seconds between two messages, so that rent is charged and debts are made."""


@dataclass
class Both:
    """An executor that asks both and keeps where they differ."""

    one: Executor
    other: Executor
    accepted: int = 0
    refused: int = 0
    asked: int = 0
    exits: set[int | None] = field(default_factory=set)
    differences: list[str] = field(default_factory=list)

    @property
    def prices(self) -> bytes:
        """Return the configuration that both run by."""
        return self.one.prices

    def run(self, account: bytes, message: bytes, now: int, lt: int) -> Ran:
        """Run the message on both."""
        one = self.one.run(account, message, now, lt)
        other = self.other.run(account, message, now, lt)
        for what in ("accepted", "exit_code", "gas", "transaction", "account"):
            self._compare(f"run: {what}", getattr(one, what), getattr(other, what))
        self.accepted += one.accepted
        self.refused += not one.accepted
        self.exits.add(one.exit_code)
        return one

    def get(self, asked: GetCall) -> Got:
        """Ask both."""
        one, other = self.one.get(asked), self.other.get(asked)
        for what in ("exit_code", "gas", "stack"):
            self._compare(f"get: {what}", getattr(one, what), getattr(other, what))
        self.asked += 1
        return one

    def close(self) -> None:
        """Close both."""
        self.one.close()
        self.other.close()

    def _compare(self, what: str, one: object, other: object) -> None:
        if one != other:
            self.differences.append(f"{what}, after {self.accepted}: {one!r}, {other!r}"[:400])


@dataclass
class Town:
    """A chain with wallets, jettons and garbage on it, and somebody who does anything."""

    both: Both
    chance: random.Random

    def __post_init__(self) -> None:
        """Found everything."""
        self.chain = LocalChain(self.both, now=lambda: BEGINNING)
        self.key = SigningKey(bytes(self.chance.randbytes(32)))
        self.people = [wallet(self.chain, f"person {number}") for number in range(6)]
        self.seqnos: dict[int, int] = {}
        self.wallets = [self._wallet(number) for number in range(4)]
        self.highload = self._highload()
        self.token = self.people[0].deploy(Founding(self.people[0].address, _content()).init())
        self.stated = self._stated()
        self.garbage = [self._garbage() for _ in range(GARBAGE)]

    def _wallet(self, number: int) -> Address:
        """Deploy a wallet of version 3 or 4."""
        code, tail = WALLET_V3_R2_CODE, builder()
        if number % 2:
            code, tail = WALLET_V4_R2_CODE, builder().store_bit_int(0)
        data = builder().store_uint(0, 32).store_uint(number, 32)
        data.store_bytes(self.key.verify_key.encode()).store_cell(tail.end_cell())
        return self.people[0].deploy(StateInit(code=code, data=data.end_cell()), value=50 * TON)

    def _highload(self) -> Address:
        """Deploy a highload wallet, version 3."""
        data = builder().store_bytes(self.key.verify_key.encode()).store_uint(1, 32)
        data.store_bit_int(0).store_bit_int(0).store_uint(0, 64).store_uint(3600, 22)
        init = StateInit(code=HIGHLOAD_V3_WALLET_CODE, data=data.end_cell())
        return self.people[0].deploy(init, value=50 * TON)

    def _stated(self) -> Address:
        """Deploy a token that is claimed from, and state who may claim what."""
        people = [person.address for person in self.people]
        self.leaves = Leaves.from_items(
            (address.hash_part, 1000 * number) for number, address in enumerate(people, 1)
        )
        bounds = Bounds(people[0], 1 << 60, 0, 0)
        token = self.people[0].deploy(Founding(people[0], _content(), bounds).init())
        total = self.leaves.total()
        epoch = Epoch(1, self.leaves.root(), total, 0, bytes(32), 1)
        self.people[0].send(token, set_root(epoch))
        return token

    def _garbage(self) -> Address:
        """Deploy random bytes as code, with random bytes as data."""
        chance = self.chance
        size = chance.choice((2, 8, 30, 120))
        code = bytes.fromhex("ff00") * chance.randrange(2) + _sometimes_accepting(chance, size)
        below = _node(chance.randbytes(chance.randrange(1, 40)))
        data = write_bag(_node(chance.randbytes(chance.randrange(1, 100)), below))
        init = StateInit(code=_cell(write_bag(_node(code, below))), data=_cell(data))
        to = account_of(init)
        self._letter(Letter(self._person().address, to, TON, init=init, bounce=False))
        return to

    def act(self) -> None:
        """Do one thing that somebody might, or nobody would."""
        chance = self.chance
        if chance.random() < 0.1:
            self.chain.advance(chance.randrange(LONGEST_LEAP))
        acts = (self._jettons, self._claim, self._sign, self._sign_many, self._throw, self._knock)
        chance.choices((*acts, self._ask), (25, 10, 15, 10, 25, 10, 10))[0]()

    def _jettons(self) -> None:
        """Mint, transfer, burn or lie about it."""
        chance, one, other = self.chance, self._person(), self._person()
        mine = jetton.wallet_address(one.address, self.token)
        amount, value = chance.randrange(5000), chance.choice((1, TON // 50, TON // 10, TON))
        forward = chance.choice((0, 1, TON // 100))
        if chance.random() < 0.4:
            paid = jetton.InternalTransfer(amount, None, one.address, forward).body()
            body = mint(other.address, TON // 20, paid, query_id=amount)
            chance.choice((self.people[0], one)).send(self.token, body, value=value)
            return
        sender = one if chance.random() < 0.9 else other
        bodies = (
            jetton.Transfer(amount, other.address, one.address, forward).body(),
            jetton.burn(amount, excesses_to=one.address),
            jetton.claim_credit(amount),
            jetton.top_up(),
        )
        sender.send(mine, chance.choices(bodies, (6, 3, 1, 1))[0], value=value)

    def _claim(self) -> None:
        """Claim by a proof: one's own, another's, or what is none."""
        owner, proof = self._person().address, self.leaves.proof(self._person().address.hash_part)
        cell = _cell(proof)
        if self.chance.random() < 0.2:
            cell = self.chance.choice((_content(), self.token.to_cell()))
        self._person().send(self.stated, claim(owner, cell), value=TON // 2)

    def _sign(self) -> None:
        """Send by a wallet of version 3 or 4: rightly, or with one thing wrong."""
        number = self.chance.randrange(len(self.wallets))
        seqno = self.seqnos.get(number, 0) + (self.chance.random() < 0.1)
        until = self.chain.now() + self.chance.choice((60, 60, 60, -1))
        said = builder().store_uint(number, 32).store_uint(until, 32).store_uint(seqno, 32)
        if number % 2:
            said.store_uint(0, 8)
        for _ in range(self.chance.randrange(5)):
            said.store_uint(self.chance.choice((3, 3, 3, 1, 128, 64, 255)), 8)
            said.store_ref(self._order(self.chance.randrange(2 * TON)))
        said = said.end_cell()
        body = builder().store_bytes(self._signature(said)).store_cell(said).end_cell()
        if self._knocked(external_message(self.wallets[number], body)):
            self.seqnos[number] = seqno + 1

    def _sign_many(self) -> None:
        """Send by the highload wallet: one order of one or two messages."""
        said = builder().store_uint(1, 32).store_ref(self._order(TON // 10, nobody=True))
        said.store_uint(self.chance.choice((1, 3)), 8)
        said.store_uint(self.chance.randrange(1 << 6), 23)
        said.store_uint(self.chain.now() - self.chance.choice((0, 5, 4000)), 64)
        said = said.store_uint(3600, 22).end_cell()
        body = builder().store_bytes(self._signature(said)).store_ref(said).end_cell()
        self._knocked(external_message(self.highload, body))

    def _throw(self) -> None:
        """Send anything to anybody."""
        chance = self.chance
        targets = (*self.garbage, *self.wallets, self.highload, self.token, self._nowhere())
        body = _cell(write_bag(_node(chance.randbytes(chance.randrange(100)), self._below())))
        to = chance.choice(targets)
        value = chance.choice((0, 1, 10_000, TON // 100, TON))
        self._letter(Letter(self._person().address, to, value, body, bounce=chance.random() < 0.7))

    def _knock(self) -> None:
        """Send anything to anybody from outside."""
        chance = self.chance
        body = _cell(write_bag(_node(chance.randbytes(chance.randrange(120)), self._below())))
        targets = (*self.garbage, *self.wallets, self._nowhere())
        self._knocked(external_message(chance.choice(targets), body))

    def _ask(self) -> None:
        """Ask a contract for what it may or may not know."""
        names = ("get_jetton_data", "get_wallet_data", "seqno", "get_settlement", "nothing")
        owner = builder().store_address(self._person().address).end_cell().begin_parse()
        asked = self.chance.choice((*self.wallets, self.highload, self.token))
        mine = jetton.wallet_address(self._person().address, self.token)
        stack = _stack([owner])
        self.chain.call(self.token, method_id("get_wallet_address"), stack)
        for to in (asked, mine):
            self.chain.call(to, method_id(self.chance.choice(names)), _stack([]))

    def _order(self, value: int, *, nobody: bool = False) -> Any:
        """Return a message that a wallet is to send."""
        to = self.chance.choice((*self.garbage, *self.wallets, self._nowhere()))
        source = None if nobody else to
        order = builder().store_bits("0110").store_address(source if nobody else None)
        order.store_address(to).store_coins(value).store_uint(0, 1 + 4 + 4 + 64 + 32 + 1)
        return order.store_bit_int(0).store_bytes(self.chance.randbytes(4)).end_cell()

    def _signature(self, said: Any) -> bytes:
        """Sign, or do as though."""
        signature = bytearray(self.key.sign(said.hash).signature)
        signature[0] ^= self.chance.random() < 0.1
        return bytes(signature)

    def _knocked(self, message: bytes) -> bool:
        """Send from outside, and tell whether it was let in."""
        try:
            self.chain.send(message)
        except NotAccepted:
            return False
        return True

    def _letter(self, letter: Letter) -> None:
        self.chain.inject(internal_message(letter, self.chain.now()))

    def _person(self) -> Sender:
        return self.chance.choice(self.people)

    def _nowhere(self) -> Address:
        return Address((0, self.chance.randbytes(32)))

    def _below(self) -> Node:
        return _node(self.chance.randbytes(self.chance.randrange(60)))


def _sometimes_accepting(chance: random.Random, size: int) -> bytes:
    """Return random code; often one that accepts first, so that it gets further."""
    return b"\xf8\x00" * chance.randrange(2) + chance.randbytes(size)


def _content() -> Any:
    return builder().store_uint(1, 8).end_cell()


def _node(content: bytes, *below: Node) -> Node:
    """Return an ordinary cell of whole bytes."""
    depth = 1 + max(one.depth for one in below) if below else 0
    return Node(len(below), 8 * len(content), content, below, depth)


def _cell(boc: bytes) -> Any:
    return Cell.one_from_boc(boc)


def _stack(items: list[Any]) -> bytes:
    cell: Any = VmStack.serialize(items)
    return bytes(cell.to_boc())


def compare(prices: Prices, seed: int, transactions: int) -> dict[str, object]:
    """Run at least so many random transactions through both and return what was seen."""
    one, other = (executor_here(config(prices), kind=kind) for kind in ("native", "wasm"))
    both = Both(one, other)
    town = Town(both, random.Random(seed))
    first, ends = town.people[0].address, A_LIFE
    while both.accepted < transactions:
        if both.accepted >= ends:
            town, ends = Town(both, random.Random(seed + ends)), ends + A_LIFE
        town.act()
    return {
        "prices": prices,
        "accepted": both.accepted,
        "refused": both.refused,
        "asked": both.asked,
        "exits": len(both.exits),
        "differences": both.differences,
        "first": address_text(first),
    }


if __name__ == "__main__":
    counts = int(sys.argv[1]), int(sys.argv[2])
    print(json.dumps([compare("new", *counts), compare("old", *counts)]))
