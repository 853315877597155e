"""One job stream: what a POS sent, how much of it may be printed, and the slips put into it."""

from bisect import insort
from collections import deque
from typing import Final

from hardware.taps.realtime import RealtimeScanner

HOLD_S: Final = 0.290
"""The longest that a byte waits for the brain's word: 300 ms, less what waking up may take."""
IDLE_S: Final = 1.0
"""A line without POS bytes for this long is idle: whatever was being printed is over."""
ASK_S: Final = 0.25
"""How long a line that only asked for status is kept for the printer's reply."""
MOST_IN_PIECE: Final = 16 * 1024
"""Bytes handed to the printer in one write: a second's worth on the slowest USB printers."""
_SAME_ARRIVAL_S: Final = 0.005
"""Pieces that arrive this close are timed as one, as the first of them."""


class Slip:
    """What the brain wants printed between POS bytes, or on its own."""

    def __init__(self, insert_id: int, data: bytes, at: int = 0) -> None:
        self.insert_id = insert_id
        self.data = data
        self.at = at
        self.begun = False
        """Bytes of it were handed over."""
        self.confirmed = 0
        """How many of its bytes are surely the printer's."""


class Piece:
    """Bytes on their way to the printer, and the slip that they belong to, if any."""

    def __init__(self, data: bytes, slip: Slip | None = None) -> None:
        self.data = data
        self.slip = slip


class Job:
    """One POS connection's stream; offsets count from its first byte."""

    def __init__(self, number: int, source: str, now: float) -> None:
        self.number = number
        self.source = source
        self.received = 0
        self.released = 0
        self.sent = 0
        self.last_word = 0
        """The furthest offset that the brain itself released."""
        self.last_end = 0
        """Where the brain last said that a piece is complete."""
        self.sealed = -1
        """Something else was printed after this offset: a slip at or before it is late."""
        self.gave_up = False
        self.closed = False
        self.idle = False
        self.last_byte = now
        self.last_sent = now
        self.taken_at = 0
        """Where this job last became the printer's owner."""
        self.replied = False
        """The printer said something since this job last printed."""
        self._slips: deque[Slip] = deque()
        self._ends: list[int] = []
        self._waiting = bytearray()
        self._arrivals: deque[tuple[int, float]] = deque()
        self._scanner = RealtimeScanner()

    def take(self, data: bytes, now: float) -> None:
        """Append what the POS sent; real-time commands release all up to their end."""
        self._waiting += data
        self.received += len(data)
        self.last_byte = now
        self.idle = False
        if self._arrivals and now - self._arrivals[-1][1] < _SAME_ARRIVAL_S:
            self._arrivals[-1] = (self.received, self._arrivals[-1][1])
        else:
            self._arrivals.append((self.received, now))
        self.release(self._scanner.feed(data))

    def release(self, offset: int) -> None:
        """Allow everything up to *offset* to be printed; less than before changes nothing."""
        assert offset <= self.received, "only what is there can be released"
        self.released = max(self.released, offset)
        while self._arrivals and self._arrivals[0][0] <= self.released:
            self._arrivals.popleft()

    def waiting(self) -> int:
        """Return how many bytes have not been handed to the printer."""
        return len(self._waiting)

    def insertable(self, offset: int) -> bool:
        """Tell whether a slip at *offset* would still come out at its place."""
        return not self.gave_up and offset >= self.released and offset > self.sealed

    def insert(self, slip: Slip) -> None:
        """Put *slip* at its offset, after those that are there already."""
        insort(self._slips, slip, key=lambda other: other.at)

    def end(self, offset: int) -> None:
        """Mark a piece as complete at *offset*: when printing gets there, others may print."""
        self.last_end = offset
        if offset >= self.sent:
            self._ends.append(offset)

    def seal(self) -> None:
        """Something else is printed now: no slip fits behind what was printed of this job."""
        if self.sent:
            self.sealed = self.sent

    def next_piece(self) -> Piece | None:
        """Return what is to be printed next of what is allowed, or None."""
        if self._slips and self._slips[0].at == self.sent:
            slip = self._slips.popleft()
            return Piece(slip.data, slip)
        stop = min(self.released, self.sent + MOST_IN_PIECE)
        if self._slips:
            stop = min(stop, self._slips[0].at)
        if self._ends:
            stop = min(stop, self._ends[0])
        size = stop - self.sent
        if size <= 0:
            return None
        piece = Piece(bytes(self._waiting[:size]))
        del self._waiting[:size]
        self.sent = stop
        self.replied = False
        return piece

    def drained(self) -> bool:
        """Tell whether everything that came was handed to the printer, slips included."""
        return self.sent == self.received and not self._slips

    def over(self) -> bool:
        """Tell whether no slip fits behind this job any more."""
        return self.gave_up or self.received == 0 or self.sealed == self.sent

    def at_end(self) -> bool:
        """Tell whether a piece of this job is complete right here; asking takes the mark away."""
        while self._ends and self._ends[0] < self.sent:
            self._ends.pop(0)
        if self._ends and self._ends[0] == self.sent and not self._slip_is_next():
            self._ends.pop(0)
            return True
        return False

    def passes_at(self) -> float | None:
        """Return when this owner stops owning the printer if nothing more comes; None: not yet."""
        if not self.drained():
            return None
        if self.closed:
            return self.last_sent
        if self.taken_at >= self._scanner.plain_to:
            return self.last_sent + (0.0 if self.replied else ASK_S)
        return max(self.last_byte, self.last_sent) + IDLE_S

    def hold_ends(self) -> float | None:
        """Return when the oldest byte that waits for the brain's word has waited long enough."""
        if self.gave_up or not self._arrivals:
            return None
        return self._arrivals[0][1] + HOLD_S

    def goes_idle(self) -> float | None:
        """Return when this line counts as idle if nothing more comes; None: it is already."""
        return None if self.idle or self.closed else self.last_byte + IDLE_S

    def _slip_is_next(self) -> bool:
        """Tell whether a slip waits at the place that printing has reached."""
        return bool(self._slips) and self._slips[0].at == self.sent
