"""Every key comes from one master secret, so that the hub stores no key per till."""

import hashlib
import hmac
from enum import StrEnum
from typing import Final

from contracts.wire.units import KeyId

KEY_SIZE: Final = 32
SHORTEST_SECRET: Final = 32
"""Bytes: a master secret shorter than the keys made of it would be their weakest part."""

_HASH_SIZE: Final = 32
_LARGEST_KEY_ID: Final = 15
_LARGEST_OWNER: Final = 2**24 - 1


class KeyKind(StrEnum):
    """What a key is for; the value stands in the key's derivation and is never renamed."""

    CLAIM = "claim"
    """Of a till: seals its claim codes."""
    VOUCHER_SHOP = "voucher-shop"
    """Of a shop, held by its enrolled tills."""
    VOUCHER_TILL = "voucher-till"
    """Of one till, held only there."""
    VOUCHER_ANY = "voucher-any"
    """Of the programme (owner 0), held only by the hub."""
    CARD = "card"
    """Of the programme (owner 0), held only by the hub: seals the codes of member cards."""
    LOCAL_SEED = "local-seed"
    """Of a till enrolled locally: stands for the Ed25519 seed that a real one makes itself."""


def derive(secret: bytes, kind: KeyKind, owner: int, key_id: KeyId) -> bytes:
    """Return the key of *owner* (a till, a shop, or 0) for *kind*, 32 bytes."""
    assert len(secret) >= SHORTEST_SECRET, "enrolment and configuration check the secret's length"
    assert 0 <= owner <= _LARGEST_OWNER, "an id of the wire has 24 bits"
    assert 0 <= key_id <= _LARGEST_KEY_ID, "a key id of the wire has 4 bits"
    info = f"baursak/{kind}/{owner}/{key_id}".encode("ascii")
    return hkdf_sha256(secret, salt=b"", info=info, size=KEY_SIZE)


def hkdf_sha256(secret: bytes, *, salt: bytes, info: bytes, size: int) -> bytes:
    """Return *size* bytes of key material as RFC 5869 defines them for SHA-256."""
    assert 0 < size <= 255 * _HASH_SIZE, "RFC 5869 stops at 255 blocks"
    extracted = hmac.digest(salt or bytes(_HASH_SIZE), secret, hashlib.sha256)
    made, block = b"", b""
    counter = 0
    while len(made) < size:
        counter += 1
        block = hmac.digest(extracted, block + info + bytes([counter]), hashlib.sha256)
        made += block
    return made[:size]
