"""A camera that somebody looks at besides: a small copy of a picture, a few times a second."""

import time
from typing import Final

from hardware.cameras.camera import Camera, Frame
from hardware.codes.luma import BadPicture, Luma
from hardware.codes.png import grey_png

EVERY_S: Final = 0.2
"""Five a second: enough to aim by, and nothing that the reading would feel."""
WIDTH_MAX: Final = 480
"""Pixels of the copy, at most so many across."""


class PeekedCamera:
    """Another camera, with a copy of what it saw last."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self.name = camera.name
        self.live = camera.live
        self._copied_s = 0.0
        self._copy: Luma | None = None

    def open(self) -> None:
        """Begin to take pictures."""
        self._camera.open()

    def read(self, patience_s: float) -> Frame | None:
        """Return the newest picture, and keep a copy now and then."""
        frame = self._camera.read(patience_s)
        now = time.monotonic()
        if frame is not None and now - self._copied_s >= EVERY_S:
            self._copied_s = now
            try:
                self._copy = smaller(frame.luma)
            except BadPicture:
                self._copy = None
        return frame

    def close(self) -> None:
        """Let go of the device; there is nothing to look at any more."""
        self._copy = None
        self._camera.close()

    def png(self) -> bytes | None:
        """Return the copy as a PNG, None while there is none; from any thread."""
        copy = self._copy
        if copy is None:
            return None
        return grey_png(copy.width, copy.height, bytes(copy.data), level=1)


def smaller(picture: Luma) -> Luma:
    """Return a copy of *picture* with each so many-th pixel, at most WIDTH_MAX across."""
    part = -(-picture.width // WIDTH_MAX)
    wide, high = picture.width // part, picture.height // part
    data, step = picture.data, picture.step
    rows = [
        bytes(data[at : at + ((wide - 1) * part) * step + 1 : part * step])
        for at in range(0, high * part * picture.stride, part * picture.stride)
    ]
    return Luma(wide, high, memoryview(b"".join(rows)), wide)
