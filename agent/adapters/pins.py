"""The Pins port by argon2id: slow on purpose, with memory that a till can spare for a moment."""

from functools import cached_property
from typing import Any, Final

MEMORY_KIB: Final = 19 * 1024
PASSES: Final = 2
"""With the memory above, the least that OWASP recommends for argon2id; some 40 ms here."""


class Argon2Pins:
    """PINs over argon2-cffi."""

    def __init__(self, *, memory_kib: int = MEMORY_KIB, passes: int = PASSES) -> None:
        self._memory_kib = memory_kib
        self._passes = passes

    @cached_property
    def _hasher(self) -> Any:
        from argon2 import PasswordHasher  # noqa: PLC0415  # two megabytes, once a PIN is typed

        return PasswordHasher(time_cost=self._passes, memory_cost=self._memory_kib, parallelism=1)

    def hash(self, pin: str) -> str:
        """Return a salted hash of *pin*."""
        made: str = self._hasher.hash(pin)
        return made

    def verify(self, hashed: str, pin: str) -> bool:
        """Tell whether *pin* is the one; False also for what was never a hash."""
        from argon2.exceptions import (  # noqa: PLC0415  # as above
            InvalidHashError,
            VerificationError,
        )

        try:
            return bool(self._hasher.verify(hashed, pin))
        except (VerificationError, InvalidHashError):
            return False
