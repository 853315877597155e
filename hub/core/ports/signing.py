"""What shows who somebody is: signed tokens, and passwords."""

from dataclasses import dataclass
from typing import Protocol

from contracts.wire.units import UnixTime


@dataclass(frozen=True, slots=True)
class Claims:
    """What a signed token says: who, signed in as what, until when."""

    kind: str
    owner: int
    family: bytes
    issued_at: UnixTime
    expires_at: UnixTime


class Tokens(Protocol):
    """Signs and reads the tokens that callers show."""

    def sign(self, claims: Claims) -> str:
        """Return a token that says *claims*."""
        ...

    def read(self, token: str, now: UnixTime) -> Claims:
        """Return what a token of ours says; refuse every other one."""
        ...

    def public_keys(self) -> list[dict[str, str]]:
        """Return the public keys (RFC 8037) that tokens are checked with, the signing one first."""
        ...


class Passwords(Protocol):
    """Hashes that are slow on purpose; never called while a transaction is open."""

    def hash(self, password: str) -> str:
        """Return a salted hash; refuse BUSY when too many are being made."""
        ...

    def verify(self, hashed: str | None, password: str) -> bool:
        """Whether the password is the one; takes as long when there is no hash to compare with."""
        ...

    def is_weak(self, hashed: str) -> bool:
        """Whether a hash was made with less effort than is asked for now."""
        ...
