"""The bell of one process: a thread for each listener, so that who rings never waits."""

import logging
import threading
from collections.abc import Callable
from typing import Final

log = logging.getLogger(__name__)

LOOK_S: Final = 1.0
"""Seconds after which listeners look by themselves: another process may have published."""


class MemoryBell:
    """The Bell port within one process."""

    def __init__(self, look_s: float = LOOK_S) -> None:
        self._look_s = look_s
        self._listeners: list[_Listener] = []
        self._lock = threading.Lock()

    def ring(self) -> None:
        """Let every listener know."""
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener.wake()

    def listen(self, heard: Callable[[], None]) -> Callable[[], None]:
        """Call *heard* after each ring; return what ends it."""
        listener = _Listener(heard, self._look_s)
        with self._lock:
            self._listeners.append(listener)

        def end() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)
            listener.end()

        return end

    def close(self) -> None:
        """End all listeners."""
        with self._lock:
            listeners, self._listeners = self._listeners, []
        for listener in listeners:
            listener.end()


class _Listener:
    """One listener and its thread."""

    def __init__(self, heard: Callable[[], None], look_s: float) -> None:
        self._heard = heard
        self._look_s = look_s
        self._woken = threading.Event()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="bell", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Make it look now, or once more after the look that it is taking."""
        self._woken.set()

    def end(self) -> None:
        """End its thread, and wait for it unless it is the caller."""
        self._ended = True
        self._woken.set()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _run(self) -> None:
        while True:
            self._woken.wait(self._look_s)
            self._woken.clear()
            if self._ended:
                return
            self._heard()
