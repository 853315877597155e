"""Cells of a claim's proof, bit by bit and without a library: made, written out and read back.

The tree is TVM's `Hashmap 256 Coins`: edges with labels, forks with two children, and amounts at
the leaves. A proof is an exotic Merkle-proof cell over the tree with everything beside the way to
one leaf replaced by pruned branches, which say only the hash and the depth of what stood there.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

KEY_BITS: Final = 256
KEY_SIZE: Final = KEY_BITS // 8
HASH_SIZE: Final = 32
EXOTIC: Final = 8
"""In a cell's first descriptor; below it the number of references, above it the level mask."""
LEVEL_ONE: Final = 32
"""A level mask of one: somewhere below stands a pruned branch."""
PRUNED: Final = b"\x01\x01"
"""A pruned branch's kind and level mask."""
MERKLE_PROOF: Final = 3
LONGEST_PROOF: Final = 32_768
"""Bytes: 256 forks of at most 120 bytes, which no honest tree comes near (0.8 KB at 65,536)."""
_MAGIC: Final = b"\xb5\xee\x9c\x72"
_ONE_BYTE: Final = 256
_TWO_BYTES: Final = 65_536
_MOST_REFS: Final = 4
_COINS_LENGTH_BITS: Final = 4


class Stood(NamedTuple):
    """What a pruned branch says of what stood in its place."""

    hash: bytes
    depth: int


class Bits(NamedTuple):
    """The lowest *size* bits of *value*, the highest of them first."""

    value: int
    size: int


class Turn(NamedTuple):
    """A fork on the way to a leaf: its label, which way the leaf lies, what stands beside."""

    label: Bits
    right: bool
    beside: Stood


def label(bits: int, length: int, most: int) -> Bits:
    """Return the label of *length* bits where at most *most* could stand, in its shortest form.

    Where two forms are equally long TVM takes the unary one, and so must we: the hash hangs on it.
    """
    width = most.bit_length()
    if length > 1 and width < 2 * length - 1 and bits in (0, (1 << length) - 1):
        return Bits((0b110 | bits & 1) << width | length, 3 + width)
    if width < length:
        return Bits((0b10 << width | length) << length | bits, 2 + width + length)
    return Bits(((1 << length) - 1) << (length + 1) | bits, 2 * length + 2)


def coins(amount: int) -> Bits:
    """Return *amount* as TVM writes coins: how many bytes, then so many."""
    size = (amount.bit_length() + 7) // 8
    return Bits(size << 8 * size | amount, _COINS_LENGTH_BITS + 8 * size)


def joined(first: Bits, second: Bits) -> Bits:
    """Return *first* followed by *second*."""
    return Bits(first.value << second.size | second.value, first.size + second.size)


def with_length(bits: Bits) -> bytes:
    """Return a cell's second descriptor and its bits, filled up to whole bytes."""
    whole, over = divmod(bits.size, 8)
    value = (bits.value << 1 | 1) << (7 - over) if over else bits.value
    size = whole + (over > 0)
    return bytes([whole + size]) + value.to_bytes(size, "big")


def merkle_proof(root: Stood, turns: Sequence[Turn], leaf: Bits) -> bytes:
    """Return the bag of cells of a proof: from *root* over *turns*, from the top, to *leaf*."""
    # The way's cells are numbers 1, 3, 5, …; what stands beside each is one further on.
    count = 2 + 2 * len(turns)
    width = 1 if count < _ONE_BYTE else 2
    cells = [
        bytes([EXOTIC | 1])
        + _full(bytes([MERKLE_PROOF]) + root.hash + root.depth.to_bytes(2, "big"))
        + (1).to_bytes(width, "big")
    ]
    for number, turn in enumerate(turns):
        way, beside = (place.to_bytes(width, "big") for place in (2 * number + 3, 2 * number + 2))
        cells.append(bytes([LEVEL_ONE | 2]) + with_length(turn.label))
        cells.append(beside + way if turn.right else way + beside)
        pruned = PRUNED + turn.beside.hash + turn.beside.depth.to_bytes(2, "big")
        cells.append(bytes([LEVEL_ONE | EXOTIC]) + _full(pruned))
    cells.append(b"\x00" + with_length(leaf))
    return _bag(b"".join(cells), count, width)


def enclosed(bits: Bits, proof: bytes) -> bytes:
    """Return the bag of an ordinary cell of *bits* whose one reference is the root of *proof*."""
    cells = _read_bag(proof)
    count = len(cells) + 1
    width = 1 if count < _ONE_BYTE else 2
    written = [b"\x01" + with_length(bits) + (1).to_bytes(width, "big")]
    for cell in cells:
        refs = b"".join((ref + 1).to_bytes(width, "big") for ref in cell.refs)
        written.append(bytes([cell.first]) + cell.content + refs)
    return _bag(b"".join(written), count, width)


def _full(content: bytes) -> bytes:
    """Return whole bytes with their descriptor."""
    return bytes([2 * len(content)]) + content


def _bag(cells: bytes, count: int, width: int) -> bytes:
    """Return the serialised bag: its first cell is the only root, no index, no check sum."""
    size = 1 if len(cells) < _ONE_BYTE else 2
    numbers = b"".join(number.to_bytes(width, "big") for number in (count, 1, 0))
    return (
        _MAGIC + bytes([width, size]) + numbers
        + len(cells).to_bytes(size, "big") + bytes(width) + cells
    )  # fmt: skip


class Fault(StrEnum):
    """Why a proof is none."""

    BAG = "not_a_bag_of_cells"
    KIND = "not_a_merkle_proof"
    LEVEL = "wrong_levels"
    PRUNED = "malformed_pruned_branch"
    HASH = "hash_of_other_cells"
    DEPTH = "depth_of_other_cells"
    LABEL = "malformed_label"
    ABSENT = "leads_elsewhere"
    CUT = "leads_into_a_pruned_branch"
    AMOUNT = "malformed_amount"


class BadProof(Exception):
    """A proof that proves nothing, and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Proved:
    """What a proof shows: under this root the key has this amount."""

    root: bytes
    amount: int


class _Cell(NamedTuple):
    first: int
    bits: Bits
    content: bytes
    """Second descriptor and bytes, as they are hashed."""
    refs: tuple[int, ...]


def read_proof(bag: bytes, key: bytes) -> Proved:
    """Return what *bag* proves about *key*; refuse what is not exactly a proof of ours."""
    assert len(key) == KEY_SIZE, "an account id has 256 bits"
    cells = _read_bag(bag)
    top = cells[0]
    if top.first != EXOTIC | 1 or top.bits.size != 8 * (3 + HASH_SIZE):
        raise BadProof(Fault.KIND)
    if top.content[1] != MERKLE_PROOF:
        raise BadProof(Fault.KIND)
    stated = Stood(top.content[2:34], int.from_bytes(top.content[34:], "big"))
    found = _stood(cells)[top.refs[0]]
    if found.hash != stated.hash:
        raise BadProof(Fault.HASH)
    if found.depth != stated.depth:
        raise BadProof(Fault.DEPTH)
    return Proved(stated.hash, _amount_at(cells, top.refs[0], int.from_bytes(key, "big")))


def _read_bag(bag: bytes) -> list[_Cell]:
    """Return the cells, parents before children; only the form that we write is read."""
    if len(bag) > LONGEST_PROOF or bag[:4] != _MAGIC or len(bag) < 6 + 5:
        raise BadProof(Fault.BAG)
    width, size = bag[4], bag[5]
    if width not in (1, 2) or size not in (1, 2):
        raise BadProof(Fault.BAG)
    count, roots, absent = (
        int.from_bytes(bag[6 + it * width : 6 + (it + 1) * width], "big") for it in range(3)
    )
    at = 6 + 3 * width
    length = int.from_bytes(bag[at : at + size], "big")
    first = bag[at + size : at + size + width]
    at += size + width
    if (roots, absent, first) != (1, 0, bytes(width)) or length != len(bag) - at or count < 2:
        raise BadProof(Fault.BAG)
    cells: list[_Cell] = []
    for number in range(count):
        cell, at = _read_cell(bag, at, width)
        if any(not number < ref < count for ref in cell.refs):
            raise BadProof(Fault.BAG)
        cells.append(cell)
    if at != len(bag) or {ref for cell in cells for ref in cell.refs} != set(range(1, count)):
        raise BadProof(Fault.BAG)
    return cells


def _read_cell(bag: bytes, at: int, width: int) -> tuple[_Cell, int]:
    """Return the cell at *at*, and where the next begins."""
    if at + 2 > len(bag):
        raise BadProof(Fault.BAG)
    first, second = bag[at], bag[at + 1]
    size, many = (second + 1) // 2, first & 7
    end = at + 2 + size + many * width
    if end > len(bag) or many > _MOST_REFS:
        raise BadProof(Fault.BAG)
    value = int.from_bytes(bag[at + 2 : at + 2 + size], "big")
    bits = 8 * size
    if second % 2:
        if not value & 0x7F:
            raise BadProof(Fault.BAG)
        filled = (value & -value).bit_length()
        value, bits = value >> filled, bits - filled
    refs = tuple(
        int.from_bytes(bag[it : it + width], "big") for it in range(at + 2 + size, end, width)
    )
    return _Cell(first, Bits(value, bits), bag[at + 1 : at + 2 + size], refs), end


def _stood(cells: list[_Cell]) -> list[Stood]:
    """Return each cell's hash and depth with the pruned branches taken for what stood there."""
    found = [Stood(b"", 0)] * len(cells)
    levels = [0] * len(cells)
    for number in range(len(cells) - 1, 0, -1):
        cell = cells[number]
        if cell.first & EXOTIC:
            found[number] = _pruned(cell)
            levels[number] = LEVEL_ONE
            continue
        levels[number] = max((levels[it] for it in cell.refs), default=0)
        if cell.first != levels[number] | len(cell.refs):
            raise BadProof(Fault.LEVEL)
        below = [found[it] for it in cell.refs]
        depths = b"".join(it.depth.to_bytes(2, "big") for it in below)
        hashes = b"".join(it.hash for it in below)
        plain = bytes([len(cell.refs)]) + cell.content + depths + hashes
        depth = 1 + max(it.depth for it in below) if below else 0
        if depth >= _TWO_BYTES:
            raise BadProof(Fault.DEPTH)
        found[number] = Stood(hashlib.sha256(plain).digest(), depth)
    return found


def _pruned(cell: _Cell) -> Stood:
    content = cell.content[1:]
    if (
        cell.first != LEVEL_ONE | EXOTIC
        or cell.bits.size != 8 * (len(PRUNED) + HASH_SIZE + 2)
        or content[:2] != PRUNED
    ):
        raise BadProof(Fault.PRUNED)
    return Stood(content[2:34], int.from_bytes(content[34:], "big"))


def _amount_at(cells: list[_Cell], place: int, key: int) -> int:
    """Return the amount that *key* leads to from the tree's root at *place*."""
    left = KEY_BITS
    while True:
        cell = cells[place]
        if cell.first & EXOTIC:
            raise BadProof(Fault.CUT)
        found, rest = _read_label(cell.bits, left)
        left -= found.size
        if found.value != (key >> left) & ((1 << found.size) - 1):
            raise BadProof(Fault.ABSENT)
        if not left:
            return _read_coins(rest, cell)
        if rest.size or len(cell.refs) != 2:
            raise BadProof(Fault.LABEL)
        left -= 1
        place = cell.refs[key >> left & 1]


def _read_label(bits: Bits, most: int) -> tuple[Bits, Bits]:
    """Return an edge's label, and the bits after it; only the shortest form is one."""
    text = format(bits.value, f"0{bits.size}b") if bits.size else ""
    width = most.bit_length()
    if text.startswith("0"):
        length = text.find("0", 1) - 1
        value = text[length + 2 : 2 * length + 2]
    elif text.startswith("10"):
        length = int(text[2 : 2 + width] or "0", 2)
        value = text[2 + width : 2 + width + length]
    else:
        length = int(text[3 : 3 + width] or "0", 2)
        value = text[2:3] * length
    if not 0 <= length <= most or len(value) != length:
        raise BadProof(Fault.LABEL)
    found = Bits(int(value or "0", 2), length)
    shortest = label(found.value, length, most)
    rest = bits.size - shortest.size
    if rest < 0 or bits.value >> rest != shortest.value:
        raise BadProof(Fault.LABEL)
    return found, Bits(bits.value & ((1 << rest) - 1), rest)


def _read_coins(bits: Bits, cell: _Cell) -> int:
    """Return the amount that a leaf holds, and nothing else beside it."""
    size = (bits.size - _COINS_LENGTH_BITS) // 8
    amount = bits.value & ((1 << 8 * size) - 1) if size >= 0 else 0
    if size < 0 or cell.refs or bits != coins(amount):
        raise BadProof(Fault.AMOUNT)
    return amount
