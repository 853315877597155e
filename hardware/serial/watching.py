"""Listening to a serial line in a thread of its own, whatever is plugged in and pulled out."""

import logging
import threading
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Final, Generic, Protocol, TypeVar

from hardware.serial.line import Line, LineGone
from hardware.serial.troubles import Trouble

FIRST_WAIT_S: Final = 0.25
LONGEST_WAIT_S: Final = 5.0
"""Between two tries to open: a cashier who plugs it in again looks at it about so long."""
STEADY_S: Final = 10.0
"""A line that held so long begins with the short waits again; one that flaps does not."""
_END_S: Final = 2.0
"""How long `stop` waits for the thread: closing can hang on Windows, and the thread is a daemon."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
log = logging.getLogger(__name__)


class Reader(Protocol[T_co]):
    """Makes something of bytes, without I/O."""

    @property
    def quiet_s(self) -> float:
        """Return after how long a silence `passed` is worth asking."""

    def feed(self, data: bytes, at_s: float) -> Sequence[T_co]:
        """Take bytes and return what they complete."""

    def passed(self, at_s: float) -> Sequence[T_co]:
        """Return what silence completes."""

    def lost(self) -> None:
        """Forget what is half there: the line broke."""


class Watching(Generic[T]):
    """Keeps a line open and hands on what a reader makes of it.

    *take* and *said* are called in the thread of this watch. *said* hears of each change: None when
    the line opened, else why it is not open.
    """

    def __init__(
        self,
        line: Line,
        reader: Reader[T],
        take: Callable[[T], None],
        said: Callable[[Trouble | None], None],
    ) -> None:
        self._line = line
        self._reader = reader
        self._take = take
        self._said = said
        self._told: Trouble | None = None
        self._has_told = False
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="serial line", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Listen no more; returns once the line is closed, or does not close."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join(_END_S)

    def _run(self) -> None:
        wait_s: float | None = None
        try:
            while not self._ending.is_set():
                began_s = monotonic()
                try:
                    self._line.open()
                    self._tell(None)
                    self._listening()
                except LineGone as gone:
                    self._line.close()
                    self._reader.lost()
                    self._tell(gone.trouble)
                wait_s = next_wait_s(wait_s, monotonic() - began_s)
                self._ending.wait(wait_s)
        finally:
            self._line.close()

    def _listening(self) -> None:
        """Read until told to end; LineGone when the line breaks."""
        while not self._ending.is_set():
            data = self._line.read(self._reader.quiet_s)
            now_s = monotonic()
            reader = self._reader
            for one in reader.feed(data, now_s) if data else reader.passed(now_s):
                self._take(one)

    def _tell(self, trouble: Trouble | None) -> None:
        if self._has_told and trouble is self._told:
            return
        self._told, self._has_told = trouble, True
        if trouble is None:
            log.info("listening on %s", self._line.url)
        else:
            log.warning("%s is %s", self._line.url, trouble.value)
        self._said(trouble)


def next_wait_s(last_s: float | None, held_s: float) -> float:
    """Return the wait before the next try: after one of *last_s*, and a line that held *held_s*."""
    if last_s is None or held_s >= STEADY_S:
        return FIRST_WAIT_S
    return min(last_s * 2, LONGEST_WAIT_S)
