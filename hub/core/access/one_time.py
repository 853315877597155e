"""One-time codes of an authenticator application (RFC 6238), and the recovery codes beside them."""

import base64
import hashlib
import hmac
from typing import Final
from urllib.parse import quote

from contracts.wire.units import UnixTime

STEP_S: Final = 30
DIGITS: Final = 6
SECRET_SIZE: Final = 20
"""Bytes: as long as SHA-1's output, as RFC 4226 asks."""
_DRIFT_STEPS: Final = 1
"""One step to either side: a phone's clock that is half a minute off, and slow typing."""
RECOVERY_CODES: Final = 10
RECOVERY_SIZE: Final = 10
"""Bytes: 80 bits, so that not even a stolen table of digests gives one away."""


def code_at(secret: bytes, step: int) -> str:
    """Return the code of *secret* for the time *step*."""
    # SHA-1 is what authenticator applications know; HMAC does not lean on its collisions.
    digest = hmac.digest(secret, step.to_bytes(8, "big"), hashlib.sha1)
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(secret: bytes, code: str, now: UnixTime, last_step: int) -> int | None:
    """Return the step that *code* belongs to, or None.

    A step at or before *last_step*, the one that was used last, is no longer good: a code that
    somebody looked at over a shoulder is dead once its owner is in.
    """
    present = now // STEP_S
    found: int | None = None
    for step in range(present - _DRIFT_STEPS, present + _DRIFT_STEPS + 1):
        right = hmac.compare_digest(code_at(secret, step).encode(), code.encode("utf-8"))
        if right and step > last_step:
            found = step
    return found


def enrolment_link(secret: bytes, issuer: str, account: str) -> str:
    """Return the `otpauth:` link that an authenticator application reads from a QR."""
    words = base64.b32encode(secret).decode("ascii").rstrip("=")
    label = quote(f"{issuer}:{account}", safe="")
    return (
        f"otpauth://totp/{label}?secret={words}&issuer={quote(issuer, safe='')}"
        f"&digits={DIGITS}&period={STEP_S}"
    )


def recovery_code(octets: bytes) -> str:
    """Return *octets* as a person types them: four groups of four letters and digits."""
    words = base64.b32encode(octets).decode("ascii").lower()
    return "-".join(words[at : at + 4] for at in range(0, len(words), 4))


def plain_recovery_code(typed: str) -> str:
    """Return what a person *typed* as `recovery_code` would write it."""
    words = "".join(typed.split()).replace("-", "").lower()
    return "-".join(words[at : at + 4] for at in range(0, len(words), 4))
