"""One job of a POS as the brain follows it: what to let through, to hold, and to conclude."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from agent.core.receipt import Receipt
from agent.core.slip_place import SlipPlace, own_part, place_of_slip
from hardware.escpos.printing import PrintoutReader
from hardware.escpos.printout import Segment

HELD_BYTES_MAX: Final = 2048
"""DESIGN §4: a tail is feeds, a short advert and the next header; more is not a tail."""
HELD_MS_MAX: Final = 200
"""The relay lets go after 300 ms; this leaves time to store the accrual in between."""

Read = Callable[[Segment], Receipt]
Earns = Callable[[Receipt], bool]


@dataclass(frozen=True, slots=True)
class LetThrough:
    """Print this job up to *offset*."""

    offset: int


@dataclass(frozen=True, slots=True)
class PaperEnded:
    """A piece of paper is complete: what it is, and where its slip would go."""

    segment: Segment
    receipt: Receipt
    place: SlipPlace


Wanted = LetThrough | PaperEnded


class PrintJob:
    """Follows one job. Feed it what arrived, in any pieces, and do what it wants in that order."""

    def __init__(
        self, reader: PrintoutReader, read: Read, earns: Earns, *, cutter_dots: int, separate: bool
    ) -> None:
        self._reader = reader
        self._read = read
        self._earns = earns
        self._cutter_dots = cutter_dots
        self._separate = separate
        self.released = 0
        """How far the printer has been allowed to print."""
        self.held_since_ms: int | None = None
        self._looked_at: int | None = None
        """The gap at which the receipt was last tried for completeness."""
        self._thought_to = 0
        """How far the paper has been read ahead of its cut."""
        self._known: tuple[object, Receipt] | None = None
        """What was read last, and what of."""

    @property
    def reader(self) -> PrintoutReader:
        """Return the reader that follows this job's paper and printer state."""
        return self._reader

    def feed(self, data: bytes, now_ms: int) -> list[Wanted]:
        """Take the bytes that the POS sent."""
        wanted: list[Wanted] = [self._ended(segment) for segment in self._reader.feed(data)]
        if wanted:
            self.held_since_ms = self._looked_at = None
        return [*wanted, self._let_through(self._held_from(now_ms))]

    @property
    def is_curious(self) -> bool:
        """Tell whether there is paper that could be read while nothing else is to do."""
        return self._reader.has_print and self._thought_to < self._reader.offset

    def think(self) -> None:
        """Read ahead what stands on the paper, so that little is left to do at the cut."""
        self._thought_to = self._reader.offset
        self._understood(self._reader.partial())

    def wait_over(self, now_ms: int) -> list[Wanted]:
        """Let go of a tail that was held long enough."""
        if self.held_since_ms is None or now_ms - self.held_since_ms < HELD_MS_MAX:
            return []
        self.held_since_ms = None
        return [self._let_through(self._reader.offset)]

    def finish(self) -> list[Wanted]:
        """Take it that this job's paper ends here: the POS hung up or has long been silent."""
        self.held_since_ms = self._looked_at = None
        segment = self._reader.finish()
        ended: list[Wanted] = [] if segment is None else [self._ended(segment)]
        return [*ended, self._let_through(self._reader.offset)]

    def gave_up(self, offset: int) -> None:
        """Note that the relay let everything through up to *offset* and will ask no more."""
        self.released = max(self.released, offset)
        self.held_since_ms = None

    def _let_through(self, offset: int) -> LetThrough:
        self.released = max(self.released, offset)
        return LetThrough(self.released)

    def _ended(self, segment: Segment) -> PaperEnded:
        receipt = self._understood(own_part(segment, self._cutter_dots))
        place = place_of_slip(segment, self.released, self._cutter_dots)
        if self._separate and segment.cut is not None:
            place = SlipPlace(segment.cut.end, separate=True)
        self.released = max(self.released, place.offset)
        return PaperEnded(segment, receipt, place)

    def _held_from(self, now_ms: int) -> int:
        """Return the offset up to which to print now: all, or the tail's beginning."""
        shown = self._reader.offset
        if self.held_since_ms is not None:
            over = shown - self.released > HELD_BYTES_MAX
            if not over and now_ms - self.held_since_ms < HELD_MS_MAX:
                return self.released
            self.held_since_ms = None
            return shown
        gap = self._reader.gap_start
        if gap is None or gap < self.released or gap == self._looked_at:
            return shown
        self._looked_at = gap
        if not self._earns(self._understood(self._reader.partial())):
            return shown
        self.held_since_ms = now_ms
        return gap

    def _understood(self, segment: Segment) -> Receipt:
        """Read a piece of paper, unless all that stands on it was read before."""
        unfinished = any(line.end == segment.end for line in segment.lines)
        paper = (segment.lines, segment.codes, segment.pictures, segment.dialect, unfinished)
        if self._known is None or self._known[0] != paper:
            self._known = paper, self._read(segment)
        return self._known[1]
