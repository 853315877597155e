"""One suite for the settler: over the fake that simulations use, and over the real contracts."""

from collections.abc import Callable

import pytest

from contracts.wire.units import UnixTime
from hub.core.ports.settler import Claim, Settler
from hub.core.settlement.epochs import NOTHING, Statement
from hub.core.settlement.leaves import Leaves
from hub.core.settlement.moves import key_of
from hub.core.settlement.shares import NO_SHARES, Shares
from tests.settlers import LocalPlace, MemoryPlace, Place

PLACES: dict[str, Callable[[], Place]] = {
    "memory": MemoryPlace,
    "open": LocalPlace,
    "locked": lambda: LocalPlace(locked=True),
}


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> Place:
    """Return a new chain with the programme's contracts."""
    return PLACES[request.param]()


def tree(amounts: dict[str, int]) -> Leaves:
    """Return the tree that issues so much to each wallet."""
    return Leaves.from_items((key_of(it), points) for it, points in amounts.items())


def stated(epoch: int, leaves: Leaves, custody: int, block: int = 0) -> Statement:
    """Return what an epoch says."""
    return Statement(epoch, leaves.root(), leaves.total(), custody, b"\x05" * 32, block or epoch)


def state(settler: Settler, said: Statement) -> bytes:
    """Sign and send an epoch, and return its message."""
    seen = settler.state()
    signed = settler.sign_root(said, seen.sequence, UnixTime(seen.now + 600))
    settler.send(signed.boc)
    return signed.boc


def test_a_root_is_all_there_or_not_at_all(place: Place) -> None:
    """Before the first: nothing; after it: every number; the message again: nothing more."""
    before = place.settler.state()
    assert (before.stated, before.supply, before.burned) == (NOTHING, 0, 0)
    assert before.ours
    said = stated(1, tree({place.owner("a"): 200}), 300)
    boc = state(place.settler, said)
    seen = place.settler.state()
    assert (seen.stated, seen.supply) == (said, 500)
    assert seen.sequence == before.sequence + 1
    place.settler.send(boc)
    assert place.settler.state().sequence == seen.sequence


def test_an_epoch_that_is_not_the_next_changes_nothing(place: Place) -> None:
    """The wallet's number is used up, and the token says what it said."""
    state(place.settler, stated(2, tree({place.owner("a"): 200}), 300))
    assert place.settler.state().stated == NOTHING
    assert place.settler.state().sequence == 1


def test_a_message_past_its_life_does_nothing(place: Place) -> None:
    """Nor does it use the wallet's number up."""
    seen = place.settler.state()
    said = stated(1, tree({place.owner("a"): 200}), 300)
    signed = place.settler.sign_root(said, seen.sequence, UnixTime(seen.now + 600))
    place.pass_time(601)
    place.settler.send(signed.boc)
    assert place.settler.state().stated == NOTHING
    assert place.settler.state().sequence == seen.sequence


def test_claims_pushed_in_one_message_are_read_back(place: Place) -> None:
    """Each wallet gets what its proof says, once, however often it is pushed."""
    one, two = place.owner("a"), place.owner("b")
    leaves = tree({one: 200, two: 50})
    state(place.settler, stated(1, leaves, 300))
    assert place.settler.claimed(one) == 0
    for query in (0, 1):
        window = place.settler.claims_window()
        claims = [Claim(it, leaves.proof(key_of(it))) for it in (one, two)]
        signed = place.settler.sign_claims(query, window.now, claims)
        place.settler.send(signed.boc)
        place.settler.send(signed.boc)
    assert [place.settler.claimed(it) for it in (one, two)] == [200, 50]
    assert [place.jettons(it) for it in (one, two)] == [200, 50]


def test_what_comes_back_is_logged_and_burned(place: Place) -> None:
    """In order, once each, after the place that was asked for; the supply falls by it."""
    one = place.owner("a")
    leaves = tree({one: 200})
    state(place.settler, stated(1, leaves, 300))
    window = place.settler.claims_window()
    claims = [Claim(one, leaves.proof(key_of(one)))]
    place.settler.send(place.settler.sign_claims(0, window.now, claims).boc)
    assert list(place.settler.returns(0)) == []
    for points in (30, 70):
        place.send_back(one, points)
    logs = list(place.settler.returns(0))
    assert [(it.sender, it.points, it.reward) for it in logs] == [(one, 30, 0), (one, 70, 0)]
    assert list(place.settler.returns(logs[0].lt)) == logs[1:]
    seen = place.settler.state()
    assert (seen.supply, seen.burned) == (400, 100)
    assert place.jettons(one) == 100


def test_shares_are_stated_within_what_came_in(place: Place) -> None:
    """More than there is changes nothing; then the same epoch says what there is."""
    leaves = tree({place.owner("a"): 200_000_000})
    shares = Shares(1, leaves.root(), leaves.total())
    seen = place.settler.shares_state()
    assert (seen.stated, seen.ours, seen.due) == (NO_SHARES, True, True)
    until = UnixTime(seen.now + 600)
    place.settler.send(place.settler.sign_shares(shares, seen.sequence, until).boc)
    assert place.settler.shares_state().stated == NO_SHARES
    place.deposit(300_000_000)
    sequence = place.settler.shares_state().sequence
    place.settler.send(place.settler.sign_shares(shares, sequence, until).boc)
    assert place.settler.shares_state().stated == shares
