"""What a code shown at the counter is: a voucher, a slip's claim, or something else altogether."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from agent.core.counter_sayings import Saying, Says
from agent.core.fiscal import LONGEST_CODE, fiscal_code
from contracts.wire import card, claim
from contracts.wire.bodies import LARGEST_AMOUNT
from contracts.wire.redeeming import SHORT_CODE_LENGTH
from contracts.wire.refusals import Refused
from contracts.wire.units import Tiyn
from contracts.wire.voucher import CODE_LENGTH

LONGEST_HOST: Final = 40
"""Characters of a link's host that are shown: one line of the face."""

_TENGE: Final = re.compile(r"([0-9]{1,9})(?:[.,]([0-9]{1,2}))?(?:₸|тг\.?)?", re.ASCII)
_LONGEST_TOTAL: Final = 40
_VOUCHER: Final = re.compile(f"[A-Za-z0-9_-]{{{CODE_LENGTH}}}", re.ASCII)
_SHORT: Final = re.compile(f"[0-9]{{{SHORT_CODE_LENGTH}}}", re.ASCII)
_PRODUCT: Final = re.compile(r"[0-9]{8}|[0-9]{12,14}", re.ASCII)
_HOST: Final = re.compile(r"[a-z0-9.-]+", re.ASCII)
_PAYMENT_HOSTS: Final = frozenset({"pay.kaspi.kz", "qr.nspk.ru"})
_BEGINNINGS: Final[tuple[tuple[str, Says], ...]] = (
    ("wifi:", Says.IS_WIFI),
    ("000201", Says.IS_PAYMENT),  # EMV merchant-presented codes begin so
    ("st00011|", Says.IS_PAYMENT),
    ("st00012|", Says.IS_PAYMENT),
    ("bitcoin:", Says.IS_PAYMENT),
    ("ethereum:", Says.IS_PAYMENT),
    ("ton:", Says.IS_PAYMENT),
    ("begin:vcard", Says.IS_CONTACT),
    ("mecard:", Says.IS_CONTACT),
    ("tel:", Says.IS_PHONE),
    ("sms:", Says.IS_PHONE),
    ("smsto:", Says.IS_PHONE),
    ("mailto:", Says.IS_MAIL),
    ("matmsg:", Says.IS_MAIL),
)
"""How the contents of common codes begin, in small letters."""


@dataclass(frozen=True, slots=True)
class VoucherCode:
    """It has the form of a voucher; whether it is one, the till and the hub decide."""

    text: str


@dataclass(frozen=True, slots=True)
class SlipCode:
    """The claim code of a slip."""

    code: str


@dataclass(frozen=True, slots=True)
class CardCode:
    """The code of a member card."""

    code: str


@dataclass(frozen=True, slots=True)
class OtherCode:
    """Something else, and what to say of it."""

    saying: Saying


Recognised = VoucherCode | SlipCode | CardCode | OtherCode


def recognise(text: str, *, typed: bool) -> Recognised | None:
    """Return what *text* is, None for nothing at all; only fingers give a short code."""
    text = text[:LONGEST_CODE].strip()
    bare = re.sub(r"\s", "", text)
    if not bare:
        return None
    if typed and _SHORT.fullmatch(bare.replace("-", "")):
        return VoucherCode(bare.replace("-", ""))
    if _VOUCHER.fullmatch(bare):
        return VoucherCode(bare)
    if (code := claim.code_in(bare)) is not None:
        return SlipCode(code)
    if (shown := card.code_in(bare)) is not None:
        return _card(shown)
    return OtherCode(_other(text))


def _card(code: str) -> CardCode | OtherCode:
    """Return a card code as far as it says of itself that it is one."""
    try:
        card.unchecked(code)
    except Refused:
        return OtherCode(Saying(Says.CARD_UNKNOWN))
    return CardCode(code)


def tenge(text: str) -> Tiyn | None:
    """Return what a cashier typed as money, None for what is none or too much."""
    found = _TENGE.fullmatch(re.sub(r"\s", "", text[:_LONGEST_TOTAL]))
    if found is None:
        return None
    tiyn = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
    return Tiyn(tiyn) if 0 < tiyn <= LARGEST_AMOUNT else None


def _other(text: str) -> Saying:
    if _PRODUCT.fullmatch(text):
        return Saying(Says.IS_PRODUCT)
    if fiscal_code(text) is not None:
        return Saying(Says.IS_FISCAL)
    small = text.lower()
    for beginning, says in _BEGINNINGS:
        if small.startswith(beginning):
            return Saying(says)
    if small.startswith(("http://", "https://", "www.")):
        return _link(small)
    return Saying(Says.IS_TEXT)


def _link(small: str) -> Saying:
    """Return what to say of a link: its host alone, for the rest may be private."""
    try:
        host = urlsplit(small if "://" in small else f"https://{small}").hostname or ""
    except ValueError:
        host = ""
    if host.removeprefix("www.") in _PAYMENT_HOSTS:
        return Saying(Says.IS_PAYMENT)
    if not _HOST.fullmatch(host):
        return Saying(Says.IS_TEXT)
    return Saying(Says.IS_LINK, {"host": host[:LONGEST_HOST]})
