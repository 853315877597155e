"""How often somebody may ask: counted in this process, or in a store that several share."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Allowance:
    """At most *count* in any *seconds*."""

    count: int
    seconds: int


class Rates(Protocol):
    """Counts what was asked for."""

    def take(self, key: str, allowance: Allowance) -> int:
        """Count one under *key*; return 0, or the seconds to wait when there are too many.

        What is refused does not count.
        """
        ...
