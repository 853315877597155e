"""Where the story is told: its town, its paper, and how it waits for what its programs do."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from agent.errors import AgentError
from hardware.printers.virtual import VirtualPrinter
from hub.core.findings import Report
from hub.keeping import verify_books
from installers.demo.programs import Town

PATIENCE_S: Final = 60.0
"""For what takes a few seconds on a quiet machine."""
_STEP_S: Final = 0.2
_CHECK_S: Final = 0.5
"""Between checks of the whole ledger."""

Say = Callable[[str], Any]
T = TypeVar("T")


@dataclass
class Stage:
    """Where the story is told."""

    town: Town
    printer: VirtualPrinter
    paper: Path
    say: Say

    def line(self, who: str, words: str) -> None:
        """Say what somebody does or sees."""
        self.say(f"{who:<18}{words}")

    def sealed_books(self) -> Report:
        """Return the books as they are checked once the worker has sealed them."""
        settings, deadline = self.town.settings(), time.monotonic() + PATIENCE_S
        report = verify_books(settings, None)
        while report.unsealed and time.monotonic() < deadline:
            time.sleep(_CHECK_S)
            report = verify_books(settings, None)
        return report


def wait_until(look: Callable[[], T | None], problem: str, see: Path) -> T:
    """Return what *look* finds, as soon as it finds anything."""
    deadline = time.monotonic() + PATIENCE_S
    while not (found := look()):
        if time.monotonic() > deadline:
            raise AgentError(problem, f"See {see}.")
        time.sleep(_STEP_S)
    return found
