"""Shifts on a real disk with real hashes: who is at the till, what the chain says, power cuts."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.adapters.counter.store import SqliteCounter, open_counter
from agent.adapters.pins import Argon2Pins
from agent.core.redeeming import Shown
from agent.core.shift_keeping import Shifts, ShiftView, Unlocked, WrongPin
from agent.core.shifts import FREE_ATTEMPTS, LONGEST_SHIFT_S, MOST_CASHIERS, ShiftRules
from agent.core.till_disk import TillDisk
from agent.errors import AgentError
from contracts.wire.bodies import RedemptionBody, ShiftAct, ShiftBody
from contracts.wire.redeeming import RedemptionReply, UndoRequest
from contracts.wire.units import UnixTime
from tests.agent.core.vouchers import NOON, SHOP, TILL, TillsOwnClock, enrolment, lease, till_in
from tests.fakes.hub import MemoryHub
from tests.fakes.outbox import MemoryOutbox

PINS = Argon2Pins(memory_kib=8, passes=1)
AIGUL, BOLAT = "407129", "5820"


class PowerCut(BaseException):
    """The machine went off between two writes."""


class Mortal:
    """Hands every call on to something on disk; the machine goes off before or after a write."""

    def __init__(self, inner: object, writes: set[str], tick: Callable[[], None]) -> None:
        self._inner, self._writes, self._tick = inner, writes, tick

    def __getattr__(self, name: str) -> Any:
        """Return the inner thing's own method, on a line that may be cut."""
        found = getattr(self._inner, name)
        if name not in self._writes:
            return found

        def cut(*args: object, **named: object) -> object:
            self._tick()
            result = found(*args, **named)
            self._tick()
            return result

        return cut


class Place:
    """A till with shifts; its disk outlives it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = TillsOwnClock()
        self.outbox = MemoryOutbox(TILL, "first")
        self.rules = ShiftRules()
        self.writes_left: int | None = None
        self.counter: SqliteCounter
        self.start()

    def start(self) -> None:
        """Start on what is on disk."""
        self.counter = open_counter(self.folder / "counter.sqlite3", TILL, "first", 1, NOON)
        writes = {"begin", "end", "lock", "said", "note_attempts", "retire", "add_cashier"}
        book: Any = Mortal(self.counter.shifts, writes, self._tick)
        outbox: Any = Mortal(self.outbox, {"append"}, self._tick)
        disk = TillDisk(outbox, self.counter, Lock())
        self.shifts = Shifts(book, PINS, disk, self.clock, self.rules)

    def restart(self) -> None:
        """Kill it and start it."""
        self.writes_left = None
        self.counter.close()
        self.start()

    def passes(self, seconds: int) -> None:
        """Let time go by."""
        self.clock.time = UnixTime(self.clock.time + seconds)

    def said(self) -> list[tuple[ShiftAct, str | None]]:
        """Return what the chain says of shifts."""
        bodies = [event.body for event in self.outbox.export()]
        return [(it.act, it.cashier) for it in bodies if isinstance(it, ShiftBody)]

    def _tick(self) -> None:
        if self.writes_left is None:
            return
        if self.writes_left == 0:
            raise PowerCut
        self.writes_left -= 1


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Return a till with two cashiers."""
    made = Place(tmp_path)
    made.shifts.add_cashier("Айгүль", AIGUL)
    made.shifts.add_cashier("Болат", BOLAT)
    yield made
    made.counter.close()


OPENED, CLOSED = ShiftAct.OPENED, ShiftAct.CLOSED


def test_a_till_without_cashiers_is_never_locked(tmp_path: Path) -> None:
    """Nobody has set up shifts, so nobody is asked for a PIN."""
    place = Place(tmp_path)
    assert place.shifts.look() == ShiftView(in_use=False, cashier=None, locked=False, wait_s=0)
    place.shifts.lock()
    place.shifts.close()
    assert place.shifts.passed() is False
    assert place.said() == []
    place.counter.close()


def test_a_day_at_the_till(place: Place) -> None:
    """Locked, opened, locked for a moment, handed over, closed; each in the chain once."""
    shifts = place.shifts
    assert shifts.look() == ShiftView(in_use=True, cashier=None, locked=True, wait_s=0)
    assert shifts.unlock(AIGUL) == Unlocked("Айгүль", None)
    assert shifts.look() == ShiftView(in_use=True, cashier="Айгүль", locked=False, wait_s=0)
    shifts.lock()
    assert (shifts.cashier(), shifts.look().locked) == (None, True)
    place.restart()
    shifts = place.shifts
    assert shifts.look().locked
    assert shifts.unlock(AIGUL) == Unlocked("Айгүль", None)
    place.passes(3600)
    assert shifts.unlock(BOLAT) == Unlocked("Болат", "Айгүль")
    assert shifts.cashier() == "Болат"
    shifts.close()
    assert shifts.look().locked
    assert place.said() == [
        (OPENED, "Айгүль"), (CLOSED, "Айгүль"), (OPENED, "Болат"), (CLOSED, "Болат"),
    ]  # fmt: skip


def test_a_shift_that_nobody_closes_ends_by_itself(place: Place) -> None:
    """When it is over, at the time when it was over, also while the program was off."""
    place.shifts.unlock(AIGUL)
    place.passes(LONGEST_SHIFT_S - 1)
    assert place.shifts.passed() is False
    place.passes(5000)
    assert place.shifts.look().locked
    assert place.shifts.passed() is True
    assert place.shifts.passed() is False
    last = list(place.outbox.export())[-1]
    assert (place.said()[-1], last.time) == ((CLOSED, "Айгүль"), NOON + LONGEST_SHIFT_S)
    place.shifts.unlock(BOLAT)
    place.passes(LONGEST_SHIFT_S + 7)
    assert place.shifts.unlock(BOLAT) == Unlocked("Болат", None)
    assert place.said()[-3:] == [(OPENED, "Болат"), (CLOSED, "Болат"), (OPENED, "Болат")]
    opened, closed, again = list(place.outbox.export())[-3:]
    assert closed.time == opened.time + LONGEST_SHIFT_S
    assert again.time == closed.time + 7


def test_wrong_pins_wait_longer_and_longer(place: Place) -> None:
    """Also after a restart; the right one is not even looked at meanwhile, and then opens."""
    for _ in range(FREE_ATTEMPTS):
        assert place.shifts.unlock("999998") == WrongPin(0, looked_at=True)
    assert place.shifts.unlock("999998") == WrongPin(30, looked_at=True)
    place.restart()
    assert place.shifts.unlock(AIGUL) == WrongPin(30, looked_at=False)
    assert place.shifts.look().wait_s == 30
    place.passes(30)
    assert place.shifts.unlock(AIGUL) == Unlocked("Айгүль", None)
    assert place.shifts.unlock("999998") == WrongPin(60, looked_at=True)


def test_who_knows_one_pin_guesses_no_faster(place: Place) -> None:
    """A right PIN forgives no wrong ones."""
    for _ in range(FREE_ATTEMPTS):
        place.shifts.unlock("1111")
        assert place.shifts.unlock(AIGUL) == Unlocked("Айгүль", None)
    assert place.shifts.unlock("1111") == WrongPin(30, looked_at=True)


def test_a_guess_counts_before_it_is_looked_at(place: Place) -> None:
    """Pulling the plug after a wrong PIN wins nothing."""
    for _ in range(FREE_ATTEMPTS + 1):
        place.writes_left = 2  # the count is on disk, nothing after it
        with suppress(PowerCut):
            place.shifts.unlock("1111")
        place.restart()
    assert place.shifts.look().wait_s == 30


def test_what_is_no_pin_costs_no_attempt(place: Place) -> None:
    """A code scanned into the field, letters, nothing."""
    for text in ("", "12", "https://example.kz", "４０７１", "1" * 5000):
        assert place.shifts.unlock(text) == WrongPin(0, looked_at=False)
    assert place.counter.shifts.attempts().level == 0


def test_cashiers_are_told_apart(place: Place) -> None:
    """No two of one name or one PIN; no PIN in what is said or kept."""
    shifts = place.shifts
    for name, pin in (
        ("айгүль", "7391"), ("Вера", AIGUL), ("Вера", "1234"), ("Вера", "12"), (" ", "7391"),
        ("x" * 65, "7391"), ("a\x1bb", "7391"),
    ):  # fmt: skip
        with pytest.raises(AgentError) as told:
            shifts.add_cashier(name, pin)
        assert pin not in str(told.value)
        assert told.value.hint
    added = shifts.add_cashier("  Вера   П. ", "7391")
    assert [it.name for it in shifts.cashiers()] == ["Айгүль", "Болат", "Вера П."]
    assert all(it.hashed.startswith("$argon2id$") for it in shifts.cashiers())
    shifts.change_pin(added, "7392")
    assert isinstance(shifts.unlock("7391"), WrongPin)
    assert shifts.unlock("7392") == Unlocked("Вера П.", None)
    with pytest.raises(AgentError):
        shifts.change_pin(99, "7393")
    with pytest.raises(AgentError):
        shifts.retire(99)


def test_a_till_holds_so_many_cashiers(place: Place) -> None:
    """Each PIN is compared with all of them."""
    for number in range(MOST_CASHIERS - 2):
        place.counter.shifts.add_cashier(f"n{number}", "no hash at all")
    with pytest.raises(AgentError, match="all the cashiers"):
        place.shifts.add_cashier("Вера", "7391")
    assert place.shifts.unlock(BOLAT) == Unlocked("Болат", None)


def test_who_is_gone_opens_nothing(place: Place) -> None:
    """His shift ends, his PIN is forgotten and free again."""
    place.shifts.unlock(AIGUL)
    [aigul, _] = place.shifts.cashiers()
    place.shifts.retire(aigul.number)
    assert place.shifts.look().locked
    assert isinstance(place.shifts.unlock(AIGUL), WrongPin)
    assert place.said() == [(OPENED, "Айгүль"), (CLOSED, "Айгүль")]
    assert place.shifts.add_cashier("Айгүль", AIGUL) != aigul.number


def test_a_full_chain_keeps_nobody_from_working(place: Place) -> None:
    """The events follow when there is room."""
    place.outbox.room = 0
    assert place.shifts.unlock(AIGUL) == Unlocked("Айгүль", None)
    assert place.shifts.unlock(BOLAT) == Unlocked("Болат", "Айгүль")
    assert place.said() == []
    place.outbox.room = 99
    place.shifts.passed()
    assert place.said() == [(OPENED, "Айгүль"), (CLOSED, "Айгүль"), (OPENED, "Болат")]


ACTS: dict[str, Callable[[Place], object]] = {
    "aigul": lambda it: it.shifts.unlock(AIGUL),
    "bolat": lambda it: it.shifts.unlock(BOLAT),
    "wrong": lambda it: it.shifts.unlock("1111"),
    "lock": lambda it: it.shifts.lock(),
    "close": lambda it: it.shifts.close(),
    "hour": lambda it: it.passes(3600),
    "night": lambda it: it.passes(LONGEST_SHIFT_S),
    "passed": lambda it: it.shifts.passed(),
}
SCHEDULES = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), st.one_of(st.none(), st.integers(0, 12))), max_size=14
)


@settings(max_examples=40, deadline=None)
@given(schedule=SCHEDULES)
def test_whatever_is_cut_the_chain_tells_each_shift_once(
    tmp_path_factory: pytest.TempPathFactory, schedule: list[tuple[str, int | None]]
) -> None:
    """Each opened once, closed at most once, in order, one at a time; the disk says the same."""
    place = Place(tmp_path_factory.mktemp("till"))
    place.shifts.add_cashier("Айгүль", AIGUL)
    place.shifts.add_cashier("Болат", BOLAT)
    for act, writes in schedule:
        place.writes_left = writes
        try:
            ACTS[act](place)
        except PowerCut:
            place.restart()
        place.writes_left = None
    place.shifts.passed()
    open_now: str | None = None
    seen: set[str | None] = set()
    for event in place.outbox.export():
        assert isinstance(event.body, ShiftBody)
        if event.body.act is OPENED:
            assert (open_now, event.body.number in seen) == (None, False)
            open_now = event.body.number
            seen.add(open_now)
        else:
            assert event.body.number == open_now
            open_now = None
    shift = place.counter.shifts.open_shift()
    assert open_now == (str(shift.number) if shift else None)
    place.counter.close()


class ListeningHub(MemoryHub):
    """A hub that keeps who took something back."""

    def __init__(self) -> None:
        super().__init__(TILL, SHOP, enrolment().enrolment, NOON)
        self.took_back: list[str | None] = []

    def undo(self, redemption: bytes, request: UndoRequest) -> RedemptionReply:
        """Take a redemption back."""
        self.took_back.append(request.cashier)
        return super().undo(redemption, request)


def test_every_redemption_carries_whose_shift_it_is(tmp_path: Path) -> None:
    """Online and offline, in the chain; what is taken back says it to the hub."""
    hub = ListeningHub()
    with till_in(tmp_path, hub) as till:
        till.hub.lease = lease(1)
        till.sync()
        disk = TillDisk(till.outbox, till.counter, Lock())
        shifts = Shifts(till.counter.shifts, PINS, disk, till.clock, ShiftRules())
        shifts.add_cashier("Айгүль", AIGUL)
        shifts.add_cashier("Болат", BOLAT)
        shifts.unlock(AIGUL)
        online = till.hub.issue(1)
        till.redeeming.redeem(Shown(online, cashier=shifts.cashier()))
        till.redeeming.undo(Shown(online, cashier=shifts.cashier()), "cold")
        assert hub.took_back == ["Айгүль"]
        shifts.unlock(BOLAT)
        till.hub.silent = True
        till.redeeming.redeem(Shown(till.hub.issue(2), cashier=shifts.cashier()))
        bodies = [event.body for event in till.outbox.export()]
        taken = [it.cashier for it in bodies if isinstance(it, RedemptionBody)]
        assert taken == ["Айгүль", "Болат"]
        till.hub.silent = False
        till.sync()
        assert till.hub.kinds()[-4:] == ["redemption", "shift", "shift", "redemption"]
