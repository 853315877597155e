"""Lets nothing go out to the chain before everything was found right."""

import logging
from collections.abc import Callable, Sequence
from typing import Final

from contracts.wire.units import UnixTime
from hub.core.ports.hub import Hub
from hub.usecases.chain_watch import note_look
from hub.usecases.preflight import Fault, Wrong

log = logging.getLogger(__name__)

LOOK_S: Final = 600
"""Seconds between looks while all is well: code may be changed under a running worker."""
_PASSING: Final = frozenset({Wrong.UNAVAILABLE, Wrong.BALANCE})
"""What shuts no gate that was open once: the jobs see for themselves, and warn of it."""


class ChainGate:
    """Says whether a job may go to the chain; it looks by itself, as often as need be."""

    def __init__(self, look: Callable[[], Sequence[Fault]], again: int) -> None:
        self._look = look
        self._again = again
        """Seconds until the next look after a fault was found."""
        self._faults: list[Fault] = []
        self._passed = False
        self._next_at = UnixTime(0)

    def lets(self, hub: Hub, purse: str | None) -> bool:
        """Tell whether *purse* may send, or, without one, whether the chain may be read."""
        if hub.clock.now() >= self._next_at:
            self._look_again(hub)
        return not any(it.purse in (None, purse) for it in self._faults)

    def _look_again(self, hub: Hub) -> None:
        found = self._look()
        self._faults = [it for it in found if not (self._passed and it.wrong in _PASSING)]
        self._passed = self._passed or not found
        self._next_at = UnixTime(hub.clock.now() + (self._again if self._faults else LOOK_S))
        note_look(hub, self._faults)
        for fault in self._faults:
            log.warning("nothing is sent (more: baursak chain check): %s", fault.text("en"))
