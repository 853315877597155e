"""The cumulative tree in parts, so that one claim is proven without building a tree of millions.

Keys share a bucket by their first ten bits. What stands over each bucket, a hash and a depth, is
kept with the epoch; with it and the leaves of one bucket a proof is the same to the byte as that
of the whole tree. A bucket of a million wallets has a thousand leaves: milliseconds, and some
hundred kilobytes.
"""

import struct
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from contracts.ton.proof_cells import KEY_BITS, Stood, Turn, merkle_proof
from hub.core.settlement.leaves import Leaves, edge, hash_fork

PREFIX_BITS: Final = 10
"""1,024 buckets: their hashes are 36 KB, and a bucket of a million leaves as many."""
_BUCKET: Final = struct.Struct(">HH32s")


class Bucket(NamedTuple):
    """What stands over the keys that begin alike."""

    prefix: int
    stood: Stood


def buckets_of(leaves: Leaves) -> bytes:
    """Return what is to be kept of a tree: its buckets, in order."""
    return b"".join(
        _BUCKET.pack(prefix, stood.depth, stood.hash)
        for prefix, stood in leaves.buckets(PREFIX_BITS)
    )


def read_buckets(kept: bytes) -> list[Bucket]:
    """Return the buckets that were kept."""
    return [Bucket(it[0], Stood(it[2], it[1])) for it in _BUCKET.iter_unpack(kept)]


def bucket_range(key: bytes) -> tuple[bytes, bytes]:
    """Return the first and the last key of the bucket in which *key* is."""
    free = KEY_BITS - PREFIX_BITS
    first = int.from_bytes(key, "big") >> free << free
    last = first | (1 << free) - 1
    return first.to_bytes(len(key), "big"), last.to_bytes(len(key), "big")


def proof_in(
    buckets: Sequence[Bucket], bucket: Iterable[tuple[bytes, int]], key: bytes
) -> tuple[bytes, bytes]:
    """Return the whole tree's root, and the bag of cells that proves *key*'s leaf under it.

    *bucket* are all leaves of the key's own bucket, in the order of their keys.
    """
    number, start = int.from_bytes(key, "big"), 0
    turns: list[Turn] = []
    forks: list[tuple[int, int]] = []
    here = buckets
    while len(here) > 1:
        bit, middle = _parted(here)
        right = bool(number >> (KEY_BITS - 1 - bit) & 1)
        ways = (here[:middle], here[middle:])
        beside = _over(ways[not right], bit + 1)
        turns.append(Turn(edge(number, start, bit), right, beside))
        forks.append((start, bit))
        here, start = ways[right], bit + 1
    more, rest = Leaves.from_sorted(bucket).way(key, start)
    root = here[0].stood
    for turn, (start, bit) in zip(reversed(turns), reversed(forks), strict=True):
        below = (*turn.beside, *root) if turn.right else (*root, *turn.beside)
        root = hash_fork(number, start, bit, below)
    return root.hash, merkle_proof(root, [*turns, *more], rest)


def _over(buckets: Sequence[Bucket], start: int) -> Stood:
    """Return what stands over *buckets*, its label beginning at bit *start*."""
    if len(buckets) == 1:
        return buckets[0].stood
    bit, middle = _parted(buckets)
    left, right = _over(buckets[:middle], bit + 1), _over(buckets[middle:], bit + 1)
    number = buckets[0].prefix << (KEY_BITS - PREFIX_BITS)
    return hash_fork(number, start, bit, (*left, *right))


def _parted(buckets: Sequence[Bucket]) -> tuple[int, int]:
    """Return the first bit in which *buckets* differ, and where those begin that have it set."""
    length = (buckets[0].prefix ^ buckets[-1].prefix).bit_length()
    turn = buckets[-1].prefix >> (length - 1) << (length - 1)
    middle = next(at for at, it in enumerate(buckets) if it.prefix >= turn)
    return PREFIX_BITS - length, middle
