"""ADNL over TCP without any socket: how two sides shake hands, and the frames between them.

Whoever calls says whom he wants to reach (the hash of a key), his own public key, and 160 random
bytes, enciphered with what both can derive from the two keys. Out of these bytes come two AES-CTR
streams, one a direction. A frame is its length, 32 random bytes, what is said, and a hash of both.
"""

import hashlib
import hmac
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR
from nacl.bindings import (
    crypto_scalarmult,
    crypto_sign_ed25519_pk_to_curve25519,
    crypto_sign_ed25519_sk_to_curve25519,
    crypto_sign_seed_keypair,
)
from nacl.exceptions import CryptoError

HANDSHAKE: Final = 256
"""Bytes of a handshake: key's hash, caller's key, checksum, parameters."""
PARAMETERS: Final = 160
NONCE: Final = 32
"""Random bytes at the head of a frame."""
_DIGEST: Final = 32
_LENGTH: Final = 4
_LEAST: Final = NONCE + _DIGEST
_ED25519: Final = bytes.fromhex("c6b41348")
"""TL's number of an ed25519 key, hashed together with it into its name."""


class AdnlError(ValueError):
    """The other side does not speak ADNL with us; the connection ends."""


class ServerKey:
    """The key by which callers know a server."""

    def __init__(self, seed: bytes) -> None:
        self.public, secret = crypto_sign_seed_keypair(seed)
        self._secret = crypto_sign_ed25519_sk_to_curve25519(secret)

    def shared_with(self, public: bytes) -> bytes:
        """Return what only this key and the owner of *public* can derive."""
        return _shared(self._secret, public)


def key_id(public: bytes) -> bytes:
    """Return the name of a public key."""
    return hashlib.sha256(_ED25519 + public).digest()


class Session:
    """One side of a connection: seals what we say, opens what we hear."""

    def __init__(self, says: CipherContext, hears: CipherContext, largest: int) -> None:
        self._says = says
        self._hears = hears
        self._largest = largest
        self._heard = bytearray()
        self._wanted: int | None = None

    def seal(self, payload: bytes, nonce: bytes) -> bytes:
        """Return the frame that says *payload*; *nonce* is 32 random bytes."""
        body = nonce + payload
        body += hashlib.sha256(body).digest()
        return self._says.update(len(body).to_bytes(_LENGTH, "little") + body)

    def hear(self, octets: bytes) -> list[bytes]:
        """Take bytes as they came, in pieces of any size; return what whole frames say."""
        self._heard += self._hears.update(octets)
        said: list[bytes] = []
        while (frame := self._next()) is not None:
            said.append(frame)
        return said

    def _next(self) -> bytes | None:
        if self._wanted is None:
            if len(self._heard) < _LENGTH:
                return None
            self._wanted = int.from_bytes(self._heard[:_LENGTH], "little")
            del self._heard[:_LENGTH]
            if not _LEAST <= self._wanted <= self._largest:
                raise AdnlError("a frame of that length is not taken")
        if len(self._heard) < self._wanted:
            return None
        body = bytes(self._heard[: self._wanted])
        del self._heard[: self._wanted]
        self._wanted = None
        if not hmac.compare_digest(hashlib.sha256(body[:-_DIGEST]).digest(), body[-_DIGEST:]):
            raise AdnlError("a frame has been changed on its way")
        return body[NONCE:-_DIGEST]


def accept(handshake: bytes, key: ServerKey, largest: int) -> Session:
    """Answer somebody who calls; *largest* is the longest frame that will be taken."""
    if len(handshake) != HANDSHAKE:
        raise AdnlError("that is no handshake")
    named, caller, checksum = handshake[:32], handshake[32:64], handshake[64:96]
    if not hmac.compare_digest(named, key_id(key.public)):
        raise AdnlError("the caller wants somebody else")
    shared = key.shared_with(caller)
    parameters = _first_cipher(shared, checksum).update(handshake[96:])
    if not hmac.compare_digest(hashlib.sha256(parameters).digest(), checksum):
        raise AdnlError("the handshake cannot be read")
    return Session(_stream(parameters, 0), _stream(parameters, 1), largest)


def call(server: bytes, seed: bytes, parameters: bytes, largest: int) -> tuple[bytes, Session]:
    """Call the server with the public key *server*: the handshake to send, and our session.

    *seed* (32 bytes) and *parameters* (160) must be random, and are used once.
    """
    caller = ServerKey(seed)
    checksum = hashlib.sha256(parameters).digest()
    hidden = _first_cipher(caller.shared_with(server), checksum).update(parameters)
    handshake = key_id(server) + caller.public + checksum + hidden
    return handshake, Session(_stream(parameters, 1), _stream(parameters, 0), largest)


def _shared(secret: bytes, public: bytes) -> bytes:
    try:
        return crypto_scalarmult(secret, crypto_sign_ed25519_pk_to_curve25519(public))
    except CryptoError as error:
        raise AdnlError("that is no key") from error


def _first_cipher(shared: bytes, checksum: bytes) -> CipherContext:
    """Return the stream that hides the parameters of a handshake."""
    return _cipher(shared[:16] + checksum[16:32], checksum[:4] + shared[20:32])


def _stream(parameters: bytes, number: int) -> CipherContext:
    """Return stream 0 (what the server says) or 1 (what it hears)."""
    key, start = 32 * number, 64 + 16 * number
    return _cipher(parameters[key : key + 32], parameters[start : start + 16])


def _cipher(key: bytes, start: bytes) -> CipherContext:
    return Cipher(AES(key), CTR(start)).encryptor()
