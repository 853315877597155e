"""What keeps a till's keys from whoever copies its disk, where the system has such a thing."""

from typing import Protocol


class CannotOpen(Exception):
    """The box was made by another user, on another computer, or is damaged."""


class KeyBox(Protocol):
    """Wraps a secret so that only this user of this computer opens it."""

    name: str
    """Names the kind of box in the file."""

    def close(self, secret: bytes) -> bytes:
        """Return *secret* in a box; OSError when the system refuses."""
        ...

    def open(self, box: bytes) -> bytes:
        """Return what is in *box*, or raise CannotOpen."""
        ...
