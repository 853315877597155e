"""When a camera that says that it is well is not: no pictures, the same ones, or old ones."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Fault(StrEnum):
    """What a camera does wrong without saying so."""

    STALLED = "stalled"
    """No picture comes."""
    FROZEN = "frozen"
    """The same picture comes again and again, to the bit: no live sensor does that."""


@dataclass(frozen=True, slots=True)
class WatchTimes:
    """How long a camera may be strange. Tests have less patience."""

    fault_s: float = 2.0
    """Without a new picture; then it is opened again."""
    first_picture_s: float = 10.0
    """For a camera that wakes up: the first picture after opening may take longer."""
    stale_s: float = 1.0
    """Older pictures are not shown to anybody: the phone in them may be gone."""
    read_s: float = 0.25
    """How long one read waits."""
    hang_s: float = 12.0
    """For one read: OpenCV waits up to ten seconds by itself; longer, its driver hangs."""
    retry_first_s: float = 0.25
    retry_last_s: float = 8.0
    """Between two attempts to open: doubled each time, up to this."""
    well_s: float = 5.0
    """A camera that went well for so long starts from the first pause again."""


BLACK: Final = 24
"""Levels: a picture without a brighter dot shows a lens that is covered, or no light at all."""


class Watchdog:
    """Is told of pictures, and says when the camera has to be opened again."""

    def __init__(self, times: WatchTimes, now_s: float) -> None:
        self._times = times
        self._opened_s = now_s
        self._fresh_s: float | None = None
        self._same_since_s = now_s
        self._dots = b""
        self._print: int | None = None

    def saw(self, dots: bytes, fingerprint: Callable[[], int], now_s: float) -> bool:
        """Take note of a picture; say whether it differs from the one before."""
        # Two pictures with equal dots are rare: only then is the whole of them compared.
        now_print = fingerprint() if dots == self._dots else None
        if now_print is None or now_print != self._print:
            self._same_since_s = now_s
        fresh = now_print is None or (self._print is not None and now_print != self._print)
        self._dots, self._print, self._fresh_s = dots, now_print, now_s
        return fresh

    def fault(self, now_s: float) -> Fault | None:
        """Return what is wrong by now, if anything."""
        if self._fresh_s is None:
            late = now_s - self._opened_s > self._times.first_picture_s
            return Fault.STALLED if late else None
        if now_s - self._fresh_s > self._times.fault_s:
            return Fault.STALLED
        if now_s - self._same_since_s > self._times.fault_s:
            return Fault.FROZEN
        return None


class Pauses:
    """How long to wait before a camera is opened again."""

    def __init__(self, times: WatchTimes) -> None:
        self._times = times
        self._next_s = times.retry_first_s

    def after(self, well_for_s: float) -> float:
        """Return the next pause, for a camera that went well for so long."""
        if well_for_s >= self._times.well_s:
            self._next_s = self._times.retry_first_s
        pause, self._next_s = self._next_s, min(self._next_s * 2, self._times.retry_last_s)
        return pause
