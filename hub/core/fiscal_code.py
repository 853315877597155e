"""What the code on a fiscal receipt says: the address of its operator's page.

Every operator of the country puts the same four fields behind the question mark: fiscal sign `i`,
register `f`, sum `s` and time `t`. Whose page it is does not matter here: a claim is believed when
the shop's own export from the operator knows the same receipt.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from contracts.wire.identity import fiscal_identity
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Tiyn, UnixTime
from hub.core.almaty import ALMATY

LONGEST_TEXT: Final = 512
"""Characters; real codes have at most 250."""
_MOST_FIELDS: Final = 16
"""Fields of the query; real ones have at most 10."""
REGISTER_DIGITS: Final = 12
EARLIEST_YEAR: Final = 2020
LATEST_YEAR: Final = 2100
"""Years outside are a clock that was lost; the wire's times end in 2106."""
_SIGN: Final = re.compile(r"[0-9]{6,15}")
_REGISTER: Final = re.compile(r"[0-9]{12}")
_SUM: Final = re.compile(r"([0-9]{1,8})(?:[.,]([0-9]{1,2}))?")
_TIME: Final = re.compile(
    r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})[T ]?([0-9]{2}):?([0-9]{2})(?::?([0-9]{2}))?"
    r"(?:\.[0-9]{1,9})?Z?"
)


@dataclass(frozen=True, slots=True)
class FiscalReceipt:
    """A receipt as the fiscal operator knows it."""

    register: str
    """Twelve digits."""
    sign: str
    """Without leading zeros: tables lose them."""
    total: Tiyn
    time: UnixTime
    identity: bytes = field(repr=False, default=b"")
    """As a till would tell it, of the numbers as they were printed."""


def read_fiscal_code(text: str) -> FiscalReceipt:
    """Return what the code with *text* says; or refuse."""
    if len(text) > LONGEST_TEXT:
        raise Refused(Refusal.TOO_LONG, f"{len(text)} characters, at most {LONGEST_TEXT}")
    fields = _fields(text.strip())
    sign, register = fields.get("i", ""), fields.get("f", "")
    total, time = sum_of(fields.get("s", "")), time_of_code(fields.get("t", ""))
    if not (_SIGN.fullmatch(sign) and _REGISTER.fullmatch(register)):
        raise Refused(Refusal.MALFORMED, "no fiscal sign or register")
    if total is None or total <= 0 or time is None:
        raise Refused(Refusal.MALFORMED, "no sum or time")
    return FiscalReceipt(register, bare_sign(sign), total, time, fiscal_identity(register, sign))


def bare_sign(sign: str) -> str:
    """Return a fiscal sign without leading zeros, so that two tables can be compared."""
    return sign.lstrip("0") or "0"


def sum_of(text: str) -> Tiyn | None:
    """Return a sum of tenge, with or without tiyn; None when it is none."""
    found = _SUM.fullmatch(text)
    if found is None:
        return None
    return Tiyn(int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")))


def time_of_code(text: str) -> UnixTime | None:
    """Return the time that a code gives by the shop's clock; None when it is none."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=ALMATY)
    except ValueError:
        return None
    if not EARLIEST_YEAR <= year < LATEST_YEAR:
        return None
    return UnixTime(int(moment.timestamp()))


def _fields(text: str) -> dict[str, str]:
    """Return the fields behind an address; refuse what is none, or says one twice."""
    try:
        address = urlsplit(text)
        pairs = parse_qsl(address.query, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise Refused(Refusal.MALFORMED, "not an address") from error
    if address.scheme.lower() not in ("http", "https") or len(dict(pairs)) != len(pairs):
        raise Refused(Refusal.WRONG_KIND, "not the address of a fiscal operator")
    return dict(pairs)
