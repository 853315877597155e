"""How a till signs what it asks of the hub: the text to sign, and the headers that carry it.

Signed is `baursak request`, the method, the path as sent (with its query where there is one), the
Unix time and the SHA-256 of the body as sent, after compression, in hex: each on a line of its
own. The signature is Ed25519 by the till's own key; making and checking it is the adapters' work.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from contracts.wire import base64url
from contracts.wire.event import ENROLMENT_ID, ENVELOPE
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.rules import Octets, Record, Rule
from contracts.wire.units import TillId, UnixTime

TILL_HEADER: Final = "Baursak-Till"
ENROLMENT_HEADER: Final = "Baursak-Enrolment"
TIME_HEADER: Final = "Baursak-Time"
SIGNATURE_HEADER: Final = "Baursak-Signature"

SIGNATURE_SIZE: Final = 64
PUBLIC_KEY_SIZE: Final = 32
SKEW_ALLOWED: Final = 300
"""Seconds between a request's time and the hub's: slow lines and lazy clocks, but no replay of
yesterday's request."""
LONGEST_PATH: Final = 1024
"""Characters; no path of ours comes near it."""

_METHOD: Final = re.compile(r"[A-Z]{1,16}", re.ASCII)
_PATH: Final = re.compile(r"/[!-~]*", re.ASCII)
_WHOLE: Final = re.compile(r"0|[1-9][0-9]{0,9}", re.ASCII)
"""A whole number in its one spelling."""


def text_to_sign(method: str, path: str, time: UnixTime, body: bytes) -> bytes:
    """Return what the till signs for one request; refuse a method or path that is none."""
    if not _METHOD.fullmatch(method):
        raise Refused(Refusal.MALFORMED, "a method that is no word in capitals")
    if len(path) > LONGEST_PATH or not _PATH.fullmatch(path):
        raise Refused(Refusal.MALFORMED, "a path that is none")
    digest = hashlib.sha256(body).hexdigest()
    return f"baursak request\n{method}\n{path}\n{time}\n{digest}".encode("ascii")


@dataclass(frozen=True, slots=True)
class RequestSignature(Record):
    """Who signed a request, when, and the signature."""

    RULES: ClassVar[Mapping[str, Rule]] = {
        "till": ENVELOPE["till"],
        "enrolment": ENROLMENT_ID,
        "time": ENVELOPE["time"],
        "signature": Octets(SIGNATURE_SIZE),
    }
    till: TillId
    enrolment: str
    time: UnixTime
    signature: bytes

    def headers(self) -> dict[str, str]:
        """Return the headers that carry the signature."""
        return {
            TILL_HEADER: str(self.till),
            ENROLMENT_HEADER: self.enrolment,
            TIME_HEADER: str(self.time),
            SIGNATURE_HEADER: base64url.encode(self.signature),
        }

    def require_in_time(self, now: UnixTime) -> None:
        """Refuse a request made too long ago, or by a clock too far ahead."""
        if abs(now - self.time) > SKEW_ALLOWED:
            raise Refused(Refusal.CLOCK_SKEW, f"{self.time - now} s from the hub's clock")


def read_signature(headers: Mapping[str, str]) -> RequestSignature:
    """Return the signature that *headers* carry; refuse missing and odd ones."""
    return RequestSignature(
        till=TillId(_number(headers, TILL_HEADER)),
        enrolment=_header(headers, ENROLMENT_HEADER),
        time=UnixTime(_number(headers, TIME_HEADER)),
        signature=base64url.decode(_header(headers, SIGNATURE_HEADER)),
    )


def _header(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name)
    if value is None:
        raise Refused(Refusal.MALFORMED, f"no header {name}")
    if len(value) > 2 * SIGNATURE_SIZE:
        raise Refused(Refusal.TOO_LONG, f"header {name}")
    return value


def _number(headers: Mapping[str, str], name: str) -> int:
    value = _header(headers, name)
    if not _WHOLE.fullmatch(value):
        raise Refused(Refusal.MALFORMED, f"header {name} is no whole number")
    return int(value)
