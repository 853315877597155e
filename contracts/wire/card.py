"""The card code: the text in the QR of a printed member card, which earns for its member.

`BSKCARD` and 24 of Crockford's letters and digits: 15 bytes, big-endian: version and key id (1) ·
number of the card (4) · HMAC-SHA-256 truncated to 10, by a key that only the hub holds. Capitals
and digits alone: a QR packs them tightly, and every scanner under every keyboard types them.
A till cannot check the seal. It carries to the hub what only whoever has read the card knows.
"""

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from contracts.wire.card_form import LEAST_NUMBER, MOST_NUMBER, PROOF_SIZE
from contracts.wire.enrolling import CODE_ALPHABET
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.sealing import (
    VERSION,
    require_range,
    require_tag,
    require_version,
    tag,
)
from contracts.wire.units import KeyId

PREFIX: Final = "BSKCARD"
"""Of no other code: claims and vouchers have other lengths, and a scanner's AIM prefix begins
with a bracket."""
CODE_LENGTH: Final = len(PREFIX) + 24
PATTERN: Final = f"{PREFIX}[{CODE_ALPHABET}]{{24}}"

_BODY_SIZE: Final = 5
_SEAL_SIZE: Final = 10
_RFC_ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_WRITTEN: Final = str.maketrans(_RFC_ALPHABET, CODE_ALPHABET)
_READ: Final = str.maketrans(CODE_ALPHABET, _RFC_ALPHABET)
_CODE: Final = re.compile(PATTERN, re.ASCII)

assert (_BODY_SIZE + _SEAL_SIZE) * 8 == 24 * 5, "or base32 would end in bits that say nothing"

KeyOfCards = Callable[[KeyId], bytes | None]
"""Finds the key of cards with an id, or None when there is no such key."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card code says; a field that its bytes cannot hold is refused."""

    key_id: KeyId
    number: int

    def __post_init__(self) -> None:
        require_range("key id", self.key_id, 0, 15)
        require_range("card", self.number, LEAST_NUMBER, MOST_NUMBER)


def seal(card: Card, key: bytes) -> str:
    """Return the card code of *card*, sealed with the key of cards."""
    body = bytes([VERSION << 4 | card.key_id]) + card.number.to_bytes(4, "big")
    sealed = body + tag(b"card", body, key, _SEAL_SIZE)
    return PREFIX + base64.b32encode(sealed).decode("ascii").translate(_WRITTEN)


def unseal(code: str, key_of: KeyOfCards) -> Card:
    """Return what *code* says, once its seal fits; refuse it otherwise."""
    raw = _opened(code)
    body, found = raw[:_BODY_SIZE], raw[_BODY_SIZE:]
    key_id = KeyId(body[0] & 0x0F)
    key = key_of(key_id)
    if key is None:
        raise Refused(Refusal.UNKNOWN_KEY, f"cards, key {key_id}")
    require_tag(found, tag(b"card", body, key, _SEAL_SIZE), f"cards, key {key_id}")
    return _card(body)


def unchecked(code: str) -> Card:
    """Return what *code* says of itself: its seal is not looked at, so nothing is decided by it."""
    return _card(_opened(code)[:_BODY_SIZE])


def code_in(text: str) -> str | None:
    """Return the card code in *text*, whatever its case and blanks, or None."""
    bare = re.sub(r"\s", "", text[: 4 * CODE_LENGTH]).upper()
    return bare if _CODE.fullmatch(bare) else None


def proof_of(code: str) -> bytes:
    """Return what tells the hub that *code* was read: nothing that anybody could print again."""
    return hashlib.sha256(b"baursak card\x00" + code.encode("ascii")).digest()[:PROOF_SIZE]


def shown_number(number: int) -> str:
    """Return the number of a card as people read it: in threes."""
    digits = str(number)
    return " ".join(digits[at : at + 3] for at in range(0, len(digits), 3))


def _opened(code: str) -> bytes:
    """Return the bytes of what has the form of a card code."""
    if not _CODE.fullmatch(code):
        raise Refused(Refusal.MALFORMED, "no card code")
    raw = base64.b32decode(code[len(PREFIX) :].translate(_READ))
    require_version(raw[0], "card")
    return raw


def _card(body: bytes) -> Card:
    try:
        return Card(KeyId(body[0] & 0x0F), int.from_bytes(body[1:_BODY_SIZE], "big"))
    except Refused as refused:
        raise Refused(Refusal.MALFORMED, refused.detail) from refused
