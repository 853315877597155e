"""The slice whole, on the real contracts: earned, stated, moved out, pushed, sent back."""

from pathlib import Path

import pytest

from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate
from hub.adapters.database.store import DatabaseStore
from hub.usecases.seal import seal_ledger
from hub.usecases.settlement_desk import Desk
from hub.usecases.settlement_plan import foresee
from hub.usecases.sponsored_claims import push_claims
from hub.usecases.verify import verify_ledger
from tests.hub.settlement_world import MANAGER, SettlementWorld
from tests.settlers import LocalPlace


@pytest.mark.parametrize("locked", [False, True])
def test_a_receipt_becomes_jettons_and_comes_back(tmp_path: Path, locked: bool) -> None:
    """Every number on both sides, at each step, on the real TVM."""
    engine = open_engine(f"sqlite:///{tmp_path / 'hub.sqlite3'}")
    migrate(engine)
    world = SettlementWorld(DatabaseStore(engine), tmp_path / "epochs")
    place = LocalPlace(locked=locked)
    world.desk = Desk(place.settler, world.archive, MANAGER)
    member = world.member(linked=False)
    owner = place.owner("айгерім".encode().hex())
    with world.store.begin() as work:
        work.members.set_wallet(member, owner)
    world.earn(member, 500)
    world.move(member, 200)
    seal_ledger(world.hub)
    foreseen = foresee(world.hub, world.desk)
    assert foreseen is not None
    assert (foreseen.custody, foreseen.issued, foreseen.members) == (300, 200, 1)
    world.turn(3)
    seen = place.settler.state()
    assert (seen.stated.custody, seen.stated.issued, seen.supply) == (300, 200, 500)
    assert push_claims(world.hub, world.desk)["pushed"] == 1
    assert push_claims(world.hub, world.desk)["done"] == 1
    assert place.jettons(owner) == 200
    place.send_back(owner, 150)
    assert world.come_back() == 1
    assert (world.balances(member).confirmed, world.balances(member).chain) == (450, 50)
    seal_ledger(world.hub)
    place.pass_time(3_700)
    world.turn(3)
    seen = place.settler.state()
    assert (seen.stated.custody, seen.supply, seen.burned) == (450, 500, 150)
    with world.store.read() as work:
        assert work.jobs.facts("settlement")["good"]
    assert verify_ledger(world.hub).good
    engine.dispose()
