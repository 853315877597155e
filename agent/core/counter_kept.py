"""A code that came into sight while the counter was busy: a camera says each code only once."""

from typing import Final

from agent.core.counter_codes import OtherCode, VoucherCode, recognise
from agent.core.counter_events import Seen, Typed
from agent.core.counter_phases import Busy

KEPT_S: Final = 30.0
"""The longest question and its verdict; whoever waited longer has put the phone away."""


class KeptCode:
    """The newest of the codes that nobody had time for, until somebody has."""

    def __init__(self) -> None:
        self._kept: tuple[Seen, float] | None = None

    def keep(self, event: Seen | Typed, busy: Busy, now: float) -> None:
        """Keep a code for later, unless it is the one in hand or none that a till takes.

        What is typed is not kept: whoever types sees that nothing comes of it.
        """
        found = recognise(event.text, typed=False)
        if found is None or isinstance(found, OtherCode) or isinstance(event, Typed):
            return
        if isinstance(found, VoucherCode) and busy.shown and busy.shown.text == found.text:
            return
        self._kept = (event, now)

    def taken_up(self, text: str) -> None:
        """Forget the code that was shown once more, and is looked at now."""
        if self._kept is not None and self._kept[0].text == text:
            self._kept = None

    def take(self, now: float) -> Seen | None:
        """Return the code that waits, once; None where none does, or has for too long."""
        kept, self._kept = self._kept, None
        if kept is None or now - kept[1] > KEPT_S:
            return None
        return kept[0]
