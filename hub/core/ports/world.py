"""Time, randomness and keys, which come in from outside."""

from typing import Protocol

from contracts.wire.keys import KeyKind
from contracts.wire.units import KeyId, UnixTime


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> UnixTime:
        """Return the time, whole seconds UTC."""
        ...


class Randomness(Protocol):
    """Makes what nobody can guess."""

    def octets(self, size: int) -> bytes:
        """Return *size* unpredictable bytes."""
        ...


class Keyring(Protocol):
    """Makes the keys of the wire out of the master secret, which never leaves it."""

    def key(self, kind: KeyKind, owner: int, key_id: KeyId) -> bytes:
        """Return the key of *owner* for *kind*, 32 bytes."""
        ...

    def tag(self, purpose: str, message: bytes) -> bytes:
        """Return an HMAC-SHA-256 of *message* under a key that only serves *purpose*, 32 bytes."""
        ...

    def seal(self, purpose: str, plain: bytes) -> bytes:
        """Return *plain* so that only this programme can read it again, for *purpose* only."""
        ...

    def unseal(self, purpose: str, sealed: bytes) -> bytes:
        """Return what was sealed for *purpose*; refuse what was not, or was altered."""
        ...
