"""How a lite-server may misbehave, for tests of whoever depends on one; by default it does not."""

import threading
from collections import deque
from collections.abc import Iterable
from enum import StrEnum


class Fate(StrEnum):
    """What becomes of one message that somebody sends."""

    DELIVERED = "delivered"
    DROPPED = "dropped"
    """Said to be taken, and forgotten."""
    REPEATED = "repeated"
    """Given to the chain twice."""
    UNANSWERED = "unanswered"
    """Given to the chain, and never acknowledged."""


class Faults:
    """The server's faults; they may be changed from any thread while it runs."""

    def __init__(self, fates: Iterable[Fate] = ()) -> None:
        self.silent = False
        """Hears everything, and says nothing, not even to pings."""
        self.late_s = 0.0
        """How long every answer waits."""
        self.head_shift = 0
        """How many blocks are added to the head that it names; less than 0: it lags behind."""
        self.repeated_answers = False
        """Says every answer twice."""
        self._fates = deque(fates)
        self._lock = threading.Lock()

    def befall(self, *fates: Fate) -> None:
        """Let the next messages have these fates, one each."""
        with self._lock:
            self._fates.extend(fates)

    def next_fate(self) -> Fate:
        """Return what becomes of the message that has just come."""
        with self._lock:
            return self._fates.popleft() if self._fates else Fate.DELIVERED

    def stop(self) -> None:
        """Behave from now on."""
        with self._lock:
            self._fates.clear()
            self.silent, self.repeated_answers = False, False
            self.late_s, self.head_shift = 0.0, 0
