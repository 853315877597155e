"""The challenge that a wallet signs: ours, for one purpose, for a quarter of an hour, once.

Nothing is stored when a challenge is made, so that asking for one costs a stranger nothing of
ours; the one that comes back signed is stored as used.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contracts.wire import base64url
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime

LIFE_S: Final = 15 * 60
NONCE_SIZE: Final = 16
_TIME_SIZE: Final = 8
_TAG_SIZE: Final = 16
_SIZE: Final = NONCE_SIZE + _TIME_SIZE + _TAG_SIZE
LENGTH: Final = 54
"""Characters of a challenge."""
_PURPOSE: Final = "wallet-challenge"


Tag = Callable[[str, bytes], bytes]
"""Makes an HMAC under a key that serves one purpose, as the Keyring port does."""


class Purpose(StrEnum):
    """What a signed challenge is good for, and for nothing else."""

    LOGIN = "login"
    REGISTER = "register"
    LINK = "link"
    """A member or partner shows that a wallet is his."""
    PASSKEY_NEW = "passkey-new"
    """Somebody opens an account with a passkey."""
    PASSKEY_MORE = "passkey-more"
    """A member adds a passkey to his account."""
    PASSKEY_LOGIN = "passkey-login"


@dataclass(frozen=True, slots=True)
class Challenge:
    """A challenge of ours that came back."""

    nonce: bytes
    expires_at: UnixTime


def make(purpose: Purpose, subject: str, now: UnixTime, nonce: bytes, tag: Tag) -> str:
    """Return a fresh challenge for *purpose*, of use only to *subject* (empty: to anybody)."""
    assert len(nonce) == NONCE_SIZE, "a challenge has its own nonce"
    body = nonce + (now + LIFE_S).to_bytes(_TIME_SIZE, "big")
    return base64url.encode(body + _sealed(tag, purpose, subject, body))


def read(text: str, purpose: Purpose, subject: str, now: UnixTime, tag: Tag) -> Challenge:
    """Return the challenge that *text* is when we made it for this; or refuse."""
    if len(text) != LENGTH:
        raise Refused(Refusal.MALFORMED, f"a challenge of {len(text)} characters")
    raw = base64url.decode(text)
    body, seal = raw[:-_TAG_SIZE], raw[-_TAG_SIZE:]
    if not hmac.compare_digest(seal, _sealed(tag, purpose, subject, body)):
        raise Refused(Refusal.FORGED, "a challenge that this hub did not make for this")
    expires_at = UnixTime(int.from_bytes(body[NONCE_SIZE:], "big"))
    if now > expires_at:
        raise Refused(Refusal.EXPIRED, "a challenge whose time is over")
    return Challenge(body[:NONCE_SIZE], expires_at)


def _sealed(tag: Tag, purpose: Purpose, subject: str, body: bytes) -> bytes:
    """Return the seal of *body*."""
    said = f"{purpose}\n{subject}\n".encode() + body
    return tag(_PURPOSE, said)[:_TAG_SIZE]


assert (_SIZE * 8 + 5) // 6 == LENGTH, "base64url writes six bits a character"
