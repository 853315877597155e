"""From points to jettons and to what the chain states: every step, each once."""

from pathlib import Path

import pytest

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Points
from hub.adapters.database.store import DatabaseStore
from hub.core.ports.ledger import Hold
from hub.core.settlement.epochs import Statement
from hub.core.settlement.moves import MoveState
from hub.usecases.alerts import warn
from hub.usecases.moves import list_moves
from hub.usecases.seal import seal_ledger
from hub.usecases.settlement_desk import Desk
from hub.usecases.verify import verify_ledger
from tests.fakes.settler import MemoryChain, MemorySettler
from tests.hub.hubs import NOW
from tests.hub.settlement_world import MANAGER, SettlementWorld, named


class LosingSettler(MemorySettler):
    """A line that drops all that is sent."""

    def __init__(self, chain: MemoryChain) -> None:
        super().__init__(chain)
        self.lost: list[bytes] = []

    def send(self, boc: bytes) -> None:
        """Lose a message."""
        self.lost.append(boc)


class SilentDoor:
    """Keeps what the operator is told."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def post(self, kind: str, text: str) -> None:
        """Keep it."""
        self.said.append(f"{kind}: {text}")


@pytest.fixture
def world(store: DatabaseStore, tmp_path: Path) -> SettlementWorld:
    """Return a programme that settles."""
    return SettlementWorld(store, tmp_path / "epochs")


def test_a_receipt_ends_as_jettons_in_a_wallet(world: SettlementWorld) -> None:
    """Earned, sealed, stated, moved out, stated, claimed: each number on both sides."""
    member, other = world.member(), world.member(linked=False)
    world.earn(member, 500)
    world.earn(other, 70)
    world.epoch()
    assert (world.chain.stated.custody, world.chain.stated.issued) == (570, 0)
    moved = world.move(member, 200)
    assert moved.state is MoveState.PENDING
    assert world.balances(member).confirmed == 300
    assert world.balances(member).chain == 200
    world.epoch()
    assert (world.chain.stated.custody, world.chain.stated.issued) == (370, 200)
    assert world.chain.supply == 570
    assert [it.state for it in list_moves(world.hub, member)] == [MoveState.CLAIMABLE]
    assert world.claim(member) == 200
    assert world.claim(member) == 200
    report = verify_ledger(world.hub)
    assert report.good, report.to_text()


def test_what_an_epoch_states_is_checked_and_kept(world: SettlementWorld) -> None:
    """Custody of both sides and the supply agree, and the metrics know."""
    world.earn(world.member(), 500)
    world.epoch()
    with world.hub.store.read() as work:
        last = work.settlements.last()
        facts = work.jobs.facts("settlement")
    assert last is not None
    assert last.found is not None
    assert (last.found["custody_chain"], last.found["custody_ledger"]) == (500, 500)
    assert last.found["good"]
    assert (facts["epoch"], facts["supply"], facts["halted"]) == (1, 500, "")
    kept = world.archive.record(1)
    assert kept is not None
    assert kept.statement == last.statement == world.chain.stated
    assert world.archive.leaves(1).root() == last.statement.root


def test_held_points_stay_in_custody_until_a_till_takes_them(world: SettlementWorld) -> None:
    """A voucher moves nothing out; what a partner took is no longer owed."""
    member = world.member()
    world.earn(member, 500)
    hold = named("hold")
    with world.hub.store.begin() as work:
        work.members.lock(member)
        work.ledger.hold(Hold(hold, member, Points(120), world.clock.now()))
    world.epoch()
    assert world.chain.stated.custody == 500
    with world.hub.store.begin() as work:
        work.members.lock(member)
        work.ledger.post(hold, world.bakery, world.clock.now(), Points(100))
    world.epoch()
    assert world.chain.stated.custody == 400


@pytest.mark.parametrize(
    ("points", "code"),
    [(99, Refusal.TOO_LITTLE), (501, Refusal.NOT_ENOUGH_POINTS), (0, Refusal.MALFORMED)],
)
def test_a_move_has_its_limits(world: SettlementWorld, points: int, code: Refusal) -> None:
    """Not less than the minimum, not more than there is, and nothing at all is no move."""
    member = world.member()
    world.earn(member, 500)
    with pytest.raises(Refused) as refused:
        world.move(member, points)
    assert refused.value.refusal is code


def test_fresh_points_and_members_without_wallets_wait(world: SettlementWorld) -> None:
    """Points within the return window do not leave; nor do any without a wallet to go to."""
    member, bare = world.member(), world.member(linked=False)
    for it in (member, bare):
        world.earn(it, 500, at=world.clock.now())
    with pytest.raises(Refused) as refused:
        world.move(member, 100)
    assert refused.value.refusal is Refusal.NOT_ENOUGH_POINTS
    world.pass_time(15 * 86_400)
    world.move(member, 100)
    with pytest.raises(Refused) as refused:
        world.move(bare, 100)
    assert refused.value.refusal is Refusal.WALLET_NEEDED


def test_the_same_move_asked_again_is_one_move(world: SettlementWorld) -> None:
    """Twice is once; the same id for other points is refused."""
    member = world.member()
    world.earn(member, 500)
    assert world.move(member, 200) == world.move(member, 200)
    assert world.balances(member).chain == 200
    with pytest.raises(Refused) as refused:
        world.move(member, 300)
    assert refused.value.refusal is Refusal.MISMATCH


def test_an_epoch_takes_as_many_blocks_as_the_cap_allows(world: SettlementWorld) -> None:
    """What is too much for one epoch comes with the next."""
    world.chain.growth_cap = 1_000
    for _ in range(3):
        world.earn(world.member(), 400)
        seal_ledger(world.hub)
    world.epoch()
    assert (world.chain.stated.epoch, world.chain.stated.custody) == (1, 800)
    world.epoch()
    assert (world.chain.stated.epoch, world.chain.stated.custody) == (2, 1_200)


def test_a_block_ends_before_the_cap_so_that_no_person_is_needed(world: SettlementWorld) -> None:
    """Once the cap is known, all that is sealed at one time goes out by as many epochs."""
    world.chain.growth_cap = 1_000
    world.earn(world.member(), 100)
    world.epoch()
    for _ in range(6):
        world.earn(world.member(), 400)
    for custody in (900, 1_700, 2_500):
        world.epoch()
        assert world.chain.stated.custody == custody
    with world.store.read() as work:
        assert not work.jobs.facts("settlement")["beyond_cap"]


def test_one_transfer_above_the_cap_waits_and_says_what_it_needs(world: SettlementWorld) -> None:
    """No block can be made smaller than that: the token's admin raises the cap."""
    world.chain.growth_cap = 1_000
    world.earn(world.member(), 100)
    world.epoch()
    world.earn(world.member(), 1_600)
    world.earn(world.member(), 50)
    world.epoch()
    with world.store.read() as work:
        beyond = work.jobs.facts("settlement")["beyond_cap"]
    assert beyond == {"block": 2, "needs": 1_600, "cap": 1_000}
    door = SilentDoor()
    warn(world.hub, door, "en")
    assert any("Block 2" in it and "1600" in it for it in door.said)
    world.chain.growth_cap = 1_600
    world.epoch()
    world.epoch()
    assert world.chain.stated.custody == 1_750
    with world.store.read() as work:
        assert not work.jobs.facts("settlement")["beyond_cap"]


def test_a_lost_message_is_signed_anew_and_says_the_same(world: SettlementWorld) -> None:
    """While it lives it goes again as it is; then the same content goes under a new signature."""
    world.earn(world.member(), 500)
    seal_ledger(world.hub)
    lost = LosingSettler(world.chain)
    losing = Desk(lost, world.archive, MANAGER)
    world.turn(3, losing)
    assert len(set(lost.lost)) == 1
    world.pass_time(700)
    world.turn(1, losing)
    assert len(set(lost.lost)) == 2
    world.turn(2)
    assert [it.epoch for it in world.chain.history] == [1]
    assert world.chain.stated.custody == 500


def test_a_foreign_root_stops_everything(world: SettlementWorld) -> None:
    """Nothing is sent once the chain states what was never stored here."""
    world.earn(world.member(), 500)
    world.epoch()
    sent = world.chain.sequence
    foreign = Statement(2, b"\x07" * 32, 9, 9, bytes(32), 99)
    world.chain.stated = foreign
    assert world.turn() == [{"halted": "foreign"}]
    world.earn(world.member(), 500)
    world.epoch()
    assert world.chain.sequence == sent
    assert world.clock.now() > NOW
