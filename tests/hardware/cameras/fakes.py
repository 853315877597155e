"""A camera that misbehaves as real ones do: it freezes, lags, raises, vanishes, goes black."""

import threading
import time
from collections import deque

from hardware.cameras.camera import CameraGone, Frame, closed
from hardware.codes.luma import grey
from tests.hardware.cameras.scenes import HEIGHT, WIDTH, scene


class FakeCamera:
    """Shows what a test gives it; with `runs` it makes pictures by itself, as a sensor does."""

    live = True

    def __init__(self) -> None:
        self.name = "fake"
        self.there = True
        self.runs = False
        self.text = ""
        self.black = False
        """A covered lens: nothing but a little noise."""
        self.frozen = False
        self.behind_s = 0.0
        """How old its pictures are."""
        self.slow_s = 0.0
        """How long each read takes."""
        self.fails: Exception | None = None
        """Raised by the next read."""
        self.opened = 0
        self.held = 0
        """Frames that were handed out and not given back."""
        self._pictures: deque[bytes] = deque()
        self._open = False
        self._number = 0
        self._made = 0

    def show(self, picture: bytes) -> None:
        """Let it see a picture."""
        self._pictures.append(picture)

    def open(self) -> None:
        """Begin, if it is plugged in."""
        if not self.there:
            raise CameraGone("The camera fake is not plugged in.", "Plug it in.")
        self._pictures.clear()
        self._open, self._number = True, 0
        self.opened += 1

    def read(self, patience_s: float) -> Frame | None:
        """Return the newest picture."""
        if not self._open:
            raise closed(self.name)
        threading.Event().wait(self.slow_s)
        if self.fails is not None:
            error, self.fails = self.fails, None
            raise error
        if self.runs:
            threading.Event().wait(0.005)
            self._made += not self.frozen
            picture = scene(self._made, self.text)
            self.show(bytes(it // 16 for it in picture) if self.black else picture)
        end = time.monotonic() + patience_s
        while self.there and not self._pictures and time.monotonic() < end:
            threading.Event().wait(0.002)
        if not self.there:
            raise CameraGone("The camera fake was pulled out.", "Plug it in.")
        if not self._pictures:
            return None
        newest = self._pictures.pop()
        self._pictures.clear()
        self._number += 1
        self.held += 1
        taken_s = time.monotonic() - self.behind_s
        return Frame(grey(WIDTH, HEIGHT, newest), self._number, taken_s, done=self._back)

    def close(self) -> None:
        """End."""
        self._open = False

    def _back(self) -> None:
        self.held -= 1


class ExposingCamera(FakeCamera):
    """One whose exposure can be set; before it shines a phone."""

    def __init__(self) -> None:
        super().__init__()
        self.light = 1000.0
        self.share = 1.0
        self._by_itself = True

    def chooses(self) -> bool:
        """Say whether exposure is the camera's own."""
        return self._by_itself

    def show(self, picture: bytes) -> None:
        """Take a picture with the exposure of now: black stays black, and the rest shines."""
        lit = min(255, int(self.light * self.share))
        super().show(bytes(lit if dot > 200 else dot // 8 for dot in picture))

    def darker(self) -> bool:
        """Take two thirds of the light."""
        self._by_itself = False
        self.share *= 2 / 3
        return True

    def brighter(self) -> bool:
        """Take half as much again."""
        before, self.share = self.share, min(1.0, self.share * 3 / 2)
        return self.share != before

    def automatic(self) -> bool:
        """Choose by itself."""
        self.share, self._by_itself = 1.0, True
        return True
