"""A code is said once while it is before the camera, and again when it comes back."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from hardware.cameras.same_value import KEPT_MAX, UNSEEN_LOOKS, UNSEEN_S, SameValueLock

GAP_S = 1 / 15


def said(
    lock: SameValueLock, sights: Sequence[tuple[str, ...]], *, from_s: float = 0.0
) -> list[str]:
    """Look at moving pictures, 15 a second, and return what was let through."""
    return [
        text
        for number, texts in enumerate(sights)
        for text in lock.looked(texts, from_s + number * GAP_S, still=False)
    ]


def test_a_code_that_stays_is_said_once() -> None:
    """However long it is held."""
    assert said(SameValueLock(), [("A",)] * 300) == ["A"]


def test_a_trembling_hand_is_one_sight() -> None:
    """Hidden for a second, or read by every seventh look only."""
    assert said(SameValueLock(), [("A",)] + [()] * 15 + [("A",)]) == ["A"]
    assert said(SameValueLock(), ([("A",)] + [()] * 6) * 40) == ["A"]


def test_a_code_that_was_taken_away_is_said_again() -> None:
    """After a second and a half out of sight."""
    assert said(SameValueLock(), [("A",)] + [()] * 25 + [("A",)]) == ["A", "A"]


def test_slow_looks_count_and_not_only_time() -> None:
    """On a slow till seven looks take more than two seconds: all steps have their turn."""
    lock = SameValueLock()
    assert lock.looked(("A",), 0.0, still=False) == ("A",)
    for look in range(1, UNSEEN_LOOKS):
        assert lock.looked((), look * 1.0, still=False) == ()
    assert lock.looked(("A",), 8.0, still=False) == ()


def test_what_does_not_move_is_still_there() -> None:
    """A phone that lies before the camera is one sight, though few of its pictures are read."""
    lock = SameValueLock()
    now_s = 0.0
    assert lock.looked(("A",), now_s, still=False) == ("A",)
    for number in range(3000):
        now_s += GAP_S
        if number % 8:
            lock.passed_over(now_s)
        else:
            seen = ("A",) if number % 56 == 0 else ()
            assert lock.looked(seen, now_s, still=True) == ()


def test_a_still_scene_without_the_code_does_not_keep_it() -> None:
    """It was taken away, which moved; what is still then is the room."""
    lock = SameValueLock()
    lock.looked(("A",), 0.0, still=False)
    lock.looked((), 0.1, still=False)
    for number in range(30):
        lock.looked((), 0.2 + number * GAP_S, still=True)
    assert lock.looked(("A",), 3.0, still=False) == ("A",)


def test_codes_do_not_hide_each_other() -> None:
    """Two phones side by side are two sights."""
    assert said(SameValueLock(), [("A",), ("A", "B"), ("B",), ("A",)]) == ["A", "B"]


@given(st.lists(st.sets(st.sampled_from("ABC")), max_size=200))
def test_nothing_is_said_twice_within_the_time(sights: list[set[str]]) -> None:
    """Between two sayings of a code lies a gap without it of a second and a half."""
    lock, seen_s = SameValueLock(), dict.fromkeys("ABC", float("-inf"))
    for number, texts in enumerate(sights):
        now_s = number * GAP_S
        for text in lock.looked(tuple(sorted(texts)), now_s, still=False):
            assert now_s - seen_s[text] >= UNSEEN_S
        seen_s.update(dict.fromkeys(texts, now_s))


def test_a_wall_of_codes_is_forgotten_in_time() -> None:
    """What is kept has a limit."""
    lock = SameValueLock()
    for number in range(3 * KEPT_MAX):
        assert lock.looked((f"{number}",), number * 0.01, still=False) == (f"{number}",)
    assert lock.looked((f"{3 * KEPT_MAX - 1}",), 2.0, still=False) == ()
