"""The sum tree in parts, so that one member's path is found without building the whole tree.

Leaves stand in the order of their blinded names; 1,024 neighbours are a chunk. The crown keeps of
each chunk where it begins and the node over it. With the crown and one chunk a path is the same as
the whole tree's.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hub.core.settlement.sums import (
    HASH_SIZE,
    SumPath,
    Sums,
    blinded,
    entries,
    entry_count,
    entry_in,
    leaf_hash,
    steps_up,
)

CHUNK_HEIGHT: Final = 10
"""1,024 leaves a chunk are 40 KB; a million leaves have a crown of 70 KB."""
CHUNK: Final = 1 << CHUNK_HEIGHT
_COUNT: Final = struct.Struct(">I")
_ENTRY_SIZE: Final = HASH_SIZE + 8


@dataclass(frozen=True, slots=True)
class Crown:
    """What stands over the chunks."""

    count: int
    """Of all leaves."""
    firsts: tuple[bytes, ...]
    """The blinded name with which each chunk begins."""
    nodes: bytes
    """Over each chunk."""

    def to_bytes(self) -> bytes:
        """Return it as it is kept."""
        return _COUNT.pack(self.count) + b"".join(self.firsts) + self.nodes

    def chunk_of(self, hidden: bytes) -> int | None:
        """Return the number of the chunk in which a blinded name may be; None: in none."""
        found = bisect_right(self.firsts, hidden)
        return found - 1 if found else None


def parts_of(sums: Sums) -> Iterator[bytes]:
    """Yield what is to be kept of a tree: the crown, then its chunks."""
    chunks = list(sums.chunks(CHUNK_HEIGHT))
    nodes = entries(it.node for it in chunks)
    yield Crown(len(sums), tuple(it.first for it in chunks), nodes).to_bytes()
    for chunk in chunks:
        yield chunk.leaves


def read_crown(kept: bytes) -> Crown:
    """Return the crown that was kept."""
    many = (len(kept) - _COUNT.size) // (HASH_SIZE + _ENTRY_SIZE)
    nodes = _COUNT.size + HASH_SIZE * many
    firsts = tuple(kept[at : at + HASH_SIZE] for at in range(_COUNT.size, nodes, HASH_SIZE))
    return Crown(_COUNT.unpack_from(kept)[0], firsts, kept[nodes:])


def path_in(crown: Crown, number: int, chunk: bytes, name: str, salt: bytes) -> SumPath | None:
    """Return the path of whoever is called *name*, whose leaf is in this chunk; None: it is not."""
    hidden = blinded(salt, name)
    for place in range(entry_count(chunk)):
        found = entry_in(chunk, place)
        if found.hash == leaf_hash(salt, hidden, found.sum):
            steps = (*steps_up(chunk, place), *steps_up(crown.nodes, number))
            whole = number * CHUNK + place
            return SumPath(name, salt, found.sum, whole, crown.count, steps)
    return None
