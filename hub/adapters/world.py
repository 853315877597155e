"""Time, randomness and the keys of the master secret."""

import hashlib
import hmac
import secrets
import time
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from contracts.wire.keys import KEY_SIZE, KeyKind, derive, hkdf_sha256
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import KeyId, UnixTime

_NONCE_SIZE: Final = 12
"""Of AES-GCM; random, and a purpose seals far fewer than 2**32 times."""


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
        return hmac.digest(self._key_for(purpose), message, hashlib.sha256)

    def seal(self, purpose: str, plain: bytes) -> bytes:
        """Return *plain* so that only this programme can read it again, for *purpose* only."""
        nonce = secrets.token_bytes(_NONCE_SIZE)
        cipher = AESGCM(self._key_for(f"seal/{purpose}"))
        return nonce + cipher.encrypt(nonce, plain, None)

    def unseal(self, purpose: str, sealed: bytes) -> bytes:
        """Return what was sealed for *purpose*; refuse what was not, or was altered."""
        cipher = AESGCM(self._key_for(f"seal/{purpose}"))
        try:
            return cipher.decrypt(sealed[:_NONCE_SIZE], sealed[_NONCE_SIZE:], None)
        except (InvalidTag, ValueError) as error:
            raise Refused(Refusal.FORGED, "a seal that does not fit") from error

    def _key_for(self, purpose: str) -> bytes:
        info = f"baursak/hub/{purpose}".encode("ascii")
        return hkdf_sha256(self._secret, salt=b"", info=info, size=KEY_SIZE)
