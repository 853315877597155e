"""The claim code: the sealed text in a slip's QR, the right to one receipt's points.

36 bytes, 48 characters, big-endian: version and key id (1) · till (3) · sequence (4) · total in
tiyn (4) · Unix time (4) · hint of the fiscal key (4) · HMAC-SHA-256 truncated to 16.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from contracts.wire import base64url
from contracts.wire.bodies import AccrualBody
from contracts.wire.event import Event
from contracts.wire.identity import NO_HINT, hint
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.sealing import (
    U24,
    U32,
    VERSION,
    require_range,
    require_tag,
    require_version,
    tag,
)
from contracts.wire.units import KeyId, Sequence, TillId, Tiyn, UnixTime

CODE_LENGTH: Final = 48
LINK_QR_5: Final = 84
"""Longest link in bytes that fits QR version 5 at level M."""
LINK_QR_6: Final = 106
"""Longest link in bytes that fits QR version 6 at level M; a longer one is refused when set up."""

KeyOfTill = Callable[[TillId, KeyId], bytes | None]
"""Finds a till's claim key, or None when there is no such key."""

_BODY_SIZE: Final = 20
_SEAL_SIZE: Final = 16
_VOUCHER_LENGTH: Final = 38

HOST: Final = (
    r"(?=[^:]{1,253}(?::|$))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
    r"(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*(?::[1-9][0-9]{0,4})?"
)
"""The programme's host: labels of at most 63 characters, and a port where one is needed."""
BOT: Final = r"[A-Za-z][A-Za-z0-9_]{3,31}"
"""Pattern of a Telegram bot's name."""
_LINK: Final = re.compile(
    r"https://(?:[a-z0-9.:-]{1,260}/c/|t\.me/[A-Za-z0-9_]{4,32}\?startapp=)([A-Za-z0-9_-]{48})",
    re.ASCII,
)

assert (_BODY_SIZE + _SEAL_SIZE) % 3 == 0, "or base64url would end in bits that say nothing"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a claim code says; a field that its bytes cannot hold is refused."""

    key_id: KeyId
    till: TillId
    sequence: Sequence
    """Of the accrual: a claim's sequence *is* its accrual's."""
    total: Tiyn
    time: UnixTime
    fiscal_hint: bytes
    """First 4 bytes of the fiscal key's digest, zeros where the receipt has none; a hint only."""

    def __post_init__(self) -> None:
        require_range("key id", self.key_id, 0, 15)
        require_range("till", self.till, 1, U24)
        require_range("sequence", self.sequence, 1, U32)
        require_range("total", self.total, 0, U32)
        require_range("time", self.time, 0, U32)
        require_range("length of the fiscal hint", len(self.fiscal_hint), 4, 4)


def claim_of(accrual: Event) -> Claim:
    """Return the claim that *accrual* gives the right to: always the same one."""
    body = accrual.body
    assert isinstance(body, AccrualBody), "only an accrual has a claim"
    return Claim(
        key_id=body.claim_key,
        till=accrual.till,
        sequence=accrual.sequence,
        total=body.total,
        time=accrual.time,
        fiscal_hint=NO_HINT if body.fiscal is None else hint(body.receipt),
    )


def seal(claim: Claim, key: bytes) -> str:
    """Return the claim code of *claim*, sealed with its till's claim key."""
    body = (
        bytes([VERSION << 4 | claim.key_id])
        + claim.till.to_bytes(3, "big")
        + claim.sequence.to_bytes(4, "big")
        + claim.total.to_bytes(4, "big")
        + claim.time.to_bytes(4, "big")
        + claim.fiscal_hint
    )
    return base64url.encode(body + tag(b"claim", body, key, _SEAL_SIZE))


def unseal(code: str, key_of: KeyOfTill) -> Claim:
    """Return what *code* says, once its seal fits; refuse it otherwise."""
    if len(code) == _VOUCHER_LENGTH:
        raise Refused(Refusal.WRONG_KIND, "a voucher code where a claim code is asked for")
    if len(code) != CODE_LENGTH:
        raise Refused(Refusal.MALFORMED, f"a claim code of {len(code)} characters")
    raw = base64url.decode(code)
    body, found = raw[:_BODY_SIZE], raw[_BODY_SIZE:]
    require_version(body[0], "claim")
    key_id, till = KeyId(body[0] & 0x0F), TillId(int.from_bytes(body[1:4], "big"))
    key = key_of(till, key_id)
    if key is None:
        raise Refused(Refusal.UNKNOWN_KEY, f"till {till}, key {key_id}")
    require_tag(found, tag(b"claim", body, key, _SEAL_SIZE), f"till {till}, key {key_id}")
    try:
        return Claim(
            key_id=key_id,
            till=till,
            sequence=Sequence(int.from_bytes(body[4:8], "big")),
            total=Tiyn(int.from_bytes(body[8:12], "big")),
            time=UnixTime(int.from_bytes(body[12:16], "big")),
            fiscal_hint=body[16:20],
        )
    except Refused as refused:
        raise Refused(Refusal.MALFORMED, refused.detail) from refused


def hub_link(host: str, code: str) -> str:
    """Return the link to the hub's page for *code*: for everyone, whatever the phone has."""
    if not re.fullmatch(HOST, host, re.ASCII):
        raise Refused(Refusal.MALFORMED, "the host must be a name like loyalty.example.kz")
    return _short_enough(f"https://{host}/c/{code}")


def telegram_link(bot: str, code: str) -> str:
    """Return the link that opens the bot's Mini App with *code*."""
    if not re.fullmatch(BOT, bot, re.ASCII):
        raise Refused(Refusal.MALFORMED, "the bot must be a Telegram name of 4 to 32 characters")
    return _short_enough(f"https://t.me/{bot}?startapp={code}")


def code_in(text: str) -> str | None:
    """Return the claim code in *text*, a link as printed or the bare code, or None."""
    link = _LINK.fullmatch(text)
    if link:
        return link[1]
    return text if re.fullmatch(r"[A-Za-z0-9_-]{48}", text, re.ASCII) else None


def _short_enough(link: str) -> str:
    if len(link) > LINK_QR_6:
        raise Refused(
            Refusal.TOO_LONG, f"a link of {len(link)} bytes; at most {LINK_QR_6} scan well"
        )
    return link
