"""Exposure for phone screens: they shine, and who exposes for the room sees a white patch."""

from enum import Enum
from typing import Final

from hardware.cameras.camera import Camera, Exposing
from hardware.cameras.motion import COLUMNS, ROWS

CLIPPED: Final = 250
"""Levels from here on are white without any drawing in it."""
CLIPPED_SHARE: Final = 0.05
"""Of the middle of the picture: more white than this hides a code's modules."""
DIM: Final = 110
"""Where the brightest dots of the middle stay below this, the picture may be brighter."""
EVERY: Final = 5
"""Pictures from one step to the next: a camera takes some three to do as it was told."""
_EDGE: Final = 5
"""A share of one over this at each side is not the middle."""


class Wish(Enum):
    """What exposure should do."""

    DARKER = "darker"
    BRIGHTER = "brighter"


class ScreenMode:
    """Says how to expose, from the dots that the motion gate takes anyway."""

    def __init__(self) -> None:
        self._count = 0

    def wish(self, dots: bytes) -> Wish | None:
        """Return what should change after this picture, if anything."""
        self._count += 1
        if self._count % EVERY:
            return None
        middle = middle_of(dots)
        if sum(dot >= CLIPPED for dot in middle) > len(middle) * CLIPPED_SHARE:
            return Wish.DARKER
        brightest = sorted(middle)[-max(1, len(middle) // 20)]
        return Wish.BRIGHTER if brightest < DIM else None


def expose(camera: Camera, wish: Wish) -> bool:
    """Do as wished; say whether something changed."""
    if not isinstance(camera, Exposing):
        return False
    return camera.darker() if wish is Wish.DARKER else camera.brighter()


def middle_of(dots: bytes) -> bytes:
    """Return the dots of the middle of a picture, where the phone is held."""
    if len(dots) != COLUMNS * ROWS:
        return dots
    down, across = ROWS // _EDGE, COLUMNS // _EDGE
    rows = range(down * COLUMNS, (ROWS - down) * COLUMNS, COLUMNS)
    return b"".join(dots[row + across : row + COLUMNS - across] for row in rows)
