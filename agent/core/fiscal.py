"""What the two-dimensional codes of fiscal operators say; codes of anyone else say nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from agent.core.receipt import FiscalKey
from contracts.wire.units import Tiyn

LONGEST_CODE: Final = 512
"""Characters of a fiscal code that are looked at; real ones have at most 250."""

MOST_FIELDS: Final = 16
"""Fields of a code's query; real ones have at most 10."""


@dataclass(frozen=True, slots=True)
class FiscalCode:
    """What one fiscal code says."""

    key: FiscalKey
    total: Tiyn | None
    """None when the operator's code holds no sum; negative on a return."""
    currency: str
    printed_at: datetime | None
    is_return: bool | None
    """None when the operator's code does not tell."""
    is_purchase: bool
    """True when the shop paid: goods bought from a person, or that taken back."""
    text: str


_KZ_HOSTS: Final[dict[tuple[str, str], str]] = {
    ("consumer.oofd.kz", ""): "oofd",
    ("ofd1.kz", "/t"): "transtelecom",
    ("87.255.215.96", "/t"): "transtelecom",
    ("87.255.215.96", ""): "transtelecom",
    ("consumer.kofd.kz", ""): "kofd",
    ("cabinet.kofd.kz", "/consumer"): "kofd",
    ("dev.kofd.kz", "/consumer"): "kofd",
    ("consumer.wofd.kz", ""): "wofd",
    ("cabinet.wofd.kz", "/consumer"): "wofd",
    ("ctest3.wofd.kz", ""): "wofd",
    ("ctest3.wofd.kz", "/consumer"): "wofd",
    ("receipt.kaspi.kz", "/web/fiscal"): "kaspi",
}
"""Host and path of each operator's check page, and the operator's short name."""

_4EK_OPERATORS: Final = {"transtelecom": "transtelecom"}

_SUM: Final = re.compile(r"\d{1,9}(?:[.,]\d{1,2})?", re.ASCII)
_KZ_SIGN: Final = re.compile(r"\d{6,15}", re.ASCII)
_KZ_REGISTER: Final = re.compile(r"\d{12}", re.ASCII)
_DIGITS: Final = re.compile(r"\d{1,20}", re.ASCII)
_RU_FIELDS: Final = re.compile(r"t=\d{8}T\d{4,6}&")
_TIME_FORMS: Final = (
    re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?(?:\.\d{1,9})?Z?", re.ASCII),
    re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)", re.ASCII),
    re.compile(r"(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?(?:\.\d{1,9})?", re.ASCII),
)


def fiscal_code(text: str) -> FiscalCode | None:
    """Return what a code says; None unless it is a known operator's and whole."""
    text = text.strip()
    if len(text) > LONGEST_CODE or not text.isprintable():
        return None
    if _RU_FIELDS.match(text):
        return _russian(text, _fields(text))
    try:
        address = urlsplit(text)
        port = address.port
    except ValueError:
        return None
    if address.scheme.lower() not in ("http", "https") or address.username or port not in _PORTS:
        return None
    host = (address.hostname or "").removeprefix("www.")
    path = address.path.rstrip("/").lower()
    fields = _fields(address.query)
    if host == "tax.salyk.kg" and path.endswith("/ticket"):
        return _kyrgyz(text, fields)
    if host == "ofd.soliq.uz" and path in ("/check", "/epi"):
        return _uzbek(text, fields)
    operator = _KZ_HOSTS.get((host, path))
    if (host, path) == ("4ek.kz", ""):
        operator = _4EK_OPERATORS.get(fields.get("o", "").lower())
    return _kazakh(text, operator, fields) if operator else None


_PORTS: Final = (None, 80, 443)


def _fields(query: str) -> Mapping[str, str]:
    """Return a query's fields; empty when one of them comes twice or there are too many."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) else {}


def _sum(text: str) -> Tiyn | None:
    """Return a sum written with a point, or without."""
    if not _SUM.fullmatch(text):
        return None
    whole, _, fraction = text.replace(",", ".").partition(".")
    return Tiyn(int(whole) * 100 + int(fraction.ljust(2, "0") or "0"))


def _time(text: str) -> datetime | None:
    """Return the local time that a code gives."""
    for form in _TIME_FORMS:
        if found := form.fullmatch(text):
            year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
            try:
                return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - shop's wall clock
            except ValueError:
                return None
    return None


def _kazakh(text: str, operator: str, fields: Mapping[str, str]) -> FiscalCode | None:
    """Read a Kazakh operator's code: sign, register, sum and time, all of them."""
    sign, register = fields.get("i", ""), fields.get("f", "")
    total, printed_at = _sum(fields.get("s", "")), _time(fields.get("t", ""))
    if not (_KZ_SIGN.fullmatch(sign) and _KZ_REGISTER.fullmatch(register)):
        return None
    if total is None or printed_at is None:
        return None
    key = FiscalKey(operator, sign, register)
    return FiscalCode(key, total, "KZT", printed_at, is_return=None, is_purchase=False, text=text)


def _russian(text: str, fields: Mapping[str, str]) -> FiscalCode | None:
    """Read a Russian code; its `n` tells sale, return, purchase and purchase taken back."""
    total, printed_at = _sum(fields.get("s", "")), _time(fields.get("t", ""))
    register, sign, kind = fields.get("fn", ""), fields.get("fp", ""), fields.get("n", "")
    if not all(_DIGITS.fullmatch(it) for it in (register, sign, fields.get("i", ""))):
        return None
    if total is None or printed_at is None or kind not in ("1", "2", "3", "4"):
        return None
    is_return = kind in ("2", "4")
    return FiscalCode(
        key=FiscalKey("fns", sign, register),
        total=Tiyn(-total) if kind == "2" else total,
        currency="RUB",
        printed_at=printed_at,
        is_return=is_return,
        is_purchase=kind in ("3", "4"),
        text=text,
    )


def _kyrgyz(text: str, fields: Mapping[str, str]) -> FiscalCode | None:
    """Read a Kyrgyz code: its sum is in tyiyn, whole."""
    total, printed_at = fields.get("sum", ""), _time(fields.get("date", ""))
    register, sign = fields.get("regNumber", ""), fields.get("fm", "")
    if not all(_DIGITS.fullmatch(it) for it in (total, register, sign)) or printed_at is None:
        return None
    is_return = fields.get("operation_type") == "2"
    value = int(total)
    return FiscalCode(
        key=FiscalKey("salyk", sign, register),
        total=Tiyn(-value if is_return else value),
        currency="KGS",
        printed_at=printed_at,
        is_return=is_return if "operation_type" in fields else None,
        is_purchase=False,
        text=text,
    )


def _uzbek(text: str, fields: Mapping[str, str]) -> FiscalCode | None:
    """Read an Uzbek code: its `s` is the fiscal sign, it holds no sum."""
    sign, register, printed_at = (
        fields.get("s", ""),
        fields.get("t", ""),
        _time(fields.get("c", "")),
    )
    if not _DIGITS.fullmatch(sign) or not re.fullmatch(r"[A-Z0-9]{6,20}", register):
        return None
    key = FiscalKey("soliq", sign, register)
    return FiscalCode(key, None, "UZS", printed_at, is_return=None, is_purchase=False, text=text)
