"""Jettons sent for a reward buy it once, whenever the worker dies in between."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from contracts.wire.units import Points
from hub.adapters.database.store import DatabaseStore, DatabaseWork
from hub.adapters.database.tables.chain import chain_returns
from hub.core.access.people import Page
from hub.core.ids import MemberId, RewardId
from hub.usecases.chain_returns import take_returns
from hub.usecases.verify import verify_ledger
from hub.usecases.vouchers import cancel_voucher
from tests.hub.reward_world import ANYWHERE, RewardWorld
from tests.hub.settlement_world import SettlementWorld, wallet

MOST = 12
"""Transactions of one run, and more."""


class DeadError(BaseException):
    """The worker is gone."""


@dataclass
class DyingStore:
    """A store whose worker dies after so many transactions."""

    inner: DatabaseStore
    left: int

    @contextmanager
    def _counted(
        self, begun: Callable[[], AbstractContextManager[DatabaseWork]]
    ) -> Iterator[DatabaseWork]:
        if self.left == 0:
            raise DeadError
        self.left -= 1
        with begun() as work:
            yield work

    def begin(self) -> AbstractContextManager[DatabaseWork]:
        """Begin a transaction that may write."""
        return self._counted(self.inner.begin)

    def read(self) -> AbstractContextManager[DatabaseWork]:
        """Begin a transaction that only reads."""
        return self._counted(self.inner.read)

    def look(self) -> AbstractContextManager[DatabaseWork]:
        """Read one thing."""
        return self._counted(self.inner.look)


@pytest.fixture
def world(store: DatabaseStore, tmp_path: Path) -> SettlementWorld:
    """Return a programme that settles, with what a reward needs."""
    return SettlementWorld(store, tmp_path / "epochs")


@pytest.fixture
def rewards(store: DatabaseStore) -> RewardWorld:
    """Return who offers rewards over the same store."""
    return RewardWorld(store)


def member_with_jettons(world: SettlementWorld, points: int) -> MemberId:
    """Return a member all of whose points are in his wallet."""
    member = world.member()
    world.earn(member, points)
    world.move(member, points)
    world.epoch()
    assert world.claim(member) == points
    return member


def bought(world: SettlementWorld, member: MemberId) -> list[RewardId]:
    """Return what the member's vouchers are for."""
    with world.store.read() as work:
        return [it.reward for it in work.vouchers.listed(Page(0, 50), member)]


def states(world: SettlementWorld) -> list[str | None]:
    """Return how far the purchases of all logs are."""
    with world.store.read() as work:
        asked = select(chain_returns.c.purchase).order_by(chain_returns.c.lt)
        return list(work.connection.execute(asked).scalars())


def test_a_worker_that_dies_anywhere_buys_it_once(
    rewards: RewardWorld, world: SettlementWorld
) -> None:
    """Credited, bought and noted are three transactions: it may die between any two."""
    reward = rewards.offered(ANYWHERE)
    members = [world.member() for _ in range(MOST)]
    for it in members:
        world.earn(it, 500)
        world.move(it, 500)
    world.epoch()
    died = 0
    for count, member in enumerate(members):
        assert world.claim(member) == 500
        world.chain.send_back(wallet(member), 100, reward.id)
        died += _dies(world, count)
        for _ in range(2):
            world.come_back()
        assert bought(world, member) == [reward.id]
        has = world.balances(member)
        assert (has.confirmed, has.held, has.chain) == (0, 100, 400)
    assert states(world) == ["done"] * MOST
    assert 6 < died < MOST, "one run takes some transactions, and no more than we tried"
    world.epoch()
    assert world.chain.stated.custody == 100 * MOST
    assert verify_ledger(world.hub).good


def test_a_purchase_that_was_done_is_not_done_again_after_it_was_given_back(
    rewards: RewardWorld, world: SettlementWorld
) -> None:
    """The worker died before it noted the purchase, and the member has cancelled it since."""
    reward = rewards.offered(ANYWHERE)
    member = member_with_jettons(world, 500)
    world.chain.send_back(wallet(member), 100, reward.id)
    before_noting = next(
        count for count in range(MOST) if _dies(world, count) and bought(world, member)
    )
    assert before_noting > 0
    with world.store.read() as work:
        (voucher,) = work.vouchers.listed(Page(0, 50), member)
    assert states(world) == ["open"]
    cancel_voucher(world.hub, member, voucher.id)
    world.come_back()
    assert states(world) == ["done"]
    assert len(bought(world, member)) == 1


def _dies(world: SettlementWorld, count: int) -> bool:
    """Let the worker do *count* transactions, and tell whether it died of it."""
    try:
        take_returns(replace(world.hub, store=DyingStore(world.store, count)), world.desk)
    except DeadError:
        return True
    return False


def test_a_reward_that_costs_more_than_was_sent_takes_nothing_else(
    rewards: RewardWorld, world: SettlementWorld
) -> None:
    """The price has gone up, and the member's other points are not what he sent."""
    reward = rewards.offered(replace(ANYWHERE, price=Points(150)))
    member = member_with_jettons(world, 500)
    world.earn(member, 1_000)
    world.chain.send_back(wallet(member), 100, reward.id)
    world.come_back()
    assert bought(world, member) == []
    assert states(world) == ["refused"]
    assert world.balances(member).confirmed == 1_100
