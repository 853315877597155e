"""The brain's loop: one thread hears the relay, does what the brain wants, and never waits long."""

import gc
from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from threading import Event as Flag
from threading import Lock, Thread
from typing import Final

from agent.core.brain import Brain
from agent.core.ports import Relay, RelayGone
from agent.core.receipt import Receipt
from agent.core.till import Note, OcrWanted, Sold, Wanted
from agent.errors import AgentError
from contracts.wire.refusals import Refused
from hardware.escpos.printout import Segment
from hardware.escpos.state import PrinterState
from hardware.taps.link import Closed, Frame, Idle, Print

RECONNECT_S: Final = 0.2
"""Between attempts to find the relay, which is back within two seconds of its death."""
PICTURES_WAITING: Final = 8
"""Papers that wait for OCR; it takes a second each, and more is not a shop's rhythm."""
ASIDES_WAITING: Final = 20
"""Pieces that wait for the end of a receipt: more than a cashier takes vouchers meanwhile."""

_Aside = tuple[int, Callable[[PrinterState], bytes | None]]


class BrainLoop:
    """Runs one brain against one relay until it is stopped."""

    def __init__(
        self,
        brain: Brain,
        relay: Relay,
        now_ms: Callable[[], int],
        ocr: Callable[[Segment], Receipt] | None,
        log: Callable[[str], None],
    ) -> None:
        self._brain = brain
        self._relay = relay
        self._now_ms = now_ms
        self._ocr = ocr
        self._log = log
        self._asked: deque[Callable[[], Iterable[Wanted]]] = deque()
        self._pictures: deque[Segment] = deque(maxlen=PICTURES_WAITING)
        self._asides: deque[_Aside] = deque(maxlen=ASIDES_WAITING)
        self._turn = Lock()
        self._reading = False
        self._stopped = False
        self.sold: Callable[[Sold], None] = lambda _: None
        """Called in the loop's thread for every sale that was stored; must not wait."""

    @property
    def busy(self) -> bool:
        """Tell whether pictures are being read aside."""
        return self._reading or bool(self._asked)

    def run(self) -> None:
        """Hear and answer until `stop`."""
        self._do(self._brain.started())
        while not self._stopped:
            try:
                self._relay.open()
                self._hear()
            except RelayGone:
                self._write(self._brain.relay_gone())
                self._relay.rest(RECONNECT_S)
        self._write(self._brain.relay_gone())
        self._relay.close()

    def stop(self) -> None:
        """End `run` soon; may be called from any thread."""
        self._stopped = True
        self._relay.wake()

    def ask(self, question: Callable[[], Iterable[Wanted]], patience_s: float) -> str | None:
        """Have the loop do *question* in its own thread; return None, or why it was not done."""
        done, given_up = Flag(), Flag()
        answer: dict[str, str] = {}

        def asked() -> Iterable[Wanted]:
            if given_up.is_set():
                return []
            try:
                return question()
            except (AgentError, Refused) as error:
                answer["error"] = str(error)
                return []
            finally:
                done.set()

        self._asked.append(asked)
        self._relay.wake()
        if not done.wait(patience_s):
            given_up.set()
            return "The agent did not answer in time. Try again."
        return answer.get("error")

    def tell(self, news: Callable[[], Iterable[Wanted]]) -> None:
        """Have the loop do *news* in its own thread, once it has a relay; nobody waits for it."""
        self._asked.append(news)
        self._relay.wake()

    def read_pictures_by(self, ocr: Callable[[Segment], Receipt] | None) -> None:
        """Read pictures so from now on; from any thread."""
        self._ocr = ocr

    def print_aside(self, number: int, make: Callable[[PrinterState], bytes | None]) -> None:
        """Have what *make* returns printed as a piece of its own, never within a receipt.

        The same *number* is the same piece; nobody waits for it.
        """
        self._asides.append((number, make))
        self._relay.wake()

    def _printed_aside(self) -> Iterable[Frame]:
        """Return what waited for the paper's end, once no paper is under way."""
        while self._asides and not self._brain.is_within_paper:
            number, make = self._asides.popleft()
            data = make(self._brain.printer_state())
            if data is not None:
                yield Print(number, data)

    def _hear(self) -> None:
        while not self._stopped:
            wait_ms = self._brain.wait_ms(self._now_ms())
            curious = self._brain.is_curious
            wait_s = 0.0 if curious else None if wait_ms is None else wait_ms / 1000
            frames = self._relay.receive(wait_s)
            if curious and not frames:
                self._brain.think()
            for frame in frames:
                self._do(self._brain.on_frame(frame, self._now_ms()))
            self._do(self._brain.on_time(self._now_ms()))
            self._do(self._printed_aside())
            if any(isinstance(frame, Closed | Idle) for frame in frames):
                gc.collect()
            while self._asked:
                # Taken out only when it is done: until then the loop is busy.
                self._do(self._asked[0]())
                self._asked.popleft()

    def _do(self, wanted: Iterable[Wanted]) -> None:
        frames: list[Frame] = []
        notes: list[str] = []
        for it in wanted:
            if isinstance(it, Note):
                notes.append(it.text)
            elif isinstance(it, OcrWanted):
                self._read_aside(it.segment)
            elif isinstance(it, Sold):
                self.sold(it)
            else:
                frames.append(it)
        self._relay.send(frames)
        for note in notes:
            self._log(note)

    def _write(self, notes: Iterable[Wanted]) -> None:
        """Put into the log what is said while there is no relay to talk to."""
        for note in notes:
            if isinstance(note, Note):
                self._log(note.text)

    def _read_aside(self, segment: Segment) -> None:
        """Read a picture in a thread of its own: OCR takes seconds."""
        if self._ocr is None:
            return
        with self._turn:
            if len(self._pictures) == PICTURES_WAITING:
                self._log("OCR is behind: a picture is left unread, its receipt has no slip")
            self._pictures.append(segment)
            if not self._reading:
                self._reading = True
                Thread(target=self._read_pictures, name="ocr", daemon=True).start()

    def _read_pictures(self) -> None:
        while True:
            with self._turn:
                if not self._pictures:
                    self._reading = False
                    return
                segment = self._pictures.popleft()
            ocr = self._ocr
            if ocr is None:
                continue  # switched off while it waited
            try:
                receipt = ocr(segment)
            except (OSError, ValueError, MemoryError) as error:
                self._log(f"a picture could not be read, its receipt has no slip: {error}")
                continue
            self.tell(partial(self._brain.on_ocr, receipt))
