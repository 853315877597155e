"""The brain between relay and outbox: store the accrual, then print its slip, never the reverse."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from agent.core.bookkeeper import Bookkeeper, insert_id_of, words_of
from agent.core.print_job import LetThrough, PaperEnded, PrintJob
from agent.core.receipt import Receipt
from agent.core.till import Note, OcrWanted, SlipForm, Till, Wanted, wants_ocr
from agent.errors import AgentError
from contracts.wire.bodies import SlipOutcome
from contracts.wire.event import Event
from contracts.wire.refusals import Refused
from contracts.wire.units import Sequence
from hardware.escpos.printing import PrintoutReader
from hardware.escpos.state import PrinterState
from hardware.printers.status import PrinterStatus, status_from_asb
from hardware.taps.link import (
    Answer,
    Bytes,
    Closed,
    End,
    Frame,
    GaveUp,
    Hello,
    Idle,
    Insert,
    Opened,
    Outcome,
    Print,
    Printer,
    Release,
    Status,
)

JOBS_KEPT: Final = 256
"""Jobs followed at once: as many as the relay lets wait."""
NEXT_PART_MS: Final = 2000
"""A driver that opens a connection for each part of a receipt opens the next one sooner."""
SILENCE_MS: Final = 120_000
"""No operator of fiscal data keeps a POS waiting longer in the middle of a receipt."""
NEW_PAPER: Final = b"\x1b@"
"""A connection that begins with a reset begins a paper of its own."""

_OUTCOMES: Final = {
    Outcome.INSERTED: SlipOutcome.INSERTED,
    Outcome.LATE: SlipOutcome.LATE,
    Outcome.UNKNOWN: SlipOutcome.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class _LeftOpen:
    """A job that ended within its paper: another may go on with it."""

    job: PrintJob
    host: str
    until_ms: int


class Brain:
    """Answers the relay, frame by frame. What it wants is done by its caller, in that order."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._books = Bookkeeper(till)
        self.trail = self._books.trail
        """What was made of the last papers."""
        self._jobs: dict[int, PrintJob] = {}
        self._hosts: dict[int, str] = {}
        self._silent_since: dict[int, int] = {}
        self._given_up: set[int] = set()
        self._left_open: _LeftOpen | None = None
        self._last: PrintoutReader | None = None
        """Who followed the printer last: its settings outlive a connection."""
        self._cuts_seen = False
        """True once this printer has cut: then the cut ends a paper, and no silence does."""
        self._awaited: dict[int, Sequence] = {}
        """Insert id -> claim whose slip the relay has not answered for."""
        self._printer_status = PrinterStatus()
        self.printer = Printer(up=False, note="the relay has not spoken yet")
        self.greeted = False
        """True while a relay is there that has said hello."""

    def adopt(self, till: Till) -> None:
        """Go on as *till*: the same one with other settings."""
        self._till = till
        self._books.adopt(till)

    @property
    def awaits_slips(self) -> bool:
        """Tell whether the relay has not answered for a slip yet, or a paper is not complete."""
        return bool(self._awaited or self._jobs or self._left_open)

    @property
    def is_within_paper(self) -> bool:
        """Tell whether a POS has begun a paper that it has neither cut nor fed out."""
        return bool(self._left_open) or any(it.is_within_paper for it in self._jobs.values())

    def started(self) -> list[Wanted]:
        """Note that slips asked for before a restart may or may not be on paper."""
        unanswered = self._till.outbox.without_slip()[:JOBS_KEPT]
        unknown = [self._books.outcome(it, SlipOutcome.UNKNOWN) for it in unanswered]
        return [*self._books.warnings(), *unknown]

    def relay_gone(self) -> list[Wanted]:
        """Forget the jobs of a relay that hung up; its slips without an answer are unknown."""
        self.greeted = False
        self._jobs.clear()
        self._given_up.clear()
        self._silent_since.clear()
        notes = [it for it in self._nobody_went_on() if isinstance(it, Note)]
        unanswered = list(self._awaited.values())
        self._awaited.clear()
        return [*notes, *(self._books.outcome(it, SlipOutcome.UNKNOWN) for it in unanswered)]

    @property
    def is_curious(self) -> bool:
        """Tell whether there is paper to read ahead while the relay is silent."""
        return any(job.is_curious for job in self._jobs.values())

    def think(self) -> None:
        """Read ahead, one job at a time."""
        for job in self._jobs.values():
            if job.is_curious:
                job.think()
                return

    def wait_ms(self, now_ms: int) -> int | None:
        """Return how long nothing needs doing, None for as long as the relay is silent."""
        due = [job.lets_go_at_ms for job in self._jobs.values() if job.lets_go_at_ms is not None]
        due += [since + SILENCE_MS for since in self._silent_since.values()]
        if self._left_open is not None:
            due.append(self._left_open.until_ms)
        return max(1, min(due) - now_ms + 1) if due else None

    def on_time(self, now_ms: int) -> list[Wanted]:
        """Do what is due: tails held long enough, and papers that nobody goes on with."""
        wanted: list[Wanted] = []
        for number, job in self._jobs.items():
            wanted += self._done(number, job, job.wait_over(now_ms))
        for number, since in list(self._silent_since.items()):
            if now_ms - since >= SILENCE_MS:
                wanted += self._finished(number)
        if self._left_open is not None and now_ms >= self._left_open.until_ms:
            wanted += self._nobody_went_on()
        return wanted

    def on_frame(self, frame: Frame, now_ms: int) -> list[Wanted]:
        """Take one frame of the relay and return what to do about it, in order."""
        match frame:
            case Opened(job=number, source=source):
                self._opened(number, source.rpartition(":")[0])
            case Bytes(job=number, data=data) if number in self._jobs:
                wanted = self._begun(number, data)
                self._silent_since.pop(number, None)
                job = self._jobs[number]
                return [*wanted, *self._done(number, job, job.feed(data, now_ms))]
            case Closed(job=number) if number in self._jobs:
                return self._closed(number, now_ms)
            case Idle(job=number) if number in self._jobs:
                return self._idle(number, now_ms)
            case GaveUp(job=number, offset=offset) if number in self._jobs:
                self._jobs[number].gave_up(offset)
                self._given_up.add(number)
                return [Note(f"job {number}: the relay let everything through from {offset}")]
            case Answer(insert_id=insert_id, outcome=outcome):
                claim = self._awaited.pop(insert_id, None)
                return [] if claim is None else [self._books.outcome(claim, _OUTCOMES[outcome])]
            case Status(data=data):
                return self._printer_said(data)
            case Printer():
                self.printer = frame
                return [Note(f"printer {'up' if frame.up else 'down'}: {frame.note}")]
            case Hello():
                self.greeted = True
            case _:
                pass
        return []

    def on_ocr(self, receipt: Receipt) -> list[Wanted]:
        """Take what OCR made of a piece of paper; its slip is a piece of its own."""
        accrual, notes = self._books.sale(receipt)
        return [*notes, *self._separate_slip(accrual)] if accrual else list(notes)

    def reprint(self, cashier: str | None) -> list[Wanted]:
        """Print the newest slip again, with the same code, and log who asked."""
        accrual = self._books.to_reprint()
        data = self._till.slip(accrual, SlipForm(self.printer_state(), separate=True, reprint=True))
        if data is None:
            raise AgentError(
                "No slip can be printed now.",
                "Switch slips on in agent.toml, or wait until the POS has finished its page.",
            )
        booked = self._books.book(accrual.sequence, SlipOutcome.REPRINTED, cashier)
        return [Print(insert_id_of(booked), data)]

    @property
    def printer_problem(self) -> str | None:
        """Return what keeps the printer from printing, as far as is known."""
        if not self.printer.up:
            return self.printer.note or "the line to it does not stand"
        return self._printer_status.problem

    def _printer_said(self, data: bytes) -> list[Wanted]:
        """Take note of a status that the printer sends by itself, as many POS ask it to."""
        status = status_from_asb(data)
        if status is None or status == self._printer_status:
            return []
        self._printer_status = status
        return [Note(f"printer: {status.problem or 'well'}")]

    def _opened(self, number: int, host: str) -> None:
        while len(self._jobs) >= JOBS_KEPT:
            self._forget(next(iter(self._jobs)))
        self._jobs[number] = self._till.new_job(self._last, None)
        self._hosts[number] = host

    def _begun(self, number: int, data: bytes) -> list[Wanted]:
        """Tell by a job's first bytes whether it goes on with the paper that was left open."""
        left = self._left_open
        if left is None:
            return []
        goes_on = left.host == self._hosts[number] and len(self._jobs) == 1
        if not goes_on or self._jobs[number].reader.offset or data.startswith(NEW_PAPER):
            return self._nobody_went_on()
        self._left_open = None
        self._jobs[number] = self._till.new_job(None, left.job.reader)
        return []

    def _closed(self, number: int, now_ms: int) -> list[Wanted]:
        """Take it that the POS hung up; within its paper, wait for the next part."""
        job = self._jobs[number]
        if not job.is_within_paper:
            wanted = self._finished(number)
            self._forget(number)
            return [*wanted, *self._books.warnings()]
        wanted = self._done(number, job, [job.let_all_through()])
        host = self._hosts[number]
        self._forget(number)
        wanted += self._nobody_went_on()
        self._left_open = _LeftOpen(job, host, now_ms + NEXT_PART_MS)
        return wanted

    def _forget(self, number: int) -> None:
        self._last = self._jobs.pop(number).reader
        self._hosts.pop(number, None)
        self._silent_since.pop(number, None)
        self._given_up.discard(number)

    def _idle(self, number: int, now_ms: int) -> list[Wanted]:
        """Take a silence for the paper's end only where no cut will come and it was fed out."""
        self._given_up.discard(number)
        job = self._jobs[number]
        if job.reader.in_payload or not job.reader.has_print or self._cuts_seen:
            return []
        if self._till.has_cutter or job.is_within_paper:
            self._silent_since[number] = now_ms
            return []
        return self._finished(number)

    def _finished(self, number: int) -> list[Wanted]:
        """Take it that a job's paper ends here."""
        self._silent_since.pop(number, None)
        job = self._jobs[number]
        return self._done(number, job, job.finish())

    def _nobody_went_on(self) -> list[Wanted]:
        """Conclude the paper that a job left open: its slip is a piece of its own."""
        if self._left_open is None:
            return []
        job = self._left_open.job
        self._left_open = None
        return self._done(None, job, job.finish())

    def _done(
        self, number: int | None, job: PrintJob, steps: Iterable[LetThrough | PaperEnded]
    ) -> list[Wanted]:
        """Turn what a job wants into words for the relay; a job that is over has no *number*."""
        asks = number is not None and number not in self._given_up
        wanted: list[Wanted] = []
        for step in steps:
            if isinstance(step, PaperEnded):
                wanted += self._concluded(number if asks else None, job, step)
            elif asks and number is not None:
                wanted.append(Release(number, step.offset))
        return wanted

    def _concluded(self, number: int | None, job: PrintJob, ended: PaperEnded) -> list[Wanted]:
        """Store what the paper was, and put its slip in; apart when the job takes none."""
        self._last = job.reader
        self._cuts_seen = self._cuts_seen or ended.segment.cut is not None
        accrual, notes = self._books.paper(ended.receipt, ended.segment)
        wanted: list[Wanted] = list(notes)
        apart = number is None or ended.missed
        if accrual is not None and number is not None and not apart:
            wanted += self._slip(number, job, ended, accrual)
        if number is not None:
            wanted += [Release(number, ended.end), End(number, ended.end)]
        if accrual is not None and apart:
            wanted += self._separate_slip(accrual)
        if self._till.reads_pictures and wants_ocr(ended.segment, ended.receipt):
            wanted.append(OcrWanted(ended.segment))
        return wanted

    def _slip(self, number: int, job: PrintJob, ended: PaperEnded, accrual: Event) -> list[Wanted]:
        form = SlipForm(
            state=job.state_at(ended.place),
            separate=ended.place.separate,
            line_open=job.is_line_open_at(ended.segment, ended.place),
            charset=ended.segment.charset,
            text=" ".join(words_of(ended.segment)),
        )
        data = self._slip_data(accrual, form)
        if data is None:
            return [self._books.outcome(accrual.sequence, SlipOutcome.LATE)]
        at = ended.place.offset
        return [Insert(number, self._await(accrual), at, at, data)]

    def _separate_slip(self, accrual: Event) -> list[Wanted]:
        data = self._slip_data(accrual, SlipForm(self.printer_state(), separate=True))
        if data is None:
            return [self._books.outcome(accrual.sequence, SlipOutcome.LATE)]
        return [Print(self._await(accrual), data)]

    def _slip_data(self, accrual: Event, form: SlipForm) -> bytes | None:
        """Return the slip; None when it is switched off, has no place or no code.

        Nothing of it is printed then, which is what *late* says; a reprint can bring it out.
        """
        try:
            return self._till.slip(accrual, form)
        except Refused:
            return None

    def _await(self, accrual: Event) -> int:
        insert_id = insert_id_of(accrual)
        self._awaited[insert_id] = accrual.sequence
        return insert_id

    def printer_state(self) -> PrinterState:
        """Return the settings in which the printer stands between jobs."""
        return self._last.state if self._last else PrinterState()
