"""A chain followed: whatever way its lines come, the same chain or a fork comes of them."""

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.wire.event import Event, genesis
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Sequence, TillId, UnixTime
from hub.core.chain import (
    Followed,
    Known,
    Line,
    follow,
    put_in_place,
    read_lines,
    require_head,
)
from tests.contracts.wire.samples import ENROLMENT, TILL, chain_of, fiscal_accrual

START = genesis(TILL, ENROLMENT)
BEGIN = (0, START, UnixTime(0))


def chain(count: int, unreadable: frozenset[int] = frozenset()) -> list[bytes]:
    """Return the lines of a chain, some of them of a kind from the future."""
    raws: list[bytes] = []
    head = START
    for place in range(1, count + 1):
        event = Event(TILL, Sequence(place), UnixTime(place), fiscal_accrual(place), head)
        raw = event.raw
        if place in unreadable:
            raw = raw.replace(b'"kind":"accrual"', b'"kind":"parade"')
        head = hashlib.sha256(raw).digest()
        raws.append(raw)
    return raws


class Holder:
    """What a hub holds of one chain, handed in piece by piece."""

    def __init__(self) -> None:
        self.head = BEGIN
        self.stored: dict[int, Line] = {}

    def take(self, raws: list[bytes], disk: list[bytes]) -> Followed:
        """Follow *raws* of a till whose disk holds *disk*."""
        newest = hashlib.sha256(disk[-1]).digest()
        lines = put_in_place(read_lines(TILL, raws), len(disk), newest)
        known = {place: Known(line.hash) for place, line in self.stored.items()}
        found = follow(self.head, lines, known)
        for line in found.new:
            assert line.place not in self.stored, "nothing is stored twice"
            self.stored[line.place] = line
        self.head = (found.head_sequence, found.head_hash, UnixTime(found.head_at))
        return found


@given(
    st.integers(1, 9),
    st.frozensets(st.integers(1, 9)),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12),
)
def test_however_batches_are_cut_repeated_and_ordered_the_chain_is_the_same(
    count: int, unreadable: frozenset[int], cuts: list[tuple[int, int]]
) -> None:
    """What is held is always the chain's beginning, and the whole of it after the whole came."""
    raws = chain(count, unreadable)
    holder = Holder()
    for one, two in cuts:
        piece = raws[min(one, two) : max(one, two)]
        assert holder.take(piece, raws).fork is None
    holder.take(raws, raws)
    assert [holder.stored[place].raw for place in sorted(holder.stored)] == raws
    aside = {place for place, line in holder.stored.items() if line.refusal is not None}
    assert aside == {place for place in unreadable if place <= count}


@given(st.integers(2, 8), st.data())
def test_another_chain_is_a_fork_from_the_first_event_that_differs(
    count: int, data: st.DataObject
) -> None:
    """The events before it stay, and nothing of the other branch gets into the chain."""
    kept = data.draw(st.integers(0, count - 1))
    ours = chain_of(*(fiscal_accrual(it) for it in range(count)))
    theirs = chain_of(
        *(fiscal_accrual(it) for it in range(kept)),
        *(fiscal_accrual(100 + it) for it in range(data.draw(st.integers(1, 4)))),
    )
    holder = Holder()
    raws = [event.raw for event in ours]
    holder.take(raws, raws)
    other = [event.raw for event in theirs]
    found = holder.take(other, other)
    assert found.fork is not None
    assert found.fork.sequence == kept + 1
    assert [line.raw for line in found.branch] == other[kept:]
    assert not found.new


def test_an_event_that_does_not_follow_is_a_fork_too() -> None:
    """Its sequence is the next one, but what came before it was something else."""
    ours, theirs = chain(2), chain_of(*(fiscal_accrual(it) for it in (9, 8, 7)))
    holder = Holder()
    holder.take(ours, ours)
    found = holder.take([theirs[2].raw], [event.raw for event in theirs])
    assert found.fork is not None
    assert (found.fork.sequence, found.fork.refusal) == (3, Refusal.BROKEN_CHAIN)


def test_lines_in_any_order_are_taken_as_far_as_they_follow() -> None:
    """What comes before its predecessor waits for the next request."""
    raws = chain(4)
    found = Holder().take([raws[1], raws[0], raws[3], raws[1], raws[1]], raws)
    assert (found.head_sequence, found.gap) == (2, True)


def test_an_event_of_another_till_is_set_aside_in_its_place() -> None:
    """The chain goes on behind it."""
    first, second = chain(2)
    lines = read_lines(TillId(TILL + 1), [first, second])
    assert [(line.place, line.refusal) for line in lines] == [
        (1, Refusal.MISMATCH),
        (2, Refusal.MISMATCH),
    ]


@given(
    st.integers(1, 6), st.integers(0, 5), st.binary(max_size=40).filter(lambda it: b"\n" not in it)
)
def test_a_line_that_says_nothing_takes_the_place_its_neighbours_leave(
    count: int, at: int, noise: bytes
) -> None:
    """By counting from those that say their sequence; what no place is left for is no event."""
    raws = chain(count)
    at = min(at, count - 1)
    changed = [*raws[:at], noise, *raws[at + 1 :]]
    newest = hashlib.sha256(changed[-1]).digest()
    lines = put_in_place(read_lines(TILL, changed), count, newest)
    assert [line.place for line in lines] == list(range(1, count + 1))
    assert lines[at].refusal is not None
    between = put_in_place(read_lines(TILL, [*raws[:at], noise, *raws[at:]]), count, newest)
    assert [line.place for line in between if line.event] == list(range(1, count + 1))


def test_nothing_says_where_the_events_belong() -> None:
    """Such a request is refused: its place must not be guessed."""
    with pytest.raises(Refused, match="nothing says the sequence"):
        put_in_place(read_lines(TILL, [b"{}", b"[]"]), 2, bytes(32))


def test_more_unreadable_lines_than_there_is_room_for() -> None:
    """Before event 1 there is none, so a line there is no event."""
    lines = put_in_place(read_lines(TILL, [b"{}", b"[]", chain(1)[0]]), 1, bytes(32))
    assert [line.place for line in lines] == [1]


def test_a_head_that_differs_is_a_fork() -> None:
    """Even of a till that hands in nothing; a head that the hub has not reached says nothing."""
    well = Followed(3, bytes(32), 0)
    require_head(well, 3, bytes(32), bytes(32))
    require_head(well, 9, b"x" * 32, None)
    assert well.fork is None
    forked = Followed(3, bytes(32), 0)
    require_head(forked, 0, b"x" * 32, START)
    assert forked.fork is not None
    assert forked.fork.sequence == 1


def test_the_chains_of_the_samples_follow() -> None:
    """The strategy's own chains are what the wire's samples make."""
    events = chain_of(*(fiscal_accrual(it) for it in range(3)))
    assert all(one.hash == two.previous for one, two in pairwise(events))


def test_a_line_of_no_sequence_proves_no_fork() -> None:
    """Noise before an event that is known is left alone; it does not cost the till its name."""
    raws = chain(3)
    holder = Holder()
    holder.take(raws, raws)
    found = holder.take([b"{}", raws[1], raws[2]], raws)
    assert (found.fork, found.known, found.new) == (None, [2, 3], [])
