"""Asks the till's agent how it is, again and again, in a thread of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any, Final

from agent.adapters.control import BrainGone, ask_brain
from agent.core.till_icon import Tellings, TillIcon, icon_of

ASKED_EVERY_S: Final = 2.0
MISSED: Final = 2
"""Questions in a row without an answer, then the agent is gone: it starts anew by itself."""


@dataclass(frozen=True, slots=True)
class Till:
    """Where a till's agent is asked, and what switches it off the POS's way."""

    home: Path
    bypass_file: Path

    def asked(self, question: dict[str, Any]) -> dict[str, Any] | None:
        """Return the agent's answer; None when it does not run."""
        try:
            return ask_brain(self.home, question)
        except BrainGone:
            return None


class Watching:
    """Tells every change of a till's icon, and now and then one that is worth a sentence."""

    def __init__(
        self, till: Till, show: Callable[[TillIcon], None], tell: Callable[[TillIcon], None]
    ) -> None:
        self._till, self._show, self._tell = till, show, tell
        self._tellings = Tellings()
        self._missed = MISSED
        self._turn = Event()
        self._ended = False
        self._thread = Thread(target=self._watch, name="watching", daemon=True)
        self.icon = icon_of(None, bypass=till.bypass_file.exists())

    def start(self) -> None:
        """Begin to ask."""
        self._thread.start()

    def stop(self) -> None:
        """Ask no more."""
        self._ended = True
        self._turn.set()

    def look(self) -> None:
        """Ask at once: something was done that may show."""
        self._turn.set()

    def _watch(self) -> None:
        while not self._ended:
            self._turn.clear()
            answer = self._till.asked({"ask": "state"})
            self._missed = 0 if answer is not None else self._missed + 1
            if answer is not None or self._missed >= MISSED:
                self.icon = icon_of(answer, bypass=self._till.bypass_file.exists())
            self._show(self.icon)
            telling = self._tellings.step(self.icon, monotonic())
            if telling is not None:
                self._tell(telling)
            self._turn.wait(ASKED_EVERY_S)
