"""A leaf file says one tree in one way, and whatever else it might say is refused."""

import hashlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.settlement.leaf_file import (
    MAGIC,
    BadLeafFile,
    LeafFault,
    leaf_file,
    read_leaf_file,
)
from hub.core.settlement.leaves import LARGEST, Leaves
from tests.hub.core.settlement.test_leaves import a_key, trees

TREE = {a_key(it): it + 1 for it in range(5)}
HEAD = 56


def raw_of(items: dict[bytes, int], epoch: int = 3) -> bytes:
    """Return the whole file of a tree."""
    return b"".join(leaf_file(Leaves.from_items(items.items()), epoch))


def sealed(content: bytes) -> bytes:
    """Return *content* with the check sum that belongs to it."""
    return content + hashlib.sha256(content).digest()


def fault_of(raw: bytes) -> LeafFault:
    """Return why *raw* is refused."""
    with pytest.raises(BadLeafFile) as caught:
        read_leaf_file(raw)
    return caught.value.fault


@given(trees, st.integers(0, 2**32 - 1))
def test_what_is_written_is_read(items: dict[bytes, int], epoch: int) -> None:
    """The same leaves, root and epoch; written again, the same bytes."""
    raw = raw_of(items, epoch)
    found = read_leaf_file(raw)
    assert found.epoch == epoch
    assert dict(found.leaves.items()) == items
    assert found.leaves.root() == Leaves.from_items(items.items()).root()
    assert found.sum == raw[-32:] == hashlib.sha256(raw[:-32]).digest()
    assert b"".join(leaf_file(found.leaves, epoch)) == raw


def test_a_long_file_comes_in_pieces() -> None:
    """Nobody needs it whole in memory to write it."""
    leaves = Leaves.from_items((a_key(it), it + 1) for it in range(9000))
    pieces = list(leaf_file(leaves, 1))
    assert len(pieces) == 3
    assert read_leaf_file(b"".join(pieces)).leaves.root() == leaves.root()


def test_no_leaves_are_a_file_as_well() -> None:
    """The first epoch may have issued nothing."""
    found = read_leaf_file(raw_of({}))
    assert (len(found.leaves), found.leaves.root()) == (0, bytes(32))


def test_every_byte_counts() -> None:
    """Any byte changed, cut or added is seen."""
    raw = raw_of(TREE)
    for place in range(len(raw)):
        fault_of(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
    for end in range(len(raw)):
        assert fault_of(raw[:end]) == LeafFault.SIZE
    assert fault_of(raw + b"\x00") == LeafFault.SIZE


def row(key: bytes, amount: int) -> bytes:
    """Return one leaf as the file has it."""
    return struct.pack(">32sQ", key, amount)


@pytest.mark.parametrize(
    ("total", "rows", "fault"),
    [
        (3, [row(a_key(1), 3), row(a_key(1), 0)], LeafFault.ORDER),
        (3, [row(b"\x02" * 32, 1), row(b"\x01" * 32, 2)], LeafFault.ORDER),
        (3, [row(b"\x01" * 32, 0), row(b"\x02" * 32, 3)], LeafFault.AMOUNT),
        (4, [row(b"\x01" * 32, 3)], LeafFault.TOTAL),
        (2, [row(b"\x01" * 32, 3)], LeafFault.TOTAL),
        (LARGEST + 1, [row(b"\x01" * 32, LARGEST + 1)], LeafFault.TOTAL),
        (3, [row(b"\x01" * 32, 3)], LeafFault.ROOT),
    ],
    ids=["one key twice", "disorder", "nothing issued", "too little", "too much", "overflow",
         "another root"],
)  # fmt: skip
def test_a_well_sealed_lie_is_named(total: int, rows: list[bytes], fault: LeafFault) -> None:
    """A check sum makes no tree."""
    head = struct.pack(">8sIIQ32s", MAGIC, 1, len(rows), total, bytes(32))
    assert fault_of(sealed(head + b"".join(rows))) == fault


def test_another_version_is_no_leaf_file() -> None:
    """It is refused by its first bytes, whatever its check sum."""
    raw = raw_of(TREE)
    assert fault_of(sealed(b"BRSKLF\x00\x02" + raw[8:-32])) == LeafFault.HEAD
    assert fault_of(sealed(raw[:-33] + bytes([raw[-33] ^ 1]))) in (LeafFault.ROOT, LeafFault.TOTAL)
    assert fault_of(raw[:-1] + bytes([raw[-1] ^ 1])) == LeafFault.SUM


def test_a_count_that_does_not_fit_is_refused_before_anything_is_built() -> None:
    """Sixteen million leaves said, five there."""
    raw = raw_of(TREE)
    assert fault_of(sealed(raw[:12] + b"\x00\xff\xff\xff" + raw[16:-32])) == LeafFault.SIZE
    assert len(raw) == HEAD + 5 * 40 + 32
