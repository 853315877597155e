"""base64url without padding, one text for each run of bytes and no other."""

import base64
import re
from typing import Final

from contracts.wire.refusals import Refusal, Refused

_ALPHABET: Final = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)


def encode(raw: bytes) -> str:
    """Return *raw* as base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


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
