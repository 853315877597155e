"""Telegram's launch data: who opened the Mini App, proven by the bot's token or by Telegram's key.

Two forms. With the bot's token anyone who holds it can check (and forge) the *hash*; with
Telegram's own public key anyone can check the *signature* and nobody here can forge it. Replay
within the greatest age is part of Telegram's design: there is no nonce, so every write that
follows carries an idempotency key of its own.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from contracts.wire import base64url
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime

PRODUCTION_KEY: Final = bytes.fromhex(
    "e7bf03a2fa4602af4580703d88dda5bb59f32ed8b02a56c187fe7d34caed242d"
)
"""Telegram's public key for third parties."""
TEST_KEY: Final = bytes.fromhex("40055058a4ee38156a06562e52eece92a771bcd8346a8c4615cb7376eddf72ec")
"""The same of Telegram's test environment."""

LONGEST: Final = 8 * 1024
"""Characters of launch data; a full one with a photo's address has under 1,000."""
GREATEST_AGE_S: Final = 3600
"""A page is opened and posts its launch data at once; an hour allows for a phone left lying."""
GREATEST_LEAD_S: Final = 60
"""How far Telegram's clock may be ahead of ours."""
_MOST_FIELDS: Final = 40
"""Telegram sends about ten; more would only cost us sorting."""
_SMALLEST_ID: Final = 1
_LARGEST_ID: Final = 2**52
"""Telegram promises that its ids of persons fit in 52 bits."""
_LONGEST_NAME: Final = 64
"""Characters of a first or last name that Telegram allows."""
_TIME_DIGITS: Final = 10
"""Of a Unix time, until the year 2286."""


@dataclass(frozen=True, slots=True)
class TelegramUser:
    """The person whom Telegram vouches for."""

    id: int
    first_name: str
    last_name: str
    language: str
    """Two letters of the client's language, or empty."""
    may_write: bool
    """The person lets the bot write first."""
    start_param: str
    """What stood after `startapp=` in the link; from outside, proves nothing."""


@dataclass(frozen=True, slots=True)
class BotTrust:
    """What this hub checks launch data with; the token never leaves the process."""

    bot_id: int
    token: str | None
    """Where it is known, the *hash* is checked; else the *signature*."""
    key: bytes = PRODUCTION_KEY

    def __repr__(self) -> str:
        """Name the bot, never its token."""
        return f"BotTrust(bot_id={self.bot_id})"


def trust_of(token: str, *, test: bool = False) -> BotTrust:
    """Return the trust that a bot's *token*, `<id>:<secret>`, gives."""
    bot_id, colon, secret = token.partition(":")
    if not (colon and secret and bot_id.isascii() and bot_id.isdigit()):
        raise Refused(Refusal.MALFORMED, "a bot token is digits, a colon and a secret")
    return BotTrust(int(bot_id), token, TEST_KEY if test else PRODUCTION_KEY)


def check(raw: str, trust: BotTrust, now: UnixTime) -> TelegramUser:
    """Return who opened the Mini App, by the form that *trust* allows; or refuse.

    A *signature* of Telegram's is enough when there is no token. With a token the *hash* must fit.
    """
    if trust.token is not None:
        return check_hash(raw, trust.token, now)
    return check_signature(raw, trust.bot_id, now, key=trust.key)


def check_hash(raw: str, token: str, now: UnixTime) -> TelegramUser:
    """Return who opened the Mini App when the bot's *token* made the hash; or refuse."""
    return _user(_proven(raw, token), now)


def check_contact(raw: str, token: str, now: UnixTime) -> tuple[int, str]:
    """Return a person's id and the phone number that Telegram says is his; or refuse.

    What `requestContact` of the Mini App answers is signed as launch data is.
    """
    fields = _proven(raw, token)
    _fresh(fields.get("auth_date", ""), now)
    try:
        contact: object = json.loads(fields.get("contact", ""))
    except (ValueError, RecursionError) as error:
        raise Refused(Refusal.MALFORMED, "a contact that is no JSON") from error
    if not isinstance(contact, dict) or not isinstance(contact.get("user_id"), int):
        raise Refused(Refusal.MALFORMED, "a contact without a person")
    return int(contact["user_id"]), _text(contact, "phone_number")


def _proven(raw: str, token: str) -> dict[str, str]:
    """Return the fields of *raw* when the bot's *token* made their hash; or refuse."""
    fields = _fields(raw)
    found = fields.pop("hash", None)
    if found is None:
        raise Refused(Refusal.MALFORMED, "launch data without a hash")
    key = hmac.digest(b"WebAppData", token.encode("utf-8"), hashlib.sha256)
    right = hmac.digest(key, _lines(fields), hashlib.sha256).hex()
    if not hmac.compare_digest(right.encode("ascii"), found.encode("utf-8")):
        raise Refused(Refusal.FORGED, "the hash does not fit the launch data")
    return fields


def check_signature(
    raw: str, bot_id: int, now: UnixTime, *, key: bytes = PRODUCTION_KEY
) -> TelegramUser:
    """Return who opened the Mini App of *bot_id* when Telegram signed it; or refuse."""
    fields = _fields(raw)
    fields.pop("hash", None)
    found = fields.pop("signature", None)
    if found is None:
        raise Refused(Refusal.MALFORMED, "launch data without a signature")
    said = b"%d:WebAppData\n" % bot_id + _lines(fields)
    try:
        # Telegram writes no padding; a client that adds it has changed nothing that is signed.
        signature = base64url.decode(found.rstrip("="))
        Ed25519PublicKey.from_public_bytes(key).verify(signature, said)
    except (InvalidSignature, Refused) as error:
        raise Refused(Refusal.FORGED, "the signature does not fit the launch data") from error
    return _user(fields, now)


def _fields(raw: str) -> dict[str, str]:
    """Return the fields of *raw*, each once; or refuse."""
    if len(raw) > LONGEST:
        raise Refused(Refusal.TOO_LONG, f"launch data of {len(raw)} characters")
    try:
        pairs = parse_qsl(
            raw,
            keep_blank_values=True,
            strict_parsing=True,
            max_num_fields=_MOST_FIELDS,
            errors="strict",
        )
        fields = dict(pairs)
        _lines(fields)  # half of a surrogate pair has no bytes to sign
    except ValueError as error:
        raise Refused(Refusal.MALFORMED, "launch data that is no query string") from error
    # A key given twice means one thing to who signed and may mean another to who reads.
    if len(fields) != len(pairs):
        raise Refused(Refusal.MALFORMED, "launch data with a key given twice")
    return fields


def _lines(fields: Mapping[str, str]) -> bytes:
    """Return the text that Telegram signs: `key=value` lines, sorted."""
    return "\n".join(f"{key}={value}" for key, value in sorted(fields.items())).encode("utf-8")


def _user(fields: Mapping[str, str], now: UnixTime) -> TelegramUser:
    """Return the person of proven *fields* if they are fresh; or refuse."""
    _fresh(fields.get("auth_date", ""), now)
    try:
        user: object = json.loads(fields.get("user", ""))
    except (ValueError, RecursionError) as error:
        raise Refused(Refusal.MALFORMED, "launch data without a user") from error
    if not isinstance(user, dict):
        raise Refused(Refusal.MALFORMED, "launch data whose user is no object")
    number = user.get("id")
    if isinstance(number, bool) or not isinstance(number, int):
        raise Refused(Refusal.MALFORMED, "launch data whose user has no id")
    if not _SMALLEST_ID <= number < _LARGEST_ID:
        raise Refused(Refusal.OVERFLOW, "a user id beyond 52 bits")
    return TelegramUser(
        id=number,
        first_name=_text(user, "first_name"),
        last_name=_text(user, "last_name"),
        language=_text(user, "language_code")[:2].lower(),
        may_write=user.get("allows_write_to_pm") is True,
        start_param=fields.get("start_param", ""),
    )


def _text(user: Mapping[str, object], name: str) -> str:
    """Return a text of the user without what cannot be shown or stored."""
    value = user.get(name)
    if not isinstance(value, str):
        return ""
    shown = "".join(letter for letter in value if letter.isprintable())
    return shown[:_LONGEST_NAME]


def _fresh(written: str, now: UnixTime) -> None:
    """Refuse launch data that is too old, or from the future."""
    if not (written.isascii() and written.isdigit() and len(written) <= _TIME_DIGITS):
        raise Refused(Refusal.MALFORMED, "launch data without a time")
    age = now - int(written)
    if age > GREATEST_AGE_S:
        raise Refused(Refusal.EXPIRED, f"launch data {age} s old")
    if age < -GREATEST_LEAD_S:
        raise Refused(Refusal.MALFORMED, f"launch data from {-age} s ahead")
