"""Jettons come back as points: once, to whose wallet it is, with the day they had."""

from pathlib import Path

import pytest

from hub.adapters.database.store import DatabaseStore
from hub.core.ids import MemberId
from hub.core.policy import DAY
from hub.usecases.verify import verify_ledger
from tests.hub.settlement_world import SettlementWorld, wallet


@pytest.fixture
def world(store: DatabaseStore, tmp_path: Path) -> SettlementWorld:
    """Return a programme that settles."""
    return SettlementWorld(store, tmp_path / "epochs")


def out(world: SettlementWorld, points: int, days: int = 300) -> MemberId:
    """Return a member who has so many points in his wallet, which would live *days*."""
    member = world.member()
    world.earn(member, points, days)
    world.move(member, points)
    world.epoch()
    assert world.claim(member) == points
    return member


def lots(world: SettlementWorld, member: MemberId) -> list[tuple[int, int]]:
    """Return what a member's lots hold, and for how many days they live."""
    with world.hub.store.read() as work:
        found = work.ledger.lots(member)
    now = world.clock.now()
    return [(it.remaining, round((it.expires_at - now) / DAY)) for it in found]


def test_what_comes_back_is_credited_once(world: SettlementWorld) -> None:
    """With the expiry it left with, and no second time however often the log is read."""
    member = out(world, 500)
    world.chain.send_back(wallet(member), 200)
    assert [world.come_back(), world.come_back()] == [1, 0]
    assert lots(world, member) == [(200, 300)]
    assert world.balances(member).chain == 300
    world.epoch()
    assert (world.chain.stated.custody, world.chain.stated.issued) == (200, 500)
    assert world.chain.supply == 500
    report = verify_ledger(world.hub)
    assert report.good, report.to_text()


def test_what_would_have_expired_has_its_grace_once(world: SettlementWorld) -> None:
    """Thirty days from when the first of a move came back; the rest of it gets no more."""
    member = out(world, 500, days=10)
    world.pass_time(40 * DAY)
    world.chain.send_back(wallet(member), 200)
    world.come_back()
    assert lots(world, member) == [(200, 30)]
    world.pass_time(12 * DAY)
    world.chain.send_back(wallet(member), 300)
    world.come_back()
    assert lots(world, member) == [(200, 18), (300, 18)]


def test_a_stranger_waits_until_the_wallet_is_linked(world: SettlementWorld) -> None:
    """Jettons of a wallet that nobody has linked are nobody's points yet."""
    member = out(world, 500)
    other = world.member(linked=False)
    world.chain.pay(wallet(member), wallet(other), 150)
    world.chain.send_back(wallet(other), 150)
    assert world.come_back() == 0
    with world.hub.store.begin() as work:
        assert work.logs.unknown() == 150
        work.members.set_wallet(other, wallet(other))
    assert world.come_back() == 1
    assert world.balances(other).confirmed == 150


def test_who_never_moved_out_takes_up_what_others_did(world: SettlementWorld) -> None:
    """CHAIN is never below zero: it falls where the points left, and their issuer stays theirs."""
    member, other = out(world, 500), world.member()
    world.chain.pay(wallet(member), wallet(other), 150)
    world.chain.send_back(wallet(other), 150)
    world.come_back()
    assert (world.balances(other).confirmed, world.balances(other).chain) == (150, 0)
    assert world.balances(member).chain == 350
    world.chain.send_back(wallet(member), 350)
    world.come_back()
    assert (world.balances(member).confirmed, world.balances(member).chain) == (350, 0)
    report = verify_ledger(world.hub)
    assert report.good, report.to_text()


def test_a_reward_that_is_not_there_leaves_the_points(world: SettlementWorld) -> None:
    """Jettons sent for a reward that the hub refuses come back as points."""
    member = out(world, 500)
    world.chain.send_back(wallet(member), 100, reward=77)
    world.come_back()
    assert world.balances(member).confirmed == 100
