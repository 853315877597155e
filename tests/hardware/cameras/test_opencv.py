"""OpenCV's capture: imported when it is opened, asked for everything at once, never believed."""

import sys

import pytest

from hardware.cameras.camera import CameraGone, PicturesOver
from hardware.cameras.opencv import OpenCvCamera, brightness_of
from hardware.codes.luma import BadPicture
from tests.hardware.cameras.opencv import OpenCv
from tests.hardware.cameras.scenes import HEIGHT, WIDTH, scene


def test_all_settings_are_given_when_it_is_opened() -> None:
    """Each that comes later may open the device anew, for seconds."""
    package = OpenCv()
    camera = OpenCvCamera("1", package=lambda: package, windows=True)
    camera.open()
    assert package.opened == [(1, 0, [3, 1280, 4, 720])]
    assert package.properties[OpenCv.CAP_PROP_BUFFERSIZE] == 1
    camera.close()
    assert package.released == 1


def test_a_driver_that_takes_no_wishes_is_opened_without() -> None:
    """And asked for them afterwards, one by one."""
    package = OpenCv()
    package.takes_wishes = False
    camera = OpenCvCamera("/dev/video0", package=lambda: package, windows=False)
    camera.open()
    assert package.opened == [
        ("/dev/video0", OpenCv.CAP_V4L2, [3, 1280, 4, 720]),
        ("/dev/video0", OpenCv.CAP_V4L2),
    ]
    assert package.properties[OpenCv.CAP_PROP_FRAME_WIDTH] == 1280
    camera.close()


def test_without_opencv_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence with the command; nothing else of the agent needs it."""
    # None is Python's own word for a module that must not be found.
    monkeypatch.setitem(sys.modules, "cv2", None)
    with pytest.raises(CameraGone, match="pip install opencv-python-headless"):
        OpenCvCamera("0").open()


def test_what_opencv_throws_is_a_camera_that_is_gone() -> None:
    """And so is a camera that says that it is open and gives nothing."""
    package = OpenCv()
    camera = OpenCvCamera("0", package=lambda: package)
    camera.open()
    package.raises = True
    with pytest.raises(CameraGone, match="gives no pictures"):
        camera.read(1)
    package.there = False
    with pytest.raises(CameraGone, match="does not open"):
        camera.open()


def test_a_picture_of_another_shape_is_passed_over() -> None:
    """The next one is read."""
    package = OpenCv()
    camera = OpenCvCamera("0", package=lambda: package)
    camera.open()
    package.strange = True
    package.pictures += [scene(1), scene(2)]
    assert camera.read(1) is None
    package.strange = False
    assert camera.read(1) is not None


def test_exposure_that_cannot_be_set_stays() -> None:
    """Of a closed camera, and of one that refuses."""
    package = OpenCv()
    camera = OpenCvCamera("0", package=lambda: package)
    assert not camera.darker()
    assert not camera.automatic()
    camera.open()
    package.deaf = {OpenCv.CAP_PROP_AUTO_EXPOSURE}
    assert not camera.darker()
    package.deaf = {OpenCv.CAP_PROP_EXPOSURE}
    assert not camera.darker()


def test_a_film_ends() -> None:
    """Its end is not a cable that was pulled."""
    package = OpenCv()
    package.pictures.append(scene(1))
    camera = OpenCvCamera("/film.mp4", film=True, package=lambda: package)
    camera.open()
    assert package.opened == [("/film.mp4",)]
    assert not camera.live
    assert camera.read(1) is not None
    with pytest.raises(PicturesOver):
        camera.read(1)
    package.there = False
    with pytest.raises(CameraGone, match="that it is a film"):
        camera.open()


def test_green_is_the_brightness_where_it_lies() -> None:
    """Nothing is copied: a change in OpenCV's memory is a change in the picture."""
    colours = bytearray(3 * WIDTH * HEIGHT)
    picture = brightness_of(memoryview(colours).cast("B", (HEIGHT, WIDTH, 3)))
    assert (picture.step, picture.stride) == (3, 3 * WIDTH)
    colours[1], colours[-2] = 7, 9
    assert (picture.packed()[0], picture.packed()[-1]) == (7, 9)


def test_grey_pictures_are_taken_too() -> None:
    """Infrared cameras give them."""
    picture = brightness_of(memoryview(scene(1)).cast("B", (HEIGHT, WIDTH)))
    assert picture.packed() == scene(1)


def test_other_shapes_are_bad_pictures() -> None:
    """One that does not lie in one piece, or is none."""
    for strange in (memoryview(bytes(8))[::2], memoryview(bytes(8))):
        with pytest.raises(BadPicture):
            brightness_of(strange)


@pytest.mark.parametrize(
    ("windows", "by_hand", "itself"), [(True, 0.25, 0.75), (False, 1, 3)], ids=["windows", "linux"]
)
def test_exposure_by_the_systems_own_numbers(windows: bool, by_hand: float, itself: float) -> None:
    """They differ between systems; a step is a power of two on Windows, a third elsewhere."""
    package = OpenCv()
    package.properties[OpenCv.CAP_PROP_EXPOSURE] = -4.0 if windows else 300.0
    camera = OpenCvCamera("0", package=lambda: package, windows=windows)
    camera.open()
    knobs = package.properties
    assert not camera.brighter()
    assert camera.darker()
    assert knobs[OpenCv.CAP_PROP_AUTO_EXPOSURE] == by_hand
    assert knobs[OpenCv.CAP_PROP_EXPOSURE] == (-5.0 if windows else 200.0)
    assert camera.brighter()
    assert camera.automatic()
    assert knobs[OpenCv.CAP_PROP_AUTO_EXPOSURE] == itself
    assert not camera.automatic()
    camera.close()
