"""The counter on a bad day: late answers, faults, kills; and what goes with every green light."""

from dataclasses import replace

from agent.core.counter import BUSY_S
from agent.core.counter_events import (
    Answered,
    Ask,
    Check,
    Confirmed,
    Declined,
    Dismissed,
    FooterChanged,
    LineChanged,
    Locked,
    Looked,
    Passed,
    PrintStub,
    Returned,
    Seen,
    SettingsChanged,
    TakeBack,
    TotalTyped,
    UndoAsked,
    Unlocked,
    event_of,
)
from agent.core.counter_kept import KEPT_S
from agent.core.counter_sayings import Says
from agent.core.counter_view import HELD_S, DeviceState, Footer, Glance, LineState
from agent.errors import AgentError
from contracts.wire.units import Tiyn
from tests.agent.core.counters import AtTheCounter
from tests.agent.core.vouchers import NOON, Till
from tests.fakes.hub import WORDS
from tests.fakes.outbox import MemoryOutbox


def test_nothing_is_begun_while_the_hub_is_asked(till: Till, desk: AtTheCounter) -> None:
    """One voucher at a time: the next guest waits a second."""
    first, second = till.hub.issue(1), till.hub.issue(2)
    (check,) = desk.step(Seen(first))
    assert isinstance(check, Check)
    assert desk.step(Seen(second)) == ()
    assert desk.step(Confirmed(desk.view.number)) == ()
    assert desk.step(Passed()) == ()
    assert desk.view.glance is Glance.BUSY


def test_a_code_shown_while_the_till_is_busy_has_its_turn(till: Till, desk: AtTheCounter) -> None:
    """A camera says each code once: the next guest's waits behind the verdict, and is not lost."""
    first, second = till.hub.issue(1), till.hub.issue(2)
    (check,) = desk.step(Seen(first))
    desk.step(Seen(second))
    desk.step(Seen(first))
    desk.step(Seen("https://example.kz/menu"))
    answer = desk.work(check)
    assert answer is not None
    assert desk.happens(answer) is Glance.OFFER
    assert desk.confirms() is Glance.ACCEPTED
    assert desk.passes(HELD_S - 1) is Glance.ACCEPTED, "a green light stands its time"
    assert desk.passes(1) is Glance.OFFER
    assert desk.confirms() is Glance.ACCEPTED
    assert len(desk.greens()) == 2
    assert desk.passes(HELD_S) is Glance.IDLE, "each once"


def test_a_code_that_waited_too_long_is_gone(till: Till, desk: AtTheCounter) -> None:
    """The guest has put the phone away, and is perhaps not there any more."""
    (check,) = desk.step(Seen(till.hub.issue(1)))
    desk.step(Seen(till.hub.issue(2)))
    answer = desk.work(check)
    assert answer is not None
    assert desk.happens(answer) is Glance.OFFER
    desk.passes(KEPT_S)
    assert desk.happens(Declined(desk.view.number)) is Glance.IDLE
    assert desk.passes(HELD_S) is Glance.IDLE


def test_a_code_that_waits_is_not_looked_at_twice(till: Till, desk: AtTheCounter) -> None:
    """Shown once more before its turn, it has had its turn."""
    first, second = till.hub.issue(1), till.hub.issue(2)
    (check,) = desk.step(Seen(first))
    desk.step(Seen(second))
    answer = desk.work(check)
    assert answer is not None
    desk.happens(answer)
    assert desk.sees(second) is Glance.OFFER
    assert desk.confirms() is Glance.ACCEPTED
    assert desk.passes(HELD_S) is Glance.IDLE


def test_a_code_waits_until_the_till_is_unlocked(till: Till, desk: AtTheCounter) -> None:
    """Nothing is taken, nor said of it, while nobody is there who may."""
    (check,) = desk.step(Seen(till.hub.issue(1)))
    desk.step(Seen(till.hub.issue(2)))
    answer = desk.work(check)
    assert answer is not None
    desk.happens(answer)
    desk.happens(Locked())
    assert desk.says() is Says.LOCKED
    assert desk.happens(Unlocked("Айгүл")) is Glance.OFFER


def test_an_answer_that_comes_too_late_is_shown_once_and_over_nothing(
    till: Till, desk: AtTheCounter
) -> None:
    """Given up, it says to show the code again; the yes is on disk and is not lost."""
    desk.sees(till.hub.issue(1))
    (ask,) = desk.step(Confirmed(desk.view.number))
    assert isinstance(ask, Ask)
    answer = desk.work(ask)
    assert answer is not None
    assert desk.passes(BUSY_S) is Glance.STAFF
    assert desk.says() is Says.UNSURE
    assert desk.happens(answer) is Glance.ACCEPTED
    desk.passes(HELD_S)
    assert desk.happens(answer) is Glance.IDLE, "the same answer twice is one green light"
    assert desk.happens(Looked(ask.ticket, till.redeeming.check("?"))) is Glance.IDLE


def test_a_late_yes_stands_over_no_other_guest(till: Till, desk: AtTheCounter) -> None:
    """The first one is told when he shows it again."""
    first = till.hub.issue(1)
    desk.sees(first)
    (ask,) = desk.step(Confirmed(desk.view.number))
    desk.passes(BUSY_S)
    desk.sees(till.hub.issue(2))
    answer = desk.work(ask)
    assert isinstance(answer, Answered)
    assert desk.happens(answer) is Glance.OFFER
    desk.happens(Declined(desk.view.number))
    assert desk.sees(first) is Glance.JUST_ACCEPTED


def test_a_late_undo_is_said_too(till: Till, desk: AtTheCounter) -> None:
    """The voucher is back, however long the answer took."""
    desk.sees(till.hub.issue(1))
    desk.confirms()
    (wish,) = desk.step(UndoAsked(desk.view.number))
    answer = desk.work(wish)
    assert answer == Returned(wish.ticket, None) if isinstance(wish, TakeBack) else False
    assert desk.passes(BUSY_S) is Glance.STAFF
    assert desk.says() is Says.UNDO_NEEDS_HUB
    assert answer is not None
    desk.happens(answer)
    assert desk.says() is Says.TAKEN_BACK


def test_a_fault_shows_no_green_light(till: Till, desk: AtTheCounter) -> None:
    """What broke is said, and the voucher is not lost."""
    code = till.hub.issue(1)
    desk.sees(code)
    till.hub.refusal = AgentError("it broke", "mend it")
    assert desk.confirms() is Glance.STAFF
    assert desk.says() is Says.UNSURE
    till.hub.refusal = None
    desk.sees(code)
    assert desk.confirms() is Glance.ACCEPTED


def test_the_light_is_green_though_the_chain_is_full(till: Till, desk: AtTheCounter) -> None:
    """The spent list is what counts; the event follows by itself."""
    assert isinstance(till.outbox, MemoryOutbox)
    desk.sees(till.hub.issue(1))
    till.outbox.room = 0
    assert desk.confirms() is Glance.ACCEPTED
    till.outbox.room = 10**6
    till.restart()
    till.sync()
    assert till.hub.kinds()[-1] == "redemption"


def test_killed_between_disk_and_light_it_is_never_green_twice(
    till: Till, desk: AtTheCounter
) -> None:
    """Nobody saw the green light; shown again, it was just accepted."""
    code = till.hub.issue(1)
    desk.sees(code)
    (ask,) = desk.step(Confirmed(desk.view.number))
    assert desk.work(ask) is not None
    till.restart()
    anew = AtTheCounter(till.redeeming)
    assert anew.sees(code) is Glance.JUST_ACCEPTED


def test_the_stub_says_what_was_taken(till: Till, desk: AtTheCounter) -> None:
    """One for each green light, where the owner wants them."""
    desk.happens(Unlocked("Айгүл"))
    desk.happens(SettingsChanged(auto_accept_max=Tiyn(10**6), stub=True))
    desk.sees(till.hub.issue(1))
    wish = desk.wished[-1]
    assert isinstance(wish, PrintStub)
    said = wish.stub
    assert (said.voucher, said.title, said.value, said.at) == (1, WORDS, 50_000, NOON)
    assert (said.cashier, said.alone, said.taken_back) == ("Айгүл", False, False)
    desk.happens(UndoAsked(desk.view.number))
    again = desk.wished[-1]
    assert again == PrintStub(replace(said, taken_back=True))
    assert again.stub.id != said.id
    till.hub.silent = True
    desk.sees(till.hub.issue(2))
    alone = desk.wished[-1]
    assert isinstance(alone, PrintStub)
    assert alone.stub.alone


def test_line_and_footer_make_no_sound(till: Till, desk: AtTheCounter) -> None:
    """The number stands, so a sound is heard once; what changed is in the view."""
    desk.sees(till.hub.issue(1))
    before = desk.view
    footer = Footer("Касса 2", DeviceState.READY, DeviceState.TROUBLE, NOON)
    desk.happens(LineChanged(LineState.OFFLINE, 4))
    desk.happens(FooterChanged(footer))
    assert desk.view == replace(before, line=LineState.OFFLINE, queued=4, footer=footer)


def test_what_the_page_does_becomes_an_event() -> None:
    """By name, with the number that the cashier saw; anything else is nothing."""
    told = {"number": 7, "text": "12345678"}
    assert event_of("confirm", told) == Confirmed(7)
    assert event_of("refuse", told) == Declined(7)
    assert event_of("undo", told) == UndoAsked(7)
    assert event_of("next", told) == Dismissed(7)
    assert event_of("type_total", told) == TotalTyped("12345678", 7)
    typed = event_of("type_code", {"number": 7, "text": "9" * 10_000})
    assert typed is not None
    for act in ("lock", "unlock", "reprint", "", "CONFIRM"):
        assert event_of(act, told) is None
    assert event_of("confirm", {}) is None
    assert event_of("confirm", {"number": "7"}) is None
