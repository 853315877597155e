"""The counter's loop: one thread steps it, another does what it wishes, and neither waits long."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final

from agent.core.bug_words import bug_words
from agent.core.card_events import AskChoices, CardNo, ChoicesTold, SpendCard, Spent
from agent.core.counter import Counter
from agent.core.counter_events import (
    Answered,
    Ask,
    Check,
    Event,
    Looked,
    Passed,
    Returned,
    TakeBack,
    Trouble,
    Wish,
)
from agent.core.counter_sayings import Says
from agent.core.counter_view import CounterView
from agent.errors import AgentError
from contracts.wire.refusals import Refusal

TICK_S: Final = 0.25
"""How exactly a verdict's five seconds are kept."""
LOOK_S: Final = 1.0
"""How often footer and line are looked at."""


class CounterLoop:
    """Runs one counter between `start` and `stop`."""

    def __init__(
        self,
        counter: Counter,
        do: Callable[[Wish], Event | None],
        look: Callable[[], list[Event]],
        steady: Callable[[], float],
        log: Callable[[str], None],
    ) -> None:
        self._counter = counter
        self._do = do
        self._look = look
        self._steady = steady
        self._log = log
        self._told: SimpleQueue[Event | None] = SimpleQueue()
        self._desk = ThreadPoolExecutor(1, thread_name_prefix="counter-desk")
        self._thread = Thread(target=self._run, name="counter", daemon=True)
        self.broken = False
        """Our bug: the views that are still there are old, and nothing is taken any more."""
        self._looked_at = 0.0
        self.view: CounterView = counter.view
        self.changed: Callable[[], None] = lambda: None
        """Called in the loop's thread after every new view."""

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def stop(self, patience_s: float) -> None:
        """End both threads; a redemption under way is on disk or will be asked again."""
        self._told.put(None)
        self._desk.shutdown(wait=False, cancel_futures=True)
        self._thread.join(patience_s)

    def tell(self, event: Event) -> None:
        """Have the counter take *event* in; from any thread, and nobody waits for it."""
        self._told.put(event)

    def aside(self, work: Callable[[], Event | None]) -> None:
        """Have the desk do *work*, behind what it has to do, and tell what comes of it."""
        self._desk.submit(work).add_done_callback(self._worked)

    def _run(self) -> None:
        try:
            self._work()
        except BaseException as bug:
            self.broken = True
            self._log(f"counter: it has stopped: {bug_words(bug)}")
            self.changed()
            raise

    def _work(self) -> None:
        while True:
            try:
                event = self._told.get(timeout=TICK_S)
            except Empty:
                event = Passed()
            if event is None:
                return
            self._step(event)
            if self._steady() >= self._looked_at + LOOK_S:
                self._looked_at = self._steady()
                for seen in self._looked():
                    self._step(seen)

    def _looked(self) -> list[Event]:
        """Look at the till around; a disk that cannot be read now may be in a second."""
        try:
            return self._look()
        except AgentError as error:
            self._log(f"counter: {error}")
            return []

    def _step(self, event: Event) -> None:
        before = self.view
        for wish in self._counter.step(event, self._steady()):
            done = self._desk.submit(self._do, wish)
            done.add_done_callback(partial(self._answered, wish))
        self.view = self._counter.view
        if self.view != before:
            self.changed()

    def _answered(self, wish: Wish, done: "Future[Event | None]") -> None:
        if done.cancelled():
            return
        broken = done.exception()
        if broken is None:
            event = done.result()
        else:
            # Our bug; the cashier still hears that nothing is certain, and the till works on.
            self._log(f"counter: {type(wish).__name__}: {bug_words(broken)}")
            event = _trouble(wish)
        if event is not None:
            self._told.put(event)

    def _worked(self, done: "Future[Event | None]") -> None:
        if done.cancelled():
            return
        if (broken := done.exception()) is not None:
            self._log(f"counter: {bug_words(broken)}")
        elif (event := done.result()) is not None:
            self._told.put(event)


def _trouble(wish: Wish) -> Event | None:
    """Return what the counter hears of a wish that broke."""
    match wish:
        case Check():
            return Looked(wish.ticket, Trouble(unsure=False))
        case Ask():
            return Answered(wish.ticket, Trouble(unsure=True))
        case TakeBack():
            return Returned(wish.ticket, Says.UNDO_REFUSED)
        case AskChoices():
            return ChoicesTold(wish.ticket, CardNo(Refusal.ONLINE_ONLY))
        case SpendCard():
            return Spent(wish.ticket, None)
        case _:
            return None
