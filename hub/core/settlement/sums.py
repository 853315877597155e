"""The Merkle-sum tree over custody: what the programme owes each member, summed up to one root.

A leaf says a member's balance under a salt and a blinded name, so that it tells nothing to whoever
does not hold both. A node commits to both children's hashes *and* sums: a node that only committed
to their total would let a hub show one child more and the other less. The root commits to the
count of leaves as well, so that a path has one length, and a leaf cannot pass for a node.
Leaves stand in the order of their blinded names, which nobody can tell anything from.
"""

import hashlib
import struct
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from hub.core.ids import MemberId

HASH_SIZE: Final = 32
SALT_SIZE: Final = 32
LARGEST: Final = 2**63 - 1
"""Of every balance and every sum: what the ledger can hold."""
MOST_MEMBERS: Final = 2**31
"""A path then has at most 31 steps."""
_VERSION: Final = b"\x01"
_LEAF: Final = _VERSION + b"\x00"
_NODE: Final = _VERSION + b"\x01"
_ROOT: Final = _VERSION + b"\x02"
_NAME: Final = _VERSION + b"\x03"
_ENTRY: Final = struct.Struct(">32sQ")
_PAIR_OF_SUMS: Final = struct.Struct(">32xQ32xQ")


class Summed(NamedTuple):
    """A leaf or a node: its hash, and the sum of what is below it."""

    hash: bytes
    sum: int


class Chunk(NamedTuple):
    """Neighbouring leaves, and the node over all of them."""

    first: bytes
    """The blinded name of the first of them."""
    node: Summed
    leaves: bytes
    """Their hashes and balances, 40 bytes each."""


@dataclass(frozen=True, slots=True)
class SumPath:
    """What shows a member that his balance is in the total: his leaf, and what stands beside."""

    name: str
    salt: bytes
    balance: int
    place: int
    count: int
    beside: tuple[Summed, ...]
    """From the leaf upwards."""

    def to_json(self) -> dict[str, object]:
        """Return it as a proof file has it."""
        return {
            "name": self.name,
            "salt": self.salt.hex(),
            "balance": self.balance,
            "place": self.place,
            "count": self.count,
            "beside": [[it.hash.hex(), it.sum] for it in self.beside],
        }


def name_of(member: MemberId) -> str:
    """Return the name by which a member finds himself: his number, as his own screen shows it."""
    return f"member:{member}"


def blinded(salt: bytes, name: str) -> bytes:
    """Return *name* as a leaf has it: nobody without the salt can try names out."""
    assert len(salt) == SALT_SIZE, "a salt is as long as a hash"
    return hashlib.sha256(_NAME + salt + name.encode()).digest()


def leaf_hash(salt: bytes, hidden: bytes, balance: int) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(_LEAF + salt + hidden + balance.to_bytes(8, "big")).digest()


def node(left: Summed, right: Summed) -> Summed:
    """Return the node over two children; its sum may be out of range, its hash never lies."""
    content = _NODE + _ENTRY.pack(*left) + _ENTRY.pack(*right)
    return Summed(hashlib.sha256(content).digest(), left.sum + right.sum)


def root_hash(count: int, top: Summed) -> bytes:
    """Return what is stated on chain: the topmost node, its sum, and how many leaves."""
    return hashlib.sha256(_ROOT + count.to_bytes(4, "big") + _ENTRY.pack(*top)).digest()


EMPTY: Final = Summed(bytes(HASH_SIZE), 0)
"""Stands at the top of no leaves."""


def turns(place: int, count: int) -> Iterator[bool]:
    """Yield for each step up from *place* whether what stands beside it is on the left.

    A node without a neighbour rises as it is, and there is no step.
    """
    while count > 1:
        if place ^ 1 < count:
            yield bool(place % 2)
        place, count = place // 2, (count + 1) // 2


class Sums:
    """The tree over all members' balances in custody, made anew for every epoch."""

    __slots__ = ("_hidden", "_levels", "_name_of", "_salt_of")

    def __init__(
        self,
        rows: Sequence[bytes],
        salt_of: Callable[[MemberId], bytes],
        called: Callable[[MemberId], str],
    ) -> None:
        """Take each leaf as its blinded name, hash and balance in one, in order."""
        assert len(rows) <= MOST_MEMBERS, "too many members for one tree"
        for one, other in pairwise(rows):
            assert not other.startswith(one[:HASH_SIZE]), "every member once"
        self._hidden = b"".join([row[:HASH_SIZE] for row in rows])
        self._salt_of, self._name_of = salt_of, called
        self._levels = [b"".join([row[HASH_SIZE:] for row in rows])]
        while len(self._levels[-1]) > _ENTRY.size:
            self._levels.append(_level_above(self._levels[-1]))

    @classmethod
    def from_items(
        cls,
        items: Iterable[tuple[MemberId, int]],
        salt_of: Callable[[MemberId], bytes],
        called: Callable[[MemberId], str] = name_of,
    ) -> "Sums":
        """Return the tree over *items*, each member once, in any order.

        Salts must be secret, a member's own, and new for every epoch: otherwise neighbours could
        follow each other's balances from one epoch to the next.
        """
        # Bytes in one piece, and not tuples: a million of them are sorted in place, and the
        # collector need not look at them.
        rows, total = [], 0
        for member, balance in items:
            assert 0 <= balance <= LARGEST, "a balance in custody is never below nothing"
            total += balance
            salt = salt_of(member)
            hidden = blinded(salt, called(member))
            rows.append(hidden + leaf_hash(salt, hidden, balance) + balance.to_bytes(8, "big"))
        assert total <= LARGEST, "more than the ledger can hold"
        rows.sort()
        return cls(rows, salt_of, called)

    def __len__(self) -> int:
        """Return how many members have a leaf."""
        return len(self._hidden) // HASH_SIZE

    def total(self) -> int:
        """Return the sum of all balances: custody."""
        return self._top().sum

    def root(self) -> bytes:
        """Return what the chain states."""
        return root_hash(len(self), self._top())

    def path(self, member: MemberId) -> SumPath | None:
        """Return what shows *member* that he is in the total; None if he is not."""
        name, salt = self._name_of(member), self._salt_of(member)
        hidden = blinded(salt, name)
        count = len(self)
        place = bisect_left(range(count), hidden, key=self._hidden_at)
        if place == count or self._hidden_at(place) != hidden:
            return None
        beside, at = [], place
        for level in range(len(self._levels)):
            if at ^ 1 < len(self._levels[level]) // _ENTRY.size:
                beside.append(self._entry(level, at ^ 1))
            at //= 2
        balance = self._entry(0, place).sum
        return SumPath(name, salt, balance, place, count, tuple(beside))

    def chunks(self, height: int) -> Iterator[Chunk]:
        """Yield the tree's leaves in chunks of 2 to the power of *height*, from the left."""
        size = 1 << height
        above = min(height, len(self._levels) - 1)
        for number, first in enumerate(range(0, len(self), size)):
            leaves = self._levels[0][_ENTRY.size * first : _ENTRY.size * (first + size)]
            yield Chunk(self._hidden_at(first), self._entry(above, number), leaves)

    def _hidden_at(self, place: int) -> bytes:
        return self._hidden[HASH_SIZE * place : HASH_SIZE * (place + 1)]

    def _top(self) -> Summed:
        return self._entry(len(self._levels) - 1, 0) if self._hidden else EMPTY

    def _entry(self, level: int, place: int) -> Summed:
        return entry_in(self._levels[level], place)


def entry_in(level: bytes, place: int) -> Summed:
    """Return one leaf or node of a level."""
    return Summed(*_ENTRY.unpack_from(level, _ENTRY.size * place))


def entries(summed: Iterable[Summed]) -> bytes:
    """Return a level of leaves or nodes."""
    return b"".join([_ENTRY.pack(*it) for it in summed])


def entry_count(level: bytes) -> int:
    """Return how many leaves or nodes a level has."""
    return len(level) // _ENTRY.size


def steps_up(level: bytes, place: int) -> Iterator[Summed]:
    """Yield what stands beside the way from *place* of a level up to the one node over it."""
    while entry_count(level) > 1:
        if place ^ 1 < entry_count(level):
            yield entry_in(level, place ^ 1)
        level, place = _level_above(level), place // 2


def _level_above(level: bytes) -> bytes:
    """Return the nodes over *level*, pair by pair; one left over rises as it is."""
    pair, sha256 = 2 * _ENTRY.size, hashlib.sha256
    paired = len(level) // pair * pair
    made = [
        sha256(_NODE + level[at : at + pair]).digest() + (left + right).to_bytes(8, "big")
        for at, (left, right) in zip(
            range(0, paired, pair),
            _PAIR_OF_SUMS.iter_unpack(memoryview(level)[:paired]),
            strict=True,
        )
    ]
    return b"".join(made) + level[paired:]
