"""How much of strangers' jettons one person may give away in a day."""

from pathlib import Path

import pytest

from contracts.wire.refusals import Refusal, Refused
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import CONSOLE, Actor
from hub.core.access.roles import PROGRAMME, Grant, Role
from hub.core.ids import StaffId
from hub.core.policy import DAY
from hub.core.settlement.moves import Returned
from hub.usecases.unknown_returns import assign_return, list_unknown_returns
from tests.hub.settlement_world import SettlementWorld, wallet


def operator(number: int) -> Actor:
    """Return one of those who run the programme, signed in."""
    return Actor(StaffId(number), (Grant(Role.OPERATOR, PROGRAMME),), reason="Иесі келді")


@pytest.fixture
def world(store: DatabaseStore, tmp_path: Path) -> SettlementWorld:
    """Return a programme that settles."""
    return SettlementWorld(store, tmp_path / "epochs")


def came_back(world: SettlementWorld, *amounts: int) -> list[Returned]:
    """Let a stranger's wallet send jettons back in so many parts."""
    member, stranger = world.member(), wallet(77_777)
    world.earn(member, sum(amounts))
    world.move(member, sum(amounts))
    world.epoch()
    world.claim(member)
    world.chain.pay(wallet(member), stranger, sum(amounts))
    for points in amounts:
        world.chain.send_back(stranger, points)
    world.come_back()
    return list_unknown_returns(world.hub, CONSOLE)


def test_ten_small_returns_are_one_large_one(world: SettlementWorld) -> None:
    """One person's assignments of a day count together, as his adjustments do; then the console."""
    first, second, third = came_back(world, 600, 400, 1)
    heir = world.member(linked=False)
    assign_return(world.hub, operator(1), first.lt, heir)
    assign_return(world.hub, operator(1), second.lt, heir)
    with pytest.raises(Refused) as refused:
        assign_return(world.hub, operator(1), third.lt, heir)
    assert refused.value.refusal is Refusal.TWO_PEOPLE_NEEDED
    assert world.balances(heir).confirmed == 1_000
    assign_return(world.hub, CONSOLE, third.lt, heir)
    assert world.balances(heir).confirmed == 1_001


def test_another_day_and_another_person_begin_anew(world: SettlementWorld) -> None:
    """The console's count for nobody; the policy says how many there may be."""
    world.policy(adjustment_alone=100)
    logs = came_back(world, 100, 100, 100, 100)
    heir = world.member(linked=False)
    assign_return(world.hub, CONSOLE, logs[0].lt, heir)
    assign_return(world.hub, operator(1), logs[1].lt, heir)
    assign_return(world.hub, operator(2), logs[2].lt, heir)
    with pytest.raises(Refused):
        assign_return(world.hub, operator(1), logs[3].lt, heir)
    world.pass_time(DAY + 1)
    assign_return(world.hub, operator(1), logs[3].lt, heir)
    assert world.balances(heir).confirmed == 400
