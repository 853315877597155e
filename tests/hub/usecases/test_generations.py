"""A hub restored from a two-hour-old backup goes on: nothing is lost, doubled or given twice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.sync import SyncReply
from contracts.wire.units import ShopId
from hub.adapters.backups import Moment, make_backup, restore_backup
from hub.adapters.database.engine import open_engine
from hub.adapters.database.store import DatabaseStore
from hub.adapters.database.tables.receipts import accruals, events
from hub.core.access.actor import CONSOLE
from hub.core.access.people import PartnerState
from hub.core.ids import PartnerId
from hub.usecases.generations import open_generation
from hub.usecases.sync_parts import PARTS
from tests.hub.databases import PostgresServer
from tests.hub.till_world import TillRig
from tests.hub.usecases.claim_world import NOW, ClaimWorld

Restore = Callable[[], DatabaseStore]


@pytest.fixture
def backup(
    store: DatabaseStore, database_url: str, postgres: PostgresServer, tmp_path: Path
) -> Iterator[tuple[Callable[[], None], Restore]]:
    """Return how to back the store up, and how to bring that backup back, as often as wanted."""
    made = tmp_path / "backup"
    opened: list[DatabaseStore] = []

    def back_up() -> None:
        make_backup(database_url, made, Moment(at=NOW, generation=1, block=0, head="00" * 32))

    def restore() -> DatabaseStore:
        empty = (
            f"sqlite:///{tmp_path / f'restored{len(opened)}.sqlite3'}"
            if store.engine.name == "sqlite"
            else postgres.new_database()
        )
        restore_backup(empty, made)
        opened.append(DatabaseStore(open_engine(empty)))
        return opened[-1]

    yield back_up, restore
    for it in opened:
        it.engine.dispose()


@contextmanager
def on(world: ClaimWorld, store: DatabaseStore) -> Iterator[None]:
    """Let *world* work on *store* for a while, as if it were its hub's only database."""
    before = world.hub
    world.hub = replace(world.hub, store=store)
    yield
    world.hub = before


def sync(world: ClaimWorld, till: TillRig) -> SyncReply:
    """Do what an agent does: hand in what the hub lacks, and believe what it says."""
    return world.sync(till, parts=PARTS)


def stored(store: DatabaseStore) -> tuple[int, int]:
    """Return how many events and accruals there are."""
    with store.read() as work:
        return (
            work.connection.execute(select(func.count()).select_from(events)).scalar_one(),
            work.connection.execute(select(func.count()).select_from(accruals)).scalar_one(),
        )


def test_nothing_is_lost_and_nothing_doubled(
    store: DatabaseStore, backup: tuple[Callable[[], None], Restore]
) -> None:
    """The till hands the lost hours in again; a claim of them is made again, and is one claim."""
    world = ClaimWorld(store)
    back_up, restore = backup
    till, member = world.selling(), world.member()
    till.append(*(world.sale(10_000) for _ in range(5)))
    world.hand_in(till)
    world.claim(member, till.events[1])
    back_up()
    till.append(*(world.sale(10_000) for _ in range(5)))
    world.hand_in(till)
    world.claim(member, till.events[2])
    world.claim(member, till.events[7])
    whole = world.has(member).confirmed
    with on(world, restore()):
        opened = open_generation(world.hub, CONSOLE)
        assert (opened.generation, opened.tills) == (2, 1)
        reply = world.sync(till, [], PARTS)
        assert (reply.generation, reply.acknowledged, reply.resend_from) == (2, 5, 6)
        assert reply.lease is None, "what the till holds of the generation before is not known"
        till.header["generation"] = 2
        assert sync(world, till).acknowledged == 10
        assert stored(world.store) == (10, 10)
        world.claim(member, till.events[7])
        world.claim(member, till.events[2])
        assert world.has(member).confirmed == whole
        with world.store.read() as work:
            found = work.tills.get(till.id)
            assert found is not None
            assert (found.resend_from, found.generation) == (None, 2)


def test_no_id_is_given_twice(
    store: DatabaseStore, backup: tuple[Callable[[], None], Restore]
) -> None:
    """Tills, shops, members, vouchers: of the lost hours, after one restore and after another."""
    world = ClaimWorld(store)
    back_up, restore = backup
    rig = world.till()
    back_up()

    def live() -> set[tuple[str, int]]:
        with world.store.begin() as work:
            return {
                ("till", work.tills.add(ShopId(world.shop), "Касса", NOW)),
                ("shop", work.shops.add(PartnerId(world.partner), "Дүкен", "", NOW)),
                ("partner", work.partners.add("Наурыз", None, PartnerState.ACTIVE, NOW)),
                ("member", work.members.add(7, "Дана", "kk", NOW)),
                ("voucher", work.numbers.voucher()),
                ("version", work.numbers.version()),
                ("lease", work.numbers.lease()),
                ("cancellation", work.numbers.cancellation()),
            }

    given = live()
    for generation in (2, 3):
        with on(world, restore()):
            rig.header["generation"] = generation - 1
            if generation == 3:
                with pytest.raises(Refused):
                    sync(world, rig)
            assert open_generation(world.hub, CONSOLE).generation == generation
            rig.header["generation"] = generation
            sync(world, rig)
            fresh = live()
            assert given.isdisjoint(fresh)
            given |= fresh


def test_an_older_copy_takes_nothing_from_a_till_that_knows_better(
    store: DatabaseStore,
) -> None:
    """It says so and waits for its operator; then it is the next generation after both."""
    world = ClaimWorld(store)
    till = world.till()
    till.append(world.sale(10_000))
    till.header["generation"] = 4
    with pytest.raises(Refused) as caught:
        sync(world, till)
    assert caught.value.refusal is Refusal.BUSY
    assert stored(store) == (0, 0)
    till.header["generation"] = 60_000
    with pytest.raises(Refused) as caught:
        sync(world, till)
    assert caught.value.refusal is Refusal.MALFORMED, "a lie costs no generations"
    till.header["generation"] = 4
    assert open_generation(world.hub, CONSOLE).generation == 5
    assert sync(world, till).acknowledged == 1


def test_the_operator_remembers_too(store: DatabaseStore) -> None:
    """A number from outside the database counts; nobody but the operator opens a generation."""
    world = ClaimWorld(store)
    assert open_generation(world.hub, CONSOLE, least=9).generation == 9
    with pytest.raises(Refused) as caught:
        open_generation(world.hub, world.owner)
    assert caught.value.refusal is Refusal.FORBIDDEN


def test_a_till_counts_as_behind_until_it_has_handed_everything_in(store: DatabaseStore) -> None:
    """Whatever it may hold is unknown for so long: no lease, and its leases count in full."""
    world = ClaimWorld(store)
    till = world.till()
    till.append(*(world.sale(10_000) for _ in range(3)))
    world.sync(till, [till.events[0].raw])
    open_generation(world.hub, CONSOLE)
    till.header["generation"] = 2
    lines = [event.raw for event in till.events]
    for upto, behind in ((2, 3), (3, None)):
        reply = world.sync(till, lines[:upto], PARTS)
        with store.read() as work:
            found = work.tills.get(till.id)
        assert found is not None
        assert (found.resend_from, reply.lease) == (behind, None)
    assert sync(world, till).lease is not None
