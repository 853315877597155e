"""Two workers at once: one message, one credit, whatever they do at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from hub.adapters.database.store import DatabaseStore
from hub.usecases.chain_returns import take_returns
from hub.usecases.seal import seal_ledger
from hub.usecases.settlement import settle
from hub.usecases.settlement_desk import Desk
from hub.usecases.sponsored_claims import push_claims
from hub.usecases.verify import verify_ledger
from tests.hub.settlement_world import SettlementWorld, wallet


@pytest.fixture
def world(store: DatabaseStore, tmp_path: Path) -> SettlementWorld:
    """Return a programme that settles."""
    return SettlementWorld(store, tmp_path / "epochs")


def at_once(world: SettlementWorld, work: Callable[[Desk], object], times: int = 1) -> None:
    """Let two workers do *work* at the same moment, so many times."""
    barrier = Barrier(2)

    def run(desk: Desk) -> None:
        for _ in range(times):
            barrier.wait(timeout=30)
            work(desk)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(run, world.new_desk()) for _ in range(2)]:
            done.result(timeout=60)


def test_two_workers_make_one_epoch_one_batch_and_one_credit(world: SettlementWorld) -> None:
    """What each finds stored by the other, it neither makes nor sends again under another name."""
    member = world.member()
    world.earn(member, 500)
    world.move(member, 200)
    seal_ledger(world.hub)
    at_once(world, lambda desk: settle(world.hub, desk), 4)
    assert [it.epoch for it in world.chain.history] == [1]
    assert world.chain.sequence == 1
    with world.store.read() as work:
        message = work.settlements.message("root", 1)
    assert message is not None
    assert message.attempt == 1
    at_once(world, lambda desk: push_claims(world.hub, desk), 2)
    assert len(world.chain.queries) == 1
    assert world.chain.jettons[wallet(member)] == 200
    world.chain.send_back(wallet(member), 120)
    at_once(world, lambda desk: take_returns(world.hub, desk), 2)
    assert (world.balances(member).confirmed, world.balances(member).chain) == (420, 80)
    assert verify_ledger(world.hub).good
