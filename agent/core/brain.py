"""The brain between relay and outbox: store the accrual, then print its slip, never the reverse."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from agent.core.accrue import (
    accrual_of,
    identity_of,
    names_itself,
    original_identity,
    report_of,
    return_of,
)
from agent.core.print_job import LetThrough, PaperEnded, PrintJob
from agent.core.receipt import Kind, Receipt
from agent.core.till import ALMATY, Note, OcrWanted, SlipForm, Till, Wanted, wants_ocr
from agent.errors import AgentError
from contracts.wire.bodies import SlipBody, SlipOutcome, ZReportBody
from contracts.wire.event import Event
from contracts.wire.refusals import Refused
from contracts.wire.units import Sequence, UnixTime
from hardware.escpos.printing import PrintoutReader
from hardware.escpos.printout import Segment
from hardware.escpos.state import PrinterState
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
)

SAME_TEXT_S: Final = 30
"""The same text without number or time within this is the same receipt (decision 0004)."""
TEXTS_KEPT: Final = 64
"""Receipts that name neither number nor time, remembered for SAME_TEXT_S."""
JOBS_KEPT: Final = 64
"""Jobs followed at once; the relay passes on no more at a time than it can print."""

_OUTCOMES: Final = {
    Outcome.INSERTED: SlipOutcome.INSERTED,
    Outcome.LATE: SlipOutcome.LATE,
    Outcome.UNKNOWN: SlipOutcome.UNKNOWN,
}


class Brain:
    """Answers the relay, frame by frame. What it wants is done by its caller, in that order."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._jobs: dict[int, PrintJob] = {}
        self._given_up: set[int] = set()
        self._last: PrintoutReader | None = None
        """Who followed the printer last: its settings outlive a connection."""
        self._awaited: dict[int, Sequence] = {}
        """Insert id -> claim whose slip the relay has not answered for."""
        self._texts: dict[tuple[str, ...], tuple[UnixTime, str]] = {}
        self._last_closing: ZReportBody | None = None
        """The closing report that was stored last, in case it is printed twice."""
        self.printer = Printer(up=False, note="the relay has not spoken yet")
        self.greeted = False
        """True while a relay is there that has said hello."""

    @property
    def awaits_slips(self) -> bool:
        """Tell whether the relay has not answered for a slip yet, or still follows a job."""
        return bool(self._awaited or self._jobs)

    def started(self) -> list[Wanted]:
        """Note that slips asked for before a restart may or may not be on paper."""
        unanswered = self._till.outbox.without_slip()[:JOBS_KEPT]
        for sequence in unanswered:
            self._book(sequence, SlipOutcome.UNKNOWN)
        return [Note(f"claim {it}: its slip was cut off by a restart") for it in unanswered]

    def relay_gone(self) -> list[Wanted]:
        """Forget the jobs of a relay that hung up; its slips without an answer are unknown."""
        self.greeted = False
        self._jobs.clear()
        self._given_up.clear()
        for sequence in self._awaited.values():
            self._book(sequence, SlipOutcome.UNKNOWN)
        self._awaited.clear()
        return []

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
        held = [job.held_since_ms for job in self._jobs.values() if job.held_since_ms is not None]
        return max(1, min(held) + 201 - now_ms) if held else None

    def on_time(self, now_ms: int) -> list[Wanted]:
        """Let go of tails that were held long enough."""
        wanted: list[Wanted] = []
        for number, job in self._jobs.items():
            wanted += self._done(number, job.wait_over(now_ms))
        return wanted

    def on_frame(self, frame: Frame, now_ms: int) -> list[Wanted]:
        """Take one frame of the relay and return what to do about it, in order."""
        match frame:
            case Opened(job=number):
                self._opened(number)
            case Bytes(job=number, data=data) if number in self._jobs:
                return self._done(number, self._jobs[number].feed(data, now_ms))
            case Closed(job=number) if number in self._jobs:
                wanted = self._done(number, self._jobs[number].finish())
                self._last = self._jobs.pop(number).reader
                self._given_up.discard(number)
                return wanted
            case Idle(job=number) if number in self._jobs:
                return self._idle(number)
            case GaveUp(job=number, offset=offset) if number in self._jobs:
                self._jobs[number].gave_up(offset)
                self._given_up.add(number)
                return [Note(f"job {number}: the relay let everything through from {offset}")]
            case Answer(insert_id=insert_id, outcome=outcome):
                return self._answered(insert_id, outcome)
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
        try:
            accrual, notes = self._accrue(receipt)
        except (AgentError, Refused) as error:
            return [Note(f"nothing was stored, so no slip: {error}")]
        return [*notes, *self._separate_slip(accrual)] if accrual else notes

    def reprint(self, cashier: str | None) -> list[Wanted]:
        """Print the newest slip again, with the same code, and log who asked."""
        last = self._till.outbox.last_slip()
        accrual = self._till.outbox.find(Sequence(last.body.slip_of() or 0)) if last else None
        if accrual is None:
            raise AgentError(
                "There is no slip to print again.",
                "The next sale gets one; this till has printed none yet.",
            )
        data = self._till.slip(accrual, SlipForm(self._state(), separate=True, reprint=True))
        if data is None:
            raise AgentError("Slips are switched off.", "Set slip.enabled = true in agent.toml.")
        booked = self._book(accrual.sequence, SlipOutcome.REPRINTED, cashier)
        return [Print(_insert_id(booked), data)]

    def _opened(self, number: int) -> None:
        while len(self._jobs) >= JOBS_KEPT:
            self._jobs.pop(next(iter(self._jobs)))
        self._jobs[number] = self._till.new_job(self._last)

    def _idle(self, number: int) -> list[Wanted]:
        """Take a long silence for the end of the paper, as printers without a cutter need."""
        self._given_up.discard(number)
        job = self._jobs[number]
        if job.reader.in_payload or not job.reader.has_print:
            return []
        wanted = self._done(number, job.finish())
        self._last = job.reader
        return wanted

    def _done(self, number: int, steps: Iterable[LetThrough | PaperEnded]) -> list[Wanted]:
        wanted: list[Wanted] = []
        for step in steps:
            if isinstance(step, PaperEnded):
                wanted += self._concluded(number, step)
            elif number not in self._given_up:
                wanted.append(Release(number, step.offset))
        return wanted

    def _concluded(self, number: int, ended: PaperEnded) -> list[Wanted]:
        """Store what the paper was, and put its slip in."""
        receipt, segment = ended.receipt, ended.segment
        self._last = self._jobs[number].reader
        wanted: list[Wanted] = []
        try:
            accrual, notes = self._stored(receipt, segment)
        except (AgentError, Refused) as error:
            accrual, notes = None, [Note(f"nothing was stored, so no slip: {error}")]
        wanted += notes
        if accrual is not None:
            wanted += self._slip(number, ended, accrual)
        if number not in self._given_up:
            wanted += [Release(number, segment.end), End(number, segment.end)]
        if self._till.reads_pictures and wants_ocr(segment, receipt):
            wanted.append(OcrWanted(segment))
        return wanted

    def _stored(self, receipt: Receipt, segment: Segment) -> tuple[Event | None, list[Wanted]]:
        """Put into the outbox what belongs there; return the accrual that wants a slip."""
        if receipt.kind is Kind.SALE:
            return self._accrue(receipt, _words(segment))
        if receipt.kind is Kind.RETURN and receipt.total:
            return None, self._give_back(receipt)
        if receipt.kind is Kind.REPORT:
            return None, self._report(receipt, segment)
        return None, [Note(f"no slip: {self._till.why_no_slip(receipt)}")]

    def _accrue(
        self, receipt: Receipt, words: tuple[str, ...] = ()
    ) -> tuple[Event | None, list[Wanted]]:
        """Store a sale once; return its accrual when it is new, and a note either way."""
        why = self._till.why_no_slip(receipt)
        if why is not None:
            return None, [Note(f"no slip: {why}")]
        identity = identity_of(receipt, self._till.id, self._seen_at(receipt, words))
        known = self._till.outbox.find_receipt(identity)
        if known is not None:
            return None, [Note(f"no slip: this receipt is accrual {known.sequence} already")]
        body = accrual_of(receipt, identity, self._till.claim_key)
        event = self._till.outbox.append(body, self._till.clock.now())
        return event, [Note(f"accrual {event.sequence} stored")]

    def _give_back(self, receipt: Receipt) -> list[Wanted]:
        identity = identity_of(receipt, self._till.id, self._seen_at(receipt, ()))
        if self._till.outbox.find_receipt(identity) is not None:
            return [Note("this return is stored already")]
        original = original_identity(receipt)
        sale = self._till.outbox.find_receipt(original) if original else None
        event = self._till.outbox.append(
            return_of(receipt, identity, sale.sequence if sale else None), self._till.clock.now()
        )
        return [Note(f"return {event.sequence} stored")]

    def _report(self, receipt: Receipt, segment: Segment) -> list[Wanted]:
        """Store a report that closes a shift, unless it is the last one printed once more."""
        report = self._till.read_report(segment)
        if report is None:
            return [Note("this report closes no shift: not stored")]
        body = report_of(receipt, report)
        if body == self._last_closing and (body.number or body.printed_at):
            return [Note("this closing report is stored already")]
        event = self._till.outbox.append(body, self._till.clock.now())
        self._last_closing = body
        return [Note(f"closing report {event.sequence} stored")]

    def _seen_at(self, receipt: Receipt, words: tuple[str, ...]) -> str:
        """Return the local time at which a receipt that does not name itself was first seen."""
        now = self._till.clock.now()
        local = datetime.fromtimestamp(now, ALMATY).replace(tzinfo=None).isoformat()
        if names_itself(receipt):
            return local
        self._texts = {it: at for it, at in self._texts.items() if now - at[0] < SAME_TEXT_S}
        while len(self._texts) >= TEXTS_KEPT:
            self._texts.pop(next(iter(self._texts)))
        return self._texts.setdefault(words, (now, local))[1]

    def _slip(self, number: int, ended: PaperEnded, accrual: Event) -> list[Wanted]:
        place = ended.place
        try:
            data = self._till.slip(accrual, self._form(number, ended))
        except Refused as refused:
            return [Note(f"claim {accrual.sequence}: no slip, its code is refused ({refused})")]
        if data is None:
            return [Note("slips are switched off")]
        insert_id = _insert_id(accrual)
        self._awaited[insert_id] = accrual.sequence
        if number in self._given_up:
            return [Print(insert_id, data)]
        return [Insert(number, insert_id, place.offset, place.offset, data)]

    def _form(self, number: int, ended: PaperEnded) -> SlipForm:
        segment, place = ended.segment, ended.place
        return SlipForm(
            state=self._jobs[number].reader.state_at(place.offset),
            separate=place.separate,
            line_open=any(line.end == place.offset for line in segment.lines),
            charset=segment.charset,
            text=" ".join(_words(segment)),
        )

    def _separate_slip(self, accrual: Event) -> list[Wanted]:
        data = self._till.slip(accrual, SlipForm(self._state(), separate=True))
        if data is None:
            return [Note("slips are switched off")]
        self._awaited[_insert_id(accrual)] = accrual.sequence
        return [Print(_insert_id(accrual), data)]

    def _state(self) -> PrinterState:
        """Return the settings in which the printer stands between jobs."""
        return self._last.state if self._last else PrinterState()

    def _answered(self, insert_id: int, outcome: Outcome) -> list[Wanted]:
        sequence = self._awaited.pop(insert_id, None)
        if sequence is None:
            return []
        self._book(sequence, _OUTCOMES[outcome])
        return [Note(f"slip of claim {sequence}: {_OUTCOMES[outcome].value}")]

    def _book(self, sequence: Sequence, outcome: SlipOutcome, cashier: str | None = None) -> Event:
        body = SlipBody(claim=sequence, outcome=outcome, cashier=cashier)
        return self._till.outbox.append(body, self._till.clock.now())


def _insert_id(event: Event) -> int:
    """Return the slip's id for the relay: made once with the stored event, the same for ever."""
    return int.from_bytes(event.hash[:8], "big")


def _words(segment: Segment) -> tuple[str, ...]:
    return tuple(line.text for line in segment.lines)
