"""The relay's decisions: whatever the brain, the printer and time do, the paper is right."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.taps.flow import MOST_SLIPS, MOST_WAITING, Flow
from hardware.taps.job import HOLD_S, IDLE_S
from hardware.taps.link import (
    Answer,
    Bytes,
    Closed,
    End,
    Frame,
    GaveUp,
    Greet,
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

JOBS = 3
ASK = b"\x10\x04\x01"


class Till:
    """A flow with a POS, a brain and a printer that a test moves by hand."""

    def __init__(self, *, brain: bool = True) -> None:
        self.flow = Flow(session=7)
        self.now = 100.0
        self.paper = b""
        self.heard: list[Frame] = []
        self.flow.printer_is(up=True, note="")
        if brain:
            self.flow.brain_came(self.now)

    def hears(self) -> list[Frame]:
        """Return what the brain was told since it was last asked."""
        self.flow.tick(self.now)
        told, self.flow.frames = self.flow.frames, []
        self.heard += told
        return told

    def prints(self) -> bytes:
        """Hand everything to the printer that may be printed; return the whole paper."""
        while data := self.flow.output(self.now):
            self.flow.sent(len(data), self.now)
            self.flow.confirmed(len(data))
            self.paper += data
        return self.paper

    def passes(self, seconds: float) -> None:
        """Let time go by, with a tick at each deadline as the relay does."""
        until = self.now + seconds
        while (due := self.flow.deadline()) is not None and due <= until:
            self.now = max(self.now, due)
            self.flow.tick(self.now)
        self.now = until

    def job(self, data: bytes = b"") -> int:
        """Open a job that begins with *data*."""
        number = self.flow.opened("test", self.now)
        if data:
            self.flow.received(number, data, self.now)
        return number

    def fate(self, insert_id: int) -> Outcome | None:
        """Return what the brain was told of a slip; told twice is a mistake."""
        self.hears()
        outcomes = [
            f.outcome for f in self.heard if isinstance(f, Answer) if f.insert_id == insert_id
        ]
        assert len(outcomes) <= 1
        return outcomes[0] if outcomes else None


def test_a_new_brain_is_told_what_there_is() -> None:
    """Hello and the printer's state come first; a job in its middle is given up until idle."""
    till = Till(brain=False)
    till.job(b"half")
    till.flow.brain_came(till.now)
    assert till.hears() == [
        Hello(1, 7), Printer(up=True, note=""), Opened(1, "test"), GaveUp(1, 4),
    ]  # fmt: skip
    till.flow.received(1, b"rest", till.now)
    assert till.hears() == [Bytes(1, 4, b"rest")]
    assert till.prints() == b"halfrest"
    till.passes(IDLE_S)
    assert till.hears() == [Idle(1)]
    till.flow.received(1, b"next", till.now)
    assert till.prints() == b"halfrest"


def test_bytes_wait_for_the_word_and_no_longer() -> None:
    """A byte is printed when the brain says so, or 300 ms after it came."""
    till = Till()
    job = till.job(b"abcdef")
    till.flow.said(Release(job, 2))
    assert till.prints() == b"ab"
    till.passes(HOLD_S - 0.001)
    assert till.prints() == b"ab"
    till.passes(0.002)
    assert till.prints() == b"abcdef"
    assert GaveUp(job, 6) in till.hears()


def test_the_hold_counts_from_the_oldest_byte_that_waits() -> None:
    """Bytes that came later do not prolong the wait of those before them."""
    till = Till()
    job = till.job(b"ab")
    till.passes(0.2)
    till.flow.received(job, b"cd", till.now)
    till.passes(0.101)
    assert till.prints() == b"abcd"


@pytest.mark.parametrize(
    "word",
    [
        Release(1, 7), Release(1, 1), Release(9, 1), Release(0, 1), End(1, 7),
        Insert(1, 5, 7, 7, b"x"), Insert(1, 5, 4, 3, b"x"), Insert(1, 5, 4, 7, b"x"),
        Insert(1, 5, 4, 6, b""), Insert(9, 5, 4, 6, b"x"), Greet(1, b""), Idle(1),
    ],
    ids=str,
)  # fmt: skip
def test_a_wrong_word_lets_everything_go(word: Frame) -> None:
    """Beyond what was shown, backwards, of an unknown job, or no word of a brain at all."""
    till = Till()
    job = till.job(b"abcdef")
    till.flow.said(Release(job, 2))
    till.flow.said(word)
    assert till.prints() == b"abcdef"
    assert GaveUp(job, 6) in till.hears()
    till.flow.received(job, b"more", till.now)
    assert till.prints() == b"abcdefmore"
    if isinstance(word, Insert):
        assert till.fate(word.insert_id) is Outcome.LATE


def test_words_that_crossed_a_give_up_are_not_wrong() -> None:
    """The brain could not know yet; the job is its own again once the line was idle."""
    till = Till()
    job = till.job(b"abcdef")
    till.passes(HOLD_S)
    till.flow.said(Release(job, 3))
    till.flow.said(End(job, 6))
    till.passes(IDLE_S)
    till.flow.received(job, b"gh", till.now)
    assert till.prints() == b"abcdef"
    till.flow.said(Release(job, 8))
    assert till.prints() == b"abcdefgh"


@pytest.mark.parametrize("pieces", [[ASK], [b"\x10", b"\x04", b"\x01"], [b"\x10\x04", b"\x01"]])
def test_a_question_in_a_held_tail_is_passed_on_at_once(pieces: list[bytes]) -> None:
    """Real-time bytes let go of everything before them, however they were cut up."""
    till = Till()
    job = till.job(b"held")
    for piece in pieces:
        till.flow.received(job, piece, till.now)
    till.flow.received(job, b"tail", till.now)
    assert till.prints() == b"held" + ASK
    till.flow.status(b"\x12", till.now)
    assert till.flow.replies == [(job, b"\x12")]
    assert till.hears()[-1] == Status(b"\x12")


def test_a_slip_is_put_where_the_brain_says() -> None:
    """At M exactly, once, and answered when its last byte is the printer's."""
    till = Till()
    job = till.job(b"receipt|cut")
    till.flow.said(Insert(job, 5, 7, 11, b"<slip>"))
    assert till.fate(5) is None
    assert till.prints() == b"receipt<slip>|cut"
    assert till.fate(5) is Outcome.INSERTED


def test_a_late_slip_is_known_as_late() -> None:
    """Below what was released nothing is printed, and what the word releases is released."""
    till = Till()
    job = till.job(b"receipt|cut")
    till.flow.said(Release(job, 8))
    till.flow.said(Insert(job, 5, 7, 11, b"<slip>"))
    assert till.prints() == b"receipt|cut"
    assert till.fate(5) is Outcome.LATE


def test_the_same_slip_twice_is_one_slip() -> None:
    """Asked again, by this brain or the next, it is answered again and not printed again."""
    till = Till()
    job = till.job(b"receipt|cut")
    slip = Insert(job, 5, 7, 11, b"<slip>")
    till.flow.said(slip)
    till.flow.said(slip)
    assert till.prints() == b"receipt<slip>|cut"
    assert till.fate(5) is Outcome.INSERTED
    till.flow.brain_came(till.now)
    till.flow.said(slip)
    assert till.hears()[-1] == Answer(5, Outcome.INSERTED)
    assert till.prints() == b"receipt<slip>|cut"


def test_a_slip_fits_behind_a_closed_job_until_something_else_is_printed() -> None:
    """The stream's end is a place like any other, as long as it is the end of the paper."""
    till = Till()
    for job, outcome in [(till.job(b"a"), Outcome.INSERTED), (till.job(b"b"), Outcome.LATE)]:
        till.flow.said(Release(job, 1))
        till.prints()
        till.flow.closed(job)
        if outcome is Outcome.LATE:
            till.flow.said(Release(till.job(b"c"), 1))
            till.prints()
        till.flow.said(Insert(job, job, 1, 1, b"<slip>"))
        till.prints()
        assert till.fate(job) is outcome
    assert till.prints() == b"a<slip>bc"


def test_a_slip_does_not_fit_behind_another_jobs_bytes() -> None:
    """Its place is in the stream and on the paper: the job goes on later, the slip is late."""
    till = Till()
    first, second = till.job(b"a"), till.job(b"b")
    till.flow.said(Release(first, 1))
    till.flow.said(End(first, 1))
    till.flow.said(Release(second, 1))
    assert till.prints() == b"ab"
    till.flow.said(Insert(first, 5, 1, 1, b"<slip>"))
    assert till.fate(5) is Outcome.LATE
    assert till.prints() == b"ab"


def test_a_brain_that_leaves_is_not_waited_for() -> None:
    """What is held comes out when the link breaks, and whatever comes after it too."""
    till = Till()
    job = till.job(b"held")
    till.flow.brain_left()
    assert till.prints() == b"held"
    till.flow.received(job, b", flows", till.now)
    assert till.prints() == b"held, flows"


def test_all_that_a_lost_printer_did_not_confirm_is_sent_again() -> None:
    """In its order; a slip of which nothing was sent has not suffered."""
    till = Till()
    job = till.job(b"onetwo|cut")
    till.flow.said(Release(job, 3))
    for size in (2, 1):
        assert len(till.flow.output(till.now)) >= size
        till.flow.sent(size, till.now)
    till.flow.said(Insert(job, 5, 6, 10, b"<slip>"))
    assert till.flow.output(till.now) == b"two"
    till.flow.sent(3, till.now)
    assert till.flow.output(till.now) == b"<slip>"
    till.flow.confirmed(1)
    till.flow.printer_is(up=False, note="gone")
    assert till.fate(5) is None
    till.flow.printer_is(up=True, note="")
    assert till.prints() == b"netwo<slip>|cut"
    assert till.fate(5) is Outcome.INSERTED


def test_the_printer_breaks_within_a_slip() -> None:
    """That slip is unknown, printing goes on at the first byte that the printer did not get."""
    till = Till()
    job = till.job(b"receipt|cut")
    till.flow.said(Insert(job, 5, 7, 11, b"<slip>"))
    assert till.flow.output(till.now) == b"receipt"
    till.flow.sent(7, till.now)
    till.flow.confirmed(7)
    assert till.flow.output(till.now) == b"<slip>"
    till.flow.sent(6, till.now)
    till.flow.confirmed(2)
    till.flow.printer_is(up=False, note="gone")
    assert till.fate(5) is Outcome.UNKNOWN
    till.flow.printer_is(up=True, note="")
    assert till.prints() == b"lip>|cut"
    assert till.fate(5) is Outcome.UNKNOWN


def test_one_job_owns_the_printer_until_its_end() -> None:
    """Another one waits for the brain's End, with a slip of its own kind let in first."""
    till = Till()
    first, second = till.job(b"one|two"), till.job(b"other")
    till.flow.said(Release(first, 3))
    till.flow.said(Release(second, 5))
    assert till.prints() == b"one"
    till.flow.said(Print(5, b"<alone>"))
    assert till.prints() == b"one"
    till.flow.said(End(first, 4))
    till.flow.said(Release(first, 7))
    assert till.prints() == b"one|<alone>other"
    assert till.fate(5) is Outcome.INSERTED
    till.passes(IDLE_S)
    assert till.prints() == b"one|<alone>othertwo"


def test_a_slip_of_its_own_comes_after_what_was_released_before_it() -> None:
    """Also when nothing could be printed when it came: the receipt first, then its slip."""
    till = Till()
    job = till.job(b"receipt, next")
    till.flow.said(Release(job, 8))
    till.flow.said(End(job, 8))
    till.flow.said(Print(5, b"<alone>"))
    till.flow.said(Release(job, 13))
    assert till.prints() == b"receipt,<alone> next"


def test_a_silent_owner_is_not_waited_for() -> None:
    """After a second without a byte the next job prints, and a closed one gives way at once."""
    till = Till(brain=False)
    till.job(b"one")
    till.prints()
    second = till.job(b"two")
    assert till.prints() == b"one"
    till.passes(IDLE_S)
    assert till.prints() == b"onetwo"
    till.flow.closed(second)
    till.job(b"three")
    assert till.prints() == b"onetwothree"


def test_a_monitor_that_only_asks_does_not_keep_the_printer() -> None:
    """A connection that asked for status gives way once it has its answer, which is its own."""
    till = Till(brain=False)
    monitor = till.job(ASK)
    till.prints()
    till.job(b"receipt")
    assert till.prints() == ASK
    till.flow.status(b"\x12", till.now)
    assert till.flow.replies == [(monitor, b"\x12")]
    assert till.prints() == ASK + b"receipt"


def test_bypass_asks_the_brain_nothing() -> None:
    """Nothing waits and no slip is printed while it is on; after it, from the next idle line."""
    till = Till()
    job = till.job(b"held")
    till.flow.bypass(on=True)
    till.flow.received(job, b"flows", till.now)
    till.flow.said(Print(5, b"<alone>"))
    till.flow.said(Insert(job, 6, 9, 9, b"<slip>"))
    assert till.prints() == b"heldflows"
    assert till.fate(5) is till.fate(6) is Outcome.LATE
    till.flow.bypass(on=False)
    till.passes(IDLE_S)
    till.flow.received(job, b"!", till.now)
    assert till.prints() == b"heldflows"


def test_a_pos_waits_when_the_printer_is_away() -> None:
    """What is kept has a limit, for one job and for all, and nothing of it is lost."""
    till = Till(brain=False)
    job = till.job(b"x" * MOST_WAITING)
    assert not till.flow.wants(job)
    till.flow.closed(job)
    assert till.flow.busy()
    till.prints()
    assert till.flow.done(job)
    assert not till.flow.busy()
    assert till.flow.wants_jobs()
    assert len(till.paper) == MOST_WAITING


def test_slips_that_wait_have_a_limit() -> None:
    """A brain that asks for slip after slip is refused, not served until memory ends."""
    till = Till()
    for number in range(MOST_SLIPS + 1):
        till.flow.said(Print(number, b"x"))
    assert till.fate(MOST_SLIPS) is Outcome.LATE
    assert len(till.prints()) == MOST_SLIPS


def _stream(job: int, size: int, start: int) -> bytes:
    """Return bytes that tell by themselves which job they are of, and their order."""
    return bytes(0x40 + 0x20 * job + (start + n) % 32 for n in range(size))


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("send"), st.integers(0, JOBS - 1), st.integers(1, 40)),
        st.tuples(st.just("ask"), st.just(0), st.integers(1, 3)),
        st.tuples(st.just("close"), st.integers(0, JOBS - 1)),
        st.tuples(st.just("release"), st.integers(0, JOBS - 1), st.floats(0, 1)),
        st.tuples(st.just("insert"), st.integers(0, JOBS - 1), st.floats(0, 1), st.floats(0, 1)),
        st.tuples(st.just("end"), st.integers(0, JOBS - 1), st.floats(0, 1)),
        st.tuples(st.just("print")),
        st.tuples(st.just("again"), st.integers(0, 20)),
        st.tuples(st.just("wrong"), st.integers(0, 4), st.integers(0, 200), st.integers(0, 200)),
        st.tuples(st.just("write"), st.integers(1, 60), st.integers(0, 60)),
        st.tuples(st.just("wait"), st.sampled_from([0.001, 0.05, 0.2, 0.31, 1.1])),
        st.tuples(st.sampled_from(["lost", "up", "came", "left", "bypass on", "bypass off"])),
    ),
    max_size=60,
)


class Day:
    """Plays steps on a flow and remembers what the paper has to be."""

    def __init__(self) -> None:
        self.till = Till()
        self.jobs = [self.till.job() for _ in range(JOBS)]
        self.sent = [b""] * JOBS
        self.closed = [False] * JOBS
        self.asked: list[Insert | Print] = []
        self.up = True
        self.brain = True
        self.flying = b""

    def play(self, step: tuple[object, ...]) -> None:
        """Do one step."""
        match step:
            case ("send", int(job), int(size)) if not self.closed[job]:
                self._send(job, _stream(job, size, len(self.sent[job])))
            case ("ask", int(job), int(size)) if not self.closed[job]:
                self._send(job, ASK[:size])
            case ("close", int(job)) if not self.closed[job]:
                self.closed[job] = True
                self.till.flow.closed(self.jobs[job])
            case ("write", int(size), int(confirmed)):
                self._write(size, confirmed)
            case ("wait", float(seconds)):
                self.till.passes(seconds)
            case (str(state),) if state != "print":
                self._turn(state)
            case _ if self.brain:
                self._say(step)
            case _:
                pass

    def _turn(self, state: str) -> None:
        """Have a side come or go."""
        match state:
            case "lost" | "up":
                self.up = state == "up"
                self.till.flow.printer_is(up=self.up, note=state)
                self.flying = b"" if state == "lost" else self.flying
            case "came":
                self.brain = True
                self.till.flow.brain_came(self.till.now)
            case "left":
                self.brain = False
                self.till.flow.brain_left()
            case _:
                self.till.flow.bypass(on=state == "bypass on")

    def finish(self) -> None:
        """Let everything come to rest with a healthy printer."""
        self.play(("bypass off",))
        self.play(("came",))
        self.play(("up",))
        for job in range(JOBS):
            self.play(("close", job))
        for _ in range(JOBS):
            self.till.passes(IDLE_S)
            while self.till.flow.output(self.till.now) or self.flying:
                self._write(60, 60)
                self._confirm_all()

    def bytes_of(self, job: int, paper: bytes) -> bytes:
        """Return what is this job's of a paper."""
        first = 0x40 + 0x20 * job
        own = set(range(first, first + 32)) | (set(ASK) if job == 0 else set())
        return bytes(byte for byte in paper if byte in own)

    def fates(self) -> dict[int, Outcome]:
        """Ask for every slip again and return the answers."""
        self.till.hears()
        for frame in self.asked:
            self.till.flow.said(frame)
        return {f.insert_id: f.outcome for f in self.till.hears() if isinstance(f, Answer)}

    def _confirm_all(self) -> None:
        self.till.flow.confirmed(len(self.flying))
        self.till.paper += self.flying
        self.flying = b""

    def _send(self, job: int, data: bytes) -> None:
        self.sent[job] += data
        self.till.flow.received(self.jobs[job], data, self.till.now)

    def _write(self, size: int, confirmed: int) -> None:
        """Hand bytes over and confirm some; only what is confirmed is on paper."""
        flow = self.till.flow
        if not self.up or not (data := flow.output(self.till.now)[:size]):
            return
        flow.sent(len(data), self.till.now)
        self.flying += data
        part = self.flying[:confirmed]
        flow.confirmed(len(part))
        self.till.paper += part
        self.flying = self.flying[len(part) :]
        assert flow.unconfirmed() == len(self.flying)

    def _say(self, step: tuple[object, ...]) -> None:
        """Say a word to the flow, right or wrong."""
        flow = self.till.flow
        match step:
            case ("release", int(job), float(part)):
                flow.said(Release(self.jobs[job], int(len(self.sent[job]) * part)))
            case ("end", int(job), float(part)):
                flow.said(End(self.jobs[job], int(len(self.sent[job]) * part)))
            case ("insert", int(job), float(at), float(to)):
                at, to = sorted((int(len(self.sent[job]) * at), int(len(self.sent[job]) * to)))
                self._ask(Insert(self.jobs[job], len(self.asked), int(at), int(to), self._slip()))
            case ("print",):
                self._ask(Print(len(self.asked), self._slip()))
            case ("again", int(number)) if number < len(self.asked):
                flow.said(self.asked[number])
            case ("wrong", int(job), int(at), int(to)):
                flow.said(Release(job, at))
                self._ask(Insert(job, len(self.asked), at, to, self._slip()))
            case _:
                pass

    def _slip(self) -> bytes:
        return b"<%d>" % len(self.asked)

    def _ask(self, frame: Insert | Print) -> None:
        self.asked.append(frame)
        self.till.flow.said(frame)


@given(STEPS)
def test_the_paper_is_what_the_pos_meant(steps: list[tuple[object, ...]]) -> None:
    """Every job whole and in order, every slip at most once, at its place, answered truthfully."""
    day = Day()
    for step in steps:
        day.play(step)
    day.finish()
    paper = day.till.paper
    for job in range(JOBS):
        assert day.bytes_of(job, paper) == day.sent[job]
    assert len(re.sub(rb"<\d+>", b"", paper)) == sum(map(len, day.sent))
    printed = Counter(int(number) for number in re.findall(rb"<(\d+)>", paper))
    fates = day.fates()
    assert fates.keys() == {frame.insert_id for frame in day.asked}
    assert not day.till.flow.output(day.till.now)
    for frame in day.asked:
        fate, count = fates[frame.insert_id], printed[frame.insert_id]
        assert count == {Outcome.INSERTED: 1, Outcome.LATE: 0}.get(fate, min(count, 1))
        if count and isinstance(frame, Insert):
            before = paper[: paper.index(frame.data)]
            job = day.jobs.index(frame.job)
            assert len(day.bytes_of(job, before)) == frame.at_offset
            before = re.sub(rb"<\d+>", b"", before)
            assert not before or frame.at_offset == 0 or day.bytes_of(job, before[-1:])


@given(STEPS)
def test_no_byte_waits_longer_than_the_hold(steps: list[tuple[object, ...]]) -> None:
    """With a printer that takes all, a lone job's bytes are on paper 300 ms after they came."""
    day = Day()
    came: list[tuple[int, float]] = []
    for step in steps:
        if step[0] in {"lost", "write"} or step[1:2] in {(1,), (2,)}:
            continue
        day.play(step)
        came.append((len(day.sent[0]), day.till.now))
        day.play(("up",))
        day.play(("wait", 0.001))
        paper = len(day.bytes_of(0, day.till.prints()))
        assert all(paper >= size for size, when in came if when + HOLD_S <= day.till.now)


def test_answers_and_ends_are_told_once() -> None:
    """A job that closes is told as closed, and what it was asked for as well."""
    till = Till()
    job = till.job(b"a")
    till.flow.said(Insert(job, 1, 1, 1, b"<1>"))
    till.flow.closed(job)
    till.prints()
    assert [f for f in till.hears() if isinstance(f, Answer | Closed)] == [
        Closed(job), Answer(1, Outcome.INSERTED),
    ]  # fmt: skip
