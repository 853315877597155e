"""Paths out of parts are those of the whole tree."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.core.ids import MemberId
from hub.core.settlement.sum_parts import CHUNK, parts_of, path_in, read_crown
from hub.core.settlement.sums import SumPath, Sums, blinded, name_of


def _salt(member: MemberId) -> bytes:
    return hashlib.sha256(f"salt {member}".encode()).digest()


def _tree(count: int) -> Sums:
    return Sums.from_items(((MemberId(it), 3 * it + 1) for it in range(count)), _salt)


def _path(parts: list[bytes], member: MemberId) -> SumPath | None:
    crown, salt = read_crown(parts[0]), _salt(member)
    number = crown.chunk_of(blinded(salt, name_of(member)))
    if number is None:
        return None
    return path_in(crown, number, parts[1 + number], name_of(member), salt)


@settings(max_examples=25)
@given(st.integers(0, 3 * CHUNK), st.integers(0, 3 * CHUNK + 9))
def test_a_path_out_of_parts_is_that_of_the_whole_tree(count: int, asked: int) -> None:
    """Of members who are in it and of those who are not."""
    sums, member = _tree(count), MemberId(asked)
    assert _path(list(parts_of(sums)), member) == sums.path(member)
    assert (sums.path(member) is None) == (asked >= count)


@pytest.mark.parametrize(
    "count", [1, 2, 3, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK + 1, 5 * CHUNK, 5 * CHUNK + 600]
)
def test_every_place_at_the_edges_of_chunks(count: int) -> None:
    """The last chunk may be short, and one leaf long."""
    sums = _tree(count)
    parts = list(parts_of(sums))
    assert len(parts) == 1 + -(-count // CHUNK)
    for asked in range(0, count, max(1, count // 50)):
        path = _path(parts, MemberId(asked))
        assert path is not None
        assert path == sums.path(MemberId(asked))


def test_no_balances_have_an_empty_crown() -> None:
    """And nobody has a path in it."""
    [crown] = parts_of(_tree(0))
    assert read_crown(crown).chunk_of(bytes(32)) is None
