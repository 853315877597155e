"""A till with its disk, its link and its vouchers, beside a hub in memory; it can be killed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from agent.adapters.counter.store import SqliteCounter, open_counter
from agent.core.hub_clock import HubClock
from agent.core.hub_words import LinkState
from agent.core.ports import Outbox
from agent.core.redeeming import Redeeming, Shown
from agent.core.redemption import Accepted, Verdict
from agent.core.till_disk import TillDisk
from agent.core.till_memory import TillMemory
from agent.hub_link import HubLink, Surroundings
from agent.remote_settings import problems_with
from contracts.wire.enrolment import Enrolment, local_enrolment
from contracts.wire.sync_news import Lease
from contracts.wire.units import ShopId, TillId, Tiyn, UnixTime
from tests.fakes.hub import SECRET, MemoryHub
from tests.fakes.outbox import MemoryOutbox

NOON = UnixTime(1_795_000_000)
TILL = TillId(7)
SHOP = ShopId(1)
DAY_S = 24 * 3600


class TillsOwnClock:
    """A computer's clock: as wrong as the test wants it."""

    def __init__(self) -> None:
        self.time = NOON

    def now(self) -> UnixTime:
        """Return the time."""
        return self.time


def enrolment() -> Enrolment:
    """Return the enrolment of the till under test."""
    return local_enrolment(SECRET, till=TILL, shop=SHOP, host="points.example.kz")


def lease(number: int, count: int = 3, amount: int = 200_000, hours: int = 8) -> Lease:
    """Return a grant that begins at noon."""
    return Lease(number, count, Tiyn(amount), UnixTime(NOON + hours * 3600))


@dataclass
class Till:
    """One till; its disk outlives it."""

    folder: Path
    hub: MemoryHub = field(
        default_factory=lambda: MemoryHub(TILL, SHOP, enrolment().enrolment, NOON)
    )
    outbox: Outbox = field(default_factory=lambda: MemoryOutbox(TILL, enrolment().enrolment))
    clock: TillsOwnClock = field(default_factory=TillsOwnClock)
    log: list[str] = field(default_factory=list)
    news: list[TillMemory] = field(default_factory=list)
    printer: str | None = None
    next_id: int = 0

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Open what is on disk, as the brain does."""
        made = enrolment()
        self.counter: SqliteCounter = open_counter(
            self.folder / "counter.sqlite3", TILL, made.enrolment, made.generation, NOON
        )
        hub_clock = HubClock(self.clock, self.counter.memory.offset)
        disk = TillDisk(self.outbox, self.counter, Lock())
        around = Surroundings(
            version="0.1.0",
            platform="test",
            devices=lambda: (self.printer, None),
            learnt=self.news.append,
            log=self.log.append,
            chance=lambda: 0.5,
            refuses=problems_with,
        )
        self.hub_clock = hub_clock
        self.link = HubLink(disk, self.hub, hub_clock, around)
        self.redeeming = Redeeming(made, disk, self.hub, hub_clock, self._new_id)

    def restart(self) -> None:
        """Kill the till and start it: what is on disk is all that it knows."""
        self.counter.close()
        self.start()

    def sync(self) -> None:
        """Sync until there is nothing more to hand in."""
        for _ in range(1000):
            if not self.link.round():
                return
        raise AssertionError("a till that never stops syncing")

    def state(self) -> LinkState:
        """Return how the line to the hub stands."""
        return self.link.status.state

    def shows(self, code: str) -> Verdict:
        """Show a voucher to the till."""
        return self.redeeming.redeem(Shown(code))

    def accepts(self, code: str) -> bool:
        """Show a voucher to the till, and tell whether something is handed out for it."""
        return isinstance(self.shows(code), Accepted)

    def passes(self, seconds: int) -> None:
        """Let time go by, for till and hub."""
        self.clock.time = UnixTime(self.clock.time + seconds)
        self.hub.now = UnixTime(self.hub.now + seconds)

    def kinds(self) -> list[str]:
        """Return the kinds of the events in the chain."""
        return [event.kind.value for event in self.outbox.export()]

    def _new_id(self) -> bytes:
        self.next_id += 1
        return self.next_id.to_bytes(16, "big")


@contextmanager
def till_in(folder: Path, hub: MemoryHub | None = None) -> Iterator[Till]:
    """Hold a till whose disk is *folder*, and its hub."""
    till = Till(folder, hub) if hub else Till(folder)
    try:
        yield till
    finally:
        till.counter.close()
