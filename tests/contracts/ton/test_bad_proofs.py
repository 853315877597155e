"""What is not a proof of this owner's leaf under this root, however it is made, credits nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from bitarray import bitarray
from pytoniq_core.boc.address import Address
from pytoniq_core.boc.cell import Cell
from pytoniq_core.boc.tvm_bitarray import TvmBitarray

from contracts.ton import loyalty_token as token
from contracts.ton.cells import builder
from hub.core.settlement.leaves import Leaves
from hub.localchain.bags import NotABag
from hub.localchain.runs import ExecutorBroke
from tests.contracts.ton.asking import all_well, refusal, state_of
from tests.contracts.ton.token_world import TokenWorld

PRUNED, LIBRARY, PROOF, UPDATE = 1, 2, 3, 4
UNREADABLE = 9
"""TVM's own: a cell that holds less than was asked of it."""
PEOPLE = 300


def exotic(content: bytes, refs: list[Any], kind: int) -> Any:
    """Return an exotic cell with these bytes."""
    bits = bitarray()
    bits.frombytes(content)
    return Cell(TvmBitarray(1023, bits), refs, kind)


def merkle(inside: Any, stated: bytes | None = None) -> Any:
    """Return a Merkle-proof cell over *inside*, stating its hash or another one."""
    depth = inside.get_depth(0).to_bytes(2, "big")
    return exotic(bytes([PROOF]) + (stated or inside.get_hash(0)) + depth, [inside], PROOF)


def pruned(cell: Any) -> Any:
    """Return what stands for a cell that is not shown."""
    depth = cell.get_depth(0).to_bytes(2, "big")
    return exotic(bytes([PRUNED, 1]) + cell.get_hash(0) + depth, [], PRUNED)


class Proofs:
    """A token that states 300 people's leaves; alice has one of them, bob has none."""

    def __init__(self) -> None:
        self.world = TokenWorld()
        self.world.owe(self.world.alice, 1000)
        for number in range(PEOPLE):
            self.world.leaves.put(bytes([number % 256, number // 256]) + bytes(30), 7)
        assert all_well(self.world.state())

    @property
    def good(self) -> Any:
        """Return alice's proof."""
        return self.world.proof(self.world.alice)

    @property
    def tree(self) -> Any:
        """Return the tree as her proof shows it."""
        return self.good.refs[0]

    def one_leaf(self, amount: int) -> Any:
        """Return a tree of alice alone, with another amount."""
        alone = Leaves.from_items([(self.world.alice.address.hash_part, amount)])
        return Cell.one_from_boc(alone.proof(self.world.alice.address.hash_part)).refs[0]


@pytest.fixture(scope="module")
def proofs() -> Proofs:
    """Return the token and its tree."""
    return Proofs()


def whole_way_pruned(proofs: Proofs) -> Any:
    """Return a proof whose root branches are both cut off."""
    tree = proofs.tree
    return merkle(Cell(tree.bits, [pruned(tree.refs[0]), pruned(tree.refs[1])], -1))


def update(proofs: Proofs) -> Any:
    """Return a Merkle update from the true tree to a richer one."""
    old, new = proofs.tree, proofs.one_leaf(10**5)
    content = bytes([UPDATE]) + old.get_hash(0) + new.get_hash(0)
    content += old.get_depth(0).to_bytes(2, "big") + new.get_depth(0).to_bytes(2, "big")
    return exotic(content, [old, new], UPDATE)


BAD: dict[str, tuple[Callable[[Proofs], Any], int]] = {
    "an empty cell": (lambda _: builder().end_cell(), token.PROOF_ORDINARY_CELL),
    "an ordinary cell of the same bits": (
        lambda it: Cell(it.good.bits, [it.one_leaf(5)], -1), token.PROOF_ORDINARY_CELL,
    ),
    "the tree itself": (lambda it: it.one_leaf(1000), token.PROOF_ORDINARY_CELL),
    "a library": (
        lambda it: exotic(bytes([LIBRARY]) + it.good.hash, [], LIBRARY), token.PROOF_OTHER_KIND,
    ),
    "a library named as the root": (
        lambda it: exotic(bytes([LIBRARY]) + it.world.leaves.root(), [], LIBRARY),
        token.PROOF_OTHER_KIND,
    ),
    "a Merkle update": (update, token.PROOF_OTHER_KIND),
    "another root": (lambda it: merkle(it.one_leaf(10**5)), token.PROOF_OTHER_ROOT),
    "another tree with a leaf of hers": (
        lambda it: merkle(Cell(it.tree.bits, [it.one_leaf(9), pruned(it.tree.refs[1])], -1)),
        token.PROOF_OTHER_ROOT,
    ),
    "the true root pruned whole": (lambda it: merkle(pruned(it.tree)), UNREADABLE),
    "the way cut off": (whole_way_pruned, UNREADABLE),
    "a proof within a proof": (lambda it: merkle(it.good), token.PROOF_OTHER_ROOT),
    "a library under the true root": (
        lambda it: merkle(exotic(bytes([LIBRARY]) + it.tree.get_hash(0), [], LIBRARY)),
        token.PROOF_OTHER_ROOT,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_proof_is_refused(proofs: Proofs, name: str) -> None:
    """None of these credits anything, and the token says which step failed."""
    made, why = BAD[name]
    world = proofs.world
    before = state_of(world.chain, world.token)
    assert refusal(world.claim(world.alice, made(proofs))) == why
    assert state_of(world.chain, world.token) == before
    assert world.balance(world.alice) == 0


def test_cells_that_lie_cannot_even_be_sent(proofs: Proofs) -> None:
    """A pruned branch by itself, and a proof with a hash that is not of what it holds."""
    with pytest.raises(NotABag):
        proofs.world.claim(proofs.world.alice, pruned(proofs.tree))
    lie = merkle(proofs.one_leaf(10**5), proofs.world.leaves.root())
    with pytest.raises(ExecutorBroke):
        proofs.world.claim(proofs.world.alice, lie)
    assert proofs.world.balance(proofs.world.alice) == 0


def test_a_true_proof_is_no_proof_for_others(proofs: Proofs) -> None:
    """An address that the tree has not, the neighbour, and the same account on the masterchain."""
    world = proofs.world
    key = world.alice.address.hash_part
    near = Address((0, key[:-1] + bytes([key[-1] ^ 1])))
    far = Address((-1, key))
    for owner, why in ((near, token.PROOF_ABSENT_ADDRESS), (far, token.PROOF_WORKCHAIN)):
        traces = world.bob.send(world.token, token.claim(owner, proofs.good))
        assert refusal(traces) == why
    other = world.bob.send(world.token, token.claim(world.bob.address, proofs.good))
    assert refusal(other) in (token.PROOF_ABSENT_ADDRESS, UNREADABLE)
    for amount in (1, 1001):
        lie = merkle(proofs.one_leaf(amount))
        assert refusal(world.claim(world.alice, lie)) == token.PROOF_OTHER_ROOT
    assert world.balance(world.alice) == 0


def test_nothing_is_proven_before_anything_was_stated() -> None:
    """The empty tree has no root that a cell could have."""
    world = TokenWorld()
    world.owe(world.alice, 5)
    assert refusal(world.claim(world.alice)) == token.PROOF_OTHER_ROOT
    world.leaves = Leaves()
    assert all_well(world.state())
    world.owe(world.alice, 5)
    assert refusal(world.claim(world.alice)) == token.PROOF_OTHER_ROOT


def test_the_true_proof_is_taken() -> None:
    """After all those refusals, on a chain of its own."""
    proofs = Proofs()
    assert all_well(proofs.world.claim(proofs.world.alice))
    assert proofs.world.balance(proofs.world.alice) == 1000
