"""Passkeys: what members without Telegram sign in with; only public halves ever reach the hub."""

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.ids import MemberId

ES256: Final = -7
EDDSA: Final = -8
RS256: Final = -257
ALGORITHMS: Final = (ES256, EDDSA, RS256)
"""What a key may sign with, the dearest first: phones have the first, Windows the last."""
MOST_PASSKEYS: Final = 10
"""Of one member: phones, a laptop, a key on the ring, and some that were lost."""
LONGEST_NAME: Final = 40
LONGEST_CREDENTIAL: Final = 1023
"""Bytes of a credential's id, as the standard has it."""
LARGEST_KEY: Final = 1024
"""Bytes of a public key; RSA with 4096 bits has 550."""
HANDLE_SIZE: Final = 16
"""Bytes of what phones call an account; random, so that it says nothing of anybody."""
LARGEST_ANSWER: Final = 16 * 1024
"""Characters of each field of a phone's answer; attestation that nobody asked for is longest."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys of this hub work, and nowhere else."""

    domain: str
    """What a phone keeps the key for: the host's name."""
    origin: str
    """What the browser says it stands on."""


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A key that a phone has just made."""

    credential: bytes
    public_key: bytes = field(repr=False)
    counter: int


@dataclass(frozen=True, slots=True)
class Passkey:
    """A member's key."""

    id: int
    member: MemberId
    credential: bytes
    public_key: bytes = field(repr=False)
    handle: bytes
    counter: int
    name: str
    created_at: UnixTime
    used_at: UnixTime


@dataclass(frozen=True, slots=True)
class Shown:
    """What a phone has signed with a key."""

    counter: int
    handle: bytes | None
    """What the phone calls the account, where it says so."""


def site_of(host: str) -> Site:
    """Return the site of the hub at *host*: https, but on one's own machine."""
    name = urlsplit(f"//{host}").hostname or host
    # Browsers call this name safe by itself: for trying out, where there is no certificate.
    scheme = "http" if name == "localhost" else "https"
    return Site(name, f"{scheme}://{host}")


def require_the_same(known: Passkey, shown: Shown) -> None:
    """Refuse a key that says another account, or whose count of signatures went back.

    Somebody has then copied it out of a phone. Keys that are kept in a person's cloud count
    nothing, and say zero for ever.
    """
    if shown.handle is not None and shown.handle != known.handle:
        raise Refused(Refusal.PASSKEY_REFUSED, f"passkey {known.id} names another account")
    counts = shown.counter or known.counter
    if counts and shown.counter <= known.counter:
        raise Refused(Refusal.PASSKEY_REFUSED, f"passkey {known.id} was copied: {shown.counter}")
