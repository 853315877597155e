"""One thread that waits for sockets, for its deadline and for what other threads post."""

import selectors
import socket
from collections import deque
from collections.abc import Callable

Callback = Callable[[], None]


class Loop:
    """Runs callbacks when their socket is ready; everything happens in the thread of wait()."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._posted: deque[Callback] = deque()
        self._ear, self._bell = socket.socketpair()
        self._ear.settimeout(0)
        self._bell.settimeout(0)
        self.on_readable(self._ear, self._hear)

    def on_readable(self, line: socket.socket, callback: Callback) -> None:
        """Call *callback* whenever *line* can be read."""
        self._watch(line, reading=callback)

    def on_writable(self, line: socket.socket, callback: Callback) -> None:
        """Call *callback* whenever *line* can be written."""
        self._watch(line, writing=callback)

    def not_readable(self, line: socket.socket) -> None:
        """Stop watching whether *line* can be read."""
        self._unwatch(line, selectors.EVENT_READ)

    def not_writable(self, line: socket.socket) -> None:
        """Stop watching whether *line* can be written."""
        self._unwatch(line, selectors.EVENT_WRITE)

    def forget(self, line: socket.socket) -> None:
        """Stop watching *line*, before it is closed."""
        self._unwatch(line, selectors.EVENT_READ | selectors.EVENT_WRITE)

    def post(self, callback: Callback) -> None:
        """Have *callback* run by wait(); from any thread."""
        self._posted.append(callback)
        try:
            self._bell.send(b"!")
        except BlockingIOError:
            return  # The bell rings already.

    def wait(self, timeout_s: float | None) -> None:
        """Wait for something, at most *timeout_s*, and run what is due."""
        for key, events in self._selector.select(timeout_s):
            for event, callback in key.data.items():
                if events & event and key.fileobj in self._selector.get_map():
                    callback()
        while self._posted:
            self._posted.popleft()()

    def _hear(self) -> None:
        """Take the rings of the bell."""
        self._ear.recv(4096)

    def _watch(
        self, line: socket.socket, reading: Callback | None = None, writing: Callback | None = None
    ) -> None:
        """Add callbacks to those of *line*."""
        known = self._selector.get_map().get(line)
        callbacks = dict(known.data) if known else {}
        if reading:
            callbacks[selectors.EVENT_READ] = reading
        if writing:
            callbacks[selectors.EVENT_WRITE] = writing
        self._keep(line, callbacks)

    def _unwatch(self, line: socket.socket, events: int) -> None:
        """Take callbacks of *line* away."""
        known = self._selector.get_map().get(line)
        if known:
            self._keep(line, {one: call for one, call in known.data.items() if not one & events})

    def _keep(self, line: socket.socket, callbacks: dict[int, Callback]) -> None:
        """Watch *line* for exactly these."""
        events = sum(callbacks)
        if line not in self._selector.get_map():
            if events:
                self._selector.register(line, events, callbacks)
        elif events:
            self._selector.modify(line, events, callbacks)
        else:
            self._selector.unregister(line)
