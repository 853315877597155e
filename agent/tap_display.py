"""The line to the pole display, tapped: the totals that it shows are hints for the paper's."""

from collections.abc import Callable
from threading import Lock
from typing import Protocol

from agent.core.display_hint import DisplayHints, hint_of
from contracts.wire.units import UnixTime


class _Watched(Protocol):
    """A line that is listened to until it is told to stop."""

    def stop(self) -> None:
        """Stop listening."""
        ...


class DisplayTap:
    """A second ear on one display's line; nothing ever waits for it."""

    def __init__(
        self, hints: DisplayHints, now: Callable[[], UnixTime], log: Callable[[str], None]
    ) -> None:
        self._hints = hints
        self._now = now
        self._log = log
        self._turn = Lock()
        self._url = ""
        self._watching: _Watched | None = None
        self.problem: str | None = None
        """What is wrong with the line; None where it is well, or there is none."""

    def adopt(self, url: str) -> None:
        """Listen to the line at *url* from now on, to none where it is empty; from any thread."""
        with self._turn:
            if url == self._url:
                return
            self._url = url
            self._stop()
            if url:
                self._listen(url)

    def stop(self) -> None:
        """Let go of the line."""
        self.adopt("")

    def _stop(self) -> None:
        old, self._watching = self._watching, None
        self.problem = None
        if old is not None:
            old.stop()

    def _listen(self, url: str) -> None:
        from hardware.serial.display import DisplayReader, Shown  # noqa: PLC0415  # only with one
        from hardware.serial.line import SerialLine  # noqa: PLC0415
        from hardware.serial.troubles import Trouble  # noqa: PLC0415
        from hardware.serial.watching import Watching  # noqa: PLC0415

        def take(shown: Shown) -> None:
            self._hints.add(hint_of(shown, self._now()))

        def said(trouble: Trouble | None) -> None:
            self.problem = None if trouble is None else f"its line is {trouble}"
            self._log(
                "display: listening" if trouble is None else f"display: its line is {trouble}"
            )

        watching = Watching(SerialLine(url), DisplayReader(), take, said)
        self._watching = watching
        watching.start()
