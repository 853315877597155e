"""A camera watched all day: it reads, and what it does wrong is noticed and mended."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from hardware.cameras.camera import CameraGone, PicturesOver
from hardware.cameras.v4l2 import Size, V4l2Camera
from hardware.cameras.watchdog import WatchTimes
from hardware.cameras.watching import CameraState, Sight, Watching
from hardware.codes.cascade import Reading
from hardware.codes.luma import BadPicture, Luma
from tests.hardware.cameras.fakes import ExposingCamera, FakeCamera
from tests.hardware.cameras.scenes import HEIGHT, TEXT, WIDTH, jpeg, luma, scene
from tests.hardware.cameras.webcam import Webcam

PATIENCE_S = 20.0
SOON = WatchTimes(
    fault_s=0.2, first_picture_s=0.5, stale_s=1.0, read_s=0.05, hang_s=0.4, retry_first_s=0.02,
    retry_last_s=0.1, well_s=0.5,
)  # fmt: skip
"""Two seconds, in a hurry."""


class Notes:
    """What a watched camera said."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.states: list[CameraState] = []

    def read(self, reading: Reading) -> None:
        """Write down texts."""
        self.texts += reading.texts

    def state(self, state: CameraState) -> None:
        """Write down a state."""
        self.states.append(state)

    @property
    def sights(self) -> list[Sight]:
        """How it was, one after the other."""
        return [state.sight for state in self.states]


def becomes(what: Callable[[], bool]) -> bool:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE_S
    while not what() and time.monotonic() < end:
        threading.Event().wait(0.01)
    return what()


@contextmanager
def watched(
    camera: FakeCamera, times: WatchTimes = SOON, reader: "Slow | Broken | None" = None
) -> Iterator[tuple[Watching, Notes]]:
    """Watch a camera that makes pictures by itself."""
    camera.runs = True
    notes = Notes()
    with Watching(camera, notes.read, on_state=notes.state, times=times, reader=reader) as watching:
        yield watching, notes


class Slow:
    """A reader that takes its time, and notes when the pictures that it saw were made."""

    def __init__(self) -> None:
        self.numbers: list[bytes] = []

    def glance(self, picture: Luma) -> Reading:
        """Look for long."""
        self.numbers.append(bytes(picture.data[:32]))
        threading.Event().wait(0.1)
        return Reading((), None, 100.0)


class Broken:
    """A reader that finds pictures broken at first, as a network that loses bytes leaves them."""

    def __init__(self) -> None:
        self.looks = 0

    def glance(self, picture: Luma) -> Reading:
        """Refuse three pictures, then read."""
        self.looks += 1
        if self.looks <= 3:
            raise BadPicture("a JPEG that cannot be read")
        return Reading((f"{picture.width}",), "half", 1.0)


def test_a_code_is_said_once_and_again_when_it_comes_back() -> None:
    """The journey of one voucher: nothing, the phone, the phone taken away, the phone again."""
    camera = FakeCamera()
    with watched(camera) as (watching, notes):
        assert becomes(lambda: watching.state.sight is Sight.SEEING)
        camera.text = TEXT
        assert becomes(lambda: notes.texts == [TEXT])
        camera.text = ""
        threading.Event().wait(2.0)
        camera.text = TEXT
        assert becomes(lambda: notes.texts == [TEXT, TEXT])
    assert camera.held == 0


@pytest.mark.parametrize("fault", ["frozen", "stalled", "stale"])
def test_a_camera_that_is_strange_is_opened_again(fault: str) -> None:
    """One picture for ever, none at all, or old ones: said, opened again, and then it goes on."""
    camera = FakeCamera()
    with watched(camera) as (watching, notes):
        assert becomes(lambda: watching.state.sight is Sight.SEEING)
        camera.frozen = fault == "frozen"
        camera.runs = fault != "stalled"
        camera.behind_s = 9.0 if fault == "stale" else 0.0
        assert becomes(lambda: camera.opened >= 3)
        words = "frozen" if fault == "frozen" else "no pictures"
        assert any(words in state.title for state in notes.states)
        assert TEXT not in notes.texts
        camera.frozen, camera.runs, camera.behind_s, camera.text = False, True, 0.0, TEXT
        assert becomes(lambda: notes.texts == [TEXT])
        assert becomes(lambda: watching.state.sight is Sight.SEEING)


def test_old_pictures_are_not_read() -> None:
    """The phone in them may be gone, and its voucher with it."""
    camera = FakeCamera()
    camera.behind_s, camera.text = 5.0, TEXT
    with watched(camera) as (_, notes):
        assert becomes(lambda: camera.opened >= 2)
    assert notes.texts == []


def test_a_camera_that_is_pulled_out_is_found_again() -> None:
    """It is said, tried again with pauses, and goes on by itself when it is back."""
    camera = FakeCamera()
    with watched(camera) as (watching, notes):
        assert becomes(lambda: watching.state.sight is Sight.SEEING)
        camera.there = False
        assert becomes(lambda: watching.state.sight is Sight.GONE)
        assert "plug" in watching.state.hint.lower()
        assert becomes(lambda: "not plugged in" in watching.state.title)
        camera.text, camera.there = TEXT, True
        assert becomes(lambda: notes.texts == [TEXT])
        assert watching.state.opened == 2


def test_a_camera_that_is_not_there_at_first_is_waited_for() -> None:
    """The till starts before somebody plugs it in."""
    camera = FakeCamera()
    camera.there, camera.text = False, TEXT
    with watched(camera) as (watching, notes):
        assert becomes(lambda: watching.state.sight is Sight.GONE)
        camera.there = True
        assert becomes(lambda: notes.texts == [TEXT])


@pytest.mark.parametrize("error", [CameraGone("It failed.", "Look."), OSError(5, "bad cable")])
def test_a_camera_that_raises_is_opened_again(error: Exception) -> None:
    """In the words that it has for it, or in ours."""
    camera = FakeCamera()
    with watched(camera) as (watching, notes):
        assert becomes(lambda: watching.state.sight is Sight.SEEING)
        camera.fails, camera.text = error, TEXT
        assert becomes(lambda: notes.texts == [TEXT])
        assert Sight.GONE in notes.sights
        assert camera.opened == 2


def test_a_slow_camera_is_still_a_camera() -> None:
    """Its pictures come late; as long as they come, they are read."""
    camera = FakeCamera()
    camera.slow_s, camera.text = 0.1, TEXT
    with watched(camera) as (_, notes):
        assert becomes(lambda: notes.texts == [TEXT])
        assert camera.opened == 1


def test_a_driver_that_hangs_is_said() -> None:
    """Nobody can end its read; but it is known, and it goes on when the driver comes back."""
    camera = FakeCamera()
    with watched(camera) as (watching, _):
        assert becomes(lambda: watching.state.sight is Sight.SEEING)
        camera.slow_s = 2.0
        assert becomes(lambda: "hangs" in watching.state.title)
        camera.slow_s = 0.0
        assert becomes(lambda: watching.state.sight is Sight.SEEING)


def test_a_covered_lens_is_said() -> None:
    """Black pictures with noise in them are no fault to mend, but somebody should know."""
    camera = FakeCamera()
    camera.black = True
    with watched(camera) as (watching, _):
        assert becomes(lambda: watching.state.sight is Sight.DARK)
        assert watching.state.hint == "Uncover its lens."
        assert watching.state.opened == 1
        camera.black = False
        assert becomes(lambda: watching.state.sight is Sight.SEEING)


def test_a_slow_look_does_not_make_pictures_old() -> None:
    """The looker gets the newest, and those between are given back unread."""
    camera, slow = FakeCamera(), Slow()
    with watched(camera, reader=slow):
        assert becomes(lambda: len(slow.numbers) >= 5)
    made = bytes(luma(len(slow.numbers), text="").data[:32])
    assert slow.numbers[-1] != made, "pictures were skipped"
    assert camera.held == 0


def test_broken_pictures_are_passed_over() -> None:
    """The next one is read."""
    with watched(FakeCamera(), reader=Broken()) as (watching, notes):
        assert becomes(lambda: notes.texts == ["320"])
        assert watching.state.opened == 1


def test_the_end_of_a_recording_is_the_end() -> None:
    """Nothing is opened again, and the last picture is still read."""
    camera = FakeCamera()
    camera.live, camera.text = False, TEXT
    with watched(camera) as (watching, notes):
        assert becomes(lambda: notes.texts == [TEXT])
        camera.fails = PicturesOver("fake")
        assert becomes(lambda: watching.state.sight is Sight.OVER)
        threading.Event().wait(0.3)
        assert camera.opened == 1


def test_stopping_ends_both_threads() -> None:
    """Also while the camera is away and waited for."""
    camera = FakeCamera()
    camera.there = False
    before = threading.active_count()
    with watched(camera) as (watching, _):
        assert becomes(lambda: watching.state.sight is Sight.GONE)
        assert threading.active_count() == before + 2
    assert threading.active_count() == before


@pytest.mark.parametrize("kind", ["YUYV", "MJPG"])
def test_a_webcam_all_day(kind: str) -> None:
    """By V4L2: read, sent a broken picture, pulled out, plugged in again, read."""
    webcam = Webcam({kind: {(WIDTH, HEIGHT): (30,)}})
    camera = V4l2Camera("cam", sizes=(Size(WIDTH, HEIGHT),), open_device=webcam.open)
    notes, number = Notes(), iter(range(9**9))

    def show(text: str) -> bool:
        if kind == "MJPG":
            webcam.handle.show(jpeg(next(number), text))
        else:
            webcam.handle.show_grey(scene(next(number), text))
        threading.Event().wait(0.02)
        return True

    with Watching(camera, notes.read, on_state=notes.state, times=SOON) as watching:
        assert becomes(lambda: bool(webcam.handles) and webcam.handle.streaming)
        assert becomes(lambda: show(TEXT) and notes.texts == [TEXT])
        for broken in (b"\xff\xd8" * 9, jpeg(0)[:600] + bytes(99)):
            webcam.handle.show(broken)
            assert becomes(lambda: not webcam.handle.filled)
        assert becomes(lambda: show("SECOND") and notes.texts == [TEXT, "SECOND"])
        webcam.unplug()
        assert becomes(lambda: watching.state.sight is Sight.GONE)
        webcam.plug_in()
        assert becomes(lambda: webcam.handle.streaming)
        assert becomes(lambda: show("THIRD") and notes.texts[-1] == "THIRD")
    assert all(handle.closed for handle in webcam.handles)


def test_screen_mode_makes_a_shining_phone_readable() -> None:
    """Step by step, while it is watched; when it is let go, the camera chooses by itself again."""
    camera, notes = ExposingCamera(), Notes()
    camera.runs, camera.text = True, TEXT
    with Watching(camera, notes.read, screen_mode=True, times=SOON):
        assert becomes(lambda: camera.light * camera.share < 250)
        assert becomes(lambda: notes.texts == [TEXT])
        assert not camera.chooses()
    assert camera.chooses()
    with Watching(camera, notes.read, times=SOON) as watching:
        assert becomes(lambda: watching.state.sight is Sight.SEEING)
        assert camera.chooses()
