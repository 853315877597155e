"""What the relay decides: whose bytes go to the printer, when, and what is put between them.

Does no I/O and asks no clock: it is told what happened and when, and is asked what to do. Job
bytes come out whole and in order whatever the brain says or does not say; slips that the brain
asked for in time are the only thing put between them.
"""

from collections import OrderedDict
from typing import Final

from hardware.taps.job import Job, Slip
from hardware.taps.link import (
    VERSION,
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
from hardware.taps.outlet import Outlet
from hardware.taps.turns import Turns

MOST_WAITING: Final = 256 * 1024
"""Bytes of one job kept for a printer that is slow or away; then the POS has to wait."""
MOST_WAITING_IN_ALL: Final = 4 * 1024 * 1024
"""The same for all jobs together: a thousand receipts that wait for a printer."""
MOST_JOBS: Final = 256
"""Jobs that wait for their turn; then no further connection is taken."""
MOST_SLIPS: Final = 64
"""Slips that wait for their place; a brain that asks for more is not well."""
MOST_ANSWERS: Final = 4096
"""Slips whose fate is remembered: a month of asking again."""


class Flow:
    """Between POS and printer: events in, bytes and frames out."""

    def __init__(self, session: int) -> None:
        self.jobs: dict[int, Job] = {}
        self.frames: list[Frame] = []
        """For the brain; whoever sends them takes them out."""
        self.replies: list[tuple[int, bytes]] = []
        """What the printer said, for the POS of this job; whoever sends them takes them out."""
        self._session = session
        self._next_job = 1
        self._brain = False
        self._bypass = False
        self._printer = Printer(up=False, note="not opened yet")
        self._turns = Turns()
        self._slips: OrderedDict[int, Outcome | None] = OrderedDict()
        self._outlet = Outlet()

    # What happened at the POS.

    def opened(self, source: str, now: float) -> int:
        """Begin a job and return its number."""
        job = Job(self._next_job, source, now)
        self._next_job += 1
        self.jobs[job.number] = job
        self._turns.join(job)
        self._tell(Opened(job.number, source))
        if self._brain and self._bypass:
            self._let_go(job)
        return job.number

    def received(self, number: int, data: bytes, now: float) -> None:
        """Take what the POS sent."""
        job = self.jobs[number]
        offset = job.received
        job.take(data, now)
        self._tell(Bytes(number, offset, data))
        if job.gave_up or not self._brain:
            job.release(job.received)

    def closed(self, number: int) -> None:
        """Take the end of a job: the POS sends no more."""
        job = self.jobs[number]
        job.closed = True
        self._tell(Closed(number))
        self._forget_old()

    def wants(self, number: int) -> bool:
        """Tell whether this job's POS may send more."""
        in_all = sum(job.waiting() for job in self.jobs.values())
        return self.jobs[number].waiting() < MOST_WAITING and in_all < MOST_WAITING_IN_ALL

    def wants_jobs(self) -> bool:
        """Tell whether another job may begin."""
        return len(self.jobs) < MOST_JOBS

    def done(self, number: int) -> bool:
        """Tell whether a closed job has been printed whole."""
        job = self.jobs.get(number)
        return job is None or (job.closed and job.drained() and not self._outlet.busy())

    def busy(self) -> bool:
        """Tell whether anything that came has not reached the printer."""
        waiting = self._turns.waiting() or not all(job.drained() for job in self.jobs.values())
        return waiting or self._outlet.busy()

    def at_work(self) -> bool:
        """Tell whether a POS is connected or something waits for the printer."""
        return self.busy() or not all(job.closed for job in self.jobs.values())

    # What happened at the brain.

    def brain_came(self, now: float) -> None:
        """Tell a new brain what there is; a job in its middle is not its to hold."""
        self.brain_left()
        self._brain = True
        self._tell(Hello(VERSION, self._session))
        self._tell(self._printer)
        for job in self.jobs.values():
            if not job.closed:
                self._tell(Opened(job.number, job.source))
                job.last_word = job.last_end = job.received
                job.gave_up = False
                if job.received or self._bypass:
                    self._let_go(job)
                job.idle = False
        self.tick(now)

    def brain_left(self) -> None:
        """Do without a brain: nothing waits any more."""
        self._brain = False
        self.frames.clear()
        for job in self.jobs.values():
            job.release(job.received)
            job.gave_up = job.received > 0

    def bypass(self, *, on: bool) -> None:
        """Ask the brain nothing from now on, or again once the lines are idle."""
        if on and not self._bypass:
            for job in self.jobs.values():
                self._let_go(job)
        if self._bypass and not on:
            for job in self.jobs.values():
                job.idle = False
        self._bypass = on

    def said(self, frame: Frame) -> None:
        """Take a word of the brain; a wrong one lets everything of that job go."""
        match frame:
            case Release(number, offset):
                self._release(number, offset)
            case Insert():
                self._insert(frame)
            case End(number, offset):
                self._end(number, offset)
            case Print(insert_id, data):
                self._print(Slip(insert_id, data))
            case _:
                self._let_all_go()
        self._forget_old()

    # What happened at the printer.

    def printer_is(self, *, up: bool, note: str) -> bool:
        """Take news of the line to the printer, tell whether it is news.

        What the printer had not confirmed when it went is sent again.
        """
        if not up:
            for slip in self._outlet.lost():
                self._answer(slip.insert_id, Outcome.UNKNOWN)
        news = Printer(up=up, note=note)
        changed = news != self._printer
        if changed:
            self._printer = news
            self._tell(news)
        return changed

    def output(self, now: float) -> bytes:
        """Return what the printer should get next, b"" for nothing."""
        if not self._outlet.next() and (piece := self._turns.next_piece(now)):
            self._outlet.put(piece)
        return self._outlet.next()

    def sent(self, size: int, now: float) -> None:
        """Take note that *size* bytes of the output were handed over; confirmed() follows."""
        self._outlet.sent(size)
        self._turns.sent(now)

    def unconfirmed(self) -> int:
        """Return how many bytes were handed over and not confirmed."""
        return self._outlet.unconfirmed

    def confirmed(self, size: int) -> None:
        """Take note that the oldest *size* bytes are the printer's: they are never sent again."""
        for slip in self._outlet.confirmed(size):
            self._answer(slip.insert_id, Outcome.INSERTED)
        self._forget_old()

    def status(self, data: bytes, now: float) -> None:
        """Take what the printer said: it is for the POS that owns it, or owned it last."""
        self._tell(Status(data))
        if job := self._turns.spoken_to(now):
            self.replies.append((job.number, data))
        else:
            self.replies.extend((job.number, data) for job in self.jobs.values() if not job.closed)

    # What time brings.

    def tick(self, now: float) -> None:
        """Do what is due: give up on a brain that does not speak, tell of idle lines."""
        for job in list(self.jobs.values()):
            hold_ends = job.hold_ends()
            if hold_ends is not None and hold_ends <= now:
                self._let_go(job)
            goes_idle = job.goes_idle()
            if goes_idle is not None and goes_idle <= now:
                job.idle = True
                if self._brain and not self._bypass:
                    job.gave_up = False
                    self._tell(Idle(job.number))
        if self._turns.due(now):
            self._turns.pass_on()
        self._forget_old()

    def deadline(self) -> float | None:
        """Return when tick() is due next, None for never."""
        times = [self._turns.passes_at()]
        for job in self.jobs.values():
            times += [job.hold_ends(), job.goes_idle()]
        return min((time for time in times if time is not None), default=None)

    # What the brain meant.

    def _meant(self, number: int) -> Job | None:
        """Return the job of this number, None for an old one; never heard of: a wrong word."""
        if not 0 < number < self._next_job:
            self._let_all_go()
        return self.jobs.get(number)

    def _release(self, number: int, offset: int) -> None:
        """Release a job as far as the brain says, or wholly when it says nonsense."""
        job = self._meant(number)
        if job is None:
            return
        if not job.last_word <= offset <= job.received:
            self._let_go(job)
            return
        job.last_word = offset
        job.release(max(offset, job.released))

    def _end(self, number: int, offset: int) -> None:
        """Mark where a piece of a job is complete."""
        job = self._meant(number)
        if job is None:
            return
        if job.last_end <= offset <= job.received:
            job.end(offset)
        else:
            self._let_go(job)

    def _insert(self, frame: Insert) -> None:
        """Put a slip at its place, or answer at once that it is late."""
        if self._is_known(frame.insert_id):
            return
        job = self._meant(frame.job)
        slip = Slip(frame.insert_id, frame.data, frame.at_offset)
        right = job and frame.at_offset <= frame.then_release_to <= job.received and frame.data
        if job and right and job.insertable(slip.at) and self._has_room():
            self._slips[slip.insert_id] = None
            job.insert(slip)
        else:
            self._answer(slip.insert_id, Outcome.LATE)
        if job and right:
            self._release(job.number, frame.then_release_to)
        elif job:
            self._let_go(job)

    def _print(self, slip: Slip) -> None:
        """Print a slip on its own when its turn comes; a bypass lets nothing but jobs through."""
        if self._is_known(slip.insert_id):
            return
        if self._bypass or not slip.data or not self._has_room():
            self._answer(slip.insert_id, Outcome.LATE)
            return
        self._slips[slip.insert_id] = None
        self._turns.alone(slip)

    def _is_known(self, insert_id: int) -> bool:
        """Tell whether this slip was asked for before, and answer again if it was answered."""
        if insert_id not in self._slips:
            return False
        if outcome := self._slips[insert_id]:
            self._tell(Answer(insert_id, outcome))
        return True

    def _has_room(self) -> bool:
        """Tell whether another slip may wait for its place."""
        return sum(outcome is None for outcome in self._slips.values()) < MOST_SLIPS

    def _answer(self, insert_id: int, outcome: Outcome) -> None:
        """Say once what became of a slip, and remember it."""
        if self._slips.get(insert_id) is not None:
            return
        self._slips[insert_id] = outcome
        while len(self._slips) > MOST_ANSWERS:
            self._slips.popitem(last=False)
        self._tell(Answer(insert_id, outcome))

    # Letting go.

    def _let_go(self, job: Job) -> None:
        """Print everything of this job unasked until its line is idle."""
        job.release(job.received)
        if not job.gave_up:
            job.gave_up = True
            self._tell(GaveUp(job.number, job.received))

    def _let_all_go(self) -> None:
        """Do so with every job."""
        for job in self.jobs.values():
            self._let_go(job)

    def _forget_old(self) -> None:
        """Forget closed jobs that are on paper and behind which no slip can come any more."""
        if self._outlet.busy():
            return
        for job in list(self.jobs.values()):
            if job.closed and job.drained() and (job.over() or not self._brain):
                del self.jobs[job.number]
                self._turns.leave(job)

    def _tell(self, frame: Frame) -> None:
        """Say something to the brain, if one is there."""
        if self._brain:
            self.frames.append(frame)
