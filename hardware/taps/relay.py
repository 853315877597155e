"""The relay: a process that moves bytes between POS and printer and understands none of them.

python -m hardware.taps.relay --listen tcp://127.0.0.1:9100 --printer tcp://10.0.0.7 --link PATH
"""

import argparse
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from hardware.printers.transport_urls import transport_for
from hardware.printers.transports import Transport
from hardware.taps.brainline import BrainLine
from hardware.taps.doors import LOOPBACK, TcpDoor
from hardware.taps.flow import Flow
from hardware.taps.job import IDLE_S
from hardware.taps.link import Frame
from hardware.taps.logbook import Logbook
from hardware.taps.loop import Loop
from hardware.taps.printerline import Heard, LineLost, LineOpened, Moved, News, PrinterLine

_BYPASS_LOOK_S: Final = 0.2
_PARTING_S: Final = 1.0
"""How long a relay that is told to stop goes on printing what it holds."""


class Relay:
    """The shell around the flow: sockets, threads and the clock."""

    def __init__(self, transport: Transport, log: Logbook, bypass_file: Path | None) -> None:
        self.loop = Loop()
        self.log = log
        self.doors: list[TcpDoor] = []
        self.stopping = False
        self._flow = Flow(int.from_bytes(os.urandom(8), "big"))
        self._replies: dict[int, Callable[[bytes], None]] = {}
        self._over_at: dict[int, float] = {}
        self._line = PrinterLine(transport, lambda news: self.loop.post(lambda: self._hear(news)))
        self._turn = 0
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

    def over(self, job: int) -> bool:
        """Tell whether a closed job is on paper and the printer's last word on it was heard."""
        if not self._flow.done(job):
            return False
        if _now() < self._over_at.setdefault(job, _now() + IDLE_S):
            return False
        self._over_at.pop(job)
        self._replies.pop(job, None)
        return True

    # Running.

    def run(self, link: Path) -> None:
        """Open the link and the line to the printer, and move bytes until told to stop."""
        self._brain.open(link)
        self._line.start()
        while not self.stopping:
            self._turn_once()
        until = _now() + _PARTING_S
        self._flow.brain_left()
        while self._flow.busy() and _now() < until:
            self._turn_once(until)
        self._line.stop()

    def _turn_once(self, until: float | None = None) -> None:
        """Wait for the next thing and do what follows from it."""
        times = [self._flow.deadline(), until, min(self._over_at.values(), default=None)]
        due = min((at for at in times if at is not None), default=None)
        self.loop.wait(None if due is None else max(0.0, due - _now()))
        self._look_for_bypass()
        self._flow.tick(_now())
        self._settle()

    def _settle(self) -> None:
        """Send what there is to send, to all sides."""
        self._feed_printer()
        for job, data in self._flow.replies:
            self._replies[job](data)
        self._flow.replies.clear()
        self._tell_brain()
        for door in self.doors:
            door.settle()

    def _feed_printer(self) -> None:
        """Offer the printer what comes next, if it is ready for more."""
        if self._turn and not self._offered and (data := self._flow.output(_now())):
            self._offered = True
            self._line.offer(self._turn, data)

    def _tell_brain(self) -> None:
        """Pass the flow's frames on."""
        frames, self._flow.frames = self._flow.frames, []
        self._brain.send(frames)

    def _hear(self, news: News) -> None:
        """Take news of the printer."""
        match news:
            case Moved(sent, unconfirmed):
                if sent:
                    self._offered = False
                    self._flow.sent(sent, _now())
                self._flow.confirmed(self._flow.unconfirmed() - unconfirmed)
            case Heard(data):
                self._flow.status(data, _now())
            case LineOpened(turn):
                self._turn = turn
                self._printer_is(up=True, note="")
            case LineLost(note):
                self._turn, self._offered = 0, False
                self._printer_is(up=False, note=note)

    def _printer_is(self, *, up: bool, note: str) -> None:
        """Log a change of the printer's state and pass it on."""
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


def main(argv: Sequence[str] | None = None) -> int:
    """Run the relay until SIGTERM or SIGINT; return its exit code."""
    args = _parsed(argv)
    log = Logbook(args.log_file)
    threading.excepthook = _die
    allowed = frozenset(args.allow)
    try:
        relay = Relay(transport_for(args.printer), log, args.bypass_file)
    except ValueError as error:
        sys.stderr.write(f"relay: {error}\n")
        return 2
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: relay.loop.post(lambda: _stop(relay)))
    addresses = []
    for url in args.listen:
        parts = urlsplit(url)
        host = parts.hostname or "127.0.0.1"
        if host not in LOOPBACK | {"localhost"} and not allowed:
            sys.stderr.write(f"relay: {url}: only loopback, unless --allow says who may print\n")
            return 2
        door = TcpDoor(relay.loop, log, relay, allowed)
        try:
            port = door.open(host, parts.port if parts.port is not None else 9100)
        except OSError as error:
            sys.stderr.write(f"relay: {url}: {error}\n")
            return 3
        relay.doors.append(door)
        addresses.append(f"tcp://{host}:{port}")
    sys.stdout.write(f"relay: listening {' '.join(addresses)}\n")
    sys.stdout.flush()
    relay.run(args.link)
    return 0


def _parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="relay", description="Between a POS and its printer.")
    parser.add_argument("--listen", action="append", default=[], metavar="URL")
    parser.add_argument("--printer", required=True, metavar="URL")
    parser.add_argument("--link", required=True, type=Path, metavar="PATH")
    parser.add_argument("--allow", action="append", default=[], metavar="ADDRESS")
    parser.add_argument("--bypass-file", type=Path, metavar="PATH")
    parser.add_argument("--log-file", type=Path, metavar="PATH")
    return parser.parse_args(argv)


def _stop(relay: Relay) -> None:
    """Have the relay end."""
    relay.stopping = True


def _die(args: threading.ExceptHookArgs) -> None:
    """End the process when a thread fails: half a relay is worse than one that is restarted."""
    sys.__excepthook__(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)
    os._exit(70)


def _now() -> float:
    """Return the time of a clock that never jumps."""
    return time.monotonic()


if __name__ == "__main__":
    sys.exit(main())
