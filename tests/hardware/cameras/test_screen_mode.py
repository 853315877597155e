"""Screen mode: a shining phone becomes readable, and a room without one does not go black."""

from hardware.cameras.motion import COLUMNS, ROWS
from hardware.cameras.screen_mode import EVERY, ScreenMode, Wish, expose, middle_of
from tests.hardware.cameras.fakes import FakeCamera


def seen(light: float, exposure: float, *, phone: bool = True) -> bytes:
    """Return a picture's dots: a phone of that light in the middle of a grey room."""
    dots = bytearray(min(255, int(60 * exposure)) for _ in range(COLUMNS * ROWS))
    if phone:
        for row in range(8, 22):
            start = row * COLUMNS + 12
            dots[start : start + 16] = bytes([min(255, int(light * exposure))]) * 16
    return bytes(dots)


def settled(light: float, *, phone: bool = True) -> float:
    """Return the exposure after a while, of a camera that does as it is told; 1 is its own."""
    mode, exposure = ScreenMode(), 1.0
    for _ in range(40 * EVERY):
        wish = mode.wish(seen(light, exposure, phone=phone))
        if wish is Wish.DARKER:
            exposure *= 2 / 3
        elif wish is Wish.BRIGHTER:
            exposure = min(1.0, exposure * 3 / 2)
    return exposure


def test_a_shining_phone_is_no_white_patch() -> None:
    """Nor a black one: exposure comes to rest between."""
    for light in (300, 700, 2000):
        assert 100 < light * settled(light) < 255


def test_a_phone_that_is_readable_is_left_alone() -> None:
    """And so is a room without a phone: it is no darker than the camera chose."""
    assert settled(200) == 1.0
    assert settled(0, phone=False) == 1.0


def test_one_step_in_several_pictures() -> None:
    """A camera takes some pictures to do as it was told."""
    mode = ScreenMode()
    wishes = [mode.wish(seen(2000, 1.0)) for _ in range(2 * EVERY)]
    assert wishes.count(Wish.DARKER) == 2


def test_only_the_middle_counts() -> None:
    """A lamp or a window at the picture's edge is not the phone."""
    dots = b"\xff" * COLUMNS * 5 + bytes(COLUMNS * (ROWS - 5))
    assert max(middle_of(dots)) == 0
    assert middle_of(b"small") == b"small"


def test_a_camera_that_cannot_is_not_asked() -> None:
    """Nothing changes, and that is said."""
    assert not expose(FakeCamera(), Wish.DARKER)
