"""The line between tills and their hub, over loopback, which a test can cut at any point."""

import socket
from contextlib import suppress
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Final, Literal

_PIECE: Final = 65536
_PATIENCE_S: Final = 20.0

How = Literal["well", "silent", "deaf", "held"]
"""Whole; no question arrives; no answer comes back; answers wait where they are."""


class CuttableLine:
    """Carries whatever is said to it to the hub at *port*, and back, while the block lasts."""

    def __init__(self) -> None:
        self.port = 0
        """Of the hub; another one once it was started anew."""
        self.lost = Event()
        """Set when an answer of the hub did not come through."""
        self._how: How = "well"
        self._door = socket.create_server(("127.0.0.1", 0))
        self._ends: set[socket.socket] = set()
        self._guard = Lock()

    @property
    def address(self) -> str:
        """Return the address that tills know."""
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def __enter__(self) -> "CuttableLine":
        Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._door.close()
        self._hang_up()

    def becomes(self, how: How) -> None:
        """Be so from now on; what was under way on an open connection is cut off."""
        self._how = how
        self.lost.clear()
        self._hang_up()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                till, _ = self._door.accept()
                Thread(target=self._carry, args=(till,), daemon=True).start()

    def _carry(self, till: socket.socket) -> None:
        with till, suppress(OSError):
            if self._how == "silent":
                return
            with socket.create_connection(("127.0.0.1", self.port), _PATIENCE_S) as hub:
                with self._guard:
                    self._ends |= {till, hub}
                Thread(target=self._ask, args=(till, hub), daemon=True).start()
                self._answer(till, hub)

    def _ask(self, till: socket.socket, hub: socket.socket) -> None:
        with suppress(OSError):
            while said := till.recv(_PIECE):
                hub.sendall(said)
            hub.shutdown(socket.SHUT_WR)

    def _answer(self, till: socket.socket, hub: socket.socket) -> None:
        while said := hub.recv(_PIECE):
            if self._how != "well":
                self.lost.set()
            if self._how == "deaf":
                return
            if self._how == "well":
                till.sendall(said)

    def _hang_up(self) -> None:
        with self._guard:
            ends, self._ends = self._ends, set()
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
