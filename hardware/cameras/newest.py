"""The newest picture, handed from the thread that takes them to the one that looks at them."""

import threading
from typing import NamedTuple

from hardware.cameras.camera import Frame


class Picture(NamedTuple):
    """A frame and the dots by which pictures are compared."""

    frame: Frame
    dots: bytes


class Newest:
    """Holds one picture at most: a newer one replaces it, and the old one is given back."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._picture: Picture | None = None
        self._ended = False

    def put(self, picture: Picture) -> None:
        """Show a picture in place of the one that nobody took."""
        with self._changed:
            before, self._picture = self._picture, picture
            self._changed.notify()
        if before is not None:
            before.frame.release()

    def take(self, patience_s: float) -> Picture | None:
        """Return the newest picture, each once; None when none came in that time."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._picture is not None, patience_s)
            picture, self._picture = self._picture, None
            return picture

    def clear(self) -> None:
        """Give back a picture that nobody took: its camera is closed."""
        with self._changed:
            before, self._picture = self._picture, None
        if before is not None:
            before.frame.release()

    def end(self) -> None:
        """Let nobody wait any more."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()
