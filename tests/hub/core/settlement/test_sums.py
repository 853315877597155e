"""The sum tree adds up, shows each member his own leaf, and tells nothing of the others."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.ids import MemberId
from hub.core.settlement.sums import (
    LARGEST,
    Summed,
    Sums,
    blinded,
    leaf_hash,
    name_of,
    node,
    root_hash,
    turns,
)
from tests.hub.core.settlement.sum_trees import salt_of, sums_of

balances = st.lists(st.integers(0, 10**6), min_size=1, max_size=40)


def top_by_the_book(leaves: list[Summed]) -> Summed:
    """Return the topmost node by the recursive definition: split at the largest power of two."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return node(top_by_the_book(leaves[:half]), top_by_the_book(leaves[half:]))


@given(balances)
def test_the_root_is_the_books(found: list[int]) -> None:
    """Leaves in the order of their blinded names, split as RFC 6962 does."""
    rows = []
    for number, balance in enumerate(found, 1):
        salt = salt_of(MemberId(number))
        hidden = blinded(salt, f"member:{number}")
        rows.append((hidden, Summed(leaf_hash(salt, hidden, balance), balance)))
    top = top_by_the_book([leaf for _, leaf in sorted(rows)])
    sums = sums_of(found)
    assert sums.root() == root_hash(len(found), top)
    assert sums.total() == sum(found) == top.sum
    assert len(sums) == len(found)


@given(balances, st.data())
def test_order_does_not_matter(found: list[int], data: st.DataObject) -> None:
    """The same members in any order are the same tree."""
    items = [(MemberId(number), it) for number, it in enumerate(found)]
    shuffled = data.draw(st.permutations(items))
    assert Sums.from_items(shuffled, salt_of).root() == Sums.from_items(items, salt_of).root()


@given(balances)
def test_every_member_has_a_path_of_his_own(found: list[int]) -> None:
    """Places are all different, and each path is as long as its place says."""
    sums = sums_of(found)
    places = set()
    for number, balance in enumerate(found, 1):
        path = sums.path(MemberId(number))
        assert path
        assert (path.balance, path.count, path.name) == (balance, len(found), f"member:{number}")
        assert len(path.beside) == len(list(turns(path.place, path.count)))
        places.add(path.place)
    assert places == set(range(len(found)))
    assert sums.path(MemberId(len(found) + 1)) is None


def test_no_members_add_up_to_nothing() -> None:
    """Nobody has points in custody yet."""
    sums = sums_of([])
    assert (sums.total(), len(sums)) == (0, 0)
    assert sums.path(MemberId(1)) is None
    assert sums.root() == root_hash(0, Summed(bytes(32), 0))


def test_what_cannot_be_owed_is_no_leaf() -> None:
    """Below nothing, more than there is, and one member twice are mistakes of ours."""
    for wrong in ([-1], [LARGEST + 1], [LARGEST, 1]):
        with pytest.raises(AssertionError):
            sums_of(wrong)
    with pytest.raises(AssertionError):
        Sums.from_items([(MemberId(1), 5), (MemberId(1), 5)], salt_of)
    with pytest.raises(AssertionError):
        Sums.from_items([(MemberId(1), 5)], lambda member: b"%d" % member)
    assert sums_of([LARGEST]).total() == LARGEST


def test_names_may_be_what_the_members_know_themselves_by() -> None:
    """Such as a number that another service gave them, which no hub can give to two."""
    sums = Sums.from_items([(MemberId(1), 5)], salt_of, lambda member: f"telegram:{7000 + member}")
    path = sums.path(MemberId(1))
    assert path
    assert path.name == "telegram:7001"
    assert sums.root() != Sums.from_items([(MemberId(1), 5)], salt_of, name_of).root()


def test_leaves_nodes_roots_and_names_are_hashed_apart() -> None:
    """None can pass for another: their first bytes differ."""
    salt = bytes(32)
    hidden = blinded(salt, "member:1")
    leaf = Summed(leaf_hash(salt, hidden, 5), 5)
    assert leaf.hash == hashlib.sha256(b"\x01\x00" + salt + hidden + bytes(7) + b"\x05").digest()
    entry = leaf.hash + bytes(7) + b"\x05"
    assert node(leaf, leaf) == (hashlib.sha256(b"\x01\x01" + entry + entry).digest(), 10)
    assert root_hash(1, leaf) == hashlib.sha256(b"\x01\x02\x00\x00\x00\x01" + entry).digest()
    assert hidden == hashlib.sha256(b"\x01\x03" + salt + b"member:1").digest()
