"""The cumulative tree is TVM's to the bit, however it was made, and proves each of its leaves."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from contracts.ton.proof_cells import BadProof, read_proof
from hub.core.settlement.leaves import EMPTY_ROOT, LARGEST, Leaves
from tests.contracts.ton.trees import library_reads, library_root

MOST = 2**40
PUBLISHED = "712fa23d201141edd92b4833fce5317f981aaa69494251d8cbcd35b03e49a817"
"""Root of a thousand leaves as TON's own C++ makes it (tonpy-dev 0.0.0.6.2rc1, VmDict)."""
amounts = st.one_of(st.integers(1, 300), st.integers(1, MOST))
near = st.builds(
    lambda high, low: (high << 248 | low).to_bytes(32, "big"),
    st.sampled_from([0, 1, 0x80, 0xFF]),
    st.one_of(st.integers(0, 7), st.integers(2**248 - 8, 2**248 - 1)),
)
"""Keys with long parts in common, all zeros or all ones: every form of a label."""
far = st.binary(min_size=32, max_size=32)
keys = st.one_of(near, far)
trees = st.dictionaries(keys, amounts, min_size=1, max_size=40)


def a_key(number: int) -> bytes:
    """Return the key of wallet *number*."""
    return hashlib.sha256(b"%d" % number).digest()


@given(trees)
@settings(max_examples=150)
def test_the_root_is_the_librarys(items: dict[bytes, int]) -> None:
    """Representation hash of the topmost cell, every label in its shortest form."""
    leaves = Leaves.from_items(items.items())
    assert leaves.root() == library_root(items)
    assert dict(leaves.items()) == items
    assert list(leaves.items()) == sorted(items.items())
    assert (len(leaves), leaves.total()) == (len(items), sum(items.values()))


@given(trees, st.data())
def test_every_leaf_is_proved(items: dict[bytes, int], data: st.DataObject) -> None:
    """To the library's reader and to our own."""
    leaves = Leaves.from_items(items.items())
    key = data.draw(st.sampled_from(sorted(items)))
    proof = leaves.proof(key)
    assert library_reads(proof, leaves.root(), key) == items[key]
    proved = read_proof(proof, key)
    assert (proved.root, proved.amount) == (leaves.root(), items[key])


@given(trees, st.data())
def test_a_proof_proves_nothing_else(items: dict[bytes, int], data: st.DataObject) -> None:
    """Not for another key, and not with one bit turned over."""
    leaves = Leaves.from_items(items.items())
    key = data.draw(st.sampled_from(sorted(items)))
    proof = leaves.proof(key)
    other = data.draw(keys)
    if other != key:
        with pytest.raises(BadProof):
            read_proof(proof, other)
    place = data.draw(st.integers(0, 8 * len(proof) - 1))
    forged = bytearray(proof)
    forged[place // 8] ^= 1 << place % 8
    with pytest.raises(BadProof):
        read_proof(bytes(forged), key)


def test_a_tree_without_leaves_has_no_cell() -> None:
    """Its root is zero, and it has issued nothing to anybody."""
    leaves = Leaves.from_items([])
    assert leaves.root() == EMPTY_ROOT == bytes(32)
    assert (len(leaves), leaves.total(), list(leaves.items())) == (0, 0, [])
    assert leaves.get(a_key(1)) == 0


def test_the_root_that_tons_own_code_found() -> None:
    """A thousand leaves, hashed once by the library that the validators run."""
    leaves = Leaves.from_items((a_key(it), it + 1) for it in range(1000))
    assert leaves.root().hex() == PUBLISHED


def test_amounts_only_grow() -> None:
    """A smaller one, nothing at all, and one key twice are mistakes of ours."""
    leaves = Leaves.from_items([(a_key(1), 7), (a_key(2), 9)])
    before = leaves.root()
    for key, amount in ((a_key(1), 6), (a_key(3), 0), (a_key(3), -1), (b"short", 5)):
        with pytest.raises(AssertionError):
            leaves.put(key, amount)
    assert (leaves.root(), leaves.total(), len(leaves)) == (before, 16, 2)
    with pytest.raises(AssertionError):
        Leaves.from_items([(a_key(1), 7), (a_key(1), 8)])
    with pytest.raises(AssertionError):
        Leaves.from_sorted(sorted([(a_key(1), 7), (a_key(2), 8)], reverse=True))


def test_nothing_is_more_than_the_ledger_can_hold() -> None:
    """Neither one amount nor all of them."""
    leaves = Leaves.from_items([(a_key(1), LARGEST - 1)])
    leaves.put(a_key(2), 1)
    for key in (a_key(1), a_key(2), a_key(3)):
        with pytest.raises(AssertionError):
            leaves.put(key, leaves.get(key) + 1)
    assert leaves.total() == LARGEST


def test_a_key_that_is_not_there_has_no_proof() -> None:
    """There is nothing to prove."""
    with pytest.raises(AssertionError):
        Leaves.from_items([(a_key(1), 7)]).proof(a_key(2))


def test_a_copy_goes_its_own_way() -> None:
    """What is tried on a copy leaves the tree as it was."""
    leaves = Leaves.from_items((a_key(it), it + 1) for it in range(50))
    before = leaves.root()
    tried = leaves.copy()
    for number in range(40, 60):
        tried.put(a_key(number), 1000)
    assert tried.root() != before
    assert (leaves.root(), leaves.total(), len(leaves)) == (before, 1275, 50)
    assert leaves.get(a_key(59)) == 0


def test_the_deepest_tree() -> None:
    """Keys that part at every single bit: 256 forks over one leaf, all of them proved."""
    end = 2**256 - 1
    items = {(end ^ 1 << bit).to_bytes(32, "big"): bit + 1 for bit in range(256)}
    items[end.to_bytes(32, "big")] = 999
    leaves = Leaves()
    for key, amount in items.items():
        leaves.put(key, amount)
    assert leaves.root() == Leaves.from_items(items.items()).root() == library_root(items)
    for key in (end.to_bytes(32, "big"), (end ^ 1).to_bytes(32, "big")):
        assert library_reads(leaves.proof(key), leaves.root(), key) == items[key]
        assert read_proof(leaves.proof(key), key).amount == items[key]


class Grown(RuleBasedStateMachine):
    """A tree that grows by changes, against a dictionary made anew."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[bytes, int] = {}
        self.leaves = Leaves()

    @rule(key=keys, amount=amounts)
    def issue(self, key: bytes, amount: int) -> None:
        """Issue some more to a wallet, new or known."""
        self.said[key] = self.said.get(key, 0) + amount
        self.leaves.put(key, self.said[key])

    @precondition(lambda self: self.said)
    @rule(data=st.data(), amount=st.integers(0, 9))
    def issue_more(self, data: st.DataObject, amount: int) -> None:
        """Issue some more, or nothing, to a wallet that is known."""
        self.issue(data.draw(st.sampled_from(sorted(self.said))), amount)

    @precondition(lambda self: self.said)
    @rule()
    def compare(self) -> None:
        """Hash what has changed: the same root as from nothing."""
        anew = Leaves.from_items(self.said.items())
        assert self.leaves.root() == anew.root()
        key = max(self.said)
        assert self.leaves.proof(key) == anew.proof(key)

    @precondition(lambda self: self.said)
    @rule()
    def go_on_with_a_copy(self) -> None:
        """Go on with a copy, hashes or none."""
        self.leaves = self.leaves.copy()

    @invariant()
    def holds_what_was_said(self) -> None:
        """Compare every amount, their sum and their order."""
        assert list(self.leaves.items()) == sorted(self.said.items())
        assert self.leaves.total() == sum(self.said.values())
        assert all(self.leaves.get(key) == amount for key, amount in self.said.items())


TestGrown = Grown.TestCase
TestGrown.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
