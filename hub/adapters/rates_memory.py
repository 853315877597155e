"""Counts in this process how often somebody asks: a moving window, in little memory."""

import threading
import time
from array import array
from bisect import bisect_right
from collections.abc import Callable
from math import ceil
from typing import Final

from hub.core.ports.rates import Allowance

MOST_KEYS: Final = 50_000
"""Keys kept at most, some 15 MB; beyond them, those that asked longest ago are forgotten."""
MOST_TIMES: Final = 500_000
"""Times kept at most over all keys, some 4 MB."""


class MemoryRates:
    """The Rates port in one process: when each key asked within its window."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        most_keys: int = MOST_KEYS,
        most_times: int = MOST_TIMES,
    ) -> None:
        self._now = now
        self._most_keys = most_keys
        self._most_times = most_times
        self._times = 0
        self._longest = 0.0
        self._lock = threading.Lock()
        self._asked: dict[str, array[float]] = {}

    def take(self, key: str, allowance: Allowance) -> int:
        """Count one under *key*; return 0, or the seconds to wait when there are too many."""
        now = self._now()
        with self._lock:
            asked = self._asked.pop(key, None)
            if asked is None:
                asked = array("d")  # a fourth of what a list of as many times takes
            self._asked[key] = asked  # at the end: who asked longest ago stands in front
            gone = bisect_right(asked, now - allowance.seconds)
            del asked[:gone]
            self._times -= gone
            if len(asked) >= allowance.count:
                return max(1, ceil(asked[-allowance.count] + allowance.seconds - now))
            asked.append(now)
            self._times += 1
            self._forget(now, allowance.seconds)
            return 0

    def _forget(self, now: float, seconds: float) -> None:
        """Forget who asked longest ago: whose window has passed, and who is beyond the most."""
        self._longest = max(self._longest, seconds)
        while self._asked:
            first = next(iter(self._asked))
            crowded = len(self._asked) > self._most_keys or self._times > self._most_times
            if not crowded and self._asked[first][-1] > now - self._longest:
                break
            self._times -= len(self._asked.pop(first))
