"""OpenCV's capture as it behaves on real cameras, without OpenCV."""

from collections import deque
from typing import Any

from tests.hardware.cameras.scenes import HEIGHT, WIDTH


class CvError(Exception):
    """What OpenCV raises."""


class OpenCv:
    """The package: a test shows it pictures, and pulls out its cable."""

    CAP_ANY, CAP_V4L2 = 0, 200
    CAP_PROP_FRAME_WIDTH, CAP_PROP_FRAME_HEIGHT = 3, 4
    CAP_PROP_EXPOSURE, CAP_PROP_AUTO_EXPOSURE, CAP_PROP_BUFFERSIZE = 15, 21, 38
    error = CvError

    def __init__(self) -> None:
        self.pictures: deque[bytes] = deque()
        self.there = True
        self.raises = False
        self.takes_wishes = True
        self.strange = False
        self.deaf: set[int] = set()
        """Properties that are not taken."""
        self.properties: dict[int, float] = {self.CAP_PROP_EXPOSURE: -4.0}
        self.opened: list[tuple[Any, ...]] = []
        self.released = 0

    def VideoCapture(self, *words: Any) -> "Capture":  # noqa: N802  # its name there
        """Open a camera."""
        self.opened.append(words)
        there = self.there and (self.takes_wishes or len(words) < 3)
        return Capture(self, there=there)


class Capture:
    """One open camera. As the real one, it says that it is open when its cable is pulled."""

    def __init__(self, package: OpenCv, *, there: bool) -> None:
        self._package = package
        self._open = there

    def isOpened(self) -> bool:  # noqa: N802  # its name there
        """Say whether it could be opened."""
        return self._open

    def read(self) -> tuple[bool, Any]:
        """Return a picture of three colours, as numpy's arrays lie in memory."""
        if self._package.raises:
            raise self._package.error("Unknown C++ exception from OpenCV code")
        if not self._package.there or not self._package.pictures:
            return False, None
        grey = self._package.pictures.popleft()
        if self._package.strange:
            return True, memoryview(grey)
        colours = bytes(level for dot in grey for level in (dot, dot, dot))
        return True, memoryview(colours).cast("B", (HEIGHT, WIDTH, 3))

    def set(self, name: int, value: float) -> bool:
        """Set a property; say whether it was taken."""
        if name in self._package.deaf:
            return False
        self._package.properties[name] = value
        return True

    def get(self, name: int) -> float:
        """Return a property."""
        return self._package.properties[name]

    def release(self) -> None:
        """Let go."""
        self._open = False
        self._package.released += 1
