"""Claims that the programme pushes: within the budget, each until its wallet says so."""

from dataclasses import replace
from pathlib import Path

import pytest

from contracts.wire.units import UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.core.ids import MemberId
from hub.core.policy import DAY, Policy
from hub.core.ports.settler import Claim, ClaimsWindow
from hub.core.settlement.moves import MoveState
from hub.usecases.moves import list_moves
from hub.usecases.settlement_desk import Desk
from hub.usecases.sponsored_claims import BYTES_AT_ONCE, BYTES_BESIDE, in_one_message, push_claims
from tests.fakes.settler import CLAIM_VALUE, MemorySettler
from tests.hub.settlement_world import MANAGER, SettlementWorld, wallet


class AheadSettler(MemorySettler):
    """A settler whose server's head is of another time."""

    ahead = 0

    def claims_window(self) -> ClaimsWindow:
        """Answer, ahead of the chain."""
        window = super().claims_window()
        return replace(window, now=UnixTime(window.now + self.ahead))


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


def test_who_has_waited_longest_is_first(world: SettlementWorld) -> None:
    """Whatever his address: those that are lower, which can be chosen, come after him."""
    *others, first = sorted((world.member() for _ in range(4)), key=wallet)
    for group in ([first], others):
        for member in group:
            world.earn(member, 500)
            world.move(member, 200)
        world.epoch()
        world.turn()
    world.policy(claim_budget=1_500_000, claim_cost=1_500_000)
    assert push_claims(world.hub, world.desk)["pushed"] == 1
    assert list(world.chain.jettons) == [wallet(first)]


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


def test_a_message_holds_what_it_has_room_for() -> None:
    """Proofs of a kilobyte go by fifty, those of a long path by fewer, and one goes always."""
    for size in (800, 1_000, 18_000, 60_000):
        claims = [Claim(wallet(it), bytes(size)) for it in range(90)]
        found = in_one_message(claims)
        assert found == claims[: len(found)]
        assert found
        assert len(found) * size <= BYTES_AT_ONCE
        assert (len(found) + 1) * (size + BYTES_BESIDE) > BYTES_AT_ONCE


def test_a_wallet_pushes_no_more_than_it_can_send_along(world: SettlementWorld) -> None:
    """Claims come with TON of which most comes back: what is not there would be left out."""
    world.policy(settler_least=1)
    waiting(world, 4)
    world.chain.sponsor = 2 * CLAIM_VALUE + 1
    assert push_claims(world.hub, world.desk)["pushed"] == 2
    world.chain.sponsor = 10 * CLAIM_VALUE
    assert push_claims(world.hub, world.desk) == {"done": 1, "pushed": 2}


def test_a_head_from_the_future_holds_no_claims_up(world: SettlementWorld) -> None:
    """A batch made by a head that lied cannot be taken for a day: its claims go in another."""
    (member,) = waiting(world, 1)
    lying = AheadSettler(world.chain)
    lying.ahead = DAY
    assert push_claims(world.hub, Desk(lying, world.archive, MANAGER))["pushed"] == 1
    assert wallet(member) not in world.chain.jettons
    assert push_claims(world.hub, world.desk) == {"done": 0, "pushed": 1}
    assert world.chain.jettons[wallet(member)] == 200


def test_the_budget_is_some_claims_at_what_they_cost() -> None:
    """By default a day bears a hundred."""
    policy = Policy()
    assert policy.claim_budget // policy.claim_cost >= 100
