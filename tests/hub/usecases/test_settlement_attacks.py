"""What somebody tries who wants points twice, or another's: none of it comes to more than once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points, UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import CONSOLE, Actor
from hub.core.access.roles import PROGRAMME, Grant, Role
from hub.core.ids import MemberId, StaffId
from hub.core.policy import DAY
from hub.core.ports.ledger import Credit, Reason
from hub.core.receipts.naming import transfer_id
from hub.usecases.chain_returns import take_returns
from hub.usecases.moves import ask_move, list_moves
from hub.usecases.privacy import erase_member
from hub.usecases.unknown_returns import assign_return, list_unknown_returns
from hub.usecases.verify import verify_ledger
from tests.hub.settlement_world import BAKERY, SettlementWorld, wallet

OPERATOR = Actor(StaffId(1), (Grant(Role.OPERATOR, PROGRAMME),), reason="Иесі келді")


@pytest.fixture
def world(store: DatabaseStore, tmp_path: Path) -> SettlementWorld:
    """Return a programme that settles."""
    return SettlementWorld(store, tmp_path / "epochs")


def link(world: SettlementWorld, member: MemberId, address: str | None) -> None:
    """Link a wallet, as a member who has proven that it is his, or none."""
    with world.store.begin() as work:
        work.members.lock(member)
        work.members.set_wallet(member, address)


def both(deed: Callable[[int], object]) -> list[object]:
    """Do it on two devices at the same moment; return what came of each."""
    barrier = Barrier(2)

    def tried(number: int) -> object:
        barrier.wait(timeout=30)
        try:
            return deed(number)
        except Refused as refused:
            return refused.refusal

    with ThreadPoolExecutor(2) as pool:
        return [it.result(timeout=60) for it in [pool.submit(tried, n) for n in (1, 2)]]


def test_two_devices_move_the_same_points_once(world: SettlementWorld) -> None:
    """Under two names there is enough for one; under one name it is one move."""
    member = world.member()
    world.earn(member, 300)
    found = both(lambda it: world.move(member, 300, f"device {it}"))
    assert sorted(type(it).__name__ for it in found) == ["Refusal", "ShownMove"]
    assert Refusal.NOT_ENOUGH_POINTS in found
    other = world.member()
    world.earn(other, 600)
    found = both(lambda _: world.move(other, 300))
    assert found[0] == found[1]
    world.epoch()
    assert (world.chain.stated.issued, world.chain.stated.custody) == (600, 300)
    assert verify_ledger(world.hub).good


def test_a_wallet_that_changes_hands_gets_what_was_asked_for_it_once(
    world: SettlementWorld,
) -> None:
    """The move goes where it was asked to go; what comes back is whose the wallet is then."""
    member, heir = world.member(), world.member(linked=False)
    world.earn(member, 500)
    world.move(member, 200)
    address = wallet(member)
    link(world, member, None)
    link(world, heir, address)
    world.epoch()
    world.claim(member)
    assert world.chain.jettons == {address: 200}
    world.chain.send_back(address, 200)
    assert world.come_back() == 1
    assert (world.balances(heir).confirmed, world.balances(heir).chain) == (200, 0)
    assert (world.balances(member).confirmed, world.balances(member).chain) == (300, 0)
    world.epoch()
    assert world.chain.stated.custody == 500
    with world.store.read() as work:
        assert not work.settlements.mark().halted
    assert verify_ledger(world.hub).good


def test_an_erased_members_move_still_arrives_and_belongs_to_nobody_new(
    world: SettlementWorld,
) -> None:
    """What had left is in his wallet; what comes back from it waits for somebody to say whose."""
    member, other = world.member(), world.member()
    world.earn(member, 500)
    world.earn(other, 70)
    world.move(member, 200)
    address = wallet(member)
    erase_member(world.hub, member)
    world.epoch()
    assert (world.chain.stated.issued, world.chain.stated.custody) == (200, 70)
    world.claim(member)
    world.chain.send_back(address, 150)
    assert world.come_back() == 0
    with pytest.raises(Refused) as refused:
        assign_return(world.hub, CONSOLE, 1_000, member)
    assert refused.value.refusal is Refusal.NOT_FOUND
    with pytest.raises(Refused) as refused:
        world.move(member, 100, "after")
    assert refused.value.refusal is Refusal.NOT_FOUND
    world.epoch()
    with world.store.read() as work:
        assert not work.settlements.mark().halted
    assert verify_ledger(world.hub).good


def test_the_operator_says_whose_a_strangers_jettons_are_once(world: SettlementWorld) -> None:
    """At the console or, where they are few, by one person; with the reason in the audit log."""
    member, heir = world.member(), world.member(linked=False)
    world.earn(member, 5_000)
    world.move(member, 5_000)
    world.epoch()
    world.claim(member)
    stranger = wallet(77_777)
    world.chain.pay(wallet(member), stranger, 3_000)
    for points in (400, 2_500):
        world.chain.send_back(stranger, points)
    world.come_back()
    few, many = list_unknown_returns(world.hub, OPERATOR)
    with pytest.raises(Refused) as refused:
        assign_return(world.hub, OPERATOR, many.lt, heir)
    assert refused.value.refusal is Refusal.TWO_PEOPLE_NEEDED
    assign_return(world.hub, OPERATOR, few.lt, heir)
    assign_return(world.hub, CONSOLE, many.lt, heir)
    for it in (few, many):
        with pytest.raises(Refused) as refused:
            assign_return(world.hub, CONSOLE, it.lt, member)
        assert refused.value.refusal is Refusal.CONFLICT
    assert world.balances(heir).confirmed == 2_900
    assert list_unknown_returns(world.hub, OPERATOR) == []
    world.epoch()
    with world.store.read() as work:
        assert not work.settlements.mark().halted
        assert work.logs.unknown() == 0
    with pytest.raises(Refused) as refused:
        list_unknown_returns(world.hub, Actor(None, ()))
    assert refused.value.refusal is Refusal.FORBIDDEN


def test_a_linked_wallets_return_is_not_for_the_operator_to_give(world: SettlementWorld) -> None:
    """Whose wallet it is, his points they are, even before the worker has come by."""
    member, thief = world.member(), world.member()
    world.earn(member, 500)
    world.move(member, 500)
    world.epoch()
    world.claim(member)
    world.chain.send_back(wallet(member), 100)
    logs = world.settler.returns(0)
    with world.store.begin() as work:
        work.settlements.lock()
        work.logs.add(world.desk.manager, logs)
    with pytest.raises(Refused) as refused:
        assign_return(world.hub, CONSOLE, logs[0].lt, thief)
    assert refused.value.refusal is Refusal.CONFLICT
    assert world.come_back() == 1


def test_a_moves_name_takes_no_other_transfers_number(world: SettlementWorld) -> None:
    """A member who knows what a receipt's credit will be called cannot be there before it."""
    thief, victim = world.member(), world.member()
    world.earn(thief, 500)
    credit = transfer_id("claim", 7, 1, "credit")
    ask_move(world.hub, thief, credit, Points(100))
    with world.store.begin() as work:
        work.members.lock(victim)
        now = world.clock.now()
        work.ledger.credit(
            Credit(credit, victim, BAKERY, Points(60), now, UnixTime(now + DAY), Reason.CLAIM,
                   confirmed=True)
        )  # fmt: skip
    assert world.balances(victim).confirmed == 60
    assert [it.move.id for it in list_moves(world.hub, thief)] == [credit]
    world.epoch()
    assert world.chain.stated.issued == 100


def test_two_workers_take_one_return_while_its_wallet_changes_hands(
    world: SettlementWorld,
) -> None:
    """Whoever has the wallet when it is credited has the points, and nobody else."""
    member, heir = world.member(), world.member(linked=False)
    world.earn(member, 500)
    world.move(member, 500)
    world.epoch()
    world.claim(member)
    world.chain.send_back(wallet(member), 300)

    def deed(number: int) -> object:
        if number == 1:
            link(world, member, None)
            link(world, heir, wallet(member))
        return take_returns(world.hub, world.new_desk())

    both(deed)
    take_returns(world.hub, world.desk)
    had = [world.balances(it).confirmed for it in (member, heir)]
    assert sorted(had) == [0, 300]
