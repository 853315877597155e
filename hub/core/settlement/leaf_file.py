"""The leaf file: an epoch's cumulative tree, published so that anyone can build its root again.

One tree has exactly one file: a head, the leaves in the order of their keys, and the SHA-256 of
all that. Whoever holds it can prove every claim, even if the hub and its database are gone.

    8   magic, with the version       32  key, an account id of the basechain   ) as many
    4   epoch                          8  amount issued in all                  ) as counted
    4   count of leaves
    8   their total                   32  SHA-256 of everything before it
    32  root
"""

import hashlib
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from contracts.ton.proof_cells import HASH_SIZE
from hub.core.settlement.leaves import LARGEST, MOST_LEAVES, Leaves

MAGIC: Final = b"BRSKLF\x00\x01"
LARGEST_EPOCH: Final = 2**32 - 1
_HEAD: Final = struct.Struct(">8sIIQ32s")
_LEAF: Final = struct.Struct(">32sQ")
LONGEST: Final = _HEAD.size + MOST_LEAVES * _LEAF.size + HASH_SIZE
"""Bytes of the longest file there can be (some 670 MB): nothing longer need be read."""
_A_PIECE: Final = 4096
"""Leaves written at once."""


class LeafFault(StrEnum):
    """Why a file is no leaf file."""

    HEAD = "not_a_leaf_file"
    SIZE = "wrong_size"
    SUM = "wrong_check_sum"
    ORDER = "leaves_out_of_order"
    AMOUNT = "amount_out_of_range"
    TOTAL = "wrong_total"
    ROOT = "wrong_root"


class BadLeafFile(Exception):
    """A file that is not what it says, and why."""

    def __init__(self, fault: LeafFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class LeafFile:
    """What a leaf file holds."""

    epoch: int
    leaves: Leaves
    sum: bytes
    """Its SHA-256, by which copies are compared."""


class LeafHead(NamedTuple):
    """What a file says before its leaves."""

    epoch: int
    many: int
    """Leaves."""
    total: int
    root: bytes


def leaf_file(leaves: Leaves, epoch: int) -> Iterator[bytes]:
    """Yield the pieces of the file that states *leaves* as of *epoch*."""
    head = LeafHead(epoch, len(leaves), leaves.total(), leaves.root())
    return written_leaves(head, leaves.items())


def written_leaves(head: LeafHead, items: Iterable[tuple[bytes, int]]) -> Iterator[bytes]:
    """Yield the pieces of the file of *items*, which come in the order of their keys."""
    assert 0 <= head.epoch <= LARGEST_EPOCH, "an epoch has 32 bits"
    piece = bytearray(_HEAD.pack(MAGIC, *head))
    digest = hashlib.sha256()
    number, before = 0, b""
    for number, (key, amount) in enumerate(items, 1):
        assert before < key, "every key once, in order"
        before = key
        piece += _LEAF.pack(key, amount)
        if not number % _A_PIECE:
            digest.update(piece)
            yield bytes(piece)
            piece.clear()
    assert number == head.many, "as many leaves as the head says"
    digest.update(piece)
    yield bytes(piece) + digest.digest()


def read_leaf_file(raw: bytes) -> LeafFile:
    """Return what the file *raw* holds, its tree built and its root compared."""
    if not _HEAD.size + HASH_SIZE <= len(raw) <= LONGEST:
        raise BadLeafFile(LeafFault.SIZE)
    magic, epoch, count, total, root = _HEAD.unpack_from(raw)
    if magic != MAGIC:
        raise BadLeafFile(LeafFault.HEAD)
    if len(raw) != _HEAD.size + count * _LEAF.size + HASH_SIZE:
        raise BadLeafFile(LeafFault.SIZE)
    found = memoryview(raw)
    if hashlib.sha256(found[:-HASH_SIZE]).digest() != found[-HASH_SIZE:]:
        raise BadLeafFile(LeafFault.SUM)
    leaves = Leaves.from_sorted(_checked(found[_HEAD.size : -HASH_SIZE], total))
    if leaves.root() != root:
        raise BadLeafFile(LeafFault.ROOT)
    return LeafFile(epoch, leaves, bytes(found[-HASH_SIZE:]))


def _checked(rows: memoryview, total: int) -> Iterator[tuple[bytes, int]]:
    """Yield the leaves, each looked at first; they come to *total*."""
    if total > LARGEST:
        raise BadLeafFile(LeafFault.TOTAL)
    before, left = b"", total
    for key, amount in _LEAF.iter_unpack(rows):
        if not before < key:
            raise BadLeafFile(LeafFault.ORDER)
        if not amount:
            raise BadLeafFile(LeafFault.AMOUNT)
        before, left = key, left - amount
        if left < 0:
            raise BadLeafFile(LeafFault.TOTAL)
        yield key, amount
    if left:
        raise BadLeafFile(LeafFault.TOTAL)
