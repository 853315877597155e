"""Time, randomness and the keys of the master secret."""

import hashlib
import hmac
import secrets
import time

from contracts.wire.keys import KEY_SIZE, KeyKind, derive, hkdf_sha256
from contracts.wire.units import KeyId, UnixTime


class SystemClock:
    """The Clock port over the system's clock."""

    def now(self) -> UnixTime:
        """Return the time, whole seconds UTC."""
        return UnixTime(int(time.time()))


class SystemRandomness:
    """The Randomness port over the system's generator."""

    def octets(self, size: int) -> bytes:
        """Return *size* unpredictable bytes."""
        return secrets.token_bytes(size)


class MasterKeyring:
    """The Keyring port over one master secret."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def key(self, kind: KeyKind, owner: int, key_id: KeyId) -> bytes:
        """Return the key of *owner* for *kind*, 32 bytes."""
        return derive(self._secret, kind, owner, key_id)

    def tag(self, purpose: str, message: bytes) -> bytes:
        """Return an HMAC-SHA-256 of *message* under a key that only serves *purpose*."""
        info = f"baursak/hub/{purpose}".encode("ascii")
        key = hkdf_sha256(self._secret, salt=b"", info=info, size=KEY_SIZE)
        return hmac.digest(key, message, hashlib.sha256)
