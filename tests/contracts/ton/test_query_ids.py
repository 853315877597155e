"""Ids of the highload wallet: all that exist, each once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.ton.query_ids import COUNT, PLACES, SHIFTS, is_query_id, query_id


@given(st.integers(0, 3 * COUNT))
def test_every_id_exists_and_they_come_in_order(count: int) -> None:
    """The place 1023, which the wallet refuses, never comes; after the last, the first."""
    number = query_id(count)
    assert is_query_id(number)
    assert number % 1024 < PLACES
    assert query_id(count + COUNT) == number
    following = query_id(count + 1)
    assert following > number or following == 0


def test_there_are_as_many_as_the_wallet_has() -> None:
    """Two ranges side by side share none, up to the last."""
    assert COUNT == SHIFTS * PLACES == 8_380_416
    some = [query_id(count) for count in range(5 * PLACES)]
    assert len(set(some)) == len(some)
    assert query_id(COUNT - 1) == (SHIFTS - 1) * 1024 + PLACES - 1
    assert query_id(COUNT) == 0


@pytest.mark.parametrize("number", [-1, 1023, 2047, 1 << 23, (1 << 23) - 1])
def test_others_do_not_exist(number: int) -> None:
    """Among them each one whose last ten bits are ones."""
    assert not is_query_id(number)


def test_messages_are_counted_from_nought() -> None:
    """Not from before."""
    with pytest.raises(ValueError, match="from 0"):
        query_id(-1)
