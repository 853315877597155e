"""Two counters of a shop before a real hub: what is green is on disk, once, within the lease.

Lines are cut before, during and after a question; tills are killed between disk and light; their
clocks are set a day off; guests forge, cancel and show one voucher at both tills; cashiers confirm,
decline, undo and lock.
"""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

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
from contracts.wire.units import TillId, Tiyn
from contracts.wire.voucher import Scope
from hub.core.ids import VoucherId
from hub.core.ports.redemptions import RedemptionState
from hub.core.rewards.catalogue import Draft, Terms
from hub.core.rewards.vouchers import VoucherState
from hub.usecases.exposure import exposures, offline_bound
from hub.usecases.vouchers import make_short_code
from tests.agent.core.counters import AtTheCounter
from tests.hub.reward_world import ANYWHERE, PART
from tests.simulation.real_tills import RealTill
from tests.simulation.shop import (
    LINES,
    PLACES,
    VALUES,
    ShopMachine,
    products,
    prove,
    sqlite_stores,
)

DAY_S = 24 * 3600
ROOM = 10**6
"""Events in a till's outbox: more than there ever are."""
TILLS = st.integers(0, 1)


@dataclass(frozen=True)
class Light:
    """A green light of a till, whatever became of its disk since."""

    till: TillId
    taken: Accepted


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
        self.earlier: list[Light] = []
        """What was lit on disks that are no more."""

    def step(self, event: Event) -> tuple[Wish, ...]:
        """Let something happen, and look whether it may."""
        before = self.view
        wishes = super().step(event)
        if any(isinstance(it, Ask) for it in wishes):
            assert not before.locked, "a locked till takes no voucher"
            asked = {it.shown.cashier for it in wishes if isinstance(it, Ask)}
            assert asked == {before.cashier}, "whoever is at the till takes it"
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

    def lights(self) -> list[Light]:
        """Return every green light there ever was."""
        return [*self.earlier, *(Light(self.till.id, it) for it in self.lit)]

    def killed(self) -> None:
        """Begin anew over what is on disk."""
        self.till.restart()
        self.begins()

    def goes_on(self, till: RealTill) -> None:
        """Begin on another disk, whose till knows nothing of what this one has lit."""
        self.earlier, self.lit = self.lights(), []
        self.dark, self.till = set(), till
        self.begins()

    def begins(self) -> None:
        """Begin anew over what is on disk."""
        fresh = WatchedCounter(self.till)
        self.counter, self.redeeming = fresh.counter, fresh.redeeming
        self.now = 0.0
        self.happens(SettingsChanged(auto_accept_max=self.most))


class CounterMachine(ShopMachine):
    """A shop with two tills, two members, and the hub."""

    drafts: ClassVar[list[Draft]] = [
        *products(Terms(scope=Scope.SHOP, undo=True)),
        ANYWHERE,
        replace(PART, terms=replace(PART.terms, undo=True)),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.tills = [WatchedCounter(RealTill(self.world, self.folder)) for _ in range(2)]

    def real_tills(self) -> list[RealTill]:
        """Return the tills of the shop."""
        return [desk.till for desk in self.tills]

    @initialize()
    def open_the_shop(self) -> None:
        """Every till has its lease, and the members their first vouchers."""
        self.open_with([0, 1, 2, 3])

    @rule(place=PLACES, till=TILLS, how=LINES, from_camera=st.booleans())
    def show(self, place: int, till: int, how: str, from_camera: bool) -> None:
        """A voucher is shown, and perhaps offered."""
        self._at(till, how).happens(Seen(self.code(place), from_camera))

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
        self._take(self.code(place), self._at(till, how))

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
            self._take(self.code(place), self._at(till, how))
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

    @rule(place=PLACES, till=TILLS, how=LINES, far=st.integers(0, 2))
    def kill_in_between(self, place: int, till: int, how: str, far: int) -> None:
        """A till is killed when its hub and disk have said yes, and before anybody sees it.

        Before it asked, when the voucher is in the spent list and not in the chain, or in both.
        """
        desk = self._at(till, how)
        outbox = desk.till.outbox
        desk.happens(Seen(self.code(place), from_camera=False))
        if Act.CONFIRM in desk.view.acts:
            wishes = desk.step(Confirmed(desk.view.number))
            outbox.room = 0 if far == 1 else outbox.room
            for wish in wishes:
                answer = desk.work(wish) if far else None
                if isinstance(answer, Answered) and isinstance(answer.verdict, Accepted):
                    desk.dark.add(answer.verdict.voucher)
        outbox.room = ROOM
        desk.killed()

    @rule(place=PLACES, till=TILLS, how=LINES, other=PLACES)
    def answer_late(self, place: int, till: int, how: str, other: int) -> None:
        """The answer comes when it was given up, and perhaps another guest stands there."""
        desk = self._at(till, how)
        desk.happens(Seen(self.code(place), from_camera=False))
        if Act.CONFIRM not in desk.view.acts:
            return
        answers = [desk.work(it) for it in desk.step(Confirmed(desk.view.number))]
        desk.passes(BUSY_S)
        if other % 2:
            desk.happens(Seen(self.code(other)))
        for answer in [*answers, *answers]:
            assert isinstance(answer, Answered)
            lit = len(desk.lit)
            desk.happens(answer)
            if isinstance(answer.verdict, Accepted) and len(desk.lit) == lit:
                desk.dark |= {answer.verdict.voucher} - {it.voucher for it in desk.lit}

    @rule(place=PLACES, till=TILLS, how=LINES, flip=st.integers(0, 27), bit=st.integers(0, 7))
    def forge(self, place: int, till: int, how: str, flip: int, bit: int) -> None:
        """A code with one wrong bit is shown, and the cashier nods: nothing is ever green."""
        raw = bytearray(base64url.decode(self.code(place)))
        raw[flip] ^= 1 << bit
        desk = self._at(till, how)
        lit = len(desk.lit)
        self._take(base64url.encode(bytes(raw)), desk)
        assert len(desk.lit) == lit

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

    @rule(till=TILLS, cashier=st.sampled_from([None, "Айгүл", "Айгүл", "Ерлан"]))
    def change_shift(self, till: int, cashier: str | None) -> None:
        """A cashier goes, comes, or takes the till over."""
        self.tills[till].happens(Locked() if cashier is None else Unlocked(cashier))

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

    @rule(till=TILLS)
    def back_up(self, till: int) -> None:
        """A till's disk is copied while it stands still."""
        desk = self.tills[till]
        desk.till.back_up()
        desk.begins()

    @rule(till=TILLS, sure=st.integers(0, 2))
    def put_back(self, till: int, sure: int) -> None:
        """Somebody puts the older disk back, for a reason of his own."""
        desk = self.tills[till]
        if not sure and desk.till.put_back():
            desk.goes_on(desk.till)

    @rule(place=PLACES, till=TILLS, hows=st.tuples(LINES, LINES, LINES))
    def roll_back(self, place: int, till: int, hows: tuple[str, str, str]) -> None:
        """A till's disk is put back after a rush, and the same vouchers come again."""
        if place % 2:
            return
        for reward in range(len(self.rewards)):
            self.buy(place % 4 // 2, reward)
        self.take(-1 - place % 4, till, hows[0])
        self.back_up(till)
        self.rush(till, hows[1])
        self.put_back(till, 0)
        self.world.clock.time += place
        self.rush(till, hows[2])

    @precondition(lambda self: any(it.till.counter.memory.copied for it in self.tills))
    @rule()
    def enrol_anew(self) -> None:
        """A manager gives a till whose disk is old a new number; the old one's lease stays."""
        for desk in self.tills:
            if desk.till.counter.memory.copied:
                desk.till.counter.close()
                desk.goes_on(RealTill(self.world, self.folder))
                desk.till.sync()
                desk.till.sync()

    @rule(place=PLACES, till=TILLS)
    def quiet_hour(self, place: int, till: int) -> None:
        """A voucher is given back, all is synced, the worker works; then it is shown."""
        self.cancel(place)
        for desk in self.tills:
            desk.till.sync()
            desk.till.sync()
        self.work()
        self._take(self.code(place), self._at(till, "silent"))

    @invariant()
    def no_lease_is_exceeded(self) -> None:
        """What a till showed green by a lease is within its count and its amount."""
        for desk in self.tills:
            lit = [it.taken for it in desk.lights() if it.till == desk.till.id]
            for number in {it.lease for it in lit if it.lease is not None}:
                held = desk.till.counter.lease(number)
                if held is None:
                    assert desk.till.counter.memory.copied, "an older disk may not know it"
                    continue
                under = [it for it in lit if it.lease == number]
                assert len(under) <= held.count
                assert sum(it.value or 0 for it in under) <= held.amount

    @invariant()
    def the_loss_is_within_what_the_hub_shows(self) -> None:
        """What each till handed out and the hub has not heard of, on whatever disk it was."""
        unheard: Counter[TillId] = Counter()
        with self.store.read() as work:
            for light in self._lights():
                known = work.redemptions.of_voucher(VoucherId(light.taken.voucher))
                if light.taken.lease is not None and not any(
                    it.till == light.till and it.sequence is not None for it in known
                ):
                    unheard[light.till] += light.taken.value or 0
            shown = {it.till: it.amount for it in exposures(work)}
            assert sum(shown.values()) == offline_bound(work)
        for till, amount in unheard.items():
            assert amount <= shown.get(till, 0)

    @invariant()
    def what_the_hub_decided_is_green_once(self) -> None:
        """Its yes is one redemption; what was taken back is not handed out again."""
        lights = self._lights()
        back = set[int]().union(*(desk.back for desk in self.tills))
        online = [it.taken.voucher for it in lights if it.taken.lease is None]
        assert len(online) == len(set(online))
        with self.store.read() as work:
            for number in {it.taken.voucher for it in lights}:
                voucher = work.vouchers.get(VoucherId(number))
                assert voucher is not None
                if number not in back:
                    assert voucher.state not in {VoucherState.CANCELLED, VoucherState.EXPIRED}
                redeemed = work.redemptions.of_voucher(VoucherId(number))
                assert sum(it.state is RedemptionState.GOOD for it in redeemed) <= 1

    def _lights(self) -> list[Light]:
        return [it for desk in self.tills for it in desk.lights()]

    def _at(self, till: int, how: str) -> WatchedCounter:
        desk = self.tills[till]
        desk.till.line.how = how
        return desk

    def _take(self, code: str, desk: WatchedCounter) -> None:
        desk.happens(Seen(code, from_camera=False))
        self._nod(desk)

    def _nod(self, desk: WatchedCounter) -> None:
        if Act.CONFIRM in desk.view.acts:
            desk.confirms()
        if Act.TYPE_TOTAL in desk.view.acts:
            desk.happens(TotalTyped("2500", desk.view.number))


def test_what_is_green_is_on_disk_once_and_within_the_lease(full: bool, tmp_path: Path) -> None:
    """Cuts, kills, clocks, late answers, forgery, collusion, undo, shifts, old disks: any order."""
    counts = (2_000, 60) if full else (8, 30)
    with sqlite_stores(tmp_path) as fresh:
        prove(CounterMachine, fresh, "counter-faults", counts, full=full)
