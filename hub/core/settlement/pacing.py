"""When the next epoch may be stated, by what was last seen of the chain; pure."""

from dataclasses import dataclass

from contracts.wire.units import UnixTime


@dataclass(frozen=True, slots=True)
class Pace:
    """What says when the next epoch may come."""

    epoch: int
    """The newest that the chain states; 0: none yet."""
    matures_at: UnixTime
    least_interval: int
    """Seconds, of the token, from one epoch's maturity to the next."""
    delay: int
    """Seconds until an epoch matures."""

    def due_at(self, every: int) -> UnixTime | None:
        """Return from when on the next epoch is taken; None before the first: at once."""
        if self.epoch == 0:
            return None
        return UnixTime(self.matures_at + max(self.least_interval, every - self.delay))

    def is_by_policy(self, every: int) -> bool:
        """Whether the programme's own pace is slower than the token's."""
        return every - self.delay > self.least_interval
