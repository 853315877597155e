"""The machine's clock."""

import time

from contracts.wire.units import UnixTime


class SystemClock:
    """Tells the time of this machine."""

    def now(self) -> UnixTime:
        """Return the time in whole seconds, UTC."""
        return UnixTime(int(time.time()))


def monotonic_ms() -> int:
    """Return milliseconds that only ever grow, for measuring waits."""
    return time.monotonic_ns() // 1_000_000
