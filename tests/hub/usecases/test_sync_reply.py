"""What a till learns: each thing once, until it has it; and what the hub remembers of it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace

import pytest

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import TillId
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import CONSOLE
from hub.core.ports.hub import Store, Work
from hub.core.till_settings import has_taken_over
from hub.errors import DatabaseUnavailable, TransactionLost
from hub.usecases.enrolment import add_till
from hub.usecases.seal import seal_ledger
from hub.usecases.sync import sync_till
from hub.usecases.sync_parts import PARTS
from hub.usecases.tills import set_shop_settings, set_till_settings
from tests.hub.usecases.claim_world import ClaimWorld


@pytest.fixture
def world(store: DatabaseStore) -> ClaimWorld:
    """Return a hub with one shop, on either database."""
    return ClaimWorld(store)


def test_settings_come_until_the_till_has_them(world: ClaimWorld) -> None:
    """The shop's first, the till's own before them, and again whenever they change."""
    till = world.till()
    set_shop_settings(world.hub, world.owner, world.shop, {"earn_rate": 3, "total_max": 100_000})
    one = world.sync(till, [], PARTS).config
    assert one is not None
    assert (one.settings.earn_rate, one.settings.total_max) == (3, 100_000)
    till.header["config_version"] = one.version
    assert world.sync(till, [], PARTS).config is None
    set_till_settings(
        world.hub, world.owner, till.id, {"earn_rate": 5, "registers": ["010100112233"]}
    )
    two = world.sync(till, [], PARTS).config
    assert two is not None
    assert (two.settings.earn_rate, two.settings.registers) == (5, ("010100112233",))


def test_the_head_of_the_sealed_ledger_comes_with_every_reply(world: ClaimWorld) -> None:
    """None before the first block, then the newest, which tills remember."""
    till, member = world.selling(), world.member()
    assert world.sync(till, [], PARTS).ledger_head is None
    (sale,) = till.append(world.sale(10_000))
    world.claim(member, sale)
    world.hand_in(till)
    seal_ledger(world.hub)
    head = world.sync(till, [], PARTS).ledger_head
    assert head is not None
    with world.store.read() as work:
        newest = work.blocks.head()
    assert newest is not None
    assert (head.number, head.hash) == (newest.number, newest.hash)


def test_how_a_till_is_and_when_it_spoke_is_remembered(world: ClaimWorld) -> None:
    """For the owner's list: version, queue, printer, the head of its disk."""
    till = world.till()
    till.append(world.sale(1_000))
    till.header["spent_count"] = 4
    world.clock.time += 7
    world.sync(till, [], PARTS)
    with world.store.read() as work:
        view = work.tills.view(till.id)
    assert view is not None
    assert view.till.synced_at == world.clock.time
    assert view.health["version"] == "0.1.0"
    assert (view.health["spent"], view.health["printer"]) == (4, None)


def test_which_settings_a_till_has_and_since_when_is_remembered(world: ClaimWorld) -> None:
    """It has them once it says so; saying it again changes nothing, and new ones begin anew."""
    till = world.till()

    def seen() -> tuple[bool, int | None]:
        with world.store.read() as work:
            view = work.tills.view(till.id)
        assert view is not None
        return has_taken_over(view.till), view.till.config_since

    sent = world.sync(till, [], PARTS).config
    assert sent is not None
    assert not seen()[0]
    till.header["config_version"] = sent.version
    taken_at = world.clock.time = world.clock.time + 60
    for _ in range(2):
        world.sync(till, [], PARTS)
        assert seen() == (True, taken_at)
        world.clock.time += 60
    set_till_settings(world.hub, world.owner, till.id, {"earn_rate": 7})
    assert seen() == (False, taken_at)


def test_strangers_do_not_sync(world: ClaimWorld) -> None:
    """Neither a till that nobody made nor one that has not enrolled."""
    waiting = add_till(world.hub, CONSOLE, world.shop, "Касса").till
    raw = world.till().request()
    for till in (TillId(999), waiting):
        with pytest.raises(Refused) as caught:
            sync_till(world.hub, till, raw)
        assert caught.value.refusal is Refusal.UNAUTHENTICATED


@dataclass
class Losing:
    """The Store port over another, whose first transactions are lost at their commit."""

    store: Store
    losses: int

    def begin(self) -> AbstractContextManager[Work]:
        """Begin a transaction that is lost while there are losses left."""
        return self._begin()

    @contextmanager
    def _begin(self) -> Iterator[Work]:
        with self.store.begin() as work:
            yield work
            if self.losses > 0:
                self.losses -= 1
                raise TransactionLost("The database does not answer.", "Try again.")

    def read(self) -> AbstractContextManager[Work]:
        """Begin a transaction that only reads."""
        return self.store.read()

    def look(self) -> AbstractContextManager[Work]:
        """Read one thing."""
        return self.store.look()


@pytest.mark.parametrize(("losses", "stored"), [(1, 2), (2, 2), (3, 0)])
def test_a_lost_transaction_is_tried_again(world: ClaimWorld, losses: int, stored: int) -> None:
    """Whole, twice; then the till is told to come again, and nothing of it has happened."""
    till = world.selling()
    till.append(world.sale(1_000), world.sale(2_000))
    hub = replace(world.hub, store=Losing(world.store, losses))
    try:
        acknowledged = int(sync_till(hub, till.id, till.request(), PARTS).acknowledged)
    except DatabaseUnavailable:
        acknowledged = 0
    assert acknowledged == stored
    with world.store.read() as work:
        assert len(work.events.known(till.id, 1, 9)) == stored
