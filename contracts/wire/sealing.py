"""What claim and voucher codes share: a truncated HMAC over their kind and body, and bounds."""

import hashlib
import hmac
from typing import Final

from contracts.wire.refusals import Refusal, Refused

VERSION: Final = 1
"""Of claim and voucher codes, in the upper half of their first byte."""
U24: Final = 2**24 - 1
U32: Final = 2**32 - 1
U40: Final = 2**40 - 1


def tag(kind: bytes, body: bytes, key: bytes, size: int) -> bytes:
    """Return the seal of *body*; the kind is sealed too, so no code verifies as another kind."""
    return hmac.digest(key, b"baursak " + kind + b"\x00" + body, hashlib.sha256)[:size]


def require_tag(found: bytes, expected: bytes, whose: str) -> None:
    """Refuse a seal that does not fit, in a time that says nothing about where it differs."""
    if not hmac.compare_digest(found, expected):
        raise Refused(Refusal.FORGED, whose)


def require_version(first: int, what: str) -> None:
    """Refuse a first byte of another version."""
    if first >> 4 != VERSION:
        raise Refused(Refusal.UNKNOWN_VERSION, f"{what} version {first >> 4}")


def require_range(field: str, value: int, least: int, most: int) -> None:
    """Refuse a value that its field cannot hold."""
    if not least <= value <= most:
        raise Refused(Refusal.OVERFLOW, f"{field} {value} is not within {least} and {most}")
