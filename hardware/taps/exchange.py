"""The relay at work: the flow, its taps, its brain and its printer, in one thread's loop."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from hardware.printers.transports import Transport
from hardware.taps.brainline import BrainLine
from hardware.taps.flow import Flow
from hardware.taps.job import IDLE_S
from hardware.taps.link import Frame
from hardware.taps.logbook import Logbook
from hardware.taps.loop import Loop
from hardware.taps.printerline import (
    Heard,
    LineClosed,
    LineLost,
    LineOpened,
    Moved,
    News,
    PrinterLine,
)

_BYPASS_LOOK_S: Final = 0.2
_PARTING_S: Final = 5.0
"""How long a relay that is told to stop goes on printing what it holds."""


_LINGER_S: Final = 2.0
"""How long a network printer is kept when nobody prints: others may want it too."""


class Tap(Protocol):
    """Where jobs come from."""

    finite: bool
    """Whether its work can be done one day."""
    done: bool

    def start(self) -> None:
        """Begin to bring jobs."""

    def settle(self) -> None:
        """Go on where there is room again."""


class Exchange:
    """The shell around the flow: sockets, threads and the clock."""

    def __init__(self, transport: Transport, log: Logbook, bypass_file: Path | None) -> None:
        self.loop = Loop()
        self.log = log
        self.taps: list[Tap] = []
        self._stopping = False
        self._flow = Flow(int.from_bytes(os.urandom(8), "big"))
        self._replies: dict[int, Callable[[bytes], None]] = {}
        self._over_at: dict[int, float] = {}
        self._on_demand = transport.url.startswith("tcp:")
        self._wanted_until = _now() + _LINGER_S
        self._line = PrinterLine(transport, lambda news: self.loop.post(lambda: self._hear(news)))
        self._is_up = False
        self._turn = 0
        self._confirmed = 0
        self._offered = False
        self._bypass_file = bypass_file
        self._bypass = False
        self._looked_at = 0.0
        self._brain = BrainLine(
            self.loop, log, came=self._brain_came, left=self._flow.brain_left, said=self._said
        )

    # Taps bring jobs.

    def opened(self, source: str, reply: Callable[[bytes], None]) -> int:
        """Begin a job and return its number; *reply* gets what the printer says to it."""
        self._look_for_bypass()
        job = self._flow.opened(source, _now())
        if not self._brain.is_there and not self._bypass:
            self.log.write(f"job {job} from {source}: no brain yet, it passes unread")
        self._replies[job] = reply
        return job

    def received(self, job: int, data: bytes) -> None:
        """Bring the next bytes of a job."""
        self._look_for_bypass()
        self._flow.received(job, data, _now())

    def closed(self, job: int) -> None:
        """End a job."""
        self._flow.closed(job)

    def wants(self, job: int) -> bool:
        """Tell whether a job may bring more bytes now."""
        return self._flow.wants(job)

    def wants_jobs(self) -> bool:
        """Tell whether another job may begin now."""
        return self._flow.wants_jobs()

    def printed(self, job: int) -> bool:
        """Tell whether a closed job is on paper."""
        return self._flow.done(job)

    def over(self, job: int) -> bool:
        """Tell whether a closed job is on paper and the printer's last word on it was heard."""
        if not self._flow.done(job):
            return False
        return _now() >= self._over_at.setdefault(job, _now() + IDLE_S)

    def forget(self, job: int) -> None:
        """Know nothing more of a job whose tap has done with it."""
        self._over_at.pop(job, None)
        self._replies.pop(job, None)

    # Running.

    def open(self, link: Path) -> None:
        """Listen for brains at *link* and begin to work."""
        self._brain.open(link)
        self._line.start()
        for tap in self.taps:
            tap.start()

    def run(self) -> None:
        """Move bytes until told to stop, or until everything finite is printed."""
        while not self._stopping and not self._all_done():
            self._turn_once()
        until = _now() + _PARTING_S
        self._flow.brain_left()
        while self._flow.busy() and _now() < until:
            self._turn_once(until)
        self._line.stop()

    def stop(self) -> None:
        """Have run() print what is held, then return."""
        self._stopping = True

    def _all_done(self) -> bool:
        """Tell whether nothing more can come."""
        return all(tap.finite and tap.done for tap in self.taps)

    def _turn_once(self, until: float | None = None) -> None:
        """Wait for the next thing and do what follows from it."""
        times = [self._flow.deadline(), until, min(self._over_at.values(), default=None)]
        if self._on_demand and self._turn and _now() < self._wanted_until:
            times.append(self._wanted_until)
        due = min((at for at in times if at is not None), default=None)
        self.loop.wait(None if due is None else max(0.0, due - _now()))
        self._look_for_bypass()
        self._flow.tick(_now())
        self._settle()

    def _settle(self) -> None:
        """Send what there is to send, to all sides."""
        self._feed_printer()
        for job, data in self._flow.replies:
            if reply := self._replies.get(job):
                reply(data)
        self._flow.replies.clear()
        self._tell_brain()
        for tap in self.taps:
            tap.settle()
        if self._flow.at_work():
            self._wanted_until = _now() + _LINGER_S
        if self._on_demand:
            self._line.want(wanted=_now() < self._wanted_until or not self._is_up)

    def _feed_printer(self) -> None:
        """Offer the printer what comes next, if it is ready for more."""
        while self._turn and not self._offered and (data := self._flow.output(_now())):
            self._offered = True
            if moved := self._line.offer(self._turn, data):
                self._hear(moved)

    def _tell_brain(self) -> None:
        """Pass the flow's frames on."""
        frames, self._flow.frames = self._flow.frames, []
        self._brain.send(frames)

    def _hear(self, news: News) -> None:
        """Take news of the printer."""
        match news:
            case Moved(sent, confirmed):
                if sent:
                    self._offered = False
                    self._flow.sent(sent, _now())
                self._flow.confirmed(max(0, confirmed - self._confirmed))
                self._confirmed = max(confirmed, self._confirmed)
            case Heard(data):
                self._flow.status(data, _now())
            case LineOpened(turn):
                self._turn, self._confirmed = turn, 0
                self._printer_is(up=True, note="")
            case LineClosed():
                self._turn, self._offered = 0, False
            case LineLost(note):
                self._turn, self._offered = 0, False
                self._printer_is(up=False, note=note)

    def _printer_is(self, *, up: bool, note: str) -> None:
        """Log a change of the printer's state and pass it on."""
        self._is_up = up
        self._wanted_until = max(self._wanted_until, _now() + _LINGER_S)
        if self._flow.printer_is(up=up, note=note):
            self.log.write(f"printer: {'there' if up else 'gone'}{': ' if note else ''}{note}")

    def _brain_came(self) -> None:
        """Show a new brain what there is."""
        self._look_for_bypass()
        self._flow.brain_came(_now())

    def _said(self, frame: Frame) -> None:
        """Take a word of the brain."""
        self._flow.said(frame)

    def _look_for_bypass(self) -> None:
        """See whether the bypass is on, at most every 0.2 s: the file may be on a slow disk."""
        if self._bypass_file is None or _now() < self._looked_at + _BYPASS_LOOK_S:
            return
        self._looked_at = _now()
        on = self._bypass_file.exists()
        if on != self._bypass:
            self._bypass = on
            self.log.write(f"bypass: {'on' if on else 'off'}")
            self._flow.bypass(on=on)


def _now() -> float:
    """Return the time of a clock that never jumps."""
    return time.monotonic()
