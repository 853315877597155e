"""Bags of cells, read and written without hashing: fast enough for every transaction.

What comes from outside has limits here: few cells, not deep, no reference back. Whether an exotic
cell is what it says is the TVM's to judge.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MOST_CELLS: Final = 1 << 16
"""Of one bag: what a mainnet account may hold at most."""
LARGEST_BAG: Final = 8 * 1024 * 1024
"""Bytes: MOST_CELLS of 127 bytes and their references."""
DEEPEST: Final = 1024
"""Mainnet's own limit of a cell's depth."""
_MAGIC: Final = bytes.fromhex("b5ee9c72")
_HAS_INDEX: Final = 0x80
_HAS_CHECKSUM: Final = 0x40
_CHECKSUM_SIZE: Final = 4
_UNKNOWN_FLAGS: Final = 0x18
_EXOTIC: Final = 0x08
_STORED_HASHES: Final = 0x10
_HASH_AND_DEPTH: Final = 32 + 2
"""Bytes that may stand before a cell's content, for each of its levels; nobody needs them here."""
_MOST_REFS: Final = 4
_HEAD_SIZE: Final = 6


class NotABag(ValueError):
    """Bytes that hold no tree of cells, or one beyond the limits."""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A cell: its bits, and the cells below it."""

    head: int
    """The first descriptor byte: references, exotic or not, level."""
    size: int
    """How many bits it holds."""
    content: bytes
    """The bits, padded with a one and zeros to whole bytes."""
    refs: tuple["Node", ...]
    depth: int

    @property
    def level(self) -> int:
        """Return which pruned branches below stand outside of their proofs: 0 for a whole tree."""
        return self.head >> 5

    @property
    def exotic(self) -> bool:
        """Tell whether the cell is other than it seems: a proof, a pruned branch, library code."""
        return bool(self.head & _EXOTIC)


EMPTY: Final = Node(0, 0, b"", (), 0)


class Reading:
    """Takes numbers off the front of a cell."""

    def __init__(self, node: Node) -> None:
        self._whole = int.from_bytes(node.content, "big")
        self._spare = len(node.content) * 8
        self.left = node.size
        self._refs = iter(node.refs)

    def number(self, bits: int) -> int:
        """Return the next *bits* bits as a whole number."""
        if bits > self.left:
            raise NotABag("a cell with fewer bits than its kind has")
        self.left -= bits
        self._spare -= bits
        return (self._whole >> self._spare) & ((1 << bits) - 1)

    def signed(self, bits: int) -> int:
        """Return the next *bits* bits as a whole number with a sign."""
        plain = self.number(bits)
        return plain - (1 << bits) if plain >> (bits - 1) else plain

    def flag(self) -> bool:
        """Return the next bit."""
        return bool(self.number(1))

    def amount(self, width: int = 4) -> int:
        """Return a number that says its own length in bytes, in *width* bits."""
        return self.number(8 * self.number(width))

    def ref(self) -> Node:
        """Return the next cell below."""
        below = next(self._refs, None)
        if below is None:
            raise NotABag("a cell with fewer references than its kind has")
        return below

    def maybe_ref(self) -> Node | None:
        """Return the next cell below where a bit says that there is one."""
        return self.ref() if self.flag() else None


def read_bag(raw: bytes, *, most: int = MOST_CELLS, deepest: int = DEEPEST) -> Node:
    """Return the root of the one tree in *raw*; or say why it is none."""
    if len(raw) > LARGEST_BAG:
        raise NotABag(f"{len(raw)} bytes are more than a bag may have")
    if len(raw) < _HEAD_SIZE or raw[:4] != _MAGIC:
        raise NotABag("not a bag of cells")
    size, offsets = raw[4] & 7, raw[5]
    if raw[4] & _UNKNOWN_FLAGS or not 1 <= size <= 4 or not 1 <= offsets <= 8:
        raise NotABag("a bag of cells with a head that nobody writes")
    at = _HEAD_SIZE
    count, roots, absent = (
        int.from_bytes(raw[at + i * size : at + (i + 1) * size], "big") for i in range(3)
    )
    at += 3 * size
    body_size = int.from_bytes(raw[at : at + offsets], "big")
    at += offsets
    root = int.from_bytes(raw[at : at + size], "big")
    at += size
    if not (1 <= count <= most and roots == 1 and absent == 0 and root < count):
        raise NotABag("a bag with other than one root, or with too many cells")
    if raw[4] & _HAS_INDEX:
        at += count * offsets
    end = at + body_size
    if end + bool(raw[4] & _HAS_CHECKSUM) * _CHECKSUM_SIZE != len(raw):
        raise NotABag("a bag of cells that ends elsewhere than it says")
    return _build(_cells(raw[at:end], count, size), deepest)[root]


_Written = tuple[int, int, bytes, tuple[int, ...]]
"""Head, bits, content and the numbers of the cells below."""


def _cells(body: bytes, count: int, size: int) -> list[_Written]:
    """Return *count* cells as written in *body*, their references still numbers."""
    at, cells = 0, []
    for number in range(count):
        if at + 2 > len(body):
            raise NotABag("a bag of cells that ends too soon")
        head, length = body[at], body[at + 1]
        refs, content = head & 7, (length + 1) // 2
        if refs > _MOST_REFS:
            raise NotABag("a cell with too many references")
        at += 2
        if head & _STORED_HASHES:
            at += _HASH_AND_DEPTH * (1 + (head >> 5).bit_count())
            head ^= _STORED_HASHES
        data = body[at : at + content]
        at += content
        end = at + refs * size
        if end > len(body):
            raise NotABag("a bag of cells that ends too soon")
        below = tuple(body[at:end]) if size == 1 else _numbers(body[at:end], size)
        # References only point ahead, so a bag can hold no circle.
        if below and not number < min(below) <= max(below) < count:
            raise NotABag("a cell that refers back, or to nothing")
        at = end
        cells.append((head, _bits(data, length), data, below))
    if at != len(body):
        raise NotABag("a bag of cells with bytes behind them")
    return cells


def _numbers(raw: bytes, size: int) -> tuple[int, ...]:
    """Return the whole numbers of *size* bytes each."""
    return tuple(int.from_bytes(raw[at : at + size], "big") for at in range(0, len(raw), size))


def _bits(content: bytes, length: int) -> int:
    """Return how many bits *content* holds, by the descriptor *length*."""
    if not length & 1:
        return 8 * len(content)
    tail = content[-1]
    if tail & 0x7F == 0:
        raise NotABag("a cell without the bit that ends it")
    return 8 * len(content) - (tail & -tail).bit_length()


def _build(written: list[_Written], deepest: int) -> list[Node]:
    """Return the cells, those below put into those above."""
    built: list[Node] = [EMPTY] * len(written)
    for number in range(len(written) - 1, -1, -1):
        head, size, content, below = written[number]
        refs = tuple([built[ref] for ref in below])
        depth = 1 + max([ref.depth for ref in refs]) if refs else 0
        if depth > deepest:
            raise NotABag("cells too deep")
        built[number] = Node(head, size, content, refs, depth)
    return built


def root_content(written: bytes) -> bytes:
    """Return the bits of the root of a bag that this program wrote: its first cell."""
    at = _HEAD_SIZE + 4 * written[4] + written[5]
    return written[at + 2 : at + 2 + (written[at + 1] + 1) // 2]


def rewritten(raw: bytes) -> bytes:
    """Return the bag *raw* as this program writes it: the same tree is the same bytes."""
    return write_bag(read_bag(raw))


def write_bag(root: Node) -> bytes:
    """Return the tree under *root* as a bag of cells."""
    order = _order(root)
    places = {id(node): number for number, node in enumerate(order)}
    size = (len(order).bit_length() + 7) // 8
    body = b"".join(_written(node, places, size) for node in order)
    offsets = (len(body).bit_length() + 7) // 8
    return b"".join(
        (
            _MAGIC,
            bytes((size, offsets)),
            len(order).to_bytes(size, "big"),
            (1).to_bytes(size, "big"),
            bytes(size),
            len(body).to_bytes(offsets, "big"),
            bytes(size),
            body,
        )
    )


def _order(root: Node) -> Sequence[Node]:
    """Return every cell once, each before all that stand below it."""
    done: dict[int, Node] = {}
    waiting: list[tuple[Node, bool]] = [(root, False)]
    while waiting:
        node, seen_below = waiting.pop()
        if seen_below:
            done.setdefault(id(node), node)
        elif id(node) not in done:
            waiting.append((node, True))
            waiting.extend((ref, False) for ref in node.refs)
    return list(reversed(done.values()))


def _written(node: Node, places: dict[int, int], size: int) -> bytes:
    """Return *node* as a bag holds it."""
    length = node.size // 8 + len(node.content)
    below = b"".join(places[id(ref)].to_bytes(size, "big") for ref in node.refs)
    return bytes((node.head, length)) + node.content + below
