"""base64url without padding, one text for each run of bytes and no other."""

import base64
import binascii
import re
from typing import Final

from contracts.wire.refusals import Refusal, Refused

_TO_URL: Final = bytes.maketrans(b"+/", b"-_")
_ALPHABET: Final = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)


def encode(raw: bytes) -> str:
    """Return *raw* as base64url without padding."""
    return encode_ascii(raw).decode("ascii")


def encode_ascii(raw: bytes) -> bytes:
    """Return *raw* as base64url without padding, in bytes."""
    return binascii.b2a_base64(raw, newline=False).translate(_TO_URL).rstrip(b"=")


def decode(text: str) -> bytes:
    """Return the bytes that *text* stands for; refuse what `encode` would never write."""
    if not _ALPHABET.fullmatch(text):
        raise Refused(Refusal.MALFORMED, "a character outside the base64url alphabet")
    if len(text) % 4 == 1:
        raise Refused(Refusal.MALFORMED, f"base64url of {len(text)} characters")
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    # Trailing bits that stand for nothing would let one code be written in several ways.
    if encode(raw) != text:
        raise Refused(Refusal.MALFORMED, "trailing bits that are not zero")
    return raw
