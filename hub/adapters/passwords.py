"""Passwords and PINs by argon2id: slow on purpose, so few at a time."""

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
LONGEST_BYTES: Final = 1024
"""argon2 takes any length; a megabyte of password is nobody's."""


class Argon2Passwords:
    """The Passwords port over argon2-cffi."""

    def __init__(
        self, *, memory_kib: int = MEMORY_KIB, passes: int = PASSES, at_once: int = AT_ONCE
    ) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        self._turns = BoundedSemaphore(at_once)
        # What an unknown login's password is compared with, so that it takes as long as a known's.
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """Return a salted hash; refuse BUSY when too many are being made."""
        octets = _octets(password)
        self._take_turn()
        try:
            return self._hasher.hash(octets)
        finally:
            self._turns.release()

    def verify(self, hashed: str | None, password: str) -> bool:
        """Whether the password is the one; takes as long when there is no hash to compare with."""
        octets = _octets(password)
        self._take_turn()
        try:
            self._hasher.verify(hashed or self._nobody, octets)
        except VerifyMismatchError:
            return False
        except (VerificationError, InvalidHashError) as error:
            # The row was not written by this program; the hash itself says nothing to a person.
            raise ValueError("a stored password hash cannot be read") from error
        finally:
            self._turns.release()
        return hashed is not None

    def is_weak(self, hashed: str) -> bool:
        """Whether a hash was made with less effort than is asked for now."""
        return self._hasher.check_needs_rehash(hashed)

    def _take_turn(self) -> None:
        if not self._turns.acquire(timeout=PATIENCE_S):
            raise Refused(Refusal.BUSY, "too many passwords at once")


def _octets(password: str) -> bytes:
    """Return the password's bytes; refuse what cannot be one."""
    try:
        octets = password.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Refused(Refusal.MALFORMED, "half of a surrogate pair in a password") from error
    if len(octets) > LONGEST_BYTES:
        raise Refused(Refusal.TOO_LONG, f"a password of more than {LONGEST_BYTES} bytes")
    return octets
