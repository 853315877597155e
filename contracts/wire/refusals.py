"""A no with a code, for whoever asked; codes are never renamed."""

from enum import StrEnum


class Refusal(StrEnum):
    """Why something was not accepted; the value is what crosses the wire."""

    MALFORMED = "malformed"
    """Not the shape that was promised: length, alphabet, type, range of a field."""
    UNKNOWN_VERSION = "unknown_version"
    """Well formed so far, but of a version that this program does not know."""
    FORGED = "forged"
    """The seal does not fit what it seals."""
    WRONG_KIND = "wrong_kind"
    """A code of another kind: a voucher where a claim is asked for, or the reverse."""
    EXPIRED = "expired"
    UNKNOWN_KEY = "unknown_key"
    """No key is known for this till, shop and key id."""
    REVOKED = "revoked"
    OVERFLOW = "overflow"
    """A value that its field cannot hold."""
    MISMATCH = "mismatch"
    """The same id as before, saying something else."""
    BROKEN_CHAIN = "broken_chain"
    """An event that does not follow from the one before it."""
    TOO_LONG = "too_long"
    """More bytes than the limit of this thing."""
    CLOCK_SKEW = "clock_skew"
    """A request whose time is too far from the hub's clock; the answer says the hub's time."""
    ONLINE_ONLY = "online_only"
    """A till may not decide this by the seal alone; only the hub can."""


class Refused(Exception):
    """The answer is no: a code for the asker, a detail for the log.

    The detail names fields and numbers; never a code, a key or a secret.
    """

    def __init__(self, refusal: Refusal, detail: str) -> None:
        super().__init__(f"{refusal}: {detail}")
        self.refusal = refusal
        self.detail = detail
