"""What the proofs at the counter have in common: a hub, members who buy, fresh stores."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from contracts.wire.refusals import Refused
from contracts.wire.units import Points, Tiyn
from hub.adapters.database.engine import open_engine
from hub.adapters.database.migrations import migrate
from hub.adapters.database.store import DatabaseStore
from hub.core.rewards.catalogue import Draft, Terms
from hub.usecases.voucher_upkeep import expire_vouchers, finish_cancellations
from hub.usecases.vouchers import ShownVoucher, cancel_voucher
from tests.evidence import proven
from tests.hub.reward_world import PRODUCT, RewardWorld
from tests.simulation.real_tills import RealTill

LINES = st.sampled_from(["well", "silent", "silent", "deaf"])
"""How the line to the hub is while something is asked: whole, or cut before or behind the hub."""
PLACES = st.integers(0, 999)
"""Of a voucher among all that were bought."""
VALUES = (5_000_00, 9_000_00)
"""Two of the dearer and three of the cheaper exhaust a lease of 20,000 ₸."""
PRICE = 10
PURSE = 1_000
_MEMORY = Path("/dev/shm")  # noqa: S108  # thousands of synced commits: no disk where there is none

NewStore = Callable[[Path], DatabaseStore]


def products(terms: Terms) -> list[Draft]:
    """Return a reward of each of the values."""
    return [replace(PRODUCT, value=Tiyn(it), terms=terms) for it in VALUES]


class ShopMachine(RuleBasedStateMachine):
    """A shop whose members buy and cancel, and whose worker works; tills are for the proof."""

    new_store: ClassVar[NewStore]
    drafts: ClassVar[list[Draft]]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=_MEMORY if _MEMORY.is_dir() else None))
        self.store = type(self).new_store(self.folder)
        self.world = RewardWorld(self.store)
        self.members = [self.world.member(PURSE) for _ in range(2)]
        drafts = (replace(it, price=Points(PRICE)) for it in type(self).drafts)
        self.rewards = [self.world.offered(it) for it in drafts]
        self.bought: list[ShownVoucher] = []

    def real_tills(self) -> list[RealTill]:
        """Return the tills of the shop."""
        raise NotImplementedError

    def teardown(self) -> None:
        """Leave nothing behind."""
        for till in self.real_tills():
            till.counter.close()
        self.store.engine.dispose()
        shutil.rmtree(self.folder)

    def open_with(self, places: list[int]) -> None:
        """Give every till its lease, and the members their first vouchers."""
        for till in self.real_tills():
            till.sync()
            till.sync()
        for place, reward in enumerate(places):
            self.buy(place % 2, reward)

    @rule(member=st.integers(0, 1), reward=st.integers(0, 11))
    def buy(self, member: int, reward: int) -> None:
        """A member buys a voucher, while he has points."""
        chosen = self.rewards[reward % len(self.rewards)].id
        try:
            self.bought.append(self.world.bought(self.members[member], chosen))
        except Refused:
            assert self.world.balances(self.members[member]).spendable < PRICE

    @rule(place=PLACES)
    def cancel(self, place: int) -> None:
        """A member gives a voucher back, or tries to."""
        voucher = self.bought[place % len(self.bought)].voucher
        try:
            cancel_voucher(self.world.hub, voucher.member, voucher.id)
        except Refused:
            return

    @rule()
    def work(self) -> None:
        """The worker has its turn."""
        expire_vouchers(self.world.hub)
        finish_cancellations(self.world.hub)

    def code(self, place: int) -> str:
        """Return the code of a voucher that was bought."""
        code = self.bought[place % len(self.bought)].code
        assert code is not None
        return code


@contextmanager
def sqlite_stores(folder: Path) -> Iterator[NewStore]:
    """Hold what makes a store in a folder: a copy of a file with the whole schema."""
    template = folder / "template.sqlite3"
    engine = open_engine(f"sqlite:///{template}")
    migrate(engine)
    engine.dispose()

    def fresh(where: Path) -> DatabaseStore:
        shutil.copy(template, where / "hub.sqlite3")
        return DatabaseStore(open_engine(f"sqlite:///{where / 'hub.sqlite3'}"))

    yield fresh


def prove(
    machine: type[ShopMachine],
    new_store: NewStore,
    name: str,
    counts: tuple[int, int],
    *,
    full: bool,
) -> None:
    """Run so many schedules of so many steps at most, and record them under *name* if in full."""
    examples, steps = counts
    here = type(f"{machine.__name__}Here", (machine,), {"new_store": staticmethod(new_store)})
    chosen = settings(settings.get_profile("ci"), max_examples=examples, stateful_step_count=steps)
    with proven(name, full=full, examples=examples, steps_at_most=steps):
        run_state_machine_as_test(here, settings=chosen)
