"""A member reads where his points came from: each line with its receipt."""

import pytest

from contracts.wire.units import Sequence, TillId
from hub.adapters.database.store import DatabaseStore
from hub.core.ports.ledger import Reason
from hub.core.receipts.naming import place_in, reference_of
from hub.usecases.loyalty import tell_history
from tests.hub.usecases.claim_world import ClaimWorld


def test_what_came_of_a_receipt_has_its_receipt(store: DatabaseStore) -> None:
    """With all that came of it since, and what came back is a line of its own; page by page."""
    world = ClaimWorld(store)
    till, member = world.selling(), world.member()
    sale = world.sale(1_000_00)
    [event] = till.append(sale)
    world.claim(member, event)
    world.hand_in(till)
    world.clock.time += 1
    till.append(world.back(sale, 400_00, accrual=event.sequence), at=world.clock.time)
    world.hand_in(till)
    told = tell_history(world.hub, member, None, 10)
    assert [(it.line.reason, it.line.points) for it in told] == [
        (Reason.RETURN, -12), (Reason.CLAIM, 30),
    ]  # fmt: skip
    assert told[1].claim == world.stored(event)
    assert tell_history(world.hub, member, told[0].line.seq, 10) == told[1:]
    assert tell_history(world.hub, member, None, 1) == told[:1]


def test_what_came_of_no_receipt_has_none(store: DatabaseStore) -> None:
    """A voucher's price names a reward, which no receipt is taken for."""
    world = ClaimWorld(store)
    till, member, other = world.selling(), world.member(), world.member(2)
    [event] = till.append(world.sale(1_000_00))
    world.claim(member, event)
    assert tell_history(world.hub, other, None, 10) == []


@pytest.mark.parametrize("reference", ["", "reward 5", "5", "5/", "/5", "5/6/7", "٥/6", "-1/2"])
def test_only_a_claims_reference_names_a_claim(reference: str) -> None:
    """Anything else names none, and nothing is guessed."""
    assert place_in(reference) is None
    assert place_in(reference_of(TillId(7), Sequence(12))) == (7, 12)
