"""What partners' own systems are told: where, how it is signed, and how often it is tried."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

from contracts.wire import base64url
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import UnixTime
from hub.core.happening import LONGEST_KIND, Happening
from hub.core.ids import PartnerId

SALT_SIZE: Final = 16
LONGEST_URL: Final = 500
MOST_WEBHOOKS: Final = 10
"""Of a partner."""
MOST_KINDS: Final = 30
MOST_ATTEMPTS: Final = 15
"""Over some two days; who was away longer has them sent again by hand."""
_FIRST_WAIT_S: Final = 30
_LONGEST_WAIT_S: Final = 6 * 3600
_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?", re.ASCII)
_PATH: Final = re.compile(r"[!-~]*", re.ASCII)
_KIND: Final = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*(?:\.\*)?|\*", re.ASCII)
EVENT_HEADER: Final = "Baursak-Event"
TIME_HEADER: Final = "Baursak-Time"
SIGNATURE_HEADER: Final = "Baursak-Signature"


class DeliveryState(StrEnum):
    """How far telling one webhook of one happening has come."""

    WAITING = "waiting"
    DONE = "done"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where one partner's system wants to be told."""

    id: int
    partner: PartnerId
    url: str
    salt: bytes
    """Gives the secret, with a key of the hub's own: the secret itself is stored nowhere."""
    kinds: tuple[str, ...]
    active: bool
    feed_after: int
    """Place in the feed up to which deliveries have been planned."""
    created_at: UnixTime

    def wants(self, kind: str) -> bool:
        """Whether it asked for *kind*: by name, by a family such as `voucher.*`, or for all."""
        return any(
            it in ("*", kind) or (it.endswith(".*") and kind.startswith(it[:-1]))
            for it in self.kinds
        )


@dataclass(frozen=True, slots=True)
class Delivery:
    """Telling one webhook of one happening."""

    webhook: int
    position: int
    """The happening's place in the feed."""
    state: DeliveryState
    attempts: int
    next_at: UnixTime
    last: str
    """What came of the last attempt, in a few words of ours."""


def read_url(url: str, *, plain: bool = False) -> str:
    """Return *url* as a webhook's address; refuse what is no plain HTTPS address.

    *plain* also allows HTTP, for tests on one machine.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _malformed("no address") from error
    host = parts.hostname or ""
    if len(url) > LONGEST_URL or not _PATH.fullmatch(url) or "\\" in url:
        raise _malformed(f"an address has at most {LONGEST_URL} plain characters")
    if parts.scheme != "https" and not (plain and parts.scheme == "http"):
        raise _malformed("an address begins with https://")
    if "@" in parts.netloc or parts.fragment or port == 0:
        raise _malformed("an address without user, password and fragment")
    if not _HOST.fullmatch(host) and ":" not in host:
        raise _malformed("an address with a host's name")
    return url


def read_kinds(kinds: list[str]) -> tuple[str, ...]:
    """Return which kinds a webhook wants; refuse what is no kind."""
    if not 1 <= len(kinds) <= MOST_KINDS:
        raise _malformed(f"a webhook wants 1 to {MOST_KINDS} kinds")
    if any(len(it) > LONGEST_KIND or not _KIND.fullmatch(it) for it in kinds):
        raise _malformed("a kind is written as voucher.redeemed, voucher.* or *")
    return tuple(sorted(set(kinds)))


def wait_before(attempt: int, chance: int) -> int:
    """Return the seconds to wait after *attempt* failed; *chance* of 0 to 255 spreads the crowd."""
    full = min(_FIRST_WAIT_S << min(attempt - 1, 16), _LONGEST_WAIT_S)
    return full // 2 + full // 2 * chance // 255


def body_of(happening: Happening) -> bytes:
    """Return what a webhook is told of *happening*: the same bytes at every attempt."""
    said: dict[str, Any] = {
        "id": happening.position,
        "kind": happening.kind,
        "at": happening.at,
        "member": happening.member,
        "till": happening.till,
        "body": dict(happening.body),
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def headers_of(position: int, now: UnixTime, secret: bytes, body: bytes) -> Mapping[str, str]:
    """Return the headers that show that the hub said *body*, and when."""
    return {
        EVENT_HEADER: str(position),
        TIME_HEADER: str(now),
        SIGNATURE_HEADER: "v1=" + sign(position, now, secret, body),
    }


def sign(position: int, now: UnixTime, secret: bytes, body: bytes) -> str:
    """Return HMAC-SHA-256 over `position.time.` and the body, in hexadecimal."""
    message = f"{position}.{now}.".encode("ascii") + body
    return hmac.digest(secret_text(secret).encode("ascii"), message, hashlib.sha256).hex()


def secret_text(secret: bytes) -> str:
    """Return a secret as its owner is shown it, and as it is the key of signatures."""
    return "whs_" + base64url.encode(secret)


def _malformed(detail: str) -> Refused:
    return Refused(Refusal.MALFORMED, detail)
