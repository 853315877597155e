"""No id is given twice, however often a hub is restored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.refusals import Refused
from hub.core.generations import (
    LARGEST_GENERATION,
    SMALL_STRIDE,
    VOUCHER_STRIDE,
    leapt,
    next_generation,
)


def test_the_highest_number_that_anybody_remembers_counts() -> None:
    """The database of the backup, the tills, the operator."""
    assert next_generation(1, 0, 1) == 2
    assert next_generation(1, 4, 1) == 5
    assert next_generation(1, 4, 9) == 9
    with pytest.raises(Refused):
        next_generation(LARGEST_GENERATION, 0, 1)


@given(
    st.lists(st.tuples(st.integers(0, SMALL_STRIDE - 1), st.booleans()), min_size=1, max_size=12)
)
def test_ids_of_different_generations_never_meet(life: list[tuple[int, bool]]) -> None:
    """Each life of a hub gives some ids out, then goes on from the first backup or the newest."""
    backups = [1]  # the next id in each backup
    given_out: set[int] = set()
    following = 1
    for generation, (count, from_the_first) in enumerate(life, start=2):
        ids = range(following, following + count)
        assert given_out.isdisjoint(ids), "an id is given once"
        given_out.update(ids)
        backups.append(following + count)
        restored = backups[0] if from_the_first else backups[-2]
        following = leapt(restored, generation, SMALL_STRIDE)


def test_the_wire_has_room_for_every_generation() -> None:
    """The last one's ids still fit 24 and 40 bits."""
    assert leapt(1, LARGEST_GENERATION, SMALL_STRIDE) < 2**24
    assert leapt(1, LARGEST_GENERATION, VOUCHER_STRIDE) < 2**40
