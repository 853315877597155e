"""A brain with real reader, real rules and an outbox in memory, and a relay that only obeys."""

from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from agent.config import AgentSettings, PrinterSettings, SlipSettings
from agent.core.brain import NEXT_PART_MS, Brain
from agent.core.till import Note, OcrWanted, Sold, Wanted
from agent.till_parts import brain_of
from contracts.wire.enrolment import Enrolment, local_enrolment
from contracts.wire.units import ShopId, TillId, UnixTime
from hardware.taps.link import Answer, Bytes, Closed, End, Insert, Opened, Outcome, Print, Release
from hardware.taps.realtime import RealtimeScanner
from tests.fakes.outbox import MemoryOutbox

NOW = UnixTime(1_795_000_000)
SECRET = bytes(range(32))


class StoppedClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> UnixTime:
        """Return the time."""
        return self.time


def capture(name: str) -> bytes:
    """Return the bytes of one of our captures."""
    return resources.files("hardware.captures").joinpath(f"{name}.bin").read_bytes()


def enrolment() -> Enrolment:
    """Return a till's enrolment, always the same."""
    return local_enrolment(SECRET, till=TillId(7), shop=ShopId(1), host="demo.baursak.example")


@dataclass
class Rig:
    """The brain and what came out of the printer."""

    brain: Brain
    outbox: MemoryOutbox
    clock: StoppedClock
    job: int = 0
    shown: bytes = b""
    released: int = 0
    questions: RealtimeScanner = field(default_factory=RealtimeScanner)
    paper: bytearray = field(default_factory=bytearray)
    inserts: list[Insert | Print] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pictures: list[OcrWanted] = field(default_factory=list)
    sold: list[Sold] = field(default_factory=list)
    now_ms: int = 0
    answers: Outcome | None = Outcome.INSERTED

    def opened(self) -> None:
        """Begin a job."""
        self.job += 1
        self.shown, self.released, self.questions = b"", 0, RealtimeScanner()
        self.do(self.brain.on_frame(Opened(self.job, "test"), self.now_ms))

    def sent(self, data: bytes) -> None:
        """Show what the POS sent."""
        offset = len(self.shown)
        self.shown += data
        self._release(self.questions.feed(data))
        self.do(self.brain.on_frame(Bytes(self.job, offset, data), self.now_ms))

    def closed(self) -> None:
        """End the job."""
        self.do(self.brain.on_frame(Closed(self.job), self.now_ms))

    def passed(self, milliseconds: int) -> None:
        """Let time go by."""
        self.now_ms += milliseconds
        self.do(self.brain.on_time(self.now_ms))

    def played(self, stream: bytes) -> bytes:
        """Print *stream* as a whole job and return what came out for it."""
        before = len(self.paper)
        self.opened()
        self.sent(stream)
        self.closed()
        self.passed(NEXT_PART_MS)
        return bytes(self.paper[before:])

    def do(self, wanted: list[Wanted]) -> None:
        """Obey as the relay does, and refuse what it would refuse."""
        for it in wanted:
            match it:
                case Note(text=text):
                    self.notes.append(text)
                case OcrWanted():
                    self.pictures.append(it)
                case Sold():
                    self.sold.append(it)
                case Release(job=job, offset=offset):
                    assert (job, offset <= len(self.shown)) == (self.job, True)
                    self._release(offset)
                case Insert(at_offset=at, then_release_to=then):
                    assert at >= self.released, "a place that went by already"
                    self._release(at)
                    self._insert(it)
                    self._release(then)
                case Print():
                    self._insert(it)
                case End(job=job, offset=offset):
                    assert (job, offset <= self.released) == (self.job, True), "all was released"
                case _:
                    raise AssertionError(f"a brain does not say {it}")

    def _release(self, offset: int) -> None:
        self.paper += self.shown[self.released : max(offset, self.released)]
        self.released = max(offset, self.released)

    def _insert(self, it: Insert | Print) -> None:
        self.inserts.append(it)
        if self.answers in (Outcome.INSERTED, Outcome.UNKNOWN):
            self.paper += it.data
        if self.answers is not None:
            self.do(self.brain.on_frame(Answer(it.insert_id, self.answers), self.now_ms))


def make_rig(
    *, separate: bool = False, outbox: MemoryOutbox | None = None, profile: str = "epson-tm"
) -> Rig:
    """Return a brain with a relay that answers *inserted*."""
    settings = AgentSettings(
        home=Path("nowhere"),
        printer=PrinterSettings(profile=profile),
        slip=SlipSettings(separate=separate),
    )
    clock = StoppedClock()
    kept = outbox if outbox is not None else MemoryOutbox(TillId(7), "local-7")
    return Rig(brain_of(settings, enrolment(), kept, clock), kept, clock)
