"""Which receipts get a slip, and for those that do not, why."""

from datetime import datetime
from typing import Final

from agent.core.amounts import decimal_text
from agent.core.reading import ReadingSettings
from agent.core.receipt import Kind, Receipt

EARLIEST: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - wall-clock times have no zone
LATEST: Final = datetime(2100, 1, 1)  # noqa: DTZ001
"""Times outside are a till whose clock was lost, or a misreading."""

NOT_SALES: Final = {
    Kind.RETURN: "It is a return.",
    Kind.COPY: "It is a copy: its sale has had its slip.",
    Kind.REPORT: "It is a report.",
    Kind.KITCHEN: "It is a kitchen or bar ticket.",
    Kind.PREBILL: "It is a bill before payment.",
    Kind.CASH: "It is cash put into or taken out of the drawer.",
    Kind.OTHER: "It is not a sale.",
}


def refusal_to_print(receipt: Receipt, settings: ReadingSettings) -> str | None:
    """Return why *receipt* gets no slip, one sentence; None when it gets one."""
    if receipt.kind is not Kind.SALE:
        return NOT_SALES[receipt.kind]
    if receipt.doubts:
        return receipt.doubts[0]
    if receipt.total is None:
        return "Its total could not be read."
    if receipt.total <= 0:
        return f"Its total is {decimal_text(receipt.total)}."
    if receipt.total > settings.largest_total:
        return f"Its total, {decimal_text(receipt.total)}, is above the limit of the settings."
    if receipt.currency not in (None, settings.currency):
        # A paper that names none is in the money of the till that printed it.
        return f"Its currency is {receipt.currency}, not {settings.currency}."
    return _refusal_by_origin(receipt, settings)


def _refusal_by_origin(receipt: Receipt, settings: ReadingSettings) -> str | None:
    """Return why a receipt's register or time speaks against a slip."""
    registers = settings.registers
    if receipt.fiscal and registers and receipt.fiscal.register not in registers:
        return f"Its cash register {receipt.fiscal.register} does not belong to this till."
    if receipt.printed_at and not EARLIEST <= receipt.printed_at < LATEST:
        return f"Its time, {receipt.printed_at.isoformat()}, cannot be right."
    return None
