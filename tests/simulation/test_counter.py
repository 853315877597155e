"""Two counters of a shop before a real hub: what is green is on disk, once, within the lease.

Lines are cut before, during and after a question; tills are killed between disk and light; their
clocks are set a day off; guests forge, cancel and show one voucher at both tills; cashiers confirm,
decline, undo and lock.
"""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from agent.core.counter import BUSY_S
from agent.core.counter_events import (
    Answered,
    Ask,
    Confirmed,
    Declined,
    Event,
    Locked,
    Looked,
    ReceiptPrinted,
    Seen,
    SettingsChanged,
    TotalTyped,
    Typed,
    UndoAsked,
    Unlocked,
    Wish,
)
from agent.core.counter_view import Act, Glance
from agent.core.redemption import Accepted, Offer
from contracts.wire import base64url
from contracts.wire.refusals import Refused
from contracts.wire.units import Points, Tiyn
from contracts.wire.voucher import Scope
from hub.adapters.database.engine import open_engine
from hub.adapters.database.store import DatabaseStore
from hub.core.ids import VoucherId
from hub.core.ports.redemptions import RedemptionState
from hub.core.rewards.catalogue import Terms
from hub.core.rewards.vouchers import VoucherState
from hub.usecases.exposure import offline_bound
from hub.usecases.voucher_upkeep import expire_vouchers, finish_cancellations
from hub.usecases.vouchers import ShownVoucher, cancel_voucher, make_short_code
from tests.agent.core.counters import AtTheCounter
from tests.evidence import proven
from tests.hub.reward_world import ANYWHERE, PART, PRODUCT, RewardWorld
from tests.simulation.real_tills import RealTill
from tests.simulation.test_offline_bound import MEMORY, template_of

DAY_S = 24 * 3600
LINES = st.sampled_from(["well", "silent", "silent", "deaf"])
TILLS = st.integers(0, 1)
PLACES = st.integers(0, 999)
VALUES = (5_000_00, 9_000_00)
PRICE = 10
PURSE = 1_000


class WatchedCounter(AtTheCounter):
    """A counter of a real till; every green light is written down, and whatever led to it."""

    def __init__(self, till: RealTill) -> None:
        super().__init__(till.redeeming)
        self.till = till
        self.lit: list[Accepted] = []
        self.dark: set[int] = set()
        """Accepted on disk, and the till was killed before anybody saw it."""
        self.back: set[int] = set()
        self.most: Tiyn | None = None
        """What needs no nod."""

    def step(self, event: Event) -> tuple[Wish, ...]:
        """Let something happen, and look whether it may."""
        before = self.view
        wishes = super().step(event)
        if any(isinstance(it, Ask) for it in wishes):
            assert not before.locked, "a locked till takes no voucher"
            assert self._was_meant(event)
        if self.view.number != before.number and self.view.glance is Glance.ACCEPTED:
            assert isinstance(event, Answered)
            assert isinstance(event.verdict, Accepted)
            self._lights(event.verdict)
        return wishes

    def _was_meant(self, event: Event) -> bool:
        if isinstance(event, Looked):
            found = event.found
            assert isinstance(found, Offer)
            assert found.value is not None
            assert self.most is not None
            return found.value <= self.most
        return isinstance(event, Confirmed | TotalTyped)

    def _lights(self, verdict: Accepted) -> None:
        spent = self.till.counter.spent(verdict.voucher)
        assert spent is not None, "green before it was on disk"
        assert not spent.undone
        assert (spent.body.lease, spent.body.amount) == (verdict.lease, verdict.value)
        assert verdict.voucher not in {it.voucher for it in self.lit}, "green twice"
        assert verdict.voucher not in self.dark
        self.lit.append(verdict)

    def killed(self) -> None:
        """Begin anew over what is on disk."""
        self.till.restart()
        fresh = WatchedCounter(self.till)
        self.counter, self.redeeming = fresh.counter, fresh.redeeming
        self.now = 0.0
        self.happens(SettingsChanged(auto_accept_max=self.most))


NewStore = Callable[[Path], DatabaseStore]


class CounterMachine(RuleBasedStateMachine):
    """A shop with two tills, two members, and the hub."""

    new_store: ClassVar[NewStore]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.store = type(self).new_store(self.folder)
        self.world = RewardWorld(self.store)
        self.tills = [WatchedCounter(RealTill(self.world, self.folder)) for _ in range(2)]
        self.members = [self.world.member(PURSE) for _ in range(2)]
        shop = Terms(scope=Scope.SHOP, undo=True)
        drafts = [
            *(replace(PRODUCT, value=Tiyn(it), terms=shop) for it in VALUES),
            ANYWHERE,
            replace(PART, terms=replace(PART.terms, undo=True)),
        ]
        self.rewards = [self.world.offered(replace(it, price=Points(PRICE))) for it in drafts]
        self.bought: list[ShownVoucher] = []

    def teardown(self) -> None:
        """Leave nothing behind."""
        for desk in self.tills:
            desk.till.counter.close()
        self.store.engine.dispose()
        shutil.rmtree(self.folder)

    @initialize()
    def open_the_shop(self) -> None:
        """Every till has its lease, and the members their first vouchers."""
        for desk in self.tills:
            desk.till.sync()
            desk.till.sync()
        for place in range(4):
            self.buy(place % 2, place)

    @rule(member=st.integers(0, 1), reward=st.integers(0, 3))
    def buy(self, member: int, reward: int) -> None:
        """A member buys a voucher, while he has points."""
        try:
            self.bought.append(self.world.bought(self.members[member], self.rewards[reward].id))
        except Refused:
            assert self.world.balances(self.members[member]).spendable < PRICE

    @rule(place=PLACES, till=TILLS, how=LINES, from_camera=st.booleans())
    def show(self, place: int, till: int, how: str, from_camera: bool) -> None:
        """A voucher is shown, and perhaps offered."""
        self._at(till, how).happens(Seen(self._code(place), from_camera))

    @rule(till=TILLS, how=LINES)
    def confirm(self, till: int, how: str) -> None:
        """The cashier accepts what she sees."""
        self._nod(self._at(till, how))

    @rule(till=TILLS)
    def decline(self, till: int) -> None:
        """The cashier does not."""
        desk = self.tills[till]
        desk.happens(Declined(desk.view.number))

    @rule(place=PLACES, till=TILLS, how=LINES)
    def take(self, place: int, till: int, how: str) -> None:
        """A voucher is shown and accepted."""
        self._take(self._code(place), self._at(till, how))

    @rule(till=TILLS, how=LINES)
    def rush(self, till: int, how: str) -> None:
        """Every voucher is shown at one till, one after another."""
        for shown in self.bought:
            assert shown.code is not None
            self._take(shown.code, self._at(till, how))

    @rule(place=PLACES, how=LINES)
    def collude(self, place: int, how: str) -> None:
        """One voucher is shown at both tills, and given back."""
        for till in range(2):
            self._take(self._code(place), self._at(till, how))
        self.cancel(place)

    @rule(place=PLACES, till=TILLS)
    def type_short(self, place: int, till: int) -> None:
        """A short code is typed."""
        voucher = self.bought[place % len(self.bought)].voucher
        try:
            short = make_short_code(self.world.hub, voucher.member, voucher.id, self.world.shop)
        except Refused:
            return
        desk = self._at(till, "well")
        desk.happens(Typed(short.code))
        self._nod(desk)

    @rule(place=PLACES, till=TILLS, how=LINES, worked=st.booleans())
    def kill_in_between(self, place: int, till: int, how: str, worked: bool) -> None:
        """A till is killed when its hub and disk have said yes, and before anybody sees it."""
        desk = self._at(till, how)
        desk.happens(Seen(self._code(place), from_camera=False))
        if Act.CONFIRM in desk.view.acts:
            for wish in desk.step(Confirmed(desk.view.number)):
                answer = desk.work(wish) if worked else None
                if isinstance(answer, Answered) and isinstance(answer.verdict, Accepted):
                    desk.dark.add(answer.verdict.voucher)
        desk.killed()

    @rule(place=PLACES, till=TILLS, how=LINES, other=PLACES)
    def answer_late(self, place: int, till: int, how: str, other: int) -> None:
        """The answer comes when it was given up, and perhaps another guest stands there."""
        desk = self._at(till, how)
        desk.happens(Seen(self._code(place), from_camera=False))
        if Act.CONFIRM not in desk.view.acts:
            return
        answers = [desk.work(it) for it in desk.step(Confirmed(desk.view.number))]
        desk.passes(BUSY_S)
        if other % 2:
            desk.happens(Seen(self._code(other)))
        for answer in [*answers, *answers]:
            assert isinstance(answer, Answered)
            lit = len(desk.lit)
            desk.happens(answer)
            if isinstance(answer.verdict, Accepted) and len(desk.lit) == lit:
                desk.dark |= {answer.verdict.voucher} - {it.voucher for it in desk.lit}

    @rule(place=PLACES, till=TILLS, how=LINES, flip=st.integers(0, 27), bit=st.integers(0, 7))
    def forge(self, place: int, till: int, how: str, flip: int, bit: int) -> None:
        """A code with one wrong bit is shown, and the cashier nods: nothing is ever green."""
        raw = bytearray(base64url.decode(self._code(place)))
        raw[flip] ^= 1 << bit
        desk = self._at(till, how)
        lit = len(desk.lit)
        self._take(base64url.encode(bytes(raw)), desk)
        assert len(desk.lit) == lit

    @rule(place=PLACES)
    def cancel(self, place: int) -> None:
        """A member gives a voucher back, or tries to."""
        voucher = self.bought[place % len(self.bought)].voucher
        try:
            cancel_voucher(self.world.hub, voucher.member, voucher.id)
        except Refused:
            return

    @precondition(lambda self: any(Act.UNDO in it.view.acts for it in self.tills))
    @rule(how=LINES)
    def undo(self, how: str) -> None:
        """A cashier takes back what she accepted last, if the hub lets her."""
        for desk in self.tills:
            if Act.UNDO in desk.view.acts:
                desk.till.line.how = how
                before = {it.voucher for it in desk.lit if self._is_undone(desk, it)}
                desk.happens(UndoAsked(desk.view.number))
                after = {it.voucher for it in desk.lit if self._is_undone(desk, it)}
                desk.back |= after - before

    def _is_undone(self, desk: WatchedCounter, taken: Accepted) -> bool:
        spent = desk.till.counter.spent(taken.voucher)
        return spent is not None and spent.undone

    @rule(till=TILLS, locked=st.sampled_from([True, False, False, False]))
    def lock(self, till: int, locked: bool) -> None:
        """A cashier comes or goes."""
        self.tills[till].happens(Locked() if locked else Unlocked("Айгүл"))

    @rule(till=TILLS, most=st.sampled_from([None, 0, *VALUES]))
    def set_most(self, till: int, most: int | None) -> None:
        """The owner says what needs no nod."""
        self.tills[till].most = None if most is None else Tiyn(most)
        self.tills[till].happens(SettingsChanged(auto_accept_max=self.tills[till].most))

    @rule(till=TILLS, total=st.integers(1, 3_000_00))
    def print_receipt(self, till: int, total: int) -> None:
        """A sale is printed, whoever is at the till: it never waits."""
        self.tills[till].happens(ReceiptPrinted(Tiyn(total)))

    @rule(till=TILLS, how=LINES)
    def sync(self, till: int, how: str) -> None:
        """A till tries to sync."""
        self.tills[till].till.sync(how)

    @rule(till=TILLS, off=st.sampled_from([-DAY_S, 0, DAY_S]))
    def set_clock(self, till: int, off: int) -> None:
        """Somebody sets a till's clock."""
        self.tills[till].till.clock.off = off

    @rule(seconds=st.sampled_from([1, 5, 40, 90, 3600, 13 * 3600]))
    def pass_time(self, seconds: int) -> None:
        """Time goes by."""
        self.world.clock.time += seconds
        for desk in self.tills:
            desk.passes(seconds)

    @rule(till=TILLS)
    def kill(self, till: int) -> None:
        """A till is killed and started."""
        self.tills[till].killed()

    @rule()
    def work(self) -> None:
        """The worker has its turn."""
        expire_vouchers(self.world.hub)
        finish_cancellations(self.world.hub)

    @rule(place=PLACES, till=TILLS)
    def quiet_hour(self, place: int, till: int) -> None:
        """A voucher is given back, all is synced, the worker works; then it is shown."""
        self.cancel(place)
        for desk in self.tills:
            desk.till.sync()
            desk.till.sync()
        self.work()
        self._take(self._code(place), self._at(till, "silent"))

    @invariant()
    def no_lease_is_exceeded(self) -> None:
        """What a till showed green by a lease is within its count and its amount."""
        for desk in self.tills:
            for number in {it.lease for it in desk.lit if it.lease is not None}:
                held = desk.till.counter.lease(number)
                assert held is not None
                under = [it for it in desk.lit if it.lease == number]
                assert len(under) <= held.count
                assert sum(it.value or 0 for it in under) <= held.amount

    @invariant()
    def the_loss_is_within_what_the_hub_shows(self) -> None:
        """What was handed out and the hub has not heard of."""
        with self.store.read() as work:
            unheard = 0
            for desk in self.tills:
                for taken in desk.lit:
                    known = work.redemptions.of_voucher(VoucherId(taken.voucher))
                    if taken.lease is not None and not any(
                        it.till == desk.till.id and it.sequence is not None for it in known
                    ):
                        unheard += taken.value or 0
            assert unheard <= offline_bound(work)

    @invariant()
    def what_the_hub_decided_is_green_once(self) -> None:
        """Its yes is one redemption; what was taken back is not handed out again."""
        online = [it.voucher for desk in self.tills for it in desk.lit if it.lease is None]
        assert len(online) == len(set(online))
        with self.store.read() as work:
            for desk in self.tills:
                for taken in desk.lit:
                    voucher = work.vouchers.get(VoucherId(taken.voucher))
                    assert voucher is not None
                    if taken.voucher not in desk.back:
                        assert voucher.state not in {VoucherState.CANCELLED, VoucherState.EXPIRED}
                good = [
                    it
                    for taken in desk.lit
                    for it in work.redemptions.of_voucher(VoucherId(taken.voucher))
                    if it.state is RedemptionState.GOOD
                ]
                assert len({it.voucher for it in good}) == len(good)

    def _at(self, till: int, how: str) -> WatchedCounter:
        desk = self.tills[till]
        desk.till.line.how = how
        return desk

    def _code(self, place: int) -> str:
        code = self.bought[place % len(self.bought)].code
        assert code is not None
        return code

    def _take(self, code: str, desk: WatchedCounter) -> None:
        desk.happens(Seen(code, from_camera=False))
        self._nod(desk)

    def _nod(self, desk: WatchedCounter) -> None:
        if Act.CONFIRM in desk.view.acts:
            desk.confirms()
        if Act.TYPE_TOTAL in desk.view.acts:
            desk.happens(TotalTyped("2500", desk.view.number))


def test_what_is_green_is_on_disk_once_and_within_the_lease(full: bool, tmp_path: Path) -> None:
    """Cuts, kills, clocks, late answers, forgery, collusion, undo and locks, in any order."""
    with template_of(tmp_path) as template:

        def fresh(folder: Path) -> DatabaseStore:
            shutil.copy(template, folder / "hub.sqlite3")
            return DatabaseStore(open_engine(f"sqlite:///{folder / 'hub.sqlite3'}"))

        machine = type("CounterMachineHere", (CounterMachine,), {"new_store": staticmethod(fresh)})
        examples, steps = (2_000, 60) if full else (8, 30)
        chosen = settings(
            settings.get_profile("ci"), max_examples=examples, stateful_step_count=steps
        )
        with proven("counter-faults", full=full, examples=examples, steps_at_most=steps):
            run_state_machine_as_test(machine, settings=chosen)
