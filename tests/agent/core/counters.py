"""A counter with its cashier, over a till that decides: wishes are done as the desk does them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from agent.core.card_events import AskChoices, SpendCard
from agent.core.counter import Counter
from agent.core.counter_desk import done
from agent.core.counter_events import (
    Ask,
    Check,
    Confirmed,
    Event,
    Passed,
    PrintStub,
    SayClaimState,
    Seen,
    TakeBack,
    Typed,
    Wish,
)
from agent.core.counter_sayings import Says
from agent.core.counter_view import CounterView, Glance
from agent.core.redeeming import Redeeming
from contracts.wire.redeeming import RewardKind
from contracts.wire.sync_news import Catalogue
from tests.agent.core.vouchers import Till, lease, till_in
from tests.fakes.hub import entry


@contextmanager
def stocked_till(folder: Path) -> Iterator[Till]:
    """Hold a till that has synced, with a lease, a product (1) and a part-payment (2)."""
    with till_in(folder) as made:
        made.hub.lease = lease(1)
        made.hub.undo_s = 60
        part = replace(entry(2, None, offline=False), kind=RewardKind.PART_PAYMENT)
        made.hub.catalogue = Catalogue(1, (entry(1), part))
        made.sync()
        yield made


class AtTheCounter:
    """A counter whose steady clock the test moves."""

    def __init__(self, redeeming: Redeeming) -> None:
        self.redeeming = redeeming
        self.counter = Counter(0.0)
        self.now = 0.0
        self.wished: list[Wish] = []
        """Everything that the counter has ever wished done."""
        self.views: list[CounterView] = []
        """Everything that was ever to be seen, one a number."""

    @property
    def view(self) -> CounterView:
        """Return what is to be seen."""
        return self.counter.view

    def says(self) -> Says:
        """Return what is said."""
        return self.view.saying.code

    def happens(self, event: Event) -> Glance:
        """Let something happen, do what is wished about it, and return the glance."""
        for wish in self.step(event):
            if (answer := self.work(wish)) is not None:
                self.happens(answer)
        return self.view.glance

    def step(self, event: Event) -> tuple[Wish, ...]:
        """Let something happen, and leave undone what is wished about it."""
        wishes = self.counter.step(event, self.now)
        self.wished += wishes
        if not self.views or self.views[-1].number != self.view.number:
            self.views.append(self.view)
        return wishes

    def work(self, wish: Wish) -> Event | None:
        """Do a wish that the till can do."""
        match wish:
            case Check() | Ask() | TakeBack() | AskChoices() | SpendCard():
                return done(wish, self.redeeming)
            case PrintStub() | SayClaimState():
                return None

    def sees(self, code: str) -> Glance:
        """Show a code to the camera."""
        return self.happens(Seen(code))

    def types(self, code: str) -> Glance:
        """Type a code."""
        return self.happens(Typed(code))

    def confirms(self) -> Glance:
        """Let the cashier accept what she sees."""
        return self.happens(Confirmed(self.view.number))

    def passes(self, seconds: float) -> Glance:
        """Let time go by, by the steady clock only."""
        self.now += seconds
        return self.happens(Passed())

    def greens(self) -> list[CounterView]:
        """Return every green light there ever was."""
        return [it for it in self.views if it.glance is Glance.ACCEPTED]
