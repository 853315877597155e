"""A phone that keeps passkeys: makes keys and signs with them, as WebAuthn says."""

import hashlib
import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from fido2 import cbor

from contracts.wire import base64url

Key = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey
PRESENT: Final = 0x01
VERIFIED: Final = 0x04
HAS_KEY: Final = 0x40
_numbers = count(1)


def _cose(key: Key) -> dict[int, Any]:
    """Return the public half as RFC 9053 and RFC 8230 write it."""
    if isinstance(key, ec.EllipticCurvePrivateKey):
        point = key.public_key().public_numbers()
        return {
            1: 2,
            3: -7,
            -1: 1,
            -2: point.x.to_bytes(32, "big"),
            -3: point.y.to_bytes(32, "big"),
        }
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return {1: 1, 3: -8, -1: 6, -2: key.public_key().public_bytes_raw()}
    numbers = key.public_key().public_numbers()
    return {1: 3, 3: -257, -1: numbers.n.to_bytes(256, "big"), -2: numbers.e.to_bytes(3, "big")}


def _signed(key: Key, message: bytes) -> bytes:
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(message, ec.ECDSA(hashes.SHA256()))
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key.sign(message)
    return key.sign(message, padding.PKCS1v15(), hashes.SHA256())


@dataclass
class PhoneLock:
    """One key of one phone, and what the browser around it says."""

    origin: str
    domain: str
    key: Key = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential: bytes = field(default_factory=lambda: next(_numbers).to_bytes(16, "big"))
    handle: bytes = b""
    counter: int = 0
    flags: int = PRESENT | VERIFIED
    cross: bool = False
    algorithm: int | None = None
    """Says another one than its key has, where a test wants that."""

    def makes(self, challenge: str, handle: bytes) -> dict[str, Any]:
        """Return the browser's answer to being asked for a new key."""
        self.handle = handle
        other = {} if self.algorithm is None else {3: self.algorithm}
        public = cbor.encode(_cose(self.key) | other)
        made = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + public
        seen = self._seen(self.flags | HAS_KEY) + made
        attested = cbor.encode({"fmt": "none", "attStmt": {}, "authData": seen})
        return self._answer(
            clientDataJSON=self._said("webauthn.create", challenge), attestationObject=attested
        )

    def signs(self, challenge: str, *, names_account: bool = True) -> dict[str, Any]:
        """Return the browser's answer to being asked to sign."""
        said, seen = self._said("webauthn.get", challenge), self._seen(self.flags)
        signature = _signed(self.key, seen + hashlib.sha256(said).digest())
        fields = {"userHandle": self.handle} if names_account else {}
        return self._answer(
            clientDataJSON=said, authenticatorData=seen, signature=signature, **fields
        )

    def _said(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin,
                "crossOrigin": self.cross}  # fmt: skip
        return json.dumps(told).encode()

    def _seen(self, flags: int) -> bytes:
        domain = hashlib.sha256(self.domain.encode()).digest()
        return domain + bytes([flags]) + self.counter.to_bytes(4, "big")

    def _answer(self, **fields: bytes) -> dict[str, Any]:
        name = base64url.encode(self.credential)
        response = {key: base64url.encode(value) for key, value in fields.items()}
        return {"id": name, "rawId": name, "type": "public-key", "response": response}
