"""The cumulative tree: which wallet has been issued how much in all, and the root that says it.

The tree is TVM's `Hashmap 256 Coins` to the bit (labels in their shortest form), and its root is
the representation hash of its topmost cell, so that a contract can check one leaf of it by a
Merkle proof. No cell is ever built: a fork is a hash, a depth, a branching bit and two children
in flat arrays (some 85 bytes a leaf), and a changed amount spoils only the forks above it.
Amounts only grow, and leaves stay for ever.
"""

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from contracts.ton.proof_cells import (
    HASH_SIZE,
    KEY_BITS,
    KEY_SIZE,
    Bits,
    Stood,
    Turn,
    coins,
    joined,
    label,
    merkle_proof,
    with_length,
)

EMPTY_ROOT: Final = bytes(HASH_SIZE)
"""Of a tree without leaves, which has no cell to hash."""
LARGEST: Final = 2**63 - 1
"""Of an amount and of their sum: what the ledger can hold."""
MOST_LEAVES: Final = 2**24
"""Sixteen million wallets: 1.4 GB here, and far more members than the country has."""
_PLAIN_FORK: Final = bytes([2]) + with_length(label(0, 0, KEY_BITS))
"""A fork's descriptors and bits when its label is empty, as nearly all are."""


class Leaves:
    """Account ids of 256 bits, and what each has been issued in all."""

    __slots__ = ("_amounts", "_bits", "_depths", "_hashes", "_keys", "_lefts", "_rights",
                 "_top", "_total")  # fmt: skip

    def __init__(self) -> None:
        self._keys = bytearray()
        self._amounts = array("Q")
        self._bits = array("B")
        """Of each fork: the bit of the key that decides."""
        self._lefts = array("i")
        """Of each fork: the fork below it, or the leaf *n* as ~n."""
        self._rights = array("i")
        self._depths = array("H")
        """Of each fork; 0 where the hash beside it is not of today."""
        self._hashes = bytearray()
        self._top = 0
        self._total = 0

    @classmethod
    def from_items(cls, items: Iterable[tuple[bytes, int]]) -> "Leaves":
        """Return the tree of these keys and amounts, in any order, each key once."""
        return cls.from_sorted(sorted(items))

    @classmethod
    def from_sorted(cls, items: Iterable[tuple[bytes, int]]) -> "Leaves":
        """Return the tree of these keys and amounts, which come in the order of the keys."""
        made = cls()
        for key, amount in items:
            made._append(key, amount)
        if made._amounts:
            made._grow()
        return made

    def copy(self) -> "Leaves":
        """Return the same tree again, to try changes on."""
        made = Leaves()
        made._keys, made._hashes = self._keys[:], self._hashes[:]
        made._amounts, made._bits, made._depths = self._amounts[:], self._bits[:], self._depths[:]
        made._lefts, made._rights = self._lefts[:], self._rights[:]
        made._top, made._total = self._top, self._total
        return made

    def __len__(self) -> int:
        """Return how many wallets have been issued something."""
        return len(self._amounts)

    def total(self) -> int:
        """Return the sum of all amounts: what has been issued."""
        return self._total

    def items(self) -> Iterator[tuple[bytes, int]]:
        """Yield every key and its amount, in the order of the keys."""
        waiting = [self._top] if self._amounts else []
        while waiting:
            node = waiting.pop()
            if node >= 0:
                waiting += (self._rights[node], self._lefts[node])
            else:
                yield self._key(~node), self._amounts[~node]

    def get(self, key: bytes) -> int:
        """Return what *key* has been issued in all."""
        assert len(key) == KEY_SIZE, "an account id has 256 bits"
        if not self._amounts:
            return 0
        leaf = self._nearest(int.from_bytes(key, "big"))
        return self._amounts[leaf] if self._key(leaf) == key else 0

    def put(self, key: bytes, amount: int) -> None:
        """State that *key* has been issued *amount* in all: never less than before."""
        assert len(key) == KEY_SIZE, "an account id has 256 bits"
        number = int.from_bytes(key, "big")
        if not self._amounts:
            self._append(key, amount)
            self._top = ~0
            return
        leaf = self._nearest(number)
        differing = (number ^ int.from_bytes(self._key(leaf), "big")).bit_length()
        if differing:
            self._append(key, amount)
            self._insert(number, KEY_BITS - differing)
            return
        grown = amount - self._amounts[leaf]
        assert grown >= 0, "what has been issued only grows"
        if grown:
            assert self._total + grown <= LARGEST, "more than the ledger can hold"
            self._amounts[leaf] = amount
            self._total += grown
            self._spoil(number, KEY_BITS)

    def root(self) -> bytes:
        """Return the representation hash of the tree's topmost cell."""
        return self._stood(self._top, 0).hash if self._amounts else EMPTY_ROOT

    def proof(self, key: bytes) -> bytes:
        """Return the bag of cells that proves to a contract what *key* has been issued."""
        turns, rest = self.way(key, 0)
        return merkle_proof(self._stood(self._top, 0), turns, rest)

    def way(self, key: bytes, start: int) -> tuple[list[Turn], Bits]:
        """Return the forks on the way to *key*'s leaf, and the leaf.

        The topmost label begins at bit *start*: above 0 where this is a part of a larger tree.
        """
        assert self.get(key), "only what has been issued can be proved"
        number = int.from_bytes(key, "big")
        turns, node = [], self._top
        while node >= 0:
            bit = self._bits[node]
            right = bool(number >> (KEY_BITS - 1 - bit) & 1)
            ways = (self._lefts[node], self._rights[node])
            beside = self._stood(ways[not right], bit + 1)
            turns.append(Turn(edge(number, start, bit), right, beside))
            node, start = ways[right], bit + 1
        return turns, joined(edge(number, start, KEY_BITS), coins(self._amounts[~node]))

    def buckets(self, bits: int) -> Iterator[tuple[int, Stood]]:
        """Yield what stands over the keys that share their first *bits*, in their order."""
        waiting = [(self._top, 0)] if self._amounts else []
        while waiting:
            node, start = waiting.pop()
            if node >= 0 and (bit := self._bits[node]) < bits:
                waiting += ((self._rights[node], bit + 1), (self._lefts[node], bit + 1))
            else:
                yield self._below(node) >> (KEY_BITS - bits), self._stood(node, start)

    def _key(self, leaf: int) -> bytes:
        return bytes(self._keys[KEY_SIZE * leaf : KEY_SIZE * (leaf + 1)])

    def _append(self, key: bytes, amount: int) -> None:
        assert len(key) == KEY_SIZE, "an account id has 256 bits"
        assert amount > 0, "a leaf says that something was issued"
        assert self._total + amount <= LARGEST, "more than the ledger can hold"
        assert len(self._amounts) < MOST_LEAVES, "too many wallets for one tree"
        self._total += amount
        self._keys += key
        self._amounts.append(amount)

    def _add_fork(self, bit: int, left: int, right: int, stood: Stood) -> int:
        self._bits.append(bit)
        self._lefts.append(left)
        self._rights.append(right)
        self._depths.append(stood.depth)
        self._hashes += stood.hash
        return len(self._bits) - 1

    def _grow(self) -> None:
        """Put forks over leaves that lie in the order of their keys, hashing on the way.

        Two neighbours part at one bit; a fork is finished when neighbours part above it.
        """
        waiting: list[tuple[int, int, bytes, int]] = []
        before, number, hashed = -1, int.from_bytes(self._key(0), "big"), _leaf_hasher()
        last = len(self._amounts) - 1
        for leaf in range(last + 1):
            after, following = -1, 0
            if leaf < last:
                following = int.from_bytes(self._key(leaf + 1), "big")
                assert following > number, "every key once, in order"
                after = KEY_BITS - (number ^ following).bit_length()
            start = max(before, after) + 1
            node, found, depth = ~leaf, hashed(number, start, self._amounts[leaf]), 0
            while waiting and waiting[-1][0] > after:
                bit, left, left_hash, left_depth = waiting.pop()
                above = max(after, waiting[-1][0]) if waiting else after
                stood = hash_fork(number, above + 1, bit, (left_hash, left_depth, found, depth))
                node = self._add_fork(bit, left, node, stood)
                found, depth = stood
            waiting.append((after, node, found, depth))
            before, number = after, following
        self._top = waiting.pop()[1]

    def _nearest(self, number: int) -> int:
        """Return the leaf that *number* leads to: its own, if it has one."""
        node = self._top
        bits, lefts, rights = self._bits, self._lefts, self._rights
        while node >= 0:
            right = number >> (KEY_BITS - 1 - bits[node]) & 1
            node = rights[node] if right else lefts[node]
        return ~node

    def _spoil(self, number: int, until: int) -> tuple[int, int]:
        """Spoil the forks over *number* above bit *until*; return the last, and what is below."""
        above, node = -1, self._top
        while node >= 0 and self._bits[node] < until:
            self._depths[node] = 0
            right = number >> (KEY_BITS - 1 - self._bits[node]) & 1
            above, node = node, self._rights[node] if right else self._lefts[node]
        return above, node

    def _insert(self, number: int, bit: int) -> None:
        """Put a fork at *bit* between the newest leaf, which is *number*, and its neighbours."""
        above, node = self._spoil(number, bit)
        leaf = ~(len(self._amounts) - 1)
        right = number >> (KEY_BITS - 1 - bit) & 1
        ways = (node, leaf) if right else (leaf, node)
        fork = self._add_fork(bit, *ways, Stood(EMPTY_ROOT, 0))
        if node >= 0:
            # Its label is shorter now.
            self._depths[node] = 0
        if above < 0:
            self._top = fork
        elif number >> (KEY_BITS - 1 - self._bits[above]) & 1:
            self._rights[above] = fork
        else:
            self._lefts[above] = fork

    def _stood(self, node: int, start: int) -> Stood:
        """Return a node's hash and depth, made anew where spoilt; its label begins at *start*."""
        if node < 0:
            key, amount = int.from_bytes(self._key(~node), "big"), self._amounts[~node]
            return Stood(_hash_leaf(key, start, amount), 0)
        if depth := self._depths[node]:
            return Stood(bytes(self._hashes[HASH_SIZE * node : HASH_SIZE * (node + 1)]), depth)
        bit = self._bits[node]
        left = self._stood(self._lefts[node], bit + 1)
        right = self._stood(self._rights[node], bit + 1)
        number = self._below(node) if start < bit else 0
        found = hash_fork(number, start, bit, (*left, *right))
        self._depths[node] = found.depth
        self._hashes[HASH_SIZE * node : HASH_SIZE * (node + 1)] = found.hash
        return found

    def _below(self, node: int) -> int:
        """Return a key below *node*: all of them have its label."""
        while node >= 0:
            node = self._lefts[node]
        return int.from_bytes(self._key(~node), "big")


def edge(number: int, start: int, end: int) -> Bits:
    """Return the label for the bits of the key *number* from *start* up to *end*."""
    length = end - start
    found = number >> (KEY_BITS - end) & ((1 << length) - 1)
    return label(found, length, KEY_BITS - start)


def hash_fork(number: int, start: int, bit: int, below: tuple[bytes, int, bytes, int]) -> Stood:
    """Return the hash and depth of a fork at *bit* over two cells (hash, depth, hash, depth)."""
    head = _PLAIN_FORK
    if start < bit:
        head = b"\x02" + with_length(edge(number, start, bit))
    left, left_depth, right, right_depth = below
    depths = (left_depth << 16 | right_depth).to_bytes(4, "big")
    depth = max(left_depth, right_depth) + 1
    return Stood(hashlib.sha256(head + depths + left + right).digest(), depth)


def _hash_leaf(number: int, start: int, amount: int) -> bytes:
    """Return the hash of a leaf's cell: a label to the key's end, and coins."""
    bits = joined(edge(number, start, KEY_BITS), coins(amount))
    return hashlib.sha256(b"\x00" + with_length(bits)).digest()


def _leaf_hasher() -> Callable[[int, int, int], bytes]:
    """Return _hash_leaf with its constant parts remembered: a million leaves have few shapes."""
    shapes: dict[tuple[int, int], tuple[int, int, int, int, int]] = {}

    def hashed(number: int, start: int, amount: int) -> bytes:
        size = (amount.bit_length() + 7) >> 3
        shape = shapes.get((start, size))
        if shape is None:
            shape = shapes[start, size] = _shape(start, size)
        constant, mask, key_shift, amount_shift, length = shape
        found = number & mask
        if found in (0, mask):
            return _hash_leaf(number, start, amount)
        whole = constant | found << key_shift | amount << amount_shift
        return hashlib.sha256(whole.to_bytes(length, "big")).digest()

    return hashed


def _shape(start: int, size: int) -> tuple[int, int, int, int, int]:
    """Return a leaf's constant bits, its key's mask, both shifts and its length, all in one.

    For keys that are not all zeros or all ones from *start* on, and amounts of *size* bytes.
    """
    length = KEY_BITS - start
    mask = (1 << length) - 1
    # A key that is neither: its lowest bit only; taken out again afterwards.
    bits = joined(label(1, length, length) if length > 1 else label(0, length, length),
                  Bits(size << 8 * size, 4 + 8 * size))  # fmt: skip
    content = b"\x00" + with_length(bits)
    filled = 8 * (len(content) - 2) - bits.size
    key_shift = 4 + 8 * size + filled
    constant = int.from_bytes(content, "big") & ~((mask if length else 0) << key_shift)
    return constant, mask, key_shift, filled, len(content)
