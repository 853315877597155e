"""The Pins port by argon2id: slow on purpose, with memory that a till can spare for a moment."""

from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MEMORY_KIB: Final = 19 * 1024
PASSES: Final = 2
"""With the memory above, the least that OWASP recommends for argon2id; some 40 ms here."""


class Argon2Pins:
    """PINs over argon2-cffi."""

    def __init__(self, *, memory_kib: int = MEMORY_KIB, passes: int = PASSES) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)

    def hash(self, pin: str) -> str:
        """Return a salted hash of *pin*."""
        return self._hasher.hash(pin)

    def verify(self, hashed: str, pin: str) -> bool:
        """Tell whether *pin* is the one; False also for what was never a hash."""
        try:
            return self._hasher.verify(hashed, pin)
        except (VerificationError, InvalidHashError):
            return False
