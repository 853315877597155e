"""Signed tokens: JWT by EdDSA, under keys that rotate."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Final

import jwt
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from contracts.wire import base64url
from contracts.wire.keys import SHORTEST_SECRET, hkdf_sha256
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.ports.signing import Claims
from hub.errors import WrongSettings

LONGEST_TOKEN: Final = 2 * 1024
"""Characters; one of ours has under 500."""
MOST_KEYS: Final = 8
"""Of one hub: the one that signs and those that it signed with before."""
AUDIENCES: Final = ("member", "staff")
_ALGORITHM: Final = "EdDSA"
_FAMILY_SIZE: Final = 16
_REQUIRED: Final = frozenset({"iss", "aud", "sub", "sid", "iat", "exp"})
_SEED_INFO: Final = b"baursak/hub/jwt-signing-key"
_LARGEST_OWNER: Final = 2**53
_LEAD_S: Final = 60
"""How far another process's clock may be ahead when it signs."""


def key_of_secret(secret: bytes) -> Ed25519PrivateKey:
    """Return the signing key that JWT_SECRET stands for."""
    if len(secret) < SHORTEST_SECRET:
        raise WrongSettings([f"JWT_SECRET has fewer than {SHORTEST_SECRET} bytes."])
    seed = hkdf_sha256(secret, salt=b"", info=_SEED_INFO, size=32)
    return Ed25519PrivateKey.from_private_bytes(seed)


def keys_of_pem(text: bytes) -> list[Ed25519PrivateKey]:
    """Return the Ed25519 keys of a PEM file, the one that signs first; or raise WrongSettings."""
    end = b"-----END PRIVATE KEY-----"
    keys: list[Ed25519PrivateKey] = []
    for part in text.split(end)[:-1]:
        try:
            key = load_pem_private_key(part.lstrip() + end + b"\n", password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise WrongSettings(["The key file holds a key that cannot be read."]) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise WrongSettings(["The key file holds a key that is not Ed25519."])
        keys.append(key)
    if not 1 <= len(keys) <= MOST_KEYS:
        raise WrongSettings([f"The key file must hold 1 to {MOST_KEYS} Ed25519 keys (PKCS 8)."])
    return keys


class JwtTokens:
    """The Tokens port: the first key signs, all of them are accepted."""

    def __init__(self, keys: Sequence[Ed25519PrivateKey], issuer: str) -> None:
        assert keys, "somebody has to sign"
        self._signing = keys[0]
        self._public = {_key_id(key.public_key()): key.public_key() for key in keys}
        self._kid = _key_id(keys[0].public_key())
        self._heads = {_head(key, _key_id(key.public_key())): key.public_key() for key in keys}
        self._issuer = issuer

    def sign(self, claims: Claims) -> str:
        """Return a token that says *claims*."""
        assert claims.kind in AUDIENCES, "a token is for members or for staff"
        said = {
            "iss": self._issuer,
            "aud": claims.kind,
            "sub": str(claims.owner),
            "sid": base64url.encode(claims.family),
            "iat": claims.issued_at,
            "exp": claims.expires_at,
        }
        return jwt.encode(said, self._signing, algorithm=_ALGORITHM, headers={"kid": self._kid})

    def read(self, token: str, now: UnixTime) -> Claims:
        """Return what a token of ours says; refuse every other one."""
        if len(token) > LONGEST_TOKEN:
            raise Refused(Refusal.UNAUTHENTICATED, f"a token of {len(token)} characters")
        try:
            said = self._verified(token)
        except (InvalidSignature, Refused, ValueError, RecursionError) as error:
            raise Refused(Refusal.UNAUTHENTICATED, type(error).__name__) from error
        claims = _claims(said)
        if not claims.issued_at - _LEAD_S <= now < claims.expires_at:
            raise Refused(Refusal.UNAUTHENTICATED, "a token whose time is over, or not yet come")
        return claims

    def public_keys(self) -> list[dict[str, str]]:
        """Return the public keys (RFC 8037) that tokens are checked with, the signing one first."""
        return [
            {
                "kty": "OKP",
                "crv": "Ed25519",
                "x": base64url.encode(_raw(key)),
                "kid": kid,
                "alg": _ALGORITHM,
                "use": "sig",
            }
            for kid, key in self._public.items()
        ]

    def _verified(self, token: str) -> dict[str, Any]:
        """Return the claims of a token whose signature, issuer and audience are right.

        Its head must be the very one that we write: so nothing in it is ever asked for, such as
        an algorithm, and reading a token costs little more than checking its signature.
        """
        signed, _, tag = token.rpartition(".")
        head, _, body = signed.partition(".")
        key = self._heads.get(head)
        if key is None:
            raise ValueError("a token under a key that is not ours")
        key.verify(base64url.decode(tag), signed.encode("ascii"))
        said = json.loads(base64url.decode(body))
        if not isinstance(said, dict) or not said.keys() >= _REQUIRED:
            raise ValueError("a token that says too little")
        if said["iss"] != self._issuer or said["aud"] not in AUDIENCES:
            raise ValueError("a token for somebody else")
        return said


def _claims(said: dict[str, Any]) -> Claims:
    """Return the claims in a verified token; refuse shapes that we never sign."""
    kind, subject, family = said["aud"], said["sub"], said["sid"]
    issued, expires = said["iat"], said["exp"]
    well_formed = (
        isinstance(kind, str)
        and isinstance(subject, str)
        and subject.isascii()
        and subject.isdigit()
        and len(subject) <= 16
        and isinstance(family, str)
        and type(issued) is int
        and type(expires) is int
    )
    if not well_formed or int(subject) >= _LARGEST_OWNER:
        raise Refused(Refusal.UNAUTHENTICATED, "a token of a shape that is not ours")
    try:
        octets = base64url.decode(family)
    except Refused as error:
        raise Refused(Refusal.UNAUTHENTICATED, "a token without a session") from error
    if len(octets) != _FAMILY_SIZE:
        raise Refused(Refusal.UNAUTHENTICATED, "a token without a session")
    return Claims(kind, int(subject), octets, UnixTime(issued), UnixTime(expires))


def _head(key: Ed25519PrivateKey, kid: str) -> str:
    """Return the first part of each token that *key* signs."""
    return jwt.encode({}, key, algorithm=_ALGORITHM, headers={"kid": kid}).partition(".")[0]


def _key_id(key: Ed25519PublicKey) -> str:
    """Return the key's thumbprint (RFC 7638)."""
    said = {"crv": "Ed25519", "kty": "OKP", "x": base64url.encode(_raw(key))}
    text = json.dumps(said, separators=(",", ":"), sort_keys=True).encode("ascii")
    return base64url.encode(hashlib.sha256(text).digest())


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)
