"""The voucher code: the sealed text in the QR on a member's phone, the right to one reward.

28 bytes, 38 characters, big-endian: version and key id (1) · scope (1) · shop or till or 0 (3) ·
voucher (5) · reward version (3) · not-after, hours since 2024-01-01 UTC (3) · HMAC-SHA-256
truncated to 12.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contracts.wire import base64url
from contracts.wire.keys import KeyKind
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.sealing import (
    U24,
    U40,
    VERSION,
    require_range,
    require_tag,
    require_version,
    tag,
)
from contracts.wire.units import KeyId, UnixTime

CODE_LENGTH: Final = 38
HOURS_BEGIN: Final = UnixTime(1_704_067_200)
"""2024-01-01T00:00:00Z."""

_BODY_SIZE: Final = 16
_SEAL_SIZE: Final = 12
_CLAIM_LENGTH: Final = 48
_HOUR: Final = 3600


class Scope(StrEnum):
    """Where a voucher may be taken."""

    ANY = "any"
    SHOP = "shop"
    TILL = "till"


KeyOfPlace = Callable[[Scope, int, KeyId], bytes | None]
"""Finds the voucher key of a scope and a place, or None when there is no such key."""

KEY_KIND: Final[Mapping[Scope, KeyKind]] = {
    Scope.ANY: KeyKind.VOUCHER_ANY,
    Scope.SHOP: KeyKind.VOUCHER_SHOP,
    Scope.TILL: KeyKind.VOUCHER_TILL,
}
_SCOPES: Final = (Scope.ANY, Scope.SHOP, Scope.TILL)
"""In the order of their numbers on the wire."""


@dataclass(frozen=True, slots=True)
class Voucher:
    """What a voucher code says; a field that its bytes cannot hold is refused."""

    key_id: KeyId
    scope: Scope
    place: int
    """The shop or till, 0 for any."""
    voucher: int
    reward_version: int
    not_after_hours: int
    """Hours since HOURS_BEGIN; the voucher is good up to and including that second."""

    def __post_init__(self) -> None:
        require_range("key id", self.key_id, 0, 15)
        anywhere = self.scope is Scope.ANY
        require_range("place", self.place, 0 if anywhere else 1, 0 if anywhere else U24)
        require_range("voucher", self.voucher, 1, U40)
        require_range("reward version", self.reward_version, 1, U24)
        require_range("not after", self.not_after_hours, 0, U24)

    @property
    def not_after(self) -> UnixTime:
        """Return the last second at which the voucher is good."""
        return UnixTime(HOURS_BEGIN + self.not_after_hours * _HOUR)

    def require_in_time(self, now: UnixTime) -> None:
        """Refuse the voucher once its time is over."""
        if now > self.not_after:
            raise Refused(Refusal.EXPIRED, f"voucher {self.voucher} was good until then")


def seal(voucher: Voucher, key: bytes) -> str:
    """Return the voucher code of *voucher*, sealed with the key of its scope and place."""
    body = (
        bytes([VERSION << 4 | voucher.key_id, _SCOPES.index(voucher.scope)])
        + voucher.place.to_bytes(3, "big")
        + voucher.voucher.to_bytes(5, "big")
        + voucher.reward_version.to_bytes(3, "big")
        + voucher.not_after_hours.to_bytes(3, "big")
    )
    return base64url.encode(body + tag(b"voucher", body, key, _SEAL_SIZE))


def unseal(code: str, key_of: KeyOfPlace) -> Voucher:
    """Return what *code* says, once its seal fits; refuse it otherwise. Its time is not judged."""
    body, found = _opened(code)
    key_id, scope, place = KeyId(body[0] & 0x0F), _SCOPES[body[1]], int.from_bytes(body[2:5], "big")
    key = key_of(scope, place, key_id)
    if key is None:
        raise Refused(Refusal.UNKNOWN_KEY, f"{scope} {place}, key {key_id}")
    require_tag(found, tag(b"voucher", body, key, _SEAL_SIZE), f"{scope} {place}, key {key_id}")
    return _voucher(body)


def unchecked(code: str) -> Voucher:
    """Return what *code* says of itself: its seal is not looked at, so nothing is decided by it."""
    return _voucher(_opened(code)[0])


def _opened(code: str) -> tuple[bytes, bytes]:
    """Return the body and the seal of what has the form of a voucher code."""
    if len(code) == _CLAIM_LENGTH:
        raise Refused(Refusal.WRONG_KIND, "a claim code where a voucher code is asked for")
    if len(code) != CODE_LENGTH:
        raise Refused(Refusal.MALFORMED, f"a voucher code of {len(code)} characters")
    raw = base64url.decode(code)
    require_version(raw[0], "voucher")
    if raw[1] >= len(_SCOPES):
        raise Refused(Refusal.MALFORMED, f"scope {raw[1]}")
    return raw[:_BODY_SIZE], raw[_BODY_SIZE:]


def _voucher(body: bytes) -> Voucher:
    try:
        return Voucher(
            key_id=KeyId(body[0] & 0x0F),
            scope=_SCOPES[body[1]],
            place=int.from_bytes(body[2:5], "big"),
            voucher=int.from_bytes(body[5:10], "big"),
            reward_version=int.from_bytes(body[10:13], "big"),
            not_after_hours=int.from_bytes(body[13:16], "big"),
        )
    except Refused as refused:
        raise Refused(Refusal.MALFORMED, refused.detail) from refused
