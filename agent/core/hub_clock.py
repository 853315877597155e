"""The hub's clock as this till knows it: the computer's own, and how far off that is."""

from agent.core.ports import Clock
from contracts.wire.units import UnixTime


class HubClock:
    """The Clock port with the hub's offset added: claims are sealed with it."""

    def __init__(self, own: Clock, offset: int | None = None) -> None:
        self._own = own
        self.offset = offset or 0
        """Seconds to add; set by whoever hears the hub."""

    def now(self) -> UnixTime:
        """Return the time by the hub's clock, as far as it is known."""
        return UnixTime(max(0, self._own.now() + self.offset))

    def own(self) -> UnixTime:
        """Return the time of this computer."""
        return self._own.now()
