"""Hands what happens to the sockets of this process: read once, given to each whom it concerns."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Final

from hub.core.happening import Audience, Happening
from hub.core.ports.bell import Bell
from hub.core.ports.hub import Hub
from hub.errors import DatabaseUnavailable
from hub.usecases.live import happened_since, newest_place, number_feed

log = logging.getLogger(__name__)

LONGEST_LINE: Final = 256
"""Happenings that wait for one socket; a slower reader is cut off and comes back for the rest."""


class Line:
    """What waits for one socket."""

    def __init__(self, audience: Audience, joined_at: int) -> None:
        self.audience = audience
        self.joined_at = joined_at
        """Place in the feed from which on the line is told; what came before, it reads itself."""
        self._waiting: deque[Happening] = deque()
        self._changed = threading.Condition()
        self._over = False
        self.overran = False
        """It was too slow, and was told nothing more."""

    def put(self, happening: Happening) -> None:
        """Put one happening into the line, or end it when it is too long."""
        with self._changed:
            if len(self._waiting) >= LONGEST_LINE:
                self.overran = True
            if not self.overran:
                self._waiting.append(happening)
            self._changed.notify()

    def take(self, wait_s: float) -> Happening | None:
        """Return the next happening, or None when none came in time or the line is over."""
        with self._changed:
            if not self._waiting and not self.is_over:
                self._changed.wait(wait_s)
            return self._waiting.popleft() if self._waiting else None

    def end(self) -> None:
        """Let whoever waits know that nothing more comes."""
        with self._changed:
            self._over = True
            self._changed.notify()

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes."""
        return self._over or self.overran


class Switchboard:
    """All sockets of this process; listens to the bell while there is one."""

    def __init__(self, hub: Hub, bell: Bell, most: int, most_of_one: int) -> None:
        self._hub = hub
        self._bell = bell
        self._most = most
        self._most_of_one = most_of_one
        self._lock = threading.Lock()
        self._lines: dict[Line, str] = {}
        self._position = 0
        self._end: Callable[[], None] | None = None

    @property
    def is_full(self) -> bool:
        """Whether no further socket finds a place."""
        return len(self._lines) >= self._most

    def __len__(self) -> int:
        """Return how many sockets there are."""
        return len(self._lines)

    def join(self, who: str, audience: Audience) -> Line | None:
        """Return a new line for *who*, or None when there are too many.

        When he has too many himself, his oldest ends: a phone that comes back through another
        network has left one behind that nobody reads.
        """
        with self._lock:
            mine = [line for line, it in self._lines.items() if it == who]
            if len(mine) >= self._most_of_one:
                del self._lines[mine[0]]
                mine[0].end()
            elif self.is_full:
                return None
            if self._end is None:
                self._position = newest_place(self._hub)
                self._end = self._bell.listen(self._hear)
            line = Line(audience, self._position)
            self._lines[line] = who
        self._bell.ring()  # what was published between our looking and our listening
        return line

    def leave(self, line: Line) -> None:
        """Take a line out; with the last one, stop listening."""
        with self._lock:
            self._lines.pop(line, None)
            end, self._end = (None, self._end) if self._lines else (self._end, None)
        line.end()
        if end is not None:
            end()

    def _hear(self) -> None:
        """Read what is new and hand it out."""
        try:
            self._read_on()
        except DatabaseUnavailable as error:
            log.warning("The feed cannot be read: %s", error.title)  # the next ring tries again

    def _hand_out(self, happening: Happening) -> None:
        for line in self._lines:
            if line.audience.sees(happening):
                line.put(happening)
        self._position = happening.position

    def _read_on(self) -> None:
        number_feed(self._hub)
        while True:
            news = happened_since(self._hub, self._position)
            with self._lock:
                for happening in news:
                    if happening.position > self._position:
                        self._hand_out(happening)
            if not news:
                return
