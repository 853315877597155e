"""TON's cells, read from a bag of cells: just enough to check who owns a wallet.

The bag comes from a stranger, so this reader knows one root, few cells, and only the kinds that a
wallet's state may hold: ordinary cells and references to library code. Everything else is refused
before anything is built. The whole format, for bags of our own making, is pytoniq-core's.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from contracts.wire.refusals import Refusal, Refused

LARGEST_BAG: Final = 4 * 1024
"""Bytes; the largest wallet in use, v4 with its code, has under 800."""
_MOST_CELLS: Final = 128
"""The wallets in use have at most 25."""
_MAGIC: Final = bytes.fromhex("b5ee9c72")
_HAS_INDEX: Final = 0x80
_HAS_CHECKSUM: Final = 0x40
_SPECIAL: Final = 0x08
_KNOWN_DESCRIPTOR: Final = 0x0F
"""Bits of a cell's first byte that a cell of level 0 without stored hashes may set."""
_MOST_REFS: Final = 4
_LIBRARY_TAG: Final = 2
_LIBRARY_BITS: Final = 8 + 256
_DEEPEST: Final = 64


@dataclass(frozen=True, slots=True)
class Cell:
    """Up to 1023 bits and up to four cells below."""

    bits: int
    """How many bits it holds."""
    content: bytes
    """The bits, padded to whole bytes as the hash sees them."""
    refs: tuple["Cell", ...]
    special: bool
    """A reference to library code: its 256 bits after the tag are the code's hash."""
    hash: bytes
    depth: int

    def cut(self, start: int, size: int) -> int:
        """Return *size* bits from *start* as a whole number; or refuse."""
        if start + size > self.bits:
            raise _malformed("a cell with fewer bits than its kind has")
        whole = int.from_bytes(self.content, "big")
        return (whole >> (len(self.content) * 8 - start - size)) & ((1 << size) - 1)


class _Reader:
    """Takes whole numbers off the front of bytes."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0

    def take(self, size: int) -> bytes:
        """Return the next *size* bytes; or refuse."""
        part = self._raw[self._at : self._at + size]
        if len(part) != size:
            raise _malformed("a bag of cells that ends too soon")
        self._at += size
        return part

    def number(self, size: int) -> int:
        """Return the next *size* bytes as a whole number."""
        return int.from_bytes(self.take(size), "big")

    def finish(self) -> None:
        """Refuse bytes that nobody asked for."""
        if self._at != len(self._raw):
            raise _malformed("a bag of cells with bytes behind it")


@dataclass(frozen=True, slots=True)
class _Raw:
    """A cell as written, its references still numbers."""

    head: bytes
    content: bytes
    refs: tuple[int, ...]


def read_bag(raw: bytes) -> Cell:
    """Return the root of the one tree in the bag *raw*; or refuse."""
    if len(raw) > LARGEST_BAG:
        raise Refused(Refusal.TOO_LONG, f"a bag of cells of {len(raw)} bytes")
    reader = _Reader(raw)
    if reader.take(4) != _MAGIC:
        raise _malformed("not a bag of cells")
    flags = reader.number(1)
    size, offset_size = flags & 7, reader.number(1)
    if flags & 0x38 or size not in (1, 2) or not 1 <= offset_size <= 4:
        raise _malformed("a bag of cells with a head that no wallet writes")
    count, roots, absent = (reader.number(size) for _ in range(3))
    cells_size = reader.number(offset_size)
    if not (1 <= count <= _MOST_CELLS and roots == 1 and absent == 0 and reader.number(size) == 0):
        raise _malformed("a bag with other than one root, its first of few cells")
    if flags & _HAS_INDEX:
        reader.take(count * offset_size)
    body = _Reader(reader.take(cells_size))
    if flags & _HAS_CHECKSUM:
        reader.take(4)  # guards a wire; what counts here is the hash of the root
    reader.finish()
    written = [_read_cell(body, number, count, size) for number in range(count)]
    body.finish()
    return _build(written)


def _read_cell(reader: _Reader, number: int, count: int, size: int) -> _Raw:
    """Return the next cell as written; or refuse what a wallet's state cannot hold."""
    head = reader.take(2)
    refs = head[0] & 7
    if head[0] & ~_KNOWN_DESCRIPTOR or refs > _MOST_REFS:
        raise _malformed("a cell of a kind that no wallet has")
    content = reader.take((head[1] + 1) // 2)
    below = tuple(reader.number(size) for _ in range(refs))
    # References only point ahead, so a bag can hold no circle.
    if any(not number < ref < count for ref in below):
        raise _malformed("a cell that refers back")
    return _Raw(head, content, below)


def _build(written: list[_Raw]) -> Cell:
    """Return the root of *written*, built from the last cell to the first."""
    built: dict[int, Cell] = {}
    for number in range(len(written) - 1, -1, -1):
        raw = written[number]
        built[number] = _cell(raw, tuple(built[ref] for ref in raw.refs))
    return built[0]


def _cell(raw: _Raw, refs: tuple[Cell, ...]) -> Cell:
    """Return the cell that *raw* writes, with its hash."""
    bits = len(raw.content) * 8
    if raw.head[1] & 1:
        tail = raw.content[-1]
        if tail == 0:
            raise _malformed("a cell without the bit that ends it")
        bits -= (tail & -tail).bit_length()
    depth = 1 + max((ref.depth for ref in refs), default=-1)
    if depth > _DEEPEST:
        raise _malformed("cells deeper than any wallet's")
    special = bool(raw.head[0] & _SPECIAL)
    if special and (bits != _LIBRARY_BITS or refs or raw.content[0] != _LIBRARY_TAG):
        raise _malformed("a special cell that is no library's")
    said = raw.head + raw.content + b"".join(ref.depth.to_bytes(2, "big") for ref in refs)
    digest = hashlib.sha256(said + b"".join(ref.hash for ref in refs)).digest()
    return Cell(bits, raw.content, refs, special, digest, depth)


def _malformed(detail: str) -> Refused:
    return Refused(Refusal.MALFORMED, detail)
