"""A camera or film by OpenCV: on Windows, and wherever our own readers do not fit.

OpenCV is not installed with us (60 MB of memory): it is imported when such a camera is opened. Only
its capture is used, never its code readers. Untried on hardware; it ran on fakes and on films.
"""

import importlib
import os
import sys
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

from hardware.cameras.camera import CameraGone, Frame, PicturesOver, closed
from hardware.codes.luma import BadPicture, Luma

WIDTH, HEIGHT = 1280, 720
_GREEN: Final = 1
"""Blue, green, red: green is most of what the eye calls brightness, and needs no computing."""
_STEP_WINDOWS: Final = 1.0
"""Exposure there is a power of two of a second: a step is half the light."""


def installed_opencv() -> ModuleType:
    """Import OpenCV, or raise CameraGone that says how to install it."""
    # Read by OpenCV's C part: without it, opening a webcam on Windows takes 12 to 20 s.
    os.putenv("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")
    try:
        return importlib.import_module("cv2")
    except ImportError as error:
        raise CameraGone(
            "OpenCV is not installed, and this camera needs it.",
            "Run: pip install opencv-python-headless"
            " (or name a camera of another kind: v4l2:, http:, folder:, file:).",
        ) from error


class OpenCvCamera:
    """A webcam by number or device file, or a film by its path."""

    def __init__(
        self,
        source: str,
        *,
        film: bool = False,
        package: Callable[[], Any] = installed_opencv,
        windows: bool = sys.platform == "win32",
    ) -> None:
        self.name = f"opencv:{source}"
        self.live = not film
        self._source: str | int = int(source) if source.isdecimal() else source
        self._package = package
        self._windows = windows
        self._capture: Any = None
        self._cv: Any = None
        self._number = 0
        self._exposure: float | None = None
        self._brightest = 0.0

    def open(self) -> None:
        """Open it with all its settings at once: each later one may open the device anew."""
        self.close()
        self._cv = self._package()
        capture = self._opened() if self.live else self._cv.VideoCapture(self._source)
        if not capture.isOpened():
            capture.release()
            hint = "Check that it is plugged in and that no other program uses it."
            if not self.live:
                hint = "Check its path, and that it is a film."
            raise CameraGone(f"The camera {self.name} does not open.", hint)
        self._capture, self._number, self._exposure = capture, 0, None

    def read(self, patience_s: float) -> Frame | None:  # noqa: ARG002  # OpenCV cannot be hurried
        """Return the next picture; OpenCV itself decides how long that may take."""
        if self._capture is None:
            raise closed(self.name)
        try:
            good, picture = self._capture.read()
        except self._cv.error as error:
            raise self._gone() from error
        if not good or picture is None:
            if not self.live and self._number:
                raise PicturesOver(self.name, "Only AVI films begin anew (?loop=1).")
            raise self._gone()
        self._number += 1
        try:
            return Frame(brightness_of(picture), self._number, time.monotonic())
        except BadPicture:
            return None

    def close(self) -> None:
        """Release the device."""
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.release()

    def darker(self) -> bool:
        """Expose by hand, for less light than now."""
        return self._expose(-1)

    def brighter(self) -> bool:
        """Expose by hand, for more light, never more than the camera itself had chosen."""
        return self._exposure is not None and self._expose(1)

    def automatic(self) -> bool:
        """Leave exposure to the camera again."""
        if self._capture is None or self._exposure is None:
            return False
        self._exposure = None
        return bool(
            self._capture.set(self._cv.CAP_PROP_AUTO_EXPOSURE, 0.75 if self._windows else 3)
        )

    def _opened(self) -> Any:
        cv = self._cv
        # Named, or OpenCV tries its film readers first, and they complain on the screen.
        api = cv.CAP_ANY if self._windows else cv.CAP_V4L2
        wishes = {cv.CAP_PROP_FRAME_WIDTH: WIDTH, cv.CAP_PROP_FRAME_HEIGHT: HEIGHT}
        flat = [number for pair in wishes.items() for number in pair]
        capture = cv.VideoCapture(self._source, api, flat)
        if not capture.isOpened():
            # Some drivers take no wishes while they are opened: then one by one.
            capture.release()
            capture = cv.VideoCapture(self._source, api)
            for name, value in wishes.items():
                capture.set(name, value)
        capture.set(cv.CAP_PROP_BUFFERSIZE, 1)
        return capture

    def _expose(self, sign: int) -> bool:
        if self._capture is None:
            return False
        cv, capture = self._cv, self._capture
        now = self._exposure
        if now is None:
            now = self._brightest = float(capture.get(cv.CAP_PROP_EXPOSURE))
            if not capture.set(cv.CAP_PROP_AUTO_EXPOSURE, 0.25 if self._windows else 1):
                return False
        step = sign * _STEP_WINDOWS if self._windows else now / 3 * sign
        wanted = min(self._brightest, now + step)
        if wanted == now or not capture.set(cv.CAP_PROP_EXPOSURE, wanted):
            return False
        self._exposure = wanted
        return True

    def _gone(self) -> CameraGone:
        return CameraGone(
            f"The camera {self.name} gives no pictures.", "Check its cable, or plug it in again."
        )


def brightness_of(picture: Any) -> Luma:
    """Return OpenCV's picture as brightness, in the memory where it lies: grey, or its green."""
    whole = memoryview(picture)
    if not whole.c_contiguous or whole.itemsize != 1 or whole.ndim not in (2, 3):
        raise BadPicture("a picture that does not lie in one piece")
    height, width, colours = (*(whole.shape or ()), 1)[:3]
    flat = whole.cast("B")
    return Luma(width, height, flat[_GREEN if colours >= 3 else 0 :], width * colours, colours)
