"""From a receipt to what the till stores of it."""

from datetime import datetime
from typing import Final

from agent.core.receipt import Item, Receipt, Source
from agent.core.reports import ZReport
from contracts.wire.bodies import (
    LONGEST_NAME,
    LONGEST_NUMBER,
    MOST_ITEMS,
    AccrualBody,
    EvidenceKind,
    Fiscal,
    ItemLine,
    ReturnBody,
    ZReportBody,
)
from contracts.wire.identity import fiscal_identity, text_identity
from contracts.wire.refusals import Refused
from contracts.wire.units import KeyId, Sequence, TillId, Tiyn

_EVIDENCE: Final = {
    Source.FISCAL_QR: EvidenceKind.FISCAL_QR,
    Source.LABEL: EvidenceKind.LABEL,
    Source.PROFILE: EvidenceKind.PROFILE,
    Source.OCR: EvidenceKind.OCR,
}


def identity_of(receipt: Receipt, till: TillId, seen_at: str) -> bytes:
    """Return what makes *receipt* that receipt.

    *seen_at* is the till's own local time, ISO; it stands in where the paper has neither a fiscal
    key nor a time, see docs/decisions/0004-identity.md.
    """
    assert receipt.total is not None, "only what has a total is stored"
    if receipt.fiscal is not None:
        return fiscal_identity(receipt.fiscal.register, receipt.fiscal.sign)
    number = receipt.number[:LONGEST_NUMBER] if receipt.number else None
    printed_at = _local(receipt.printed_at)
    if printed_at is None:
        # Numbers begin anew with each shift: without a printed time the till's own day tells.
        printed_at = seen_at if number is None else seen_at[:10]
    return text_identity(till, number, printed_at, receipt.total)


def names_itself(receipt: Receipt) -> bool:
    """Tell whether the paper says which receipt it is: by fiscal key, number or time."""
    return bool(receipt.fiscal or receipt.number or receipt.printed_at)


def accrual_of(
    receipt: Receipt, identity: bytes, claim_key: KeyId, cashier: str | None = None
) -> AccrualBody:
    """Return the accrual of a sale that earns."""
    return AccrualBody(**_paper(receipt, identity, cashier), claim_key=claim_key)  # type: ignore[arg-type]  # one table for both


def return_of(
    receipt: Receipt, identity: bytes, accrual: Sequence | None, cashier: str | None = None
) -> ReturnBody:
    """Return the record of goods that came back; *accrual* is the sale's, where it was found."""
    original = receipt.original[:LONGEST_NUMBER] if receipt.original else None
    return ReturnBody(**_paper(receipt, identity, cashier), original=original, accrual=accrual)  # type: ignore[arg-type]  # as above


def original_identity(receipt: Receipt) -> bytes | None:
    """Return the identity of the sale that a return takes back, where the paper names it."""
    if receipt.fiscal is None or not receipt.original:
        return None
    return fiscal_identity(receipt.fiscal.register, receipt.original)


def report_of(receipt: Receipt, report: ZReport) -> ZReportBody:
    """Return the record of a closing report: its totals check ours."""
    return ZReportBody(
        number=report.number,
        printed_at=_local(report.printed_at),
        register=report.register,
        currency=receipt.currency,
        sales_total=report.sales_total,
        sales_count=report.sales_count,
        returns_total=report.returns_total,
        returns_count=report.returns_count,
    )


def _paper(receipt: Receipt, identity: bytes, cashier: str | None) -> dict[str, object]:
    assert receipt.total is not None, "only what has a total is stored"
    items = [line for item in receipt.items if (line := _item(item)) is not None]
    fiscal = receipt.fiscal
    return {
        "total": Tiyn(abs(receipt.total)),
        "currency": receipt.currency or "KZT",
        "receipt": identity,
        "number": receipt.number[:LONGEST_NUMBER] if receipt.number else None,
        "printed_at": _local(receipt.printed_at),
        "evidence": _strongest(receipt),
        "fiscal": Fiscal(fiscal.operator, fiscal.sign, fiscal.register) if fiscal else None,
        "items": tuple(items[:MOST_ITEMS]),
        "items_count": len(items),
        "cashier": cashier,
    }


def _item(item: Item) -> ItemLine | None:
    """Return a line of goods, or None for one that no event can hold: goods are only extra."""
    try:
        return ItemLine(item.name[:LONGEST_NAME], item.quantity, item.amount)
    except Refused:
        return None


def _local(at: datetime | None) -> str | None:
    return at.replace(microsecond=0, tzinfo=None).isoformat() if at else None


def _strongest(receipt: Receipt) -> EvidenceKind:
    sources = {it.source for it in receipt.evidence if it.field == "total"}
    return next(
        (kind for source, kind in _EVIDENCE.items() if source in sources), EvidenceKind.LABEL
    )
