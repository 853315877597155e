"""The bell: rings in every process when the feed has something new."""

from collections.abc import Callable
from typing import Protocol


class Bell(Protocol):
    """Tells listeners, in this process and the others, that the feed has something new.

    It says nothing else, may ring too often, and may miss a ring when the line to the others
    breaks: whoever listens also looks by himself now and then.
    """

    def ring(self) -> None:
        """Let every listener know; returns at once and never raises."""
        ...

    def listen(self, heard: Callable[[], None]) -> Callable[[], None]:
        """Call *heard* after each ring, from a thread of the bell's own; return what ends it.

        Rings that come while *heard* runs are one ring after it.
        """
        ...

    def close(self) -> None:
        """Let go of threads and connections."""
        ...
