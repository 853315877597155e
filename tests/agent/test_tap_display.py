"""The display's line, tapped on a real serial line: hints for the brain, and nothing waits."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent.core.display_hint import DisplayHint, DisplayHints
from agent.core.paper_trail import PaperTrail
from agent.tap_display import DisplayTap
from contracts.wire.units import Tiyn, UnixTime
from tests.agent.core.rig import NOW, capture, make_rig
from tests.hardware.serial.ptys import Device

PATIENCE_S = 10.0
DEMO = capture("demo-bakery")
TOTAL_SHOWN = b"\x0cBAUYRSAK X 2\r\n\x0c\x1b\x51ATOTAL\r\x1b\x51B%9.2f\r"


@pytest.fixture
def display(tmp_path: Path) -> Iterator[Device]:
    """Return a display's line."""
    made = Device(tmp_path / "display")
    made.plug_in()
    yield made
    made.pull_out()


class Kept(DisplayHints):
    """Hints that can be looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[DisplayHint] = []

    def add(self, hint: DisplayHint | None) -> None:
        """Keep a hint, and for the test too."""
        super().add(hint)
        if hint is not None:
            self.seen.append(hint)


def wait_for(so: Callable[[], bool]) -> None:
    """Wait until it is so, but not for ever."""
    until = time.monotonic() + PATIENCE_S
    while not so():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.01)


def test_what_the_display_shows_is_heard(display: Device) -> None:
    """From the moment that it is set up until it is not."""
    hints, log = Kept(), list[str]()
    tap = DisplayTap(hints, lambda: UnixTime(NOW), log.append)
    tap.adopt("")
    assert log == []
    tap.adopt(display.url)
    tap.adopt(display.url)
    wait_for(lambda: log == ["display: listening"])
    display.send(TOTAL_SHOWN % 935)
    wait_for(lambda: hints.seen == [DisplayHint(Tiyn(93_500), UnixTime(NOW))])
    tap.stop()
    display.send(TOTAL_SHOWN % 1)
    time.sleep(0.3)
    assert len(hints.seen) == 1


def test_a_line_that_is_not_there_is_said_once(tmp_path: Path) -> None:
    """Nothing else comes of it."""
    log = list[str]()
    tap = DisplayTap(DisplayHints(), lambda: UnixTime(NOW), log.append)
    tap.adopt(f"serial://{tmp_path / 'nothing'}")
    wait_for(lambda: log == ["display: its line is absent"])
    tap.stop()


@pytest.mark.parametrize("shown", [0, 1], ids=["the same", "another"])
def test_the_brain_says_what_speaks_against_a_total_and_prints_the_same(shown: int) -> None:
    """The slip and the accrual are what they are without a display."""
    alone, rig = make_rig(), make_rig()
    expected = alone.played(DEMO)
    total = alone.sold[0].total
    rig.brain.trail.hints.add(DisplayHint(Tiyn(total + shown), UnixTime(rig.clock.now())))
    assert rig.played(DEMO) == expected
    assert [it.body for it in rig.outbox.export()] == [it.body for it in alone.outbox.export()]
    assert [it for it in rig.notes if "display" in it] == (
        [f"the display's total was {(total + 1) / 100:.2f}, the receipt says {total / 100:.2f}"]
        if shown
        else []
    )
    assert verdict(rig.brain.trail) is (shown == 0)
    assert verdict(alone.brain.trail) is None


def verdict(trail: PaperTrail) -> bool | None:
    """Return what the display is noted to have said of the last paper."""
    assert trail.last is not None
    return trail.last.display
