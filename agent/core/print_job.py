"""One job of a POS as the brain follows it: what to let through, to hold, and to conclude."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from agent.core.receipt import Receipt
from agent.core.slip_place import SlipPlace, own_part, place_of_slip
from hardware.escpos.printing import PrintoutReader
from hardware.escpos.printout import Dialect, Segment
from hardware.escpos.state import PrinterState
from hardware.taps.realtime import RealtimeScanner

HELD_BYTES_MAX: Final = 2048
"""DESIGN §4: a tail is feeds, a short advert and the next header; more is not a tail."""
HELD_MS_MAX: Final = 200
"""The relay lets go after 300 ms; this leaves time to store the accrual in between."""
LONG_PAPER_BYTES: Final = 4 * 1024
"""A longer job is looked at in fewer of its gaps: the work stays in step with its length."""
TORN_OFF_DOTS: Final = 48
"""Two empty lines bring the last text to a tear bar: who feeds them has finished."""

Read = Callable[[Segment], Receipt]
Earns = Callable[[Receipt], bool]


@dataclass(frozen=True, slots=True)
class LetThrough:
    """Print this job up to *offset*."""

    offset: int


@dataclass(frozen=True, slots=True)
class PaperEnded:
    """A piece of paper is complete: what it is, and where in the job its slip would go."""

    segment: Segment
    receipt: Receipt
    place: SlipPlace
    end: int
    missed: bool
    """The printer had passed every place before this could be known: the slip goes apart."""


Wanted = LetThrough | PaperEnded


class PrintJob:
    """Follows one job. Feed it what arrived, in any pieces, and do what it wants in that order.

    Its offsets are the job's; the reader may have followed earlier jobs on the same paper.
    """

    def __init__(
        self, reader: PrintoutReader, read: Read, earns: Earns, *, cutter_dots: int, separate: bool
    ) -> None:
        self.reader = reader
        """Who follows this job's paper and printer settings."""
        self._base = reader.offset
        self._read = read
        self._earns = earns
        self._cutter_dots = cutter_dots
        self._separate = separate
        self._released = reader.offset
        self._questions = RealtimeScanner()
        self._held_since_ms: int | None = None
        self._looked_at: int | None = None
        """The gap at which the receipt was last tried for completeness."""
        self._thought_to = 0
        """How far the paper has been read ahead of its cut."""
        self._known: tuple[object, Receipt] | None = None
        """What was read last, and what of."""

    @property
    def lets_go_at_ms(self) -> int | None:
        """Return when a held tail has been held long enough, None when none is held."""
        return None if self._held_since_ms is None else self._held_since_ms + HELD_MS_MAX

    @property
    def is_within_paper(self) -> bool:
        """Tell whether something stands on the paper that was neither cut nor fed out yet."""
        if not self.reader.has_print or self.reader.dialect is not Dialect.ESCPOS:
            return False
        if self.reader.gap_start is None:
            return True
        return self.reader.partial().gaps[-1].dots < TORN_OFF_DOTS

    @property
    def is_curious(self) -> bool:
        """Tell whether there is paper that could be read while nothing else is to do."""
        return self.reader.has_print and self._thought_to < self.reader.offset

    def think(self) -> None:
        """Read ahead what stands on the paper, so that little is left to do at the cut."""
        self._thought_to = self.reader.offset
        self._understood(self.reader.partial())

    def feed(self, data: bytes, now_ms: int) -> list[Wanted]:
        """Take the bytes that the POS sent."""
        # The relay lets go of everything up to a question about the printer's status.
        self._released = max(self._released, self._base + self._questions.feed(data))
        wanted: list[Wanted] = [self._ended(segment) for segment in self.reader.feed(data)]
        if wanted:
            self._held_since_ms = self._looked_at = None
        return [*wanted, self._let_through(self._held_from(now_ms))]

    def wait_over(self, now_ms: int) -> list[Wanted]:
        """Let go of a tail that was held long enough."""
        if self.lets_go_at_ms is None or now_ms < self.lets_go_at_ms:
            return []
        return [self.let_all_through()]

    def let_all_through(self) -> LetThrough:
        """Hold nothing."""
        self._held_since_ms = None
        return self._let_through(self.reader.offset)

    def finish(self) -> list[Wanted]:
        """Take it that this job's paper ends here: the POS hung up or has long been silent."""
        self._held_since_ms = self._looked_at = None
        segment = self.reader.finish()
        ended: list[Wanted] = [] if segment is None else [self._ended(segment)]
        return [*ended, self._let_through(self.reader.offset)]

    def gave_up(self, offset: int) -> None:
        """Note that the relay let everything through up to *offset* and will ask no more."""
        self._released = max(self._released, self._base + offset)
        self._held_since_ms = None

    def state_at(self, place: SlipPlace) -> PrinterState:
        """Return the printer's settings at a place of this job."""
        return self.reader.state_at(self._base + place.offset)

    def is_line_open_at(self, segment: Segment, place: SlipPlace) -> bool:
        """Tell whether the text before a place was not ended by a line feed."""
        return any(line.end == self._base + place.offset for line in segment.lines)

    def _let_through(self, offset: int) -> LetThrough:
        self._released = max(self._released, offset)
        return LetThrough(self._released - self._base)

    def _ended(self, segment: Segment) -> PaperEnded:
        receipt = self._understood(own_part(segment, self._cutter_dots))
        place = place_of_slip(segment, self._released, self._cutter_dots)
        if self._separate and segment.cut is not None:
            place = SlipPlace(segment.cut.end, separate=True)
        missed = place.offset < self._released
        self._released = max(self._released, place.offset)
        in_job = SlipPlace(place.offset - self._base, place.separate)
        return PaperEnded(segment, receipt, in_job, segment.end - self._base, missed)

    def _held_from(self, now_ms: int) -> int:
        """Return the offset up to which to print now: all, or the tail's beginning."""
        shown = self.reader.offset
        if self.lets_go_at_ms is not None:
            if shown - self._released <= HELD_BYTES_MAX and now_ms < self.lets_go_at_ms:
                return self._released
            self._held_since_ms = None
            return shown
        gap = self.reader.gap_start
        if gap is None or gap < self._released or gap == self._looked_at:
            return shown
        if gap - (self._looked_at or 0) < (shown - LONG_PAPER_BYTES) // 8:
            return shown
        self._looked_at = gap
        if not self._earns(self._understood(self.reader.partial())):
            return shown
        self._held_since_ms = now_ms
        return gap

    def _understood(self, segment: Segment) -> Receipt:
        """Read a piece of paper, unless all that stands on it was read before."""
        unfinished = any(line.end == segment.end for line in segment.lines)
        paper = (segment.lines, segment.codes, segment.pictures, segment.dialect, unfinished)
        if self._known is None or self._known[0] != paper:
            self._known = paper, self._read(segment)
        return self._known[1]
