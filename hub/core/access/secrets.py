"""What staff choose and type: passwords, PINs, logins, one-time invitations."""

import base64
import re
from itertools import pairwise
from typing import Final

from contracts.wire.enrolling import CODE_ALPHABET, code_typed
from contracts.wire.refusals import Refusal, Refused

SHORTEST_PASSWORD: Final = 10
LONGEST_PASSWORD: Final = 200
_FEWEST_LETTERS: Final = 5
"""Different characters of a password; `aaaaaaaaaa` and `1212121212` are nobody's secret."""
INVITATION_OCTETS: Final = 10
"""80 bits: guessing is hopeless, typing is bearable."""
_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._@+-]{2,63}", re.ASCII)
_PIN: Final = re.compile(r"[0-9]{4,8}", re.ASCII)
_CROCKFORD: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", CODE_ALPHABET)


def proper_login(text: str) -> str:
    """Return *text* as a login: lower case, an address or a short word; or refuse."""
    login = text.strip().lower()
    if not _LOGIN.fullmatch(login):
        raise Refused(Refusal.MALFORMED, "a login has 3 to 64 of a-z, 0-9 and . _ @ + -")
    return login


def require_good_password(password: str, login: str) -> None:
    """Refuse a password that is guessed too easily."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Refused(
            Refusal.VALIDATION,
            f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters",
        )
    if len(set(password.lower())) < _FEWEST_LETTERS:
        raise Refused(Refusal.VALIDATION, "a password of a few repeated characters")
    if login.partition("@")[0] in password.lower():
        raise Refused(Refusal.VALIDATION, "a password that holds the login")


def require_good_pin(pin: str) -> None:
    """Refuse a PIN that is none, or that everybody tries first."""
    if not _PIN.fullmatch(pin):
        raise Refused(Refusal.MALFORMED, "a PIN has 4 to 8 digits")
    steps = {(int(right) - int(left)) % 10 for left, right in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        raise Refused(Refusal.VALIDATION, "a PIN that everybody tries first")


def invitation_code(octets: bytes) -> str:
    """Return *octets* as a code that a person can read out and type."""
    assert len(octets) == INVITATION_OCTETS, "sixteen letters and digits hold ten bytes"
    return base64.b32encode(octets).decode("ascii").translate(_CROCKFORD)


def typed_invitation(text: str) -> str:
    """Return the code that a person typed, in its one spelling; or refuse."""
    return code_typed(text)
