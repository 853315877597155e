"""What comes from outside is read, or is malformed: never anything else."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytoniq_core.boc.builder import Builder
from pytoniq_core.tlb.vm_stack import VmCont

from contracts.ton.reading import (
    DEEPEST_TUPLE,
    MalformedCells,
    boc_of,
    cell_of,
    read_shard_account,
    read_stack,
    read_stack_boc,
    read_transaction,
    stack_boc,
    write_stack,
)
from contracts.ton.seen import AccountStatus, CellItem, SliceItem, StackItem, TupleItem
from tests.ton_chain import local_chain, wallet


def cell(number: int) -> bytes:
    """Return a bag of one cell."""
    built: Any = Builder().store_uint(number, 64)
    return boc_of(built.end_cell())


CELLS = st.integers(0, (1 << 64) - 1).map(cell)
ITEMS: st.SearchStrategy[StackItem] = st.recursive(
    st.one_of(
        st.none(),
        st.integers(-(1 << 256), (1 << 256) - 1),
        CELLS.map(CellItem),
        CELLS.map(SliceItem),
    ),
    lambda inner: st.lists(inner, max_size=4).map(lambda found: TupleItem(tuple(found))),
    max_leaves=6,
)


@settings(deadline=None)
@given(st.lists(ITEMS, max_size=5))
def test_a_stack_comes_back_as_it_went(items: list[StackItem]) -> None:
    """Numbers of 257 bits, cells, slices, tuples within tuples and nothing, in their order."""
    assert read_stack_boc(stack_boc(items)) == tuple(items)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_noise_is_malformed(noise: bytes) -> None:
    """Whatever the bytes are."""
    for read in (cell_of, read_stack_boc):
        with pytest.raises(MalformedCells):
            read(noise)
    if noise:
        with pytest.raises(MalformedCells):
            read_shard_account(noise)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_transaction_with_a_broken_byte_is_another_or_malformed(data: st.DataObject) -> None:
    """Never an exception of the library's own."""
    whole = bytearray(TRANSACTION)
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    with suppress(MalformedCells):
        assert read_transaction(cell_of(bytes(whole))).boc != TRANSACTION


def test_what_no_record_holds_is_malformed() -> None:
    """Continuations, and tuples that go on for ever."""
    make: Any = VmCont
    continuation = make("vmc_quit", exit_code=0)
    with pytest.raises(MalformedCells, match="VmCont"):
        read_stack([continuation])
    deep: StackItem = 1
    for _ in range(DEEPEST_TUPLE + 1):
        deep = TupleItem((deep,))
    with pytest.raises(MalformedCells, match="deep"):
        read_stack(write_stack([deep]))


def test_an_absent_account_is_absent() -> None:
    """An account that nobody sent anything to has no state at all."""
    assert read_shard_account(b"").status is AccountStatus.ABSENT
    chain = local_chain()
    held = wallet(chain, "held")
    assert read_shard_account(chain.account(held.address).shard_account).balance > 0


def _transaction() -> bytes:
    """Return a transaction of a local chain."""
    chain = local_chain()
    one, other = wallet(chain, "one"), wallet(chain, "other")
    return one.send(other.address)[0].boc


TRANSACTION = _transaction()
