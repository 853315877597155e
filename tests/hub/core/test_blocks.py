"""What is sealed of a transfer and of a block: every field of both counts."""

import hashlib
from dataclasses import replace

import pytest

from contracts.wire.units import Points, UnixTime
from hub.core.accounts import AccountId
from hub.core.blocks import Head, Leaf, entry_of, hash_of, leaf_of, leaves_in, seal
from hub.core.ids import TransferId
from hub.core.transfers import Phase, Reason, Transfer

PLAIN = Transfer(
    TransferId(bytes(range(16))), AccountId(21), AccountId(81), Points(250),
    UnixTime(1_800_000_000), Reason.CLAIM, "7/1234",
)  # fmt: skip
POSTED = replace(PLAIN, phase=Phase.POSTED, resolves=TransferId(bytes(16)))


def test_an_entry_has_the_bytes_that_the_docs_give() -> None:
    """The layout is a promise: a block sealed today is checked in ten years."""
    expected = (
        "010000000000000007000102030405060708090a0b0c0d0e0f0000000000000015"
        "000000000000005100000000000000fa000000000000000000000000000000000000"
        "000000006b49d20005636c61696d0006372f31323334"
    )  # fmt: skip
    assert entry_of(7, PLAIN).hex() == expected


@pytest.mark.parametrize(
    "other",
    [
        replace(PLAIN, id=TransferId(bytes(16))),
        replace(PLAIN, debit=AccountId(37)),
        replace(PLAIN, credit=AccountId(97)),
        replace(PLAIN, amount=Points(251)),
        replace(PLAIN, at=UnixTime(1)),
        replace(PLAIN, reason=Reason.BONUS),
        replace(PLAIN, reference="7/123"),
        replace(PLAIN, phase=Phase.PENDING),
        replace(PLAIN, resolves=TransferId(bytes(16))),
        POSTED,
    ],
)
def test_each_field_of_an_entry_counts(other: Transfer) -> None:
    """Nothing of a transfer can change without its leaf; nor its place."""
    assert leaf_of(7, other).hash != leaf_of(7, PLAIN).hash
    assert leaf_of(8, PLAIN).hash != leaf_of(7, PLAIN).hash


def test_blocks_follow_each_other() -> None:
    """A block names the one before by its hash, and each of its fields is in its own."""
    leaves = [leaf_of(seq, PLAIN) for seq in (3, 4, 9)]
    first = seal(None, 1, leaves[:2], UnixTime(5))
    second = seal(first.head, 1, leaves[2:], UnixTime(6))
    assert (first.number, first.first_seq, first.last_seq, first.count) == (1, 3, 4, 2)
    assert (second.number, second.previous) == (2, first.hash)
    assert second.head == Head(2, second.hash)
    for other in (
        replace(second, number=3), replace(second, generation=2), replace(second, first_seq=8),
        replace(second, last_seq=10), replace(second, count=2),
        replace(second, sealed_at=UnixTime(7)), replace(second, root=bytes(32)),
        replace(second, previous=bytes(32)),
    ):  # fmt: skip
        assert hash_of(other) != second.hash


def test_a_block_keeps_good_leaves_or_says_that_it_does_not() -> None:
    """Leaves cut short, altered or with other places are no leaves of that block."""
    leaves = [leaf_of(seq, PLAIN) for seq in range(1, 6)]
    block = seal(None, 1, leaves, UnixTime(5))
    assert leaves_in(block) == leaves
    other = hashlib.sha256(b"other").digest()
    swapped = b"".join(
        seq.to_bytes(8) + it.hash for seq, it in zip((2, 1, 3, 4, 5), leaves, strict=True)
    )
    for wrong in (
        block.leaves[:-1], b"", block.leaves[:8] + other + block.leaves[40:], swapped,
        block.leaves + Leaf(6, other).hash,
    ):  # fmt: skip
        assert leaves_in(replace(block, leaves=wrong)) is None
