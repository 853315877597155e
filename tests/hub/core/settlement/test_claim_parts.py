"""Proofs out of parts are those of the whole tree, to the byte."""

import hashlib
import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.ton.proof_cells import KEY_BITS, KEY_SIZE, read_proof
from hub.core.settlement.claim_parts import (
    PREFIX_BITS,
    bucket_range,
    buckets_of,
    proof_in,
    read_buckets,
)
from hub.core.settlement.leaves import Leaves

_FREE = KEY_BITS - PREFIX_BITS


def _keys() -> st.SearchStrategy[bytes]:
    """Return keys that crowd together: few prefixes, neighbours within a bucket, both ends."""
    prefixes = st.one_of(st.integers(0, 7), st.integers(0, 2**PREFIX_BITS - 1))
    rests = st.one_of(st.integers(0, 3), st.integers(2**_FREE - 4, 2**_FREE - 1),
                      st.integers(0, 2**_FREE - 1))  # fmt: skip
    whole = st.builds(lambda prefix, rest: prefix << _FREE | rest, prefixes, rests)
    return whole.map(lambda number: number.to_bytes(KEY_SIZE, "big"))


def _bucket(items: Sequence[tuple[bytes, int]], key: bytes) -> list[tuple[bytes, int]]:
    first, last = bucket_range(key)
    return [it for it in sorted(items) if first <= it[0] <= last]


def _same(items: list[tuple[bytes, int]], leaves: Leaves, keys: Sequence[bytes]) -> None:
    buckets = read_buckets(buckets_of(leaves))
    for key in keys:
        root, proof = proof_in(buckets, _bucket(items, key), key)
        assert (root, proof) == (leaves.root(), leaves.proof(key))


@given(st.dictionaries(_keys(), st.integers(1, 2**40), min_size=1, max_size=40))
def test_a_proof_out_of_parts_is_that_of_the_whole_tree(amounts: dict[bytes, int]) -> None:
    """Whatever the keys: alone in a bucket, alone in the tree, all in one bucket."""
    items = list(amounts.items())
    _same(items, Leaves.from_items(items), list(amounts))


@given(
    st.lists(st.tuples(_keys(), st.integers(1, 2**30)), min_size=1, max_size=40),
    st.integers(0, 40),
)
def test_a_tree_that_grew_keeps_the_same_parts(
    grown: list[tuple[bytes, int]], asked_after: int
) -> None:
    """The worker's tree is changed, not built anew; hashes that it holds are of today."""
    leaves = Leaves()
    for number, (key, more) in enumerate(grown):
        leaves.put(key, leaves.get(key) + more)
        if number == asked_after:
            leaves.root()
    items = list(leaves.items())
    assert buckets_of(leaves) == buckets_of(Leaves.from_items(items))
    _same(items, leaves, [key for key, _ in items])


@pytest.mark.parametrize("count", [1, 2, 1_023, 20_000])
def test_trees_of_real_sizes(count: int) -> None:
    """Keys as wallets have them; some of the proofs."""
    items = [(hashlib.sha256(f"{it}".encode()).digest(), it + 1) for it in range(count)]
    leaves = Leaves.from_items(items)
    asked = random.Random(1).sample(items, min(count, 5))
    _same(items, leaves, [key for key, _ in asked])
    for key, amount in asked:
        _, proof = proof_in(read_buckets(buckets_of(leaves)), _bucket(items, key), key)
        proved = read_proof(proof, key)
        assert (proved.root, proved.amount) == (leaves.root(), amount)


def test_no_leaves_have_no_parts() -> None:
    """An empty tree has nothing to prove."""
    assert buckets_of(Leaves()) == b""
