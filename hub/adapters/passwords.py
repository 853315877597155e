"""Passwords and PINs by argon2id: slow on purpose, so few at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from contracts.wire.refusals import Refusal, Refused

MEMORY_KIB: Final = 19 * 1024
PASSES: Final = 2
"""With the memory above, the least that OWASP recommends for argon2id; some 40 ms here."""
AT_ONCE: Final = 2
"""Hashes at a time in one process: 38 MB of its 150, and one core stays free for the tills."""
PATIENCE_S: Final = 3.0
"""How long a caller waits for its turn; a flood of sign-ins is told to come back."""
BUSY_S: Final = 5
"""When whoever was sent away may come back."""
LONGEST_BYTES: Final = 1024
"""argon2 takes any length; a megabyte of password is nobody's."""


class Argon2Passwords:
    """The Passwords port over argon2-cffi."""

    def __init__(
        self,
        *,
        memory_kib: int = MEMORY_KIB,
        passes: int = PASSES,
        at_once: int = AT_ONCE,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        self._turns = BoundedSemaphore(at_once)
        self._patience_s = patience_s
        # What an unknown login's password is compared with, so that it takes as long as a known's.
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """Return a salted hash; refuse BUSY when too many are being made."""
        octets = _octets(password)
        with self.turn():
            return self._hasher.hash(octets)

    def verify(self, hashed: str | None, password: str) -> bool:
        """Whether the password is the one; takes as long when there is no hash to compare with."""
        octets = _octets(password)
        try:
            with self.turn():
                self._hasher.verify(hashed or self._nobody, octets)
        except VerifyMismatchError:
            return False
        except (VerificationError, InvalidHashError) as error:
            # The row was not written by this program; the hash itself says nothing to a person.
            raise ValueError("a stored password hash cannot be read") from error
        return hashed is not None

    def is_weak(self, hashed: str) -> bool:
        """Whether a hash was made with less effort than is asked for now."""
        return self._hasher.check_needs_rehash(hashed)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold one of the few turns; refuse BUSY when none comes free in time."""
        if not self._turns.acquire(timeout=self._patience_s):
            raise Refused(Refusal.BUSY, "too many passwords at once", BUSY_S)
        try:
            yield
        finally:
            self._turns.release()


def _octets(password: str) -> bytes:
    """Return the password's bytes; refuse what cannot be one."""
    try:
        octets = password.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Refused(Refusal.MALFORMED, "half of a surrogate pair in a password") from error
    if len(octets) > LONGEST_BYTES:
        raise Refused(Refusal.TOO_LONG, f"a password of more than {LONGEST_BYTES} bytes")
    return octets
