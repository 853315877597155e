"""Claims that the programme pushes: within the budget, each until its wallet says so."""

from pathlib import Path

import pytest

from hub.adapters.database.store import DatabaseStore
from hub.core.ids import MemberId
from hub.core.policy import DAY
from hub.core.settlement.moves import MoveState
from hub.usecases.moves import list_moves
from hub.usecases.sponsored_claims import push_claims
from tests.hub.settlement_world import SettlementWorld, wallet


@pytest.fixture
def world(store: DatabaseStore, tmp_path: Path) -> SettlementWorld:
    """Return a programme that settles."""
    return SettlementWorld(store, tmp_path / "epochs")


def waiting(world: SettlementWorld, count: int) -> list[MemberId]:
    """Return members whose moves are stated and that have claimed nothing."""
    found = [world.member() for _ in range(count)]
    for member in found:
        world.earn(member, 500)
        world.move(member, 200)
    world.epoch()
    world.turn()
    return found


def test_pushed_claims_arrive_and_are_known_to_have(world: SettlementWorld) -> None:
    """One message for all; the next run reads what became of it, and pushes no second one."""
    found = waiting(world, 3)
    assert push_claims(world.hub, world.desk) == {"done": 0, "pushed": 3}
    assert push_claims(world.hub, world.desk) == {"done": 1, "pushed": 0}
    assert [world.chain.jettons[wallet(it)] for it in found] == [200, 200, 200]
    assert list_moves(world.hub, found[0])[0].state is MoveState.CLAIMED
    assert len(world.chain.queries) == 1


def test_who_claimed_himself_is_not_pushed(world: SettlementWorld) -> None:
    """His wallet is asked first."""
    found = waiting(world, 2)
    world.claim(found[0])
    assert push_claims(world.hub, world.desk)["pushed"] == 1


def test_a_day_costs_no_more_than_its_budget(world: SettlementWorld) -> None:
    """What the budget does not bear waits for tomorrow."""
    world.policy(claim_budget=3_000_000, claim_cost=1_500_000)
    waiting(world, 3)
    assert push_claims(world.hub, world.desk)["pushed"] == 2
    assert push_claims(world.hub, world.desk)["pushed"] == 0
    world.pass_time(DAY + 1)
    assert push_claims(world.hub, world.desk)["pushed"] == 1


def test_a_batch_that_did_nothing_is_over_and_its_claims_come_again(
    world: SettlementWorld,
) -> None:
    """An id that the wallet burned without sending is not taken for a delivery."""
    waiting(world, 1)
    world.chain.queries.add(0)
    assert push_claims(world.hub, world.desk)["pushed"] == 1
    assert push_claims(world.hub, world.desk) == {"done": 0, "pushed": 0}
    world.pass_time(3_700)
    assert push_claims(world.hub, world.desk) == {"done": 0, "pushed": 1}
    assert push_claims(world.hub, world.desk) == {"done": 1, "pushed": 0}
