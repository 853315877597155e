"""A whole till in miniature: a job played through relay, brain, outbox and a virtual printer."""

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any, Final

from agent.app import BrainProgram, enrol_locally
from agent.config import LINK_FILE, AgentSettings, PrinterSettings, SlipSettings
from agent.core.claim_slip import claim_link
from agent.core.receipt import Receipt
from agent.enrolments import enrolment_in
from agent.errors import AgentError
from agent.readers import papers_in
from contracts.wire.bodies import LARGEST_AMOUNT, AccrualBody, SlipBody
from contracts.wire.event import Event
from hardware.escpos.commands import CommandReader
from hardware.escpos.printout import Segment
from hardware.escpos.tokens import Command
from hardware.printers.profiles import load_profile, profile_names
from hardware.printers.virtual import VirtualPrinter

HOST: Final = "demo.baursak.example"
"""In the links of slips that are only played; .example belongs to nobody."""
_READY_S: Final = 10.0
_PRINTED_S: Final = 60.0
_OCR_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Wish:
    """How a job is to be played."""

    profile: str = "auto"
    languages: tuple[str, ...] = ("kk", "ru")
    separate: bool = False
    currency: str = "any"


@dataclass(frozen=True, slots=True)
class Played:
    """What came of it."""

    profile: str
    papers: tuple[tuple[Segment, Receipt], ...]
    events: tuple[Event, ...]
    links: tuple[str, ...]
    """Of the slips that are on the paper, in order."""
    whole: bool
    """True when the POS's bytes came out whole and in order, the slips the only insertions."""

    def as_json(self) -> dict[str, Any]:
        """Return what a program would read."""
        return {
            "profile": self.profile,
            "papers": [it.kind.value for _, it in self.papers],
            "events": [{"sequence": it.sequence, "kind": it.kind.value} for it in self.events],
            "slips": list(self.links),
            "whole": self.whole,
        }

    def sentences(self) -> Iterator[str]:
        """Yield what a person would read."""
        for event in self.events:
            body = event.body
            if isinstance(body, AccrualBody):
                amount = f"{body.total // 100}.{body.total % 100:02} {body.currency}"
                yield f"stored: accrual {event.sequence}, {amount}"
            elif isinstance(body, SlipBody):
                yield f"slip of claim {body.claim}: {body.outcome.value}"
            else:
                yield f"stored: {event.kind.value} {event.sequence}"
        yield from (f"claim: {link}" for link in self.links)
        if not self.links:
            doubts = [doubt for _, receipt in self.papers for doubt in receipt.doubts]
            kinds = ", ".join(receipt.kind.value for _, receipt in self.papers) or "nothing"
            yield f"no slip ({kinds})" + "".join(f": {doubt}" for doubt in doubts)
        if not self.whole:
            yield "WRONG: the printer did not get the POS's bytes whole and in order"


def play(stream: bytes, png: Path, wish: Wish) -> Played:
    """Play *stream* on a till made for it and write its paper to *png*."""
    settings = AgentSettings(home=Path(), any_currency=wish.currency == "any")
    papers = tuple(papers_in(stream, settings))
    profile = fitting_profile(stream, papers) if wish.profile == "auto" else wish.profile
    with (
        tempfile.TemporaryDirectory(prefix="baursak-") as folder,
        VirtualPrinter.on_tcp(load_profile(profile)) as printer,
    ):
        home = Path(folder)
        settings = AgentSettings(
            home=home,
            printer=PrinterSettings(printer.url, profile),
            slip=SlipSettings(languages=wish.languages, separate=wish.separate),
            currency="KZT" if wish.currency == "any" else wish.currency,
            any_currency=wish.currency == "any",
            total_max=LARGEST_AMOUNT,
        )
        enrolment = enrol_locally(home, till=1, host=HOST, bot=None)
        with _till(settings) as (port, program):
            _send(port, stream)
            _settle(printer, program)
            events = tuple(program.outbox.export())
        printed = [
            it.body.claim
            for it in events
            if isinstance(it.body, SlipBody) and it.body.outcome == "inserted"
        ]
        links = {
            it.sequence: claim_link(it, enrolment_in(home))
            for it in events
            if it.sequence in printed
        }
        printer.to_png(png)
        whole = _is_whole(stream, printer.received)
    assert enrolment.local, "a played till is known to no hub"
    return Played(profile, papers, events, tuple(links[it] for it in printed), whole)


def fitting_profile(stream: bytes, papers: tuple[tuple[Segment, Receipt], ...]) -> str:
    """Return the printer family whose code pages and QR dialect the job speaks."""
    reader = CommandReader()
    tokens = [*reader.feed(stream), *reader.finish()]
    commands = [it for it in tokens if isinstance(it, Command)]
    pages = {it.data[2] for it in commands if it.name == "ESC t" and len(it.data) > 2}
    charsets = {segment.charset for segment, _ in papers}
    speaks_esc_z = any(it.name == "ESC Z" for it in commands)
    width = max((it.bitmap.width for seg, _ in papers for it in seg.pictures), default=0)

    def score(name: str) -> tuple[bool, int, bool, bool]:
        profile = load_profile(name)
        fits = sum(profile.code_pages.get(page) in charsets for page in pages)
        return (
            width <= profile.width_dots,
            fits,
            (profile.qr == "esc-z") is speaks_esc_z,
            name == "generic-80",
        )

    return max(profile_names(), key=score)


@contextmanager
def _till(settings: AgentSettings) -> Iterator[tuple[int, BrainProgram]]:
    """Run a relay process and a brain, and give the port where a POS prints."""
    program = BrainProgram(settings, door=False)
    link = settings.home / LINK_FILE
    words = ["--listen", "tcp://127.0.0.1:0", "--printer", settings.printer.url]
    relay = subprocess.Popen(  # noqa: S603  # our own program
        [*relay_words(), *words, "--link", str(link)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    thread = Thread(target=program.run, name="brain", daemon=True)
    try:
        assert relay.stdout is not None, "it was asked for"
        ready = relay.stdout.readline()
        if "listening" not in ready:
            raise AgentError("The relay did not start.", "Run: baursak agent self-test")
        thread.start()
        _wait_until(lambda: program.brain.greeted, _READY_S, "The relay did not answer.")
        yield int(ready.rsplit(":", 1)[1]), program
    finally:
        program.loop.stop()
        relay.terminate()
        relay.wait()
        if thread.ident is not None:
            thread.join()
        if relay.stdout is not None:
            relay.stdout.close()


def relay_words() -> list[str]:
    """Return the command line that starts a relay, frozen or not."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "agent", "relay"]
    return [sys.executable, "-m", "hardware.taps.relay"]


def _send(port: int, stream: bytes) -> None:
    """Print as a POS does: send it all, and hang up when it was taken."""
    with socket.create_connection(("127.0.0.1", port), _READY_S) as line:
        line.settimeout(_PRINTED_S)
        line.sendall(stream)
        line.shutdown(socket.SHUT_WR)
        while line.recv(4096):
            continue


def _settle(printer: VirtualPrinter, program: BrainProgram) -> None:
    """Wait until everything is printed, OCR's late slip included."""
    _wait_until(lambda: not program.loop.busy, _OCR_S, "OCR took too long.")
    _wait_until(lambda: not program.brain.awaits_slips, _READY_S, "A slip was not answered.")
    printer.wait_idle(_PRINTED_S)


def _wait_until(done: Any, patience_s: float, otherwise: str) -> None:
    deadline = time.monotonic() + patience_s
    while not done():
        if time.monotonic() > deadline:
            raise AgentError(otherwise, "Try again; if it stays so, run: baursak agent self-test")
        time.sleep(0.005)  # noqa: TID251  # waits for other processes


def _is_whole(stream: bytes, received: bytes) -> bool:
    """Tell whether *stream* is a subsequence of *received* made of few long runs."""
    at = 0
    runs = 0
    while stream:
        size = _common(stream, received[at:])
        stream, at = stream[size:], at + size
        if not stream:
            break
        following = received.find(stream[:64], at + 1)
        if following < 0:
            return False
        at, runs = following, runs + 1
    return runs <= 64


def _common(left: bytes, right: bytes) -> int:
    """Return how many first bytes are the same."""
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if left[:middle] == right[:middle] else (low, middle - 1)
    return low
