"""Whether something moved before the camera: a few hundred dots of each picture are compared."""

from functools import cache
from types import ModuleType
from typing import Final

from hardware.codes.luma import Luma

COLUMNS: Final = 40
ROWS: Final = 30
NOISE_FLOOR: Final = 12
"""Levels that a dot may differ and still be the same: noise of a webcam in good light."""
NOISE_FACTOR: Final = 6
"""Times the median difference: in poor light all dots flicker, and that is no motion."""
FLICKER: Final = 16
"""A median difference beyond this is no noise: the light changed, or all of the picture moved."""
MOVED_LEAST: Final = 4
"""Dots of 1,200: a code that is worth reading covers some 16."""
LOOK_EVERY: Final = 8
"""Pictures of a still scene from one look to the next: half a second at 15 a second."""
LONG_STILL: Final = 150
"""Pictures without motion, ten seconds of them: an empty counter between two guests."""
LOOK_SELDOM: Final = 16
"""As LOOK_EVERY, for a scene that has long been still: each look costs as much as all the rest."""
LOOKS_AFTER: Final = 16
"""Pictures looked at after the last motion: each step of the cascade has its turn twice."""


def dots_of(picture: Luma) -> bytes:
    """Return the brightness of the dots that are compared, row by row."""
    columns, rows = min(COLUMNS, picture.width), min(ROWS, picture.height)
    across, down = picture.width // columns, picture.height // rows
    first = across // 2 * picture.step
    last = first + (columns - 1) * across * picture.step + 1
    step = across * picture.step
    starts = ((down // 2 + row * down) * picture.stride for row in range(rows))
    data = picture.data
    return b"".join(bytes(data[start + first : start + last : step]) for start in starts)


def moved(before: bytes, now: bytes) -> bool:
    """Say whether more than noise tells two pictures' dots apart."""
    if len(before) != len(now):
        return True
    differences = _histogram(before, now)
    half, seen, median = len(now) // 2, 0, 0
    for median, count in enumerate(differences):  # noqa: B007  # it is read after the loop
        seen += count
        if seen > half:
            break
    if median > FLICKER:
        return True
    return sum(differences[NOISE_FLOOR + NOISE_FACTOR * median :]) >= MOVED_LEAST


class MotionGate:
    """Decides which pictures are worth a look."""

    def __init__(self) -> None:
        self._reference = b""
        self._since_motion = 0
        self._since_look = 0

    def passes(self, dots: bytes) -> bool:
        """Say whether to look at a picture: something moves, did just now, or it is time again."""
        self._since_look += 1
        if moved(self._reference, dots):
            # Compared with the picture that moved last: what creeps adds up, and is seen as well.
            self._since_motion, self._reference = 0, dots
        else:
            self._since_motion += 1
        every = LOOK_EVERY if self._since_motion < LONG_STILL else LOOK_SELDOM
        if self._since_motion > LOOKS_AFTER and self._since_look < every:
            return False
        self._since_look = 0
        return True

    @property
    def still(self) -> bool:
        """Whether the last picture showed no motion."""
        return self._since_motion > 0


def _histogram(before: bytes, now: bytes) -> list[int]:
    """Return how many dots differ by how much."""
    images, chops = _pillow()
    size = (len(now), 1)
    pair = (images.frombuffer("L", size, it, "raw", "L", 0, 1) for it in (before, now))
    counts: list[int] = chops.difference(*pair).histogram()
    return counts


@cache
def _pillow() -> tuple[ModuleType, ModuleType]:
    from PIL import Image, ImageChops  # noqa: PLC0415  # 40 ms, only for tills with a camera

    return Image, ImageChops
