"""Our reader of cells says what pytoniq-core says, and refuses what no wallet holds."""

import base64
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.cells import LARGEST_BAG, Cell, read_bag
from tests.hub.core.access.wallets import Published, TestWallet, new_cell, published_proofs


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> Any:
    """Draw a small tree of cells."""
    made = new_cell().store_bits(draw(st.text("01", max_size=200)))
    if depth:
        for _ in range(draw(st.integers(0, 4 if depth == 1 else 2))):
            made = made.store_ref(draw(trees(depth - 1)))
    return made.end_cell()


def same(ours: Cell, theirs: Any) -> bool:
    """Tell whether two trees are the same, bit by bit."""
    bits = "".join(str(ours.cut(at, 1)) for at in range(ours.bits))
    return (
        ours.hash == theirs.hash
        and bits == theirs.bits.to01()
        and len(ours.refs) == len(theirs.refs)
        and all(same(mine, other) for mine, other in zip(ours.refs, theirs.refs, strict=True))
    )


@given(trees())
def test_any_tree_is_read_as_the_witness_reads_it(tree: Any) -> None:
    """Bits, references and hashes, for trees of any shape."""
    assert same(read_bag(tree.to_boc()), tree)


@given(tree=trees(), has_index=st.booleans(), has_checksum=st.booleans())
def test_index_and_checksum_change_nothing(
    tree: Any, *, has_index: bool, has_checksum: bool
) -> None:
    """Wallets write bags with and without them."""
    bag = tree.to_boc(has_idx=has_index, hash_crc32=has_checksum)
    assert same(read_bag(bag), tree)


@pytest.mark.parametrize("published", published_proofs(), ids=lambda it: it.name)
def test_states_of_real_wallets_hash_to_their_addresses(published: Published) -> None:
    """Among them one whose code is a reference to a library."""
    proof = published.proof
    state = read_bag(base64.b64decode(proof.state_init))
    assert f"0:{state.hash.hex()}" == proof.address


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_be_refused(raw: bytes) -> None:
    """Noise, and noise behind the right first bytes."""
    for tried in (raw, bytes.fromhex("b5ee9c72") + raw, bytes.fromhex("b5ee9c72410101") + raw):
        with suppress(Refused):
            assert len(read_bag(tried).hash) == 32


@given(st.data())
def test_no_altered_bag_has_the_same_hash(data: st.DataObject) -> None:
    """What a byte changes, the root's hash shows, or the reader refuses."""
    state = TestWallet().state
    bag = bytearray(state.to_boc())
    at = data.draw(st.integers(4, len(bag) - 5))  # not the checksum, which is not looked at
    bag[at] ^= 1 << data.draw(st.integers(0, 7))
    try:
        found = read_bag(bytes(bag))
    except Refused:
        return
    assert found.hash != state.hash


def test_a_bag_has_an_end() -> None:
    """More bytes than any wallet's are not read."""
    with pytest.raises(Refused) as caught:
        read_bag(bytes(LARGEST_BAG + 1))
    assert caught.value.refusal is Refusal.TOO_LONG


@pytest.mark.parametrize(
    "bag",
    [
        "b5ee9c72 01 01 01 01 00 03 00 0100 01",  # refers to nothing
        "b5ee9c72 01 01 02 01 00 06 00 010001 010001",  # the second to itself
        "b5ee9c72 01 01 01 02 00 02 0000 0000",  # two roots
        "b5ee9c72 01 01 01 01 01 02 00 0000",  # an absent cell
        "b5ee9c72 01 01 01 01 00 02 00 2000",  # of level 1
        "b5ee9c72 01 01 01 01 00 02 00 1000",  # with hashes stored
        "b5ee9c72 01 01 01 01 00 03 00 000100",  # without the bit that ends it
        "b5ee9c72 01 01 01 01 00 02 00 0800",  # special, but no library
        "b5ee9c72 01 01 01 01 00 02 00 0000 00",  # a byte behind it
        "b5ee9c72 01 01 01 01 00 03 00 000000",  # a byte too many within it
        "b5ee9c72 21 01 01 01 00 02 00 0000",  # cache bits
        "b5ee9c72 05 01 01 01 00 02 00 0000",  # sizes of five bytes
        "b5ee9c72 02 01 ffff 0001 0000 02 0000 0000",  # 65,535 cells
    ],
)  # fmt: skip
def test_what_no_wallet_writes_is_refused(bag: str) -> None:
    """Each of these breaks one rule of the reader."""
    with pytest.raises(Refused) as caught:
        read_bag(bytes.fromhex(bag))
    assert caught.value.refusal is Refusal.MALFORMED


def test_the_smallest_bag_is_read() -> None:
    """One empty cell: what the broken bags above would be without their fault."""
    found = read_bag(bytes.fromhex("b5ee9c72010101010002000000"))
    assert (found.bits, found.refs, found.hash) == (0, (), new_cell().end_cell().hash)


def test_bits_beyond_the_end_are_refused() -> None:
    """A cell never gives what it does not hold."""
    found = read_bag(new_cell().store_bits("101").end_cell().to_boc())
    assert found.cut(0, 3) == 0b101
    with pytest.raises(Refused):
        found.cut(1, 3)
