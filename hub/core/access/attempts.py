"""How often anybody may try to guess, by account and by address."""

import hashlib
import ipaddress
from dataclasses import dataclass
from typing import Final

from contracts.wire.refusals import Refusal, Refused

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries within a window of so many seconds; success takes its try back."""

    what: str
    most: int
    window: int


FROM_ONE_PLACE: Final = Limit("sign-in of one login from one address", 8, 15 * MINUTE)
"""A person mistypes a few times; a guesser learns nothing with eight."""
OF_ONE_LOGIN: Final = Limit("sign-in of one login", 40, 15 * MINUTE)
"""Higher, so that a stranger cannot lock an owner out from a single machine."""
ONE_TIME_CODES: Final = Limit("one-time code of one login", 20, 24 * HOUR)
"""Whoever guesses here has the password already: one chance in 16,000 a day is what he gets."""
OF_ONE_ADDRESS: Final = Limit("sign-in from one address", 100, 15 * MINUTE)
"""A shopping centre's Wi-Fi holds many shops."""
REGISTRATIONS: Final = Limit("registration from one address", 10, 24 * HOUR)
ACCOUNTS: Final = Limit("new account by passkey from one address", 100, 24 * HOUR)
"""Behind a carrier's NAT stands a whole town; whoever wants many accounts needs many receipts."""
CODES: Final = Limit("one-time code from one address", 20, 15 * MINUTE)
PROOFS: Final = Limit("proof from one address", 300, 15 * MINUTE)
"""Telegram's data and wallets' signatures cannot be guessed; this only bounds the work."""
OF_ONE_PIN: Final = Limit("PIN of one cashier", 10, 15 * MINUTE)
"""A PIN has few digits: ten in a quarter of an hour leave a guesser years."""
OLDEST: Final = 24 * HOUR
"""No window is longer; counts older than this may be forgotten."""


def subject_of(limit: Limit, *names: str) -> bytes:
    """Return the digest under which tries are counted: the table holds no login and no address."""
    said = "\n".join((limit.what, *names)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(said).digest()


def require_within(limit: Limit, count: int) -> None:
    """Refuse the try that is number *count* of its window when the limit holds fewer."""
    if count > limit.most:
        raise Refused(Refusal.TOO_MANY_ATTEMPTS, limit.what, limit.window)


def network_of(address: str) -> str:
    """Return what one person's line has of *address*: of IPv6 the first 64 bits."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "elsewhere"
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((int(parsed) >> 64 << 64, 64)))
