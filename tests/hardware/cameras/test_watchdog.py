"""What a camera does wrong without saying so, and how soon it is tried again."""

import pytest

from hardware.cameras.watchdog import Fault, Pauses, Watchdog, WatchTimes

TIMES = WatchTimes()


def fingerprint_of(number: int) -> int:
    """Return the whole picture's fingerprint; its own number here."""
    return number


def fault_after(pictures: list[tuple[bytes, int]], fps: float, wait_s: float = 0.0) -> Fault | None:
    """Show pictures (dots and fingerprint), wait, and return what the watchdog says."""
    dog, now_s = Watchdog(TIMES, 0.0), 0.0
    for dots, number in pictures:
        now_s += 1 / fps
        dog.saw(dots, lambda number=number: fingerprint_of(number), now_s)  # type: ignore[misc]
    return dog.fault(now_s + wait_s)


@pytest.mark.parametrize("fps", [5.0, 15.0, 60.0])
def test_two_seconds_of_one_picture_are_a_frozen_camera(fps: float) -> None:
    """Not one and a half, and at any rate."""
    same = [(b"same", 7)]
    assert fault_after(same * int(2.7 * fps), fps) is Fault.FROZEN
    assert fault_after(same * int(1.5 * fps), fps) is None


def test_a_dark_room_is_not_frozen() -> None:
    """Its dots may all be black; somewhere in the picture is noise."""
    assert fault_after([(b"\0\0", number) for number in range(100)], 15) is None


def test_two_pictures_in_turns_are_frozen_to_nobody() -> None:
    """What changes lives; a loop of a film is no fault of a camera."""
    assert fault_after([(b"a", 1), (b"b", 2)] * 50, 15) is None


def test_no_pictures_are_a_stalled_camera() -> None:
    """After two seconds; before the first one, after ten."""
    assert fault_after([(b"a", 1)], 15, wait_s=1.9) is None
    assert fault_after([(b"a", 1)], 15, wait_s=2.1) is Fault.STALLED
    assert fault_after([], 15, wait_s=9.0) is None
    assert fault_after([], 15, wait_s=11.0) is Fault.STALLED


def test_only_new_pictures_are_news() -> None:
    """Of equal ones, none is, once they are known to be equal."""
    dog = Watchdog(TIMES, 0.0)
    news = [dog.saw(b"same", lambda: 1, number * 0.1) for number in range(4)]
    assert news == [True, False, False, False]
    assert dog.saw(b"other", lambda: 2, 0.5)


def test_pauses_double_and_begin_anew() -> None:
    """Up to eight seconds; a camera that went well is tried at once again."""
    pauses = Pauses(TIMES)
    found = [pauses.after(0.0) for _ in range(8)]
    assert found == [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]
    assert pauses.after(60.0) == 0.25
    assert pauses.after(1.0) == 0.5
