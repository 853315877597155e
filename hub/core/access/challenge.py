"""The challenge that a wallet signs: ours, for one purpose, for a quarter of an hour, once.

Nothing is stored when a challenge is made, so that asking for one costs a stranger nothing of
ours; the one that comes back signed is stored as used.
"""

import hmac
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contracts.wire import base64url
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.ports.world import Keyring, Randomness

LIFE_S: Final = 15 * 60
_NONCE_SIZE: Final = 16
_TIME_SIZE: Final = 8
_TAG_SIZE: Final = 16
_SIZE: Final = _NONCE_SIZE + _TIME_SIZE + _TAG_SIZE
LENGTH: Final = 54
"""Characters of a challenge."""
_PURPOSE: Final = "wallet-challenge"


class Purpose(StrEnum):
    """What a signed challenge is good for, and for nothing else."""

    LOGIN = "login"
    REGISTER = "register"
    LINK = "link"
    """A member or partner shows that a wallet is his."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """A challenge of ours that came back."""

    nonce: bytes
    expires_at: UnixTime


def make(purpose: Purpose, subject: str, now: UnixTime, key: Keyring, random: Randomness) -> str:
    """Return a fresh challenge for *purpose*, of use only to *subject* (empty: to anybody)."""
    body = random.octets(_NONCE_SIZE) + (now + LIFE_S).to_bytes(_TIME_SIZE, "big")
    return base64url.encode(body + _tag(key, purpose, subject, body))


def read(text: str, purpose: Purpose, subject: str, now: UnixTime, key: Keyring) -> Challenge:
    """Return the challenge that *text* is when we made it for this; or refuse."""
    if len(text) != LENGTH:
        raise Refused(Refusal.MALFORMED, f"a challenge of {len(text)} characters")
    raw = base64url.decode(text)
    body, tag = raw[:-_TAG_SIZE], raw[-_TAG_SIZE:]
    if not hmac.compare_digest(tag, _tag(key, purpose, subject, body)):
        raise Refused(Refusal.FORGED, "a challenge that this hub did not make for this")
    expires_at = UnixTime(int.from_bytes(body[_NONCE_SIZE:], "big"))
    if now > expires_at:
        raise Refused(Refusal.EXPIRED, "a challenge whose time is over")
    return Challenge(body[:_NONCE_SIZE], expires_at)


def _tag(key: Keyring, purpose: Purpose, subject: str, body: bytes) -> bytes:
    """Return the seal of *body*."""
    said = f"{purpose}\n{subject}\n".encode() + body
    return key.tag(_PURPOSE, said)[:_TAG_SIZE]


assert (_SIZE * 8 + 5) // 6 == LENGTH, "base64url writes six bits a character"
