"""The real TVM takes our proofs: what a tree says is what a wallet gets, and nothing else is."""

import hashlib
import random
from typing import Any

import pytest
from pytoniq_core.boc.address import Address

from contracts.ton import jetton, loyalty_token
from contracts.ton.cells import builder
from contracts.ton.loyalty_token import Bounds, Epoch, Founding
from contracts.ton.reading import boc_of, cell_of
from contracts.ton.token_books import NoSettlement, read_books
from hub.core.settlement.leaves import Leaves
from hub.localchain.chain import LocalChain
from tests.ton_chain import at, local_chain, wallet

CAP = 2**60
CONTENT: Any = builder().store_uint(0, 8).end_cell()


class Stating:
    """A token whose settler states trees."""

    def __init__(self, chain: LocalChain) -> None:
        self.chain, self.epoch = chain, 0
        self.settler, self.anybody = wallet(chain, "settler"), wallet(chain, "anybody")
        bounds = Bounds(self.settler.address, CAP, 0, 0)
        founding = Founding(wallet(chain, "admin").address, CONTENT, bounds)
        self.token = self.settler.deploy(founding.init())

    def state(self, leaves: Leaves, custody: int = 0) -> Epoch:
        """State *leaves* as the next epoch."""
        self.chain.advance(3600)
        self.epoch += 1
        sum_root = hashlib.sha256(b"%d" % self.epoch).digest()
        said = Epoch(self.epoch, leaves.root(), leaves.total(), custody, sum_root, 10 * self.epoch)
        traces = self.settler.send(self.token, loyalty_token.set_root(said))
        assert at(self.token, traces).exit_code == 0
        return said

    def claim(self, proof: bytes, key: bytes) -> int | None:
        """Push a claim, and return the token's exit code."""
        body = loyalty_token.claim(Address((0, key)), cell_of(proof))
        return at(self.token, self.anybody.send(self.token, body)).exit_code

    def balance(self, key: bytes) -> int:
        """Return what is on somebody's jetton wallet."""
        address = jetton.wallet_address(Address((0, key)), self.token)
        if self.chain.account(address).status != "active":
            return 0
        return jetton.read_wallet_data(self.chain.get(address, "get_wallet_data")).balance


@pytest.fixture(scope="module")
def stating() -> Stating:
    """Return a token on a chain of this process."""
    return Stating(local_chain())


def test_what_the_tree_says_is_what_wallets_get(stating: Stating) -> None:
    """Trees of every shape, growing from epoch to epoch; every claim credits the difference."""
    chance = random.Random(11)
    leaves = Leaves()
    near = [(7 << 250 | 1 << bit).to_bytes(32, "big") for bit in (0, 1, 5, 100, 249)]
    for keys in (
        [near[0]],
        [*near, bytes(31) + b"\x09"],
        [chance.randbytes(32) for _ in range(30)],
    ):
        for key in keys:
            leaves.put(key, leaves.get(key) + chance.choice([1, 255, 256, 10**6]))
        stating.state(leaves)
        for key in [*keys[:3], near[0]]:
            assert stating.claim(leaves.proof(key), key) == 0
            assert stating.balance(key) == leaves.get(key)
    leaves.put(near[0], leaves.get(near[0]) + 40)
    stating.state(leaves)
    for _ in range(2):
        assert stating.claim(leaves.proof(near[0]), near[0]) == 0
        assert stating.balance(near[0]) == leaves.get(near[0])


def test_a_proof_is_for_one_tree_and_one_wallet(stating: Stating) -> None:
    """Not of another tree, not of somebody else's way, and not without its exotic cell."""
    keys = [hashlib.sha256(b"%d" % number).digest() for number in range(40)]
    leaves = Leaves.from_items((key, 10**7) for key in keys)
    stating.state(leaves)
    richer = leaves.copy()
    richer.put(keys[0], 2 * 10**7)
    proof = leaves.proof(keys[0])
    refused = {
        "another tree": (richer.proof(keys[0]), keys[0]),
        "an ordinary cell": (boc_of(CONTENT), keys[0]),
        "somebody beside the way": (proof, bytes([keys[0][0] ^ 0x80]) + keys[0][1:]),
        "somebody near by": (proof, keys[0][:-1] + bytes([keys[0][-1] ^ 1])),
    }
    for name, (bag, key) in refused.items():
        assert stating.claim(bag, key) not in (0, None), name
        assert stating.balance(key) == 0, name
    assert stating.claim(proof, keys[0]) == 0
    assert stating.balance(keys[0]) == 10**7


def test_the_tokens_books_are_read_from_its_data(stating: Stating) -> None:
    """The same as its get-methods say, with what was burned."""
    leaves = Leaves.from_items([(hashlib.sha256(b"%d" % it).digest(), 10**8) for it in range(9)])
    said = stating.state(leaves, custody=777)
    data = stating.chain.account(stating.token).data
    assert data is not None
    books = read_books(data)
    told = loyalty_token.read_settlement(stating.chain.get(stating.token, "get_settlement"))
    assert books.stated == told.stated == said
    assert books.matures_at == told.matures_at == stating.chain.head().utime
    supply = loyalty_token.read_jetton_data(stating.chain.get(stating.token, "get_jetton_data"))
    assert books.supply == supply.total_supply == said.issued + said.custody
    assert [books.burned] == stating.chain.get(stating.token, "get_burned") == [0]


def test_a_plain_jetton_states_nothing(stating: Stating) -> None:
    """It has no settlement to read."""
    plain = Founding(stating.settler.address, CONTENT)
    with pytest.raises(NoSettlement):
        read_books(boc_of(plain.data()))
