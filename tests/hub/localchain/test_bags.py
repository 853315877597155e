"""Our bags of cells are the library's, and nothing from outside breaks the reader."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytoniq_core.boc.builder import Builder
from pytoniq_core.boc.cell import Cell

from hub.localchain.bags import EMPTY, NotABag, Reading, read_bag, rewritten, write_bag


def _builder() -> Any:
    """Begin a cell with the library, which has no types."""
    return Builder()


def _cell(boc: bytes) -> Any:
    return Cell.one_from_boc(boc)


@st.composite
def trees(draw: st.DrawFn) -> Any:
    """Draw a tree of cells in which some stand in several places."""
    made: list[Any] = []
    for _ in range(draw(st.integers(1, 12))):
        bits = draw(st.text("01", max_size=draw(st.sampled_from((0, 1, 7, 8, 9, 200, 1023)))))
        cell = _builder().store_bits(bits)
        for _ in range(draw(st.integers(0, min(4, len(made))))):
            cell.store_ref(draw(st.sampled_from(made)))
        made.append(cell.end_cell())
    return made[-1]


@given(trees(), st.booleans(), st.booleans())
def test_bags_are_read_and_written_as_the_library_does(
    tree: Any, index: bool, checksum: bool
) -> None:
    """A tree read and written again is the same tree, and its bytes are always the same."""
    raw = bytes(tree.to_boc(has_idx=index, hash_crc32=checksum))
    written = write_bag(read_bag(raw))
    assert _cell(written) == tree
    assert rewritten(written) == written
    assert rewritten(bytes(tree.to_boc())) == written


@given(trees(), st.data())
def test_no_bytes_break_the_reader(tree: Any, data: st.DataObject) -> None:
    """Spoilt bytes are a bag, or are refused as none; nothing else comes out."""
    raw = bytearray(tree.to_boc())
    for _ in range(data.draw(st.integers(0, 5))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = read_bag(bytes(raw[: data.draw(st.integers(0, len(raw)))]))
    except NotABag:
        return
    assert rewritten(write_bag(found)) == write_bag(found)


def test_a_chain_of_cells_deeper_than_allowed_is_refused() -> None:
    """Depth has a limit, found without recursion."""
    cell = _builder().end_cell()
    for _ in range(100):
        cell = _builder().store_ref(cell).end_cell()
    raw = bytes(cell.to_boc())
    assert read_bag(raw, deepest=100).depth == 100
    with pytest.raises(NotABag, match="too deep"):
        read_bag(raw, deepest=99)
    with pytest.raises(NotABag, match="too many cells"):
        read_bag(raw, most=100)


def test_reading_stops_at_the_cells_end() -> None:
    """A cell that holds less than was asked for is refused, not read as zeros."""
    for ask in (lambda: Reading(EMPTY).flag(), lambda: Reading(EMPTY).ref()):
        with pytest.raises(NotABag, match="fewer"):
            ask()


@given(st.integers(0, 2**120 - 1), st.integers(-(2**31), 2**31 - 1))
def test_numbers_are_read_as_the_library_writes_them(amount: int, signed: int) -> None:
    """Amounts say their own length; signed numbers keep their sign."""
    raw = _builder().store_coins(amount).store_int(signed, 32).store_bit(1).end_cell().to_boc()
    reading = Reading(read_bag(bytes(raw)))
    assert (reading.amount(), reading.signed(32), reading.flag()) == (amount, signed, True)
    assert reading.left == 0
