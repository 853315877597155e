"""Vouchers and the receipts on which they were rung up."""

from agent.core.counter_receipts import (
    FORGOTTEN_S,
    LATE_S,
    MATCH_S,
    MOST_WAITING,
    WaitingForReceipts,
)
from agent.core.counter_view import Unmatched
from contracts.wire.units import Tiyn, UnixTime


def taken(number: int, value: int | None = 500_00) -> Unmatched:
    """Return a voucher as it was accepted."""
    return Unmatched(number, None, Tiyn(value) if value is not None else None, UnixTime(1))


def late(waiting: WaitingForReceipts, now: float) -> list[int]:
    """Return what somebody should look after."""
    return [it.voucher for it in waiting.late(now)]


def test_the_next_receipt_takes_all_that_wait() -> None:
    """Two vouchers may stand on one receipt."""
    waiting = WaitingForReceipts()
    waiting.add(taken(1), None, 0.0)
    waiting.add(taken(2), None, 1.0)
    assert not waiting.printed(Tiyn(1), 2.0)
    assert late(waiting, 10_000.0) == []


def test_what_no_receipt_follows_is_late_after_three_minutes() -> None:
    """And forgotten after a shift: the hub's list knows it still."""
    waiting = WaitingForReceipts()
    waiting.add(taken(1), None, 0.0)
    assert late(waiting, LATE_S) == []
    assert late(waiting, LATE_S + 1) == [1]
    assert late(waiting, FORGOTTEN_S) == [1]
    assert late(waiting, FORGOTTEN_S + 1) == []


def test_a_receipt_after_half_an_hour_is_another_guest_s() -> None:
    """It takes nothing, and is no misfit."""
    waiting = WaitingForReceipts()
    waiting.add(taken(1), None, 0.0)
    assert not waiting.printed(Tiyn(1), MATCH_S + 1)
    assert late(waiting, MATCH_S + 2) == [1]


def test_a_typed_total_must_be_the_printed_one() -> None:
    """Before or after the points were taken off; a misfit is told once, and may be mended."""
    for printed in (2_000_00, 1_500_00):
        waiting = WaitingForReceipts()
        waiting.add(taken(1), Tiyn(2_000_00), 0.0)
        assert waiting.printed(Tiyn(99), 1.0)
        assert late(waiting, 1.0) == [1]
        assert not waiting.printed(Tiyn(98), 2.0)
        assert not waiting.printed(Tiyn(printed), 3.0)
        assert late(waiting, 3.0) == []


def test_what_was_taken_back_waits_no_more() -> None:
    """The others do."""
    waiting = WaitingForReceipts()
    waiting.add(taken(1), None, 0.0)
    waiting.add(taken(2), None, 0.0)
    waiting.forget(1)
    assert late(waiting, LATE_S + 1) == [2]


def test_the_list_has_an_end() -> None:
    """A till without a tap sees no receipt ever."""
    waiting = WaitingForReceipts()
    for number in range(1, MOST_WAITING + 6):
        waiting.add(taken(number), None, 0.0)
    assert late(waiting, LATE_S + 1) == list(range(6, MOST_WAITING + 6))
