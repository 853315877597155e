"""The tree has RFC 6962's shape, and a path proves exactly one entry at one place."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from hub.core.merkle import leaf_hash, path_of, root_from, root_of

entries = st.lists(st.binary(max_size=8), min_size=1, max_size=40)


def by_the_book(leaves: list[bytes]) -> bytes:
    """Return the root by the recursive definition: split at the largest power of two below n."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(
        b"\x01" + by_the_book(leaves[:half]) + by_the_book(leaves[half:])
    ).digest()


@given(entries)
def test_the_root_is_the_books(found: list[bytes]) -> None:
    """Level by level gives the root of the recursive definition."""
    leaves = [leaf_hash(it) for it in found]
    assert root_of(leaves) == by_the_book(leaves)


def test_published_roots() -> None:
    """Roots of RFC 6962's own test tree, as certificate logs publish them."""
    assert root_of([]).hex().startswith("e3b0c44298fc1c149afbf4c8996fb924")
    assert leaf_hash(b"").hex() == (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )


@given(entries, st.data())
def test_a_path_leads_to_the_root_from_its_place_only(
    found: list[bytes], draws: st.DataObject
) -> None:
    """Another entry, another place, a shorter or a longer path lead nowhere."""
    leaves = [leaf_hash(it) for it in found]
    place = draws.draw(st.integers(0, len(leaves) - 1))
    path, root, count = path_of(leaves, place), root_of(leaves), len(leaves)
    assert root_from(leaves[place], place, count, path) == root
    assert root_from(leaf_hash(b"another entry"), place, count, path) != root
    assert root_from(leaves[place], place, count, [*path, root]) is None
    assert root_from(leaves[place], count, count, path) is None
    if path:
        assert root_from(leaves[place], place, count, path[:-1]) is None
        assert root_from(leaves[place], place, count, [*path[:-1], bytes(32)]) != root


@given(entries)
def test_a_node_never_passes_for_a_leaf(found: list[bytes]) -> None:
    """An entry that looks like a node has another hash than the node."""
    leaves = [leaf_hash(it) for it in found]
    if len(leaves) > 1:
        assert leaf_hash(b"".join(leaves[:2])) != root_of(leaves[:2])
