"""A proof's cells: what the library makes of them, and what is refused."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.ton.proof_cells import (
    BadProof,
    Bits,
    Fault,
    Stood,
    Turn,
    coins,
    joined,
    label,
    merkle_proof,
    read_proof,
    with_length,
)
from tests.contracts.ton.trees import library_reads

KEY = bytes.fromhex("40") + bytes(30) + b"\x07"
OTHER = b"\xc0" + KEY[1:]
"""Where KEY turns left at the top, it turns right."""
AMOUNT = 1250
BESIDE = Stood(hashlib.sha256(b"beside").digest(), 7)
HEADER = 4 + 2 + 3 + 1 + 1
"""Bytes of a small bag before its first cell: magic, sizes, counts, length, root."""


def one_fork(
    *, amount: int = AMOUNT, beside: Stood = BESIDE, label_of_fork: Bits | None = None
) -> tuple[bytes, bytes]:
    """Return the root of a tree with KEY on the left of one fork, and KEY's proof."""
    fork = label_of_fork or label(0, 0, 256)
    number = int.from_bytes(KEY, "big")
    leaf = joined(label(number & (1 << 255) - 1, 255, 255), coins(amount))
    leaf_hash = hashlib.sha256(b"\x00" + with_length(leaf)).digest()
    depths = bytes(2) + beside.depth.to_bytes(2, "big")
    plain = b"\x02" + with_length(fork) + depths + leaf_hash + beside.hash
    root = Stood(hashlib.sha256(plain).digest(), beside.depth + 1)
    return root.hash, merkle_proof(root, [Turn(fork, False, beside)], leaf)


def fault_of(bag: bytes, key: bytes = KEY) -> Fault:
    """Return why *bag* is refused."""
    with pytest.raises(BadProof) as caught:
        read_proof(bag, key)
    return caught.value.fault


def test_a_proof_is_read_back_by_us_and_by_the_library() -> None:
    """The same root and amount."""
    root, bag = one_fork()
    proved = read_proof(bag, KEY)
    assert (proved.root, proved.amount) == (root, AMOUNT)
    assert library_reads(bag, root, KEY) == AMOUNT


@given(st.integers(0, 256), st.integers(0, 256), st.integers(0, 2**256 - 1), st.integers(0, 3))
def test_no_form_of_a_label_is_shorter(most: int, length: int, bits: int, kind: int) -> None:
    """Unary, counted or all the same: the shortest of the three is taken."""
    length = min(length, most)
    bits = (0, (1 << length) - 1, bits, bits >> 200)[kind] & ((1 << length) - 1)
    width = most.bit_length()
    sizes = [2 * length + 2, 2 + width + length]
    if bits in (0, (1 << length) - 1):
        sizes.append(3 + width)
    assert label(bits, length, most).size == min(sizes)


@given(st.integers(0, 2**120 - 1))
def test_coins_have_no_leading_zeros(amount: int) -> None:
    """As many bytes as the amount needs, and how many they are."""
    found = coins(amount)
    size = found.value >> (found.size - 4)
    assert found.size == 4 + 8 * size
    assert size == (amount.bit_length() + 7) // 8
    assert found.value & ((1 << 8 * size) - 1) == amount


def test_no_bit_can_be_another() -> None:
    """Every bit of a proof is accounted for: turned over, it proves nothing."""
    _, bag = one_fork()
    for place in range(8 * len(bag)):
        forged = bytearray(bag)
        forged[place // 8] ^= 1 << place % 8
        fault_of(bytes(forged))


def test_no_byte_can_lack_or_be_more() -> None:
    """Cut anywhere, or with something behind it."""
    _, bag = one_fork()
    assert {fault_of(bag[:end]) for end in range(len(bag))} == {Fault.BAG}
    assert fault_of(bag + b"\x00") == Fault.BAG


def patched(bag: bytes, place: int, new: bytes) -> bytes:
    """Return *bag* with *new* over its bytes from *place* on."""
    return bag[:place] + new + bag[place + len(new) :]


TOP, FORK = HEADER, HEADER + 2 + 35 + 1
PRUNED = FORK + 2 + 1 + 2
FORGERIES = {
    "an ordinary cell": (TOP, b"\x01", Fault.KIND),
    "the kind of a pruned branch": (TOP + 2, b"\x01", Fault.KIND),
    "a library": (TOP + 2, b"\x02", Fault.KIND),
    "a Merkle update": (TOP + 2, b"\x04", Fault.KIND),
    "an unknown kind": (TOP + 2, b"\xff", Fault.KIND),
    "a root that the cells do not hash to": (TOP + 3, bytes(32), Fault.HASH),
    "another depth": (TOP + 35, b"\x00\x09", Fault.DEPTH),
    "nothing pruned below, it says": (FORK, b"\x02", Fault.LEVEL),
    "a level too many": (FORK, b"\x62", Fault.LEVEL),
    "a pruned branch of level nothing": (PRUNED, b"\x08", Fault.PRUNED),
    "a library inside the tree": (PRUNED + 2, b"\x02", Fault.PRUNED),
    "a pruned branch with another mask": (PRUNED + 3, b"\x03", Fault.PRUNED),
    "something else beside the way": (PRUNED + 4, bytes(32), Fault.HASH),
    "another depth beside the way": (PRUNED + 36, b"\x00\x00", Fault.HASH),
    "deeper than there is": (PRUNED + 36, b"\xff\xff", Fault.DEPTH),
    "one child twice": (FORK + 3, b"\x02\x02", Fault.BAG),
    "a circle": (FORK + 3, b"\x01\x02", Fault.BAG),
    "children swapped": (FORK + 3, b"\x02\x03", Fault.HASH),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_forged_cells_are_named(name: str) -> None:
    """Each kind of forgery by its own fault."""
    place, new, fault = FORGERIES[name]
    assert fault_of(patched(one_fork()[1], place, new)) == fault


def test_a_proof_is_for_its_own_key_only() -> None:
    """Beside the way everything is cut off; on it, the label says another key."""
    _, bag = one_fork()
    assert fault_of(bag, OTHER) == Fault.CUT
    assert fault_of(bag, KEY[:-1] + b"\x08") == Fault.ABSENT


def test_only_the_shortest_label_is_one() -> None:
    """TVM would read the longer form; our tree has none."""
    _, bag = one_fork(label_of_fork=Bits(0b10 << 9, 11))
    assert fault_of(bag) == Fault.LABEL
    _, bag = one_fork(label_of_fork=Bits(0b0_1, 2))
    assert fault_of(bag) == Fault.LABEL
    _, bag = one_fork(label_of_fork=Bits(0b00_1, 3))
    assert fault_of(bag) == Fault.LABEL, "something behind it"


def test_nothing_stands_behind_an_amount() -> None:
    """A leaf holds coins, in their shortest form, and no more."""
    number = int.from_bytes(KEY, "big")
    whole = label(number, 256, 256)
    for tail in (Bits(0, 0), Bits(0b0010 << 16 | 5, 20), Bits(0b0001 << 9 | 5 << 1, 13)):
        leaf = joined(whole, tail)
        root = Stood(hashlib.sha256(b"\x00" + with_length(leaf)).digest(), 0)
        assert fault_of(merkle_proof(root, [], leaf)) == Fault.AMOUNT


@given(st.binary(max_size=200))
def test_anything_else_is_refused(bag: bytes) -> None:
    """Whatever comes, the answer is a fault."""
    fault_of(bag)
    fault_of(b"\xb5\xee\x9c\x72\x01\x01" + bag)
