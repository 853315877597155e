"""A receipt as the agent understands it, with the evidence for each thing it claims."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contracts.wire.units import Tiyn


class Kind(StrEnum):
    """What a piece of paper is; only a sale earns."""

    SALE = "sale"
    RETURN = "return"
    COPY = "copy"
    REPORT = "report"
    """X, Z and shift reports."""
    KITCHEN = "kitchen"
    """Kitchen and bar tickets."""
    PREBILL = "prebill"
    """A bill before payment."""
    CASH = "cash"
    """Cash put into or taken out of the drawer."""
    OTHER = "other"


class Source(StrEnum):
    """Where evidence comes from, in the order of trust."""

    FISCAL_QR = "fiscal_qr"
    LABEL = "label"
    PROFILE = "profile"
    OCR = "ocr"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One source's word on one field."""

    field: str
    """`kind`, `total`, `number`, `time`, `currency` or `fiscal`."""
    source: Source
    value: str
    """As `agent read` prints it: `935.00`, `sale`, `2024-11-15T10:52:11`."""
    quote: str
    """What stands on the paper, at most 96 characters."""


@dataclass(frozen=True, slots=True)
class FiscalKey:
    """What makes a fiscal receipt unique in its country."""

    operator: str
    """Operator of fiscal data, by its short name: `kofd`, `oofd`, `transtelecom`, `kaspi` …"""
    sign: str
    """Fiscal sign (ФП), digits as printed."""
    register: str
    """Registration number of the cash register (РНМ), digits as printed."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of goods, as far as it could be read."""

    name: str
    quantity: str | None
    """Decimal, as printed with a point: `4.630`."""
    amount: Tiyn | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """One piece of paper, read."""

    kind: Kind
    total: Tiyn | None
    """Negative for returns; None when nothing says it or sources disagree."""
    currency: str | None
    """ISO 4217, or None when the paper does not say and nothing else does."""
    number: str | None
    printed_at: datetime | None
    """Time on the paper, without zone: the shop's wall clock."""
    fiscal: FiscalKey | None
    items: tuple[Item, ...]
    evidence: tuple[Evidence, ...]
    doubts: tuple[str, ...] = ()
    """Why no slip may be printed, one sentence each: disagreements, unreadable parts."""
    original: str | None = None
    """On a return: number or fiscal sign of the sale it takes back, where printed."""
