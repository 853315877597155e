"""Merkle trees over ledger entries: the shape and the prefixes of RFC 6962, on SHA-256.

A leaf and a node are hashed under different first bytes, so that neither can pass for the other.
A tree of n leaves splits at the largest power of two below n; nothing is ever doubled up.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

LEAF: Final = b"\x00"
NODE: Final = b"\x01"
HASH_SIZE: Final = 32


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf that holds *entry*."""
    return hashlib.sha256(LEAF + entry).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes; of none, the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    # The rightmost node of a level without a neighbour rises as it is: the same tree as the
    # recursive definition gives, made level by level.
    level = list(leaves)
    while len(level) > 1:
        pairs = [_node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = [*pairs, level[-1]] if len(level) % 2 else pairs
    return level[0]


def path_of(leaves: Sequence[bytes], place: int) -> list[bytes]:
    """Return the hashes that lead from the leaf at *place* to the root."""
    assert 0 <= place < len(leaves), "a path begins at a leaf"
    path = []
    level = list(leaves)
    while len(level) > 1:
        beside = place ^ 1
        if beside < len(level):
            path.append(level[beside])
        pairs = [_node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = [*pairs, level[-1]] if len(level) % 2 else pairs
        place //= 2
    return path


def root_from(leaf: bytes, place: int, count: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that *path* leads to from *leaf* at *place* of *count*; None: no such path.

    Whoever holds a sealed block's root can check with it that an entry is in that block.
    """
    if not 0 <= place < count:
        return None
    found, steps = leaf, iter(path)
    while count > 1:
        if place ^ 1 < count:
            beside = next(steps, None)
            if beside is None:
                return None
            found = _node(beside, found) if place % 2 else _node(found, beside)
        place //= 2
        count = (count + 1) // 2
    return found if next(steps, None) is None else None


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE + left + right).digest()
