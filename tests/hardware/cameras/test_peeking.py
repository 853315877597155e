"""A camera with somebody looking on: the pictures are the same, the copy is small."""

from pathlib import Path

import pytest
from PIL import Image

from hardware.cameras.choosing import camera_for
from hardware.cameras.peeking import WIDTH_MAX, PeekedCamera, smaller
from hardware.codes.luma import Luma
from hardware.codes.pictures import luma_of


def _picture(width: int, height: int, step: int, spare: int) -> Luma:
    """Return a picture whose brightness tells where a pixel is, as a camera may hold it."""
    stride = width * step + spare
    data = bytearray(stride * height)
    for y in range(height):
        for x in range(width):
            data[y * stride + x * step] = (x // 10 * 16 + y // 10) % 256
    return Luma(width, height, memoryview(bytes(data)), stride, step)


@pytest.mark.parametrize(
    ("width", "height", "step", "spare"),
    [(64, 48, 1, 0), (1280, 720, 2, 0), (1282, 720, 1, 14), (641, 480, 2, 6)],
)
def test_the_copy_shows_the_same_in_small(width: int, height: int, step: int, spare: int) -> None:
    """Whatever lies between pixels and rows; what is small already stays as it is."""
    picture = _picture(width, height, step, spare)
    copy = smaller(picture)
    part = -(-width // WIDTH_MAX)
    assert copy.width <= WIDTH_MAX
    assert (copy.width, copy.height) == (width // part, height // part)
    whole, small = picture.packed(), copy.packed()
    for x, y in ((0, 0), (copy.width - 1, 0), (3, copy.height - 1), (copy.width // 2, 7)):
        assert small[y * copy.width + x] == whole[y * part * width + x * part]


def test_who_looks_on_takes_nothing_away(tmp_path: Path) -> None:
    """The pictures go on as they come; a closed camera shows nothing."""
    Image.new("L", (640, 480), 77).save(tmp_path / "one.png")
    camera = PeekedCamera(camera_for(f"folder://{tmp_path}?loop=1"))
    assert camera.png() is None
    camera.open()
    for _ in range(3):
        frame = camera.read(1.0)
        assert frame is not None
        with frame:
            assert (frame.luma.width, frame.luma.packed()[0]) == (640, 77)
    seen = camera.png()
    assert seen is not None
    copy = luma_of(seen)
    assert (copy.width, copy.height, copy.packed()[0]) == (320, 240, 77)
    camera.close()
    assert camera.png() is None
