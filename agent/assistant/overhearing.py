"""The test receipt: the real relay between POS and printer, and a reader that only looks on.

Nothing is stored, nothing is inserted, nothing earns: all bytes are released as they come.
"""

import queue
import subprocess
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from agent.config import AgentSettings, PrinterSettings
from agent.core.assistant.wishes import (
    Heard,
    Listen,
    Listening,
    News,
    NotListening,
    PrinterState,
)
from agent.core.ports import Relay, RelayGone
from agent.core.receipt import Receipt
from agent.core.slip_place import own_part
from agent.core.till import wants_ocr
from agent.readers import line_to_relay, picture_reading_of, reading_of, why_no_slip
from agent.replay import relay_words
from hardware.codes.reading import find_codes
from hardware.escpos.printing import PrintoutReader
from hardware.escpos.printout import Dialect, Segment
from hardware.printers.profiles import load_profile
from hardware.taps.link import Bytes, Closed, Frame, Hello, Idle, Opened, Printer, Release

PARTING_S: Final = 8.0
"""The relay prints what it holds before it ends."""
_TAKEN: Final = 3
_WAITING_MOST: Final = 4096
"""Pieces that wait to be read; a day's receipts."""
_ERROR_MOST: Final = 300


class Overhearing:
    """A relay and its onlooker, between `start` and `stop`."""

    def __init__(self, wish: Listen, home: Path, tell: Callable[[News], None]) -> None:
        self._wish = wish
        self._tell = tell
        settings = AgentSettings(home=home, printer=PrinterSettings(wish.printer, wish.profile))
        self._papers = Papers(settings, tell)
        self._folder = tempfile.TemporaryDirectory(prefix="baursak-")
        self._line: Relay = line_to_relay(Path(self._folder.name) / "relay.sock")
        self._relay: subprocess.Popen[str] | None = None
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._listen, name="test receipt", daemon=True),
            threading.Thread(target=self._papers.run, name="test papers", daemon=True),
        ]

    def start(self) -> None:
        """Open the tap; how that went is told."""
        folder = Path(self._folder.name)
        words = [*relay_words(), "--printer", self._wish.printer]
        # Its log goes into a file: nobody empties a pipe, and a full one would hold up receipts.
        words += ["--link", str(folder / "relay.sock"), "--log-file", str(folder / "relay.log")]
        if self._wish.listen.startswith("spool://"):
            words += ["--spool", self._wish.listen.removeprefix("spool://")]
        else:
            words += ["--listen", self._wish.listen]
        for source in self._wish.allow:
            words += ["--allow", source]
        self._relay = subprocess.Popen(  # noqa: S603  # our own program
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Close the tap, once what it holds is printed."""
        self._stopping.set()
        self._line.wake()
        if self._relay is not None:
            self._relay.terminate()
            try:
                self._relay.communicate(timeout=PARTING_S)
            except (subprocess.TimeoutExpired, ValueError):
                self._relay.kill()
                self._relay.wait()
        self._papers.end()
        for thread in self._threads:
            thread.join(PARTING_S)
        self._line.close()
        self._folder.cleanup()

    def _listen(self) -> None:
        """Wait until the relay listens, then look on until told to stop."""
        relay = self._relay
        assert relay is not None, "it is started first"
        assert relay.stdout is not None, "it was asked for"
        assert relay.stderr is not None, "it was asked for"
        if "listening" not in relay.stdout.readline():
            if not self._stopping.is_set():
                why = relay.stderr.read(_ERROR_MOST).strip()
                self._tell(NotListening(why, taken=relay.wait() == _TAKEN))
            return
        while not self._stopping.is_set():
            try:
                self._line.open()
                self._look_on()
            except RelayGone:
                self._line.rest(0.2)

    def _look_on(self) -> None:
        while not self._stopping.is_set():
            for frame in self._line.receive(None):
                if isinstance(frame, Bytes):
                    # Released before it is read: a receipt waits for nobody who only looks on.
                    self._line.send([Release(frame.job, frame.offset + len(frame.data))])
                if isinstance(frame, Hello):
                    # Only now is somebody there who sees what is printed.
                    self._tell(Listening())
                if isinstance(frame, Printer):
                    self._tell(PrinterState(frame.up, frame.note))
                self._papers.take(frame)


class Papers:
    """Reads what passes, in a thread of its own: pictures take seconds."""

    def __init__(self, settings: AgentSettings, tell: Callable[[News], None]) -> None:
        self._tell = tell
        self._read = reading_of(settings)
        self._read_picture = picture_reading_of(settings)
        self._why = why_no_slip(settings)
        self._profile = load_profile(settings.printer.profile)
        self._frames: queue.Queue[Frame | None] = queue.Queue(_WAITING_MOST)
        self._readers: dict[int, PrintoutReader] = {}
        self._last: PrintoutReader | None = None

    def take(self, frame: Frame) -> None:
        """Keep a frame for the reader; one too many is left out."""
        with suppress(queue.Full):
            self._frames.put_nowait(frame)

    def end(self) -> None:
        """Let the reader end, whatever it has not read yet."""
        with suppress(queue.Full):
            self._frames.put_nowait(None)

    def run(self) -> None:
        """Read until the end."""
        while (frame := self._frames.get()) is not None:
            self._follow(frame)

    def _follow(self, frame: Frame) -> None:
        match frame:
            case Opened(job=job):
                self._readers[job] = PrintoutReader(find_codes, self._last)
                self._last = self._readers[job]
            case Bytes(job=job, data=data) if job in self._readers:
                for segment in self._readers[job].feed(data):
                    self._say(segment)
            case Idle(job=job) if job in self._readers and not self._profile.has_cutter:
                self._say(self._readers[job].finish())
            case Closed(job=job) if job in self._readers:
                self._say(self._readers.pop(job).finish())

    def _say(self, segment: Segment | None) -> None:
        if segment is None:
            return
        receipt = self._read(own_part(segment, self._profile.cutter_dots))
        if self._read_picture is not None and wants_ocr(segment, receipt):
            receipt = self._read_picture(segment)
        self._tell(_heard(segment, receipt, why=self._why(receipt)))


def _heard(segment: Segment, receipt: Receipt, why: str | None) -> Heard:
    doubts = receipt.doubts or (() if why is None else (why,))
    return Heard(
        kind=receipt.kind,
        total=receipt.total,
        number=receipt.number,
        printed_at=receipt.printed_at,
        fiscal=receipt.fiscal,
        doubts=doubts,
        readable=segment.dialect is Dialect.ESCPOS,
        earns=why is None,
    )
