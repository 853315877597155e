"""The rhythm in which recorded pictures come: as fast as they are read, or so many a second."""

import threading
import time
from typing import Final

FPS_MAX: Final = 240.0
"""Faster is not what any camera is."""


class Pace:
    """Says when the next recorded picture is due."""

    def __init__(self, fps: float) -> None:
        assert 0 <= fps <= FPS_MAX, "checked where the address is read"
        self._gap_s = 1 / fps if fps else 0.0
        self._due_s = 0.0
        self._never = threading.Event()

    def begin(self) -> None:
        """Let the next picture be due at once."""
        self._due_s = time.monotonic()

    def wait(self, patience_s: float) -> bool:
        """Wait until the next picture is due; False when that is further away than *patience_s*."""
        left = self._due_s - time.monotonic()
        if left > patience_s:
            self._never.wait(patience_s)
            return False
        if left > 0:
            self._never.wait(left)
        # From when it was due, so that the rhythm holds; but what was missed is not made up for.
        self._due_s = max(self._due_s + self._gap_s, time.monotonic())
        return True
