"""A till that was stopped knows which vouchers wait for their receipt: its disk tells."""

from hypothesis import given
from hypothesis import strategies as st

from agent.core.counter_receipts import FORGOTTEN_S, LATE_S, WaitingForReceipts
from agent.core.counter_restoring import Taken, still_waiting
from agent.core.counter_view import Unmatched
from agent.core.redeeming import Shown
from agent.core.redemption import Accepted
from contracts.wire.event import Event, genesis
from contracts.wire.units import Sequence, Tiyn, UnixTime
from tests.agent.core.vouchers import NOON, TILL, Till
from tests.contracts.wire.samples import ENROLMENT, text_accrual
from tests.fakes.hub import WORDS

TOTALS = [1_000_00, 2_000_00, 1_500_00]


def late(waiting: WaitingForReceipts, now: float) -> list[int]:
    """Return what somebody should look after."""
    return [it.voucher for it in waiting.late(now)]


def restarted(till: Till) -> WaitingForReceipts:
    """Kill the till, start it, and return what it waits for, at 0 by its steady clock."""
    till.restart()
    waiting = WaitingForReceipts()
    waiting.restore(till.redeeming.waiting(), 0.0)
    return waiting


def takes(till: Till, number: int, *, total: int | None = None, version: int = 1) -> None:
    """Take a voucher."""
    code = till.hub.issue(number, version=version)
    taken = till.redeeming.redeem(Shown(code, Tiyn(total) if total else None))
    assert isinstance(taken, Accepted)


def test_an_unmatched_voucher_outlives_a_stop(till: Till) -> None:
    """With what it is and when it was taken; late by its own time, not by the start's."""
    takes(till, 1)
    till.passes(100)
    (waits,) = (waiting := restarted(till)).kept(0.0)
    assert waits.shown == Unmatched(1, WORDS, Tiyn(50_000), NOON)
    assert late(waiting, LATE_S - 100) == []
    assert late(waiting, LATE_S - 99) == [1]


def test_one_that_a_receipt_followed_is_not_restored(till: Till) -> None:
    """The chain says so, however short before the stop it was."""
    takes(till, 1)
    till.outbox.append(text_accrual(), UnixTime(NOON + 5))
    takes(till, 2)
    assert [it.shown.voucher for it in restarted(till).kept(0.0)] == [2]


def test_the_typed_total_outlives_a_stop_too(till: Till) -> None:
    """A part-payment's receipt is known by it."""
    takes(till, 1, total=1_000_00, version=2)
    till.outbox.append(text_accrual(1, 99_00), UnixTime(NOON + 5))
    waiting = restarted(till)
    assert late(waiting, 0.0) == [1], "a receipt has passed it over"
    assert not waiting.printed(Tiyn(98_00), 1.0)
    assert late(waiting, 1.0) == [1]
    waiting.printed(Tiyn(1_000_00), 2.0)
    assert late(waiting, 2.0) == []


def test_what_was_taken_back_or_long_ago_waits_no_more(till: Till) -> None:
    """After a shift the hub's list is the place to look."""
    takes(till, 1)
    till.redeeming.take_back(1, "by mistake")
    takes(till, 2)
    assert [it.shown.voucher for it in restarted(till).kept(0.0)] == [2]
    till.passes(FORGOTTEN_S + 1)
    assert restarted(till).kept(0.0) == ()


def test_what_is_known_already_is_not_taken_twice(till: Till) -> None:
    """The counter may have seen it before the disk was asked."""
    takes(till, 1)
    waiting = restarted(till)
    waiting.restore(till.redeeming.waiting(), 1.0)
    assert len(waiting.kept(1.0)) == 1


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["take", "sell"]), st.sampled_from(TOTALS),
        st.integers(0, 2 * FORGOTTEN_S // 3), st.booleans(),
    ),
    max_size=30,
)  # fmt: skip


@given(ACTS, st.integers(0, FORGOTTEN_S))
def test_a_till_that_was_stopped_waits_for_the_same(
    acts: list[tuple[str, int, int, bool]], after: int
) -> None:
    """Whatever was taken and sold before: as one that nobody stopped."""
    lived, taken, events, now = WaitingForReceipts(), [], list[Event](), NOON
    before = genesis(TILL, ENROLMENT)
    for number, (act, total, seconds, typed) in enumerate(acts, 1):
        now = UnixTime(now + seconds)
        if act == "take":
            shown = Unmatched(number, None, Tiyn(500_00), now)
            said = Tiyn(total) if typed else None
            lived.add(shown, said, float(now))
            taken.append(Taken(shown, said, Sequence(len(events))))
        else:
            body = text_accrual(number, total)
            events.append(Event(TILL, Sequence(len(events) + 1), now, body, before))
            before = events[-1].hash
            lived.printed(Tiyn(total), float(now))
    restored = WaitingForReceipts()
    restored.restore(still_waiting(taken, events, now), 0.0)
    assert late(restored, 0.0) == late(lived, float(now))
    assert late(restored, float(after)) == late(lived, float(now + after))
