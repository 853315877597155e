"""One window of the cashier's page: it follows the agent through its starts until it is closed."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic
from typing import BinaryIO, Final, Protocol

from agent.errors import AgentError
from agent.window.browsers import close_window, open_window
from hardware.taps.lock import Taken, take

LOOK_S: Final = 0.5
"""Between two looks at the page's address and at the window."""
AT_ONCE_LOOK_S: Final = 0.03
"""While a strip opens: until it is taken, the POS is without the keyboard."""
AT_ONCE_S: Final = 5.0
"""A browser that ends with an error this soon has never shown anything."""
_ENDED: Final = (-15, -9)
"""What a browser comes to that somebody ended (SIGTERM, SIGKILL): its window is closed."""
_LONGEST_ADDRESS: Final = 512
_OURS: Final = re.compile(r"http://127\.0\.0\.1:[0-9]{1,5}/\?t=[A-Za-z0-9_-]+")


class AlreadyOpen(AgentError):
    """The till has that window already."""

    exit_code = 3

    def __init__(self) -> None:
        super().__init__(
            "The window is open already.", "Look behind the other windows; it was brought forward."
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept in sight: a page of the agent's, in a browser of its own."""

    address_file: Path
    """Where the agent says at each start where its page is."""
    profile: Path
    """What the browser keeps; beside it lies the lock: one window a till."""
    page: str = "/"
    more: tuple[str, ...] = ()
    """More words for the browser."""


class Placing(Protocol):
    """Puts a window where it belongs on the screen, and sees that it stays there."""

    def hold(self, process: int) -> bool:
        """Look after the window of that process; called again and again, at once until True."""

    def close(self) -> None:
        """Let go of the screen."""


class Keeper:
    """Shows the page, anew whenever the agent has started anew, until the person closes it."""

    def __init__(self, kept: Kept, placing: Placing | None = None) -> None:
        self._kept = kept
        self._placing = placing
        self._ending = Event()
        self._window: subprocess.Popen[bytes] | None = None
        self._opened_at = 0.0

    def end(self) -> None:
        """Close the window, from any thread."""
        self._ending.set()

    def run(self) -> None:
        """Keep the page in sight; raises AlreadyOpen, or AgentError without a browser."""
        with self._alone():
            try:
                self._keep()
            finally:
                if self._window is not None:
                    close_window(self._window)
                if self._placing is not None:
                    self._placing.close()

    def _keep(self) -> None:
        shown = ""
        while not self._ending.is_set():
            address = self._address()
            if address and address != shown:
                # The page of an agent that is gone can do nothing any more; no two side by side.
                if self._window is not None:
                    close_window(self._window)
                self._opened_at = monotonic()
                self._window = open_window(self._kept.profile, address, *self._kept.more)
                shown = address
            elif self._window is not None and self._closed(self._window):
                return
            held = (
                self._window is None
                or self._placing is None
                or (self._placing.hold(self._window.pid))
            )
            self._ending.wait(LOOK_S if held else AT_ONCE_LOOK_S)

    def _alone(self) -> BinaryIO:
        kept = self._kept.profile
        try:
            return take(kept.with_name(f"{kept.name}.lock"), wait=False)
        except Taken:
            raise AlreadyOpen from None

    def _address(self) -> str:
        """Return where the page is; nothing while no agent serves it."""
        try:
            with self._kept.address_file.open(encoding="ascii") as file:
                address = file.read(_LONGEST_ADDRESS).strip()
        except (OSError, ValueError):
            return ""
        if not _OURS.fullmatch(address):
            return ""  # whoever wrote it: no page of the agent's is anywhere else
        return address.replace("/?t=", f"{self._kept.page}?t=", 1)

    def _closed(self, window: subprocess.Popen[bytes]) -> bool:
        """Tell whether the window is gone; AgentError when it never was there."""
        code = window.poll()
        if code not in {None, 0, *_ENDED} and monotonic() < self._opened_at + AT_ONCE_S:
            raise AgentError(
                f"The browser ended at once (exit code {code}).",
                "Start it once by hand and see what it says; it does not run as root.",
            )
        return code is not None
