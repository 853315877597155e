"""A webcam by V4L2: what is chosen of what it offers, whose buffers are whose, and its troubles."""

import errno
import time
from pathlib import Path

import pytest

from hardware.cameras import v4l2_abi as abi
from hardware.cameras.camera import CameraGone
from hardware.cameras.v4l2 import V4l2Camera
from hardware.cameras.v4l2_device import KernelDevice
from tests.hardware.cameras.scenes import HEIGHT, WIDTH, scene
from tests.hardware.cameras.webcam import WEBCAM, Offers, Webcam, failure

SMALL: Offers = {"YUYV": {(WIDTH, HEIGHT): (30,)}}


def opened(webcam: Webcam) -> V4l2Camera:
    """Return the camera on a webcam, open."""
    camera = V4l2Camera("/dev/v4l/by-id/it", open_device=webcam.open)
    camera.open()
    return camera


@pytest.mark.parametrize(
    ("offers", "chosen"),
    [
        (WEBCAM, ("YUYV", 1280, 720)),
        ({"MJPG": {(1280, 720): (30,)}, "YUYV": {(1280, 720): (5,), (640, 480): (30,)}},
         ("YUYV", 640, 480)),
        ({"MJPG": {(1280, 720): (30,)}, "YUYV": {(1280, 720): (5,), (640, 480): (7,)}},
         ("MJPG", 1280, 720)),
        ({"YUYV": {(1280, 720): (5,), (640, 480): (7,)}}, ("YUYV", 1280, 720)),
        ({"GREY": {(640, 480): (60,)}}, ("GREY", 640, 480)),
        ({"H264": {(1920, 1080): (30,)}, "NV12": {(1280, 720): ()}}, ("NV12", 1280, 720)),
        ({"YUYV": {(800, 600): (30,)}}, ("YUYV", 800, 600)),
    ],
)  # fmt: skip
def test_the_cheapest_format_that_is_fast_enough(
    offers: Offers, chosen: tuple[str, int, int]
) -> None:
    """Raw before JPEG, large before small, but never a picture that lags behind the hand."""
    webcam = Webcam(offers)
    camera = opened(webcam)
    assert webcam.handle.layout == chosen
    assert webcam.handle.rate == 15
    assert webcam.handle.streaming
    assert len(webcam.handle.queued) == 4
    camera.close()


def test_brightness_is_not_copied() -> None:
    """What is read is the device's own memory: a byte that changes there changes in the frame."""
    webcam = Webcam(SMALL)
    camera = opened(webcam)
    webcam.handle.show_grey(scene(1))
    frame = camera.read(1)
    assert frame is not None
    assert (frame.luma.step, frame.luma.stride) == (2, 2 * WIDTH)
    first = frame.luma.data[0]
    webcam.handle.memory[0][0] = first ^ 0xFF
    assert frame.luma.data[0] == first ^ 0xFF
    camera.close()


def test_a_buffer_is_the_readers_until_it_is_released() -> None:
    """The device fills the others in the meantime, and gets this one back once."""
    webcam = Webcam(SMALL)
    camera = opened(webcam)
    handle = webcam.handle
    handle.show_grey(scene(1))
    frame = camera.read(1)
    assert frame is not None
    held = frame.luma.packed()
    for number in range(2, 8):
        handle.show_grey(scene(number))
    assert frame.luma.packed() == held
    newest = camera.read(1)
    assert newest is not None
    assert len(handle.queued) == 2
    frame.release()
    frame.release()
    newest.release()
    assert len(handle.queued) == 4
    camera.close()


def test_a_frame_of_before_does_not_disturb_the_camera_of_now() -> None:
    """Released after the camera was opened anew, its buffer is nobody's."""
    webcam = Webcam(SMALL)
    camera = opened(webcam)
    webcam.handle.show_grey(scene(1))
    frame = camera.read(1)
    assert frame is not None
    camera.open()
    frame.release()
    assert len(webcam.handle.queued) == 4
    camera.close()


def test_broken_pictures_are_given_back() -> None:
    """Those that the driver calls broken, empty ones, and those that are too short."""
    webcam = Webcam(SMALL)
    camera = opened(webcam)
    handle = webcam.handle
    handle.show(b"\x80" * 2 * WIDTH * HEIGHT, flags=abi.BUFFER_BROKEN)
    handle.show(b"")
    assert camera.read(0) is None
    handle.show(b"\x80" * WIDTH)
    assert camera.read(0) is None
    assert len(handle.queued) == 4
    camera.close()


def test_a_picture_keeps_the_time_at_which_it_was_taken() -> None:
    """So that whoever looks at it can tell that it is old."""
    webcam = Webcam(SMALL)
    camera = opened(webcam)
    taken_s = time.monotonic() - 3
    webcam.handle.show_grey(scene(1), taken_s=taken_s)
    frame = camera.read(1)
    assert frame is not None
    assert frame.taken_s == pytest.approx(taken_s, abs=0.001)
    camera.close()


def test_a_strange_clock_does_not_make_pictures_old() -> None:
    """Some drivers stamp by no clock of ours: then a picture is of now."""
    webcam = Webcam(SMALL)
    webcam.clock = 0
    camera = opened(webcam)
    webcam.handle.show_grey(scene(1), taken_s=1.0)
    frame = camera.read(1)
    assert frame is not None
    assert time.monotonic() - frame.taken_s < 60
    camera.close()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOENT, "not plugged in"),
        (errno.EBUSY, "used by another program"),
        (errno.EACCES, "may not be used"),
        (errno.ENOSPC, "USB line"),
        (errno.ETIMEDOUT, "does not answer"),
    ],
)
def test_a_camera_that_does_not_open_says_why(number: int, words: str) -> None:
    """In words for the person at the till, by what the kernel answered."""
    webcam = Webcam(SMALL)
    webcam.open_error = failure(number)
    with pytest.raises(CameraGone, match=words):
        opened(webcam)


@pytest.mark.parametrize(
    ("webcam", "words"),
    [(Webcam({"H264": {(1280, 720): (30,)}}), "no format"), (Webcam(SMALL, buffers=1), "memory")],
)
def test_what_cannot_be_read_is_closed_again(webcam: Webcam, words: str) -> None:
    """And said."""
    with pytest.raises(CameraGone, match=words):
        opened(webcam)
    assert webcam.handle.closed


def test_the_device_file_without_pictures_is_told_apart() -> None:
    """A webcam has a second file, for facts about its pictures."""
    webcam = Webcam(SMALL)
    webcam.capabilities = 0x0080_0000
    with pytest.raises(CameraGone, match="gives no pictures"):
        opened(webcam)
    assert webcam.handle.closed


@pytest.mark.parametrize("path", ["/dev/null", "/dev/v4l/by-id/none", "/"])
def test_files_that_are_no_cameras(path: str) -> None:
    """The kernel's own answers, through the real door."""
    with pytest.raises(CameraGone, match=r"no camera|not plugged in"):
        V4l2Camera(path).open()


def test_a_file_of_pictures_is_no_camera(tmp_path: Path) -> None:
    """It opens, and then does not know what it is asked."""
    (tmp_path / "video0").write_bytes(bytes(9))
    with pytest.raises(CameraGone, match="no camera"):
        V4l2Camera(str(tmp_path / "video0")).open()


def test_the_kernels_door_maps_and_waits(tmp_path: Path) -> None:
    """On a plain file, which can do both; a view of a buffer outlives the open file."""
    file = tmp_path / "memory"
    file.write_bytes(b"picture".ljust(4096))
    device = KernelDevice(str(file))
    assert device.wait(0)
    view = device.map(4096, 0)
    device.close()
    assert bytes(view[:7]) == b"picture"


@pytest.mark.parametrize("pulled_out_at", [abi.STREAMON, abi.QUERYBUF, abi.ENUM_FMT, abi.S_FMT])
def test_a_camera_that_goes_while_it_is_opened(pulled_out_at: int) -> None:
    """Whatever it was asked then: it is closed, and said."""
    webcam = Webcam(SMALL)
    webcam.fails_at = {pulled_out_at: failure(errno.ENODEV)}
    with pytest.raises(CameraGone, match="not plugged in"):
        opened(webcam)
    assert webcam.handle.closed


def test_what_a_camera_cannot_do_is_not_needed() -> None:
    """Neither rates nor their list nor a format refused are the end; the next one is taken."""
    webcam = Webcam({"YUYV": {(1280, 720): (30,)}, "MJPG": {(1280, 720): (30,)}})
    webcam.fails_at = dict.fromkeys((abi.S_PARM, abi.ENUM_FRAMEINTERVALS), failure(errno.ENOTTY))
    camera = opened(webcam)
    assert webcam.handle.layout == ("YUYV", 1280, 720)
    camera.close()
    webcam.refused = {"YUYV"}
    camera.open()
    assert webcam.handle.layout == ("MJPG", 1280, 720)
    camera.close()


def test_pulled_out_between_picture_and_release() -> None:
    """Giving back a buffer to nobody is no error; the next read tells."""
    webcam = Webcam(SMALL)
    camera = opened(webcam)
    webcam.handle.show_grey(scene(1))
    frame = camera.read(1)
    assert frame is not None
    webcam.unplug()
    frame.release()
    with pytest.raises(CameraGone, match="not plugged in"):
        camera.read(1)
    camera.close()


@pytest.mark.parametrize("deaf", [abi.QUERYCTRL, abi.S_CTRL])
def test_knobs_that_do_not_turn(deaf: int) -> None:
    """Some cameras list what they cannot do."""
    webcam = Webcam(SMALL)
    camera = opened(webcam)
    webcam.fails_at = {deaf: failure(errno.EIO)}
    assert not camera.darker()
    camera.close()


def test_a_camera_that_hides_its_exposure_begins_at_a_quarter() -> None:
    """Bright enough for most rooms, and the way down is short."""
    webcam = Webcam(SMALL)
    webcam.fails_at = {abi.G_CTRL: failure(errno.EACCES)}
    camera = opened(webcam)
    assert camera.darker()
    assert webcam.knobs[abi.EXPOSURE_ABSOLUTE] == 2047 // 4 * 2 // 3
    camera.close()


def test_exposure_goes_down_by_thirds_and_back() -> None:
    """By hand from where the camera stood, never brighter than that, and automatic at the end."""
    webcam = Webcam(SMALL)
    camera = opened(webcam)
    knobs = webcam.knobs
    assert not camera.brighter()
    assert not camera.automatic()
    assert camera.darker()
    assert knobs == {abi.EXPOSURE_AUTO: abi.MANUAL, abi.EXPOSURE_ABSOLUTE: 200}
    assert camera.darker()
    assert knobs[abi.EXPOSURE_ABSOLUTE] == 133
    assert camera.brighter()
    assert camera.brighter()
    assert knobs[abi.EXPOSURE_ABSOLUTE] == 300
    assert not camera.brighter()
    assert camera.automatic()
    assert knobs[abi.EXPOSURE_AUTO] == abi.APERTURE_PRIORITY
    camera.close()
    assert not camera.darker()


def test_exposure_stops_at_its_end() -> None:
    """The knob's own range holds."""
    webcam = Webcam(SMALL)
    camera = opened(webcam)
    steps = 0
    while camera.darker():
        steps += 1
        assert steps < 20
    assert webcam.knobs[abi.EXPOSURE_ABSOLUTE] == 3
    camera.close()


def test_a_camera_without_such_knobs_stays_as_it_is() -> None:
    """Cheap ones have none."""
    webcam = Webcam(SMALL)
    webcam.spans = {}
    camera = opened(webcam)
    assert not camera.darker()
    camera.close()
