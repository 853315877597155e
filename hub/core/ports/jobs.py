"""The worker's port: which job is due, and that one process at a time does it."""

from collections.abc import Mapping
from typing import Any, Protocol

from contracts.wire.units import UnixTime


class Jobs(Protocol):
    """What the worker does again and again, and who holds it."""

    def take(self, name: str, holder: str, now: UnixTime, *, every: int, life: int) -> bool:
        """Take the job *name* for *life* seconds if *every* seconds have passed since it ran.

        False when it is not due, or when another holder has it.
        """
        ...

    def done(self, name: str, holder: str, now: UnixTime, facts: Mapping[str, object]) -> None:
        """Note that the job was done now and let go of it."""
        ...

    def failed(self, name: str, holder: str, now: UnixTime, why: str) -> None:
        """Note why the job failed and let go of it; it is due again after its usual time."""
        ...

    def holders(self, now: UnixTime) -> set[str]:
        """Return who holds a job now."""
        ...

    def release(self, holder: str) -> None:
        """Free what *holder* held; when each was last done stays as it is."""
        ...

    def beat(self, name: str, now: UnixTime, facts: Mapping[str, object]) -> UnixTime | None:
        """Note that the part *name* lives, and return when it last did."""
        ...

    def beats(self) -> dict[str, UnixTime]:
        """Return when each part last lived."""
        ...

    def facts(self, name: str) -> Mapping[str, Any]:
        """Return what a part said when it last lived; nothing when it never did."""
        ...

    def add_outage(self, began_at: UnixTime, ended_at: UnixTime) -> None:
        """Note that the hub did not answer for a while: claim windows grow by it."""
        ...
