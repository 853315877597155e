"""Sealed blocks: what is hashed of a transfer, of a block, and how blocks are chained.

An entry, as the leaf of a block holds it (numbers big-endian):

    version 1 (1) · seq (8) · id (16) · debit (8) · credit (8) · amount (8) · phase (1)
    · resolves: 1 and the id, or 0 and 16 zero bytes (17) · at (8)
    · reason: length and text (1 + n) · reference: length and text (2 + n), UTF-8

A block's hash is SHA-256 of:

    "baursak block" · version 1 (1) · number (8) · generation (8) · first seq (8) · last seq (8)
    · count (8) · sealed at (8) · root (32) · hash of the block before (32; zeros for the first)
"""

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from contracts.wire.units import UnixTime
from hub.core.ids import TRANSFER_ID_SIZE
from hub.core.merkle import HASH_SIZE, leaf_hash, root_of
from hub.core.transfers import Transfer

BLOCK_MOST: Final = 10_000
"""Transfers in a block: its leaves take 400 kB, and sealing it holds its transaction a second."""
NOTHING_BEFORE: Final = bytes(HASH_SIZE)
_ENTRY: Final = struct.Struct(">BQ16sQQQBB16sQ")
_HEAD: Final = struct.Struct(">13sBQQQQQQ32s32s")
_LEAF: Final = struct.Struct(">Q32s")
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a block keeps of an entry, so that a wrong one can be named."""

    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """Which block is the last: what tills remember of the ledger."""

    number: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Block:
    """One sealed stretch of the ledger."""

    number: int
    generation: int
    first_seq: int
    last_seq: int
    count: int
    sealed_at: UnixTime
    root: bytes
    previous: bytes
    hash: bytes
    leaves: bytes

    @property
    def head(self) -> Head:
        """Return the ledger's head as it was with this block."""
        return Head(self.number, self.hash)


def entry_of(seq: int, transfer: Transfer) -> bytes:
    """Return the bytes of *transfer* that a block seals."""
    resolves = transfer.resolves
    reason = transfer.reason.encode("ascii")
    reference = transfer.reference.encode("utf-8")
    fixed = _ENTRY.pack(
        _VERSION, seq, transfer.id, transfer.debit, transfer.credit, transfer.amount,
        transfer.phase, resolves is not None, resolves or bytes(TRANSFER_ID_SIZE), transfer.at,
    )  # fmt: skip
    parts = (bytes([len(reason)]), reason, len(reference).to_bytes(2), reference)
    return fixed + b"".join(parts)


def leaf_of(seq: int, transfer: Transfer) -> Leaf:
    """Return the leaf of *transfer*."""
    return Leaf(seq, leaf_hash(entry_of(seq, transfer)))


def seal(
    previous: Head | None, generation: int, leaves: Sequence[Leaf], sealed_at: UnixTime
) -> Block:
    """Return the block of *leaves*, in their order, that comes after *previous*."""
    assert leaves, "a block seals something"
    unhashed = Block(
        number=1 if previous is None else previous.number + 1,
        generation=generation,
        first_seq=leaves[0].seq,
        last_seq=leaves[-1].seq,
        count=len(leaves),
        sealed_at=sealed_at,
        root=root_of([leaf.hash for leaf in leaves]),
        previous=NOTHING_BEFORE if previous is None else previous.hash,
        hash=b"",
        leaves=b"".join(_LEAF.pack(leaf.seq, leaf.hash) for leaf in leaves),
    )
    return Block(
        unhashed.number, unhashed.generation, unhashed.first_seq, unhashed.last_seq,
        unhashed.count, unhashed.sealed_at, unhashed.root, unhashed.previous,
        hash_of(unhashed), unhashed.leaves,
    )  # fmt: skip


def hash_of(block: Block) -> bytes:
    """Return the hash that *block* must have."""
    head = _HEAD.pack(
        b"baursak block", _VERSION, block.number, block.generation, block.first_seq,
        block.last_seq, block.count, block.sealed_at, block.root, block.previous,
    )  # fmt: skip
    return hashlib.sha256(head).digest()


def leaves_in(block: Block) -> list[Leaf] | None:
    """Return the leaves that *block* keeps; None where they are not what it sealed."""
    if len(block.leaves) != block.count * _LEAF.size or not block.count:
        return None
    leaves = [Leaf(seq, digest) for seq, digest in _LEAF.iter_unpack(block.leaves)]
    if root_of([leaf.hash for leaf in leaves]) != block.root:
        return None
    in_order = all(a.seq < b.seq for a, b in pairwise(leaves))
    ends = (leaves[0].seq, leaves[-1].seq) == (block.first_seq, block.last_seq)
    return leaves if in_order and ends else None
