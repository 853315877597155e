"""What waited for its receipt when the till was stopped: chain and spent list tell it together."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from agent.core.counter_receipts import FORGOTTEN_S, Waiting, WaitingForReceipts
from agent.core.counter_view import Unmatched
from agent.core.ports import StoredEvents
from agent.core.till_memory import Counter, entries_of
from contracts.wire.bodies import AccrualBody
from contracts.wire.event import Event
from contracts.wire.units import Sequence, Tiyn, UnixTime

_PAGE: Final = 200
"""Events looked through at a time."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A voucher that the till has on disk as taken, as far as its receipt concerns it."""

    shown: Unmatched
    total: Tiyn | None
    after: Sequence
    """The newest event of the chain when it was taken."""


def waiting_on_disk(counter: Counter, stored: StoredEvents, now: UnixTime) -> tuple[Waiting, ...]:
    """Return what waits for its receipt, each with how many seconds ago that began."""
    spent = counter.spent_since(UnixTime(max(0, now - FORGOTTEN_S)))
    if not spent:
        return ()
    entries = entries_of(counter.memory.catalogue)
    taken = []
    for it, after in spent:
        entry = entries.get(it.body.reward_version)
        title = entry.title if entry else None
        shown = Unmatched(it.body.voucher, title, it.body.amount, it.at)
        taken.append(Taken(shown, it.total, after))
    first = min(it.after for it in taken)
    return still_waiting(taken, _events(stored, first), now)


def still_waiting(
    taken: Iterable[Taken], events: Iterable[Event], now: UnixTime
) -> tuple[Waiting, ...]:
    """Return what of *taken* waits yet, by the sales among the *events* that came since.

    It is what the counter had seen, had nobody stopped it: of what is matched nothing is stored.
    """
    coming = deque(sorted(taken, key=lambda it: it.after))
    waiting = WaitingForReceipts()

    def take_up(before: Sequence | None) -> None:
        while coming and (before is None or coming[0].after < before):
            it = coming.popleft()
            waiting.add(it.shown, it.total, float(it.shown.at))

    for event in events:
        if isinstance(event.body, AccrualBody):
            take_up(event.sequence)
            waiting.printed(event.body.total, float(event.time))
    take_up(None)
    return waiting.kept(float(now))


def _events(stored: StoredEvents, after: Sequence) -> Iterator[Event]:
    while page := stored.events(after, _PAGE):
        yield from page
        after = page[-1].sequence
