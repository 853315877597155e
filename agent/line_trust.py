"""Whom the line to the hub believes, and how it signs: with as little in memory as that takes.

Linux signs by the OpenSSL that Python itself has loaded: a whole library beside it, which calls the
same functions, would be six megabytes of an idle till. Elsewhere, and where enrolment makes and
shows keys, it is that library, `cryptography`.
"""

import os
from pathlib import Path
from typing import Any, Final, Protocol

_LOADED_NAMES: Final = ("libcrypto.so.3", "libcrypto.so.1.1")
_ED25519: Final = 1087
"""OpenSSL's number of that kind of key."""
_SIGNATURE_BYTES: Final = 64
_KNOWN_SEED: Final = bytes.fromhex(
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
)
_KNOWN_SIGNATURE: Final = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)
"""RFC 8032, test 2: what signs otherwise does not sign for a till."""


class Signer(Protocol):
    """Signs what a till sends."""

    def sign(self, text: bytes) -> bytes:
        """Return the Ed25519 signature of *text*."""
        ...


def trusted() -> Any:
    """Return whose certificates are believed, as httpx takes it: the system's, else its own list.

    From a folder OpenSSL reads the one that it needs: all of them at once are three megabytes. So
    it is the folder also where the system has both, but not where SSL_CERT_FILE names a file.
    """
    import ssl  # noqa: PLC0415  # two megabytes, only for a till with a hub

    place = ssl.get_default_verify_paths()
    named = place.cafile not in {None, place.openssl_cafile}
    if not named and place.capath and any(Path(place.capath).glob("*.0")):
        return ssl.create_default_context(capath=place.capath)
    return True


def signer_of(seed: bytes) -> Signer:
    """Return what signs with the Ed25519 key of this seed."""
    return _by_openssl(seed) or _by_library(seed)


def new_seed() -> bytes:
    """Return the seed of a new Ed25519 key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415  # see above
        Ed25519PrivateKey,
    )

    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key(seed: bytes) -> bytes:
    """Return the public key of the Ed25519 key with this seed."""
    return bytes(_by_library(seed).public_key().public_bytes_raw())


def _by_library(seed: bytes) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415  # see above
        Ed25519PrivateKey,
    )

    return Ed25519PrivateKey.from_private_bytes(seed)


def _by_openssl(seed: bytes) -> Signer | None:
    """Return what signs by the OpenSSL that is loaded already, None where there is none."""
    library = _loaded_openssl()
    if library is None:
        return None
    try:
        known = _OpensslSigner(library, _KNOWN_SEED)
        if known.sign(b"\x72") == _KNOWN_SIGNATURE:
            return _OpensslSigner(library, seed)
    except (AttributeError, ValueError):
        return None
    return None


def _loaded_openssl() -> Any:
    if not hasattr(os, "RTLD_NOLOAD"):  # Windows
        return None
    import ctypes  # noqa: PLC0415  # only where a till signs
    import hashlib  # noqa: F401, PLC0415  # it is what loads OpenSSL

    for name in _LOADED_NAMES:
        try:
            return ctypes.CDLL(name, mode=os.RTLD_NOLOAD | os.RTLD_NOW)
        except OSError:
            continue
    return None


class _OpensslSigner:
    """Signs by OpenSSL's own functions; the key stays in its memory until the end."""

    def __init__(self, library: Any, seed: bytes) -> None:
        import ctypes  # noqa: PLC0415  # as above

        pointer, size = ctypes.c_void_p, ctypes.c_size_t
        shapes = {
            "EVP_PKEY_new_raw_private_key": (
                pointer,
                [ctypes.c_int, pointer, ctypes.c_char_p, size],
            ),
            "EVP_MD_CTX_new": (pointer, []),
            "EVP_MD_CTX_free": (None, [pointer]),
            "EVP_DigestSignInit": (ctypes.c_int, [pointer] * 5),
            "EVP_DigestSign": (
                ctypes.c_int,
                [pointer, ctypes.c_char_p, ctypes.POINTER(size), ctypes.c_char_p, size],
            ),
        }
        for name, (result, taken) in shapes.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, taken
        self._library = library
        self._size = size
        self._buffer = ctypes.create_string_buffer
        self._by = ctypes.byref
        self._key = library.EVP_PKEY_new_raw_private_key(_ED25519, None, seed, len(seed))
        if not self._key:
            raise ValueError("no seed of an Ed25519 key")

    def sign(self, text: bytes) -> bytes:
        """Return the Ed25519 signature of *text*."""
        work = self._library.EVP_MD_CTX_new()
        try:
            made, length = self._buffer(_SIGNATURE_BYTES), self._size(_SIGNATURE_BYTES)
            good = self._library.EVP_DigestSignInit(work, None, None, None, self._key)
            if good == 1:
                good = self._library.EVP_DigestSign(work, made, self._by(length), text, len(text))
            if good != 1 or length.value != _SIGNATURE_BYTES:
                raise ValueError("OpenSSL does not sign")
            return bytes(made.raw)
        finally:
            self._library.EVP_MD_CTX_free(work)
