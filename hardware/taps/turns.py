"""Whose turn it is to print: one job owns the printer until its end, the others wait."""

from collections import deque

from hardware.taps.job import IDLE_S, Job, Piece, Slip


class Turns:
    """The jobs in the order in which they get the printer, and the slips printed on their own."""

    def __init__(self) -> None:
        self._owner: Job | None = None
        self._spoken: Job | None = None
        self._queue: deque[Job] = deque()
        self._alone: deque[tuple[Slip, list[tuple[Job, int]]]] = deque()
        """Slips printed on their own, and what was to be printed before each when it came."""

    def join(self, job: Job) -> None:
        """Put a new job at the end of the queue."""
        self._queue.append(job)

    def leave(self, job: Job) -> None:
        """Take a job out for good."""
        self._queue.remove(job)
        if self._owner is job:
            self._owner = None

    def alone(self, slip: Slip) -> None:
        """Print *slip* on its own, when no job owns the printer.

        With no owner now, as when the printer is away, it comes after all that was released.
        """
        waiting = [(job, job.released) for job in self._queue if job.sent < job.released]
        self._alone.append((slip, [] if self._owner else waiting))

    def waiting(self) -> bool:
        """Tell whether slips wait to be printed on their own."""
        return bool(self._alone)

    def next_piece(self, now: float) -> Piece | None:
        """Return the next bytes for the paper: the owner's, else a slip alone, else who waits."""
        if self._owner and not self._owner.at_end():
            piece = self._owner.next_piece()
            if piece or not self.due(now):
                return piece
        self.pass_on()
        if self._alone and all(job.sent >= offset for job, offset in self._alone[0][1]):
            slip, _ = self._alone.popleft()
            self._seal_all_but(None)
            return Piece(slip.data, slip)
        for job in self._queue:
            job.at_end()
            start = job.sent
            if piece := job.next_piece():
                self._owner = self._spoken = job
                job.taken_at = start
                job.last_sent = now
                self._seal_all_but(job)
                return piece
        return None

    def sent(self, now: float) -> None:
        """Take note that the owner's bytes are moving."""
        if self._owner:
            self._owner.last_sent = now

    def passes_at(self) -> float | None:
        """Return when the owner loses the printer if nothing more comes; None: not by itself."""
        return self._owner.passes_at() if self._owner else None

    def due(self, now: float) -> bool:
        """Tell whether the owner has had nothing more to print for long enough."""
        passes_at = self.passes_at()
        return passes_at is not None and passes_at <= now

    def pass_on(self) -> None:
        """Take the printer from its owner, who goes to the end of the queue."""
        if self._owner:
            self._queue.remove(self._owner)
            self._queue.append(self._owner)
            self._owner = None

    def spoken_to(self, now: float) -> Job | None:
        """Return whom the printer answers: its owner or its last; None: nobody in particular."""
        job = self._owner or self._spoken
        if job is None or (job.closed and now > job.last_sent + IDLE_S):
            return None
        job.replied = True
        return job

    def _seal_all_but(self, printing: Job | None) -> None:
        """Take note that no slip fits any more behind what the other jobs printed."""
        for job in self._queue:
            if job is not printing:
                job.seal()
