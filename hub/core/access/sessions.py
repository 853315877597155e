"""Sessions: a short signed token to show, and a long random one to get the next, once."""

import hashlib
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from contracts.wire import base64url
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime

MEMBER: Final = "member"
STAFF: Final = "staff"
FAMILY_SIZE: Final = 16
TOKEN_SIZE: Final = 32
TOKEN_LENGTH: Final = 43
"""Characters of a refresh token."""
RETRY_S: Final = 30
"""An answer lost on the line is asked for again at once; the same answer is given that long."""


@dataclass(frozen=True, slots=True)
class Session:
    """One link of a session's chain of refresh tokens."""

    kind: str
    owner: int
    family: bytes
    """Names the whole chain: one sign-in on one device."""
    digest: bytes
    """Of the refresh token."""
    issued_at: UnixTime
    expires_at: UnixTime
    used_at: UnixTime | None = None
    revoked_at: UnixTime | None = None


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One sign-in on one device that has not ended."""

    family: bytes
    since: UnixTime
    seen_at: UnixTime
    """When its token was renewed last: within the life of one token of its last use."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What somebody gets who has shown who he is."""

    kind: str
    owner: int
    access: str = field(repr=False)
    """Signed; goes with every request."""
    refresh: str = field(repr=False)
    """Random; exchanged for the next pair when the signed one has run out."""
    expires_in: int
    """Seconds that the signed token lives."""
    is_new: bool = False
    """The member was made just now."""


class Turn(Enum):
    """What a refresh token that came in means."""

    NEXT = "its first use: the next pair is due"
    AGAIN = "the same use once more: the same pair is due"
    STOLEN = "an old token: somebody else has it, and the session ends"
    OVER = "the session is over"


def judge(session: Session | None, successor: Session | None, now: UnixTime) -> Turn:
    """Say what it means that the token of *session* is shown now.

    *successor* is the link that its first use made. While nobody has used that one either, a
    retry gets it again; later, two people hold the same chain, and neither keeps it.
    """
    if session is None or session.revoked_at is not None or session.expires_at <= now:
        return Turn.OVER
    if session.used_at is None:
        return Turn.NEXT
    fresh = now - session.used_at <= RETRY_S
    if fresh and successor is not None and successor.used_at is None:
        return Turn.AGAIN
    return Turn.STOLEN


def read_refresh(token: str) -> bytes:
    """Return the octets of a refresh token; or refuse."""
    if len(token) != TOKEN_LENGTH:
        raise Refused(Refusal.UNAUTHENTICATED, "a refresh token of another length")
    try:
        return base64url.decode(token)
    except Refused as error:
        raise Refused(Refusal.UNAUTHENTICATED, "a refresh token that is none") from error


def digest_of(octets: bytes) -> bytes:
    """Return what the database holds of a refresh token, which is too random to be guessed."""
    return hashlib.sha256(b"baursak refresh token" + octets).digest()
