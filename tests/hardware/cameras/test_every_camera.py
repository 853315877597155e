"""What every kind of camera promises, and the fake that stands for them."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.cameras.camera import CameraGone, Frame, PicturesOver
from hardware.codes.cascade import CodeReader
from tests.hardware.cameras.kinds import KINDS, Rig, rig_of
from tests.hardware.cameras.scenes import HEIGHT, TEXT, WIDTH

PATIENCE_S = 5.0


@pytest.fixture(params=KINDS)
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    """Return each kind of camera, open."""
    with rig_of(request.param, tmp_path) as made:
        made.camera.open()
        yield made
        made.camera.close()


def shown(rig: Rig, number: int) -> Frame:
    """Show a picture and read it."""
    rig.show(number)
    frame = rig.camera.read(PATIENCE_S)
    assert frame is not None, "it was shown before it was read"
    return frame


def read_on(rig: Rig) -> None:
    """Read what is left, and beyond."""
    for _ in range(9):
        rig.camera.read(0.2)


def test_a_picture_is_read_as_it_was_shown(rig: Rig) -> None:
    """The code in it can be read, in its size, from the picture and from its gist's dots."""
    frame = shown(rig, 1)
    assert (frame.luma.width, frame.luma.height) == (WIDTH, HEIGHT)
    assert CodeReader().read(frame.luma).texts == (TEXT,)
    assert 0 < frame.gist.width <= WIDTH
    frame.release()


def test_frames_are_numbered_and_timed(rig: Rig) -> None:
    """Later frames have higher numbers and times that are not earlier, and none is of tomorrow."""
    frames = []
    for number in range(3):
        with shown(rig, number) as frame:
            frames.append((frame.number, frame.taken_s))
    assert frames[0][0] >= 1
    assert frames == sorted(frames)
    assert len({number for number, _ in frames}) == 3
    assert all(0 <= time.monotonic() - taken_s < 60 for _, taken_s in frames)


def test_no_two_pictures_have_one_fingerprint(rig: Rig) -> None:
    """And a picture always has the same one."""
    with shown(rig, 1) as one:
        first = one.fingerprint()
        assert one.fingerprint() == first
    with shown(rig, 2) as other:
        assert other.fingerprint() != first


def test_releasing_twice_is_releasing_once(rig: Rig) -> None:
    """And as many frames as wanted come after."""
    for number in range(4):
        frame = shown(rig, number)
        frame.release()
        frame.release()


def test_a_held_frame_outlives_its_camera(rig: Rig) -> None:
    """Whoever looks at a picture while the camera is opened anew sees it to the end."""
    frame = shown(rig, 1)
    before = frame.luma.packed()
    rig.camera.close()
    assert frame.luma.packed() == before
    frame.release()
    rig.camera.open()
    with shown(rig, 2) as after:
        assert CodeReader().read(after.luma).texts == (TEXT,)


def test_a_camera_without_pictures_says_so(rig: Rig) -> None:
    """Pulled out or at its end, in one sentence and with what to do; opened again, it goes on."""
    shown(rig, 1).release()
    rig.vanish()
    with pytest.raises(CameraGone) as caught:
        read_on(rig)
    assert isinstance(caught.value, PicturesOver) is not rig.camera.live
    assert caught.value.title.endswith(".")
    assert caught.value.hint.endswith(".")
    rig.camera.close()
    rig.come_back()
    rig.camera.open()
    shown(rig, 2).release()


def test_closed_is_closed(rig: Rig) -> None:
    """Closing twice changes nothing, and reading then is an error with a sentence."""
    rig.camera.close()
    rig.camera.close()
    with pytest.raises(CameraGone, match="not open"):
        rig.camera.read(0)


@pytest.mark.parametrize("kind", ["v4l2-yuyv", "v4l2-mjpg", "network", "fake"])
def test_reading_waits_no_longer_than_it_was_told(kind: str, tmp_path: Path) -> None:
    """Nothing new is no error."""
    with rig_of(kind, tmp_path) as rig:
        rig.camera.open()
        assert rig.camera.read(0) is None
        assert rig.camera.read(0.05) is None
        shown(rig, 1).release()
        assert rig.camera.read(0.05) is None
        rig.camera.close()


@pytest.mark.parametrize("kind", ["v4l2-yuyv", "v4l2-mjpg", "network", "fake"])
def test_the_newest_picture_is_read(kind: str, tmp_path: Path) -> None:
    """Pictures that came while nobody read are gone: what is shown is what is there now."""
    with rig_of(kind, tmp_path) as rig:
        rig.camera.open()
        for number in range(4):
            rig.show(number)
        time_for_the_last = time.monotonic() + PATIENCE_S
        prints = []
        while time.monotonic() < time_for_the_last:
            frame = rig.camera.read(0.1)
            if frame is None:
                break
            with frame:
                prints.append(frame.luma.packed()[:32])
        assert len(prints) < 4
        with shown(rig, 3) as last:
            assert prints[-1] == last.luma.packed()[:32]
        rig.camera.close()
