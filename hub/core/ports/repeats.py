"""What was asked under an Idempotency-Key, and what was answered."""

from dataclasses import dataclass
from typing import Protocol

from contracts.wire.units import UnixTime


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came before."""

    digest: bytes
    at: UnixTime
    reply: bytes | None
    """The answer, sealed; None while it is being worked on."""


class Repeats(Protocol):
    """The requests of each asker, by their keys."""

    def add(self, principal: str, key: str, digest: bytes, at: UnixTime) -> bool:
        """Note that work on a request begins; False when its key was used before."""
        ...

    def lock(self, principal: str, key: str) -> Asked | None:
        """Return the request with this key; nobody else changes it meanwhile."""
        ...

    def restart(self, principal: str, key: str, at: UnixTime) -> None:
        """Note that work on a request that nobody finished begins anew."""
        ...

    def finish(self, principal: str, key: str, at: UnixTime, status: int, reply: bytes) -> None:
        """Store the sealed answer of the work that began at *at*."""
        ...

    def remove(self, principal: str, key: str, at: UnixTime) -> None:
        """Forget the request whose work began at *at* and has no answer."""
        ...

    def forget(self, before: UnixTime, limit: int) -> int:
        """Remove at most *limit* requests from before then, and return how many."""
        ...
