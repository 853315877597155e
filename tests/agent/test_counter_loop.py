"""The counter's loop: views change at once, what breaks is said, and ending waits for nobody."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from agent.core.counter import Counter
from agent.core.counter_events import (
    Check,
    Confirmed,
    Dismissed,
    Event,
    LineChanged,
    Locked,
    Looked,
    Seen,
    Wish,
)
from agent.core.counter_sayings import Says
from agent.core.counter_view import Glance, LineState
from agent.core.redemption import Offer
from agent.counter_loop import CounterLoop
from agent.errors import AgentError

PATIENCE_S = 10.0
CODE = "EQEAAAccvpkaFAAAKgBhqBPnei1c2dR3-L7fLg"
"""Of a voucher's shape; nobody here looks at its seal."""
OFFER = Offer(voucher=1, title=None, ring_up=None, value=None, needs_total=False)


def nothing() -> list[Event]:
    """See nothing new at the till."""
    return []


@contextmanager
def running(
    do: Callable[[Wish], Event | None], look: Callable[[], list[Event]] = nothing
) -> Iterator[tuple[CounterLoop, list[str]]]:
    """Run a loop that does wishes by *do*; yield it and its log."""
    log: list[str] = []
    loop = CounterLoop(Counter(time.monotonic()), do, look, time.monotonic, log.append)
    loop.start()
    try:
        yield loop, log
    finally:
        loop.stop(PATIENCE_S)


def until(loop: CounterLoop, glance: Glance) -> None:
    """Wait until the view is *glance*."""
    end = time.monotonic() + PATIENCE_S
    while loop.view.glance is not glance:
        assert time.monotonic() < end, loop.view
        time.sleep(0.005)


def broken(_: Wish) -> Event | None:
    """Do a wish as a program with a bug does."""
    raise ZeroDivisionError


def test_what_breaks_is_said_and_logged() -> None:
    """The cashier is told, nothing is green, and the next code is looked at as ever."""
    with running(broken) as (loop, log):
        for _ in range(2):
            loop.tell(Seen(CODE, from_camera=False))
            until(loop, Glance.STAFF)
            assert loop.view.saying.code is Says.TROUBLE
            loop.tell(Dismissed(loop.view.number))
            until(loop, Glance.IDLE)
    assert [line for line in log if "ZeroDivisionError" in line]


def test_a_broken_redemption_is_never_sure() -> None:
    """The hub may have heard the question: the same code must be shown once more."""

    def do(wish: Wish) -> Event | None:
        return Looked(wish.ticket, OFFER) if isinstance(wish, Check) else broken(wish)

    with running(do) as (loop, _):
        loop.tell(Seen(CODE))
        until(loop, Glance.OFFER)
        loop.tell(Confirmed(loop.view.number))
        until(loop, Glance.STAFF)
        assert loop.view.saying.code is Says.UNSURE


def test_whoever_looks_on_is_told() -> None:
    """Each new view, also of what nobody told but the loop saw by itself."""
    changes = threading.Event()
    with running(broken, lambda: [LineChanged(LineState.OFFLINE, 3)]) as (loop, _):
        loop.changed = changes.set
        loop.tell(Locked())
        assert changes.wait(PATIENCE_S)
        end = time.monotonic() + PATIENCE_S
        while loop.view.queued != 3:
            assert time.monotonic() < end
            time.sleep(0.005)
        assert loop.view.locked


def test_work_aside_that_breaks_is_logged() -> None:
    """A shift that cannot be closed keeps nobody from taking vouchers."""

    def work() -> Event | None:
        raise ZeroDivisionError(CODE)

    with running(broken) as (loop, log):
        loop.aside(work)
        loop.aside(Locked)
        end = time.monotonic() + PATIENCE_S
        while not loop.view.locked:
            assert time.monotonic() < end
            time.sleep(0.005)
    assert [it.partition(" in test_counter_loop.py:")[0] for it in log] == [
        "counter: ZeroDivisionError"
    ]


def test_ending_waits_for_no_hub() -> None:
    """A desk that hangs with a silent hub does not keep the program."""
    asked, over = threading.Event(), threading.Event()

    def hang(_: Wish) -> Event | None:
        asked.set()
        over.wait(PATIENCE_S)
        return None

    with running(hang) as (loop, _):
        loop.tell(Seen(CODE))
        assert asked.wait(PATIENCE_S)
        loop.stop(PATIENCE_S)
        assert not over.is_set()
        over.set()


class BrokenCounter(Counter):
    """A counter with a bug: its step raises at what it does not know."""

    def step(self, event: Event, now: float) -> tuple[Wish, ...]:
        """Raise at a scanned code."""
        if isinstance(event, Seen):
            raise ZeroDivisionError
        return super().step(event, now)


def test_a_counter_with_a_bug_says_so_and_its_last_view_is_no_answer() -> None:
    """Whoever looks on is woken, and can tell that what is shown is old."""
    log: list[str] = []
    woken = threading.Event()
    counter = BrokenCounter(time.monotonic())
    loop = CounterLoop(counter, broken, nothing, time.monotonic, log.append)
    loop.changed = lambda: woken.set() if loop.broken else None
    quiet, threading.excepthook = threading.excepthook, lambda _: None
    try:
        loop.start()
        loop.tell(Seen(CODE))
        assert woken.wait(PATIENCE_S)
    finally:
        loop.stop(PATIENCE_S)
        threading.excepthook = quiet
    assert log[0].startswith("counter: it has stopped: ZeroDivisionError in ")
    assert CODE not in log[0]


def test_a_disk_that_cannot_be_read_for_a_moment_stops_nothing() -> None:
    """What is around the counter is looked at again a second later."""
    looked: list[int] = []

    def look() -> list[Event]:
        looked.append(1)
        if len(looked) == 1:
            raise AgentError("The disk cannot be read.", "Look at it.")
        return [LineChanged(LineState.OFFLINE, 3)]

    with running(broken, look) as (loop, log):
        end = time.monotonic() + PATIENCE_S
        while loop.view.line is not LineState.OFFLINE:
            assert time.monotonic() < end, loop.view
            time.sleep(0.01)
    assert log[0].startswith("counter: The disk cannot be read.")
